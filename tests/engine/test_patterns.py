"""How load goes over time; every mean is computed by hand from the shape. Source: MODELS.md section 9."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.designs import Plan, host
from virtdesigner.engine.simulation import Simulation
from virtdesigner.engine.workloads.patterns import PATTERNS, Patterns, Recording, load, noise_mean
from virtdesigner.model.trace import COLUMNS, Trace

KEYS = np.array([7], dtype=np.uint64)


def _patterns(name: str, trace: Trace | None = None, **values: float) -> Patterns:
    usual = {"low": 0.2, "period": 100.0, "duty": 0.25, "noise": 0.0, "start": 0.0} | values
    columns = {field: np.array([value]) for field, value in usual.items()}
    columns["noise_mean"] = noise_mean(columns["noise"])
    recordings = {column: Recording.of([trace], column) for column in COLUMNS}
    return Patterns(pattern=np.array([PATTERNS.index(name)]), recordings=recordings, **columns)


def _level(patterns: Patterns, begin: float, dt: float = 1.0) -> float:
    return float(load(patterns, KEYS, 1, 0, begin, dt).level[0])


@pytest.mark.parametrize("name", ["constant", "batch"])
def test_constant_load(name: str) -> None:
    assert _level(_patterns(name), 12.0) == 1


def test_a_step_is_the_mean_over_it() -> None:
    """Full load for 25 s of 100, 20 % for the rest: (25 + 75 * 0.2)/100 over the whole."""
    bursts = _patterns("bursts")
    assert _level(bursts, 0.0) == pytest.approx(1)
    assert _level(bursts, 50.0) == pytest.approx(0.2)
    assert _level(bursts, 20.0, 10.0) == pytest.approx((5 + 5 * 0.2) / 10)
    assert _level(bursts, 300.0, 100.0) == pytest.approx(0.4)


def test_a_day_is_lowest_at_its_start_and_highest_at_noon() -> None:
    day = _patterns("daily")
    assert _level(day, 0.0, 0.001) == pytest.approx(0.2)
    assert _level(day, 50.0, 0.001) == pytest.approx(1)
    assert _level(day, 0.0, 100.0) == pytest.approx(0.6)


def test_a_ramp_rises_and_stays() -> None:
    ramp = _patterns("ramp")
    assert _level(ramp, 49.5) == pytest.approx(0.2 + 0.8 * 0.5)
    assert _level(ramp, 500.0) == pytest.approx(1)


def test_nothing_before_the_start() -> None:
    late = _patterns("constant", start=10.0)
    assert _level(late, 5.0) == 0
    assert _level(late, 9.0, 4.0) == pytest.approx(3 / 4)


def test_a_trace_is_played_column_by_column_and_again() -> None:
    trace = Trace.record("t", 10.0, {"cpu": [1.0, 3.0], "network": [5.0, 5.0]})
    patterns = _patterns("trace", trace)
    first = load(patterns, KEYS, 1, 0, 5.0, 10.0)
    assert first.cpu == pytest.approx(2)
    assert first.network == pytest.approx(5)
    assert np.isnan(first.reads).all()
    again = load(patterns, KEYS, 1, 0, 40.0, 1.0)
    assert again.cpu == pytest.approx(1)


def test_noise_keeps_the_mean() -> None:
    noisy = _patterns("constant", noise=0.2)
    levels = np.array([load(noisy, KEYS, 1, step, 0.0, 1.0).level[0] for step in range(4000)])
    # Standard error 0.2/sqrt(4000) = 0.0032; five of them.
    assert levels.mean() == pytest.approx(1, abs=0.016)
    assert levels.std() == pytest.approx(0.2, rel=0.06)


@given(
    st.sampled_from(("constant", "daily", "bursts", "ramp")),
    st.floats(0, 1e6),
    st.floats(0.1, 300),
    st.floats(0, 1),
)
def test_load_stays_within_its_bounds(name: str, begin: float, dt: float, low: float) -> None:
    level = _level(_patterns(name, low=low), begin, dt)
    assert low - 1e-6 <= level <= 1 + 1e-6


def _played(**samples: Any) -> Any:
    plan = Plan()
    trace = Trace.record("t", 10.0, samples)
    plan.traces.append(trace)
    plan.guest("vm", host(plan), cpu=1.0, vcpus=4, pattern="trace", trace=trace.id, working_set=50.0)
    return Simulation(plan.design()).step().guests


def test_recorded_cpu_and_memory_reach_the_frame() -> None:
    guests = _played(cpu=[2.0], memory=[300.0])
    assert guests.cpu_demand == pytest.approx([2 * 1.03])
    assert guests.memory_active == pytest.approx([300])


def test_without_a_recorded_column_the_workload_decides() -> None:
    assert _played(cpu=[2.0]).memory_active == pytest.approx([512])


@pytest.mark.parametrize("noise", [0.1, 0.6, 1.0])
def test_noise_that_would_go_below_nothing_keeps_the_mean(noise: float) -> None:
    """20,000 draws: the mean lies within 4 standard errors, 4 * noise / sqrt(20,000), of 1."""
    patterns = _patterns("constant", noise=noise)
    levels = [float(load(patterns, KEYS, 1, step, 0.0, 1.0).level[0]) for step in range(20_000)]
    assert np.mean(levels) == pytest.approx(1, abs=4 * noise / 20_000**0.5)
    assert min(levels) >= 0


def test_the_mean_of_clipped_noise() -> None:
    """Phi(1) + phi(1) = 0.8413 + 0.2420; without noise, and with little, it is 1."""
    assert noise_mean(np.array([0.0, 0.05, 1.0])) == pytest.approx([1, 1, 1.0833], abs=1e-4)
