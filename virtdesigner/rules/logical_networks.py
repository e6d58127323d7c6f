"""Logical networks: which guests hear each other directly, whatever servers, switches and cables lie between.

That is all that a guest sees of a network. Adapters of one port group on one host hear each other in its
virtual switch, so that one of them speaks for all; port groups are one network when their speakers reach each
other both ways without a router.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from virtdesigner.kinds import Container, ExternalNetwork, PhysicalServer, VirtualMachine
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import Link, Passthrough
from virtdesigner.model.parts import Nic, VirtualNic
from virtdesigner.rules.fabric import GUEST_TAGS, Adapter, Fabric
from virtdesigner.rules.visibility import server_of


class Network(NamedTuple):
    """Adapters that hear each other. groups: ids of the port groups (and of handed-over adapters' links).

    vlan: 0 untagged, 4095 where all of its guests tag for themselves. key: names it as long as its first
    port group is there.
    """

    key: str
    vlan: int
    groups: tuple[str, ...]
    adapters: tuple[Adapter, ...]

    @property
    def guests(self) -> tuple[str, ...]:
        """Ids of the guests in it, each once."""
        return tuple(dict.fromkeys(guest for guest, _ in self.adapters))


class _Socket(NamedTuple):
    """Where an adapter is plugged in: a port group, or what was handed over, as seen on one host."""

    group: str
    host: str
    vlan: int


class LogicalNetworks:
    """The networks of one design as its guests see them. Ask with `design.derived(LogicalNetworks)`.

    Guests count as switched on: who is off now is where it will be heard.
    """

    def __init__(self, design: Design) -> None:
        self.guests: tuple[Element, ...] = tuple(_guests(design))
        self._design = _switched_on(design, self.guests)
        self._fabric = self._design.derived(Fabric)
        self._externals = [e.id for e in design.elements.values() if isinstance(e, ExternalNetwork)]
        self._sockets: dict[_Socket, list[Adapter]] = {}
        self.unplugged: tuple[Adapter, ...] = tuple(self._plug_in())

    def _plug_in(self) -> Iterator[Adapter]:
        """Sort the adapters by where they are plugged in; yields those that are plugged in nowhere."""
        for guest in self.guests:
            links = list(self._design.links_of(guest.id))
            for part in guest.named_parts():
                if not isinstance(part, VirtualNic | Nic):
                    continue
                socket = self._socket(guest.id, part.id, links)
                if socket:
                    self._sockets.setdefault(socket, []).append((guest.id, part.id))
                else:
                    yield (guest.id, part.id)

    def _socket(self, guest: str, part: str, links: list[Link]) -> _Socket | None:
        host = server_of(self._design, guest) or ""
        for link in links:
            if link.kind == "vnic" and (link.source, link.source_part) == (guest, part):
                vlan = getattr(self._design.elements[link.target], "vlan_id", 0)
                return _Socket(link.target, host, vlan)
            if isinstance(link, Passthrough) and (link.target, link.target_part) == (guest, part):
                return _Socket(link.id, host, link.vlan_id if link.mode == "virtual" else GUEST_TAGS)
            ends = ((link.source, link.source_part), (link.target, link.target_part))
            if link.kind == "cable" and (guest, part) in ends:
                return _Socket(link.id, host, GUEST_TAGS)
        return None

    @cached_property
    def networks(self) -> tuple[Network, ...]:
        """All networks, by VLAN."""
        found: list[list[_Socket]] = []
        order = sorted(self._sockets, key=lambda socket: (socket.vlan, socket.group, socket.host))
        for socket in (one for one in order if one.vlan != GUEST_TAGS):
            home = next((group for group in found if self._is_one(group[0], socket)), None)
            if home is None:
                found.append([socket])
            else:
                home.append(socket)
        tagging: list[list[_Socket]] = []
        for socket in (one for one in order if one.vlan == GUEST_TAGS):
            homes = [group for group in (*found, *tagging) if self._is_one(group[0], socket)]
            for group in homes:
                group.append(socket)
            if not homes:
                tagging.append([socket])
        return tuple(self._network(group) for group in (*found, *tagging))

    def _network(self, sockets: list[_Socket]) -> Network:
        adapters = tuple(adapter for socket in sockets for adapter in self._sockets[socket])
        groups = tuple(dict.fromkeys(socket.group for socket in sockets))
        return Network(groups[0], sockets[0].vlan, groups, adapters)

    def _is_one(self, one: _Socket, other: _Socket) -> bool:
        if GUEST_TAGS not in (one.vlan, other.vlan) and one.vlan != other.vlan:
            return False
        here, there = self._sockets[one][0], self._sockets[other][0]
        return self._hears(here, there) and self._hears(there, here)

    def _hears(self, here: Adapter, there: Adapter) -> bool:
        """Whether traffic goes from one adapter to another without a router."""
        route = self._fabric.route(here, there)
        links = (self._design.links.get(hop.id) for hop in route.hops)
        ends = {end for link in links if link for end in (link.source, link.target)}
        return route.refusal is None and ends.isdisjoint(self._externals)

    @cached_property
    def memberships(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """Guest to its adapters that are in a network, each with the number of the network."""
        found: dict[str, list[tuple[str, int]]] = {}
        for number, network in enumerate(self.networks):
            for guest, part in network.adapters:
                found.setdefault(guest, []).append((part, number))
        order = {(g.id, p.id): n for g in self.guests for n, p in enumerate(g.named_parts())}
        return {
            guest: tuple(sorted(own, key=lambda one: (order[guest, one[0]], one[1])))
            for guest, own in found.items()
        }

    @cached_property
    def outside(self) -> Mapping[str, tuple[int, ...]]:
        """External network to the numbers of the networks that reach it; those that route join these."""
        found = {}
        for external in self._externals:
            speakers = [network.adapters[0] for network in self.networks]
            routes = [self._fabric.route(speaker, (external, "")) for speaker in speakers]
            found[external] = tuple(n for n, route in enumerate(routes) if route.refusal is None)
        return found

    def peers(self, guest: str) -> frozenset[str]:
        """Ids of the guests that one hears directly."""
        own = (number for _, number in self.memberships.get(guest, ()))
        return frozenset(peer for number in own for peer in self.networks[number].guests) - {guest}


def _guests(design: Design) -> Iterator[Element]:
    """Virtual machines, containers, and bare servers that run software themselves."""
    for element in design.elements.values():
        is_bare = isinstance(element, PhysicalServer) and element.workload is not None
        if is_bare or isinstance(element, VirtualMachine | Container):
            yield element


def _switched_on(design: Design, guests: tuple[Element, ...]) -> Design:
    off = [guest for guest in guests if not getattr(guest, "powered_on", True)]
    return design.edited([update("elements", one, one.replace(powered_on=True)) for one in off])
