"""Ethernet reachability: which way traffic goes from one adapter to another, or why it can't.

VLAN ids (MODELS.md section 4): 0 is untagged; with 1-4094 the virtual switch tags, and every physical switch
on the way must allow the id; with 4095 the guest tags for itself, so that it reaches a peer in whatever VLAN
the peer is, and everything else untagged. An adapter of a bare server or an array counts as 4095: its system
can tag. Nothing here joins two VLANs, and only uplinks and cables join two virtual switches.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from virtdesigner.model.design import Design, part_of
from virtdesigner.model.element import Element
from virtdesigner.model.link import Link, Uplink
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Flow, Nic, Processor, VirtualNic
from virtdesigner.rules.wiring import UNTAGGED, Hop, Wire, Wiring

GUEST_TAGS = 4095

Adapter = tuple[str, str]
"""An adapter: ids of the element and of the part."""


@dataclass(frozen=True, slots=True)
class Route:
    """The links that traffic crosses in order, or why there is no way. Neither: it never leaves."""

    hops: tuple[Hop, ...] = ()
    refusal: Message | None = None


class _Port(NamedTuple):
    """Where an adapter is plugged in. switch: "" for an adapter of a machine. rank: place among its ports."""

    element: str
    part: str
    host: str
    switch: str
    vlan: int
    rank: int


class Fabric:
    """The Ethernet network of one design. Ask with `design.derived(Fabric)`.

    Each virtual adapter uses one uplink: its place among the ports of its switch on its host, modulo the
    usable active uplinks; standby ones only when no active one is usable. Usable: cabled to something that is
    switched on and takes the VLAN. Ports are counted by link id: neither renaming nor reloading moves them.
    """

    def __init__(self, design: Design) -> None:
        self._design = design
        self._wiring = design.derived(Wiring)
        self._hosts: dict[str, str | None] = {}
        self._uplinks: defaultdict[str, list[Uplink]] = defaultdict(list)
        self._ports: dict[Adapter, _Port] = {}
        self._exits: dict[tuple[str, str, int], tuple[Wire, ...] | Message] = {}
        self._paths: dict[tuple[Wire, Wire, int], tuple[Hop, ...] | None] = {}
        self._plug_in(list(design.links.values()))

    def _plug_in(self, links: list[Link]) -> None:
        ranks: defaultdict[tuple[str, str], int] = defaultdict(int)
        vnics = (link for link in links if link.kind == "vnic")
        for link in sorted(vnics, key=lambda link: link.id):
            switch, vlan = self._group(link.target)
            host = self._host(link.source) or ""
            port = _Port(link.source, link.source_part, host, switch, vlan, ranks[switch, host])
            self._ports[link.source, link.source_part] = port
            ranks[switch, host] += 1
        for uplink in (link for link in links if isinstance(link, Uplink)):
            self._uplinks[uplink.source].append(uplink)
        for uplinks in self._uplinks.values():
            uplinks.sort(key=lambda link: (link.order, link.id))

    def _group(self, id: str) -> tuple[str, int]:
        """The virtual switch and VLAN id of what a virtual adapter is plugged into."""
        element = self._design.elements[id]
        vlan = getattr(element, "vlan_id", None)
        return (id, UNTAGGED) if vlan is None else (element.parent or "", vlan)

    def _host(self, id: str) -> str | None:
        """The server that an element is in; remembered for each, as thousands of guests share few parents."""
        if id not in self._hosts:
            element = self._design.elements[id]
            if _is_machine(element):
                self._hosts[id] = id
            else:
                self._hosts[id] = self._host(element.parent) if element.parent else None
        return self._hosts[id]

    def route(self, source: Adapter, target: Adapter | None) -> Route:
        """The way from one adapter to another; target None: to clients beyond the first physical switch.

        Refusal codes: "not-connected" (element, part), "not-on-a-host" (element), "powered-off" (element),
        "different-vlans" (element, vlan, peer, peer_vlan), "no-uplink" (switch), "not-cabled" (element,
        part), "vlan-not-allowed" (switch, vlan), "no-path" (element, peer), "no-way-out" (element).
        """
        here = self._port(*source)
        if isinstance(here, Message):
            return Route(refusal=here)
        if target is None:
            return self._outward(here)
        there = self._port(*target)
        if isinstance(there, Message):
            return Route(refusal=there)
        return self._between(here, there)

    def flow_route(self, element: str, flow: Flow) -> Route:
        """The way of a workload's flow, to the first adapter of its peer that can be reached.

        It leaves by the adapter that it names, else by the first. Refused as `route` does, and with
        "no-adapter" (element) when either side has none.
        """
        sources = (flow.nic,) if flow.nic else self._adapters(element)
        targets = [None] if flow.peer is None else [(flow.peer, part) for part in self._adapters(flow.peer)]
        if not sources or not targets:
            return Route(
                refusal=message("no-adapter", element=flow.peer if sources and flow.peer else element)
            )
        routes = (self.route((element, sources[0]), target) for target in targets)
        first = next(routes)
        return first if first.refusal is None else next((r for r in routes if r.refusal is None), first)

    def _adapters(self, id: str) -> tuple[str, ...]:
        element = self._design.elements[id]
        return tuple(part.id for part in element.named_parts() if isinstance(part, VirtualNic | Nic))

    def _port(self, element: str, part: str) -> _Port | Message:
        port = self._ports.get((element, part)) or self._machine_port(element, part)
        if port is None:
            return message("not-connected", element=element, part=part)
        if not port.host:
            return message("not-on-a-host", element=element)
        for id in (element, port.host):
            if not getattr(self._design.elements[id], "powered_on", True):
                return message("powered-off", element=id)
        return port

    def _machine_port(self, element: str, part: str) -> _Port | None:
        if not isinstance(part_of(self._design.elements[element], part), Nic):
            return None
        return _Port(element, part, element, "", GUEST_TAGS, 0)

    def _between(self, here: _Port, there: _Port) -> Route:
        if here.element == there.element:
            return Route()
        vlan = _common_vlan(here.vlan, there.vlan)
        if vlan is None:
            return Route(
                refusal=message(
                    "different-vlans",
                    element=here.element,
                    vlan=here.vlan,
                    peer=there.element,
                    peer_vlan=there.vlan,
                )
            )
        if here.switch and (here.switch, here.host) == (there.switch, there.host):
            return Route((Hop(here.switch, True),))
        return self._over_cables(here, there, vlan)

    def _over_cables(self, here: _Port, there: _Port, vlan: int) -> Route:
        start, end = self._exit(here, vlan), self._exit(there, vlan)
        if isinstance(start, Message):
            return Route(refusal=start)
        if isinstance(end, Message):
            return Route(refusal=end)
        key = (start, end, vlan)
        if key not in self._paths:
            self._paths[key] = self._wiring.path(*key)
        hops = self._paths[key]
        if hops is None:
            return Route(refusal=message("no-path", element=here.element, peer=there.element))
        return Route(hops)

    def _outward(self, here: _Port) -> Route:
        start = self._exit(here, UNTAGGED if here.vlan == GUEST_TAGS else here.vlan)
        if isinstance(start, Message):
            return Route(refusal=start)
        if _is_machine(self._design.elements[start.far]):
            return Route(refusal=message("no-way-out", element=here.element))
        return Route((start.hop,))

    def _exit(self, port: _Port, vlan: int) -> Wire | Message:
        """The cable by which a port's traffic leaves its host, or why none takes it."""
        if not port.switch:
            return self._usable(port.element, port.part, vlan)
        key = (port.switch, port.host, vlan)
        if key not in self._exits:
            self._exits[key] = self._usable_exits(*key)
        exits = self._exits[key]
        return exits if isinstance(exits, Message) else exits[port.rank % len(exits)]

    def _usable_exits(self, switch: str, host: str, vlan: int) -> tuple[Wire, ...] | Message:
        """The usable active uplinks of a switch on a host, else the standby ones, else why not."""
        uplinks = [link for link in self._uplinks.get(switch, ()) if link.target == host]
        found = [(link.role, self._usable(link.target, link.target_part, vlan)) for link in uplinks]
        for wanted in ("active", "standby"):
            usable = tuple(wire for role, wire in found if role == wanted and not isinstance(wire, Message))
            if usable:
                return usable
        reasons = (wire for _, wire in found if isinstance(wire, Message))
        return next(reasons, message("no-uplink", switch=switch))

    def _usable(self, element: str, part: str, vlan: int) -> Wire | Message:
        wires = self._wiring.at(element, part)
        if not wires:
            return message("not-cabled", element=element, part=part)
        return self._wiring.obstacle(wires[0].far, vlan) or wires[0]


def _common_vlan(one: int, other: int) -> int | None:
    """The VLAN in which two ports hear each other, if there is one."""
    if GUEST_TAGS in (one, other):
        vlan = min(one, other)
        return UNTAGGED if vlan == GUEST_TAGS else vlan
    return one if one == other else None


def _is_machine(element: Element) -> bool:
    """Whether cables end in it and it is no switch: a server or an array."""
    return bool(element.carried(Processor) or element.carried(Nic))
