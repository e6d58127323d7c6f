"""Closed loops in a step: what users ask for, and how long they wait when resources and users agree.

Users ask less the longer answers take, and answers take longer the more they ask. So the passes of the
coupling rule are made again until the waits that were expected are those that were found. Source: MODELS.md
section 0, "Work".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, quotient
from virtdesigner.engine.closed_loops import closed_throughput, others_share, server_wait
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.phases import answers, cpu
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.workloads.patterns import Load

ROUNDS: Final = 12
"""Numerical: most times that the passes are made in a step for the sake of closed loops; a step in which they
then still disagree is flagged."""

CLOSE: Final = 1e-3
"""Numerical: difference between the waits expected and found, of a whole cycle, below which they agree."""

FAR: Final = 4.0
"""Numerical: multiple of the range looked in by which a step must go beyond it for the range to be opened
again; a slope that is off by less still leads back into it."""

LIMIT: Final = CAUSES.index("limit")
OVERHEAD: Final = CAUSES.index("overhead")


def ask(work: Work, level: Floats, now: Load) -> Load:
    """Set what users ask for if nothing holds them back, as shares of full load (guests,).

    level: of full load before, which scales how many users there are. Returns the load without what was
    recorded of such guests beside their memory: a request takes what it takes at full load.
    """
    loops = work.here.loops
    work.users = loops.users * level[loops.guest]
    level[loops.guest] = work.users / loops.alone / work.here.requests.rate[loops.guest]
    if not now.is_recorded:
        return now
    is_loop = loops.place >= 0
    cpu_of, traffic, reads, writes = (
        np.where(is_loop, np.nan, column) for column in (now.cpu, now.network, now.reads, now.writes)
    )
    return now._replace(cpu=cpu_of, network=traffic, reads=reads, writes=writes)


@dataclass
class _Waits:
    """What a request is expected to wait (loops,) s, between what was found to be too little and too much."""

    expected: Floats
    low: Floats
    high: Floats
    last: tuple[Floats, Floats] | None = None

    def learn(self, found: Floats) -> None:
        """Take what was found at the waits expected, and expect something between."""
        more = found > self.expected
        slope = self._slope(found)
        self._narrow(more, np.abs(found - self.expected) / (1.0 - slope))
        self.last = self.expected, found
        # Newton's step towards the wait that finds itself; found waits fall as expected ones rise.
        new = self.expected + (found - self.expected) / (1.0 - slope)
        between = (self.low + np.minimum(self.high, 2.0 * np.maximum(found, self.expected))) / 2.0
        self.expected = np.where((new > self.low) & (new < self.high), new, between)

    def _narrow(self, more: Bools, step: Floats) -> None:
        """Move the bound on the side that was left; step: (loops,) how far it still is by the slope."""
        self.low = np.where(more, np.maximum(self.low, self.expected), self.low)
        self.high = np.where(more, self.high, np.minimum(self.high, self.expected))
        # Far beyond the range, others must have moved what is looked for since the bound was found.
        moved = step > FAR * (self.high - self.low)
        self.low = np.where(moved & ~more, 0.0, self.low)
        self.high = np.where(moved & more, np.inf, self.high)

    def _slope(self, found: Floats) -> Floats:
        if self.last is None:
            return np.full(found.size, -1.0)
        step = self.expected - self.last[0]
        slope = (found - self.last[1]) / np.where(step != 0.0, step, 1.0)
        return np.where(step != 0.0, np.minimum(slope, 0.0), -1.0)


def settle(work: Work, share: Callable[[Work], None]) -> None:
    """Make the passes (`share`) until users and resources agree; sets what an answer takes, and where."""
    loops, fixed = work.here.loops, work.fixed
    waits = _Waits(
        work.state.away[loops.guest], np.zeros(loops.users.size), np.full(loops.users.size, np.inf)
    )
    for _ in range(ROUNDS):
        pace = _pace(work, waits.expected)
        work.loop_pace = np.ones(fixed.size)
        work.loop_pace[loops.guest] = pace
        work.fixed = np.minimum(fixed, work.loop_pace)
        cpu.set_capacity(work)
        work.converged = True
        share(work)
        parts = answers.of_loops(work)
        found = parts[:, 1:].sum(axis=1) - parts[:, OVERHEAD]
        if _agree(work, waits.expected, found, pace).all():
            break
        waits.learn(found)
    else:
        work.converged = False
    parts[:, LIMIT] += _own_wait(work)
    work.loop_parts = parts
    work.state.away = work.state.away.copy()
    work.state.away[loops.guest] = waits.expected


def _own_wait(work: Work) -> Floats:
    """Return how long requests wait for the guest's own vCPUs (loops,) s, at what is answered."""
    loops = work.here.loops
    rate = work.progress[loops.guest] * work.users / loops.alone
    servers = work.compiled.guests.lanes[loops.guest]
    return server_wait(rate, _capacity(work), servers, others_share(work.users))


def _pace(work: Work, waits: Floats) -> Floats:
    """Return the progress that users make (loops,); waits: s expected for anything but the guest's vCPUs."""
    loops, one = work.here.loops, work.here.requests
    guest = loops.guest
    cycle = loops.think + one.storage[guest] + one.network[guest] + one.busy(guest, work.overhead) + waits
    rate = closed_throughput(work.users, cycle, _capacity(work), work.compiled.guests.lanes[guest])
    most = work.users / loops.alone
    return np.minimum(quotient(rate, most) + (most <= 0.0), 1.0)


def _capacity(work: Work) -> Floats:
    """Return the requests/s (loops,) that the vCPUs can answer, within the guest's limit."""
    here, guests, guest = work.here, work.compiled.guests, work.here.loops.guest
    one, rate = here.requests, work.users / here.loops.alone * here.running[guest]
    inside = one.busy(guest, work.overhead) * one.speed[guest]
    both = inside + one.outside[guest]
    # What runs there beside the answers takes its part: packets that others send, containers in a VM.
    beside = np.maximum(work.inside[guest] - rate * inside, 0.0)
    outside = np.maximum(work.outside[guest] - rate * one.outside[guest], 0.0)
    wide = quotient(np.maximum(here.width[guest] - beside, 0.0), inside)
    held = quotient(np.maximum(guests.limit[guest] - beside - outside, 0.0), both)
    return np.minimum(np.where(inside > 0.0, wide, np.inf), np.where(both > 0.0, held, np.inf))


def _agree(work: Work, expected: Floats, found: Floats, pace: Floats) -> Bools:
    """Return which loops (loops,) found what they expected, or are held back by more than their waits."""
    loops = work.here.loops
    close = np.abs(found - expected) <= CLOSE * (loops.alone + expected)
    progress = work.progress[loops.guest]
    held = progress < pace * (1.0 - CLOSE)
    slower = _pace(work, found) < progress
    return np.where(held, ~slower, close)
