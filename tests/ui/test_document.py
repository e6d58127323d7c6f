"""The document: edits, signals, selection, files."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.building import id_of
from tests.ui.conftest import small_design
from virtdesigner.model import edits
from virtdesigner.model.errors import FileError
from virtdesigner.ui.document import Document


def rename(document: Document, old: str, new: str) -> bool:
    element = document.design.elements[id_of(old)]
    return document.do(f"Rename {old}", edits.replace(document.design, element, name=new))


def test_an_edit_is_told_once_it_is_in_the_history(document: Document, qtbot: QtBot) -> None:
    names: list[str] = []
    document.changed.connect(lambda changes: names.append(document.history.undo_name))
    with qtbot.waitSignals([document.changed, document.history_changed]):
        assert rename(document, "web-01", "web-02")
    assert names == ["Rename web-01"]
    assert document.is_dirty


def test_undo_and_redo_tell_what_changed(document: Document, qtbot: QtBot) -> None:
    rename(document, "web-01", "web-02")
    for act, name in ((document.undo, "web-01"), (document.redo, "web-02")):
        with qtbot.waitSignal(document.changed) as told:
            act()
        assert [change.after.name for change in told.args[0]] == [name]


def test_what_the_rules_forbid_is_refused_with_a_reason(document: Document, qtbot: QtBot) -> None:
    before = document.design
    into_itself = edits.move(document.design, id_of("esx-01"), id_of("db-01"))
    with qtbot.waitSignal(document.refused) as told:
        assert not document.do("Move", into_itself)
    assert told.args[0]
    assert document.design is before
    assert not document.is_dirty


def test_selection_holds_only_what_is_there_and_forgets_what_is_deleted(
    document: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(document.selection_changed) as told:
        document.select([id_of("web-01"), "nobody", id_of("db-01"), id_of("web-01")])
    assert told.args[0] == (id_of("web-01"), id_of("db-01")) == document.selection
    document.do("Delete web-01", edits.delete(document.design, [id_of("web-01")]))
    assert list(document.selection) == [id_of("db-01")]
    document.new()
    assert not document.selection


def test_selecting_the_same_again_tells_nobody(document: Document, qtbot: QtBot) -> None:
    document.select([id_of("web-01")])
    with qtbot.assertNotEmitted(document.selection_changed):
        document.select([id_of("web-01")])


def test_another_design_is_told_as_all_that_went_and_came(document: Document) -> None:
    here: set[tuple[str, str]] = set()
    follower = Document()

    def follow(changes: tuple) -> None:  # a view that keeps records by id and table
        for change in changes:
            key = (change.table, change.id)
            here.add(key) if change.after else here.discard(key)

    follower.changed.connect(follow)
    follower.adopt(small_design())
    assert {id for table, id in here if table == "elements"} == set(document.design.elements)
    follower.adopt(small_design())  # the same ids go and come
    assert {id for table, id in here if table == "elements"} == set(document.design.elements)
    follower.new()
    assert here == set()


def test_every_element_of_an_adopted_design_has_a_place(document: Document) -> None:
    assert all(document.design.placement(id) for id in document.design.elements)
    assert not document.is_dirty


def test_saved_and_opened_again_it_is_the_same_and_clean(document: Document, tmp_path: Path) -> None:
    rename(document, "web-01", "web-02")
    document.save(tmp_path / "a.vdt")
    assert not document.is_dirty
    assert document.title == "a.vdt"
    other = Document()
    other.open(tmp_path / "a.vdt")
    assert other.design.elements == document.design.elements
    assert not other.is_dirty


def test_undoing_past_a_save_leaves_something_to_save(document: Document, tmp_path: Path) -> None:
    rename(document, "web-01", "web-02")
    document.save(tmp_path / "a.vdt")
    document.undo()
    assert document.is_dirty
    document.redo()
    assert not document.is_dirty


def test_a_file_that_cannot_be_read_changes_nothing(document: Document, tmp_path: Path) -> None:
    bad = tmp_path / "bad.vdt"
    bad.write_text("{", encoding="utf-8")
    before = document.design
    for path in (bad, tmp_path / "missing.vdt"):
        with pytest.raises(FileError):
            document.open(path)
    assert document.design is before
    assert document.path is None


def test_titles_and_suggested_names() -> None:
    document = Document()
    assert (document.title, document.suggested_path) == ("Untitled", Path("Untitled.vdt"))
    document.adopt(small_design(), suggested="inventory", saved=False)
    assert (document.title, document.suggested_path) == ("inventory", Path("inventory.vdt"))
    assert document.is_dirty  # imported, and nowhere on disk


def test_a_design_without_a_file_needs_a_path_to_be_saved(document: Document) -> None:
    with pytest.raises(ValueError, match="path"):
        document.save()
