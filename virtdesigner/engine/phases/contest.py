"""Contest: the uses of resources that are asked for more than they have, and the bounds that follow.

A resource with enough for the full demand of all who use it cuts nobody, whatever the others do. So only the
uses of the other resources take part in the passes of the coupling rule: none in a design with room to spare.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.estimates import SWAP_FALLBACK_MS
from virtdesigner.engine.phases import cpu, network, storage
from virtdesigner.engine.phases.network import Crossings
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.swapping import swap_progress


class Short(NamedTuple):
    """Which resources are asked for more than they have: hosts, constraints, disk groups, queues."""

    hosts: Bools
    links: Bools
    groups: Bools
    queues: Bools

    @classmethod
    def of(cls, work: Work) -> Self:
        """Compare what all guests would do, as far as they themselves can, with what there is."""
        found = storage.sums(work, work.fixed)
        groups = storage.room(work)
        time = total(found.time, work.here.queues.group_of, groups.size) if groups.size else groups
        return cls(
            cpu.over_asked(work),
            network.loads(work, work.fixed) > network.room(work),
            time > groups,
            found.under_way > work.compiled.stores.queue_depth,
        )


@dataclass
class Contest:
    """The contested uses (uses,), in the order of the families of `Uses`.

    guests: (contestants,) rows of those that have any, ascending; guest: (uses,) number of each use's among
    them. rows: (uses,) in `compiled.uses`. demand: (uses,) in the unit of the resource. order: uses sorted by
    guest; first: (contestants,) where each one's begin.
    flows, ios_groups, ios_queues: rows of these families in their tables; crossings: of the flows.
    """

    guests: Ints
    guest: Ints
    rows: Ints
    demand: Floats
    order: Ints
    first: Ints
    families: tuple[slice, ...]
    flows: Ints
    crossings: Crossings
    group_rows: Ints
    queue_rows: Ints

    @classmethod
    def of(cls, work: Work, short: Short) -> Self:
        """Collect the uses of the resources that are short, and of memory where it holds a guest up."""
        uses, here = work.compiled.uses, work.here
        flows_rows, group_rows, queue_rows = (
            _flows(work, short),
            _ios(work, short.groups, True),
            _ios(work, short.queues, False),
        )
        swapping = work.swapping
        memory = swapping.guest[(swapping.faults > 0.0) | (swapping.stall < 1.0)]
        on_short = short.hosts[here.place] if short.hosts.size else here.is_down
        cpus = np.flatnonzero(on_short & (work.demand > 0.0))
        services, clients = _services(work, short), work.compiled.services.guest
        ios = work.compiled.stores.ios
        families = (
            (memory, memory, uses.memory, np.ones(memory.size)),
            (cpus, cpus, uses.cpu, work.demand[cpus]),
            (
                flows_rows,
                work.compiled.flows.guest[flows_rows],
                uses.flows,
                network.demands(work, flows_rows),
            ),
            (group_rows, ios.guest[group_rows], uses.groups, storage.group_demands(work, group_rows)),
            (queue_rows, ios.guest[queue_rows], uses.queues, storage.queue_demands(work, queue_rows)),
            (services, clients[services], uses.services, work.service[services]),
        )
        guest_rows = np.concatenate([guest for _, guest, _, _ in families])
        taking_part = np.zeros(here.host.size, dtype=np.bool_)
        taking_part[guest_rows] = True
        guests = np.flatnonzero(taking_part)
        guest = (np.cumsum(taking_part) - 1)[guest_rows]
        order = np.argsort(guest, kind="stable")
        ends = np.cumsum([0, *(rows.size for rows, *_ in families)]).tolist()
        return cls(
            guests=guests,
            guest=guest,
            rows=np.concatenate([rows + family.start for rows, _, family, _ in families]),
            demand=np.concatenate([demand for *_, demand in families]),
            order=order,
            first=np.searchsorted(guest[order], np.arange(guests.size)),
            families=tuple(slice(begin, end) for begin, end in pairwise(ends)),
            flows=flows_rows,
            crossings=Crossings.of(work, flows_rows, short.links),
            group_rows=group_rows,
            queue_rows=queue_rows,
        )

    def leaves(self, work: Work) -> Ints:
        """The leaves of the CPU pools among its uses: guests, then services."""
        uses, cpus, services = work.compiled.uses, self.families[1], self.families[-1]
        after = work.native.size - uses.services.start
        return np.concatenate((self.rows[cpus] - uses.cpu.start, self.rows[services] + after))

    def on_cpus(self, column: Floats) -> Floats:
        """What a column of uses has for the leaves of the CPU pools."""
        return np.concatenate((column[self.families[1]], column[self.families[-1]]))

    def lowest(self, bounds: Floats) -> Floats:
        """Return the lowest bound of each contestant of the bounds of its uses (uses,)."""
        return np.minimum.reduceat(bounds[self.order], self.first)

    def lowest_of_others(self, bounds: Floats) -> Floats:
        """Return for each use (uses,) the lowest bound of the guest's other uses; 1 where it has none."""
        lowest = self.lowest(bounds)
        own = lowest[self.guest]
        is_lowest = bounds == own
        times = np.bincount(self.guest, weights=is_lowest, minlength=lowest.size)
        second = self.lowest(np.where(is_lowest, np.inf, bounds))
        alone = is_lowest & (times[self.guest] == 1)
        return np.minimum(np.where(alone, second[self.guest], own), 1.0)


def _services(work: Work, short: Short) -> Ints:
    """Return the rows of the services on hosts that are short, where there is anything to do."""
    own = work.native.size
    place = work.here.tree.place(np.arange(own, own + work.service.size))
    return np.flatnonzero(short.hosts[place] & (work.service > 0.0)) if place.size else place


def _flows(work: Work, short: Short) -> Ints:
    """Return the rows of the flows that cross a constraint which is short, and carry something."""
    routes = work.here.routes
    if not short.links.any() or not routes.routes:
        return np.zeros(0, dtype=np.int64)
    of_route = np.zeros(routes.routes + 1, dtype=np.bool_)
    of_route[routes.on_route[short.links[routes.link]]] = True
    # Flows without a way have -1, the last place, which is false.
    rows = np.flatnonzero(of_route[routes.of_flow])
    return rows[network.demands(work, rows) > 0.0]


def _ios(work: Work, short: Bools, groups: bool) -> Ints:
    """Return the rows of I/O on disk groups, or in queues, that are short, where there is any I/O."""
    ios = work.compiled.stores.ios
    if not short.any():
        return np.zeros(0, dtype=np.int64)
    row = ios.group if groups else ios.queue
    rows = np.flatnonzero(~ios.is_cut & short[row])
    return rows[storage.reads(work, rows) + storage.writes(work, rows) > 0.0]


class Found(NamedTuple):
    """Bounds (uses,) of one pass; binding: what cut each flow; cutter: the pool that cuts each (pools,)."""

    bounds: Floats
    binding: Ints
    cutter: Ints


def found_bounds(work: Work, contest: Contest, shown: Floats, latency: Floats) -> Found:
    """Return the bounds that resources set when asked for `shown` (uses,), and what set them.

    latency: (luns,) ms, which decides how long a guest waits for a page that was swapped out.
    """
    memory, cpus, flows, groups, queues, _ = contest.families
    stores = work.compiled.stores
    by_link, binding = network.bound(
        work, contest.flows, contest.crossings, contest.demand[flows], shown[flows]
    )
    granted = cpu.bound(work, contest.leaves(work), contest.on_cpus(contest.demand), contest.on_cpus(shown))
    own = contest.rows[cpus].size
    row_groups, row_queues = stores.ios.group[contest.group_rows], stores.ios.queue[contest.queue_rows]
    bounds = (
        _memory_bound(work, contest.rows[memory], latency),
        granted.bounds[:own],
        by_link,
        storage.bound(row_groups, storage.room(work), contest.demand[groups], shown[groups]),
        storage.bound(row_queues, stores.queue_depth, contest.demand[queues], shown[queues]),
        granted.bounds[own:],
    )
    return Found(np.concatenate(bounds), binding, granted.cutter)


def _memory_bound(work: Work, guests: Ints, latency: Floats) -> Floats:
    """Return the bound that memory sets some guests: p = 1/(1 + F0 * L / parallelism), L of the last pass."""
    if not guests.size:
        return np.zeros(0)
    swapping, stores = work.swapping, work.compiled.stores
    held = np.searchsorted(swapping.guest, guests)
    parallel = work.compiled.hosts.fault_parallelism[work.here.place[guests]]
    io = swapping.io[held]
    lun = np.where(io >= 0, stores.ios.lun[io], -1) if stores.ios.lun.size else io
    waits = np.full(guests.size, SWAP_FALLBACK_MS)
    if latency.size:
        waits = np.where(lun >= 0, latency[lun], waits)
    return swapping.stall[held] * swap_progress(swapping.faults[held], waits, parallel)


def overuse(work: Work, contest: Contest, before: Floats) -> Floats:
    """Return how much over its capacity the resource of each use (uses,) is, from 1, at a progress.

    before: (contestants,).
    """
    stores, (memory, cpus, flows, groups, queues, _) = work.compiled.stores, contest.families
    used = contest.demand * before[contest.guest]
    on_cpus, own = _pool_overuse(work, contest, used), contest.rows[cpus].size
    pairs = _overuse(used[flows][contest.crossings.flow], contest.crossings.link, network.room(work))
    by_link = np.ones(contest.flows.size)
    np.maximum.at(by_link, contest.crossings.flow, pairs)
    row_groups, row_queues = stores.ios.group[contest.group_rows], stores.ios.queue[contest.queue_rows]
    found = np.concatenate(
        (
            np.ones(contest.rows[memory].size),
            on_cpus[:own],
            by_link,
            _overuse(used[groups], row_groups, storage.room(work)),
            _overuse(used[queues], row_queues, stores.queue_depth),
            on_cpus[own:],
        )
    )
    found[used <= 0.0] = 1.0
    return found


def _pool_overuse(work: Work, contest: Contest, used: Floats) -> Floats:
    """Return how much over its capacity a pool around each leaf of the contest is, from 1."""
    tree, leaf = work.here.tree, contest.leaves(work)
    if not leaf.size or not tree.host.size:
        return np.ones(leaf.size)
    over = tree.overuse(tree.loads(leaf, contest.on_cpus(used)), work.capacity)
    return np.where(tree.pool[leaf] >= 0, over[tree.pool[leaf]], 1.0)


def _overuse(used: Floats, row: Ints, capacity: Floats) -> Floats:
    if not row.size:
        return np.ones(0)
    load = total(used, row, capacity.size)
    over = np.maximum(load / np.where(capacity > 0.0, capacity, 1.0), 1.0)
    return np.where((capacity <= 0.0) & (load > 0.0), np.inf, over)[row]


@dataclass
class Held:
    """What the passes came to.

    bounds, overuse: (uses,) of the contest; before: (contestants,) progress before the worst overuse divided
    it; binding: (flows of the contest,) constraint that cut it, -1 for none; cutter: (pools,) the pool that
    cuts what is in each.
    """

    contest: Contest
    bounds: Floats
    overuse: Floats
    before: Floats
    binding: Ints
    cutter: Ints

    def caps(self) -> Floats:
        """Return the progress that each use (uses,) allows alone: its bound, less where it was overused."""
        before = self.before[self.contest.guest]
        return np.minimum(self.bounds, np.where(self.overuse > 1.0, before / self.overuse, 1.0))
