"""Edits of any design that can be declared: undone they leave no trace, and nothing names what is gone."""

from hypothesis import given
from hypothesis import strategies as st

from tests.declared import designs
from tests.declared_values import filled
from tests.model.random_edits import index_rows, rebuilt, records
from virtdesigner.model.design import Design
from virtdesigner.model.edits import copy, delete, paste, replace
from virtdesigner.model.element import Element
from virtdesigner.model.history import History
from virtdesigner.model.references import references
from virtdesigner.model.topology import Topology


def some(data: st.DataObject, design: Design) -> list[str]:
    return data.draw(st.lists(st.sampled_from([*design.elements, *design.links]), max_size=2, unique=True))


@given(designs(("virtual-machine",)), st.data())
def test_fields_set_copies_made_and_things_deleted_are_all_taken_back(
    design: Design, data: st.DataObject
) -> None:
    history = History(Topology(design))
    for id, element in design.elements.items():
        new = data.draw(filled(element, most=3))
        history.do("set", replace(design, element, **{name: getattr(new, name) for name in dict(new)}))
        now = history.topology.design
        history.do("copy", paste(now, copy(now, [id])))
    history.do("delete", delete(history.topology.design, some(data, design)))
    while history.undo_name:
        history.undo()
    assert records(history.topology.design) == records(design)
    assert index_rows(history.topology.design) == index_rows(rebuilt(design))


@given(designs(("physical-server",)), st.data())
def test_what_is_left_after_a_delete_names_nothing_that_went(design: Design, data: st.DataObject) -> None:
    gone = some(data, design)
    after = design.edited(delete(design, gone))
    assert not set(gone) & (after.elements.keys() | after.links.keys())
    for table in ("elements", "links", "placements"):
        for record in after.table(table).values():
            assert all(named.id in after.table(named.table) for named in references(record))


@given(designs(("virtual-machine",)), st.data())
def test_a_copy_is_as_its_original_but_for_ids_and_place(design: Design, data: st.DataObject) -> None:
    clipping = copy(design, some(data, design))
    changes = paste(design, clipping)
    made = [change.after for change in changes if isinstance(change.after, Element)]
    for source, element in zip(clipping.elements, made, strict=True):
        assert type(element) is type(source)
        assert [type(part) for part in element.parts()] == [type(part) for part in source.parts()]
    after = design.edited(changes)
    assert {**after.elements, **design.elements} == after.elements
    assert not {change.id for change in changes} & (design.elements.keys() | design.links.keys())
