"""The engine's public functions: all there, documented with a source, and the very ones that a step calls."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner import engine
from virtdesigner.engine import (
    device_latency_ms,
    hop_latency,
    hyperthreaded_cores,
    idle_tax_targets,
    max_min_rates,
    power_w,
    quota_stall_ms,
    ready_time,
    switch_loss,
    weighted_sharing,
)
from virtdesigner.engine.queueing import device_latency, ready_fraction


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_function_names_its_source(name: str) -> None:
    assert "MODELS.md" in (getattr(engine, name).__doc__ or "") or name == "Bridging"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = engine.nothing


def test_the_package_alone_loads_no_numpy() -> None:
    code = "import sys, virtdesigner.engine; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.integers(0, 60), st.floats(0.0, 1.0), st.integers(0, 30))
def test_ready_time_is_that_of_a_host(vcpus: int, alone: float, pcpus: int) -> None:
    column = ready_fraction(np.array([vcpus, 7]), np.array([alone, 0.5]), np.array([pcpus, 2]))
    assert ready_time(vcpus, alone, pcpus) == column[0]


@given(st.floats(0.0, 200.0), st.floats(1.0, 100.0))
def test_device_latency_is_that_of_a_group(iops: float, most: float) -> None:
    column = device_latency(*(np.array([value, 1.0]) for value in (iops, most, 5.0, 32.0)))
    assert device_latency_ms(iops, most, 5.0, 32.0) == column[0]


def test_the_other_queues_by_hand() -> None:
    assert hyperthreaded_cores(3.0, 4.0) == 3.0
    assert hyperthreaded_cores(20.0, 4.0) == 5.0
    assert switch_loss(9.0, 1.0) == pytest.approx(0.1)
    assert quota_stall_ms(100.0, 400.0, 2) == 0.0
    assert hop_latency(1.0, 1.0) == np.inf


def test_sharing_within_reservation_limit_and_demand() -> None:
    # 10 less the first one's reservation of 6 leave 4 for two of equal weight, one of whom wants 1.
    assert weighted_sharing(10.0, [9.0, 1.0, 9.0], [1.0, 1.0, 1.0], [6.0, 0.0, 0.0]) == [6.0, 1.0, 3.0]
    assert weighted_sharing(10.0, [9.0, 9.0], [1.0, 1.0], limits=[2.0, 9.0]) == [2.0, 8.0]


def test_idle_tax_within_reservation_and_limit() -> None:
    # Without a tax equal shares hold equal memory, whoever uses it.
    assert idle_tax_targets([1, 1], [256, 256], [0, 256], None, 300, tax=0.0) == pytest.approx([150, 150])
    assert idle_tax_targets([1, 1], [256, 256], [0, 256], None, 300, reservations_mib=[100, 0]) == [100, 200]
    assert idle_tax_targets([1, 1], [256, 256], [256, 256], [64, 256], 300) == [64, 236]


def test_max_min_with_demands_and_weights() -> None:
    assert max_min_rates([9.0], [[0], [0]], demands=[1.0, 20.0]) == [1.0, 8.0]
    assert max_min_rates([9.0], [[0], [0]], weights=[2.0, 1.0]) == [6.0, 3.0]
    assert max_min_rates([], [], []) == []


def test_power_between_idle_and_peak() -> None:
    assert power_w("linear", 0.25, idle=100.0, peak=300.0) == pytest.approx(150.0)
    assert power_w("hp-ml110-g4", 1.0) == 117.0
