"""What may be linked with what, as data. The whole table: kinds that can't be drawn yet are there already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import Link
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, NamedPart, Nic, VirtualDisk, VirtualHba, VirtualNic
from virtdesigner.rules.disk_links import disk_fits
from virtdesigner.rules.handing_over import adapter_fits
from virtdesigner.rules.plugging import shares_its_adapter, switch_is_in_reach, uplink_fits


@dataclass(frozen=True, slots=True)
class End:
    """One allowed end of a link: a kind of element and the part it must name (None: the element itself).

    once: the part (or element) may carry only one link of this kind.
    """

    kind: str
    part: type[NamedPart] | None = None
    once: bool = False


Check = Callable[[Design, Link], Message | None]


@dataclass(frozen=True, slots=True)
class LinkRule:
    """The allowed ends of a kind of link, and what else must hold.

    either_way: ends may be swapped. shares: whether a link leaves room for others on a part that takes one.
    """

    sources: tuple[End, ...]
    targets: tuple[End, ...]
    either_way: bool = False
    check: Check | None = None
    shares: Callable[[Design, Link], bool] | None = None


def _fabrics_fit(design: Design, link: Link) -> Message | None:
    wanted = "fibre-channel" if link.kind == "fibre" else "ethernet"
    for id in (link.source, link.target):
        fabric = getattr(design.elements[id], "fabric", wanted)
        if fabric != wanted:
            return message("wrong-fabric", link=link.kind, switch=id)
    return None


_MACHINES = (End("physical-server", Nic, once=True), End("storage-array", Nic, once=True))
_SWITCH = End("physical-switch")
_GUEST_NICS = tuple(
    End(kind, VirtualNic, once=True) for kind in ("virtual-machine", "container", "virtual-io-server")
)
_GUEST_DISKS = tuple(End(kind, VirtualDisk, once=True) for kind in ("virtual-machine", "container"))
_HBA = End("physical-server", Hba, once=True)
_ARRAY_PORT = End("storage-array", Hba)
_PASSTHROUGH = (End("physical-server", Nic), End("physical-server", Hba))

LINKS: Mapping[str, LinkRule] = MappingProxyType(
    {
        "cable": LinkRule(
            sources=(*_MACHINES, _SWITCH),
            targets=(*_MACHINES, _SWITCH, End("external-network")),
            either_way=True,
            check=_fabrics_fit,
        ),
        "uplink": LinkRule(
            sources=(End("virtual-switch"),),
            targets=(End("physical-server", Nic, once=True), End("virtual-machine", VirtualNic, once=True)),
            check=uplink_fits,
            shares=shares_its_adapter,
        ),
        "vnic": LinkRule(
            sources=_GUEST_NICS, targets=(End("vlan"), End("virtual-switch")), check=switch_is_in_reach
        ),
        "fibre": LinkRule(
            sources=(_HBA, _ARRAY_PORT), targets=(_SWITCH, _ARRAY_PORT), either_way=True, check=_fabrics_fit
        ),
        "disk": LinkRule(sources=_GUEST_DISKS, targets=(End("lun"),), check=disk_fits),
        "passthrough": LinkRule(
            sources=_PASSTHROUGH,
            targets=(
                End("virtual-machine", VirtualNic, once=True),
                End("virtual-machine", VirtualHba, once=True),
                End("virtual-io-server"),
            ),
            check=adapter_fits,
        ),
        "member": LinkRule(
            sources=tuple(End(kind) for kind in ("virtual-machine", "container", "lun", "vlan")),
            targets=(End("cloud-service"),),
        ),
    }
)
"""Kind of link to its rule."""


def link_refusal(design: Design, link: Link) -> Message | None:
    """Why a link can't be as it is, or None when it can.

    Codes: "cannot-link" (link, source_kind, target_kind), "links-itself" (element), "taken-already" (link,
    element, part), and those of the rule's own check.
    """
    rule = LINKS[link.kind]
    source_kind, target_kind = design.elements[link.source].kind, design.elements[link.target].kind
    ends = _matching_ends(design, rule, link)
    if ends is None:
        return message("cannot-link", link=link.kind, source_kind=source_kind, target_kind=target_kind)
    if link.source == link.target:
        return message("links-itself", element=link.source)
    named = zip(ends, ((link.source, link.source_part), (link.target, link.target_part)), strict=True)
    for end, (element, part) in named:
        if end.once and _is_taken(design, rule, link, element, part):
            return message("taken-already", link=link.kind, element=element, part=part)
    return rule.check(design, link) if rule.check else None


def _matching_ends(design: Design, rule: LinkRule, link: Link) -> tuple[End, End] | None:
    orders = ((rule.sources, rule.targets), (rule.targets, rule.sources))[: 2 if rule.either_way else 1]
    for sources, targets in orders:
        source = _matching_end(design, sources, link.source, link.source_part)
        target = _matching_end(design, targets, link.target, link.target_part)
        if source and target:
            return source, target
    return None


def _matching_end(design: Design, ends: tuple[End, ...], element: str, part: str) -> End | None:
    own = design.elements[element]
    named = type(part_of(own, part)) if part else None
    return next((end for end in ends if end.kind == own.kind and end.part is named), None)


def _is_taken(design: Design, rule: LinkRule, link: Link, element: str, part: str) -> bool:
    others = (
        other
        for other in design.links_of(element)
        if other.id != link.id and other.kind == link.kind and part in _parts_at(other, element)
    )
    if rule.shares is None:
        return any(True for _ in others)
    shares = rule.shares
    return not shares(design, link) and any(not shares(design, other) for other in others)


def _parts_at(link: Link, element: str) -> tuple[str, ...]:
    ends = ((link.source, link.source_part), (link.target, link.target_part))
    return tuple(part for end, part in ends if end == element)
