"""Progress: the coupling rule. A guest's work needs all its resources together, so they must agree.

Source: MODELS.md section 0.
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.phases import cpu, memory, network, storage
from virtdesigner.engine.phases.work import Work

PASSES: Final = 4
"""Passes in every step."""

MOST_PASSES: Final = 8
"""Passes in a step whose bounds still move."""

DAMPING: Final = 0.5
"""Part of the way that a bound goes in a pass: undamped, two resources can take turns for ever."""

SETTLED: Final = 5e-3
"""Change of progress in a pass below which the bounds of a host's guests agree."""


def run(work: Work) -> None:
    """Let the resources agree, then set the progress of every guest and take its work as done."""
    _set_demands(work)
    _agree(work)
    _divide_by_overuse(work)
    _advance(work)


def _set_demands(work: Work) -> None:
    cpu.set_capacity(work)
    work.demand = np.concatenate(
        [
            work.runs.astype(np.float64),
            cpu.demands(work),
            network.demands(work),
            storage.group_demands(work),
            storage.queue_demands(work),
        ]
    )
    work.fixed = np.where(work.is_down, 0.0, cpu.fixed_bound(work))
    known = work.state.latency
    idle = work.compiled.stores.idle.read_ms
    work.latency = np.where(np.isnan(known), idle, known)


def _agree(work: Work) -> None:
    """Make the passes; each shows every resource what the others leave of the demand."""
    uses, guests = work.compiled.uses, work.compiled.uses.guest
    bounds = work.state.bounds
    before = uses.lowest(np.where(np.isnan(bounds), 1.0, bounds))
    settled = np.zeros(before.size, dtype=np.bool_)
    for number in range(MOST_PASSES):
        known = np.where(np.isnan(bounds), 1.0, bounds)
        others = np.minimum(uses.lowest_of_others(known), work.fixed[guests])
        found = _pass(work, work.demand * others)
        damped = np.where(np.isnan(bounds), found, bounds + DAMPING * (found - bounds))
        # Guests of a host that has settled wait for the others: what happens elsewhere must not move them.
        bounds = np.where(settled[guests], bounds, damped)
        lowest = uses.lowest(bounds)
        work.before = np.minimum(lowest, work.fixed)
        _set_latency(work)
        change = np.abs(np.minimum(lowest, work.fixed) - np.minimum(before, work.fixed))
        before = lowest
        if number + 1 >= PASSES:
            settled = settled | _is_calm(work, change)
            work.converged = bool(settled.all())
            if work.converged:
                break
    work.bounds = work.state.bounds = bounds


def _is_calm(work: Work, change: Floats) -> Bools:
    """Return which guests (guests,) are on a host where no progress moves by SETTLED or more."""
    moving = np.zeros(max(len(work.compiled.host_ids), 1), dtype=np.bool_)
    moving[work.place[(change >= SETTLED) & (work.state.host >= 0)]] = True
    return np.where(work.state.host >= 0, ~moving[work.place], change < SETTLED)


def _pass(work: Work, shown: Floats) -> Floats:
    """Return the bounds (uses,) that the resources set when asked for `shown` (uses,)."""
    uses = work.compiled.uses
    return np.concatenate(
        [
            memory.bound(work),
            cpu.bound(work, shown[uses.cpu]),
            network.bound(work, shown[uses.flows]),
            storage.bound_groups(work, shown[uses.groups]),
            storage.bound_queues(work, shown[uses.queues]),
        ]
    )


def _set_latency(work: Work) -> None:
    device = storage.devices(work, work.before)
    work.latency = storage.lun_loads(work, work.before, device).latency


def _divide_by_overuse(work: Work) -> None:
    """Divide each progress by the worst overuse among what it touches: nothing goes over its capacity."""
    uses, flows, stores = work.compiled.uses, work.compiled.flows, work.compiled.stores
    used = work.demand * work.before[uses.guest]
    pair_over = _overuse(
        used[uses.flows][flows.flow_index], flows.link_index, work.link_capacity - work.swap_traffic
    )
    over_flows = np.ones(flows.guest.size)
    np.maximum.at(over_flows, flows.flow_index, pair_over)
    work.overuse = np.concatenate(
        [
            np.ones(work.before.size),
            _overuse(used[uses.cpu], work.state.host, work.capacity),
            over_flows,
            _overuse(used[uses.groups], stores.ios.group, work.group_capacity - work.swap_time),
            _overuse(used[uses.queues], stores.ios.queue, stores.queue_depth),
        ]
    )
    work.overuse[used <= 0.0] = 1.0
    worst = -uses.lowest(-work.overuse)
    work.progress = np.clip(work.before / worst, 0.0, 1.0)
    work.state.latency = work.latency


def _overuse(used: Floats, row: Ints, capacity: Floats) -> Floats:
    """Return, for each use, how much over its capacity its resource is: 1 or more."""
    if not capacity.size:
        return np.ones(used.size)
    asks = row >= 0
    load = total(np.where(asks, used, 0.0), np.maximum(row, 0), capacity.size)
    over = np.maximum(load / np.where(capacity > 0.0, capacity, 1.0), 1.0)
    over = np.where((capacity <= 0.0) & (load > 0.0), np.inf, over)
    return np.where(asks, over[np.maximum(row, 0)], 1.0)


def _advance(work: Work) -> None:
    """Take what was done as done: backlogs, batch jobs, the clock."""
    guests, state, dt = work.compiled.guests, work.state, work.dt
    done = work.progress * (work.arriving + work.draining)
    waiting = state.backlog + (work.arriving - done) * dt
    state.backlog = np.where(work.is_on, np.clip(waiting, 0.0, guests.backlog_most), 0.0)
    before, rate = state.work_done, guests.cpu * done
    is_batch = np.isfinite(guests.batch_work) & (rate > 0.0)
    state.work_done = np.where(is_batch, np.minimum(before + rate * dt, guests.batch_work), before)
    ends = is_batch & np.isnan(state.finished) & (state.work_done >= guests.batch_work * (1.0 - 1e-12))
    pace = guests.cpu * work.progress
    left = np.where(is_batch, guests.batch_work - before, 0.0) / np.where(pace > 0.0, pace, 1.0)
    state.finished = np.where(ends, state.time + np.minimum(left, dt), state.finished)
    state.progress = work.progress
    state.step += 1
    state.time += dt
