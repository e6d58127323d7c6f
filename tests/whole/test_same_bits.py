"""The same seed gives the same bits: on a thread or not, and from a checkpoint or not."""

from pathlib import Path

import numpy as np
import pytest

from tests.frames import arrays
from virtdesigner import load, resources
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.runner import FLAT_OUT, Runner
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

STEPS = 150


@pytest.fixture(scope="module")
def design() -> Design:
    """The shipped example: noise, bursts, a host over its limits."""
    return load(Path(resources.path("examples", "two-hosts.vdt")))


@pytest.fixture(scope="module")
def reference(design: Design) -> Frame:
    """The last frame of a run without a thread."""
    simulation = Simulation(design)
    return [simulation.step() for _ in range(STEPS)][-1]


def assert_same_bits(one: Frame, other: Frame) -> None:
    assert (one.step, one.time) == (other.step, other.time)
    for left, right in zip(arrays(one), arrays(other), strict=True):
        assert np.array_equal(left, right)


def test_on_a_thread(design: Design, reference: Frame) -> None:
    runner = Runner(design, speed=FLAT_OUT)
    for _ in range(STEPS):
        runner.step_once()

    def done() -> bool:
        return runner.error is not None or (
            runner.latest is not None and runner.latest.step == reference.step
        )

    assert runner.wait_for(done, 60)
    runner.close()
    assert runner.latest is not None
    assert_same_bits(runner.latest, reference)


def test_from_a_checkpoint(design: Design, reference: Frame) -> None:
    simulation = Simulation(design)
    for _ in range(STEPS // 2):
        simulation.step()
    restored = Simulation.restored(design, simulation.checkpoint())
    last = [restored.step() for _ in range(STEPS - STEPS // 2)][-1]
    assert_same_bits(last, reference)


def test_another_seed_is_another_run(design: Design, reference: Frame) -> None:
    simulation = Simulation(design, seed=design.settings.seed + 1)
    last = [simulation.step() for _ in range(STEPS)][-1]
    assert not np.array_equal(last.guests.cpu_demand, reference.guests.cpu_demand)
