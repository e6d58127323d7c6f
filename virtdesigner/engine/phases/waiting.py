"""Waiting for a processor: ready time and co-stop. Source: MODELS.md section 1."""

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.phases.work import Work


def waiting(work: Work) -> tuple[Floats, Floats]:
    """Return ready and co-stop of each guest (guests,), shares of wall time per vCPU.

    Whom the scheduler cuts waits for what it misses, with a backlog whenever it doesn't run. That is a part
    of the waiting that a closed queue would have; the rest is spread over all that run, so that guests within
    their entitlement wait little on a host that others fill.
    """
    here = work.here
    lanes, count = here.host_lanes, here.vcpus_on_host
    alone = _time_running(work, work.on_vcpus(work.inside, here.running))
    run = alone if not _slowed(work) else _time_running(work, _done_on_vcpus(work))
    some = np.where(count > 0.0, count, 1.0)
    queued = here.ready_table.at(np.minimum(here.sum(lanes * alone) / some, 1.0))
    cut = _cut(work)
    missed = np.where(work.state.backlog[cut] > 0.0, 1.0, np.maximum(alone[cut], run[cut])) - run[cut]
    if cut.size:
        of_host = np.bincount(here.place[cut], weights=lanes[cut] * missed, minlength=count.size)
        queued = np.maximum(queued - of_host / some, 0.0)
    waits = _spread(work, queued, run)
    waits[cut] = np.minimum(waits[cut] + missed, 1.0 - run[cut])
    costop = waits * here.costop
    return waits - costop, costop


def _done_on_vcpus(work: Work) -> Floats:
    return work.on_vcpus(work.inside * work.progress, work.progress)


def _slowed(work: Work) -> bool:
    return bool((work.progress < 1.0).any())


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
    """Spread each host's ready time over its guests: ready_i = ready * run_i / mean run, within idle time."""
    here, count = work.here, work.here.vcpus_on_host
    if not ready.any():
        return np.zeros(run.size)
    mean = here.sum(run * here.host_lanes) / np.where(count > 0.0, count, 1.0)
    factor = ready / np.where(mean > 0.0, mean, 1.0)
    return np.minimum(run * factor[here.place], 1.0 - run)
