"""Thresholds and states of a host's memory, and the overhead of a VM."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.memory_state import (
    MemoryState,
    memory_state,
    min_free,
    overhead_mib,
    thresholds_2002,
    thresholds_later,
)

HIGH, CLEAR, SOFT, HARD, LOW = MemoryState


@pytest.mark.parametrize(
    ("gib", "mib"),
    [
        (1, 61),  # 6 % of 1024 = 61.44
        (4, 245),  # 245.76
        (12, 245 + 327),  # 4 % of 8192 = 327.68
        (28, 245 + 327 + 327),  # 2 % of 16384 = 327.68
        (128, 245 + 327 + 327 + 1024),  # 1 % of 102400 = 1024
        (0, 0),
    ],
)
def test_min_free_by_tiers(gib: int, mib: int) -> None:
    assert min_free(np.array([gib * 1024.0])).tolist() == [mib]


def test_min_free_keeps_whole_results_whole() -> None:
    # 6 % of 50 is exactly 3, 1 % above 28 GB of 700 exactly 7.
    assert min_free(np.array([50.0, 28672.0 + 700.0])).tolist() == [3.0, 899.0 + 7.0]


def test_thresholds_of_2002() -> None:
    found = thresholds_2002(np.array([1000.0]))
    assert [float(x[0]) for x in found] == [60.0, 40.0, 40.0, 20.0, 10.0]


def test_thresholds_of_later_versions() -> None:
    # 28 GB: minFree 899; 64, 32, 16 % of it.
    found = thresholds_later(np.array([28672.0]))
    assert [float(x[0]) for x in found] == pytest.approx([899, 899, 575.36, 287.68, 143.84])


def walk(start: MemoryState, *free: float) -> list[MemoryState]:
    """Follow one host of 1000 MiB with the thresholds of 2002: soft 40, hard 20, low 10."""
    thresholds, state, path = thresholds_2002(np.array([1000.0])), np.array([int(start)]), []
    for mib in free:
        state = memory_state(np.array([mib]), thresholds, state)
        path.append(MemoryState(state[0]))
    return path


def test_worse_at_once() -> None:
    assert walk(HIGH, 40.0, 39.0, 19.0, 9.0) == [HIGH, SOFT, HARD, LOW]
    assert walk(HIGH, 5.0) == [LOW]


def test_better_only_well_above_the_threshold() -> None:
    # Left at a quarter above where they begin: 12.5, 25 and 50.
    assert walk(LOW, 12.0, 12.5, 24.9, 25.0, 49.0, 50.0) == [LOW, HARD, HARD, SOFT, SOFT, HIGH]


def test_much_freed_at_once_passes_all_states() -> None:
    assert walk(LOW, 100.0) == [HIGH]


def test_the_clear_state_of_later_versions() -> None:
    thresholds = thresholds_later(np.full(4, 28672.0))
    free = np.array([900.0, 898.0, 600.0, 570.0])
    assert memory_state(free, thresholds, np.zeros(4, dtype=np.int64)).tolist() == [HIGH, CLEAR, CLEAR, SOFT]


@given(st.lists(st.floats(0.0, 100.0), max_size=20))
def test_a_state_that_held_holds_while_nothing_changes(free: list[float]) -> None:
    assert all(walk(state, mib) == [state] for state, mib in zip(walk(HIGH, *free), free, strict=True))


@given(st.floats(0.0, 100.0), st.sampled_from(MemoryState))
def test_never_milder_than_the_thresholds_say(free: float, previous: MemoryState) -> None:
    fresh, kept = walk(HIGH, free)[0], walk(previous, free)[0]
    assert kept >= fresh


@pytest.mark.parametrize(
    ("memory", "vcpus", "mib"),
    [
        (256, 1, 20.29),
        (256, 2, 24.28),
        (256, 4, 32.23),
        (256, 8, 48.16),
        (4096, 1, 48.64),
        (4096, 2, 52.72),
        (4096, 4, 60.67),
        (4096, 8, 76.78),
    ],
)
def test_overhead_within_one_per_cent_of_the_published_table(memory: float, vcpus: float, mib: float) -> None:
    assert overhead_mib(np.array([memory]), np.array([vcpus])) == pytest.approx([mib], rel=0.01)
