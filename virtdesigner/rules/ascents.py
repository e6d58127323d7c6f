"""Ascents: what an adapter's traffic climbs through to leave its machine.

A VM's traffic climbs through one virtual switch, a container's in a VM through two: the bridge of its engine,
then what the VM's own adapter is plugged into. Each is a level, with the VLAN in which traffic is there. An
adapter with one of the server behind it, or of the server itself, has no level at all.
"""

from dataclasses import dataclass
from typing import NamedTuple

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.ports import GUEST_TAGS, Port, Ports, teaming
from virtdesigner.rules.teaming import Adapter, pick
from virtdesigner.rules.wiring import UNTAGGED, Hop


class Level(NamedTuple):
    """One virtual switch that traffic climbs through.

    below: ids of what it passed up to here; hops: bridges that it crossed; adapters: those of VMs that it
    passed. system: the machine whose kernel the switch is in, "" where it is a hypervisor's.
    """

    switch: str
    host: str
    vlan: int
    system: str
    below: tuple[str, ...]
    hops: tuple[Hop, ...]
    adapters: tuple[Adapter, ...]


class Ascent(NamedTuple):
    """The way of an adapter's traffic out of its machine, as far as the cable.

    top: the port by which it leaves; vlan: in which. below, hops, adapters: what it passed, as in Level, the
    switch at the top included where it is crossed in software. closed: how many of the levels nobody gets
    into from outside; nat: the switch that translates. blocked: why it gets no further than its levels.
    """

    adapter: Adapter
    levels: tuple[Level, ...]
    top: Port
    vlan: int
    below: tuple[str, ...]
    hops: tuple[Hop, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    closed: int = 0
    nat: str = ""
    blocked: Message | None = None


class _Nature(NamedTuple):
    """Of a virtual switch: what `Level.system` says; whether it translates addresses; whether all that leaves
    crosses it in software, as in a bridge in a VM and a shared Ethernet adapter; whether it is in a VM.
    """  # noqa: D205

    system: str
    translates: bool
    in_software: bool
    in_guest: bool


_PLAIN = _Nature("", False, False, False)
"""The usual kind: a hypervisor's or a cluster's."""


@dataclass(slots=True)
class _Passed:
    """What traffic has passed on its way up."""

    below: tuple[str, ...]
    hops: tuple[Hop, ...] = ()
    adapters: tuple[Adapter, ...] = ()

    def at(self, port: Port, system: str, vlan: int) -> Level:
        """The level of a port, with all that was passed up to there."""
        self.below += (port.link, port.group) if port.group else (port.link,)
        return Level(port.switch, port.host, vlan, system, self.below, self.hops, self.adapters)

    def leave(self, switch: str, uplink: str, outer: Port) -> None:
        """Go out of a bridge through its VM's adapter."""
        self.below += (switch, uplink, outer.element)
        self.adapters += ((outer.element, outer.part),)


class Ascents:
    """The ways out of a design's adapters, each found once. Ask with `design.derived(Ascents)`."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._ports = design.derived(Ports)
        self._natures: dict[str, _Nature] = {}
        self._found: dict[Adapter, Ascent | Message] = {}

    def of(self, adapter: Adapter) -> Ascent | Message:
        """The way out of an adapter (of an external network with the part ""), or why there is none."""
        found = self._found.get(adapter)
        if found is None:
            port = self._ports.port(adapter)
            found = port if isinstance(port, Message) else self._climbed(adapter, port)
            self._found[adapter] = found
        return found

    def _climbed(self, adapter: Adapter, port: Port) -> Ascent:
        if not port.switch:
            return Ascent(adapter, (), port, port.vlan, _to_adapter((port.element,), port))
        passed = _Passed((port.element,))
        nature = self._nature(port.switch)
        if nature is _PLAIN:
            level = passed.at(port, "", port.vlan)
            return Ascent(adapter, (level,), port, port.vlan, passed.below)
        return self._climbed_through(adapter, port, nature, passed)

    def _climbed_through(self, adapter: Adapter, port: Port, nature: _Nature, passed: _Passed) -> Ascent:
        """Follow traffic through a bridge or shared Ethernet adapter, and what is beyond a bridge in a VM."""
        levels = [passed.at(port, nature.system, port.vlan)]
        closed, nat = (1, port.switch) if nature.translates else (0, "")
        vlan = GUEST_TAGS if nature.translates else port.vlan
        if nature.in_software:
            passed.hops += (Hop(port.switch, True),)
        top, blocked = port, None
        if nature.in_guest:
            outer = self._outer(port)
            if isinstance(outer, Message) or (tag := _nested(vlan, outer.vlan)) is None:
                blocked = outer if isinstance(outer, Message) else _not_taken(outer, vlan)
            else:
                passed.leave(port.switch, self._uplink_to(port.switch, outer), outer)
                vlan, top = tag, outer
                if outer.switch:
                    levels.append(passed.at(outer, "", vlan))
                    if self._nature(outer.switch).in_software:
                        passed.hops += (Hop(outer.switch, True),)
        below = _to_adapter(passed.below, top)
        return Ascent(
            adapter, tuple(levels), top, vlan, below, passed.hops, passed.adapters, closed, nat, blocked
        )

    def _nature(self, switch: str) -> _Nature:
        found = self._natures.get(switch)
        if found is None:
            element = self._design.elements[switch]
            home = self._design.elements[element.parent] if element.parent else element
            system = (home.parent or "") if home.kind == "container-engine" else ""
            in_guest = bool(system) and self._ports.host(system) != system
            in_software = in_guest or home.kind == "virtual-io-server"
            translates = bool(system) and bool(getattr(element, "nat", False))
            nature = _Nature(system, translates, in_software, in_guest)
            self._natures[switch] = found = _PLAIN if nature == _PLAIN else nature
        return found

    def _outer(self, port: Port) -> Port | Message:
        """The port of the VM's adapter that a bridge in a VM sends through, or why there is none."""
        found = [self._ports.port((up.target, up.target_part)) for up in self._ports.uplinks[port.switch]]
        usable = [outer for outer in found if isinstance(outer, Port)]
        if not usable:
            reasons = (outer for outer in found if isinstance(outer, Message))
            return next(reasons, message("no-uplink", switch=port.switch))
        policy = teaming(self._design, port)
        return usable[pick(policy, len(usable), port.rank, (port.element, port.part), None)]

    def _uplink_to(self, switch: str, outer: Port) -> str:
        ends = (outer.element, outer.part)
        return next(up.id for up in self._ports.uplinks[switch] if (up.target, up.target_part) == ends)


def _to_adapter(below: tuple[str, ...], port: Port) -> tuple[str, ...]:
    """What was passed, with the link to the adapter of the server behind a guest's, where there is one."""
    return below if port.switch or not port.link else (*below, port.link, port.host)


def _nested(inside: int, outside: int) -> int | None:
    """The VLAN of frames that a VM sends in VLAN `inside` through a port in `outside`; None: it takes none.

    A port that tags takes frames without a tag only; one whose guest tags passes on what comes.
    """
    if outside == GUEST_TAGS:
        return inside
    return outside if inside in (UNTAGGED, GUEST_TAGS) else None


def _not_taken(outer: Port, vlan: int) -> Message:
    return message("tags-not-taken", element=outer.element, vlan=vlan, switch=outer.switch or outer.nic[0])
