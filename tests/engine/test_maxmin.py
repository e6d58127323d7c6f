"""Max-min fair rates: known cases, a plain progressive filling to agree with, the optimum's conditions."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.maxmin import Rates, max_min
from virtdesigner.engine.sharing import share

INF = np.inf


class Network(NamedTuple):
    demand: Floats
    weight: Floats
    flow: Ints
    link: Ints
    capacity: Floats
    reservation: Floats
    limit: Floats

    def solve(self) -> Rates:
        return max_min(*self)

    @property
    def paths(self) -> list[list[int]]:
        return [self.link[self.flow == flow].tolist() for flow in range(self.demand.size)]


def network(capacity: list[float], *flows: tuple[list[int], float, float]) -> Network:
    """Make a network of flows (path, demand, weight) without reservations or limits."""
    pairs = [(flow, link) for flow, (path, _, _) in enumerate(flows) for link in path]
    flow, link = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    demand, weight = (np.array([f[k] for f in flows], dtype=np.float64) for k in (1, 2))
    size = len(flows)
    return Network(demand, weight, flow, link, np.array(capacity), np.zeros(size), np.full(size, INF))


def fill_one_link_at_a_time(net: Network) -> list[float]:
    """Raise all open flows together until the first link is full, freeze its flows, and go on."""
    paths, high = net.paths, np.minimum(net.demand, net.limit)
    low = np.minimum(net.reservation, high)
    rate: dict[int, float] = {}

    def at(flow: int, level: float) -> float:
        if flow in rate:
            return rate[flow]
        return float(min(max(level * net.weight[flow], low[flow]), high[flow]))

    def full_level(link: int) -> float:
        users = [flow for flow, path in enumerate(paths) for hop in path if hop == link]
        if all(flow in rate for flow in users):
            return INF
        if sum(rate.get(flow, high[flow]) for flow in users) <= net.capacity[link]:
            return INF
        below, above = (
            0.0,
            max(high[f] if np.isfinite(high[f]) else 1e6 for f in users) / min(net.weight[users]),
        )
        for _ in range(200):
            middle = (below + above) / 2
            fits = sum(at(flow, middle) for flow in users) <= net.capacity[link]
            below, above = (middle, above) if fits else (below, middle)
        return below

    while len(rate) < len(paths):
        levels = [full_level(link) for link in range(net.capacity.size)]
        tightest = int(np.argmin(levels)) if levels else 0
        if not levels or levels[tightest] == INF:
            return [rate.get(flow, float(high[flow])) for flow in range(len(paths))]
        for flow in [f for f, path in enumerate(paths) if tightest in path and f not in rate]:
            rate[flow] = at(flow, levels[tightest])
    return [rate[flow] for flow in range(len(paths))]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    links, flows = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    rates = st.one_of(st.floats(0.1, 100.0), st.integers(1, 20).map(float))
    net = network(
        draw(st.lists(rates, min_size=links, max_size=links)),
        *(
            (
                draw(st.lists(st.integers(0, links - 1), max_size=4, unique=True)),
                draw(st.one_of(rates, st.just(1000.0))),
                draw(st.one_of(st.floats(0.1, 100.0), st.just(1.0))),
            )
            for _ in range(flows)
        ),
    )
    limits = draw(st.lists(st.one_of(st.just(INF), rates), min_size=flows, max_size=flows))
    # Admitted reservations: together no more than any link can carry.
    shares = np.array(
        draw(st.lists(st.one_of(st.just(0.0), st.floats(0, 1)), min_size=flows, max_size=flows))
    )
    return net._replace(limit=np.array(limits), reservation=shares * net.capacity.min() / flows)


def test_two_flows_share_a_link() -> None:
    found = network([10.0], ([0], 99, 1), ([0], 99, 3)).solve()
    assert found.rate == pytest.approx([2.5, 7.5])
    assert found.binding.tolist() == [0, 0]


def test_the_parking_lot() -> None:
    # The textbook case: one flow over both links, one on each; links of 10 and 6.
    found = network([10.0, 6.0], ([0, 1], 99, 1), ([0], 99, 1), ([1], 99, 1)).solve()
    assert found.rate == pytest.approx([3, 7, 3])
    assert found.binding.tolist() == [1, 0, 1]


def test_a_chain_of_bottlenecks_takes_them_in_turn() -> None:
    # Link 0 leaves 2 each; then link 1 has 10 - 2 = 8 for one; then link 2 has 30 - 8 = 22.
    found = network([4.0, 10.0, 30.0], ([0], 99, 1), ([0, 1], 99, 1), ([1, 2], 99, 1), ([2], 99, 1)).solve()
    assert found.rate == pytest.approx([2, 2, 8, 22])
    assert found.binding.tolist() == [0, 0, 1, 2]


def test_demands_that_fit_are_met_and_nothing_binds() -> None:
    found = network([10.0, 5.0], ([0, 1], 2, 1), ([0], 8, 1), ([], 77, 1)).solve()
    assert found.rate.tolist() == [2.0, 8.0, 77.0]
    assert found.binding.tolist() == [-1, -1, -1]


def test_a_small_demand_leaves_its_share() -> None:
    found = network([10.0], ([0], 1, 1), ([0], 99, 1)).solve()
    assert found.rate == pytest.approx([1, 9])
    assert found.binding.tolist() == [-1, 0]


def test_a_reservation_and_a_limit() -> None:
    net = network([10.0], ([0], 99, 0.01), ([0], 99, 1), ([0], 99, 1))
    found = net._replace(reservation=np.array([4.0, 0, 0]), limit=np.array([INF, 1.5, INF])).solve()
    assert found.rate == pytest.approx([4, 1.5, 4.5])
    assert not found.overbooked.any()


def test_reservations_beyond_a_link_shrink_together() -> None:
    # 12 + 4 reserved on 8: half of each; the third flow's 3 elsewhere stay.
    net = network([8.0, 9.0], ([0], 99, 1), ([0, 1], 99, 1), ([1], 99, 1))
    found = net._replace(reservation=np.array([12.0, 4.0, 3.0])).solve()
    assert found.rate == pytest.approx([6, 2, 7])
    assert found.overbooked.tolist() == [True, False]


def test_weight_zero_gets_what_the_others_leave() -> None:
    found = network([10.0, 4.0], ([0], 7, 1), ([0], 99, 0), ([0, 1], 99, 0), ([1], 3, 1)).solve()
    # The weighted leave 3 and 1: the one over both links gets 1, the other 2.
    assert found.rate == pytest.approx([7, 2, 1, 3])
    assert found.binding.tolist() == [-1, 0, 1, -1]


def test_a_dead_link_stops_its_flows() -> None:
    found = network([0.0, 10.0], ([0, 1], 5, 1), ([1], 20, 1)).solve()
    assert found.rate.tolist() == [0.0, 10.0]
    assert found.binding.tolist() == [0, 1]


def test_a_link_crossed_twice_is_loaded_twice() -> None:
    assert network([9.0], ([0, 0], 99, 1), ([0], 99, 1)).solve().rate == pytest.approx([3, 3])


def test_infinite_demands_and_an_endless_link() -> None:
    found = network([INF, 6.0], ([0], INF, 1), ([0, 1], INF, 1)).solve()
    assert found.rate.tolist() == [INF, 6.0]


@pytest.mark.parametrize("weight", [np.nan, INF])
def test_a_weight_that_is_no_finite_number_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match=r"weight is not finite in rows \[1\]"):
        network([10.0], ([0], 99, 1), ([0], 99, weight)).solve()


def test_a_demand_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"demand is not a number in rows \[0\]"):
        network([10.0], ([0], np.nan, 1)).solve()


def test_no_flows_and_no_links() -> None:
    none, no_rows = np.zeros(0), np.zeros(0, dtype=np.int64)
    assert max_min(none, none, no_rows, no_rows, np.array([1.0])).rate.size == 0
    assert max_min(np.ones(1), np.ones(1), no_rows, no_rows, none).rate.tolist() == [1.0]


def test_one_link_is_water_filling() -> None:
    random = np.random.default_rng(7)
    demand, weight = random.uniform(0, 10, 200), random.uniform(1, 9, 200)
    zero, capacity = np.zeros(200), np.array([400.0])
    rows = zero.astype(np.int64)
    expected = share(demand, weight, zero, zero + INF, rows, capacity).grant
    assert max_min(demand, weight, np.arange(200), rows, capacity).rate == pytest.approx(expected, rel=1e-12)


@given(networks())
def test_agrees_with_plain_progressive_filling(net: Network) -> None:
    assert net.solve().rate == pytest.approx(fill_one_link_at_a_time(net), rel=1e-6, abs=1e-6)


def test_a_thousand_networks_agree_with_plain_progressive_filling() -> None:
    random = np.random.default_rng(1)
    for _ in range(1000):
        links, flows = random.integers(1, 9), random.integers(1, 25)
        net = network(
            random.uniform(1.0, 100.0, links).tolist(),
            *(
                (
                    random.choice(links, random.integers(0, links + 1), replace=False).tolist(),
                    float(random.exponential(40.0)),
                    float(random.choice([25.0, 50.0, 75.0])),
                )
                for _ in range(flows)
            ),
        )
        assert net.solve().rate == pytest.approx(fill_one_link_at_a_time(net), rel=1e-9, abs=1e-9)


@given(networks())
def test_no_link_over_its_capacity_and_no_flow_outside_its_bounds(net: Network) -> None:
    found = net.solve()
    high = np.minimum(net.demand, net.limit)
    used = total(found.rate[net.flow], net.link, net.capacity.size)
    assert (used <= net.capacity * (1 + 1e-9)).all()
    assert (found.rate <= high).all()
    assert (found.rate >= np.minimum(net.reservation, high) * (1 - 1e-9)).all()


@given(networks())
def test_every_flow_held_back_is_held_by_a_full_link_where_nobody_is_above_it(net: Network) -> None:
    found = net.solve()
    high = np.minimum(net.demand, net.limit)
    used = total(found.rate[net.flow], net.link, net.capacity.size)
    assert ((found.binding >= 0) | (found.rate == high)).all()
    for flow in np.flatnonzero(found.binding >= 0):
        link = found.binding[flow]
        assert link in net.paths[flow]
        assert used[link] == pytest.approx(net.capacity[link], rel=1e-9)
        others = net.flow[net.link == link]
        level = found.rate / net.weight
        # A reservation may lift a flow above the others' level; nothing else may.
        lifted = found.rate <= net.reservation * (1 + 1e-9)
        assert (lifted[others] | (level[others] <= level[flow] * (1 + 1e-9))).all()


@given(networks(), st.floats(0.01, 100.0), st.floats(0.01, 100.0))
def test_units_of_rate_and_of_weight_do_not_matter(net: Network, rate: float, weight: float) -> None:
    scaled = net._replace(
        demand=net.demand * rate,
        weight=net.weight * weight,
        capacity=net.capacity * rate,
        reservation=net.reservation * rate,
        limit=net.limit * rate,
    )
    assert scaled.solve().rate / rate == pytest.approx(net.solve().rate, rel=1e-9)


@given(networks())
def test_the_order_of_flows_and_pairs_does_not_matter(net: Network) -> None:
    size = net.demand.size
    turned = net._replace(
        flow=(size - 1 - net.flow)[::-1],
        link=net.link[::-1],
        **{name: getattr(net, name)[::-1] for name in ("demand", "weight", "reservation", "limit")},
    )
    assert turned.solve().rate[::-1] == pytest.approx(net.solve().rate, rel=1e-9)


def test_large_networks_obey_the_conditions() -> None:
    random = np.random.default_rng(3)
    flows, hosts = 2000, 100
    source, target = random.integers(0, hosts, (2, flows))
    net = Network(
        random.exponential(300.0, flows),
        random.choice([25.0, 50.0, 100.0], flows),
        np.tile(np.arange(flows), 2),
        np.concatenate([source, hosts + target]),
        random.choice([1000.0, 10000.0], 2 * hosts),
        np.zeros(flows),
        np.full(flows, INF),
    )
    found = net.solve()
    used = total(found.rate[net.flow], net.link, net.capacity.size)
    assert (used <= net.capacity * (1 + 1e-9)).all()
    held = found.binding >= 0
    assert 0.2 < held.mean() < 1.0
    level = found.rate / net.weight
    highest = np.zeros(net.capacity.size)
    np.maximum.at(highest, net.link, level[net.flow])
    assert used[found.binding[held]] == pytest.approx(net.capacity[found.binding[held]], rel=1e-9)
    assert (highest[found.binding[held]] <= level[held] * (1 + 1e-9)).all()
