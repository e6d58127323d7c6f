"""Whatever is done to a design: it can be undone and redone, a failed group changes nothing, indexes fit."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.model.random_edits import fresh_id, index_rows, random_edit, rebuilt, records
from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.change import Change, add, combined, inverses
from virtdesigner.model.design import Design
from virtdesigner.model.edits import copy, delete, paste
from virtdesigner.model.element import Element
from virtdesigner.model.errors import DesignError
from virtdesigner.model.history import History
from virtdesigner.model.references import references
from virtdesigner.model.topology import Topology

seeds = st.integers(0, 2**32 - 1)
lengths = st.integers(1, 40)


def edited(history: History, dice: Random, count: int) -> list[Design]:
    """Try `count` edits; the designs before, between and after those that were made."""
    states = [history.topology.design]
    for number in range(count):
        try:
            made = history.do(f"edit {number}", random_edit(history.topology.design, dice))
        except DesignError:
            assert history.topology.design is states[-1]
            continue
        if made:
            states.append(history.topology.design)
    return states


def some_design(seed: int, count: int = 30) -> Design:
    return edited(History(Topology()), Random(seed), count)[-1]


def test_random_edits_do_something() -> None:
    designs = [some_design(seed, 60) for seed in range(10)]
    assert sum(len(design.elements) for design in designs) > 50
    assert sum(len(design.links) for design in designs) > 10


@given(seeds, lengths)
def test_any_edits_undone_give_back_the_same_design_and_redone_the_same_again(seed: int, count: int) -> None:
    history = History(Topology())
    states = edited(history, Random(seed), count)
    for state in reversed(states[:-1]):
        history.undo()
        assert records(history.topology.design) == records(state)
    assert not history.undo()
    for state in states[1:]:
        history.redo()
        assert records(history.topology.design) == records(state)
    assert not history.redo()


@given(seeds, lengths)
def test_indexes_are_always_those_made_from_scratch(seed: int, count: int) -> None:
    history = History(Topology())
    states = edited(history, Random(seed), count)
    while history.undo_name:
        history.undo()
        states.append(history.topology.design)
    for state in states:
        assert index_rows(state) == index_rows(rebuilt(state))


@given(seeds, lengths)
def test_a_failed_group_changes_nothing(seed: int, count: int) -> None:
    history = History(Topology())
    edited(history, Random(seed), count)
    before, told = history.topology.design, list[object]()
    names = (history.undo_name, history.redo_name, history.is_dirty)
    history.topology.subscribe(told.append)
    dice = Random(seed + 1)
    astray = VirtualMachine(id=fresh_id(dice), name="astray", parent=fresh_id(dice))
    try:
        history.do("fails", [*random_edit(before, dice), add("elements", astray)])
    except DesignError:
        pass
    else:
        raise AssertionError("a parent that isn't there was accepted")
    assert history.topology.design is before
    assert records(before) == records(rebuilt(before))
    assert (history.undo_name, history.redo_name, history.is_dirty) == names
    assert told == []


@given(seeds, seeds)
def test_delete_takes_all_that_refers_to_what_goes(seed: int, other: int) -> None:
    design = some_design(seed)
    ids = Random(other).sample([*design.elements, *design.links], min(2, len(design.elements)))
    after = design.edited(delete(design, ids))
    assert not set(ids) & (after.elements.keys() | after.links.keys())
    for table in ("elements", "links", "placements"):
        for record in after.table(table).values():
            assert all(reference.id in after.table(reference.table) for reference in references(record))


@given(seeds, seeds)
def test_a_pasted_copy_has_the_same_shape_under_new_ids(seed: int, other: int) -> None:
    design = some_design(seed)
    chosen = Random(other).sample(list(design.elements), min(2, len(design.elements)))
    clipping = copy(design, chosen)
    changes = paste(design, clipping)
    after = design.edited(changes)
    added = [change.after for change in changes if change.table == "elements"]
    assert len(added) == len(clipping.elements)
    assert not {change.id for change in changes} & (design.elements.keys() | design.links.keys())
    assert [type(record) for record in added] == [type(record) for record in clipping.elements]
    assert {**after.elements, **design.elements} == after.elements
    names = [element.name for element in added if isinstance(element, Element) and element.parent is None]
    assert len(set(names)) == len(names)
    assert not set(names) & {element.name for element in design.elements.values()}


@given(seeds, lengths)
def test_combining_changes_leaves_out_only_what_lies_between(seed: int, count: int) -> None:
    dice, design, changes = Random(seed), Design.of(), list[Change]()
    for _ in range(count):
        group = random_edit(design, dice)
        try:
            design = design.edited(group)
        except DesignError:
            continue
        changes.extend(group)
    short = combined(changes)
    assert len({(change.table, change.id) for change in short}) == len(short)
    assert records(Design.of().edited(short)) == records(design)
    assert records(design.edited(inverses(short))) == records(Design.of())


@given(seeds)
def test_derived_values_belong_to_one_design(seed: int) -> None:
    before = some_design(seed)
    graph = before.graph
    assert before.graph is graph
    assert set(graph) == before.elements.keys()
    after = before.edited([add("elements", VirtualMachine(id=fresh_id(Random(seed)), name="new"))])
    assert len(after.graph) == len(graph) + 1
