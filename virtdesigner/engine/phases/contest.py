"""Contest: the uses of resources that are asked for more than they have, and the bounds that follow.

A resource with enough for the full demand of all who use it cuts nobody, whatever the others do. So only the
uses of the other resources take part in the passes of the coupling rule: none in a design with room to spare.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, require_numbers, total
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.estimates import SWAP_FALLBACK_MS
from virtdesigner.engine.phases import cpu, division, network
from virtdesigner.engine.phases.division import Division
from virtdesigner.engine.phases.layout import Layout
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.swapping import Files, Swapping
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.swapping import swap_progress

ROUNDING: Final = 1e-9
"""Overuse that is none: a resource that is used up to the last bit holds nobody back."""


class Contest(NamedTuple):
    """A layout in one step. demand: (uses,) at full progress; division: of what is simply divided."""

    layout: Layout
    demand: Floats
    division: Division

    @classmethod
    def of(cls, work: Work, layout: Layout) -> Self:
        """Ask the guests of a layout what they want."""
        rows = layout.rows
        demand = (
            np.ones(rows.memory.size),
            work.demand.take(rows.cpu),
            layout.asks.now(work),
            work.service.take(rows.services),
        )
        found = np.concatenate(demand)
        require_numbers(demand=found)
        return cls(layout, found, Division.of(work, layout))

    def only(self, work: Work, layout: Layout, kept: Bools) -> Self:
        """Keep some uses (uses,); layout: theirs."""
        return type(self)(layout, self.demand[kept], Division.of(work, layout))


class Found(NamedTuple):
    """Bounds (uses,) of one pass; binding: what cut each flow; cutter: the pool that cuts each (pools,)."""

    bounds: Floats
    binding: Ints
    cutter: Ints


def found_bounds(work: Work, contest: Contest, shown: Floats, latency: Floats) -> Found:
    """Return the bounds that resources set when asked for `shown` (uses,), and what set them.

    latency: (luns,) ms, which decides how long a guest waits for a page that was swapped out.
    """
    layout, demand, tree = contest.layout, contest.demand, work.here.tree
    rows, part, crossings = layout.rows, layout.part, layout.crossings
    bounds = np.ones(shown.size)
    contest.division.set_bounds(work, demand, shown, bounds)
    binding = contest.division.binding(bounds)[part["flows"]]
    bounds[part["memory"]] = _memory_bound(work, rows.memory, latency)
    cutter = np.arange(tree.host.size)
    if not tree.is_flat:
        granted = cpu.bound(work, layout.leaf, layout.on_cpus(demand), layout.on_cpus(shown))
        layout.set_on_cpus(bounds, granted.bounds)
        cutter = granted.cutter
    if not crossings.are_single:
        flows = part["flows"]
        found = network.bound(work, rows.flows, crossings, demand[flows], shown[flows])
        bounds[flows], binding = found
    return Found(bounds, binding, cutter)


def _memory_bound(work: Work, guests: Ints, latency: Floats) -> Floats:
    """Return the bound that memory sets some guests: p = 1/(1 + F0 * L / parallelism), L of the last pass.

    Pages come from swap files, each with its own latency, and out of the compression cache.
    """
    if not guests.size:
        return np.zeros(0)
    swapping, hosts, place = work.swapping, work.compiled.hosts, work.here.place[guests]
    held = np.searchsorted(swapping.guest, guests)
    waits = page_waits(work.here, work.swapping, latency)[held]
    return swapping.pace[held] * swap_progress(np.ones(waits.size), waits, hosts.fault_parallelism[place])


def page_waits(here: Presence, swapping: Swapping, latency: Floats) -> Floats:
    """Return the ms that pages take in a second at full progress of those that swap (`Swapping` rows)."""
    files = swapping.files
    waits = total(files.faults * _file_ms(here.compiled, files, latency), files.number, swapping.guest.size)
    unpacking = here.compiled.hosts.decompress_s
    if unpacking.size:
        waits += swapping.unpacked * unpacking[here.place[swapping.guest]] * 1000.0
    return waits


def _file_ms(compiled: Compiled, files: Files, latency: Floats) -> Floats:
    """Return how long a page takes from each swap file in use; latency: (luns,) ms."""
    io, ios = files.io, compiled.stores.ios
    lun = np.where(io >= 0, ios.lun[io], -1) if ios.lun.size else io
    usual = np.full(io.size, SWAP_FALLBACK_MS)
    return np.where(lun >= 0, latency[lun], usual) if latency.size else usual


def overuse(work: Work, contest: Contest, before: Floats) -> Floats:
    """Return how much over its capacity the resource of each use (uses,) is, from 1, at a progress.

    before: (contestants,).
    """
    layout = contest.layout
    crossings, flows = layout.crossings, layout.part["flows"]
    used = contest.demand * before[layout.guest]
    found = np.ones(used.size)
    contest.division.overuse(used, found)
    if not work.here.tree.is_flat:
        layout.set_on_cpus(found, _pool_overuse(work, layout, used))
    if not crossings.are_single:
        pairs = division.overuse(used[flows][crossings.flow], crossings.link, network.room(work))
        by_flow = np.ones(layout.rows.flows.size)
        np.maximum.at(by_flow, crossings.flow, pairs)
        found[flows] = by_flow
    found[used <= 0.0] = 1.0
    return found


def _pool_overuse(work: Work, layout: Layout, used: Floats) -> Floats:
    """Return how much over its capacity a pool around each leaf of the layout is, from 1."""
    tree, leaf = work.here.tree, layout.leaf
    if not leaf.size or not tree.host.size:
        return np.ones(leaf.size)
    over = tree.overuse(tree.loads(leaf, layout.on_cpus(used)), work.capacity)
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

    @property
    def layout(self) -> Layout:
        """Who contests what."""
        return self.contest.layout

    def caps(self) -> Floats:
        """Return the progress that each use (uses,) allows alone: its bound, less where it was overused."""
        before = self.before[self.layout.guest]
        return np.minimum(self.bounds, np.where(self.overuse > 1.0 + ROUNDING, before / self.overuse, 1.0))
