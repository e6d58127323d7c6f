"""Overheads: what makes a guest's work take longer than on bare metal, or stand still at its limit."""

from collections.abc import Iterator

import numpy as np

from virtdesigner.engine.compile.sockets import Wide, nodes_on
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.queueing import quota_stall
from virtdesigner.insight.bottlenecks import NOTICED
from virtdesigner.insight.neighbours import neighbours
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualCpus, Workload
from virtdesigner.rules.cpu_terms import QUOTA_PERIOD_MS, has_quota, quota_ms

NAMED = 2
"""Neighbours that are named."""


def longer(frame: Frame, row: int) -> Iterator[Message]:
    """What a full way to disks holds up, and how much longer a guest's work takes, and why."""
    yield from _full_way(frame, row)
    factor = float(frame.guests.cpu_overhead[row])
    if factor > 1.0 + NOTICED:
        limiter, ids = int(frame.guests.limiter[row]), frame.compiled.element_ids
        guest = frame.compiled.guest_ids[row]
        yield message("work-longer", guest=guest, element=ids[limiter] if limiter >= 0 else "", factor=factor)
        yield from parts(frame, row)


def _full_way(frame: Frame, row: int) -> Iterator[Message]:
    """The I/O that the hypervisor passes on to virtual disks, where a guest's VM asks for more."""
    compiled, limiter = frame.compiled, int(frame.guests.limiter[row])
    if limiter < 0 or not frame.guests.iops_demand[row]:
        return
    platforms, guests, stores = compiled.platforms, compiled.guests, compiled.stores
    platform = np.flatnonzero(platforms.element == limiter)
    if not platform.size:
        return
    machine = int(guests.carrier[row]) if guests.carrier[row] >= 0 else row
    inside = np.flatnonzero((guests.carrier == machine) | (np.arange(guests.carrier.size) == machine))
    reads, writes = float(stores.reads[inside].sum()), float(stores.writes[inside].sum())
    takes = reads * float(platforms.read_s[platform[0]]) + writes * float(platforms.write_s[platform[0]])
    wanted = float(frame.guests.iops_demand[inside].sum())
    if takes and wanted > (most := (reads + writes) / takes):
        yield message(
            "disk-way-full",
            hypervisor=compiled.element_ids[limiter],
            guest=compiled.guest_ids[machine],
            most=most,
            wanted=wanted,
        )


def parts(frame: Frame, row: int) -> Iterator[Message]:
    """What memory of other sockets, and neighbours in caches, add to a guest's work, where it is noticed."""
    guests, host = frame.guests, int(frame.guests.host[row])
    factor = float(guests.cpu_overhead[row])
    if host < 0 or not factor:
        return
    far, crowded = (float(part[row]) / factor for part in (guests.cpu_far, guests.cpu_crowded))
    name = frame.compiled.host_ids[host]
    if far >= NOTICED:
        yield message("far-memory", host=name, nodes=_nodes(frame, row), share=far)
    if crowded >= NOTICED:
        yield message("crowded-caches", host=name, share=crowded)
        others = sorted(neighbours(frame, row), key=lambda neighbour: -neighbour.cores)
        for neighbour in others[:NAMED]:
            yield message("cache-user", neighbour=neighbour.guest, cores=neighbour.cores)


def _nodes(frame: Frame, row: int) -> int:
    """Over how many sockets of its host a guest lies."""
    guests, at = frame.compiled.guests, np.array([row])
    wide = Wide(*(getattr(guests, name)[at] for name in Wide._fields))
    return int(nodes_on(wide, frame.compiled.hosts, frame.guests.host[at])[0])


def _too_narrow(frame: Frame, row: int) -> Iterator[Message]:
    """The vCPUs, or the threads of its work, of a guest that asks for more than all of them can do."""
    compiled, host = frame.compiled, int(frame.guests.host[row])
    if host < 0:
        return
    wanted, lanes = float(frame.guests.cpu_demand[row]), float(compiled.guests.lanes[row])
    if wanted > lanes * float(compiled.hosts.speed[host]):
        code = "few-threads" if _lacks_threads(frame, row, lanes) else "too-narrow"
        yield message(code, guest=compiled.guest_ids[row], wanted=wanted, lanes=lanes)


def _lacks_threads(frame: Frame, row: int, lanes: float) -> bool:
    """Whether the work of a guest, and not its vCPUs, leaves it with so few lanes."""
    element = frame.compiled.design.elements[frame.compiled.guest_ids[row]]
    fewest = min((cpus.count for cpus in element.carried(VirtualCpus)), default=lanes + 1.0)
    return lanes < fewest and any(load.threads == lanes for load in element.carried(Workload))


def at_limit(frame: Frame, row: int) -> Iterator[Message]:
    """How long a guest stands still at its CPU limit, in the terms of what schedules it; or its few vCPUs."""
    share, host = float(frame.guests.cpu_stalled[row]), int(frame.guests.host[row])
    guest, compiled = frame.compiled.guest_ids[row], frame.compiled
    if share < NOTICED or host < 0:
        yield from _too_narrow(frame, row)
        return
    limit, speed = float(compiled.guests.limit[row]), float(compiled.hosts.speed[host])
    threads = min(float(frame.guests.cpu_demand[row]) / speed, float(compiled.guests.lanes[row]))
    if not has_quota(compiled.design, guest):
        yield message("limit-reached", guest=guest, cores=limit, threads=threads, share=share)
        return
    quota = quota_ms(limit, speed)
    stall = quota_stall(np.array([QUOTA_PERIOD_MS]), np.array([quota]), np.array([threads]))
    yield message(
        "quota-used-up",
        guest=guest,
        quota=quota,
        period=QUOTA_PERIOD_MS,
        threads=threads,
        stall=float(stall[0]),
    )
