"""The two ways to a level, Newton's and the search, agree; offsets and ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.water_level import Ramps, find_level, iterate_level, search_level


def ramps(*members: tuple[float, float, float, float]) -> Ramps:
    """Make one segment of (weight, offset, low, high)."""
    weight, offset, low, high = np.array(members, dtype=np.float64).T
    return Ramps(weight, offset, low, high, np.zeros(len(members), dtype=np.int64))


def solve(capacity: float, *members: tuple[float, float, float, float], start: float = 0.0) -> float:
    return float(find_level(ramps(*members), np.array([capacity]), np.array([start]))[0])


def test_an_offset_delays_a_ramp() -> None:
    # x + (x - 3) = 7 at x = 5.
    assert solve(7.0, (1, 0, 0, 9), (1, 3, 0, 9)) == pytest.approx(5.0)


def test_a_ramp_that_has_not_begun_holds_its_low() -> None:
    # The second begins at (1 + 30)/1 = 31 and holds 1, so the first has the other 4.
    assert solve(5.0, (1, 0, 0, 9), (1, 30, 1, 9)) == pytest.approx(4.0)


@pytest.mark.parametrize("start", [0.0, 1e-9, 1.0, 3.0, 3.0000000000000004, 1e9, np.inf, np.nan])
def test_a_level_on_a_clamp_is_the_same_from_any_start(start: float) -> None:
    # At level 3 the first reaches its high exactly as the capacity is used up.
    members = [(1.0, 0.0, 0.0, 3.0), (1.0, 0.0, 0.0, 9.0), (1 / 3, 0.0, 0.0, 9.0)]
    assert solve(7.0, *members, start=start) == solve(7.0, *members)
    assert solve(7.0, *members) == pytest.approx(3.0)


def test_a_flat_stretch_has_a_level_within_it() -> None:
    # Both are clamped at levels from 2 (the first is full) to 5 (the second begins): 2 + 5 = 7.
    assert 2.0 <= solve(7.0, (1, 0, 0, 2), (1, 0, 5, 9)) <= 5.0


def test_the_search_starts_below_the_first_clamp() -> None:
    one = ramps((1.0, 2.0, 0.0, 9.0))
    assert search_level(one, np.array([4.0])).tolist() == [6.0]


def test_an_endless_ramp() -> None:
    assert search_level(ramps((2.0, 0.0, 0.0, np.inf)), np.array([5.0])).tolist() == [2.5]


def test_keeping_everything_keeps_the_same_ramps() -> None:
    both = ramps((1, 0, 0, 2), (1, 0, 0, 3))
    assert both.only(np.ones(2, dtype=np.bool_), np.ones(1, dtype=np.bool_)) is both


@st.composite
def problems(draw: st.DrawFn) -> tuple[Ramps, Floats]:
    segments = draw(st.integers(1, 4))
    rows = np.array(list(range(segments)) + draw(st.lists(st.integers(0, segments - 1), max_size=16)))

    def column(low: float, high: float) -> Floats:
        return np.array(draw(st.lists(st.floats(low, high), min_size=rows.size, max_size=rows.size)))

    low = column(0.0, 4.0)
    found = Ramps(column(0.1, 100.0), column(0.0, 10.0), low, low + column(0.01, 9.0), rows)
    least, most = (total(x, rows, segments) for x in (found.low, found.high))
    return found, least + draw(st.floats(0.0, 0.999)) * (most - least)


@given(problems(), st.floats(0.0, 100.0))
def test_the_ramps_add_up_to_the_capacity(problem: tuple[Ramps, Floats], start: float) -> None:
    found, capacity = problem
    level = find_level(found, capacity, np.full(capacity.size, start))
    assert total(found.at(level), found.segment, capacity.size) == pytest.approx(capacity, rel=1e-9, abs=1e-9)


@given(problems())
def test_newton_and_search_agree(problem: tuple[Ramps, Floats]) -> None:
    found, capacity = problem
    by_newton, unsettled = iterate_level(found, capacity, np.zeros(capacity.size))
    by_search = search_level(found, capacity)
    grants = [found.at(level)[~unsettled[found.segment]] for level in (by_newton, by_search)]
    assert grants[0] == pytest.approx(grants[1], rel=1e-9, abs=1e-9)
