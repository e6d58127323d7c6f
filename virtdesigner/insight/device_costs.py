"""What the devices of a guest cost its host: cycles of a packet and of an I/O, outside the guest.

The figures are those that a run charges. Source: MODELS.md sections 4 and 5.
"""

from collections.abc import Mapping
from typing import NamedTuple

from virtdesigner.engine.compile.adapters import Adapters, cost
from virtdesigner.engine.compile.seats import Houses, Seat
from virtdesigner.engine.estimates import EMULATED_IO_CYCLES, PARAVIRTUAL_IO_CYCLES
from virtdesigner.model.design import Design
from virtdesigner.model.parts import VirtualDisk, VirtualNic
from virtdesigner.rules.fabric import Fabric


class DeviceCost(NamedTuple):
    """Cycles outside the guest, a driver domain's included: of a packet sent and received, or of an I/O."""

    sent: float = 0.0
    received: float = 0.0
    io: float = 0.0


def device_costs(design: Design, guest: str) -> Mapping[str, DeviceCost]:
    """Part to what it costs, for each adapter and disk of a guest. Empty for what is no guest."""
    seat = Houses(design).seat(design.elements[guest])
    if seat is None:
        return {}
    adapters = design.derived(Adapters)
    found = {nic.id: _of_adapter(design, adapters, seat, nic) for nic in seat.nics}
    return found | {disk.id: DeviceCost(io=_of_disk(seat, disk)) for disk in seat.disks}


def _of_adapter(design: Design, adapters: Adapters, seat: Seat, nic: VirtualNic) -> DeviceCost:
    """Traffic to the outside and from there, or over the memory bus where there is no way out."""
    hops = design.derived(Fabric).route((seat.id, nic.id), None).hops
    sent, received = (cost(adapters, seat, nic, is_sent, hops) for is_sent in (True, False))
    return DeviceCost(sent.outside + sent.of_packet, received.outside + received.of_packet)


def _of_disk(seat: Seat, disk: VirtualDisk) -> float:
    if seat.house.platform is None:
        return 0.0
    usual = EMULATED_IO_CYCLES if disk.adapter == "emulated" else PARAVIRTUAL_IO_CYCLES
    return usual if disk.host_cycles is None else disk.host_cycles
