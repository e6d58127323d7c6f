"""Network: links shared among flows, in each direction; fibre is one of them. Source: MODELS.md section 4."""

from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.compile.flows import KIB_TO_MEGABIT
from virtdesigner.engine.maxmin import max_min
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.asks import Asks
from virtdesigner.engine.phases.delay import Delay
from virtdesigner.engine.phases.work import Work

MIB_TO_MEGABIT: Final = 1024 * KIB_TO_MEGABIT
"""[C] Megabits in a MiB."""


def demands(work: Work, rows: Ints) -> Floats:
    """Return what some flows would carry, Mb/s: what workloads send, and their disks' reads and writes."""
    return asks(work, rows).now(work)


def asks(work: Work, rows: Ints) -> Asks:
    """Return what some flows would carry, Mb/s, in any step."""
    flows, ios = work.compiled.flows, work.compiled.stores.ios
    io, size = flows.io[rows], work.native.size
    disks = rows_of(io >= 0)
    first, per_first = flows.guest[rows], flows.rate[rows]
    io, reads = io[disks], flows.reads[rows[disks]]
    rate = ios.block[io] * KIB_TO_MEGABIT * flows.part[rows[disks]]
    first[disks] += np.where(reads, size, 2 * size)
    per_first[disks] = ios.share[io] * rate
    swap = rows_of(ios.is_swap[io] & reads)
    return Asks(first, per_first, first, np.zeros(first.size), disks[swap], io[swap], rate[swap])


def set_swap_traffic(work: Work) -> None:
    """Set what swapping out moves over each constraint, at most all that it can carry."""
    routes, capacity, files = work.here.routes, work.here.link_capacity, work.swapping.files.held()
    work.swap_traffic = np.zeros(capacity.size)
    route = routes.swap_write[files.io]
    on = rows_of((route >= 0) & (files.out > 0.0))
    if on.size:
        by_route = total(files.out[on] * MIB_TO_MEGABIT, route[on], routes.routes)
        work.swap_traffic = np.minimum(routes.by_link(by_route, capacity.size), capacity)


def room(work: Work) -> Floats:
    """Return what each constraint (constraints,) carries beside what is swapped out, Mb/s."""
    free = work.here.link_capacity - work.swap_traffic
    if work.shaped.size:
        free[work.compiled.shapers.constraint] = work.shaped
    return free


def delay(work: Work) -> Delay:
    """Return what the wait of packets follows from at the progress that was found."""
    return Delay(work.compiled.flows, work.here.routes, work.load, room(work), work.native.size)


def fullest(work: Work, rows: Ints, binding: Ints) -> Ints:
    """Return the constraint that cut each of some flows: that of the solver, else its most loaded one."""
    routes, unknown = work.here.routes, binding < 0
    if not unknown.any():
        return binding
    # Flows without a way have -1, the last place, which is no route.
    wanted = np.zeros(routes.routes + 1, dtype=np.bool_)
    wanted[routes.of_flow[rows[unknown]]] = True
    pairs = rows_of(wanted[routes.on_route])
    route, link = routes.on_route[pairs], routes.link[pairs]
    capacity = room(work)[link]
    full = work.load[link] / np.where(capacity > 0.0, capacity, 1e-9)
    order = np.lexsort((-full, route))
    crossed, first = np.unique(route[order], return_index=True)
    found = np.full(wanted.size, -1, dtype=np.int64)
    found[crossed] = link[order[first]]
    return np.where(unknown, found[routes.of_flow[rows]], binding)


def loads(work: Work, pace: Floats) -> Floats:
    """Return what goes over each constraint (constraints,) Mb/s when guests go at a pace (guests,)."""
    routes, links = work.here.routes, work.here.link_capacity.size
    if not routes.routes:
        return np.zeros(links)
    moved = work.moved * np.concatenate((pace, pace, pace))
    by_route = total(moved.take(routes.moved) * routes.rate, routes.route, routes.routes)
    swaps = work.swapping.files.held()
    if swaps.guest.size:
        route = routes.swap_read[swaps.io]
        block = work.compiled.stores.ios.block[swaps.io]
        rate = np.where(route >= 0, swaps.faults * pace[swaps.guest] * block * KIB_TO_MEGABIT, 0.0)
        by_route += total(rate, np.maximum(route, 0), routes.routes)
    return routes.by_link(by_route, links)


class Crossings(NamedTuple):
    """Pairs of a flow, numbered among some flows, and a constraint that it crosses.

    are_single: each flow crosses one of them, in order.
    """

    flow: Ints
    link: Ints
    are_single: bool

    @classmethod
    def of(cls, work: Work, rows: Ints, links: Bools) -> Self:
        """Find where some flows cross some constraints (constraints,)."""
        if not rows.size:
            return cls(rows, rows, are_single=True)
        routes = work.here.routes
        pairs = rows_of(links[routes.link])
        route, link = routes.on_route[pairs], routes.link[pairs]
        if np.bincount(route, minlength=1).max(initial=0) <= 1:
            of_route = np.full(routes.routes + 1, -1, dtype=np.int64)
            of_route[route] = link
            # Flows without a way have -1, the last place, which is no link.
            only = of_route[routes.of_flow[rows]]
            has = rows_of(only >= 0)
            return cls(has, only[has], are_single=has.size == rows.size)
        return cls._of_several(work, rows, links)

    @classmethod
    def _of_several(cls, work: Work, rows: Ints, links: Bools) -> Self:
        flows = work.compiled.flows
        number = np.full(flows.guest.size, -1, dtype=np.int64)
        number[rows] = np.arange(rows.size)
        pairs = rows_of(number[flows.flow_index] >= 0)
        pairs = pairs[links[flows.link_index[pairs]]]
        return cls(number[flows.flow_index[pairs]], flows.link_index[pairs], are_single=False)

    def only_links(self) -> Ints:
        """Return the constraint that each flow crosses; empty where some cross several."""
        return self.link if self.are_single else self.link[:0]


def bound(work: Work, rows: Ints, crossings: Crossings, demand: Floats, shown: Floats) -> tuple[Floats, Ints]:
    """Return the bound of some flows when links carry `shown` of a demand, and the constraint that cut it.

    The constraint is -1 where none did.
    """
    capacity = room(work)
    load = total(shown[crossings.flow], crossings.link, capacity.size)
    if not (load > capacity).any():
        return np.ones(rows.size), np.full(rows.size, -1, dtype=np.int64)
    flows = work.compiled.flows
    weight, reservation = flows.weight[rows], flows.reservation[rows]
    found = max_min(shown, weight, crossings.flow, crossings.link, capacity, reservation)
    return working.bound(found.rate, shown, demand), found.binding
