"""Pieces of a step: batch jobs begin and end within it, and all beside them has more to use from then on.

A job that ends half-way through a step of five minutes competes for that half, not at half its strength for
all of it. So such a step is made in pieces, which end where a job begins or ends, and is shown as their mean.
Source: MODELS.md sections 0 and 9.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.merging import merged
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.start import Start, resume
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.state import State

MOST_PIECES: Final = 16
"""Pieces of a step; in the last, the jobs that end in it are held to the mean of what they still need."""

SAME: Final = 1e-9
"""Part of a step that is too short to be a piece of its own."""

Stepper = Callable[[Work], Frame]
"""Goes through a piece, given what phases work on, and says what was found."""


def turns(here: Presence, state: State, dt: float) -> bool:
    """Whether a batch job may begin or end within the next `dt` seconds."""
    if not here.batches.size:
        return False
    return _begins(here, state, dt) < dt or bool(_may_end(here, state, dt).any())


def step_in_pieces(
    compiled: Compiled, start: Start, state: State, dt: float, whole: bool, make: Stepper
) -> Frame:
    """Advance `state` by dt (s) in pieces, and return the mean of what was found; start: of the first."""
    number, end, frames = state.step, state.time + dt, list[Frame]()
    while (left := end - state.time) > SAME * dt:
        # All pieces of a step draw the same random numbers.
        state.step = number
        if frames:
            start = resume(compiled, state)
        frames.append(_piece(start, state, left, whole, make, len(frames) + 1 >= MOST_PIECES))
    state.time = end
    return merged(frames, end, dt)


def _piece(start: Start, state: State, left: float, whole: bool, make: Stepper, is_last: bool) -> Frame:
    """Make the piece up to where a job begins or ends, the last one up to the end of the step."""
    here = start.here
    length = left if is_last else min(_begins(here, state, left), left)
    if not _may_end(here, state, length).any():
        return make(Work(start, state, length, whole))
    # How fast jobs go shows when they are let run; where one ends first, the piece is made again up to there.
    tried = state.copy()
    work = Work(start, tried, length, whole)
    frame = make(work)
    ends = _ends(work, state)
    if ends >= length * (1.0 - SAME):
        state.take(tried)
        return frame
    if is_last:
        return make(Work(start, state, length, whole, batch_pace=work.progress))
    return make(Work(start, state, ends, whole))


def _begins(here: Presence, state: State, most: float) -> float:
    """Return in how many s the next job begins, `most` where none does before."""
    start = here.compiled.guests.patterns.start[here.batches] - state.time
    later = start[start > SAME * most]
    return float(later.min(initial=most))


def _may_end(here: Presence, state: State, length: float) -> Bools:
    """Return which jobs (batches,) could be done in `length` seconds if nothing held them back."""
    guests, rows = here.compiled.guests, here.batches
    left = _left(here, state, rows)
    steady = here.course.base is None and here.load_share is None
    fastest = guests.cpu[rows] * (1.0 if steady else here.peaks[rows])
    begun = guests.patterns.start[rows] < state.time + length
    return np.asarray((left > 0.0) & (left <= fastest * length * (1.0 + SAME)) & begun & here.runs[rows])


def _ends(work: Work, before: State) -> float:
    """Return after how many s the first job ends at the pace that was found; infinite where none does."""
    rows = work.here.batches
    rate = work.compiled.guests.cpu[rows] * work.progress[rows] * work.arriving[rows]
    left = _left(work.here, before, rows)
    found = np.where((rate > 0.0) & (left > 0.0), left / np.where(rate > 0.0, rate, 1.0), np.inf)
    return float(found.min(initial=np.inf))


def _left(here: Presence, state: State, rows: Ints) -> Floats:
    """Return the work (rows,) that jobs have still to do, core-s; what rounding left of it is none."""
    whole = here.compiled.guests.batch_work[rows]
    left = whole - state.work_done[rows]
    return np.where(left > SAME * whole, left, 0.0)
