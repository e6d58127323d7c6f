"""Progress: the coupling rule. A guest's work needs all its resources together, so they must agree.

Source: MODELS.md section 0.
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient
from virtdesigner.engine.phases import contest as contests
from virtdesigner.engine.phases import (
    cpu,
    crowding,
    disk_ways,
    loops,
    network,
    own_limits,
    shaping,
    space,
    storage,
    uses,
)
from virtdesigner.engine.phases.agreement import agree, at_pace
from virtdesigner.engine.phases.contest import Contest, Held
from virtdesigner.engine.phases.layout import Layout, Layouts
from virtdesigner.engine.phases.saying import alarm
from virtdesigner.engine.phases.uses import Short
from virtdesigner.engine.phases.work import Work
from virtdesigner.model.messages import message

DONE: Final = 1e-9
"""Part of a batch job that is as good as nothing."""


def run(work: Work) -> None:
    """Let the resources agree, then set the progress of every guest and take its work as done."""
    cpu.set_capacity(work)
    network.set_swap_traffic(work)
    if work.compiled.shapers.keys:
        work.shaped = shaping.rates(work)
    storage.set_windows(work)
    storage.set_swap_time(work)
    cpu.set_fixed(work)
    own_limits.hold(work)
    _stop_what_has_no_way(work)
    disk_ways.hold(work)
    space.hold(work)
    if work.here.loops.guest.size:
        loops.settle(work, _share)
    else:
        _share(work)
    if work.overbooked:
        _alarm_overbooked(work)
    _advance(work)


def _alarm_overbooked(work: Work) -> None:
    hosts, ids = np.unique(np.concatenate(work.overbooked)), work.compiled.host_ids
    alarm(
        work, "cpu-reservations-scaled", (hosts,),
        lambda: (message("cpu-reservations-scaled", host=ids[host]) for host in hosts.tolist()),
    )  # fmt: skip


def _share(work: Work) -> None:
    """Share out what is short, and set the progress of every guest."""
    work.progress = work.fixed
    work.held = _contests(work)
    if work.held:
        work.progress = _divided_by_overuse(work)
    work.load = network.loads(work, work.progress)
    _keep_bounds(work)


def _contests(work: Work) -> tuple[Held, ...]:
    """Let the resources that are short set bounds: those alone at once, the others when they agree."""
    short = Short.of(work)
    if not (short.any() or work.whole or work.swapping.guest.size):
        return ()
    if work.whole:
        return (_whole(work, short),)
    layouts = Layouts.of(work, short)
    helds = []
    if layouts.alone:
        helds.append(_decide(work, Contest.of(work, layouts.alone)))
    if layouts.together:
        helds.append(agree(work, Contest.of(work, layouts.together)))
    return tuple(helds)


def _whole(work: Work, short: Short) -> Held:
    """Let every resource take part in the passes, but each use in the way that it would if few did."""
    rows = uses.contested(work, short)
    few = Layout.of(work, rows, short.links)
    # What has enough by now starts afresh, as it does where it is left out.
    last, work.state.bounds = work.state.bounds, np.full(work.state.bounds.size, np.nan)
    kept = few.key[np.concatenate(uses.coupled(work, rows))]
    work.state.bounds[kept] = last[kept]
    everything = Short(*(np.ones_like(flags) for flags in short))
    layout = Layout.of(work, uses.contested(work, everything), everything.links)
    damped = np.zeros(work.state.bounds.size, dtype=np.bool_)
    damped[kept] = True
    return agree(work, Contest.of(work, layout), damped[layout.key])


def _stop_what_has_no_way(work: Work) -> None:
    """Hold guests back altogether whose traffic or I/O has no way to go."""
    flows, ios = work.here.cut_flows, work.here.ios.cut
    if work.swapping.files.io.size and work.here.ios.cut_swaps.size:
        ios = np.concatenate((ios, work.here.ios.cut_swaps))
    if flows.size:
        work.cut_flows = flows[network.demands(work, flows) > 0.0]
        work.fixed[work.compiled.flows.guest[work.cut_flows]] = 0.0
    if ios.size:
        work.cut_ios = ios[storage.iops_asks(work, ios).now(work) > 0.0]
        work.fixed[work.compiled.stores.ios.guest[work.cut_ios]] = 0.0


def _decide(work: Work, contest: Contest) -> Held:
    """Set the bounds of uses that depend on no others: what one pass finds is final."""
    layout = contest.layout
    fixed = work.fixed[layout.guests]
    shown = contest.demand * fixed[layout.guest]
    found = contests.found_bounds(work, contest, shown, work.state.latency)
    contest.division.keep_levels(work)
    before = np.minimum(layout.lowest(found.bounds), fixed)
    work.progress = at_pace(work.progress, layout, before)
    return Held(contest, found.bounds, np.ones(found.bounds.size), before, found.binding, found.cutter)


def _divided_by_overuse(work: Work) -> Floats:
    """Divide each progress by the worst overuse among what it touches: nothing goes over its capacity."""
    progress = work.fixed.copy()
    for held in work.held:
        worst = -held.layout.lowest(-held.overuse)
        progress[held.layout.guests] = np.clip(held.before / worst, 0.0, 1.0)
    return progress


def _keep_bounds(work: Work) -> None:
    """Keep the bounds that hold anything back for the next step to start from."""
    bounds = work.state.bounds
    bounds.fill(np.nan)
    for held in work.held:
        bounds[held.layout.key] = np.where(held.bounds < 1.0, held.bounds, np.nan)


def _advance(work: Work) -> None:
    """Take what was done as done: backlogs, batch jobs, the clock."""
    _advance_backlogs(work)
    _advance_batches(work)
    state = work.state
    state.progress = work.progress
    if work.compiled.scalings.guest.size:
        done = work.on_vcpus(work.inside * work.progress, work.progress)
        state.cpu_use = np.minimum(done * work.here.per_width, 1.0)
    crowding.note(work)
    state.step += 1
    state.time += work.dt


def _advance_backlogs(work: Work) -> None:
    rows, state = work.here.backlogs, work.state
    if not rows.size:
        return
    arriving = work.arriving[rows]
    done = work.progress[rows] * (arriving + work.draining[rows])
    waiting = state.backlog[rows] + (arriving - done) * work.dt
    most = work.compiled.guests.backlog_most[rows]
    state.backlog = state.backlog.copy()
    state.backlog[rows] = np.clip(waiting, 0.0, most) * work.here.on[rows]


def _advance_batches(work: Work) -> None:
    rows, state, dt = work.here.batches, work.state, work.dt
    if not rows.size:
        return
    cpu_of, most = work.compiled.guests.cpu[rows], work.compiled.guests.batch_work[rows]
    before = state.work_done[rows]
    rate = cpu_of * work.progress[rows] * work.arriving[rows]
    goes = rate > 0.0
    after = np.where(goes, before + rate * dt, before)
    # What rounding leaves of a job is none of it.
    after = np.where(after >= most * (1.0 - DONE), most, after)
    ends = goes & (state.finished[rows] < 0.0) & (after >= most)
    pace = rate if work.batch_pace is None else cpu_of * work.progress[rows]
    left = np.where(goes, quotient(most - before, pace), dt)
    when = np.where(ends, state.time + np.minimum(left, dt), state.finished[rows])
    state.work_done, state.finished = state.work_done.copy(), state.finished.copy()
    state.work_done[rows], state.finished[rows] = after, when
