"""Connecting: what a drag from one element to another may mean, with the edit that each meaning takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from virtdesigner.model.change import Change, add
from virtdesigner.model.design import Design
from virtdesigner.model.edits import free_name, replace
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.link import LINK_KINDS, Link
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import NamedPart, VirtualDisk, VirtualNic
from virtdesigner.model.record import new_id
from virtdesigner.rules.judge import judge
from virtdesigner.rules.links import LINKS, End, link_refusal

OFFERED = ("vnic", "disk", "uplink", "fibre", "cable")
"""Kinds of link that a drag may make, most likely first: those that a run makes use of."""

_NEW_PARTS: Mapping[type[NamedPart], tuple[str, str]] = MappingProxyType(
    {VirtualNic: ("nic0", "Adapter 1"), VirtualDisk: ("disk0", "Disk 1")}
)
"""Parts of a guest that can simply be added, with the id and name of the first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One meaning of a drag: the kind of link that it makes, and the edit."""

    kind: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a drag may mean. refusal: why it can mean nothing, when there are no options."""

    options: tuple[Proposal, ...]
    refusal: Message | None = None


def propose(design: Design, source: str, target: str) -> Proposals:
    """What a drag from one element to another may mean; links are found in either direction.

    Takes the first free part of each end; a guest gets another virtual adapter or disk when all are taken.
    Refusal codes: "cannot-connect" (source_kind, target_kind), "no-free-port" (element), and those of
    `link_refusal`.
    """
    if source == target:
        return Proposals((), message("links-itself", element=source))
    options: list[Proposal] = []
    refusals: list[Message] = []
    for kind, ends in _meanings(design.elements[source], design.elements[target]):
        found = _proposal(design, kind, ends)
        if isinstance(found, Message):
            refusals.append(found)
        elif all(found.kind != option.kind for option in options):
            options.append(found)
    if options:
        return Proposals(tuple(options))
    kinds = {"source_kind": design.elements[source].kind, "target_kind": design.elements[target].kind}
    return Proposals((), next(iter(refusals), message("cannot-connect", **kinds)))


_Ends = tuple[tuple[Element, End], tuple[Element, End]]


def _meanings(one: Element, other: Element) -> Iterator[tuple[str, _Ends]]:
    """Each kind of link that the rules know between two kinds of element, with its ends."""
    for kind in OFFERED:
        for source, target in ((one, other), (other, one)):
            for here in _ends(LINKS[kind].sources, source):
                for there in _ends(LINKS[kind].targets, target):
                    yield kind, ((source, here), (target, there))


def _ends(ends: Sequence[End], element: Element) -> list[End]:
    return [end for end in ends if end.kind == element.kind]


def _proposal(design: Design, kind: str, ends: _Ends) -> Proposal | Message:
    parts: list[str] = []
    edits: list[Change] = []
    for element, end in ends:
        part, edit = _part(design, kind, element, end)
        if part is None:
            return message("no-free-port", element=element.id)
        parts.append(part)
        edits.extend(edit)
    link = _link(design, kind, (ends[0][0].id, parts[0]), (ends[1][0].id, parts[1]))
    refusal = _refusal(design, link, edits)
    return refusal or Proposal(kind, (*edits, add("links", link)))


def _part(design: Design, kind: str, element: Element, end: End) -> tuple[str | None, Sequence[Change]]:
    """The part to use at an end ("" for the element itself, None: all taken), and the edit that adds it."""
    if end.part is None:
        return "", ()
    uses = {part.id: 0 for part in element.carried(end.part)}
    for link in design.links_of(element.id):
        for id, part in ((link.source, link.source_part), (link.target, link.target_part)):
            if link.kind == kind and id == element.id and part in uses:
                uses[part] += 1
    least = min(uses, key=lambda part: uses[part], default=None)
    if least is not None and (uses[least] == 0 or not end.once):
        return least, ()
    return _added(design, element, end.part) if end.part in _NEW_PARTS else (None, ())


def _added(design: Design, element: Element, part_type: type[NamedPart]) -> tuple[str, Sequence[Change]]:
    field = next(field.name for field in specs(type(element)) if field.part is part_type)
    id, name = _NEW_PARTS[part_type]
    present = element.carried(part_type)
    fresh = part_type(
        id=free_name(id, {part.id for part in element.named_parts()}),
        name=free_name(name, {part.name for part in present}),
    )
    return fresh.id, replace(design, element, **{field: (*present, fresh)})


def _link(design: Design, kind: str, source: tuple[str, str], target: tuple[str, str]) -> Link:
    order: dict[str, Any] = {"order": _next_order(design, source[0])} if kind == "uplink" else {}
    return LINK_KINDS[kind](
        id=new_id(), source=source[0], source_part=source[1], target=target[0], target_part=target[1], **order
    )


def _next_order(design: Design, switch: str) -> int:
    return 1 + max((link.order for link in design.links_of(switch) if link.kind == "uplink"), default=-1)


def _refusal(design: Design, link: Link, edits: Sequence[Change]) -> Message | None:
    if not edits:
        return link_refusal(design, link)
    changes = [*edits, add("links", link)]
    return next(iter(judge(design.edited(changes), changes)), None)
