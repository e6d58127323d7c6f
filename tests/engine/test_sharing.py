"""Water-filling of many segments at once: known cases, and what must hold in every case."""

from random import Random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.sharing import Shares, share

INF = np.inf


class Case(NamedTuple):
    demand: Floats
    weight: Floats
    reservation: Floats
    limit: Floats
    segment: Ints
    capacity: Floats

    def solve(self, start: Floats | None = None) -> Shares:
        return share(*self, start_level=start)

    def guests(self, rows: Ints | Bools) -> "Case":
        return self._replace(
            demand=self.demand[rows],
            weight=self.weight[rows],
            reservation=self.reservation[rows],
            limit=self.limit[rows],
            segment=self.segment[rows],
        )

    @property
    def high(self) -> Floats:
        return np.minimum(self.limit, self.demand)

    @property
    def low(self) -> Floats:
        return np.minimum(self.reservation, self.high)


def amounts(largest: float = 64.0) -> st.SearchStrategy[float]:
    # Round numbers on purpose too: they make levels that lie exactly on a clamp.
    return st.one_of(st.floats(1e-3, largest), st.integers(0, int(largest)).map(float))


@st.composite
def cases(draw: st.DrawFn, *, fitting: bool = False) -> Case:
    segments = draw(st.integers(1, 5))
    members = draw(st.integers(0, 24))

    def column(values: st.SearchStrategy[float]) -> Floats:
        return np.array(draw(st.lists(values, min_size=members, max_size=members)), dtype=np.float64)

    capacity = draw(st.lists(amounts(), min_size=segments, max_size=segments))
    rows = draw(st.lists(st.integers(0, segments - 1), min_size=members, max_size=members))
    case = Case(
        demand=column(st.one_of(amounts(), st.just(INF))),
        weight=column(st.one_of(st.floats(0.5, 10_000.0), st.sampled_from([0.0, 1.0, 500.0, 1000.0]))),
        reservation=column(st.one_of(st.just(0.0), amounts(8.0))),
        limit=column(st.one_of(st.just(INF), amounts())),
        segment=np.array(rows, dtype=np.int64),
        capacity=np.array(capacity, dtype=np.float64),
    )
    if fitting:
        return case._replace(reservation=case.reservation / max(1, members) * min(capacity) / 8.0)
    return case


def one_host(capacity: float, *members: tuple[float, float, float, float]) -> Shares:
    """Share one host among (demand, weight, reservation, limit)."""
    demand, weight, reservation, limit = np.array(members, dtype=np.float64).T
    rows = np.zeros(len(members), dtype=np.int64)
    return share(demand, weight, reservation, limit, rows, np.array([capacity]))


def test_equal_weights_share_equally() -> None:
    found = one_host(6.0, (4, 1000, 0, INF), (4, 1000, 0, INF), (4, 1000, 0, INF))
    assert found.grant.tolist() == [2.0, 2.0, 2.0]
    assert found.level.tolist() == [2.0 / 1000.0]


def test_shares_in_proportion_to_weight() -> None:
    # 7 cores at 2000 : 1000 : 500 are 4, 2 and 1.
    found = one_host(7.0, (9, 2000, 0, INF), (9, 1000, 0, INF), (9, 500, 0, INF))
    assert found.grant == pytest.approx([4.0, 2.0, 1.0])


def test_what_a_small_demand_leaves_goes_to_the_others() -> None:
    # 1 core wanted of an equal share of 3; the other 8 are split 4 and 4.
    assert one_host(9.0, (1, 1, 0, INF), (9, 1, 0, INF), (9, 1, 0, INF)).grant == pytest.approx([1, 4, 4])


def test_a_reservation_is_kept_and_a_limit_is_not_passed() -> None:
    # 3 reserved, 1 allowed, so 10 - 3 - 1 = 6 for the third: its level 6 lies above that of the first.
    assert one_host(10.0, (9, 0.1, 3, INF), (9, 1, 0, 1), (9, 1, 0, INF)).grant == pytest.approx([3, 1, 6])


def test_an_unused_reservation_is_lent() -> None:
    assert one_host(4.0, (1, 1, 3, INF), (9, 1, 0, INF)).grant == pytest.approx([1.0, 3.0])


def test_everyone_gets_their_demand_where_it_fits() -> None:
    found = one_host(10.0, (2, 1, 0, INF), (3, 5, 1, INF))
    assert found.grant.tolist() == [2.0, 3.0]
    assert found.level.tolist() == [INF]
    assert not found.overbooked.any()


def test_reservations_beyond_capacity_shrink_together() -> None:
    # 8 + 4 reserved on 6 cores: half of each.
    found = one_host(6.0, (9, 1, 8, INF), (9, 1, 4, INF), (9, 1, 0, INF))
    assert found.grant == pytest.approx([4.0, 2.0, 0.0])
    assert found.overbooked.tolist() == [True]


def test_weight_zero_gets_what_the_others_leave() -> None:
    assert one_host(4.0, (9, 0, 0, INF), (9, 1, 0, INF)).grant == pytest.approx([0.0, 4.0])
    found = one_host(6.0, (9, 0, 0, INF), (2, 1, 0, INF), (1, 0, 0, INF))
    assert found.grant == pytest.approx([3.0, 2.0, 1.0])
    assert found.level.tolist() == [INF]


def test_a_host_without_capacity_grants_nothing() -> None:
    assert one_host(0.0, (2, 1, 1, INF), (2, 1, 0, INF)).grant.tolist() == [0.0, 0.0]


def test_infinite_demands_share_by_weight() -> None:
    assert one_host(8.0, (INF, 3, 0, INF), (INF, 1, 0, INF)).grant == pytest.approx([6.0, 2.0])


def test_an_infinite_capacity_grants_infinite_demands() -> None:
    assert one_host(INF, (INF, 3, 0, INF), (5, 1, 0, INF)).grant.tolist() == [INF, 5.0]


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"demand is not a number in rows \[1\]"):
        one_host(8.0, (2, 1, 0, INF), (np.nan, 1, 0, INF))
    with pytest.raises(ValueError, match=r"reservation is not finite in rows \[0\]"):
        one_host(8.0, (2, 1, INF, INF))


def test_no_guests_and_no_hosts() -> None:
    none, no_rows = np.zeros(0), np.zeros(0, dtype=np.int64)
    assert share(none, none, none, none, no_rows, np.array([4.0])).level.tolist() == [INF]
    assert share(none, none, none, none, no_rows, none).grant.size == 0


def test_a_host_without_guests_among_others() -> None:
    four = np.full(2, 4.0)
    found = share(four, np.ones(2), np.zeros(2), four, np.array([2, 2]), np.array([1.0, 2.0, 6.0]))
    assert found.grant.tolist() == [3.0, 3.0]
    assert found.level.tolist() == [INF, INF, 3.0]


def test_many_distinct_limits_in_one_host() -> None:
    # Demands 1..1000 at equal weight on half of their sum, 250250. Where those up to m have their demand the
    # level is (250250 - m(m + 1)/2)/(1000 - m): with m = 293 that is 207179/707 = 293.04, just above m.
    demand, zero = np.arange(1.0, 1001.0), np.zeros(1000)
    found = share(demand, np.ones(1000), zero, zero + INF, zero.astype(np.int64), np.array([250250.0]))
    assert found.level == pytest.approx(207179 / 707)
    assert found.grant == pytest.approx(np.minimum(demand, 207179 / 707))


def test_clamps_far_apart_need_no_luck() -> None:
    # Each guest's demand lies a factor of 3 above the last: a clamp is found in every round of Newton.
    demand, zero = 3.0 ** np.arange(30.0), np.zeros(30)
    found = share(
        demand, np.ones(30), zero, zero + INF, zero.astype(np.int64), np.array([0.9 * demand.sum()])
    )
    assert found.grant == pytest.approx([*demand[:-1], 0.9 * demand.sum() - demand[:-1].sum()])


@given(cases())
def test_capacity_and_bounds_are_kept(case: Case) -> None:
    grant, _, overbooked = case.solve()
    used = total(grant, case.segment, case.capacity.size)
    assert (used <= case.capacity * (1 + 1e-12) + 1e-12).all()
    assert (grant <= case.high).all()
    kept = np.where(overbooked[case.segment], 0.0, case.low)
    assert (grant >= kept).all()


@given(cases())
def test_nothing_is_left_while_someone_wants_more(case: Case) -> None:
    grant = case.solve().grant
    used = total(grant, case.segment, case.capacity.size)
    wanted = np.minimum(case.capacity, total(case.high, case.segment, case.capacity.size))
    assert used == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@given(cases(fitting=True))
def test_a_grant_is_the_clamped_level(case: Case) -> None:
    grant, level, overbooked = case.solve()
    assert not overbooked.any()
    held = np.isfinite(level)[case.segment] & (case.weight > 0)
    raw = level[case.segment[held]] * case.weight[held]
    assert grant[held] == pytest.approx(np.clip(raw, case.low[held], case.high[held]), rel=1e-9, abs=1e-9)


@given(cases(), st.lists(st.one_of(st.floats(0.0, 1e6), st.just(INF)), min_size=5, max_size=5))
def test_the_start_never_changes_a_bit(case: Case, start: list[float]) -> None:
    cold, warm = case.solve(), case.solve(np.array(start)[: case.capacity.size])
    again = case.solve(cold.level)
    for other in (warm, again):
        assert (cold.grant == other.grant).all()
        assert (cold.level == other.level).all()


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_guests_does_not_matter(case: Case, random: Random) -> None:
    order = list(range(case.demand.size))
    random.shuffle(order)
    rows = np.array(order, dtype=np.int64)
    assert case.guests(rows).solve().grant == pytest.approx(case.solve().grant[rows], rel=1e-9, abs=1e-9)


@given(cases(), st.floats(0.01, 100.0), st.floats(0.01, 100.0))
def test_units_of_capacity_and_of_weight_do_not_matter(case: Case, cores: float, shares: float) -> None:
    scaled = Case(
        case.demand * cores,
        case.weight * shares,
        case.reservation * cores,
        case.limit * cores,
        case.segment,
        case.capacity * cores,
    )
    assert scaled.solve().grant / cores == pytest.approx(case.solve().grant, rel=1e-9, abs=1e-9)


@given(cases())
def test_other_hosts_change_no_bit(case: Case) -> None:
    together = case.solve()
    for host in range(case.capacity.size):
        mine = case.segment == host
        alone = case.guests(mine)._replace(capacity=case.capacity[host : host + 1])
        alone = alone._replace(segment=np.zeros_like(alone.segment))
        assert (alone.solve().grant == together.grant[mine]).all()
        assert alone.solve().level[0] == together.level[host]


def _bisected(case: Case, segment: int) -> Floats:
    """Grants of one segment, its level found by halving an interval until nothing lies between its ends."""
    rows = case.segment == segment
    weight, low, high = case.weight[rows], case.low[rows], case.high[rows]
    if high.sum() <= case.capacity[segment]:
        return high
    below, above = 0.0, float((high / weight).max())
    while below < (middle := (below + above) / 2.0) < above:
        if np.clip(middle * weight, low, high).sum() <= case.capacity[segment]:
            below = middle
        else:
            above = middle
    return np.asarray(np.clip(below * weight, low, high))


def test_a_thousand_hosts_agree_with_bisection() -> None:
    random = np.random.default_rng(1)
    size, hosts = 10_000, 1000
    demand = random.uniform(0.1, 4.0, size)
    case = Case(
        demand=demand,
        weight=random.choice([500.0, 1000.0, 2000.0], size) * random.integers(1, 9, size),
        reservation=np.where(random.random(size) < 0.2, random.uniform(0.0, 0.5, size), 0.0),
        limit=np.where(random.random(size) < 0.1, random.uniform(0.5, 3.0, size), INF),
        segment=random.integers(0, hosts, size),
        capacity=random.uniform(8.0, 20.0, hosts),
    )
    grant = case.solve().grant
    for host in range(hosts):
        found = grant[case.segment == host]
        np.testing.assert_allclose(found, _bisected(case, host), rtol=1e-12, atol=1e-12)
