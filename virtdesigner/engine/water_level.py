"""The level at which sums of ramps meet their capacities, for many segments at once.

A ramp is clamp(level * weight - offset, low, high). Shares of a CPU are ramps without an offset; the cost of
memory makes two ramps per guest. The sum over a segment rises with the level, so one level fits the capacity.

Newton's iteration on such a sum lands on the exact level as soon as it knows which members are clamped, and
needs few rounds from a good start. A level that stands clear of every clamp proves its own set of clamped
members, hence comes out the same to the bit from any start. The rest (a clamp within rounding of the level,
or no end after many rounds) is decided by a binary search over the sorted clamps, which takes no start.
"""

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total

MOST_ROUNDS: Final = 20
"""Numerical: Newton rounds before a segment is searched instead; five are usual."""

CLEARANCE: Final = 1e-9
"""Numerical: distance to the nearest clamp, as a share of the capacity, above which rounding cannot hide
a clamp."""


Stages = NDArray[np.int8]

_SLIDES: Final = 1


class Ramps(NamedTuple):
    """What each member of a segment receives as the level of its segment rises.

    weight, offset, low, high: (members,) not negative, low <= high, high may be infinite; offset: None
    where nobody has one. segment: (members,) row of the segment.
    """

    weight: Floats
    offset: Floats | None
    low: Floats
    high: Floats
    segment: Ints

    def at(self, level: Floats) -> Floats:
        """Return what each member receives (members,) at the level of its segment; level: (segments,)."""
        return self.clamped(self.raw(level))

    def clamped(self, raw: Floats) -> Floats:
        """Return raw values (members,), no lower than the low and no higher than the high."""
        return np.minimum(np.maximum(raw, self.low), self.high)

    def stage(self, raw: Floats) -> Stages:
        """Return who is at the low (0), slides (1) or is at the high (2) by a raw value (members,)."""
        return np.asarray((raw > self.low).view(np.int8) + (raw >= self.high).view(np.int8))

    def raw(self, level: Floats) -> Floats:
        """Return level * weight - offset (members,), whatever the low and the high; level: (segments,)."""
        raw = level.take(self.segment)
        raw *= self.weight
        if self.offset is not None:
            raw -= self.offset
        return raw

    def only(self, members: Bools, segments: Bools) -> Self:
        """Keep some members, all of which lie in the kept segments; the segments are numbered anew."""
        if members.all() and segments.all():
            return self
        rows, renumbered = rows_of(members), np.cumsum(segments) - 1
        return type(self)(
            self.weight.take(rows),
            None if self.offset is None else self.offset.take(rows),
            self.low.take(rows),
            self.high.take(rows),
            renumbered.take(self.segment.take(rows)),
        )


def find_level(ramps: Ramps, capacity: Floats, start: Floats) -> Floats:
    """Find the level of each segment at which its ramps add up to its capacity, the same from any start.

    Every weight is positive and every low below its high; every segment asks for more than it has, with lows
    that fit: sum of low <= capacity < sum of high. capacity, start, result: (segments,). A start that is zero
    or not finite is ignored.
    """
    level, doubtful = iterate_level(ramps, capacity, start)
    raw = ramps.raw(level)
    gap = np.minimum(np.abs(raw - ramps.low), np.abs(ramps.high - raw))
    near = rows_of(gap <= (CLEARANCE * capacity).take(ramps.segment))
    doubtful[ramps.segment.take(near)] = True
    if doubtful.any():
        part = ramps.only(doubtful[ramps.segment], doubtful)
        level[doubtful] = search_level(part, capacity[doubtful])
    return level


def iterate_level(ramps: Ramps, capacity: Floats, start: Floats) -> tuple[Floats, Bools]:
    """Find the levels by Newton's iteration alone; also say where it came to no end.

    Takes what `find_level` takes. A level with a clamp within rounding of it may depend on the start in its
    last bits. Returns level and flag (segments,).
    """
    cold = _cold_start(ramps, capacity)
    level = np.where(np.isfinite(start) & (start > 0.0), start, cold)
    unsettled = np.ones(capacity.size, dtype=np.bool_)
    part, room, guess, todo = ramps, capacity, level, np.arange(capacity.size)
    raw = part.raw(guess)
    stage = part.stage(raw)
    for _ in range(MOST_ROUNDS):
        following, solvable = _level_from(part, room, stage == _SLIDES, part.clamped(raw))
        level[todo] = guess = np.where(solvable, following, cold[todo])
        raw, last = part.raw(guess), stage
        stage = part.stage(raw)
        # A level at which everybody is as when it was worked out is the level.
        moving = ~solvable
        moving[part.segment.take(rows_of(stage != last))] = True
        unsettled[todo] = moving
        still = np.count_nonzero(moving)
        if still == 0:
            break
        if 2 * still < todo.size:
            members = moving.take(part.segment)
            part, todo = part.only(members, moving), todo[moving]
            room, raw, stage = room[moving], raw[members], stage[members]
    return level, unsettled


def _cold_start(ramps: Ramps, capacity: Floats) -> Floats:
    """Return the level of each segment if nobody were clamped."""
    weight = total(ramps.weight, ramps.segment, capacity.size)
    if ramps.offset is None:
        return np.asarray(capacity / weight)
    return np.asarray((capacity + total(ramps.offset, ramps.segment, capacity.size)) / weight)


def _level_from(ramps: Ramps, capacity: Floats, sliding: Bools, clamped: Floats) -> tuple[Floats, Bools]:
    """Solve for the level when it is known who slides with it; the others hold their clamped value.

    clamped: (members,) finite. Returns the level, and where somebody slides (segments,): elsewhere the level
    means nothing.
    """
    # Products, not np.where: a condition that alternates at random costs it six times as much.
    slope = total(ramps.weight * sliding, ramps.segment, capacity.size)
    fixed = clamped * ~sliding
    if ramps.offset is not None:
        fixed -= ramps.offset * sliding
    held = total(fixed, ramps.segment, capacity.size)
    solvable = slope > 0.0
    return (capacity - held) / np.where(solvable, slope, 1.0), solvable


def search_level(ramps: Ramps, capacity: Floats) -> Floats:
    """Find the same levels as `find_level` by a binary search over the levels where a clamp begins or ends.

    The sum at a level is monotone even in rounded arithmetic, so the interval found is unique.
    """
    offset = 0.0 if ramps.offset is None else ramps.offset
    begins = (ramps.low + offset) / ramps.weight
    ends = (ramps.high + offset) / ramps.weight
    below, above = _interval(ramps, capacity, begins, ends)
    floor = below[ramps.segment]
    sliding = (begins <= floor) & (ends > floor)
    clamped = np.where(ends <= floor, ramps.high, ramps.low)
    level, solvable = _level_from(ramps, capacity, sliding, clamped)
    return np.where(solvable, np.clip(level, below, above), below)


def _interval(ramps: Ramps, capacity: Floats, begins: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """Return the last clamp level of each segment at which the sum fits, and the first where it doesn't."""
    clamps = np.concatenate([begins, ends])
    finite = np.isfinite(clamps)
    owner = np.concatenate([ramps.segment, ramps.segment])[finite]
    clamps = clamps[finite]
    clamps = clamps[np.lexsort((clamps, owner))]
    count = np.bincount(owner, minlength=capacity.size)
    # One slot of 0 before the clamps of each segment and one of infinity after them: no edge cases below.
    first = np.cumsum(count + 2) - (count + 2)
    ladder = np.zeros(clamps.size + 2 * capacity.size)
    ladder[first + count + 1] = np.inf
    ladder[np.arange(clamps.size) + 1 + 2 * np.repeat(np.arange(capacity.size), count)] = clamps
    fits, limit = np.zeros_like(count), count
    while (fits < limit).any():
        middle = (fits + limit + 1) // 2
        within = total(ramps.at(ladder[first + middle]), ramps.segment, capacity.size) <= capacity
        within |= middle == 0
        fits, limit = np.where(within, middle, fits), np.where(within, limit, middle - 1)
    return ladder[first + fits], ladder[first + fits + 1]
