"""Connecting: what a drag from one element to another may mean, with the edit that each meaning takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from types import MappingProxyType
from typing import Any, NamedTuple

from virtdesigner.model.change import Change, add
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.edits import free_name, replace
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.link import LINK_KINDS, DiskLink, Link, Passthrough
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, NamedPart, Nic, VirtualDisk, VirtualHba, VirtualNic
from virtdesigner.model.record import new_id
from virtdesigner.rules.judge import judge
from virtdesigner.rules.links import LINKS, End, link_refusal
from virtdesigner.rules.visibility import scheduler_of

OFFERED = ("vnic", "disk", "uplink", "passthrough", "fibre", "cable", "member")
"""Kinds of link that a drag may make, most likely first."""

_NEW_PARTS: Mapping[type[NamedPart], tuple[str, str]] = MappingProxyType(
    {VirtualNic: ("nic0", "Adapter 1"), VirtualDisk: ("disk0", "Disk 1"), VirtualHba: ("fc0", "Port 1")}
)
"""Parts of a guest that can simply be added, with the id and name of the first."""

_PLUGS = frozenset({"vnic", "passthrough"})
"""Kinds of link of which a guest's adapter has one in all."""

_TRIED = 64
"""Pairs of free parts that are tried at most."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One meaning of a drag: the kind of link that it makes, and the edit.

    meaning: what tells it from others of its kind; None for what the kind says. Codes: "hand-over" (server,
    part), "virtual-function" (part), "virtual-port" (part), "disk-by-way-of" (server).
    """

    kind: str
    changes: tuple[Change, ...]
    meaning: Message | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a drag may mean. refusal: why it can mean nothing, when there are no options."""

    options: tuple[Proposal, ...]
    refusal: Message | None = None


class _Choice(NamedTuple):
    """A part that an end may take ("" for the element itself), and the edit that adds it."""

    part: str
    edits: Sequence[Change] = ()


def propose(design: Design, source: str, target: str) -> Proposals:
    """What a drag from one element to another may mean; links are found in either direction.

    Takes the first free part of each end that the rules allow; a guest gets another virtual adapter, port or
    disk when all are taken, in the same edit.
    Refusal codes: "cannot-connect" (source_kind, target_kind), "no-free-port" (element), "connected-already"
    (element, peer), and those of `link_refusal`.
    """
    if source == target:
        return Proposals((), message("links-itself", element=source))
    options: dict[tuple[object, ...], Proposal] = {}
    refusals: list[Message] = []
    for kind, ends in _meanings(design, design.elements[source], design.elements[target]):
        for found in _proposals(design, kind, ends):
            if isinstance(found, Message):
                refusals.append(found)
            else:
                options.setdefault((found.kind, found.meaning), found)
    if options:
        return Proposals(tuple(options.values()))
    kinds = {"source_kind": design.elements[source].kind, "target_kind": design.elements[target].kind}
    return Proposals((), next(iter(refusals), message("cannot-connect", **kinds)))


_Ends = tuple[tuple[Element, End], tuple[Element, End]]


def _meanings(design: Design, one: Element, other: Element) -> Iterator[tuple[str, _Ends]]:
    """Each kind of link that the rules know between two kinds of element, with its ends."""
    for kind in OFFERED:
        for source, target in ((one, other), (other, one)):
            # A guest is not plugged into a switch in itself: that one sends through the guest's adapter.
            if kind == "vnic" and source.id in (element.id for element in design.ancestors(target.id)):
                continue
            for here in _ends(LINKS[kind].sources, source):
                for there in _ends(LINKS[kind].targets, target):
                    if _alike(here, there):
                        yield kind, ((source, here), (target, there))


def _ends(ends: Sequence[End], element: Element) -> list[End]:
    return [end for end in ends if end.kind == element.kind]


def _alike(here: End, there: End) -> bool:
    """Network adapters are not handed over as fibre-channel ports, nor the other way round."""
    return (here.part, there.part) not in ((Nic, VirtualHba), (Hba, VirtualNic))


def _proposals(design: Design, kind: str, ends: _Ends) -> Iterator[Proposal | Message]:
    """Every form that a kind of link can take between two ends, or why it can't take it."""
    if kind == "member" and _is_member(design, ends):
        yield message("connected-already", element=ends[0][0].id, peer=ends[1][0].id)
        return
    choices = [_choices(design, kind, element, end) for element, end in ends]
    for (element, _), found in zip(ends, choices, strict=True):
        if not found:
            yield message("no-free-port", element=element.id)
            return
    for form in _forms(design, kind, ends[0][0]):
        yield _first_allowed(design, kind, ends, choices, form)


def _is_member(design: Design, ends: _Ends) -> bool:
    (member, _), (service, _) = ends
    return any(link.kind == "member" and link.target == service.id for link in design.links_of(member.id))


def _forms(design: Design, kind: str, source: Element) -> Iterator[Mapping[str, Any]]:
    """The fields in which links of a kind may differ, most likely first."""
    if kind == "passthrough":
        yield from ({"mode": "virtual"}, {"mode": "whole"})
        return
    yield {}
    scheduler = scheduler_of(design, source.id) if kind == "disk" else None
    if scheduler:
        for id in design.children(scheduler):
            if design.elements[id].kind == "virtual-io-server":
                yield {"via": id}


def _first_allowed(
    design: Design, kind: str, ends: _Ends, choices: Sequence[Sequence[_Choice]], form: Mapping[str, Any]
) -> Proposal | Message:
    """The proposal with the first parts that the rules allow; else why the first pair is refused."""
    refusals: list[Message] = []
    for here, there in islice(product(*choices), _TRIED):
        link = _link(design, kind, (ends[0][0].id, here.part), (ends[1][0].id, there.part), form)
        edits = [*here.edits, *there.edits]
        refusal = _refusal(design, link, edits)
        if refusal is None:
            return Proposal(kind, (*edits, add("links", link)), _meaning(design, link))
        refusals.append(refusal)
    return refusals[0]


def _meaning(design: Design, link: Link) -> Message | None:
    if isinstance(link, DiskLink) and link.via:
        return message("disk-by-way-of", server=link.via)
    if not isinstance(link, Passthrough):
        return None
    part = part_of(design.elements[link.source], link.source_part)
    name = part.name if part else link.source_part
    if link.mode == "whole":
        return message("hand-over", server=link.source, part=name)
    return message("virtual-function" if isinstance(part, Nic) else "virtual-port", part=name)


def _choices(design: Design, kind: str, element: Element, end: End) -> list[_Choice]:
    """The parts to use at an end, those used least first; one that is added when all are taken."""
    if end.part is None:
        return [_Choice("")]
    uses = _uses(design, kind, element, end.part)
    free = [part for part in uses if uses[part] == 0 or not end.once]
    if free:
        return [_Choice(part) for part in sorted(free, key=lambda part: uses[part])]
    return [_added(design, element, end.part)] if end.part in _NEW_PARTS else []


def _uses(design: Design, kind: str, element: Element, part_type: type[NamedPart]) -> dict[str, int]:
    """How many links of a kind each part of a type has."""
    counted = _PLUGS if kind in _PLUGS and part_type is VirtualNic else {kind}
    uses = {part.id: 0 for part in element.carried(part_type)}
    for link in design.links_of(element.id):
        for id, part in ((link.source, link.source_part), (link.target, link.target_part)):
            if link.kind in counted and id == element.id and part in uses:
                uses[part] += 1
    return uses


def _added(design: Design, element: Element, part_type: type[NamedPart]) -> _Choice:
    field = next(field.name for field in specs(type(element)) if field.part is part_type)
    id, name = _NEW_PARTS[part_type]
    present = element.carried(part_type)
    fresh = part_type(
        id=free_name(id, {part.id for part in element.named_parts()}),
        name=free_name(name, {part.name for part in present}),
    )
    return _Choice(fresh.id, replace(design, element, **{field: (*present, fresh)}))


def _link(
    design: Design, kind: str, source: tuple[str, str], target: tuple[str, str], form: Mapping[str, Any]
) -> Link:
    order: dict[str, Any] = {"order": _next_order(design, source[0])} if kind == "uplink" else {}
    here: dict[str, Any] = {"source": source[0], "source_part": source[1]}
    there: dict[str, Any] = {"target": target[0], "target_part": target[1]}
    return LINK_KINDS[kind](id=new_id(), **here, **there, **order, **form)


def _next_order(design: Design, switch: str) -> int:
    return 1 + max((link.order for link in design.links_of(switch) if link.kind == "uplink"), default=-1)


def _refusal(design: Design, link: Link, edits: Sequence[Change]) -> Message | None:
    if not edits:
        return link_refusal(design, link)
    changes = [*edits, add("links", link)]
    return next(iter(judge(design.edited(changes), changes)), None)
