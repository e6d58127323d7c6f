"""Progress: the coupling rule. A guest's work needs all its resources together, so they must agree.

Source: MODELS.md section 0.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats
from virtdesigner.engine.phases import contest as contests
from virtdesigner.engine.phases import cpu, network, shaping, storage
from virtdesigner.engine.phases.contest import Contest, Found, Held, Short
from virtdesigner.engine.phases.uses import Contested
from virtdesigner.engine.phases.work import Work

PASSES: Final = 4
"""Passes in every step in which anything is short."""

MOST_PASSES: Final = 8
"""Passes in a step whose bounds still move."""

DAMPING: Final = 0.5
"""Part of the way that a bound goes in a pass: undamped, two resources can take turns for ever."""

SETTLED: Final = 5e-3
"""Change of progress in a pass below which the bounds of a host's guests agree."""


def run(work: Work) -> None:
    """Let the resources agree, then set the progress of every guest and take its work as done."""
    cpu.set_capacity(work)
    network.set_swap_traffic(work)
    if work.compiled.shapers.keys:
        work.shaped = shaping.rates(work)
    storage.set_swap_time(work)
    cpu.set_fixed(work)
    _hold_to_queue_depths(work)
    _stop_what_has_no_way(work)
    work.progress = work.fixed
    work.held = _contests(work)
    if work.held:
        work.progress = _divided_by_overuse(work)
    work.load = network.loads(work, work.progress)
    _keep_bounds(work)
    _advance(work)


def _contests(work: Work) -> tuple[Held, ...]:
    """Let the resources that are short set bounds: those alone at once, the others when they agree."""
    short = Short.of(work)
    if not (short.any() or work.whole or work.swapping.guest.size):
        return ()
    found = contests.contested(work, short)
    together = contests.coupled(work, found)
    if work.whole:
        helds = [_whole(work, found, together, short)]
    elif not any(flags.any() for flags in together):
        helds = [_decide(work, Contest.of(work, found, short.links))]
    else:
        alone = found.only([~flags for flags in together])
        helds = [
            _decide(work, Contest.of(work, alone, short.links)),
            _agree(work, Contest.of(work, found.only(together), short.links)),
        ]
    return tuple(held for held in helds if held is not None)


def _whole(work: Work, found: Contested, together: Sequence[Bools], short: Short) -> Held | None:
    """Let every resource take part in the passes, but each use in the way that it would if few did."""
    few = Contest.of(work, found, short.links)
    # What has enough by now starts afresh, as it does where it is left out.
    last, work.state.bounds = work.state.bounds, np.full(work.state.bounds.size, np.nan)
    kept = few.rows[np.concatenate(together)]
    work.state.bounds[kept] = last[kept]
    everything = Short(*(np.ones_like(flags) for flags in short))
    contest = Contest.of(work, contests.contested(work, everything), everything.links)
    damped = np.zeros(work.state.bounds.size, dtype=np.bool_)
    damped[kept] = True
    return _agree(work, contest, damped[contest.rows])


def _hold_to_queue_depths(work: Work) -> None:
    """Hold guests to what their drivers have under way at once: IOPS <= outstanding / latency (Little)."""
    rows = work.here.shallow_ios
    if not rows.size:
        return
    wanted, depth = storage.queue_demands(work, rows), work.compiled.stores.ios.depth[rows]
    full = wanted > depth
    work.full_ios, work.full_bound = rows[full], depth[full] / wanted[full]
    np.minimum.at(work.fixed, work.compiled.stores.ios.guest[work.full_ios], work.full_bound)


def _stop_what_has_no_way(work: Work) -> None:
    """Hold guests back altogether whose traffic or I/O has no way to go."""
    flows, ios = work.here.cut_flows, work.here.cut_ios
    if flows.size:
        work.cut_flows = flows[network.demands(work, flows) > 0.0]
        work.fixed[work.compiled.flows.guest[work.cut_flows]] = 0.0
    if ios.size:
        work.cut_ios = ios[storage.reads(work, ios) + storage.writes(work, ios) > 0.0]
        work.fixed[work.compiled.stores.ios.guest[work.cut_ios]] = 0.0


def _decide(work: Work, contest: Contest) -> Held | None:
    """Set the bounds of uses that depend on no others: what one pass finds is final."""
    if not contest.guests.size:
        return None
    fixed = work.fixed[contest.guests]
    shown = contest.demand * fixed[contest.guest]
    found = contests.found_bounds(work, contest, shown, work.state.latency)
    before = np.minimum(contest.lowest(found.bounds), fixed)
    work.progress = _with(work.progress, contest, before)
    return Held(contest, found.bounds, np.ones(found.bounds.size), before, found.binding, found.cutter)


def _with(progress: Floats, contest: Contest, before: Floats) -> Floats:
    """Return the progress (guests,) of all when contestants go at another (contestants,)."""
    found = progress.copy()
    found[contest.guests] = before
    return found


def _agree(work: Work, contest: Contest, damped: Bools | None = None) -> Held | None:
    """Make the passes; each shows every resource what the others leave of the demand.

    damped: (uses,) those that go only part of the way in a pass; None for all.
    """
    if not contest.guests.size:
        return None
    fixed = work.fixed[contest.guests]
    bounds = work.state.bounds[contest.rows]
    before = np.minimum(contest.lowest(np.where(np.isnan(bounds), 1.0, bounds)), fixed)
    settled = np.zeros(fixed.size, dtype=np.bool_)
    latency, found = _known_latency(work), None
    damping = DAMPING if damped is None else np.where(damped, DAMPING, 1.0)
    for number in range(MOST_PASSES):
        known = np.where(np.isnan(bounds), 1.0, bounds)
        others = np.minimum(contest.lowest_of_others(known), fixed[contest.guest])
        found = _pass(work, contest, contest.demand * others, latency, found, settled)
        # The first pass goes all the way: what guests want has changed since the last step, not who competes.
        new = np.isnan(bounds) | (number == 0)
        moved = np.where(new, found.bounds, bounds + damping * (found.bounds - bounds))
        # Guests of a host that has settled wait for the others: what happens elsewhere must not move them.
        bounds = np.where(settled[contest.guest], bounds, moved)
        last, before = before, np.minimum(contest.lowest(bounds), fixed)
        if work.swapping.guest.size:
            latency = _latency(work, contest, before)
        if number + 1 >= PASSES:
            settled = settled | _is_calm(work, contest, np.abs(before - last))
            work.converged = bool(settled.all())
            if work.converged:
                break
    assert found is not None
    over = contests.overuse(work, contest, before)
    return Held(contest, bounds, over, before, found.binding, found.cutter)


def _pass(
    work: Work, contest: Contest, shown: Floats, latency: Floats, last: Found | None, settled: Bools
) -> Found:
    """Return what resources set when they are shown a demand (uses,).

    Resources that only settled guests (contestants,) use are left out: their bounds move no more.
    """
    if last is None or work.whole or not settled.any() or not work.here.tree.is_flat:
        return contests.found_bounds(work, contest, shown, latency)
    kept = contest.touched_by(~settled)
    links = np.zeros(work.swap_traffic.size, dtype=np.bool_)
    links[contest.crossings.link] = True
    few = contests.found_bounds(work, contest.only(work, kept, links), shown[kept], latency)
    bounds, binding = last.bounds.copy(), last.binding.copy()
    bounds[kept], binding[kept[contest.part["flows"]]] = few.bounds, few.binding
    return last._replace(bounds=bounds, binding=binding)


def _known_latency(work: Work) -> Floats:
    known = work.state.latency
    return np.where(np.isnan(known), work.compiled.stores.idle.read_ms, known)


def _latency(work: Work, contest: Contest, before: Floats) -> Floats:
    """Return the latency of each LUN (luns,) ms when contestants go at a progress, the others as they can."""
    found = storage.sums(work, _with(work.progress, contest, before))
    return storage.lun_loads(work, found, storage.devices(work, found)).latency


def _is_calm(work: Work, contest: Contest, change: Floats) -> Bools:
    """Return which contestants are on a host where no progress moves by SETTLED or more."""
    host = work.here.host[contest.guests]
    moving = np.zeros(len(work.compiled.host_ids) + 1, dtype=np.bool_)
    # A guest without a host has the last place, and is calm by itself.
    moving[host[(change >= SETTLED) & (host >= 0)]] = True
    return np.where(host >= 0, ~moving[host], change < SETTLED)


def _divided_by_overuse(work: Work) -> Floats:
    """Divide each progress by the worst overuse among what it touches: nothing goes over its capacity."""
    progress = work.fixed.copy()
    for held in work.held:
        worst = -held.contest.lowest(-held.overuse)
        progress[held.contest.guests] = np.clip(held.before / worst, 0.0, 1.0)
    return progress


def _keep_bounds(work: Work) -> None:
    """Keep the bounds that hold anything back for the next step to start from."""
    bounds = work.state.bounds
    bounds.fill(np.nan)
    for held in work.held:
        bounds[held.contest.rows] = np.where(held.bounds < 1.0, held.bounds, np.nan)


def _advance(work: Work) -> None:
    """Take what was done as done: backlogs, batch jobs, the clock."""
    _advance_backlogs(work)
    _advance_batches(work)
    state = work.state
    state.progress = work.progress
    if work.compiled.scalings.guest.size:
        done = work.on_vcpus(work.inside * work.progress, work.progress)
        state.cpu_use = np.minimum(done * work.here.per_width, 1.0)
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
    progress, before = work.progress[rows], state.work_done[rows]
    rate = cpu_of * progress * (work.arriving[rows] + work.draining[rows])
    after = np.where(rate > 0.0, np.minimum(before + rate * dt, most), before)
    ends = (rate > 0.0) & np.isnan(state.finished[rows]) & (after >= most * (1.0 - 1e-12))
    pace = cpu_of * progress
    left = np.where(rate > 0.0, most - before, 0.0) / np.where(pace > 0.0, pace, 1.0)
    when = np.where(ends, state.time + np.minimum(left, dt), state.finished[rows])
    state.work_done, state.finished = state.work_done.copy(), state.finished.copy()
    state.work_done[rows], state.finished[rows] = after, when
