"""Sharing down a forest of pools of any depth: host > pool > guest > containers inside the guest.

Source: MODELS.md section 1: a pool has its own weight, reservation and limit, demands the sum of what its
children could use, and only siblings compete.
"""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.sharing import share


class Claims(NamedTuple):
    """Weight, reservation and limit of each pool or each leaf: arrays (rows,) in the capacity's unit."""

    weight: Floats
    reservation: Floats
    limit: Floats


class ForestShares(NamedTuple):
    """What `share_forest` found.

    grant: (leaves,); pool_grant: (pools,), of a root its capacity; pool_wanted: (pools,), what each could
    use within its limit; level: (pools,), what one unit of weight
    is worth among the children of a pool (infinite where none is held back), and the start for the next
    call; overbooked: (pools,), true where the children's reservations exceed what their pool got.
    """

    grant: Floats
    pool_grant: Floats
    pool_wanted: Floats
    level: Floats
    overbooked: Bools


class PoolForest(NamedTuple):
    """The shape of the pools: who lies in whom, and in which order to visit them.

    parent: (pools,) row of the parent pool, -1 for a root; depth: (pools,), 0 for a root; roots: rows of the
    roots, ascending; tiers: the rows of the pools at depth 0, 1, 2 and so on.
    """

    parent: Ints
    depth: Ints
    roots: Ints
    tiers: tuple[Ints, ...]

    @classmethod
    def of(cls, parent: Ints) -> Self:
        """Compute the depths from the parents; a pool may stand before its parent. ValueError on a cycle."""
        depth = np.where(parent < 0, 0, -1)
        tiers = [rows_of(depth == 0)]
        while tiers[-1].size:
            found = rows_of((depth < 0) & (depth[parent] == len(tiers) - 1))
            depth[found] = len(tiers)
            tiers.append(found)
        if (depth < 0).any():
            rows = ", ".join(map(str, rows_of(depth < 0)[:10]))
            raise ValueError(f"pools {rows} lie in a cycle: give one of them a parent outside it, or -1")
        return cls(parent, depth, tiers[0], tuple(tiers[:-1]))


def share_forest(
    forest: PoolForest,
    pools: Claims,
    capacity: Floats,
    leaf_pool: Ints,
    leaves: Claims,
    demand: Floats,
    start_level: Floats | None = None,
) -> ForestShares:
    """Share the capacity of each root down its tree, tier by tier.

    pools: (pools,) claims, ignored for roots; capacity: (roots,) in the order of `forest.roots`;
    leaf_pool: (leaves,) the pool each leaf lies in, -1 for a leaf that is nowhere and gets 0;
    leaves: (leaves,) claims; demand: (leaves,), may be infinite; start_level: (pools,) from an earlier call.
    Source: MODELS.md section 1.
    """
    size = forest.parent.size
    wanted = _pool_demand(forest, pools.limit, leaf_pool, np.minimum(leaves.limit, demand))
    pool_grant, grant = np.zeros(size), np.zeros(demand.size)
    pool_grant[forest.roots] = capacity
    level, overbooked = np.full(size, np.inf), np.zeros(size, dtype=np.bool_)
    start = np.zeros(size) if start_level is None else start_level
    leaf_depth = np.where(leaf_pool < 0, -1, forest.depth[leaf_pool]) if size else np.full(demand.size, -1)
    for depth, tier in enumerate(forest.tiers):
        inner = forest.tiers[depth + 1] if depth + 1 < len(forest.tiers) else tier[:0]
        outer = rows_of(leaf_depth == depth)
        row = np.zeros(size, dtype=np.int64)
        row[tier] = np.arange(tier.size)
        found = share(
            np.concatenate([wanted[inner], demand[outer]]),
            np.concatenate([pools.weight[inner], leaves.weight[outer]]),
            np.concatenate([pools.reservation[inner], leaves.reservation[outer]]),
            np.concatenate([pools.limit[inner], leaves.limit[outer]]),
            row[np.concatenate([forest.parent[inner], leaf_pool[outer]])],
            pool_grant[tier],
            start[tier],
        )
        pool_grant[inner], grant[outer] = found.grant[: inner.size], found.grant[inner.size :]
        level[tier], overbooked[tier] = found.level, found.overbooked
    inside = np.where(forest.parent < 0, wanted, np.minimum(pools.limit, wanted))
    return ForestShares(grant, pool_grant, inside, level, overbooked)


def entitlement(
    forest: PoolForest,
    pools: Claims,
    capacity: Floats,
    leaf_pool: Ints,
    leaves: Claims,
    width: Floats,
) -> Floats:
    """Return what each leaf (leaves,) would get if every leaf asked for everything it can use.

    width: (leaves,) the most a leaf can use, such as its vCPUs; infinite for no bound. The other arguments
    are those of `share_forest`.
    """
    return share_forest(forest, pools, capacity, leaf_pool, leaves, width).grant


def _pool_demand(forest: PoolForest, limit: Floats, leaf_pool: Ints, high: Floats) -> Floats:
    """Return what each pool (pools,) asks for: what its children can use, summed from the deepest tier up."""
    placed = leaf_pool >= 0
    wanted = total(high[placed], leaf_pool[placed], forest.parent.size)
    for tier in reversed(forest.tiers[1:]):
        wanted += total(np.minimum(limit[tier], wanted[tier]), forest.parent[tier], wanted.size)
    return wanted
