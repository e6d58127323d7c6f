"""Metrics: what the step found, as a frame. Sources: MODELS.md sections 1, 7 and 10."""

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.frame import Frame, GuestFrame, HostFrame, LinkFrame, LunFrame
from virtdesigner.engine.phases import cpu, storage
from virtdesigner.engine.phases.attribution import attribute
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.power import power
from virtdesigner.engine.queueing import ready_fraction, spread_ready


def frame(work: Work) -> Frame:
    """Return what the step found. Call it after `progress`."""
    return Frame(
        compiled=work.compiled,
        step=work.state.step,
        time=work.state.time,
        dt=work.dt,
        guests=_guests(work),
        hosts=_hosts(work),
        links=_links(work),
        luns=_luns(work),
        converged=work.converged,
        alarms=tuple(dict.fromkeys((*work.compiled.alarms, *work.alarms))),
    )


def _guests(work: Work) -> GuestFrame:
    compiled, state, uses = work.compiled, work.state, work.compiled.uses
    flows, ios = compiled.flows, compiled.stores.ios
    size = work.width.size
    ready, costop = waiting(work)
    found = attribute(work, ready, costop)
    sent = np.where(flows.io < 0, work.demand[uses.flows], 0.0)
    traffic = total(sent, flows.guest, size)
    # Swapping is the host's doing, not the guest's demand.
    own = np.where(ios.is_swap, 0.0, work.reads + work.writes)
    iops = total(own, ios.guest, size)
    cores = work.demand[uses.cpu]
    loads = storage.lun_loads(work, work.progress, storage.devices(work, work.progress))
    delay = total(own * loads.of_io, ios.guest, size) / np.where(iops > 0.0, iops, 1.0)
    return GuestFrame(
        host=state.host.copy(),
        cpu_demand=cores,
        cpu_granted=cores * work.progress,
        cpu_entitlement=cpu.entitlements(work),
        cpu_ready=ready,
        cpu_costop=costop,
        memory_active=work.active,
        memory_ballooned=state.ballooned,
        # Compression is not modelled: what a balloon can't take is swapped at once.
        memory_compressed=np.zeros(size),
        memory_swapped=state.swapped_active + state.swapped_idle,
        memory_shared=state.shared,
        network_demand=traffic,
        network_granted=traffic * work.progress,
        iops_demand=iops,
        iops_granted=iops * work.progress,
        storage_latency=delay,
        progress=work.progress,
        lost=found.lost,
        limited_by=found.limited_by,
        limiter=found.limiter,
    )


def waiting(work: Work) -> tuple[Floats, Floats]:
    """Return ready and co-stop of each guest (guests,), shares of wall time per vCPU.

    Whom the scheduler cuts waits for what it misses, with a backlog whenever it doesn't run. That is a part
    of the waiting that a closed queue would have; the rest is spread over all that run, so that guests within
    their entitlement wait little on a host that others fill.
    """
    hosts = work.compiled.hosts
    lanes = np.where(work.runs, work.compiled.guests.lanes, 0.0)
    run = _time_running(work, work.inside * work.progress)
    alone = _time_running(work, work.inside)
    cut = work.bounds[work.compiled.uses.cpu] < 1.0
    missed = np.where(work.state.backlog > 0.0, 1.0, np.maximum(alone, run)) - run
    missed = np.where(cut & work.runs, missed, 0.0)
    count = total(lanes, work.place, hosts.cores.size)
    some = np.where(count > 0.0, count, 1.0)
    mean = total(lanes * alone, work.place, hosts.cores.size) / some
    threads = np.rint(hosts.threads * work.state.cpu_factor).astype(np.int64)
    queued = ready_fraction(np.rint(count).astype(np.int64), np.minimum(mean, 1.0), threads)
    rest = np.maximum(queued - total(lanes * missed, work.place, hosts.cores.size) / some, 0.0)
    waits = missed + spread_ready(rest, run, lanes, work.place)
    waits = np.where(work.runs & (work.inside > 0.0), np.clip(waits, 0.0, 1.0 - run), 0.0)
    costop = waits * work.costop * (1.0 - 1.0 / np.maximum(lanes, 1.0))
    return waits - costop, costop


def _time_running(work: Work, cores: Floats) -> Floats:
    """Return the part of wall time (guests,) that each vCPU is on a thread to do the work of some `cores`.

    Two busy threads of a core are slower than one, so the same work takes longer, without waiting.
    """
    most = work.width * work.at_host(work.thread_speed)
    return np.minimum(cores / np.where(most > 0.0, most, 1.0), 1.0) * (most > 0.0)


def _hosts(work: Work) -> HostFrame:
    hosts, state = work.compiled.hosts, work.state
    used = total(work.demand[work.compiled.uses.cpu] * work.progress, work.place, hosts.cores.size)
    busy = used / np.where(work.capacity > 0.0, work.capacity, 1.0)
    return HostFrame(
        cpu_capacity=work.capacity,
        cpu_used=used,
        memory_total=hosts.memory,
        memory_used=np.where(state.host_up, work.memory_used, 0.0),
        memory_state=state.memory_state,
        power=np.where(state.host_up, power(hosts.curves, busy), 0.0),
    )


def _links(work: Work) -> LinkFrame:
    flows, links, uses = work.compiled.flows, work.compiled.links, work.compiled.uses
    rate = work.demand[uses.flows] * work.progress[flows.guest]
    rate = np.where(flows.is_cut, 0.0, rate)
    load = total(rate[flows.flow_index], flows.link_index, flows.capacity.size)
    load = load + work.swap_traffic
    used = load[: 2 * links.capacity.size].reshape(-1, 2).max(axis=1, initial=0.0)
    # A cable between ends without a speed of their own has no capacity to speak of.
    left = work.link_capacity[: 2 * links.capacity.size : 2]
    capacity = np.where(np.isfinite(left), left, 0.0)
    utilisation = used / np.where(capacity > 0.0, capacity, 1.0) * (capacity > 0.0)
    return LinkFrame(capacity, used, np.minimum(utilisation, 1.0))


def _luns(work: Work) -> LunFrame:
    stores = work.compiled.stores
    device = storage.devices(work, work.progress)
    loads = storage.lun_loads(work, work.progress, device)
    group = stores.lun_group
    utilisation = np.zeros(group.size)
    if device.busy.size:
        disks = work.group_capacity
        busy = np.minimum(device.busy / np.where(disks > 0.0, disks, 1.0), 1.0)
        utilisation = np.where(group >= 0, busy[group], 0.0)
    return LunFrame(loads.iops, loads.latency, utilisation, loads.iops * loads.latency / 1000.0)
