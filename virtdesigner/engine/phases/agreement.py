"""Agreement: the passes in which resources that are short come to bounds that fit together.

Each pass shows every resource what the others leave of the demand. Source: MODELS.md section 0.
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats
from virtdesigner.engine.phases import contest as contests
from virtdesigner.engine.phases import storage
from virtdesigner.engine.phases.contest import Contest, Found, Held
from virtdesigner.engine.phases.layout import Layout
from virtdesigner.engine.phases.work import Work

PASSES: Final = 4
"""[P: MODELS.md section 0, coupling rule] Passes in every step in which anything is short."""

MOST_PASSES: Final = 8
"""[P: MODELS.md section 0, coupling rule] Passes in a step whose bounds still move."""

DAMPING: Final = 0.5
"""[P: MODELS.md section 0, coupling rule] Part of the way that a bound goes in a pass: undamped, two
resources can take turns for ever."""

SETTLED: Final = 5e-3
"""Numerical: change of progress in a pass below which the bounds of a host's guests agree, half of the
least per cent that anything shows."""

FEW: Final = 0.5
"""Numerical: part of the contestants below which those who have not settled go on by themselves. It changes
what a pass costs, not what it finds."""


def agree(work: Work, contest: Contest, damped: Bools | None = None) -> Held:
    """Make the passes. damped: (uses,) those that go only part of the way in a pass; None for all."""
    layout = contest.layout
    bounds = work.state.bounds[layout.key]
    damping = np.full(bounds.size, DAMPING) if damped is None else np.where(damped, DAMPING, 1.0)
    passes = _Passes(work, contest, np.where(np.isnan(bounds), 1.0, bounds), damping)
    passes.make()
    contest.division.keep_levels(work)
    over = contests.overuse(work, contest, passes.before)
    found = passes.found
    return Held(contest, passes.bounds, over, passes.before, found.binding, found.cutter)


def at_pace(progress: Floats, layout: Layout, before: Floats) -> Floats:
    """Return the progress (guests,) of all when contestants go at another (contestants,)."""
    found = progress.copy()
    found[layout.guests] = before
    return found


class _Passes:
    """Bounds (uses,) on their way to agreement; before: (contestants,) progress that they allow.

    settled: (contestants,) whose bounds move no more. others: progress (guests,) of who is no contestant.
    found: what the last pass came to; latency: (luns,) ms after it.
    """

    found: Found

    def __init__(self, work: Work, contest: Contest, bounds: Floats, damping: Floats) -> None:
        self.work, self.contest, self.layout = work, contest, contest.layout
        self.fixed = work.fixed[self.layout.guests]
        self.damping = damping
        self.latency = _known_latency(work)
        self.bounds = bounds
        self.before = np.minimum(self.layout.lowest(bounds), self.fixed)
        self.settled = np.zeros(self.fixed.size, dtype=np.bool_)
        self.others = work.progress

    def make(self, first: int = 0) -> None:
        """Make the passes from a number on, until all have settled or there have been enough."""
        for number in range(first, MOST_PASSES):
            last = self.before
            self._go(is_first=number == 0)
            if number + 1 < PASSES:
                continue
            self.settled = self.settled | self._is_calm(np.abs(self.before - last))
            self.work.converged = bool(self.settled.all())
            if self.work.converged:
                return
            if self._may_be_few() and self.settled.mean() > FEW:
                self._let_few_go_on(number + 1)
                return

    def _go(self, *, is_first: bool) -> None:
        layout, by_use = self.layout, self.settled.take(self.layout.guest)
        self.found = contests.found_bounds(self.work, self.contest, self._shown(), self.latency)
        # The first pass goes all the way: what guests want has changed since the last step, not who competes.
        moved = self.found.bounds
        if not is_first:
            moved = self.bounds + self.damping * (moved - self.bounds)
        # Guests of a host that has settled wait for the others: what happens elsewhere must not move them.
        self.bounds = np.where(by_use, self.bounds, moved)
        self.before = np.minimum(layout.lowest(self.bounds), self.fixed)
        if layout.rows.memory.size:
            self.latency = self._latency_now()

    def _shown(self) -> Floats:
        """Return what each resource is shown of the demand (uses,)."""
        others = np.minimum(self.layout.lowest_of_others(self.bounds), self.fixed.take(self.layout.guest))
        return np.asarray(self.contest.demand * others)

    def _latency_now(self) -> Floats:
        """Return the latency of the LUNs (luns,) ms that pages are swapped in from; of others nobody asks."""
        work, layout = self.work, self.layout
        found = storage.sums(work, at_pace(self.others, layout, self.before), layout.beside)
        return storage.lun_loads(work, found, storage.devices(work, found)).latency

    def _is_calm(self, change: Floats) -> Bools:
        """Return which contestants are on a host where no progress moves by SETTLED or more."""
        host = self.work.here.host[self.layout.guests]
        moving = np.zeros(len(self.work.compiled.host_ids) + 1, dtype=np.bool_)
        # A guest without a host has the last place, and is calm by itself.
        moving[host[(change >= SETTLED) & (host >= 0)]] = True
        return np.where(host >= 0, ~moving[host], change < SETTLED)

    def _may_be_few(self) -> bool:
        """Whether resources can be left out: not where pools nest, or flows cross several short links."""
        return not self.work.whole and self.work.here.tree.is_flat and self.layout.crossings.are_single

    def _let_few_go_on(self, number: int) -> None:
        """Make the other passes with the resources alone that guests use who have not settled."""
        kept = self.layout.touched_by(~self.settled)
        shown = self._shown()
        few = _Few(self, self.layout.only(self.work, kept), kept, shown)
        few.make(number)
        few.give_back()


class _Few(_Passes):
    """Passes of part of the uses: all those of the resources that guests use who have not settled."""

    def __init__(self, whole: _Passes, layout: Layout, kept: Bools, shown: Floats) -> None:
        contest = whole.contest.only(whole.work, layout, kept)
        super().__init__(whole.work, contest, whole.bounds[kept], whole.damping[kept])
        self._whole, self._kept = whole, kept
        self._number = np.searchsorted(whole.layout.guests, layout.guests)
        self.latency = whole.latency
        self._asked = shown[kept]
        # Who has settled may have uses elsewhere that hold it more.
        self.before = whole.before[self._number]
        self.settled = whole.settled[self._number]
        self._rests = self.settled
        self._pace = self.before
        self.others = at_pace(whole.others, whole.layout, whole.before)

    def _shown(self) -> Floats:
        return np.where(self._rests.take(self.layout.guest), self._asked, super()._shown())

    def _go(self, *, is_first: bool) -> None:
        super()._go(is_first=is_first)
        self.before = np.where(self._rests, self._pace, self.before)

    def _may_be_few(self) -> bool:
        return False

    def give_back(self) -> None:
        """Let the whole have what the few came to."""
        whole = self._whole
        whole.bounds[self._kept] = self.bounds
        whole.before[self._number] = self.before
        whole.settled[self._number] = self.settled
        binding = whole.found.binding.copy()
        binding[self._kept[whole.layout.part["flows"]]] = self.found.binding
        whole.found = whole.found._replace(binding=binding)
        whole.contest.division.take_levels(self.contest.division)


def _known_latency(work: Work) -> Floats:
    known = work.state.latency
    return np.where(np.isnan(known), work.compiled.stores.idle.read_ms, known)
