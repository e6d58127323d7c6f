"""Relocating: what it takes to put elements into another container, network adapters plugged in there."""

from collections.abc import Iterator, Sequence

from virtdesigner.kinds import Vlan
from virtdesigner.model.change import Change, remove, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import move
from virtdesigner.model.element import Element
from virtdesigner.model.errors import DesignError
from virtdesigner.model.link import Link
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Nic, VirtualNic
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.judge import judge
from virtdesigner.rules.links import link_refusal
from virtdesigner.rules.visibility import server_of

_REPLUGGED = frozenset({"vnic", "uplink"})
"""Kinds of link that follow what moves."""

_UPLINKED = frozenset({"virtual-machine", "physical-server"})
"""Kinds whose adapters can be uplinks."""


def container_for(design: Design, kind: str, under: str | None, itself: str | None = None) -> str | None:
    """The container that somebody means who drops a kind on the element `under`; None, or a note: on nothing.

    The nearest of it and what it lies in that may hold the kind, or whose only fitting content may (the
    hypervisor of a server); where none may, the nearest container, whose refusal says why.
    """
    if under is None or design.elements[under].kind == "note":
        return None
    around = [under, *(element.id for element in design.ancestors(under))]
    for id in around:
        if containment_refusal(design, kind, id, itself) is None:
            return id
        inner = [
            c
            for c in design.children(id)
            if c != itself and containment_refusal(design, kind, c, itself) is None
        ]
        if len(inner) == 1:
            return inner[0]
    return next((id for id in around if design.elements[id].opens), around[-1])


def relocate(design: Design, ids: Sequence[str], parent: str | None) -> Sequence[Change]:
    """Put elements, with their content, into another parent.

    Virtual adapters that can't reach their VLAN from there are plugged into one of the same VLAN id that they
    do reach, by name where there are several, those in a switch itself into one of the same name; without one
    they are unplugged. Uplinks of bridges that
    move take the adapter of the same id there if it is free, else the first free one; without one they go.
    """
    changes = [change for id in ids for change in move(design, id, parent)]
    if not changes:
        return ()
    after = design.edited(changes)
    moved = {one for id in ids for one in (id, *design.descendants(id))}
    links = {link.id: link for id in moved for link in design.links_of(id) if link.kind in _REPLUGGED}
    refused = [link for link in links.values() if link_refusal(after, link)]
    uplinks = [link for link in refused if link.kind == "uplink"]
    vnics = [_replugged(after, link) for link in refused if link.kind == "vnic"]
    return [*changes, *vnics, *_uplinked(after, uplinks)]


def relocation_refusal(design: Design, ids: Sequence[str], parent: str | None) -> Message | None:
    """Why elements can't be put into another parent, or None when they can.

    Codes: those of `containment_refusal` and `link_refusal`; "lies-in-itself" (element).
    """
    around = {parent, *(element.id for element in design.ancestors(parent))} if parent else set()
    for id in ids:
        if id in around:
            return message("lies-in-itself", element=id)
        if refusal := containment_refusal(design, design.elements[id].kind, parent, id):
            return refusal
    try:
        changes = relocate(design, ids, parent)
        return next(iter(judge(design.edited(changes), changes)), None)
    except DesignError as error:
        return message("cannot-edit", problem=str(error))


def _replugged(after: Design, link: Link) -> Change:
    wanted = after.elements[link.target]
    host = server_of(after, link.source)
    same = sorted(_same_network(after, wanted, host) if host else (), key=lambda e: e.name != wanted.name)
    fitting = (link.replace(target=other.id) for other in same)
    replugged = next((one for one in fitting if link_refusal(after, one) is None), None)
    return update("links", link, replugged) if replugged else remove("links", link)


def _uplinked(after: Design, uplinks: Sequence[Link]) -> Iterator[Change]:
    """Uplinks with adapters of what their switches lie in now, each adapter once."""
    taken = {(link.target, link.target_part) for link in after.links.values() if link.kind == "uplink"}
    for link in uplinks:
        machines = (
            e for e in after.ancestors(link.source) if e.kind in ("virtual-machine", "physical-server")
        )
        machine = next(machines, None)
        parts = [part.id for part in (*machine.carried(Nic), *machine.carried(VirtualNic))] if machine else []
        parts.sort(key=lambda part: part != link.target_part)
        free = (part for part in parts if machine and (machine.id, part) not in taken)
        if machine and (part := next(free, "")):
            taken.add((machine.id, part))
            yield update("links", link, link.replace(target=machine.id, target_part=part))
        else:
            yield remove("links", link)


def _same_network(design: Design, wanted: Element, host: str) -> Iterator[Element]:
    """VLANs of the same id on a server and in its cluster; of a switch itself, those of its name."""
    cluster = design.elements[host].parent
    distributed = (id for id in design.children(cluster) if design.elements[id].kind == "virtual-switch")
    around = (one for switch in distributed for one in (switch, *design.descendants(switch)))
    for id in (*design.descendants(host), *(around if cluster else ())):
        element = design.elements[id]
        if isinstance(wanted, Vlan) and isinstance(element, Vlan):
            if element.vlan_id == wanted.vlan_id:
                yield element
        elif element.kind == wanted.kind == "virtual-switch" and element.name == wanted.name:
            yield element
