"""Demand: what every guest would do in this step if nothing held it back."""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient, total
from virtdesigner.engine.phases import loops
from virtdesigner.engine.phases.crowding import slowing
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.workloads.patterns import Load

SLOWEST_END: Final = 1e-3
"""Numerical: progress below which a batch job's last step is not stretched further."""


def run(work: Work) -> None:
    """Set the demand for CPU, traffic and I/O, and the working set. Source: MODELS.md sections 0, 2, 4, 5."""
    guests, state, here = work.compiled.guests, work.state, work.here
    now = here.course.load(guests.keys, state.seed, state.step, state.time, work.dt)
    level = _level(work, now)
    if here.load_share is not None:
        level = level * here.load_share
    _end_batches(work, level)
    if here.loops.guest.size:
        now = loops.ask(work, level, now)
    work.arriving, work.draining = level, _draining(work, level)
    full_load = (level + work.draining) * here.running
    work.active = _active(work, now)
    if now.is_recorded:
        _set_recorded(work, now, full_load)
    else:
        stores = work.compiled.stores
        work.native = guests.cpu * full_load
        work.moved = np.concatenate((full_load, stores.reads * full_load, stores.writes * full_load))
    _set_cpu(work)


def _level(work: Work, now: Load) -> Floats:
    """Return the share of full load (guests,) that arrives; of a recorded guest, that of its CPU."""
    if not now.is_recorded:
        return now.level * work.here.on
    cpu = work.compiled.guests.cpu
    recorded = quotient(now.cpu, cpu, 1.0)
    return np.where(np.isnan(now.cpu), now.level, recorded) * work.here.on


def _end_batches(work: Work, level: Floats) -> None:
    """Let batch jobs that are done want nothing, and those that end in this step only what they need."""
    rows = work.here.batches
    if not rows.size:
        return
    guests, state = work.compiled.guests, work.state
    left = np.maximum(guests.batch_work[rows] - state.work_done[rows], 0.0)
    if work.batch_pace is None:
        level[rows[left <= 0.0]] = 0.0
        return
    # At half its pace what is left takes twice as long; asking for less would never end it.
    rate = guests.cpu[rows] * work.dt * np.maximum(work.batch_pace[rows], SLOWEST_END)
    level[rows] = np.minimum(level[rows], left / rate)


def _draining(work: Work, level: Floats) -> Floats:
    """Return what of the backlog is tried (guests,), of full load: what the vCPUs have room for."""
    rows = work.here.backlogs
    if not rows.size:
        return work.here.nothing
    cpu = work.compiled.guests.cpu[rows]
    widest = quotient(work.here.width[rows], cpu, np.inf)
    room = np.maximum(widest - level[rows], 0.0)
    draining = np.zeros(level.size)
    draining[rows] = np.minimum(work.state.backlog[rows] / work.dt, room) * work.here.on[rows]
    return draining


def _active(work: Work, now: Load) -> Floats:
    guests, here = work.compiled.guests, work.here
    usual = here.memory.usual_active
    if work.state.time + work.dt <= here.course.all_begun:
        # A program that hasn't begun has no working set yet.
        usual = np.where(work.state.time + work.dt > guests.patterns.start, usual, 0.0)
    if not now.is_recorded:
        return usual
    most = np.maximum(guests.memory, guests.size)
    return np.where(np.isnan(now.memory), usual, np.minimum(now.memory, most) * here.running)


def _set_recorded(work: Work, now: Load, full_load: Floats) -> None:
    """Set native CPU and what is moved where some guests play what was recorded of them."""
    guests, flows, stores = work.compiled.guests, work.compiled.flows, work.compiled.stores
    running, draining = work.here.running, work.draining
    cpu = np.where(np.isnan(now.cpu), guests.cpu * work.arriving, now.cpu) * work.here.on
    work.native = (cpu + guests.cpu * draining) * running
    planned = total(flows.rate, flows.guest, guests.cpu.size)
    traffic = quotient((now.network + planned * draining) * running, planned)
    moved = [np.where(np.isnan(now.network), full_load, traffic)]
    for usual, recorded in ((stores.reads, now.reads), (stores.writes, now.writes)):
        played = (recorded + usual * draining) * running
        moved.append(np.where(np.isnan(recorded), usual * full_load, played))
    work.moved = np.concatenate(moved)


def _set_cpu(work: Work) -> None:
    """Set the CPU wanted: the work itself, with the technique's overhead, then packets and I/O."""
    costs, size = work.here.costs, work.native.size
    traffic, iops = work.moved[:size], work.moved[size : 2 * size] + work.moved[2 * size :]
    inside = traffic * costs.sent_inside + iops * costs.io_inside
    work.outside = traffic * costs.sent_outside + iops * costs.io_outside
    if costs.receiver.size:
        arriving = (traffic * work.state.progress)[costs.sender]
        inside += total(arriving * costs.arriving_inside, costs.receiver, size)
        work.outside += total(arriving * costs.arriving_outside, costs.receiver, size)
    services = work.compiled.services
    if services.guest.size:
        cycles = traffic[services.guest] * services.of_traffic + iops[services.guest] * services.of_io
        work.service = cycles * work.here.platform_costs.service_cycles
    slowed = slowing(work)
    work.overhead = (
        work.here.platform_costs.overhead if slowed is None else work.here.platform_costs.overhead * slowed
    )
    work.inside = work.native * work.overhead + inside
    work.native = work.native + inside
