"""Weighted max-min fair rates of flows over every link they cross, by progressive filling.

Each round computes the level (`water_level`) at which every over-asked link would saturate. That level is
a lower bound of the final one, so a flow whose demand lies below the levels of all its links has its demand.
A link that is the tightest for every flow it carries saturates at exactly that level: all such links freeze
their flows in the same round. Then the arrays shrink to what is left.

Source: MODELS.md section 4.
"""

from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, require_finite, require_numbers, rows_of, total
from virtdesigner.engine.water_level import Ramps, iterate_level, search_level

ROUNDING: Final = 1e-12
"""Relative difference below which two levels, or a demand and a capacity, count as equal."""


class Rates(NamedTuple):
    """What `max_min` found.

    rate: (flows,) in the unit of the capacity; binding: (flows,) the link that holds a flow below its demand,
    -1 if none does; overbooked: (links,), true where reservations exceed the capacity and were scaled down.
    """

    rate: Floats
    binding: Ints
    overbooked: Bools


class _Filling(NamedTuple):
    """Flows that are not frozen yet, and the (flow, link) pairs of those links that cannot carry them all.

    flow, link: (pairs,) rows of the local arrays; weight, low, high: (flows,); row: (flows,) in the caller's
    arrays; left: (links,) what the frozen flows left; level: (links,) last found, infinite where the link
    carries all; stale: (links,) true where a flow froze below the level of the link, which must rise.
    """

    flow: Ints
    link: Ints
    weight: Floats
    low: Floats
    high: Floats
    row: Ints
    left: Floats
    level: Floats
    stale: Bools

    def without(self, frozen: Bools, kept_pairs: Bools) -> Self:
        """Drop frozen flows and pairs that no longer matter; links keep their rows."""
        still = ~frozen
        flows, pairs, renumbered = rows_of(still), rows_of(kept_pairs), np.cumsum(still) - 1
        return self._replace(
            flow=renumbered.take(self.flow.take(pairs)),
            link=self.link.take(pairs),
            weight=self.weight.take(flows),
            low=self.low.take(flows),
            high=self.high.take(flows),
            row=self.row.take(flows),
        )


def max_min(
    demand: Floats,
    weight: Floats,
    flow_index: Ints,
    link_index: Ints,
    capacity: Floats,
    reservation: Floats | None = None,
    limit: Floats | None = None,
) -> Rates:
    """Share links among flows: nobody's rate can rise without lowering that of a flow with a lower level.

    demand, weight, reservation, limit: (flows,), not negative, demand and limit may be infinite; a flow gets
    clamp(x * weight, lo, hi) with x the lowest level of its links, lo and hi as in `sharing.share`.
    flow_index, link_index: (pairs,) flow f crosses link l; a pair given twice loads the link twice. A flow
    that crosses no link gets its demand. capacity: (links,). What flows with a weight leave over is shared
    equally among those of weight 0. ValueError where a value is not a number or a weight is infinite: the
    rounds would not end. Source: MODELS.md section 4.
    """
    require_finite(weight=weight)
    require_numbers(demand=demand, capacity=capacity)
    high = demand if limit is None else np.minimum(limit, demand)
    low = np.zeros(high.size) if reservation is None else np.minimum(reservation, high)
    low, overbooked = _scale_reservations(low, flow_index, link_index, capacity)
    without = weight == 0.0
    first = np.where(without, low, high)
    rate, binding = _fill(weight, low, first, flow_index, link_index, capacity)
    if (first < high)[without].any():
        spare = np.where(without, 1.0, 0.0)
        floor = np.where(without, low, rate)
        rate, second = _fill(spare, floor, np.where(without, high, rate), flow_index, link_index, capacity)
        binding = np.where(without, second, binding)
    return Rates(rate, binding, overbooked)


def _scale_reservations(low: Floats, flow: Ints, link: Ints, capacity: Floats) -> tuple[Floats, Bools]:
    """Scale reservations down by the worst overbooked link of each flow; also flag those links."""
    reserved = total(low[flow], link, capacity.size)
    overbooked = reserved > capacity
    if not overbooked.any():
        return low, overbooked
    factor = np.where(overbooked, capacity / np.where(overbooked, reserved, 1.0), 1.0)
    worst = np.ones(low.size)
    np.minimum.at(worst, flow, factor[link])
    return low * worst, overbooked


def _fill(
    weight: Floats, low: Floats, high: Floats, flow: Ints, link: Ints, capacity: Floats
) -> tuple[Floats, Ints]:
    """Run the rounds; return rate and binding link of each flow. Flows with low = high keep that."""
    rate, binding = high.copy(), np.full(high.size, -1, dtype=np.int64)
    every_link = np.ones(capacity.size, dtype=np.bool_)
    filling = _Filling(
        flow, link, weight, low, high, np.arange(high.size), capacity, np.zeros(capacity.size), every_link
    )
    every_pair = np.ones(flow.size, dtype=np.bool_)
    filling = _close(filling, high <= low, high, every_pair)._replace(stale=every_link)
    while filling.flow.size:
        filling = _round(_raise_levels(filling), rate, binding)
    return rate, binding


def _raise_levels(filling: _Filling) -> _Filling:
    """Find the levels of the stale links anew."""
    pairs = rows_of(filling.stale.take(filling.link))
    flow, link = filling.flow.take(pairs), filling.link.take(pairs)
    high = filling.high.take(flow)
    over = total(high, link, filling.left.size) > filling.left * (1.0 + ROUNDING)
    level = np.where(filling.stale, np.inf, filling.level)
    ramps = Ramps(filling.weight.take(flow), None, filling.low.take(flow), high, link)
    ramps = ramps.only(over.take(link), over)
    found, unsettled = iterate_level(ramps, filling.left[over], filling.level[over])
    if unsettled.any():
        part = ramps.only(unsettled[ramps.segment], unsettled)
        found[unsettled] = search_level(part, filling.left[over][unsettled])
    level[over] = found
    return filling._replace(level=level)


def _round(filling: _Filling, rate: Floats, binding: Ints) -> _Filling:
    """Freeze every flow that the levels decide, in place; return what is left."""
    links = filling.left.size
    pair_level = filling.level.take(filling.link)
    flow_level = np.full(filling.high.size, np.inf)
    np.minimum.at(flow_level, filling.flow, pair_level)
    reach = flow_level * filling.weight
    met = filling.high <= reach * (1.0 + ROUNDING)
    unmet_level = flow_level.copy()
    unmet_level[rows_of(met)] = np.inf
    lowest = np.full(links, np.inf)
    np.minimum.at(lowest, filling.link, unmet_level.take(filling.flow))
    tight = rows_of(pair_level <= (lowest * (1.0 + ROUNDING)).take(filling.link))
    holder = np.full(filling.high.size, links)
    np.minimum.at(holder, filling.flow.take(tight), filling.link.take(tight))
    cut = (holder < links) & ~met
    final = np.minimum(np.maximum(reach, filling.low), filling.high)
    frozen = rows_of(cut)
    rows = filling.row.take(frozen)
    rate[rows], binding[rows] = final.take(frozen), holder.take(frozen)
    scarce = np.isfinite(pair_level)
    lower = cut.take(filling.flow) & (pair_level > flow_level.take(filling.flow) * (1.0 + ROUNDING))
    stale = np.zeros(links, dtype=np.bool_)
    stale[filling.link.take(rows_of(lower))] = True
    return _close(filling, met | cut, final, scarce)._replace(stale=stale)


def _close(filling: _Filling, frozen: Bools, final: Floats, scarce: Bools) -> _Filling:
    """Take the frozen flows off their links and drop them, with the pairs of links that have enough."""
    gone = scarce & frozen.take(filling.flow)
    pairs = rows_of(gone)
    used = total(final.take(filling.flow.take(pairs)), filling.link.take(pairs), filling.left.size)
    kept = filling.without(frozen, scarce & ~gone)
    return kept._replace(left=np.maximum(filling.left - used, 0.0))
