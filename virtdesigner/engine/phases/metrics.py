"""Metrics: what the step found, as a frame. Sources: MODELS.md sections 1, 7 and 10."""

from functools import cache, partial

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient
from virtdesigner.engine.frame import Frame, GuestFrame, HostFrame, LinkFrame, LunFrame
from virtdesigner.engine.phases import answers, cpu, memory, network, storage
from virtdesigner.engine.phases.attribution import attribute
from virtdesigner.engine.phases.serving import served
from virtdesigner.engine.phases.waiting import waiting
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.power import power


def frame(work: Work) -> Frame:
    """Return what the step found. Call it after `progress`."""
    through = storage.sums(work, work.progress)
    device = storage.devices(work, through)
    luns = _luns(work, storage.lun_loads(work, through, device), device)
    work.state.latency = luns.latency
    return Frame(
        compiled=work.compiled,
        step=work.state.step,
        time=work.state.time,
        dt=work.dt,
        guests=_guests(work, device, luns.latency),
        hosts=_hosts(work),
        links=_links(work),
        luns=luns,
        converged=work.converged,
        port_queue=storage.in_ports(work, through, device),
        alarms=(*work.compiled.alarms, *work.alarms),
        events=tuple(work.events),
    )


def _guests(work: Work, device: storage.Device, latency: Floats) -> GuestFrame:
    state, here, size = work.state, work.here, work.native.size
    waits = waiting(work)
    delay = cache(network.delay(work).of_guests)
    progress, found = served(work, attribute(work, waits.ready, waits.costop))
    moment = answers.moment_of(work, waits, device, latency, delay)
    asked = answers.Asked(moment, state.backlog, found.limited_by, here.loops.guest, work.loop_parts)
    traffic = work.moved[:size] * here.traffic
    # Swapping is the host's doing, not the guest's demand.
    iops = (work.moved[size : 2 * size] + work.moved[2 * size :]) * here.queues.own_iops
    cores, granted = work.demand, work.demand * work.progress
    if work.service.size:
        cores = cores + work.served(here.running)
        granted = granted + work.served(work.progress)
    return GuestFrame(
        host=here.host,
        cpu_demand=cores,
        cpu_granted=granted,
        cpu_ready=waits.ready,
        cpu_costop=waits.costop,
        cpu_stalled=waits.stalled,
        cpu_overhead=work.overhead,
        cpu_far=here.platform_costs.far,
        cpu_crowded=work.overhead - here.platform_costs.overhead
        if here.platform_costs.crowding is not None
        else here.nothing,
        memory_active=work.active,
        memory_held=memory.held(work),
        memory_ballooned=state.ballooned,
        memory_compressed=state.compressed_active + state.compressed_idle,
        memory_swapped=_swapped(work),
        memory_shared=state.shared,
        network_demand=traffic,
        network_granted=traffic * work.progress,
        iops_demand=iops,
        iops_granted=iops * work.progress,
        storage_latency=storage.guest_latency(work, device, iops),
        progress=progress,
        lost=found.lost,
        limited_by=found.limited_by,
        limiter=found.limiter,
        finished=state.finished,
        delay=delay,
        answer=cache(asked.answers),
        entitle=cache(partial(cpu.entitlements, here, work.capacity)),
    )


def _crowded(work: Work) -> Floats:
    """What neighbours in caches add to the time of work (guests,), as a part of native time."""
    costs = work.here.platform_costs
    return work.here.nothing if costs.crowding is None else work.overhead - costs.overhead


def _memory(work: Work) -> dict[str, Floats]:
    """What memory guests touch and hold, and what was taken of it, MiB, by column of `GuestFrame`."""
    state = work.state
    return {
        "memory_active": work.active,
        "memory_held": memory.held(work),
        "memory_ballooned": state.ballooned,
        "memory_compressed": state.compressed_active + state.compressed_idle,
        "memory_swapped": _swapped(work),
        "memory_shared": state.shared,
    }


def _swapped(work: Work) -> Floats:
    """What is swapped out of guests (guests,) MiB, by hypervisors and by the kernels of VMs and servers."""
    found, inside = work.state.swapped_active + work.state.swapped_idle, work.inside_vms
    if inside is not None:
        found[inside.guest] += inside.missing
    return found


def _hosts(work: Work) -> HostFrame:
    hosts, state = work.compiled.hosts, work.state
    used = work.here.sum(work.demand * work.progress + work.served(work.progress))
    busy = quotient(used, work.capacity)
    return HostFrame(
        cpu_capacity=work.capacity,
        cpu_used=used,
        memory_total=hosts.memory,
        memory_used=np.where(state.host_up, work.memory_used, 0.0),
        memory_state=state.memory_state,
        power=np.where(state.host_up, power(hosts.curves, busy), 0.0),
    )


def _links(work: Work) -> LinkFrame:
    links = work.compiled.links.capacity.size
    load = work.load + work.swap_traffic
    used = np.maximum(load[: 2 * links : 2], load[1 : 2 * links : 2])
    # A cable between ends without a speed of their own has no capacity to speak of.
    left = work.here.link_capacity[: 2 * links : 2]
    capacity = np.where(np.isfinite(left), left, 0.0)
    utilisation = quotient(used, capacity) * (capacity > 0.0)
    return LinkFrame(capacity, used, np.minimum(utilisation, 1.0))


def _luns(work: Work, loads: storage.LunLoad, device: storage.Device) -> LunFrame:
    group, disks = work.compiled.stores.lun_group, work.here.group_capacity
    utilisation = np.zeros(group.size)
    if disks.size:
        busy = np.minimum(quotient(device.busy, disks), 1.0)
        utilisation = np.where(group >= 0, busy[group], 0.0)
    space = work.compiled.stores.space
    used = np.minimum(space.used(work.state.written), space.capacity)
    under_way = loads.iops * loads.latency / 1000.0
    return LunFrame(loads.iops, loads.latency, utilisation, under_way, used, space.capacity)
