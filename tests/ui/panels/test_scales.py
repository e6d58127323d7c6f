"""Scales: round ends, three ticks, round times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.ui.panels.charts.scales import clock, divisor, rounded, time_ticks, upper, value_ticks


@given(st.floats(1e-6, 1e9))
def test_a_scale_holds_its_values_and_is_not_much_larger(highest: float) -> None:
    top = upper(highest)
    assert highest <= top <= 2.1 * highest * 1.05


@pytest.mark.parametrize(("value", "top"), [(0, 1), (0.9, 1), (1.1, 1.2), (37, 40), (9415, 10_000)])
def test_ends_are_round(value: float, top: float) -> None:
    assert rounded(value) == pytest.approx(top)


def test_a_scale_stands_still_while_it_fits() -> None:
    assert upper(60, present=100) == 100
    assert upper(99, present=100) > 100
    assert upper(10, present=100) < 100


def test_a_scale_ends_at_the_capacity_once_a_fifth_of_it_is_used() -> None:
    assert upper(31, capacity=32) == 32
    assert upper(32, capacity=32) == 32
    assert upper(1, capacity=32) < 32


def test_three_ticks() -> None:
    assert value_ticks(32) == [(0, "0"), (16, "16"), (32, "32")]
    assert value_ticks(1) == [(0, "0"), (0.5, "0.5"), (1, "1")]
    assert value_ticks(40_000)[1:] == [(20_000, "20k"), (40_000, "40k")]


@given(st.floats(0, 1e6), st.floats(1, 1e6))
def test_times_are_few_and_within(start: float, span: float) -> None:
    ticks = time_ticks(start, start + span)
    assert len(ticks) <= 5
    assert all(start - 1e-6 <= time <= start + span + 1e-6 for time, _ in ticks)


def test_times_read_as_clocks() -> None:
    assert [words for _, words in time_ticks(0, 240)] == ["0:00", "1:00", "2:00", "3:00", "4:00"]
    assert clock(3725) == "1:02:05"


def test_a_divisor_is_a_power_of_ten_that_fits() -> None:
    assert divisor(900, 20) == 100
    assert divisor(5, 20) == 1
    assert divisor(0, 20) == 1
