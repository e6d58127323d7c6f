"""Waiting for a processor: ready time, co-stop, and standing still at one's own limit.

Source: MODELS.md section 1.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient
from virtdesigner.engine.phases import cpu
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.queueing import quota_stall
from virtdesigner.rules.cpu_terms import QUOTA_PERIOD_MS


class Waiting(NamedTuple):
    """Shares of wall time per vCPU (guests,): for a processor, for each other, and for the own limit.

    run: on a thread.
    """

    ready: Floats
    costop: Floats
    stalled: Floats
    run: Floats


def waiting(work: Work) -> Waiting:
    """Say what vCPUs wait for.

    Whom the scheduler cuts waits for what it misses, with a backlog whenever it doesn't run. That is a part
    of the waiting that a closed queue would have; the rest is spread over all that run, so that guests within
    their entitlement wait little on a host that others fill. Who is held at its own limit waits for nobody.
    """
    here, queue = work.here, _queue(work)
    run, cut = queue.run, queue.cut
    waits, stalled = queue.waits, _stalled(work, cut, run)
    waits[cut] = np.minimum(waits[cut] + queue.missed, 1.0 - run[cut])
    if here.limited.size:
        waits = np.clip(waits, 0.0, np.maximum(1.0 - run - stalled, 0.0))
    costop = waits * here.platform_costs.costop
    return Waiting(waits - costop, costop, stalled, run)


def queued(work: Work) -> Waiting:
    """Say what vCPUs wait for in the queue of their host alone, whether the scheduler cuts them or not."""
    queue = _queue(work)
    costop = queue.waits * work.here.platform_costs.costop
    return Waiting(queue.waits - costop, costop, work.here.nothing, queue.run)


class _Queue(NamedTuple):
    """Shares of wall time per vCPU: waits, run: (guests,) in the host's queue, and on a thread.

    cut: rows of those whom the scheduler cuts; missed: (cut,) what they wait for on top of that.
    """

    waits: Floats
    run: Floats
    cut: Ints
    missed: Floats


def _queue(work: Work) -> _Queue:
    here = work.here
    lanes, count = here.host_lanes, here.vcpus_on_host
    cut = _cut(work)
    run = alone = _at_pace(work, work.progress)
    if cut.size:
        alone = _at_pace(work, _unhindered(work, cut))
    some = np.where(count > 0.0, count, 1.0)
    queued = here.ready_table.at(np.minimum(here.sum(lanes * alone) / some, 1.0))
    missed = _wanted(work, cut, run) - run[cut]
    if cut.size:
        # The queue knows only of what guests may do within their limits.
        within = np.where(work.state.backlog[cut] > 0.0, missed, np.maximum(alone[cut], run[cut]) - run[cut])
        of_host = np.bincount(here.place[cut], weights=lanes[cut] * within, minlength=count.size)
        queued = np.maximum(queued - of_host / some, 0.0)
    return _Queue(_spread(work, queued, run), run, cut, missed)


def _wanted(work: Work, rows: Ints, run: Floats) -> Floats:
    """Return the part of wall time in which each vCPU of some guests has something to do."""
    if not rows.size:
        return run[rows]
    asked = _time_running(work, work.on_vcpus(work.runnable, work.here.running))[rows]
    return np.where(work.state.backlog[rows] > 0.0, 1.0, np.maximum(asked, run[rows]))


def _stalled(work: Work, cut: Ints, run: Floats) -> Floats:
    """Return how long vCPUs stand still at their guest's limit, a quota used up before its period ends.

    Whom the scheduler cuts doesn't come as far as its limit.
    """
    limited = work.here.limited
    if not limited.size:
        return work.here.nothing
    bound = cpu.limit_bound(work, limited)
    holds = (bound < 1.0) & (work.progress[limited] >= bound * (1.0 - 1e-9)) & work.here.runs[limited]
    rows = limited[holds & ~np.isin(limited, cut)]
    lanes, wanted = work.here.lanes[rows], _wanted(work, rows, run)
    quota = run[rows] * lanes * QUOTA_PERIOD_MS
    stall = quota_stall(np.full(rows.size, QUOTA_PERIOD_MS), quota, wanted * lanes)
    found = np.zeros(run.size)
    found[rows] = stall / QUOTA_PERIOD_MS * wanted
    return found


def _at_pace(work: Work, pace: Floats) -> Floats:
    """Return how long vCPUs run (guests,) when all go at a pace (guests,)."""
    return _time_running(work, work.on_vcpus(work.inside * pace, pace))


def _unhindered(work: Work, cut: Ints) -> Floats:
    """Return how fast guests would go if no scheduler cut them: who waits for a disk wants no processor."""
    pace = work.progress.copy()
    pace[cut] = work.fixed[cut]
    return pace


def _cut(work: Work) -> Ints:
    """Return the rows of running guests that the scheduler cuts."""
    found = [held.layout.rows.cpu[held.bounds[held.layout.part["cpu"]] < 1.0] for held in work.held]
    cut = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    return np.asarray(cut[work.here.runs[cut] & (work.inside[cut] > 0.0)], dtype=np.int64)


def _time_running(work: Work, cores: Floats) -> Floats:
    """Return the part of wall time (guests,) that each vCPU is on a thread to do the work of some `cores`.

    Two busy threads of a core are slower than one, so the same work takes longer, without waiting.
    """
    share = cores * work.here.per_width
    if (work.thread_speed < 1.0).any():
        share /= work.thread_speed[work.here.place]
    return np.minimum(share, 1.0, out=share)


def _spread(work: Work, ready: Floats, run: Floats) -> Floats:
    """Spread each host's ready time over its guests: ready_i = ready * run_i / mean run, within idle time.

    Who asks for no more than is reserved for it runs first, whatever the others do: these wait in its place.
    """
    here, count = work.here, work.here.vcpus_on_host
    if not ready.any():
        return np.zeros(run.size)
    queueing = run
    if here.reserved.size:
        queueing = run.copy()
        queueing[_met(work)] = 0.0
    mean = quotient(here.sum(queueing * here.host_lanes), count)
    factor = quotient(ready, mean)
    return np.minimum(queueing * factor[here.place], 1.0 - run)


def _met(work: Work) -> Ints:
    """Return the rows of guests that get all they ask for out of their reservation."""
    rows = work.here.reserved
    asked = work.demand[rows] <= work.compiled.guests.reservation[rows]
    return rows[asked & (work.progress[rows] >= work.fixed[rows] * (1.0 - 1e-9))]
