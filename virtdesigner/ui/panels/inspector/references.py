"""What a field that names something else may name: other elements, traces, a part of a neighbour."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import FieldSpec
from virtdesigner.model.parts import DiskGroup, NamedPart, Nic, VirtualNic, Workload
from virtdesigner.model.record import Frozen
from virtdesigner.rules.containment import DESIGN, PARENTS
from virtdesigner.ui.panels.inspector.texts import field_text, text

Named = tuple[Any, str]
"""A value and its words."""

_GUESTS: Final = ("virtual-machine", "container")


def options(design: Design, field: FieldSpec, record: Frozen) -> Sequence[Named]:
    """What a reference field of a record may name, by name; first what an empty field means."""
    none = [(None, field_text(field.none))] if field.optional and _may_be_empty(field, record) else []
    if field.table == "traces":
        return [*none, *((trace.id, trace.name) for trace in design.traces.values())]
    kinds = _kinds(field, record)
    found = [
        (element.id, place_name(design, element.id))
        for element in design.elements.values()
        if _fits(element, kinds) and element is not record
    ]
    return [*none, *sorted(found, key=lambda named: named[1].casefold())]


def _kinds(field: FieldSpec, record: Frozen) -> frozenset[str]:
    if field.name == "parent" and isinstance(record, Element):
        return PARENTS[record.kind]
    return frozenset(field.kinds)


def _may_be_empty(field: FieldSpec, record: Frozen) -> bool:
    return field.name != "parent" or not isinstance(record, Element) or DESIGN in PARENTS[record.kind]


def _fits(element: Element, kinds: frozenset[str]) -> bool:
    return element.kind in kinds if kinds else bool(element.carried(Workload)) or element.kind in _GUESTS


def reference_name(design: Design, field: FieldSpec, id: str | None) -> str:
    """What a reference is called."""
    if id is None:
        return field_text(field.none)
    if field.table == "traces":
        return design.traces[id].name if id in design.traces else id
    return place_name(design, id)


def place_name(design: Design, id: str) -> str:
    """The name of an element, with what it lies in, as many hypervisors have the same name."""
    element = design.elements.get(id)
    if element is None:
        return id
    parent = design.elements.get(element.parent or "")
    return f"{element.name} · {parent.name}" if parent else element.name


def names_part(record: Frozen, name: str) -> bool:
    """Whether a text field holds the id of a part of an element."""
    return (type(record).__name__, name) in _PART_FIELDS


_PART_FIELDS: Final[Mapping[tuple[str, str], tuple[type[NamedPart], ...]]] = {
    ("Lun", "backing"): (DiskGroup,),
    ("Flow", "nic"): (VirtualNic, Nic),
}
"""Text fields that hold the id of a part: of the LUN's store, of the guest that the flow leaves."""


def part_options(design: Design, record: Frozen, element: Element, name: str) -> Sequence[Named]:
    """The parts that such a field may name; an adapter may be left open."""
    wanted = _PART_FIELDS[type(record).__name__, name]
    holder = design.elements.get(element.parent or "") if DiskGroup in wanted else element
    parts = [(p.id, p.name) for kind in wanted for p in holder.carried(kind)] if holder else []
    return parts if DiskGroup in wanted else [("", text("the first")), *parts]
