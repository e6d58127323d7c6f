"""The judge of every edit: what the rules of containment and of links have against it."""

from collections.abc import Iterator, Sequence

from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.change import Change
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import Hba, NamedPart, Nic, VirtualDisk
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.links import link_refusal


def judge(design: Design, changes: Sequence[Change]) -> Sequence[Message]:
    """Reasons against a design, of which `changes` are new; empty when there are none.

    A link is looked at when it changed, or when an element at one of its ends was moved or rebuilt.
    """
    moved = [change.id for change in changes if change.table == "elements" and change.after is not None]
    return [*_about_elements(design, moved), *_about_links(design, changes)]


def _about_elements(design: Design, ids: Sequence[str]) -> Iterator[Message]:
    for id in ids:
        element = design.elements[id]
        if refusal := containment_refusal(design, element.kind, element.parent, id):
            yield refusal


def _about_links(design: Design, changes: Sequence[Change]) -> Iterator[Message]:
    for id in dict.fromkeys(links_to_look_at(design, changes)):
        if refusal := link_refusal(design, design.links[id]):
            yield refusal


def links_to_look_at(design: Design, changes: Sequence[Change]) -> Iterator[str]:
    """Ids of the links of a design that `changes` made, or may have made impossible; some come twice."""
    for change in changes:
        if change.table == "links" and change.after is not None:
            yield change.id
        elif _is_reshaped(change):
            for id in _carried_along(design, change.id):
                yield from (link.id for link in design.links_naming(id))


def _carried_along(design: Design, id: str) -> Iterator[str]:
    """An element, what lies in it, and the VMs of a cluster's pool that run on its servers."""
    for inside in (id, *design.descendants(id)):
        yield inside
        yield from _run_there(design, inside)
    yield from _run_there(design, design.elements[id].parent)


def _run_there(design: Design, id: str | None) -> Iterator[str]:
    for referrer in design.referrers(id) if id else ():
        element = design.elements.get(referrer)
        if isinstance(element, VirtualMachine) and element.host == id:
            yield from (referrer, *design.descendants(referrer))


def _is_reshaped(change: Change) -> bool:
    before, after = change.before, change.after
    return isinstance(before, Element) and isinstance(after, Element) and _shape(before) != _shape(after)


def _shape(element: Element) -> tuple[object, ...]:
    """What the rules of links look at in an element."""
    parts = tuple((part.id, type(part), _trait(part)) for part in element.named_parts())
    return (element.parent, parts, getattr(element, "fabric", None), getattr(element, "host", None))


def _trait(part: NamedPart) -> object:
    """What the rules of links look at in a part."""
    if isinstance(part, Nic):
        return part.virtual_functions
    if isinstance(part, Hba):
        return part.npiv
    return part.hba if isinstance(part, VirtualDisk) else None
