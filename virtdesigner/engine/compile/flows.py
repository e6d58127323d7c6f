"""The table of flows: what workloads send, and what their disks move over cables and fibre.

Each flow crosses constraints: a link in one direction (row 2 * link, and + 1 for backwards), or a virtual
adapter with a limit of its own (rows after those of the links).
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.guests import Seat
from virtdesigner.engine.compile.links import Links
from virtdesigner.engine.compile.stores import Stores
from virtdesigner.engine.estimates import (
    DISK_FLOW_SHARES,
    DRIVER_DOMAIN_CYCLES,
    EMULATED_PACKET_CYCLES,
    PACKET_CYCLES_RECEIVED,
    PACKET_CYCLES_SENT,
    PARAVIRTUAL_CYCLES_RECEIVED,
    PARAVIRTUAL_CYCLES_SENT,
)
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import Flow, VirtualNic
from virtdesigner.rules.fabric import Fabric
from virtdesigner.rules.wiring import Hop


class Flows(NamedTuple):
    """Flows, arrays (flows,), those of workloads first.

    rate: Mb/s at full load (0 for a disk's, which its I/O decides); packets: packets/s for each Mb/s. io: row
    of `Stores.ios` that it carries, -1 for none; reads: it carries what is read. receiver: row of the guest
    that it ends at, -1 for clients outside. *_cycles: a packet costs its sender or receiver, inside the guest
    and outside. is_cut: there is no way, or one that leads nowhere.

    flow_index, link_index: (pairs,) flow f crosses constraint l. capacity: (constraints,) Mb/s;
    holder: (constraints,) row of the element that sets it; owned: (constraints,) a guest's own limit.
    keys: of each flow, to find it again after an edit.
    """

    guest: Ints
    rate: Floats
    packets: Floats
    weight: Floats
    io: Ints
    reads: Bools
    receiver: Ints
    sent_inside: Floats
    sent_outside: Floats
    received_inside: Floats
    received_outside: Floats
    is_cut: Bools
    flow_index: Ints
    link_index: Ints
    capacity: Floats
    holder: Ints
    owned: Bools
    keys: tuple[str, ...]


class _Row(NamedTuple):
    """One flow as it is collected."""

    key: str
    guest: int
    rate: float
    packets: float
    weight: float
    io: int = -1
    reads: bool = False
    receiver: int = -1
    sent_inside: float = 0.0
    sent_outside: float = 0.0
    received_inside: float = 0.0
    received_outside: float = 0.0
    is_cut: bool = False

    @classmethod
    def sent(cls, key: str, guest: int, flow: Flow, weight: float) -> Self:
        """A flow of a workload without its costs."""
        return cls(key, guest, flow.rate, 1e6 / (8.0 * flow.packet), weight)


@dataclass
class _Collector:
    """Collects flows and what they cross."""

    link_row: dict[str, int]
    rows: list[_Row] = field(default_factory=list)
    flow_index: list[int] = field(default_factory=list)
    link_index: list[int] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)
    limit_owner: list[int] = field(default_factory=list)
    limit_row: dict[tuple[int, str], int] = field(default_factory=dict)

    def add(self, row: _Row, hops: tuple[Hop, ...], back: bool = False) -> None:
        """Add a flow that crosses some links; back: each the other way."""
        for hop in hops:
            forward = hop.forward != back
            self.cross(2 * self.link_row[hop.id] + (0 if forward else 1))
        self.rows.append(row)

    def cross(self, constraint: int) -> None:
        """Let the flow that is added next cross a constraint."""
        self.flow_index.append(len(self.rows))
        self.link_index.append(constraint)

    def cross_limit(self, guest: int, owner: int, nic: VirtualNic) -> None:
        """Let the flow that is added next share the limit of a virtual adapter, if it has one."""
        if nic.limit is None:
            return
        if (guest, nic.id) not in self.limit_row:
            self.limit_row[guest, nic.id] = 2 * len(self.link_row) + len(self.limits)
            self.limits.append(nic.limit)
            self.limit_owner.append(owner)
        self.cross(self.limit_row[guest, nic.id])


def compile_flows(
    design: Design,
    seats: list[Seat],
    stores: Stores,
    links: Links,
    link_row: dict[str, int],
    row: dict[str, int],
) -> tuple[Flows, list[Message]]:
    """Make the table of flows; also return why some have no way. Rows as in the other tables."""
    collector = _Collector(link_row)
    refusals: list[Message] = []
    fabric = design.derived(Fabric)
    seat_row = {seat.element.id: number for number, seat in enumerate(seats)}
    for number, seat in enumerate(seats):
        if getattr(seat.element, "powered_on", True):
            _add_sent(collector, refusals, fabric, seats, number, seat_row, row)
    _add_disks(collector, stores)
    return _table(collector, links, row), refusals


def _add_sent(
    collector: _Collector,
    refusals: list[Message],
    fabric: Fabric,
    seats: list[Seat],
    number: int,
    seat_row: dict[str, int],
    row: dict[str, int],
) -> None:
    """Add what the workload of one guest sends."""
    seat = seats[number]
    flows = seat.workload.flows
    if not flows:
        return
    nics = {nic.id: nic for nic in seat.element.carried(VirtualNic)}
    used = Counter(flow.nic for flow in flows)
    for flow in flows:
        nic = nics.get(flow.nic) if flow.nic else next(iter(nics.values()), None)
        route = fabric.flow_route(seat.element.id, flow)
        if route.refusal is not None and flow.rate > 0:
            refusals.append(route.refusal)
        receiver = seat_row.get(flow.peer, -1) if flow.peer else -1
        weight = (nic.shares if nic else DISK_FLOW_SHARES) / used[flow.nic]
        base = _Row.sent(f"{seat.element.id} flow {flow.id}", number, flow, weight)
        costed = base._replace(receiver=receiver, **_cycles(seat, nic, seats, receiver))
        if nic:
            collector.cross_limit(number, row[seat.element.id], nic)
        collector.add(costed._replace(is_cut=route.refusal is not None), route.hops)


def _cycles(seat: Seat, nic: VirtualNic | None, seats: list[Seat], receiver: int) -> dict[str, float]:
    costs = {
        "sent_inside": PACKET_CYCLES_SENT,
        "sent_outside": _outside(seat, nic, PARAVIRTUAL_CYCLES_SENT),
    }
    if receiver >= 0:
        peer = seats[receiver]
        peer_nic = next(iter(peer.element.carried(VirtualNic)), None)
        costs["received_inside"] = PACKET_CYCLES_RECEIVED
        costs["received_outside"] = _outside(peer, peer_nic, PARAVIRTUAL_CYCLES_RECEIVED)
    return costs


def _outside(seat: Seat, nic: VirtualNic | None, paravirtual: float) -> float:
    """Return the cycles a packet costs outside the guest: 0 on a bare server."""
    if seat.hypervisor is None or nic is None:
        return 0.0
    emulated = EMULATED_PACKET_CYCLES if nic.adapter == "emulated" else 0.0
    return paravirtual + emulated + (DRIVER_DOMAIN_CYCLES if seat.has_driver_domain else 0.0)


def _add_disks(collector: _Collector, stores: Stores) -> None:
    """Add what is read and written over cables and fibre, for each row of I/O with a way to its LUN."""
    guests = stores.ios.guest.tolist()
    for io, hops in enumerate(stores.hops):
        if hops:
            key = f"{stores.ios.keys[io]} over"
            base = _Row(f"{key} write", guests[io], 0.0, 0.0, DISK_FLOW_SHARES, io)
            collector.add(base, hops)
            collector.add(base._replace(key=f"{key} read", reads=True), hops, back=True)


def _table(collector: _Collector, links: Links, row: dict[str, int]) -> Flows:
    rows = collector.rows
    keys, *columns = zip(*rows, strict=True) if rows else ((),) * len(_Row._fields)
    values = dict(zip(_Row._fields[1:], columns, strict=True))
    whole, flags = ("guest", "io", "receiver"), ("reads", "is_cut")
    arrays = {
        name: np.array(column, dtype=np.int64 if name in whole else np.bool_ if name in flags else np.float64)
        for name, column in values.items()
    }
    owners = np.array(collector.limit_owner, dtype=np.int64)
    both_ways = np.repeat(links.capacity, 2)
    return Flows(
        **arrays,
        flow_index=np.array(collector.flow_index, dtype=np.int64),
        link_index=np.array(collector.link_index, dtype=np.int64),
        capacity=np.concatenate([both_ways, np.array(collector.limits, dtype=np.float64)]),
        holder=np.concatenate([np.repeat(links.element, 2), owners]),
        owned=np.arange(both_ways.size + owners.size) >= both_ways.size,
        keys=tuple(keys),
    )
