"""Demand: what every guest would do in this step if nothing held it back."""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.workloads.patterns import Load, load

SLOWEST_END: Final = 1e-3
"""Progress below which a batch job's last step is not stretched further."""


def run(work: Work) -> None:
    """Set the demand for CPU, traffic and I/O, and the working set. Source: MODELS.md sections 0, 2, 4, 5."""
    guests, state = work.compiled.guests, work.state
    now = load(guests.patterns, guests.keys, state.seed, state.step, state.time, work.dt)
    full = np.where(guests.cpu > 0.0, guests.cpu, 1.0)
    level = np.where(np.isnan(now.cpu), now.level, np.where(guests.cpu > 0.0, now.cpu / full, 1.0))
    level = np.where(work.is_on, level, 0.0)
    level = _until_finished(work, level)
    work.arriving, work.draining = level, _draining(work, level)
    runs = work.runs.astype(np.float64)
    total_level = (level + work.draining) * runs
    cpu = np.where(np.isnan(now.cpu), guests.cpu * level, now.cpu)
    work.native = (np.where(work.is_on, cpu, 0.0) + guests.cpu * work.draining) * runs
    work.active = _active(work, now)
    _set_traffic(work, now, total_level)
    _set_io(work, now, total_level)
    _set_cpu(work)


def _until_finished(work: Work, level: Floats) -> Floats:
    """Let a batch job end with its work: its last step is as short as its progress allows."""
    guests, state = work.compiled.guests, work.state
    left = np.maximum(guests.batch_work - state.work_done, 0.0)
    # At half its pace what is left takes twice as long; asking for less would never end it.
    rate = guests.cpu * work.dt * np.maximum(state.progress, SLOWEST_END)
    is_batch = np.isfinite(left) & (rate > 0.0)
    return np.where(is_batch, np.minimum(level, left / np.where(rate > 0.0, rate, 1.0)), level)


def _draining(work: Work, level: Floats) -> Floats:
    """Return what of the backlog is tried (guests,), of full load: what the vCPUs have room for."""
    guests = work.compiled.guests
    widest = np.where(guests.cpu > 0.0, work.width / np.where(guests.cpu > 0.0, guests.cpu, 1.0), np.inf)
    room = np.maximum(widest - level, 0.0)
    return np.where(work.is_on, np.minimum(work.state.backlog / work.dt, room), 0.0)


def _active(work: Work, now: Load) -> Floats:
    guests = work.compiled.guests
    # A program that hasn't begun has no working set yet.
    begun = work.state.time + work.dt > guests.patterns.start
    usual = np.where(begun, guests.working_set * guests.memory, 0.0)
    active = np.minimum(np.where(np.isnan(now.memory), usual, now.memory), guests.memory)
    return np.where(work.runs, active, 0.0)


def _set_traffic(work: Work, now: Load, level: Floats) -> None:
    flows = work.compiled.flows
    planned = total(flows.rate, flows.guest, level.size)
    recorded = now.network + planned * work.draining
    recorded = np.where(work.runs, recorded, 0.0) / np.where(planned > 0.0, planned, 1.0)
    scale = np.where(np.isnan(now.network), level, recorded)
    work.flow_rate = flows.rate * scale[flows.guest]


def _set_io(work: Work, now: Load, level: Floats) -> None:
    stores = work.compiled.stores
    ios = stores.ios
    rates = []
    for usual, recorded in ((stores.reads, now.reads), (stores.writes, now.writes)):
        played = np.where(work.runs, recorded + usual * work.draining, 0.0)
        rates.append(np.where(np.isnan(recorded), usual * level, played)[ios.guest] * ios.share)
    work.reads, work.writes = rates


def _set_cpu(work: Work) -> None:
    """Set the CPU wanted: the work itself, with the technique's overhead, then packets and I/O."""
    guests, flows, ios = work.compiled.guests, work.compiled.flows, work.compiled.stores.ios
    size = guests.cpu.size
    packets = work.flow_rate * flows.packets
    iops = work.reads + work.writes
    inside = total(packets * flows.sent_inside, flows.guest, size) + total(iops * ios.inside, ios.guest, size)
    outside = total(packets * flows.sent_outside, flows.guest, size)
    outside += total(iops * ios.outside, ios.guest, size)
    ends = np.flatnonzero((flows.receiver >= 0) & ~flows.is_cut)
    arriving = packets[ends] * work.state.progress[flows.guest[ends]]
    inside += total(arriving * flows.received_inside[ends], flows.receiver[ends], size)
    outside += total(arriving * flows.received_outside[ends], flows.receiver[ends], size)
    cores = work.at_host(work.compiled.hosts.speed) / work.at_host(work.compiled.hosts.clock) * work.runs
    work.inside = work.native * work.overhead + inside * cores
    work.outside = outside * cores
    work.native = work.native + inside * cores
