"""Sums over segments and the guards of the solvers' arrays."""

import numpy as np
import pytest

from virtdesigner.engine.arrays import places_in, quotient, require_finite, require_numbers, total


def test_total_sums_by_segment_and_gives_zero_for_an_empty_one() -> None:
    summed = total(np.array([1.0, 2.0, 4.0]), np.array([2, 0, 2]), 4)
    assert summed.tolist() == [2.0, 0.0, 5.0, 0.0]
    assert summed.dtype == np.float64


def test_total_of_nothing() -> None:
    assert total(np.zeros(0), np.zeros(0, dtype=np.int64), 2).tolist() == [0.0, 0.0]


def test_a_sum_depends_on_its_own_members_only() -> None:
    # 0.1 + 0.2 + 0.3 differs in its last bit from 0.3 + 0.2 + 0.1: the order is kept, strangers or not.
    alone = total(np.array([0.1, 0.2, 0.3]), np.zeros(3, dtype=np.int64), 1)
    mixed = total(np.array([1e9, 0.1, 7.0, 0.2, 1e-9, 0.3]), np.array([1, 0, 1, 0, 1, 0]), 2)
    assert mixed[0] == alone[0] == 0.1 + 0.2 + 0.3


def test_infinity_is_a_number_but_not_finite() -> None:
    column = np.array([1.0, np.inf])
    require_numbers(demand=column)
    with pytest.raises(ValueError, match=r"weight is not finite in rows \[1\]"):
        require_finite(demand=np.zeros(2), weight=column)


def test_what_is_no_number_is_named() -> None:
    with pytest.raises(ValueError, match=r"limit is not a number in rows \[0, 2\]"):
        require_numbers(limit=np.array([np.nan, 1.0, np.nan]))


def test_a_quotient_by_nothing_is_what_was_said() -> None:
    x, y = np.array([6.0, 5.0, 0.0]), np.array([3.0, 0.0, 0.0])
    np.testing.assert_array_equal(quotient(x, y, 7.0), [2.0, 7.0, 7.0])
    np.testing.assert_array_equal(quotient(x, y), [2.0, 5.0, 0.0])
    np.testing.assert_array_equal(quotient(1.0, y, np.inf), [1 / 3, np.inf, np.inf])


def test_members_of_groups_in_a_row_know_their_place_in_their_own() -> None:
    np.testing.assert_array_equal(places_in(np.array([2, 0, 3])), [0, 1, 0, 1, 2])
    assert places_in(np.zeros(0, dtype=np.int64)).size == 0
