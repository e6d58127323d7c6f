"""Ethernet reachability: which way traffic goes from one adapter to another, or why it can't.

VLAN ids (MODELS.md section 4): 0 is untagged; with 1-4094 the virtual switch tags, and every physical switch
on the way must allow the id; with 4095 the guest tags for itself, so that it reaches a peer in whatever VLAN
the peer is, and everything else untagged. An adapter of a bare server or an array counts as 4095: its system
can tag; so does one that a guest has whole, while a virtual function is in the VLAN that its link names.

Only uplinks and cables join two virtual switches, and only an external network that routes joins two VLANs:
traffic goes there and back. A bridge with address translation lets traffic out and nobody in, but for its own
containers and the system that it is part of.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from virtdesigner.kinds import ExternalNetwork
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Flow, Nic, VirtualNic
from virtdesigner.rules.ascents import Ascent, Ascents, Level
from virtdesigner.rules.exits import Exit, Exits, Team
from virtdesigner.rules.ports import GUEST_TAGS, common_vlan, is_machine, own_tag
from virtdesigner.rules.teaming import Adapter
from virtdesigner.rules.wiring import UNTAGGED, Hop, Wire, Wiring

__all__ = ["GUEST_TAGS", "Adapter", "Exit", "Fabric", "Route", "Team"]

_NOBODY: Mapping[Adapter, int] = MappingProxyType({})


class Route(NamedTuple):
    """The links that traffic crosses in order, or why there is no way. Neither: it never leaves.

    hops: cables; a virtual switch where two ports of it meet (its memory bus), and one that all traffic
    crosses in software: a bridge in a VM, or a shared Ethernet adapter, whose virtual I/O server then works.
    adapters: those of VMs that containers' traffic passes, and one of a server inside which traffic turns
    round, from one virtual function to another. legs: pieces of `path`.
    """

    hops: tuple[Hop, ...] = ()
    refusal: Message | None = None
    adapters: tuple[Adapter, ...] = ()
    legs: tuple[tuple[str, ...], ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """Ids of the elements and links from end to end, in order; empty when there is no way."""
        ids = [id for leg in self.legs for id in leg]
        return tuple(id for place, id in enumerate(ids) if place == 0 or ids[place - 1] != id)


class _Cabling(NamedTuple):
    """What is crossed from one machine to another: cables, and ids of cables and what is between them.

    turn: the adapter that passes frames on by itself, where both ends are behind the same cable.
    """

    hops: tuple[Hop, ...]
    ids: tuple[str, ...]
    turn: tuple[Adapter, ...] = ()


class Fabric:
    """The Ethernet network of one design. Ask with `design.derived(Fabric)`.

    Each virtual adapter uses one of the usable active uplinks of its switch on its host, by the policy of its
    team (see `teaming.pick`); standby ones only when no active one is usable.
    """

    def __init__(self, design: Design) -> None:
        self._design = design
        self._wiring = design.derived(Wiring)
        self._ascents = design.derived(Ascents)
        self._exits = Exits(design)
        self._cablings: dict[tuple[Hop, Hop, int], _Cabling | None] = {}

    def route(self, source: Adapter, target: Adapter | None, moved: Mapping[Adapter, int] = _NOBODY) -> Route:
        """The way from one adapter to another, or to an external network (with the part "").

        target None: to clients, beyond the nearest external network, or where none is cabled beyond the first
        physical switch. moved: adapters that use another of their `uplinks` than their policy says, by its
        place there (modulo how many there are).
        Refusal codes: "not-connected" (element, part), "not-on-a-host" (element), "powered-off" (element),
        "adapter-given-away" (server, part, guest), "different-vlans" (element, vlan, peer, peer_vlan),
        "tags-not-taken" (element, vlan, switch), "behind-nat" (element, switch), "no-uplink" (switch),
        "not-cabled" (element, part), "vlan-not-allowed" (switch, vlan), "no-path" (element, peer),
        "no-external" (element), "no-way-out" (element).
        """
        here = self._ascents.of(source)
        if isinstance(here, Message):
            return Route(refusal=here)
        if target is None:
            return self._outward(here, moved)
        there = self._ascents.of(target)
        if isinstance(there, Message):
            return Route(refusal=there)
        if source[0] == target[0]:
            return Route()
        return self._within(here, there) or self._outside(here, there, moved)

    def flow_route(self, element: str, flow: Flow, moved: Mapping[Adapter, int] = _NOBODY) -> Route:
        """The way of a workload's flow, to the first adapter of its peer that can be reached.

        It leaves by the adapter that it names, else by the first. Refused as `route` does, and with
        "no-adapter" (element) when either side has none.
        """
        sources = (flow.nic,) if flow.nic else self.adapters(element)
        targets = [None] if flow.peer is None else [(flow.peer, part) for part in self.adapters(flow.peer)]
        if not sources or not targets:
            return Route(
                refusal=message("no-adapter", element=flow.peer if sources and flow.peer else element)
            )
        routes = (self.route((element, sources[0]), target, moved) for target in targets)
        first = next(routes)
        return first if first.refusal is None else next((r for r in routes if r.refusal is None), first)

    def uplinks(self, adapter: Adapter) -> tuple[Exit, ...]:
        """The uplinks that an adapter's traffic may leave its host by, in order; empty if there are none."""
        ascent = self._ascents.of(adapter)
        if isinstance(ascent, Message) or ascent.blocked:
            return ()
        found = self._exits.usable(ascent, own_tag(ascent.vlan))
        return () if isinstance(found, Message) else found

    def team(self, adapter: Adapter) -> Team | None:
        """The uplinks among which an adapter's traffic moves by load; None for one that stays on its own."""
        ascent = self._ascents.of(adapter)
        return None if isinstance(ascent, Message) else self._exits.team(ascent)

    def adapters(self, id: str) -> tuple[str, ...]:
        """The network adapters of an element; "" stands for an external network itself."""
        element = self._design.elements[id]
        if isinstance(element, ExternalNetwork):
            return ("",)
        return tuple(part.id for part in element.named_parts() if isinstance(part, VirtualNic | Nic))

    def _within(self, here: Ascent, there: Ascent) -> Route | None:
        """The way of two that meet in a virtual switch or in its system, or None when they don't."""
        if found := _to_system(here, there):
            return found
        if way := _to_system(there, here):
            return self._back(way)
        for one in here.levels:
            for place, other in enumerate(there.levels):
                if one.switch == other.switch and one.host == other.host:
                    if common_vlan(one.vlan, other.vlan) is None:
                        return None
                    if not there.closed or place < there.closed:
                        return _met(one, other)
        return None

    def _back(self, route: Route) -> Route:
        """The same way the other way round; a memory bus has no direction."""
        hops = tuple(hop.back() if hop.id in self._design.links else hop for hop in reversed(route.hops))
        legs = tuple(leg[::-1] for leg in reversed(route.legs))
        return Route(hops, None, route.adapters[::-1], legs)

    def _outside(self, here: Ascent, there: Ascent, moved: Mapping[Adapter, int]) -> Route:
        """The way of two that don't meet in a virtual switch: by cables, or through a router."""
        if there.closed:
            return Route(refusal=message("behind-nat", element=there.adapter[0], switch=there.nat))
        if refusal := here.blocked or there.blocked:
            return Route(refusal=refusal)
        vlan = common_vlan(here.vlan, there.vlan)
        if vlan is not None:
            direct = self._over_cables(here, there, vlan, moved)
            if direct.refusal is None or direct.refusal.code != "no-path":
                return direct
        else:
            direct = Route(refusal=_apart(here, there))
        return self._routed(here, there, moved) or direct

    def _over_cables(self, here: Ascent, there: Ascent, vlan: int, moved: Mapping[Adapter, int]) -> Route:
        starts = self._exits.chosen(here, vlan, there.adapter, moved)
        if isinstance(starts, Message):
            return Route(refusal=starts)
        ends = self._exits.chosen(there, vlan, here.adapter, moved)
        if isinstance(ends, Message):
            return Route(refusal=ends)
        start, end = self._nearest_pair(starts, ends, vlan)
        way = self._cabling(start.wire, end.wire, vlan)
        if way is None:
            return Route(refusal=message("no-path", element=here.adapter[0], peer=there.adapter[0]))
        legs = (here.below, start.ids, way.ids, end.ids[::-1], there.below[::-1])
        if not (here.hops or there.hops or way.turn):
            return Route(way.hops, None, (), legs)
        hops = (*here.hops, *way.hops, *reversed(there.hops))
        return Route(hops, None, (*here.adapters, *way.turn, *reversed(there.adapters)), legs)

    def _nearest_pair(self, starts: tuple[Exit, ...], ends: tuple[Exit, ...], vlan: int) -> tuple[Exit, Exit]:
        """The two with the fewest cables between them; any when no cables lead from one to another."""
        if len(starts) == len(ends) == 1:
            return starts[0], ends[0]
        pairs = [(start, end) for start in starts for end in ends]
        ways = ((self._cabling(start.wire, end.wire, vlan), start, end) for start, end in pairs)
        found = [(len(way.hops), start, end) for way, start, end in ways if way is not None]
        return min(found)[1:] if found else pairs[0]

    def _cabling(self, start: Wire, end: Wire, vlan: int) -> _Cabling | None:
        key = (start.hop, end.hop, vlan)
        if key not in self._cablings:
            self._cablings[key] = self._found_cabling(start, end, vlan)
        return self._cablings[key]

    def _found_cabling(self, start: Wire, end: Wire, vlan: int) -> _Cabling | None:
        if start == end:
            link, forward = self._design.links[start.hop.id], start.hop.forward
            near = (link.source, link.source_part) if forward else (link.target, link.target_part)
            return _Cabling((), (), (near,))
        hops = self._wiring.path(start, end, vlan)
        if hops is None:
            return None
        ids: list[str] = []
        for hop in hops:
            link = self._design.links[hop.id]
            ids += (hop.id, link.target if hop.forward else link.source)
        return _Cabling(hops, tuple(ids[:-1]))

    def _outward(self, here: Ascent, moved: Mapping[Adapter, int]) -> Route:
        if here.blocked:
            return Route(refusal=here.blocked)
        vlan = own_tag(here.vlan)
        start = self._exits.chosen(here, vlan, None, moved)
        if isinstance(start, Message):
            return Route(refusal=start)
        if self._externals:
            return self._nearest(here, self._externals, vlan, moved) or Route(
                refusal=message("no-external", element=here.adapter[0])
            )
        far = start[0].wire.far
        if is_machine(self._design.elements[far]):
            return Route(refusal=message("no-way-out", element=here.adapter[0]))
        hop = start[0].wire.hop
        return Route((*here.hops, hop), None, here.adapters, (here.below, start[0].ids, (hop.id, far)))

    @cached_property
    def _externals(self) -> tuple[Ascent, ...]:
        """The external networks that something is cabled to."""
        elements = self._design.elements.values()
        ids = sorted(e.id for e in elements if isinstance(e, ExternalNetwork) and self._wiring.at(e.id))
        found = (self._ascents.of((id, "")) for id in ids)
        return tuple(ascent for ascent in found if isinstance(ascent, Ascent))

    def _nearest(
        self, here: Ascent, externals: Iterable[Ascent], vlan: int, moved: Mapping[Adapter, int]
    ) -> Route | None:
        """The way to the nearest of some external networks; None when none can be reached."""
        routes = (self._over_cables(here, external, vlan, moved) for external in externals)
        found = [route for route in routes if route.refusal is None]
        return min(found, key=lambda route: len(route.hops), default=None)

    def _routed(self, here: Ascent, there: Ascent, moved: Mapping[Adapter, int]) -> Route | None:
        """The way to an external network that routes, and back from it; None when there is none."""
        found = []
        for external in self._externals:
            if not getattr(self._design.elements[external.adapter[0]], "routes", False):
                continue
            there_to = self._nearest(there, (external,), own_tag(there.vlan), moved)
            here_to = self._nearest(here, (external,), own_tag(here.vlan), moved)
            if there_to and here_to:
                found.append(_joined(here_to, self._back(there_to)))
        return min(found, key=lambda route: len(route.hops), default=None)


def _apart(here: Ascent, there: Ascent) -> Message:
    return message(
        "different-vlans",
        element=here.adapter[0],
        vlan=here.vlan,
        peer=there.adapter[0],
        peer_vlan=there.vlan,
    )


def _to_system(here: Ascent, there: Ascent) -> Route | None:
    """From a container to the system that its bridge is part of: over the bridge, untagged."""
    for level in here.levels:
        if (
            level.system
            and level.system == there.adapter[0]
            and common_vlan(level.vlan, UNTAGGED) is not None
        ):
            hops = (*level.hops, Hop(level.switch, True))
            return Route(hops, None, level.adapters, (level.below, (level.switch, level.system)))
    return None


def _met(one: Level, other: Level) -> Route:
    """The way of two that meet in a virtual switch."""
    hops = (*one.hops, Hop(one.switch, True), *reversed(other.hops))
    adapters = one.adapters + other.adapters[::-1]
    return Route(hops, None, adapters, (one.below, (one.switch,), other.below[::-1]))


def _joined(one: Route, other: Route) -> Route:
    """Two ways, one after the other, that meet in an element."""
    return Route(one.hops + other.hops, None, one.adapters + other.adapters, one.legs + other.legs)
