"""The forest of CPU pools as things are: pools of guests follow their guests to other hosts.

Leaves are what cores are granted to: guests (own work and what the hypervisor does for it), then services
(what driver domains do for guests). Source: MODELS.md section 1.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, quotient, total
from virtdesigner.engine.compile.pools import part_on
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.pool_forest import Claims, PoolForest


class Tree(NamedTuple):
    """Pools (pools,) and leaves (leaves,).

    forest, claims, host: of pools; pool: of each leaf, -1 for none; leaves: claims of the leaves.
    is_flat: hosts are the only pools.
    """

    forest: PoolForest
    claims: Claims
    host: Ints
    pool: Ints
    leaves: Claims
    is_flat: bool

    def place(self, leaf: Ints) -> Ints:
        """Return the host of some leaves, 0 for those that are nowhere."""
        return self.host[np.maximum(self.pool[leaf], 0)] if self.host.size else leaf * 0

    def loads(self, leaf: Ints, used: Floats) -> Floats:
        """Return what some leaves use (some leaves,) together by pool (pools,), inner pools included."""
        placed = self.pool[leaf] >= 0
        load = total(used[placed], self.pool[leaf][placed], self.host.size)
        for tier in reversed(self.forest.tiers[1:]):
            load += total(load[tier], self.forest.parent[tier], load.size)
        return load

    def overuse(self, load: Floats, capacity: Floats) -> Floats:
        """Return how much each pool (pools,), or one around it, is over what it can use, from 1."""
        most = np.where(self.forest.parent < 0, capacity[self.host], self.claims.limit)
        over = np.maximum(quotient(load, most), 1.0)
        over = np.where((most <= 0.0) & (load > 0.0), np.inf, over)
        for tier in self.forest.tiers[1:]:
            over[tier] = np.maximum(over[tier], over[self.forest.parent[tier]])
        return over

    def over_asked(self, load: Floats) -> Bools:
        """Return which hosts (hosts,) have a pool inside that is asked for more than it may use."""
        inner = np.flatnonzero((load > self.claims.limit) & (self.forest.parent >= 0))
        found = np.zeros(self.forest.roots.size, dtype=np.bool_)
        found[self.host[inner]] = True
        return found

    def cutters(self, granted: Floats, wanted: Floats) -> Ints:
        """Return the pool (pools,) whose own capacity bounds what is in each: itself, or one around it.

        granted, wanted: (pools,) cores, wanted within the pool's limit.
        """
        found = np.arange(self.host.size)
        for tier in self.forest.tiers[1:]:
            short = tier[granted[tier] < wanted[tier] * (1.0 - 1e-9)]
            found[short] = found[self.forest.parent[short]]
        return found


def tree(compiled: Compiled, host: Ints, runs: Bools) -> Tree:
    """Return the forest when guests are on `host` (guests,); what doesn't run has nothing to give."""
    pools, claimed = compiled.pools, compiled.claims
    leaf, services = pools.leaf.copy(), compiled.services
    is_pool = np.flatnonzero(pools.guest >= 0)
    claims, parent, on = claimed.pools, pools.forest.parent, pools.host
    if is_pool.size:
        guest = pools.guest[is_pool]
        limit = claims.limit.copy()
        limit[is_pool] = np.where(runs[guest], limit[is_pool], 0.0)
        claims = claims._replace(limit=limit)
    away = np.flatnonzero((host != compiled.guests.home) & (compiled.guests.carrier < 0))
    if away.size:
        leaf, parent, on = _moved(compiled, host, away, leaf)
    served = np.zeros(runs.size, dtype=np.int64)
    served[pools.guest[is_pool]] = is_pool
    ones = np.ones(services.guest.size)
    own = claimed.guests
    leaves = Claims(
        *(np.concatenate(pair) for pair in zip(own, (ones, ones * 0, ones * np.inf), strict=True))
    )
    forest = pools.forest if parent is pools.forest.parent else PoolForest.of(parent)
    pool = np.concatenate((leaf, served[services.domain]))
    return Tree(forest, claims, on, pool, leaves, parent.size == forest.roots.size)


def _moved(compiled: Compiled, host: Ints, away: Ints, leaf: Ints) -> tuple[Ints, Ints, Ints]:
    """Return leaf (guests,), parent and host (pools,) with guests that are away from home where they are now.

    A guest of a cluster's pool stays in it where the pool has a part on the new host; else it competes with
    all that is there.
    """
    pools = compiled.pools
    parent, on = pools.forest.parent.copy(), pools.host.copy()
    own = np.full(host.size, -1, dtype=np.int64)
    is_pool = np.flatnonzero(pools.guest >= 0)
    own[pools.guest[is_pool]] = is_pool
    around = np.where(own[away] >= 0, parent[own[away]], leaf[away])
    there = np.where(host[away] >= 0, part_on(pools, around, host[away]), -1)
    single = own[away] < 0
    leaf[away[single]] = there[single]
    moved = own[away[~single]]
    # A guest that is nowhere doesn't run, so its pool may stay where it was.
    parent[moved] = np.where(there[~single] >= 0, there[~single], parent[moved])
    on[moved] = np.where(there[~single] >= 0, host[away[~single]], on[moved])
    return leaf, parent, on
