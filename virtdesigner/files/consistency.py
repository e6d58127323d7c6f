"""What typed reading can't see: ids used twice, references to nothing, and what the rules forbid."""

from collections.abc import Iterator
from typing import Any

from virtdesigner.files.errors import DocumentError, Problem
from virtdesigner.files.limits import Limits
from virtdesigner.files.shape import Shape
from virtdesigner.files.trace_data import trace_problems
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.errors import IntegrityError
from virtdesigner.model.link import BaseLink
from virtdesigner.model.messages import Message
from virtdesigner.model.placement import placement_id
from virtdesigner.model.record import Record
from virtdesigner.model.references import references
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.links import link_refusal

_KEPT = frozenset({"lun-not-connected", "port-without-adapter", "machine-without-lun"})
"""Refusals that a design may come to hold by edits elsewhere (a fibre taken out): findings, no bad file."""

_REASONS = {
    "cannot-lie-in": "a {kind} can't lie in {parent_kind}",
    "holds-one-already": "{parent} holds a {kind} already",
    "cannot-link": "a {link} can't lead from a {source_kind} to a {target_kind} with the parts named",
    "links-itself": "leads from an element to itself",
    "taken-already": "{element} {part} carries another {link} already",
    "uplink-of-another-server": "the adapter belongs to another server than the switch",
    "switch-on-another-host": "the switch is on another host than the guest",
    "switch-of-another-cluster": "the guest's server is not in the cluster of the switch",
    "switch-of-another": "the switch belongs to {parent}, which doesn't serve the guest",
    "uplink-outside-cluster": "the adapter belongs to no server of the switch's cluster",
    "adapter-of-another-server": "the adapter belongs to another server than the guest",
    "wrong-adapter": "joins a network adapter with a fibre-channel port",
    "adapter-given-away": "{server} {part} is handed over whole to {guest}",
    "adapter-in-use": "{server} {part} is handed over whole, but used by {peer} too",
    "adapter-passed-through": "{element} {part} has an adapter of the server behind it",
    "plugged-in-already": "{element} {part} is plugged into a virtual switch",
    "no-virtual-function": "{server} {part} has no more than {count} virtual functions",
    "no-virtual-port": "{server} {part} has no virtual ports",
    "no-such-port": "{element} has no virtual fibre-channel port {part!r}",
    "via-another-hypervisor": "the virtual I/O server named is on another hypervisor",
    "wrong-fabric": "{switch} is a switch of another fabric",
}


def consistent_design(shape: Shape, limits: Limits) -> Design:
    """The design of a file whose records fit together and keep the rules.

    Raises DocumentError with every problem; those of the rules only when the records fit together.
    """
    if len(shape.elements) > limits.elements:
        raise DocumentError([Problem("elements", f"more than {limits.elements:,} elements")])
    found = [*_repeated(shape), *_misplaced(shape), *_bad_traces(shape, limits)]
    try:
        design = Design.of(shape.tables())
    except IntegrityError as error:
        raise DocumentError([*found, *_misfits(shape)] or [Problem("", str(error))]) from error
    if found:
        raise DocumentError(found)
    if refused := [*_against_rules(shape, design)]:
        raise DocumentError(refused)
    return design


def _rows(shape: Shape) -> Iterator[tuple[str, Record]]:
    for table, records in shape.tables().items():
        for index, record in enumerate(records):
            yield (table if table == "settings" else f"{table}[{index}]"), record


def _repeated(shape: Shape) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for path, record in _rows(shape):
        first = seen.setdefault(record.id, path)
        if first != path:
            yield Problem(f"{path}.id", f"{record.id} is the id of {first} already")


def _dangling(shape: Shape) -> Iterator[Problem]:
    ids = {table: {record.id for record in records} for table, records in shape.tables().items()}
    for path, record in _rows(shape):
        for reference in references(record):
            if reference.id not in ids[reference.table]:
                place = _bracketed(f"{path}.{reference.path}")
                yield Problem(place, f"names {reference.id}, which isn't among the {reference.table}")


def _misfits(shape: Shape) -> Iterator[Problem]:
    """Why the records don't make a design: looked for only when they don't."""
    yield from _dangling(shape)
    elements = {element.id: element for element in shape.elements}
    for index, element in enumerate(shape.elements):
        if _lies_in_itself(element, elements):
            yield Problem(f"elements[{index}].parent", "the element would lie in itself")
    for index, link in enumerate(shape.links):
        for end in ("source", "target"):
            element = elements.get(getattr(link, end))
            part = getattr(link, f"{end}_part")
            if element is not None and part and all(part != own.id for own in element.named_parts()):
                yield Problem(f"links[{index}].{end}_part", f"{element.name} has no part {part!r}")


def _lies_in_itself(element: Element, elements: dict[str, Element]) -> bool:
    seen, current = {element.id}, element.parent
    while current in elements and current not in seen:
        seen.add(current)
        current = elements[current].parent
    return current == element.id


def _bracketed(path: str) -> str:
    """`nics.0.peer` as `nics[0].peer`."""
    first, *rest = path.split(".")
    return first + "".join(f"[{key}]" if key.isdigit() else f".{key}" for key in rest)


def _misplaced(shape: Shape) -> Iterator[Problem]:
    for index, placement in enumerate(shape.placements):
        wanted = placement_id(placement.view, placement.element)
        if placement.id != wanted:
            yield Problem(f"placements[{index}].id", f"must be {wanted}")


def _bad_traces(shape: Shape, limits: Limits) -> Iterator[Problem]:
    left = limits.unpacked_bytes
    for index, trace in enumerate(shape.traces):
        for path, reason, size in trace_problems(trace, left):
            left -= size
            if reason:
                yield Problem(f"traces[{index}]{path}", reason)


def _against_rules(shape: Shape, design: Design) -> Iterator[Problem]:
    for path, record in _rows(shape):
        refusal = _refusal(design, record)
        if refusal is not None and refusal.code not in _KEPT:
            yield Problem(path, _reason(refusal))


def _refusal(design: Design, record: Record) -> Message | None:
    if isinstance(record, Element):
        return containment_refusal(design, record.kind, record.parent, record.id)
    return link_refusal(design, record) if isinstance(record, BaseLink) else None  # type: ignore[arg-type]


def _reason(refusal: Message) -> str:
    parameters: dict[str, Any] = dict(refusal.parameters) | {
        name: value or "the design itself" for name, value in refusal.parameters if name == "parent_kind"
    }
    return _REASONS[refusal.code].format(**parameters)
