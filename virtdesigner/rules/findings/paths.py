"""Findings about ways through the physical network: VLANs cut on them, packets too large for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from virtdesigner.kinds import ExternalNetwork, PhysicalSwitch, VirtualSwitch, Vlan
from virtdesigner.model.design import Design
from virtdesigner.model.vlan_ids import HIGHEST, ranges
from virtdesigner.rules.findings.finding import Finding, warning
from virtdesigner.rules.findings.network import TAGGED_BY_SWITCH, uplinks_of_switches
from virtdesigner.rules.wiring import UNTAGGED, Wire, Wiring


class Outlet(NamedTuple):
    """A cable by which a virtual switch leaves its host, and the port group whose traffic takes it."""

    group: str
    switch: VirtualSwitch
    wire: Wire


def outlets(design: Design) -> Mapping[int, list[Outlet]]:
    """Outlets to physical switches by VLAN id, one for each virtual switch and physical switch.

    Ask with `design.derived`.
    """
    wiring = design.derived(Wiring)
    wires: defaultdict[str, dict[str, Wire]] = defaultdict(dict)
    for (id, _), uplinks in design.derived(uplinks_of_switches).items():
        for link in uplinks:
            for wire in wiring.at(link.target, link.target_part):
                if isinstance(design.elements[wire.far], PhysicalSwitch):
                    wires[id].setdefault(wire.far, wire)
    found: defaultdict[int, list[Outlet]] = defaultdict(list)
    for group in design.elements.values():
        switch = design.elements.get(group.parent or "")
        if isinstance(group, Vlan) and isinstance(switch, VirtualSwitch):
            number = group.vlan_id if group.vlan_id in TAGGED_BY_SWITCH else UNTAGGED
            found[number] += [Outlet(group.id, switch, wire) for wire in wires[switch.id].values()]
    return found


def _ways(design: Design, ends: Iterable[Outlet]) -> Iterator[tuple[Outlet, Outlet, tuple[str, ...]]]:
    """The way from the first of some outlets to one of every other physical switch: what it passes."""
    start, *others = ends
    wiring, seen = design.derived(Wiring), {start.wire.far}
    for other in others:
        hops = wiring.path(start.wire, other.wire) if other.wire.far not in seen else None
        seen.add(other.wire.far)
        if hops:
            links = (design.links[hop.id] for hop in hops)
            passed = dict.fromkeys(id for link in links for id in (link.source, link.target))
            yield start, other, tuple(passed)


def _switches(design: Design, ids: Iterable[str]) -> Iterator[PhysicalSwitch]:
    for id in ids:
        element = design.elements[id]
        if isinstance(element, PhysicalSwitch):
            yield element


def vlan_cut(design: Design) -> Iterator[Finding]:
    """A VLAN of several hosts that no way between their switches lets through."""
    wiring = design.derived(Wiring)
    for number, all_ends in design.derived(outlets).items():
        ends = [end for end in all_ends if wiring.obstacle(end.wire.far, number) is None]
        cut: dict[str, None] = {}
        for start, end, passed in _ways(design, ends) if ends else ():
            if wiring.path(start.wire, end.wire, number) is None:
                cut |= {switch.id: None for switch in _switches(design, passed) if not switch.carries(number)}
        groups = dict.fromkeys(end.group for end in ends)
        for id in cut:
            yield warning("vlan-cut", id, *groups, field="vlans", switch=id, vlan=number, count=len(groups))


def mtu_mismatch(design: Design) -> Iterator[Finding]:
    """Packets of virtual switches that a physical switch on their way is too small for."""
    sent: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for ends in design.derived(outlets).values():
        for end in ends:
            sent[end.wire.far][end.switch.id] = end.switch.mtu
        largest_first = sorted(ends, key=lambda end: -end.switch.mtu)
        for start, end, passed in _ways(design, largest_first) if ends else ():
            for id in passed:
                smaller = min(start.switch.mtu, end.switch.mtu)
                sent[id][end.switch.id] = max(smaller, sent[id].get(end.switch.id, 0))
    for switch in _switches(design, sent):
        wanted = {id: mtu for id, mtu in sent[switch.id].items() if mtu > switch.mtu}
        if wanted:
            needed = max(wanted.values())
            yield warning(
                "mtu-mismatch",
                switch.id,
                *wanted,
                field="mtu",
                switch=switch.id,
                mtu=switch.mtu,
                needed=needed,
                count=len(wanted),
            )


def vlan_out_of_range(design: Design) -> Iterator[Finding]:
    """Allowed VLANs that there can't be: over 4094, or a range that ends before it begins."""
    for element in design.elements.values():
        if isinstance(element, PhysicalSwitch | ExternalNetwork) and element.vlans != "all":
            wrong = [bounds for bounds in ranges(element.vlans) if not bounds[0] <= bounds[1] <= HIGHEST]
            if wrong:
                id, (low, high) = element.id, wrong[0]
                vlans = f"{low}-{high}" if low != high else f"{low}"
                yield warning("vlan-out-of-range", id, field="vlans", element=id, vlans=vlans)
