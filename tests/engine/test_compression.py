"""Compression: pages that fit 2 KiB go to a cache before others are swapped (MODELS.md section 3)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from tests.engine.designs import Plan, designs, host
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

SIZE = 34_000.0


def _squeezed(working_set: float = 50.0, **policy: Any) -> Simulation:
    """2 VMs of 34,000 MiB without tools on 64 GiB: 2.5 GiB too much, and their cache could hold 6.6."""
    plan = Plan()
    name = host(plan, cores=64, memory=65_536.0, **policy)
    for number in range(2):
        plan.guest(
            f"vm{number}", name, cpu=0.1, memory=SIZE, working_set=working_set, mem_tools=False
        )  # fmt: skip
    return Simulation(plan.design())


def _last(simulation: Simulation, steps: int = 1200) -> Frame:
    return [simulation.step() for _ in range(steps)][-1]


def test_pages_are_compressed_before_any_is_swapped() -> None:
    simulation = _squeezed()
    frames = [simulation.step() for _ in range(1200)]
    first = next(f for f in frames if f.guests.memory_compressed.sum() > 0)
    assert first.hosts.memory_state[0] == MemoryState.HARD
    # Twice 2.5 GiB and what is kept free are compressed: less than the 50 % of 2 * 34,000 MiB that fit.
    assert all(frame.guests.memory_swapped.sum() == 0 for frame in frames)


def test_a_compressed_page_takes_half_its_room() -> None:
    simulation = _squeezed()
    frame = _last(simulation)
    compressed, touched = frame.guests.memory_compressed.sum(), simulation.state.touched.sum()
    overhead = simulation.compiled.guests.memory_overhead.sum()
    assert compressed > 0
    assert frame.hosts.memory_used[0] == pytest.approx(touched - compressed / 2 + overhead)


@pytest.mark.parametrize(
    ("policy", "most"),
    [
        ({"compression_cache": 2.0}, 2 * 0.02 * SIZE),  # 2 KiB a page: twice the cache
        ({"compressible": 3.0}, 0.03 * SIZE),
        ({"compression": False}, 0.0),
        ({"compression_cache": 0.0}, 0.0),
    ],
)
def test_what_does_not_fit_is_swapped(policy: dict[str, Any], most: float) -> None:
    frame = _last(_squeezed(**policy))
    assert frame.guests.memory_compressed == pytest.approx(most, rel=0.01)
    assert (frame.guests.memory_swapped > 0).all()


def test_without_swapping_only_compression_is_left() -> None:
    frame = _last(_squeezed(swapping=False, compression_cache=2.0))
    assert frame.guests.memory_swapped.sum() == 0
    assert frame.guests.memory_compressed.sum() > 0


def test_a_guest_stalls_that_nothing_makes_room_for() -> None:
    """8 VMs of 16 GiB start on 64 GiB, and nothing may be taken back: they touch what there is, and wait."""
    plan = Plan()
    name = host(plan, cores=64, ballooning=False, compression=False, swapping=False)
    for number in range(8):
        plan.guest(f"vm{number}", name, cpu=0.1, memory=16_384.0, working_set=100.0, start=1.0)
    simulation = Simulation(plan.design())
    frame = _last(simulation, 300)
    assert frame.guests.progress.max() < 0.1
    assert simulation.state.touched.sum() <= 65_536
    assert frame.guests.memory_swapped.sum() == pytest.approx(0, abs=1e-6)


def test_a_page_out_of_the_cache_costs_its_decompression() -> None:
    """p = 1/(1 + pages/T_reuse * 20 us / 4): far from what the 7 ms of a disk would make of it."""
    simulation = _squeezed(working_set=100.0)
    frame = _last(simulation, 1800)
    assert frame.guests.memory_swapped.sum() == 0
    faults = simulation.state.compressed_active * 256 / 10
    assert faults.min() > 0
    assert frame.guests.progress == pytest.approx(1 / (1 + faults * 20e-6 / 4), rel=1e-3)
    assert frame.guests.progress.min() > 1 / (1 + faults.max() * 7e-3 / 4)


def test_compressing_takes_processor_time_of_the_host() -> None:
    """Pages at 20 us each, in and out, on cores of relative speed 1."""
    slow, quick = (_squeezed(100.0, decompress_time=time) for time in (200.0, 20.0))
    used = [[float(s.step().hosts.cpu_used[0]) for _ in range(60)] for s in (slow, quick)]
    assert max(used[0]) > max(used[1]) > 0


@settings(max_examples=40)
@given(designs())
def test_what_is_away_is_part_of_what_was_filled(design: Design) -> None:
    simulation = Simulation(design)
    for _ in range(8):
        simulation.step()
        state, guests = simulation.state, simulation.compiled.guests
        compressed = state.compressed_active + state.compressed_idle
        away = state.ballooned + state.swapped_active + state.swapped_idle + compressed
        assert (away <= state.touched + 1e-6).all()
        # The cache is 10 % of the memory by default, and a page in it takes half.
        assert (compressed <= 0.2 * guests.memory + 1e-6).all()
        for column in (state.compressed_active, state.compressed_idle):
            assert (column >= -1e-6).all()
            assert np.isfinite(column).all()
