"""Users: which guests use a link, disks under a LUN, a driver domain, a pool or a host's memory; how much."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.compile.flows import KIB_TO_MEGABIT
from virtdesigner.engine.frame import Frame
from virtdesigner.model.design import Design

LEAST: Final = 1e-9
"""Use below which somebody is no user at all."""


@dataclass(frozen=True, slots=True)
class User:
    """A guest that uses something. amount: in the unit of the thing; share: of what all use, 0 to 1."""

    guest: str
    amount: float
    share: float


@dataclass(frozen=True, slots=True)
class DiskUser:
    """A guest with I/O on disks. share: of the disks' time that it takes; wanted: that all it asks for takes.

    1 is all the time of all of them; what is wanted may be more than that.
    """

    guest: str
    share: float
    wanted: float


def link_users(frame: Frame, link: int) -> tuple[User, ...]:
    """Who sends over a link (row), in Mb/s of its busier direction, most first."""
    flows = frame.compiled.flows
    there, back = (np.flatnonzero(flows.link_index == 2 * link + way) for way in (0, 1))
    rates = _carried(frame)
    directions = [flows.flow_index[pairs] for pairs in (there, back)]
    busier = max(directions, key=lambda crossing: float(rates[crossing].sum()))
    return _ranked(frame, total(rates[busier], flows.guest[busier], len(frame.guests.host)))


def _carried(frame: Frame) -> Floats:
    """What each flow carries (flows,), Mb/s: what workloads send, and what their disks read and write."""
    flows, ios = frame.compiled.flows, frame.compiled.stores.ios
    rates = _own_rates(frame)
    disks = np.flatnonzero(flows.io >= 0)
    io = flows.io[disks]
    read, written = _io_rates(frame, frame.guests.iops_granted)
    iops = np.where(flows.reads[disks], read[io], written[io])
    rates[disks] = iops * ios.block[io] * KIB_TO_MEGABIT * flows.part[disks]
    return rates


def disk_users(frame: Frame, lun: int) -> tuple[DiskUser, ...]:
    """Who uses the disks under a LUN (row), those who ask for most first."""
    taken, wanted = (
        _on_disks(frame, lun, iops) for iops in (frame.guests.iops_granted, frame.guests.iops_demand)
    )
    there_is = float(taken.sum()) / max(float(frame.luns.utilisation[lun]), LEAST)
    ids = frame.compiled.guest_ids
    rows = [row for row in np.argsort(-wanted, kind="stable").tolist() if taken[row] > LEAST]
    return tuple(
        DiskUser(ids[row], float(taken[row]) / there_is, float(wanted[row]) / there_is) for row in rows
    )


def _on_disks(frame: Frame, lun: int, iops: Floats) -> Floats:
    """Device seconds a second (guests,) that so many IOPS (guests,) take of the disks under a LUN (row)."""
    stores = frame.compiled.stores
    ios, service = stores.ios, stores.service
    rows = np.flatnonzero((ios.group == stores.lun_group[lun]) & (ios.group >= 0) & ~ios.is_cut)
    read, written = _io_rates(frame, iops)
    busy = read[rows] * service.read_s[rows] + written[rows] * service.write_s[rows]
    return total(busy, ios.guest[rows], len(frame.guests.host))


def full_port(frame: Frame, guest: int, element: int) -> int | None:
    """The fullest fibre-channel port (row) of an element (row) that I/O of a guest (row) passes, if any."""
    stores = frame.compiled.stores
    slots, ports = stores.slots, stores.ports
    own = slots.pair[(slots.pair >= 0) & (stores.ios.guest[slots.io] == guest)]
    passed = np.unique(ports.port[own])
    passed = passed[ports.element[passed] == element]
    if not passed.size:
        return None
    return int(passed[np.argmax(frame.port_queue[passed] / ports.depth[passed])])


def port_users(frame: Frame, port: int) -> tuple[User, ...]:
    """Who has I/Os under way in a fibre-channel port (row), how many, most first; waits for disks aside."""
    stores = frame.compiled.stores
    slots, ports, service = stores.slots, stores.ports, stores.service
    rows = np.flatnonzero(slots.pair >= 0)
    rows = rows[ports.port[slots.pair[rows]] == port]
    io = slots.io[rows]
    read, written = _io_rates(frame, frame.guests.iops_granted)
    spent = (read[io] * service.read_ms[io] + written[io] * service.write_ms[io]) / 1000.0
    spent *= ports.part[slots.pair[rows]]
    return _ranked(frame, total(spent, stores.ios.guest[io], len(frame.guests.host)))


def domain_users(frame: Frame, domain: int) -> tuple[User, ...]:
    """For whom a driver domain (row of guests) works, in cycles a second, most first."""
    services, guests = frame.compiled.services, frame.guests
    rows = np.flatnonzero(services.domain == domain)
    client = services.guest[rows]
    sent = _part(guests.network_granted, _planned(frame))[client]
    cycles = services.of_traffic[rows] * sent + services.of_io[rows] * guests.iops_granted[client]
    return _ranked(frame, total(cycles, client, len(guests.host)))


def group_users(frame: Frame, element: str) -> tuple[User, ...]:
    """Which guests share the cores of a pool, or of a VM that holds containers, most first."""
    inside = np.flatnonzero(inside_of(frame, element))
    return _ranked(frame, total(frame.guests.cpu_granted[inside], inside, len(frame.guests.host)))


def host_users(frame: Frame, host: int) -> tuple[User, ...]:
    """Who uses the cores of a host (row), most first."""
    return _ranked(frame, np.where(frame.guests.host == host, frame.guests.cpu_granted, 0.0))


def inside_of(frame: Frame, element: str) -> Bools:
    """Which guests (guests,) lie in an element."""
    design = frame.compiled.design
    return np.array([lies_in(design, id, element) for id in frame.compiled.guest_ids], dtype=np.bool_)


def lies_in(design: Design, id: str, element: str) -> bool:
    """Whether an element lies in another, however deep."""
    return any(each.id == element for each in design.ancestors(id))


def memory_users(frame: Frame, host: int) -> tuple[User, ...]:
    """Who works with the memory of a host (row), MiB of its working set, most first."""
    return _ranked(frame, np.where(frame.guests.host == host, frame.guests.memory_active, 0.0))


def _own_rates(frame: Frame) -> Floats:
    """What each flow of a workload carries (flows,), Mb/s; 0 for those of disks."""
    flows = frame.compiled.flows
    sent = _part(frame.guests.network_granted, _planned(frame))
    return np.asarray(flows.rate * sent[flows.guest])


def _planned(frame: Frame) -> Floats:
    """What guests send at full load (guests,), Mb/s."""
    flows = frame.compiled.flows
    return total(flows.rate, flows.guest, len(frame.guests.host))


def _io_rates(frame: Frame, iops: Floats) -> tuple[Floats, Floats]:
    """Reads and writes a second (ios,) of so many IOPS of guests (guests,); swapping isn't in it."""
    stores = frame.compiled.stores
    done = _part(iops, stores.reads + stores.writes)
    share = stores.ios.share * done[stores.ios.guest]
    return stores.reads[stores.ios.guest] * share, stores.writes[stores.ios.guest] * share


def _part(done: Floats, planned: Floats) -> Floats:
    return np.divide(done, planned, out=np.zeros(done.size), where=planned > 0.0)


def _ranked(frame: Frame, amounts: Floats) -> tuple[User, ...]:
    rows: Ints = np.flatnonzero(amounts > LEAST)
    whole = float(amounts.sum())
    order = rows[np.argsort(-amounts[rows], kind="stable")]
    ids = frame.compiled.guest_ids
    return tuple(User(ids[row], float(amounts[row]), float(amounts[row]) / whole) for row in order)
