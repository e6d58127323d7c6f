"""Undo, redo, merging of typed edits, and the saved mark."""

import pytest

from tests.building import id_of, two_hosts
from virtdesigner.model.change import Change, update
from virtdesigner.model.edits import replace
from virtdesigner.model.errors import StaleChangeError
from virtdesigner.model.history import History
from virtdesigner.model.topology import Topology


@pytest.fixture
def history() -> History:
    return History(Topology(two_hosts().design))


def rename(history: History, name: str, merge: str = "", element: str = "a1") -> None:
    design = history.topology.design
    history.do(f"Rename to {name}", replace(design, design.elements[id_of(element)], name=name), merge)


def name_of(history: History, element: str = "a1") -> str:
    return history.topology.design.elements[id_of(element)].name


def test_nothing_to_undo_at_first(history: History) -> None:
    assert (history.undo_name, history.redo_name, history.is_dirty) == ("", "", False)
    assert history.undo() == history.redo() == ()


def test_names_of_what_undo_and_redo_would_do(history: History) -> None:
    rename(history, "one")
    rename(history, "two")
    assert history.undo_name == "Rename to two"
    history.undo()
    assert (history.undo_name, history.redo_name) == ("Rename to one", "Rename to two")
    assert name_of(history) == "one"
    history.redo()
    assert (name_of(history), history.redo_name) == ("two", "")


def test_a_new_edit_forgets_what_could_be_made_again(history: History) -> None:
    rename(history, "one")
    history.undo()
    rename(history, "other")
    assert history.redo_name == ""
    history.undo()
    assert name_of(history) == "a1"


def test_typing_on_in_one_field_is_taken_back_in_one_go(history: History) -> None:
    for text in ("w", "we", "web"):
        rename(history, text, merge="name of a1")
    assert name_of(history) == "web"
    history.undo()
    assert (name_of(history), history.undo_name) == ("a1", "")
    history.redo()
    assert name_of(history) == "web"


def test_edits_of_different_fields_do_not_merge(history: History) -> None:
    rename(history, "web", merge="name of a1")
    rename(history, "app", merge="name of a2", element="a2")
    history.undo()
    assert (name_of(history), name_of(history, "a2")) == ("web", "a2")


def test_edits_without_a_key_never_merge(history: History) -> None:
    rename(history, "one")
    rename(history, "two")
    history.undo()
    assert name_of(history) == "one"


def test_typing_does_not_merge_with_what_was_undone(history: History) -> None:
    rename(history, "one", merge="name")
    rename(history, "other", element="a2")
    history.undo()
    rename(history, "two", merge="name")
    history.undo()
    assert name_of(history) == "a1"


def test_an_edit_that_changes_nothing_is_not_remembered(history: History) -> None:
    rename(history, "a1")
    assert (history.undo_name, history.is_dirty) == ("", False)


def test_typed_edits_that_cancel_out_leave_an_empty_step(history: History) -> None:
    rename(history, "b", merge="name")
    rename(history, "a1", merge="name")
    assert name_of(history) == "a1"
    history.undo()
    assert name_of(history) == "a1"


def test_dirty_is_a_position_that_is_not_the_saved_one(history: History) -> None:
    rename(history, "one")
    assert history.is_dirty
    history.mark_saved()
    assert not history.is_dirty
    history.undo()
    assert history.is_dirty
    history.redo()
    assert not history.is_dirty


def test_what_was_saved_and_then_cut_off_is_never_clean_again(history: History) -> None:
    rename(history, "one")
    history.mark_saved()
    history.undo()
    rename(history, "two")
    assert history.is_dirty
    history.undo()
    assert history.is_dirty


def test_typing_on_after_saving_begins_a_new_step(history: History) -> None:
    rename(history, "one", merge="name")
    history.mark_saved()
    rename(history, "two", merge="name")
    assert history.is_dirty
    history.undo()
    assert (name_of(history), history.is_dirty) == ("one", False)


def test_an_edit_that_fails_is_not_remembered(history: History) -> None:
    rename(history, "one")
    element = history.topology.design.elements[id_of("a1")]
    stale = update("elements", element.replace(name="elsewhere"), element.replace(name="two"))
    with pytest.raises(StaleChangeError):
        history.do("Too late", [stale])
    assert history.undo_name == "Rename to one"


def test_listeners_hear_of_edits_and_of_saving_until_they_leave(history: History) -> None:
    heard: list[str] = []
    leave = history.subscribe(lambda: heard.append(history.undo_name))
    rename(history, "one")
    history.undo()
    history.redo()
    history.mark_saved()
    leave()
    rename(history, "two")
    assert heard == ["Rename to one", "", "Rename to one", "Rename to one"]


def test_the_topology_tells_once_what_undo_changed(history: History) -> None:
    rename(history, "one")
    told: list[list[Change]] = []
    history.topology.subscribe(lambda changes: told.append(list(changes)))
    history.undo()
    ((change,),) = told
    assert (change.id, getattr(change.after, "name", "")) == (id_of("a1"), "a1")
