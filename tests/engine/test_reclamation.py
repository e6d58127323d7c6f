"""Memory targets: the idle tax, reservations and limits, and hosts that don't know each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.reclamation import idle_page_cost, memory_targets, shares_per_page
from virtdesigner.engine.sharing import Shares

INF = np.inf
Problem = tuple[Floats, Floats, Floats, Floats, Floats, Ints, Floats]


def one_host(capacity: float, *guests: tuple[float, float, float, float, float], tax: float = 0.75) -> Floats:
    """Find the targets of guests (wanted, active, shares, reservation, limit) on one host."""
    wanted, active, shares, reservation, limit = np.array(guests, dtype=np.float64).T
    rows, host = np.zeros(len(guests), dtype=np.int64), np.array([capacity])
    return memory_targets(wanted, active, shares, reservation, limit, rows, host, tax=tax).grant


def test_an_idle_page_costs_four_active_ones() -> None:
    assert idle_page_cost(0.75) == 4.0
    assert idle_page_cost(0.0) == 1.0


def test_a_tax_of_everything_is_refused() -> None:
    with pytest.raises(ValueError, match=r"tax 1\.0"):
        idle_page_cost(1.0)


def test_shares_per_page() -> None:
    # 1000/(200 * (0.25 + 4 * 0.75)) = 1000/650.
    rho = shares_per_page(np.array([1000.0]), np.array([200.0]), np.array([0.25]))
    assert rho == pytest.approx([1000 / 650])


def test_no_tax_splits_by_shares_whoever_is_idle() -> None:
    targets = one_host(360, (256, 256, 1, 0, INF), (256, 0, 1, 0, INF), tax=0.0)
    assert targets == pytest.approx([180, 180])


def test_the_tax_moves_memory_from_the_idle_to_the_active() -> None:
    # 4 active pages for 1 idle page: 360 would be 288 : 72, but the first wants 256, which leaves 104.
    assert one_host(360, (256, 256, 1, 0, INF), (256, 0, 1, 0, INF)) == pytest.approx([256, 104])
    assert one_host(250, (256, 256, 1, 0, INF), (256, 0, 1, 0, INF)) == pytest.approx([200, 50])


def test_all_held_back_have_the_same_rho_within_the_published_tolerance() -> None:
    active = np.array([50.0, 200.0, 10.0, 400.0])
    shares = np.array([1000.0, 2000.0, 500.0, 1000.0])
    guests = [(800.0, a, s, 0.0, INF) for a, s in zip(active, shares, strict=True)]
    held = one_host(1000, *guests)
    # f is the active part of what is held; a guest held below its active size uses all of it.
    rho = shares_per_page(shares, held, np.minimum(active / held, 1.0))
    assert held.sum() == pytest.approx(1000)
    assert (held < 800).all()
    assert rho == pytest.approx(np.full(4, rho[0]), rel=1e-9)


def test_a_reservation_is_kept_and_a_limit_binds_though_memory_is_free() -> None:
    targets = one_host(1000, (500, 0, 1, 400, INF), (500, 500, 1, 0, INF), (500, 500, 1, 0, 200))
    assert targets == pytest.approx([400, 400, 200])
    assert one_host(9000, (500, 500, 1, 0, 200)).tolist() == [200.0]


def test_everyone_has_what_they_want_where_it_fits() -> None:
    assert one_host(1000, (300, 10, 1, 0, INF), (600, 600, 1, 0, INF)).tolist() == [300.0, 600.0]


def test_reservations_beyond_the_host_shrink_together() -> None:
    two = np.array([800.0, 400.0])
    found = memory_targets(two, two / 2, np.ones(2), two, two, np.zeros(2, dtype=np.int64), np.array([600.0]))
    assert found.grant == pytest.approx([400, 200])
    assert found.overbooked.tolist() == [True]


def test_guests_without_shares_get_the_rest_after_the_same_tax() -> None:
    # 100 for the one with shares; the other 250 as 200 active : 50 idle.
    targets = one_host(350, (100, 0, 1, 0, INF), (256, 256, 0, 0, INF), (256, 0, 0, 0, INF))
    assert targets == pytest.approx([100, 200, 50])


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    hosts, guests = draw(st.integers(1, 4)), draw(st.integers(0, 16))

    def column(values: st.SearchStrategy[float], count: int = guests) -> Floats:
        return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=np.float64)

    sizes = st.one_of(st.floats(1.0, 65536.0), st.sampled_from([0.0, 1024.0, 4096.0]))
    wanted = column(sizes)
    return (
        wanted,
        wanted * column(st.sampled_from([0.0, 0.1, 0.35, 0.7, 1.0])),
        column(st.one_of(st.floats(1.0, 1e6), st.sampled_from([0.0, 1000.0]))),
        wanted * column(st.sampled_from([0.0, 0.0, 0.1, 1.0])),
        column(st.one_of(st.just(INF), sizes)),
        np.array(draw(st.lists(st.integers(0, hosts - 1), min_size=guests, max_size=guests)), dtype=np.int64),
        column(sizes, hosts),
    )


@given(problems())
def test_a_host_is_filled_and_no_bound_is_passed(problem: Problem) -> None:
    wanted, _, _, reservation, limit, segment, capacity = problem
    found = memory_targets(*problem)
    high = np.minimum(limit, wanted)
    low = np.where(found.overbooked[segment], 0.0, np.minimum(reservation, high))
    assert (found.grant <= high * (1 + 1e-12)).all()
    assert (found.grant >= low * (1 - 1e-12)).all()
    held = total(found.grant, segment, capacity.size)
    assert held == pytest.approx(
        np.minimum(capacity, total(high, segment, capacity.size)), rel=1e-9, abs=1e-9
    )


@given(problems())
def test_a_target_is_what_the_level_pays_for(problem: Problem) -> None:
    wanted, active, shares, reservation, limit, segment, _ = problem
    found = memory_targets(*problem)
    paying = np.isfinite(found.level)[segment] & ~found.overbooked[segment] & (shares > 0)
    paid = found.level[segment[paying]] * shares[paying]
    active = active[paying]
    pages = np.where(paid <= active, paid, active + (paid - active) / 4.0)
    high = np.minimum(limit, wanted)[paying]
    expected = np.minimum(np.maximum(pages, np.minimum(reservation[paying], high)), high)
    assert found.grant[paying] == pytest.approx(expected, rel=1e-9, abs=1e-6)


def same(one: Shares, other: Shares) -> bool:
    return bool((one.grant == other.grant).all() and (one.level == other.level).all())


@given(problems(), st.floats(0.0, 1e3))
def test_the_start_never_changes_a_bit(problem: Problem, start: float) -> None:
    cold = memory_targets(*problem)
    for level in (cold.level, np.full(cold.level.size, start)):
        assert same(cold, memory_targets(*problem, start_level=level))


@given(problems())
def test_other_hosts_change_no_bit(problem: Problem) -> None:
    wanted, active, shares, reservation, limit, segment, capacity = problem
    together = memory_targets(*problem)
    for host in range(capacity.size):
        mine = segment == host
        alone = memory_targets(
            wanted[mine],
            active[mine],
            shares[mine],
            reservation[mine],
            limit[mine],
            np.zeros(np.count_nonzero(mine), dtype=np.int64),
            capacity[host : host + 1],
        )
        assert (alone.grant == together.grant[mine]).all()
