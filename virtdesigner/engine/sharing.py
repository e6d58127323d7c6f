"""Sharing a capacity by weight within reservation and limit: water-filling of many segments at once.

Source: MODELS.md section 1 (textbook proportional share with clamps).
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, require_finite, require_numbers, rows_of, total
from virtdesigner.engine.water_level import Ramps, find_level


class Shares(NamedTuple):
    """What `share` found.

    grant: (members,), in the unit of the capacity. level: (segments,), what one unit of weight is worth;
    infinite where nobody with a weight is held back, and the start for the next step's call.
    overbooked: (segments,), true where the reservations exceed the capacity and were scaled down together.
    """

    grant: Floats
    level: Floats
    overbooked: Bools


def share(
    demand: Floats,
    weight: Floats,
    reservation: Floats,
    limit: Floats,
    segment: Ints,
    capacity: Floats,
    start_level: Floats | None = None,
) -> Shares:
    """Share each segment's capacity by weight, nobody below reservation or above limit and demand.

    Finds the level x of each segment with sum clamp(x * w, lo, hi) = min(C, sum hi), where
    lo = min(r, l, d) and hi = min(l, d). What the members with a weight leave over is shared equally among
    those of weight 0.

    demand, weight, reservation, limit: (members,), not negative; demand and limit may be infinite (limit the
    demand to the width of a guest before the call). segment: (members,) row in capacity: (segments,).
    start_level: (segments,) the levels of an earlier call, a hint that never changes the result.
    ValueError where a value is not a number, or a weight or reservation is infinite.
    Source: MODELS.md section 1.
    """
    require_finite(weight=weight, reservation=reservation)
    require_numbers(demand=demand, limit=limit, capacity=capacity)
    high = np.minimum(limit, demand)
    low, overbooked = scale_reservations(np.minimum(reservation, high), segment, capacity)
    return fill(Ramps(weight, None, low, high, segment), capacity, overbooked, start_level)


def scale_reservations(low: Floats, segment: Ints, capacity: Floats) -> tuple[Floats, Bools]:
    """Scale reservations beyond a segment's capacity down together; also say where that was needed.

    low: (members,) finite; returns the reservations that can be kept (members,) and a flag (segments,).
    """
    reserved = total(low, segment, capacity.size)
    overbooked = reserved > capacity
    if not overbooked.any():
        return low, overbooked
    factor = np.where(overbooked, capacity / np.where(overbooked, reserved, 1.0), 1.0)
    return low * factor[segment], overbooked


def fill(
    ramps: Ramps,
    capacity: Floats,
    overbooked: Bools,
    start_level: Floats | None = None,
    spare_weight: Floats | float = 1.0,
) -> Shares:
    """Raise the level of each segment until its capacity is used or everyone has their high.

    The lows of overbooked segments were already scaled to fit and are what their members get (level 0).
    spare_weight: the weights by which members of weight 0 share what the others leave over.
    Returns `Shares` with the flags handed in. Source: MODELS.md sections 1 and 3.
    """
    short = total(ramps.high, ramps.segment, capacity.size) > capacity
    level, grant = np.full(capacity.size, np.inf), ramps.high.copy()
    if overbooked.any():
        short &= ~overbooked
        level[overbooked] = 0.0
        broken = rows_of(overbooked.take(ramps.segment))
        grant[broken] = ramps.low[broken]
    if not short.any():
        return Shares(grant, level, overbooked)
    weighted, ramps = _serve_weighted_first(ramps, capacity, spare_weight)
    slides = (ramps.weight > 0.0) & (ramps.low < ramps.high)
    room = capacity
    if not (short.all() and slides.all()):
        in_short = short.take(ramps.segment)
        fixed = rows_of(in_short & ~slides)
        slides &= in_short
        grant[fixed] = ramps.low[fixed]
        room = (capacity - total(ramps.low[fixed], ramps.segment[fixed], capacity.size))[short]
    part = ramps.only(slides, short)
    start = np.zeros(room.size) if start_level is None else start_level[short]
    found = find_level(part, room, start)
    grant[slides] = part.at(found)
    level[short] = np.where(weighted[short], found, np.inf)
    return Shares(grant, level, overbooked)


def _serve_weighted_first(
    ramps: Ramps, capacity: Floats, spare_weight: Floats | float
) -> tuple[Bools, Ramps]:
    """Where members with a weight leave something over, fix them at their high and weigh the others.

    Returns the segments (segments,) where the members with a weight compete, and the ramps to solve.
    """
    without = ramps.weight == 0.0
    if not without.any():
        return np.ones(capacity.size, dtype=np.bool_), ramps
    served = np.where(without, ramps.low, ramps.high)
    compete = total(served, ramps.segment, capacity.size) > capacity
    waits = ~compete[ramps.segment]
    return compete, ramps._replace(
        weight=np.where(waits & without, spare_weight, np.where(waits, 0.0, ramps.weight)),
        low=np.where(waits, served, ramps.low),
    )
