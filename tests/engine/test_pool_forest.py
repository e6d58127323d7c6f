"""Sharing down a forest of pools: only siblings compete, at any depth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.pool_forest import Claims, PoolForest, entitlement, share_forest
from virtdesigner.engine.sharing import share

INF = np.inf


def rows(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def numbers(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def claims(count: int, **given_columns: Floats) -> Claims:
    free = Claims(np.ones(count), np.zeros(count), np.full(count, INF))
    return free._replace(**given_columns)


def test_depths_and_tiers() -> None:
    forest = PoolForest.of(rows(-1, 2, 0, -1, 1))
    assert forest.depth.tolist() == [0, 2, 1, 0, 3]
    assert forest.roots.tolist() == [0, 3]
    assert [tier.tolist() for tier in forest.tiers] == [[0, 3], [2], [1], [4]]


def test_a_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="pools 1, 2 lie in a cycle"):
        PoolForest.of(rows(-1, 2, 1))


def test_an_empty_forest() -> None:
    forest = PoolForest.of(rows())
    assert forest.tiers == ()
    found = share_forest(forest, claims(0), numbers(), rows(-1), claims(1), numbers(2))
    assert found.grant.tolist() == [0.0]


def test_pools_share_first_then_their_guests() -> None:
    # 9 cores: pool 1 (weight 2) gets 6 for three guests, pool 2 (weight 1) gets 3 for one.
    forest = PoolForest.of(rows(-1, 0, 0))
    pools = claims(3, weight=numbers(1, 2, 1))
    found = share_forest(forest, pools, numbers(9), rows(1, 1, 1, 2), claims(4), np.full(4, 8.0))
    assert found.pool_grant == pytest.approx([9, 6, 3])
    assert found.grant == pytest.approx([2, 2, 2, 3])


def test_a_guest_beside_a_pool_competes_with_the_pool() -> None:
    forest = PoolForest.of(rows(-1, 0))
    found = share_forest(forest, claims(2), numbers(8), rows(0, 1, 1), claims(3), np.full(3, 8.0))
    assert found.grant == pytest.approx([4, 2, 2])


def test_a_pool_limit_binds_its_guests_and_leaves_the_rest_to_others() -> None:
    forest = PoolForest.of(rows(-1, 0, 0))
    pools = claims(3, limit=numbers(INF, 2, INF))
    found = share_forest(forest, pools, numbers(9), rows(1, 1, 2), claims(3), np.full(3, 8.0))
    assert found.grant == pytest.approx([1, 1, 7])
    assert np.isinf(found.level[2]) == np.False_


def test_a_pool_asks_for_no_more_than_its_guests_can_use() -> None:
    # The guest limited to 1 makes its pool ask for 1, though it wants 8; the other pool gets 7.
    forest = PoolForest.of(rows(-1, 0, 0))
    leaves = claims(2, limit=numbers(1, INF))
    found = share_forest(forest, claims(3), numbers(8), rows(1, 2), leaves, np.full(2, 8.0))
    assert found.grant == pytest.approx([1, 7])


def test_a_pool_reservation_is_kept_for_its_guests() -> None:
    forest = PoolForest.of(rows(-1, 0, 0))
    pools = claims(3, weight=numbers(1, 0.001, 1), reservation=numbers(0, 5, 0))
    found = share_forest(forest, pools, numbers(8), rows(1, 2), claims(2), np.full(2, 8.0))
    assert found.grant == pytest.approx([5, 3])


def test_guests_reserving_more_than_their_pool_got_are_flagged() -> None:
    forest = PoolForest.of(rows(-1, 0, 0))
    leaves = claims(2, reservation=numbers(6, 0))
    found = share_forest(forest, claims(3), numbers(8), rows(1, 2), leaves, np.full(2, 8.0))
    assert found.overbooked.tolist() == [False, True, False]
    assert found.grant == pytest.approx([4, 4])


def test_a_guest_that_is_nowhere_gets_nothing() -> None:
    forest = PoolForest.of(rows(-1))
    found = share_forest(forest, claims(1), numbers(8), rows(0, -1), claims(2), np.full(2, 6.0))
    assert found.grant.tolist() == [6.0, 0.0]


def test_four_levels() -> None:
    # host 12 > pool (half) 6 > guest (third) 2 > containers 1 and 1.
    forest = PoolForest.of(rows(-1, 0, 1))
    found = share_forest(
        forest,
        claims(3, weight=numbers(1, 1, 1)),
        numbers(12),
        rows(0, 1, 1, 2, 2),
        claims(5),
        np.full(5, 20.0),
    )
    assert found.grant == pytest.approx([6, 2, 2, 1, 1])


def test_entitlement_is_the_grant_when_everyone_asks_for_everything() -> None:
    forest = PoolForest.of(rows(-1))
    leaves = claims(3, weight=numbers(2, 1, 1))
    entitled = entitlement(forest, claims(1), numbers(8), rows(0, 0, 0), leaves, numbers(INF, INF, 1))
    # The third can use 1; the other 7 are split 2 : 1.
    assert entitled == pytest.approx([14 / 3, 7 / 3, 1])


@st.composite
def forests(draw: st.DrawFn) -> tuple[PoolForest, Claims, Floats, Ints, Claims, Floats]:
    pools = draw(st.integers(1, 8))
    parent = rows(-1, *(draw(st.integers(-1, row - 1)) for row in range(1, pools)))
    leaves = draw(st.integers(0, 16))
    forest = PoolForest.of(parent)

    def column(count: int, values: st.SearchStrategy[float]) -> Floats:
        return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=np.float64)

    def drawn_claims(count: int) -> Claims:
        return Claims(
            column(count, st.floats(0.1, 1000.0)),
            column(count, st.one_of(st.just(0.0), st.floats(0.0, 4.0))),
            column(count, st.one_of(st.just(INF), st.floats(0.0, 20.0))),
        )

    leaf_pool = np.array(draw(st.lists(st.integers(-1, pools - 1), min_size=leaves, max_size=leaves)))
    return (
        forest,
        drawn_claims(pools),
        column(forest.roots.size, st.floats(0.0, 32.0)),
        leaf_pool.astype(np.int64),
        drawn_claims(leaves),
        column(leaves, st.one_of(st.just(INF), st.floats(0.0, 16.0))),
    )


@given(forests())
def test_no_pool_gives_more_than_it_got(
    problem: tuple[PoolForest, Claims, Floats, Ints, Claims, Floats],
) -> None:
    forest, pools, capacity, leaf_pool, leaves, demand = problem
    found = share_forest(*problem)
    placed = leaf_pool >= 0
    given_out = total(found.grant[placed], leaf_pool[placed], forest.parent.size)
    inner = forest.parent >= 0
    given_out += total(found.pool_grant[inner], forest.parent[inner], forest.parent.size)
    assert (given_out <= found.pool_grant * (1 + 1e-12) + 1e-12).all()
    assert (found.grant <= np.minimum(leaves.limit, demand)).all()
    assert (found.pool_grant[inner] <= pools.limit[inner]).all()
    assert found.pool_grant[forest.roots].tolist() == capacity.tolist()
    # Where a pool holds someone back, everything it got is given out.
    short = np.isfinite(found.level)
    assert given_out[short] == pytest.approx(found.pool_grant[short], rel=1e-9, abs=1e-9)


@given(forests(), st.floats(0.0, 100.0))
def test_the_start_never_changes_a_bit(
    problem: tuple[PoolForest, Claims, Floats, Ints, Claims, Floats], start: float
) -> None:
    cold = share_forest(*problem)
    for level in (cold.level, np.full(cold.level.size, start)):
        warm = share_forest(*problem, start_level=level)
        assert (warm.grant == cold.grant).all()
        assert (warm.level == cold.level).all()


@given(forests())
def test_a_forest_of_roots_is_flat_sharing(
    problem: tuple[PoolForest, Claims, Floats, Ints, Claims, Floats],
) -> None:
    forest, pools, _, leaf_pool, leaves, demand = problem
    flat = PoolForest.of(np.full(forest.parent.size, -1))
    capacity = np.arange(1.0, forest.parent.size + 1.0)
    leaf_pool = np.maximum(leaf_pool, 0)
    found = share_forest(flat, pools, capacity, leaf_pool, leaves, demand)
    expected = share(demand, *leaves, segment=leaf_pool, capacity=capacity)  # type: ignore[misc]
    assert (found.grant == expected.grant).all()
    assert (found.level == expected.level).all()
