"""Counter-based random numbers: quality, and independence of everything but their key."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.engine.arrays import Floats, Keys
from virtdesigner.engine.counter_random import element_key, normal, uniform

B2SUM_OF_WEB_1 = "011b87832f454e67"
COUNT = 40_000
FIVE_SIGMA = 5.0 / np.sqrt(COUNT)


def keys(count: int, first: int = 0) -> Keys:
    return np.array([element_key(f"guest-{row}") for row in range(first, first + count)], dtype=np.uint64)


@pytest.fixture(scope="module")
def many() -> Keys:
    return keys(COUNT)


def counted() -> Keys:
    """Return keys that differ in their lowest bits only: the worst input for a hash."""
    return np.arange(COUNT, dtype=np.uint64)


def distance_from(sorted_draws: Floats, distribution: Floats) -> float:
    """Return the statistic of Kolmogorov and Smirnov, the largest gap to the distribution."""
    ranks = np.arange(sorted_draws.size + 1) / sorted_draws.size
    return float(max(np.max(ranks[1:] - distribution), np.max(distribution - ranks[:-1])))


def correlation(one: Floats, other: Floats) -> float:
    return abs(float(np.corrcoef(one, other)[0, 1]))


def test_element_key_is_blake2b_of_the_id() -> None:
    # First 8 bytes, little-endian, of `printf web-1 | b2sum -l 64`.
    assert element_key("web-1") == int.from_bytes(bytes.fromhex(B2SUM_OF_WEB_1), "little")
    assert element_key("웹-1") != element_key("web-1")


@pytest.mark.parametrize("stream", [0, 1])
def test_uniform_draws_are_uniform(many: Keys, stream: int) -> None:
    for draws in (uniform(1, many, stream, 0), uniform(1, counted(), stream, 7)):
        assert draws.mean() == pytest.approx(0.5, abs=FIVE_SIGMA / np.sqrt(12))
        # The variance of (u - 1/2)^2 is 1/180.
        assert draws.var() == pytest.approx(1 / 12, abs=FIVE_SIGMA / np.sqrt(180))
        ordered = np.sort(draws)
        # 1.95/sqrt(n) is passed once in a thousand; the draws are fixed, so once is once for all.
        assert distance_from(ordered, ordered) < 1.95 / np.sqrt(COUNT)


def test_uniform_draws_lie_strictly_inside() -> None:
    draws = uniform(0, counted(), 0, 0)
    assert draws.min() > 0.0
    assert draws.max() < 1.0


def test_normal_draws_are_normal(many: Keys) -> None:
    draws = normal(3, many, 2, 11)
    assert draws.mean() == pytest.approx(0.0, abs=FIVE_SIGMA)
    assert draws.var() == pytest.approx(1.0, abs=FIVE_SIGMA * np.sqrt(2))
    # 68.27 % within one, 95.45 % within two, 99.73 % within three.
    within = [float((np.abs(draws) < sigmas).mean()) for sigmas in (1, 2, 3)]
    assert within == pytest.approx([0.6827, 0.9545, 0.9973], abs=FIVE_SIGMA / 2)
    assert (draws**3).mean() == pytest.approx(0.0, abs=FIVE_SIGMA * np.sqrt(15))
    assert (draws**4).mean() == pytest.approx(3.0, abs=FIVE_SIGMA * np.sqrt(96))


def test_seeds_streams_and_steps_are_independent(many: Keys) -> None:
    base = uniform(1, many, 1, 1)
    for other in (
        uniform(2, many, 1, 1),
        uniform(1, many, 2, 1),
        uniform(1, many, 1, 2),
        uniform(1, many + np.uint64(1), 1, 1),
        uniform(2, many, 1, 0),
    ):
        assert correlation(base, other) < FIVE_SIGMA


def test_seed_stream_and_step_are_not_interchangeable(many: Keys) -> None:
    assert (uniform(1, many, 2, 3) != uniform(1, many, 3, 2)).all()
    assert (uniform(1, many, 2, 3) != uniform(2, many, 1, 3)).all()


def test_neighbouring_keys_are_independent() -> None:
    draws = uniform(5, counted(), 0, 0)
    assert correlation(draws[:-1], draws[1:]) < FIVE_SIGMA


def test_steps_of_one_element_are_independent() -> None:
    one = keys(1)
    draws = np.array([uniform(5, one, 0, step)[0] for step in range(2000)])
    five_sigma = 5.0 / np.sqrt(draws.size)
    assert draws.mean() == pytest.approx(0.5, abs=five_sigma / np.sqrt(12))
    assert correlation(draws[:-1], draws[1:]) < five_sigma


@pytest.mark.parametrize("draw", [uniform, normal])
def test_other_elements_change_no_bit(many: Keys, draw: Callable[[int, Keys, int, int], Floats]) -> None:
    together = draw(9, many, 4, 123)
    for rows in (slice(0, 1), slice(17, 18), slice(5, 1000), slice(None, None, -1), slice(None, None, 7)):
        assert (draw(9, many[rows], 4, 123) == together[rows]).all()


@given(st.integers(), st.integers(), st.integers())
def test_any_integers_will_do(seed: int, stream: int, step: int) -> None:
    one = keys(3)
    draws = uniform(seed, one, stream, step)
    assert ((draws > 0.0) & (draws < 1.0)).all()
    assert (draws == uniform(seed % 2**64, one, stream % 2**64, step % 2**64)).all()


def test_no_elements() -> None:
    assert normal(0, keys(0), 0, 0).size == 0
