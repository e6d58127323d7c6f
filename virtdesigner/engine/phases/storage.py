"""Storage: device time of disk groups and queues of hosts on LUNs, shared; and the latency that follows.

Source: MODELS.md section 5.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, rows_of, total
from virtdesigner.engine.phases.asks import Asks, ios_ask
from virtdesigner.engine.phases.routes import TAKES, Queues
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.queueing import device_latency


def iops_asks(work: Work, rows: Ints) -> Asks:
    """Return the I/Os a second of some rows of I/O."""
    return ios_ask(work, rows, np.ones(rows.size), np.ones(rows.size))


def group_asks(work: Work, rows: Ints) -> Asks:
    """Return the device time that some rows of I/O take, seconds a second: RAID and cache in."""
    service = work.compiled.stores.service
    return ios_ask(work, rows, service.read_s[rows], service.write_s[rows])


def queue_asks(work: Work, rows: Ints) -> Asks:
    """Return the I/Os of some rows that are under way at once when nothing waits (Little)."""
    service = work.compiled.stores.service
    return ios_ask(work, rows, service.read_ms[rows] / 1000.0, service.write_ms[rows] / 1000.0)


def slot_asks(work: Work, slots: Ints) -> Asks:
    """Return what is under way of some slots when nothing waits: in a port only of the I/O that passes it."""
    stores = work.compiled.stores
    rows, pair = stores.slots.io[slots], stores.slots.pair[slots]
    parts = np.append(stores.ports.part, 1.0)[pair] / 1000.0
    return ios_ask(work, rows, stores.service.read_ms[rows] * parts, stores.service.write_ms[rows] * parts)


def depths(work: Work) -> Floats:
    """Return what each queue can hold (queues, then ports) now: its window, and a port's depth."""
    stores = work.compiled.stores
    return np.concatenate((work.window, stores.ports.depth)) if stores.ports.depth.size else work.window


def set_windows(work: Work) -> None:
    """Set the I/Os that each queue may have under way (queues,): its depth, or less where it is congested."""
    work.window = work.here.ios.depth
    if work.here.ios.controlled.size:
        work.window = np.minimum(work.window, work.state.window)


def set_swap_time(work: Work) -> None:
    """Set the device seconds a second that swapping out takes of each group, at most all."""
    stores, capacity, swaps = work.compiled.stores, work.here.group_capacity, work.swapping.files.held()
    work.swap_time = np.zeros(capacity.size)
    group = stores.ios.group[swaps.io]
    on = rows_of(group >= 0)
    if on.size:
        spent = total(swaps.out[on] * stores.swap_out_s[swaps.io[on]], group[on], capacity.size)
        work.swap_time = np.minimum(spent, capacity)


def room(work: Work) -> Floats:
    """Return what each disk group (groups,) has beside swapping out, device seconds a second."""
    return work.here.group_capacity - work.swap_time


class Sums(NamedTuple):
    """What goes through the queues of hosts on LUNs in a second, (queues,).

    time: device s; under_way: I/Os at once when nothing waits; iops; alone: ms that I/Os take of the device;
    waiting: I/Os that wait for a disk, not answered by a cache.
    """

    time: Floats
    under_way: Floats
    iops: Floats
    alone: Floats
    waiting: Floats


def sums(work: Work, pace: Floats, rows: Queues | None = None) -> Sums:
    """Add up the I/O of guests that go at a pace (guests,), and what they swap in; rows: None for all."""
    rows, size = rows or work.here.queues, work.native.size
    if not rows.group_of.size:
        return Sums(*(np.zeros(0) for _ in Sums._fields))
    pace_of = pace.take(rows.guest)
    read = work.moved[size : 2 * size].take(rows.guest) * pace_of
    write = work.moved[2 * size :].take(rows.guest) * pace_of
    return _with_swap_ins(work, pace, Sums(*rows.sums(read, write)))


def in_queues(work: Work, found: Sums) -> Floats:
    """Return what is under way at once in queues, then ports, when nothing waits."""
    ports, under_way = work.compiled.stores.ports, found.under_way
    return np.concatenate((under_way, ports.loads(under_way))) if ports.part.size else under_way


def _with_swap_ins(work: Work, pace: Floats, found: Sums) -> Sums:
    stores, swaps = work.compiled.stores, work.swapping.files.held()
    ios, service, io = stores.ios, stores.service, swaps.io
    on = rows_of(~ios.is_cut[io])
    if not on.size:
        return found
    io, rate = io[on], (swaps.faults * pace[swaps.guest])[on]
    missed = 1.0 - stores.groups.hit[ios.group[io]]
    takes = Sums(
        service.read_s[io], service.read_ms[io] / 1000.0, np.ones(io.size), service.device_ms[io], missed
    )
    queue, size = ios.queue[io], found.time.size
    return Sums(*(own + total(rate * each, queue, size) for own, each in zip(found, takes, strict=True)))


class Device(NamedTuple):
    """What disk groups do (groups,). busy: device seconds a second; wait: ms an I/O waits for others."""

    busy: Floats
    wait: Floats


def devices(work: Work, found: Sums, window: Floats | None = None) -> Device:
    """Return load and waiting of each disk group at what goes through its queues.

    window: (queues,) what those may hold; None for what they may now.
    """
    disks, group = work.here.group_capacity, work.here.queues.group_of
    size = disks.size
    if not size:
        return Device(disks, disks)
    swaps = _swap_outs(work)
    busy = total(found.time, group, size) + work.swap_time
    iops = total(found.iops, group, size)
    with_swaps = iops + total(swaps, group, size)
    some = np.where(iops > 0.0, iops, 1.0)
    whole = np.where(with_swaps > 0.0, with_swaps, 1.0)
    # The most the group can do of this mix: what it does now, scaled to all its device time.
    most = quotient(whole * disks, busy, 0.0)
    service_ms = total(found.alone, group, size) / some
    offered = np.minimum(with_swaps, most)
    queued = found.iops + swaps
    deepest = np.where(queued > 0.0, work.window if window is None else window, 0.0)
    deepest = _through_ports(work, deepest)
    in_all = total(deepest, group, size)
    full = device_latency(offered, most, service_ms, in_all)
    full = np.where(most > 0.0, full, 0.0)
    is_full = full * most / 1000.0 >= in_all * (1.0 - 1e-9)
    latency = full
    if is_full.any():
        # A queue holds what is under way in it, maybe far less than its depth beside another that is full.
        under_way = np.minimum(deepest, queued * full[group] / 1000.0)
        shorter = device_latency(offered, most, service_ms, total(under_way, group, size))
        latency = np.where(is_full, shorter, full)
    wait = np.where((most > 0.0) & np.isfinite(latency), latency - service_ms, 0.0)
    return Device(busy, np.maximum(wait, 0.0))


def _through_ports(work: Work, under_way: Floats) -> Floats:
    """Return what is under way in each queue (queues,) when no port holds more than its depth."""
    ports = work.compiled.stores.ports
    if not ports.part.size:
        return under_way
    load = ports.loads(under_way)
    left = np.minimum(quotient(ports.depth, load), 1.0)
    found = np.ones(under_way.size)
    # A path that nothing takes holds nothing up.
    on = rows_of(ports.part > 0.0)
    np.minimum.at(found, ports.queue[on], left[ports.port[on]])
    return under_way * found


def weights(work: Work) -> Floats:
    """Return by what queues (queues,) share a disk group that is busy: what each can have under way there."""
    return _through_ports(work, work.window)


def _swap_outs(work: Work) -> Floats:
    """Return the writes/s of swapping out in each queue (queues,)."""
    ios, size = work.compiled.stores.ios, work.compiled.stores.queue_depth.size
    swaps = work.swapping.files.held()
    on = rows_of(~ios.is_cut[swaps.io])
    return total(swaps.writes[on], ios.queue[swaps.io[on]], size) if on.size else np.zeros(size)


def in_ports(work: Work, found: Sums, device: Device) -> Floats:
    """Return what is under way in each port (ports,) that can be full, what waits for disks too."""
    ports = work.compiled.stores.ports
    if not ports.part.size:
        return ports.depth
    waiting = found.waiting * device.wait[work.here.queues.group_of] / 1000.0
    return np.minimum(ports.loads(found.under_way + waiting), ports.depth)


class LunLoad(NamedTuple):
    """What LUNs do: iops, latency (ms, of an I/O alone where none is done), (luns,)."""

    iops: Floats
    latency: Floats


def lun_loads(work: Work, found: Sums, device: Device) -> LunLoad:
    """Return I/O and latency of each LUN. A read from the cache waits for no disk."""
    stores = work.compiled.stores
    lun, size = stores.queue_lun, stores.element.size
    iops = total(found.iops, lun, size)
    idle = stores.idle.read_ms
    if device.wait.size:
        waited = total(found.waiting * device.wait[work.here.queues.group_of], lun, size)
        idle = idle + np.where(stores.lun_group >= 0, device.wait[stores.lun_group], 0.0)
    else:
        waited = np.zeros(size)
    whole = quotient(total(found.under_way, lun, size) * 1000.0 + waited, iops)
    return LunLoad(iops + total(_swap_outs(work), lun, size), np.where(iops > 0.0, whole, idle))


def guest_latency(work: Work, device: Device, iops: Floats) -> Floats:
    """Return the mean latency (guests,) ms of the I/O of guests that want so many IOPS (guests,)."""
    rows, size = work.here.queues, work.native.size
    read, write = work.moved[size : 2 * size], work.moved[2 * size :]
    spent = read * rows.own_read_ms + write * rows.own_write_ms
    if device.wait.any():
        waits = TAKES.index("waiting")
        waiting = (
            read.take(rows.guest) * rows.per_read[waits] + write.take(rows.guest) * rows.per_write[waits]
        )
        spent += total(waiting * device.wait.take(rows.group), rows.guest, size)
    return quotient(spent, iops)
