"""What a packet costs at the adapter of a guest: inside it, in its hypervisor, and in a driver domain.

A container's packets pass its engine's bridge, then the adapter of the VM that the engine is in. Sources:
MODELS.md sections 2 and 4.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.compile.seats import House, Seat
from virtdesigner.engine.estimates import (
    EXITS_PER_PACKET,
    FUNCTION_CYCLES,
    MEASURED_EXIT,
    NAT_CYCLES_RECEIVED,
    NAT_CYCLES_SENT,
    PACKET_CYCLES_RECEIVED,
    PACKET_CYCLES_SENT,
    PARAVIRTUAL_CYCLES_RECEIVED,
    PARAVIRTUAL_CYCLES_SENT,
    QUEUES_LEAVE,
)
from virtdesigner.engine.exits import EXIT_HARDWARE_CYCLES
from virtdesigner.engine.packet_costs import HOSTED_CYCLES
from virtdesigner.engine.shared_ethernet import CYCLES_PER_BYTE, Bridging
from virtdesigner.kinds import VirtualSwitch, Vlan
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.element import Element
from virtdesigner.model.link import Passthrough
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Nic, Virtualisation, VirtualNic, Workload
from virtdesigner.rules.wiring import Hop


class Cost(NamedTuple):
    """Cycles: inside the guest and outside, of a packet; of a driver domain, of a packet and of a byte."""

    inside: float
    outside: float = 0.0
    domain: str = ""
    of_packet: float = 0.0
    of_byte: float = 0.0


class Adapters:
    """What virtual adapters are plugged into. Ask with `design.derived(Adapters)`."""

    def __init__(self, design: Design) -> None:
        self._design = design
        links = sorted(design.links.values(), key=lambda link: link.id)
        self._groups = {(k.source, k.source_part): k.target for k in links if k.kind == "vnic"}
        self._given = {(k.target, k.target_part): k for k in links if isinstance(k, Passthrough)}
        self._uplinks: dict[str, tuple[str, str]] = {}
        for link in links:
            if link.kind == "uplink":
                self._uplinks.setdefault(link.source, (link.target, link.target_part))

    def switch(self, element: str, part: str) -> VirtualSwitch | None:
        """The virtual switch that an adapter is plugged into."""
        return self.switch_of(self._groups.get((element, part)))

    def switch_of(self, id: str | None) -> VirtualSwitch | None:
        """A virtual switch, or the one of a VLAN."""
        group = self._design.elements[id] if id else None
        if group is not None and not isinstance(group, VirtualSwitch) and group.parent:
            group = self._design.elements[group.parent]
        return group if isinstance(group, VirtualSwitch) else None

    def port_group(self, element: str, part: str) -> Vlan | None:
        """The VLAN that an adapter is plugged into; None for a switch itself."""
        id = self._groups.get((element, part))
        group = self._design.elements[id] if id else None
        return group if isinstance(group, Vlan) else None

    def stopped(self, domain: str) -> Message | None:
        """Why a driver domain carries nothing: code "powered-off" (element); None when it does."""
        is_off = domain != "" and not getattr(self._design.elements[domain], "powered_on", True)
        return message("powered-off", element=domain) if is_off else None

    def given(self, element: str, part: str) -> Passthrough | None:
        """The adapter of a server, or the part of one, that an adapter of a guest is."""
        return self._given.get((element, part))

    def outer(self, bridge: VirtualSwitch) -> tuple[Element, VirtualNic] | None:
        """The VM around a bridge and the virtual adapter that it sends through."""
        id, part = self._uplinks.get(bridge.id, ("", ""))
        element = self._design.elements.get(id)
        nic = part_of(element, part) if element else None
        return (element, nic) if element and isinstance(nic, VirtualNic) else None

    def leaves(self, hops: tuple[Hop, ...]) -> bool:
        """Whether what takes these hops leaves its host, over a cable."""
        return any(hop.id in self._design.links for hop in hops)

    def evenness(self, switch: VirtualSwitch) -> float:
        """How much goes through a shared adapter both ways: the smaller way over the larger, 0 to 1."""
        out, back = (ways[switch.id] for ways in self._bridged)
        return min(out, back) / max(out, back) if out or back else 0.0

    @cached_property
    def _bridged(self) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Mb/s at full load out of and into each shared adapter."""
        out: defaultdict[str, float] = defaultdict(float)
        back: defaultdict[str, float] = defaultdict(float)
        for element in self._design.elements.values():
            for flow in (flow for load in element.carried(Workload) for flow in load.flows):
                sender = self._shared(element.id, flow.nic)
                receiver = self._shared(flow.peer, "") if flow.peer else None
                if sender != receiver:
                    out[sender or ""] += flow.rate
                    back[receiver or ""] += flow.rate
        return out, back

    def _shared(self, element: str, part: str) -> str | None:
        """The switch with a shared adapter that traffic passes; part: of the first adapter if empty."""
        nics = self._design.elements[element].carried(VirtualNic)
        name = part or next((nic.id for nic in nics), "")
        switch = self.switch(element, name)
        if switch is not None and (outer := self.outer(switch)):
            return self._shared(outer[0].id, outer[1].id)
        return switch.id if switch is not None and switch.shared_adapter else None

    def sorts(self, switch: VirtualSwitch | None) -> bool:
        """Whether the network adapter that a switch sends through sorts packets by guest (VMDq)."""
        id, part = self._uplinks.get(switch.id, ("", "")) if switch else ("", "")
        nic = part_of(self._design.elements[id], part) if id else None
        return isinstance(nic, Nic) and nic.queues


def cost(
    adapters: Adapters, seat: Seat, nic: VirtualNic | None, is_sent: bool, hops: tuple[Hop, ...]
) -> Cost:
    """Return what a packet costs at one end of its way; hops: what it crosses."""
    native = PACKET_CYCLES_SENT if is_sent else PACKET_CYCLES_RECEIVED
    if nic is None or seat.is_bare:
        return Cost(native)
    switch = adapters.switch(seat.id, nic.id)
    if seat.is_contained:
        return _of_container(adapters, seat, switch, native, is_sent, hops)
    return _of_machine(adapters, seat, seat.element, nic, Cost(native), is_sent, hops)


def _of_container(
    adapters: Adapters,
    seat: Seat,
    bridge: VirtualSwitch | None,
    native: float,
    is_sent: bool,
    hops: tuple[Hop, ...],
) -> Cost:
    """A container pays for translation on the way out, and what its VM's adapter costs then."""
    if bridge is None or [hop.id for hop in hops] == [bridge.id]:
        return Cost(native)
    translated = (NAT_CYCLES_SENT if is_sent else NAT_CYCLES_RECEIVED) if bridge.nat else 0.0
    own = Cost(native + translated)
    outer = adapters.outer(bridge)
    if outer is None:
        return own
    return _of_machine(adapters, seat, *outer, own, is_sent, hops)


def _of_machine(
    adapters: Adapters,
    seat: Seat,
    machine: Element,
    nic: VirtualNic,
    own: Cost,
    is_sent: bool,
    hops: tuple[Hop, ...],
) -> Cost:
    """What the adapter of a VM adds: by how it is presented, and who does its I/O."""
    platform = seat.house.platform
    if platform is None:
        return own
    given = adapters.given(machine.id, nic.id)
    if given is not None:
        return own._replace(outside=FUNCTION_CYCLES if given.mode == "virtual" else 0.0)
    switch, leaves = adapters.switch(machine.id, nic.id), adapters.leaves(hops)
    handled = PARAVIRTUAL_CYCLES_SENT if is_sent else PARAVIRTUAL_CYCLES_RECEIVED
    handled += nic.emulation_cycles if nic.adapter == "emulated" else 0.0
    handled += EXITS_PER_PACKET[nic.adapter] * _dearer_exit(seat.house)
    if leaves and adapters.sorts(switch):
        handled *= QUEUES_LEAVE
    handled += HOSTED_CYCLES["optimised"] - HOSTED_CYCLES["native"] if platform.drivers == "host-os" else 0.0
    return _served(adapters, seat, platform, switch, own._replace(outside=handled), leaves)


def _dearer_exit(house: House) -> float:
    """Cycles that an exit costs more than on the processors that the costs of packets were measured on."""
    if house.processor is None or not house.leaves_by_hardware:
        return 0.0
    cycles = house.processor.exit_cycles
    if cycles is None:
        cycles = EXIT_HARDWARE_CYCLES.get(house.processor.generation, MEASURED_EXIT)
    return cycles - MEASURED_EXIT


def _served(
    adapters: Adapters,
    seat: Seat,
    platform: Virtualisation,
    switch: VirtualSwitch | None,
    own: Cost,
    leaves: bool,
) -> Cost:
    """Charge what a driver domain does to the one that does it; to the hypervisor where none is drawn."""
    if switch is not None and switch.shared_adapter is not None and switch.parent:
        if not leaves:
            return own
        return own._replace(domain=switch.parent, of_byte=_of_byte(switch, adapters.evenness(switch)))
    if not seat.house.has_driver_domain:
        return own
    if seat.house.domain is None:
        return own._replace(outside=own.outside + platform.driver_domain_cycles)
    return own._replace(domain=seat.house.domain.id, of_packet=platform.driver_domain_cycles)


def _of_byte(switch: VirtualSwitch, even: float) -> float:
    """Cycles of a byte through a shared Ethernet adapter; even: of both ways, 0 one way only, 1 alike.

    Between what was measured, two sizes, one way and both alike, in proportion [E].
    """
    shared = switch.shared_adapter
    if shared is None:
        return 0.0
    if shared.cycles is not None:
        return shared.cycles
    sizes = (1500, 9000)
    one_way, both_ways = (
        float(
            np.interp(
                switch.mtu,
                sizes,
                [CYCLES_PER_BYTE[Bridging(size, duplex, shared.threaded)] for size in sizes],
            )
        )
        for duplex in (False, True)
    )
    return one_way + even * (both_ways - one_way)


def domain_of(seat: Seat, via: str | None) -> str:
    """The driver domain that does a disk's I/O: its link's, else the hypervisor's; "" for none."""
    return via or (seat.house.domain.id if seat.house.domain else "")
