"""Storage: device time of disk groups and queues of hosts on LUNs, shared; and the latency that follows.

Source: MODELS.md section 5.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.queueing import device_latency
from virtdesigner.engine.sharing import share


def group_demands(work: Work) -> Floats:
    """Return the device time (ios,) that I/Os take, seconds a second: RAID and cache in."""
    service = work.compiled.stores.service
    return np.asarray(work.reads * service.read_s + work.writes * service.write_s)


def queue_demands(work: Work) -> Floats:
    """Return the I/Os (ios,) that are under way at once when nothing waits (Little)."""
    service = work.compiled.stores.service
    return np.asarray((work.reads * service.read_ms + work.writes * service.write_ms) / 1000.0)


def bound_groups(work: Work, shown: Floats) -> Floats:
    """Return the bound of each row of I/O (ios,) by its disk group."""
    stores = work.compiled.stores
    capacity = work.group_capacity - work.swap_time
    return _bound(work, shown, work.compiled.uses.groups, stores.ios.group, capacity)


def bound_queues(work: Work, shown: Floats) -> Floats:
    """Return the bound of each row of I/O (ios,) by its host's queue: IOPS <= outstanding / latency."""
    stores = work.compiled.stores
    return _bound(work, shown, work.compiled.uses.queues, stores.ios.queue, stores.queue_depth)


def _bound(work: Work, shown: Floats, family: slice, row: Ints, capacity: Floats) -> Floats:
    """Share each resource equally among what asks for it; I/O without a way is cut to nothing."""
    ios, demand = work.compiled.stores.ios, work.demand[family]
    bounds = np.where(ios.is_cut & (work.reads + work.writes > 0.0), 0.0, 1.0)
    asks = np.flatnonzero((shown > 0.0) & ~ios.is_cut)
    if not capacity.size or not (total(shown[asks], row[asks], capacity.size) > capacity).any():
        return bounds
    nothing = np.zeros(asks.size)
    found = share(shown[asks], nothing + 1.0, nothing, nothing + np.inf, row[asks], capacity)
    bounds[asks] = np.minimum(bounds[asks], working.bound(found.grant, shown[asks], demand[asks]))
    return bounds


class Device(NamedTuple):
    """What disk groups do (groups,). busy: device seconds a second; wait: ms an I/O waits for others."""

    busy: Floats
    wait: Floats


def devices(work: Work, progress: Floats) -> Device:
    """Return load and waiting of each disk group at a progress (guests,) of those that use it."""
    stores = work.compiled.stores
    ios, service, disks = stores.ios, stores.service, work.group_capacity
    size = disks.size
    rows = np.flatnonzero((ios.group >= 0) & ~ios.is_cut)
    group = ios.group[rows]
    pace = progress[ios.guest[rows]]
    reads, writes = work.reads[rows] * pace, work.writes[rows] * pace
    time = reads * service.read_s[rows] + writes * service.write_s[rows]
    busy = total(time, group, size) + work.swap_time
    iops = total(reads + writes, group, size)
    swaps = total(work.swap_outs[rows], group, size)
    alone = total((reads + writes) * service.device_ms[rows], group, size)
    some = np.where(iops > 0.0, iops, 1.0)
    whole = np.where(iops + swaps > 0.0, iops + swaps, 1.0)
    # The most the group can do of this mix: what it does now, scaled to all its device time.
    most = np.where(busy > 0.0, whole * disks / np.where(busy > 0.0, busy, 1.0), 0.0)
    service_ms = alone / some
    offered = np.minimum(iops + swaps, most)
    queued = total(reads + writes + work.swap_outs[rows], ios.queue[rows], stores.queue_depth.size)
    queue_group = stores.lun_group[stores.queue_lun]
    active = (queued > 0.0) & (queue_group >= 0)
    place, deepest = queue_group[active], stores.queue_depth[active]
    full = device_latency(offered, most, service_ms, total(deepest, place, size))
    full = np.where(most > 0.0, full, 0.0)
    # A queue holds what is under way in it, which may be far less than its depth beside another that is full.
    under_way = np.minimum(deepest, queued[active] * full[place] / 1000.0)
    is_full = full * most / 1000.0 >= total(deepest, place, size) * (1.0 - 1e-9)
    latency = device_latency(offered, most, service_ms, total(under_way, place, size))
    latency = np.where(is_full, latency, full)
    wait = np.where((most > 0.0) & np.isfinite(latency), latency - service_ms, 0.0)
    return Device(busy, np.maximum(wait, 0.0))


class LunLoad(NamedTuple):
    """What LUNs do: iops, latency (ms, of an I/O alone where none is done), (luns,); of_io: (ios,) ms."""

    iops: Floats
    latency: Floats
    of_io: Floats


def lun_loads(work: Work, progress: Floats, device: Device) -> LunLoad:
    """Return I/O and latency of each LUN and of each row of I/O. A read from the cache waits for no disk."""
    stores = work.compiled.stores
    ios, service = stores.ios, stores.service
    size = stores.element.size
    rows = np.flatnonzero((ios.group >= 0) & ~ios.is_cut)
    pace = progress[ios.guest[rows]]
    reads, writes = work.reads[rows] * pace, work.writes[rows] * pace
    wait = device.wait[ios.group[rows]]
    missed = 1.0 - stores.groups.hit[ios.group[rows]]
    read_ms, write_ms = service.read_ms[rows] + missed * wait, service.write_ms[rows] + wait
    done = reads + writes
    mean = (reads * read_ms + writes * write_ms) / np.where(done > 0.0, done, 1.0)
    iops = total(done, ios.lun[rows], size)
    whole = total(done * mean, ios.lun[rows], size) / np.where(iops > 0.0, iops, 1.0)
    idle = stores.idle.read_ms
    if device.wait.size:
        idle = idle + np.where(stores.lun_group >= 0, device.wait[stores.lun_group], 0.0)
    of_io = np.zeros(ios.guest.size)
    of_io[rows] = mean
    return LunLoad(
        iops + total(work.swap_outs[rows], ios.lun[rows], size), np.where(iops > 0.0, whole, idle), of_io
    )
