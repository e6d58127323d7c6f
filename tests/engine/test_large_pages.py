"""Large pages are broken up, and shared, only when memory gets short (MODELS.md section 3)."""

from itertools import pairwise
from typing import Any

import pytest

from tests.engine.designs import Plan, host
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.simulation import Simulation


def _alike(memory: float, **policy: Any) -> Simulation:
    """8 VMs of 4 GiB made from one image of 2000 MiB."""
    plan = Plan()
    name = host(plan, cores=64, memory=memory, page_sharing=True, ballooning=False, cpu_clock=2.0, **policy)
    for number in range(8):
        plan.guest(
            f"vm{number}", name, cpu=0.1, memory=4096.0, working_set=30.0, image="debian", image_size=2000.0
        )  # fmt: skip
    return Simulation(plan.design())


def test_large_pages_are_not_shared_while_there_is_room() -> None:
    simulation = _alike(65_536.0)
    for _ in range(60):
        frame = simulation.step()
    assert frame.hosts.memory_state[0] == MemoryState.HIGH
    assert frame.guests.memory_shared.sum() == 0


def test_small_pages_are_shared_at_once() -> None:
    frame = _alike(65_536.0, large_pages=False).step()
    assert frame.guests.memory_shared.sum() > 0


@pytest.mark.parametrize("thresholds", ["min-free", "share-of-host"])
def test_under_pressure_sharing_starts_at_the_rate_of_the_scan(thresholds: str) -> None:
    """4 MB/s for each GHz of a clock of 2 GHz, from the first step after memory got short."""
    simulation = _alike(16_384.0, thresholds=thresholds)
    shared, short = [], []
    for _ in range(120):
        frame = simulation.step()
        shared.append(float(frame.guests.memory_shared.sum()))
        short.append(frame.hosts.memory_state[0] >= MemoryState.CLEAR)
    began = short.index(True)
    assert shared[began] == 0
    assert shared[began + 1] == pytest.approx(8e6 / 2**20)
    assert all(later - one <= 8e6 / 2**20 + 1e-9 for one, later in pairwise(shared))


def test_what_is_shared_stays_so_after_the_pressure() -> None:
    simulation = _alike(16_384.0)
    for _ in range(1200):
        frame = simulation.step()
    before = frame.guests.memory_shared.sum()
    for row in range(6):
        simulation.state.guest_up = simulation.state.guest_up.copy()
        simulation.state.guest_up[row] = False
    frames = [simulation.step() for _ in range(30)]
    assert frames[-1].hosts.memory_state[0] == MemoryState.HIGH
    left = [float(frame.guests.memory_shared.sum()) for frame in frames]
    assert 0 < left[-1] <= left[0] <= before
