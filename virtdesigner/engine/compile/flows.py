"""The table of flows: what workloads send, and what their disks move over cables and fibre.

Each flow crosses constraints: a link in one direction (row 2 * link, and + 1 for backwards), or a virtual
adapter with a limit of its own or a port group that is shaped (rows after those of the links).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.adapters import Adapters, Cost, cost
from virtdesigner.engine.compile.delays import fixed_ms
from virtdesigner.engine.compile.disk_flows import Detours, disk_flows
from virtdesigner.engine.compile.links import Links
from virtdesigner.engine.compile.scalings import with_spares
from virtdesigner.engine.compile.seats import Seat
from virtdesigner.engine.compile.shapers import ShaperCollector, Shapers
from virtdesigner.engine.compile.stores import Stores
from virtdesigner.engine.compile.teams import TeamCollector, Teams
from virtdesigner.engine.estimates import DISK_FLOW_SHARES
from virtdesigner.kinds import Vlan
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import VirtualNic
from virtdesigner.rules.fabric import Fabric, Route
from virtdesigner.rules.io_control import IoControl
from virtdesigner.rules.wiring import Hop

BYTES_OF_MEGABIT: Final = 1e6 / 8.0
"""[C] Bytes in a megabit."""

KIB_TO_MEGABIT: Final = 1024 * 8 / 1e6
"""[C] Megabits in a KiB."""


class Flows(NamedTuple):
    """Flows, arrays (flows,), those of workloads first.

    rate: Mb/s at full load (0 for a disk's, which its I/O decides); packets: packets/s for each Mb/s.
    reservation: Mb/s kept for it; fixed_ms: what a packet takes there and back beside its links. io: row of
    `Stores.ios` that it carries, -1 for none; part: of that I/O, where the rest takes other paths; reads: it
    carries what is read. receiver: row of the guest
    that it ends at, -1 for clients outside. *_cycles: a packet costs its sender or receiver, inside the guest
    and outside. is_cut: there is no way, or one that leads nowhere.

    flow_index, link_index: (pairs,) flow f crosses constraint l. capacity: (constraints,) Mb/s;
    holder: (constraints,) row of the element that sets it; owned: (constraints,) a guest's own limit.
    detours: what flows of disks cross if they take other paths.
    keys: of each flow, to find it again after an edit.
    """

    guest: Ints
    rate: Floats
    packets: Floats
    weight: Floats
    reservation: Floats
    fixed_ms: Floats
    io: Ints
    part: Floats
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
    detours: Detours
    keys: tuple[str, ...]


class _Row(NamedTuple):
    """One flow of a workload as it is collected."""

    key: str
    guest: int
    rate: float
    packets: float
    weight: float
    reservation: float
    fixed_ms: float
    receiver: int = -1
    sent_inside: float = 0.0
    sent_outside: float = 0.0
    received_inside: float = 0.0
    received_outside: float = 0.0
    is_cut: bool = False


Served = dict[tuple[int, str], float]
"""Row of a guest and id of a driver domain to cycles/s that it spends on the guest's traffic at full load."""


class _Ends(NamedTuple):
    """What flows start and end at. row: of guests by id."""

    adapters: Adapters
    seats: list[Seat]
    row: dict[str, int]


@dataclass
class _Collector:
    """Collects flows and what they cross."""

    link_row: dict[str, int]
    rows: list[_Row] = field(default_factory=list)
    flow_index: list[int] = field(default_factory=list)
    link_index: list[int] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)
    limit_owner: list[int] = field(default_factory=list)
    limit_owned: list[bool] = field(default_factory=list)
    shapers: ShaperCollector = field(default_factory=ShaperCollector)
    limit_row: dict[tuple[int, str], int] = field(default_factory=dict)
    served: Served = field(default_factory=dict)
    teams: TeamCollector = field(init=False)

    def __post_init__(self) -> None:
        """Begin without any team."""
        self.teams = TeamCollector(self.link_row)

    def serve(self, row: _Row, cost: Cost) -> None:
        """Charge a driver domain, if there is one, with what it does for a flow."""
        cycles = row.rate * (row.packets * cost.of_packet + BYTES_OF_MEGABIT * cost.of_byte)
        if cost.domain and cycles > 0.0:
            key = (row.guest, cost.domain)
            self.served[key] = self.served.get(key, 0.0) + cycles

    def add(self, row: _Row, hops: tuple[Hop, ...]) -> None:
        """Add a flow that crosses some links."""
        for hop in hops:
            self.cross(2 * self.link_row[hop.id] + (not hop.forward))
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
            self.limit_row[guest, nic.id] = self._limit(nic.limit, owner, is_own=True)
        self.cross(self.limit_row[guest, nic.id])

    def cross_shaper(self, group: Vlan | None, host: str, owner: Mapping[str, int]) -> None:
        """Let the flow that is added next share what a port group lets out of a host, if it is shaped."""
        if group is None or group.shaping is None:
            return
        if (group.id, host) not in self.shapers.rows:
            row = self._limit(group.shaping.peak, owner[group.id], is_own=False)
            self.shapers.rows[group.id, host] = (row, group.shaping)
        self.cross(self.shapers.rows[group.id, host][0])

    def _limit(self, rate: float, owner: int, *, is_own: bool) -> int:
        """Add a constraint that is no link, and return its row."""
        self.limits.append(rate)
        self.limit_owner.append(owner)
        self.limit_owned.append(is_own)
        return 2 * len(self.link_row) + len(self.limits) - 1


def compile_flows(
    design: Design,
    seats: list[Seat],
    stores: Stores,
    links: Links,
    link_row: dict[str, int],
    row: dict[str, int],
) -> tuple[Flows, Teams, Shapers, Served, list[Message]]:
    """Make the tables of flows, teams and shapers.

    Also what driver domains do for flows, and why some have no way.
    """
    collector = _Collector(link_row)
    refusals: list[Message] = []
    design = with_spares(design)
    ends = _Ends(design.derived(Adapters), seats, {seat.id: number for number, seat in enumerate(seats)})
    for number, seat in enumerate(seats):
        if seat.workload.flows:
            _add_sent(collector, refusals, design, ends, number, row)
    tables = (_table(collector, stores, links), collector.teams.table(), collector.shapers.table())
    return *tables, collector.served, refusals


def _add_sent(
    collector: _Collector,
    refusals: list[Message],
    design: Design,
    ends: _Ends,
    number: int,
    row: dict[str, int],
) -> None:
    """Add what the workload of one guest sends."""
    fabric, control = design.derived(Fabric), design.derived(IoControl)
    seat, seat_row = ends.seats[number], ends.row
    flows = seat.workload.flows
    nics = {nic.id: nic for nic in seat.nics}
    used = Counter(flow.nic for flow in flows)
    for flow in flows:
        nic = nics.get(flow.nic) if flow.nic else next(iter(nics.values()), None)
        route = fabric.flow_route(seat.id, flow)
        receiver = seat_row.get(flow.peer, -1) if flow.peer else -1
        weight = (nic.shares if nic else DISK_FLOW_SHARES) / used[flow.nic]
        _cross_limits(collector, ends, number, nic, route.hops, row)
        sent = cost(ends.adapters, seat, nic, True, route.hops)
        received = _received(ends, receiver, route.hops)
        stopped = (ends.adapters.stopped(end.domain) for end in (sent, received))
        refusal = route.refusal or next(filter(None, stopped), None)
        if refusal is not None and flow.rate > 0 and seat.is_on:
            refusals.append(refusal)
        made = _Row(
            f"{seat.id} flow {flow.id}",
            number,
            flow.rate,
            1e6 / (8.0 * flow.packet),
            weight,
            _reserved(ends, control, seat, nic, route) / used[flow.nic],
            fixed_ms(design, ends.adapters, seat, nic, route),
            receiver,
            sent.inside,
            sent.outside,
            received.inside,
            received.outside,
            refusal is not None,
        )
        collector.add(made, () if refusal else route.hops)
        if refusal is None:
            collector.teams.add(fabric, seat.id, flow, route, len(collector.rows) - 1)
            collector.serve(made, sent)
            collector.serve(made, received)


def _reserved(ends: _Ends, control: IoControl, seat: Seat, nic: VirtualNic | None, route: Route) -> float:
    """What is kept on an uplink for what an adapter sends over it."""
    return control.reservation(seat.id, nic) if nic and ends.adapters.leaves(route.hops) else 0.0


def _received(ends: _Ends, receiver: int, hops: tuple[Hop, ...]) -> Cost:
    """What a packet costs its receiver; nothing where that is outside the design."""
    if receiver < 0:
        return Cost(0.0)
    peer = ends.seats[receiver]
    return cost(ends.adapters, peer, next(iter(peer.nics), None), False, hops)


def _cross_limits(
    collector: _Collector,
    ends: _Ends,
    number: int,
    nic: VirtualNic | None,
    hops: tuple[Hop, ...],
    row: dict[str, int],
) -> None:
    """Let the flow that is added next share the limits of its adapter, and of that of the VM around it.

    So also those of the port groups that they are plugged into.
    """
    seat = ends.seats[number]
    if nic is None:
        return
    host = seat.house.server.id if seat.house.server else ""
    collector.cross_limit(number, row[seat.id], nic)
    collector.cross_shaper(ends.adapters.port_group(seat.id, nic.id), host, row)
    bridge = ends.adapters.switch(seat.id, nic.id)
    outer = ends.adapters.outer(bridge) if bridge and seat.carrier else None
    if outer is not None and bridge is not None and [hop.id for hop in hops] != [bridge.id]:
        collector.cross_limit(ends.row[outer[0].id], row[outer[0].id], outer[1])
        collector.cross_shaper(ends.adapters.port_group(outer[0].id, outer[1].id), host, row)


def _table(collector: _Collector, stores: Stores, links: Links) -> Flows:
    rows = collector.rows
    disks = disk_flows(stores, len(rows))
    sent, read = np.full(len(rows), -1, dtype=np.int64), np.zeros(len(rows), dtype=np.bool_)
    nothing = np.zeros(disks.io.size)
    owners = np.array(collector.limit_owner, dtype=np.int64)
    both_ways = np.repeat(links.capacity, 2)

    def column(name: str, rest: Floats = nothing) -> Floats:
        return np.concatenate([np.array([getattr(r, name) for r in rows], dtype=np.float64), rest])

    def pairs(own: list[int], others: Ints) -> Ints:
        return np.concatenate([np.array(own, dtype=np.int64), others])

    return Flows(
        guest=pairs([r.guest for r in rows], stores.ios.guest[disks.io]),
        rate=column("rate"),
        packets=column("packets"),
        weight=column("weight", nothing + DISK_FLOW_SHARES),
        reservation=column("reservation"),
        fixed_ms=column("fixed_ms"),
        io=np.concatenate([sent, disks.io]),
        part=np.concatenate([np.ones(len(rows)), disks.part]),
        reads=np.concatenate([read, disks.reads]),
        receiver=pairs([r.receiver for r in rows], np.full(nothing.size, -1, dtype=np.int64)),
        sent_inside=column("sent_inside"),
        sent_outside=column("sent_outside"),
        received_inside=column("received_inside"),
        received_outside=column("received_outside"),
        is_cut=column("is_cut") > 0.0,
        flow_index=pairs(collector.flow_index, disks.flow_index),
        link_index=pairs(collector.link_index, disks.link_index),
        capacity=np.concatenate([both_ways, np.array(collector.limits, dtype=np.float64)]),
        holder=np.concatenate([np.repeat(links.element, 2), owners]),
        owned=np.concatenate(
            [np.zeros(both_ways.size, dtype=np.bool_), np.array(collector.limit_owned, dtype=np.bool_)]
        ),
        detours=disks.detours,
        keys=(*(r.key for r in rows), *disks.keys),
    )
