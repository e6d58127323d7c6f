"""Contest: the uses of resources that are asked for more than they have, and the bounds that follow.

A resource with enough for the full demand of all who use it cuts nobody, whatever the others do. So only the
uses of the other resources take part in the passes of the coupling rule: none in a design with room to spare.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.estimates import SWAP_FALLBACK_MS
from virtdesigner.engine.phases import cpu, division, network, storage
from virtdesigner.engine.phases.division import Division
from virtdesigner.engine.phases.network import Crossings
from virtdesigner.engine.phases.uses import Contested, Use
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.swapping import swap_progress

ROUNDING: Final = 1e-9
"""Overuse that is none: a resource that is used up to the last bit holds nobody back."""


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

    def any(self) -> bool:
        """Whether any is."""
        return any(bool(flags.any()) for flags in self)


@dataclass
class Contest:
    """Contested uses (uses,), family after family, and the guests that have them (contestants,).

    guests: rows, ascending; guest: (uses,) number of each use's among them. rows: (uses,) in `compiled.uses`;
    demand: (uses,). uses: by family; part: slice of each. order: uses sorted by guest; first: (contestants,)
    where each one's begin. crossings: where its flows cross links that are short; division: of resources that
    are simply divided.
    """

    uses: Contested
    crossings: Crossings
    division: Division
    guests: Ints
    guest: Ints
    rows: Ints
    demand: Floats
    order: Ints
    first: Ints
    part: Mapping[str, slice]

    @classmethod
    def of(cls, work: Work, found: Contested, links: Bools) -> Self:
        """Put uses of all families together; links: (constraints,) those that are short."""
        of_guest = np.concatenate([use.guest for use in found])
        taking_part = np.zeros(work.fixed.size, dtype=np.bool_)
        taking_part[of_guest] = True
        guests = rows_of(taking_part)
        guest = (np.cumsum(taking_part) - 1)[of_guest]
        order = np.argsort(guest, kind="stable")
        ends = np.cumsum([0, *(use.row.size for use in found)]).tolist()
        starts = [getattr(work.compiled.uses, family).start for family in Contested._fields]
        crossings = Crossings.of(work, found.flows.row, links)
        return cls(
            uses=found,
            crossings=crossings,
            division=Division.of(work, found, crossings.only_links()),
            guests=guests,
            guest=guest,
            rows=np.concatenate([use.row + start for use, start in zip(found, starts, strict=True)]),
            demand=np.concatenate([use.demand for use in found]),
            order=order,
            first=np.searchsorted(guest[order], np.arange(guests.size)),
            part={name: slice(*ends) for name, ends in zip(Contested._fields, pairwise(ends), strict=True)},
        )

    def only(self, work: Work, kept: Bools, links: Bools) -> Self:
        """Keep some uses (uses,)."""
        return type(self).of(work, self.uses.only([kept[part] for part in self.part.values()]), links)

    def touched_by(self, guests: Bools) -> Bools:
        """Return the uses (uses,) of the resources that some contestants (contestants,) use."""
        own = guests[self.guest]
        kept = own.copy()
        # Links that the division leaves out are solved as a whole.
        kept[self.part["flows"]] = own[self.part["flows"]].any()
        division = self.division
        resources = np.zeros(division.capacity.size, dtype=np.bool_)
        resources[division.segment[own[division.use]]] = True
        kept[division.use] = resources[division.segment]
        return kept

    def on_cpus(self, column: Floats) -> Floats:
        """What a column of uses has for the leaves of the CPU pools: guests, then services."""
        return np.concatenate((column[self.part["cpu"]], column[self.part["services"]]))

    def set_on_cpus(self, column: Floats, values: Floats) -> None:
        """Set what a column of uses has for the leaves of the CPU pools."""
        own = self.uses.cpu.row.size
        column[self.part["cpu"]], column[self.part["services"]] = values[:own], values[own:]

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


def contested(work: Work, short: Short) -> Contested:
    """Collect the uses of the resources that are short, and of memory where it holds a guest up."""
    here, flows = work.here, work.compiled.flows
    memory = work.swapping.slowed()
    on_short = short.hosts[here.place] if short.hosts.size else here.is_down
    cpus = rows_of(on_short & (work.demand > 0.0))
    over = _flows(work, short)
    guest, clients = work.compiled.stores.ios.guest, work.compiled.services.guest
    services = _services(work, short)
    groups, queues = _ios(work, short.groups, groups=True), _ios(work, short.queues, groups=False)
    return Contested(
        Use(memory, memory, np.ones(memory.size)),
        Use(cpus, cpus, work.demand[cpus]),
        Use(over, flows.guest[over], network.demands(work, over)),
        Use(groups, guest[groups], storage.group_demands(work, groups)),
        Use(queues, guest[queues], storage.queue_demands(work, queues)),
        Use(services, clients[services], work.service[services]),
    )


def coupled(work: Work, found: Contested) -> list[Bools]:
    """Return which uses, by family, have to come to agreement with others; the rest decide alone.

    A guest with one contested use is shown to its resource as far as it can go itself, whatever happens
    elsewhere, unless somebody else there has other contested uses too. Waiting for pages depends on all who
    use the disk. All links count as one resource.
    """
    memory, cpus, flows, groups, queues, services = found
    times = np.bincount(np.concatenate([use.guest for use in found]), minlength=work.fixed.size)
    several = times > 1
    several[memory.guest] = True
    ios = work.compiled.stores.ios
    of_cpus = several[np.concatenate((cpus.guest, services.guest))]
    on_cpus = _with(of_cpus, work.here.tree.place(leaves(work, found)), work.capacity.size)
    any_flow = np.full(flows.row.size, bool(several[flows.guest].any()))
    return [
        np.ones(memory.row.size, dtype=np.bool_),
        on_cpus[: cpus.row.size],
        any_flow,
        _with(several[groups.guest], ios.group[groups.row], work.here.group_capacity.size),
        _with(several[queues.guest], ios.queue[queues.row], work.compiled.stores.queue_depth.size),
        on_cpus[cpus.row.size :],
    ]


def leaves(work: Work, found: Contested) -> Ints:
    """Return the leaves of the CPU pools among some uses: guests, then services."""
    return np.concatenate((found.cpu.row, found.services.row + work.native.size))


def _with(chosen: Bools, resource: Ints, resources: int) -> Bools:
    """Choose every use of a resource that a chosen one uses; all (uses of a family,)."""
    touched = np.zeros(resources, dtype=np.bool_)
    touched[resource[chosen]] = True
    return touched[resource]


def _services(work: Work, short: Short) -> Ints:
    """Return the rows of the services on hosts that are short, where there is anything to do."""
    own = work.native.size
    place = work.here.tree.place(np.arange(own, own + work.service.size))
    return rows_of(short.hosts[place] & (work.service > 0.0)) if place.size else place


def _flows(work: Work, short: Short) -> Ints:
    """Return the rows of the flows that cross a constraint which is short, and carry something."""
    routes = work.here.routes
    if not short.links.any() or not routes.routes:
        return np.zeros(0, dtype=np.int64)
    of_route = np.zeros(routes.routes + 1, dtype=np.bool_)
    of_route[routes.on_route[short.links[routes.link]]] = True
    # Flows without a way have -1, the last place, which is false.
    rows = rows_of(of_route[routes.of_flow])
    return rows[network.demands(work, rows) > 0.0]


def _ios(work: Work, short: Bools, *, groups: bool) -> Ints:
    """Return the rows of I/O on disk groups, or in queues, that are short, where there is any I/O."""
    ios = work.compiled.stores.ios
    if not short.any():
        return np.zeros(0, dtype=np.int64)
    row = ios.group if groups else ios.queue
    rows = rows_of(~ios.is_cut & short[row])
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
    uses, part, demand, tree = contest.uses, contest.part, contest.demand, work.here.tree
    bounds = np.ones(shown.size)
    contest.division.set_bounds(work, demand, shown, bounds)
    binding = contest.division.binding(bounds)[part["flows"]]
    bounds[part["memory"]] = _memory_bound(work, uses.memory.row, latency)
    cutter = np.arange(tree.host.size)
    if not tree.is_flat:
        granted = cpu.bound(work, leaves(work, uses), contest.on_cpus(demand), contest.on_cpus(shown))
        contest.set_on_cpus(bounds, granted.bounds)
        cutter = granted.cutter
    if not contest.crossings.are_single:
        flows, crossings = uses.flows, contest.crossings
        found = network.bound(work, flows.row, crossings, flows.demand, shown[part["flows"]])
        bounds[part["flows"]], binding = found
    return Found(bounds, binding, cutter)


def _memory_bound(work: Work, guests: Ints, latency: Floats) -> Floats:
    """Return the bound that memory sets some guests: p = 1/(1 + F0 * L / parallelism), L of the last pass.

    Pages come from swap files, each with its own latency, and out of the compression cache.
    """
    if not guests.size:
        return np.zeros(0)
    swapping, hosts, place = work.swapping, work.compiled.hosts, work.here.place[guests]
    held = np.searchsorted(swapping.guest, guests)
    files = swapping.files
    waits = total(files.faults * _file_ms(work, latency), files.number, swapping.guest.size)[held]
    waits += swapping.unpacked[held] * hosts.decompress_s[place] * 1000.0
    return swapping.pace[held] * swap_progress(np.ones(waits.size), waits, hosts.fault_parallelism[place])


def _file_ms(work: Work, latency: Floats) -> Floats:
    """Return how long a page takes from each swap file in use; latency: (luns,) ms."""
    io, ios = work.swapping.files.io, work.compiled.stores.ios
    lun = np.where(io >= 0, ios.lun[io], -1) if ios.lun.size else io
    usual = np.full(io.size, SWAP_FALLBACK_MS)
    return np.where(lun >= 0, latency[lun], usual) if latency.size else usual


def overuse(work: Work, contest: Contest, before: Floats) -> Floats:
    """Return how much over its capacity the resource of each use (uses,) is, from 1, at a progress.

    before: (contestants,).
    """
    part, crossings = contest.part, contest.crossings
    used = contest.demand * before[contest.guest]
    found = np.ones(used.size)
    contest.division.overuse(used, found)
    if not work.here.tree.is_flat:
        contest.set_on_cpus(found, _pool_overuse(work, contest, used))
    if not crossings.are_single:
        pairs = division.overuse(used[part["flows"]][crossings.flow], crossings.link, network.room(work))
        by_flow = np.ones(contest.uses.flows.row.size)
        np.maximum.at(by_flow, crossings.flow, pairs)
        found[part["flows"]] = by_flow
    found[used <= 0.0] = 1.0
    return found


def _pool_overuse(work: Work, contest: Contest, used: Floats) -> Floats:
    """Return how much over its capacity a pool around each leaf of the contest is, from 1."""
    tree, leaf = work.here.tree, leaves(work, contest.uses)
    if not leaf.size or not tree.host.size:
        return np.ones(leaf.size)
    over = tree.overuse(tree.loads(leaf, contest.on_cpus(used)), work.capacity)
    return np.where(tree.pool[leaf] >= 0, over[tree.pool[leaf]], 1.0)


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
        return np.minimum(self.bounds, np.where(self.overuse > 1.0 + ROUNDING, before / self.overuse, 1.0))
