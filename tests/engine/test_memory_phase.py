"""Reclamation as a run shows it: who gives memory back, by what, and what it costs (MODELS.md section 3)."""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.memory_state import MemoryState, min_free
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup


def _crowd(guests: int = 8, working_set: float = 50.0, **values: Any) -> Plan:
    """8 VMs of 4 GiB on a server of 16 GiB, with a swap LUN on NVMe."""
    plan = Plan()
    policy = {key: values.pop(key) for key in list(values) if key in ("ballooning", "idle_tax")}
    name = host(
        plan,
        cores=64,
        memory=16_384.0,
        disk_groups=(DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0"),),
        swap_lun=ident("lun"),
        **policy,
    )
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    for number in range(guests):
        plan.guest(
            f"vm{number}", name, cpu=0.1, memory=4096.0, **({"working_set": working_set} | values)
        )  # fmt: skip
    return plan


def _run(plan: Plan, steps: int) -> Simulation:
    simulation = Simulation(plan.design())
    for _ in range(steps):
        simulation.step()
    return simulation


def test_the_balloon_comes_before_swap() -> None:
    """Working sets of 8 * 30 % * 4 GiB fit; what the guests fill beyond them is ballooned, never swapped."""
    simulation = _run(_crowd(working_set=30.0), 600)
    frame = simulation.step()
    assert frame.guests.memory_ballooned.sum() > 0
    assert frame.guests.memory_swapped.sum() == 0
    # 4.4 % slower at half the memory, in a line from none.
    assert frame.guests.progress == pytest.approx(1 - 0.088 * frame.guests.memory_ballooned / 4096, rel=1e-4)


def test_without_tools_memory_is_swapped() -> None:
    frame = _run(_crowd(working_set=30.0, mem_tools=False), 600).step()
    assert frame.guests.memory_ballooned.sum() == 0
    assert frame.guests.memory_swapped.sum() > 0


def test_without_the_policy_memory_is_swapped() -> None:
    frame = _run(_crowd(working_set=30.0, ballooning=False), 600).step()
    assert frame.guests.memory_ballooned.sum() == 0
    assert frame.guests.memory_swapped.sum() > 0


def test_the_balloon_stops_at_its_limit() -> None:
    frame = _run(_crowd(working_set=100.0, mem_balloon_limit=10.0), 600).step()
    assert frame.guests.memory_ballooned.max() <= 409.6 + 1e-9
    assert frame.guests.memory_swapped.sum() > 0


def test_missing_memory_slows_guests_by_the_model() -> None:
    """p = 1/(1 + F0 * L / parallelism) with F0 = missing pages / T_reuse, less what the balloon costs."""
    plan = _crowd(working_set=100.0)
    for number in range(8):
        plan.link("disk", f"vm{number}/disk0", "lun")
    simulation = _run(plan, 400)
    frame, state = simulation.step(), simulation.state
    assert frame.guests.progress.max() < 0.9
    idle = np.maximum(state.touched - frame.guests.memory_active, 0)
    missing = state.swapped_active + np.maximum(state.ballooned - idle, 0)
    faults = missing * 256 / 10
    expected = 1 / (1 + faults * frame.luns.latency[0] / 1000 / 4) * (1 - 0.088 * state.ballooned / 4096)
    assert frame.guests.progress == pytest.approx(expected, rel=0.02)
    assert {CAUSES[cause] for cause in frame.guests.limited_by} == {"memory"}
    assert frame.luns.iops[0] == pytest.approx((faults * frame.guests.progress).sum(), rel=0.02)


def test_a_limit_below_the_size_is_held_though_the_host_has_room() -> None:
    plan = Plan()
    name = host(plan, memory=262_144.0)
    plan.guest("vm", name, cpu=0.1, memory=8192.0, mem_limit=4096.0, working_set=75.0)
    simulation = Simulation(plan.design())
    for _ in range(120):
        frame = simulation.step()
        state = simulation.state
        held = state.touched - state.ballooned - state.swapped_active - state.swapped_idle
        assert held[0] <= 4096 + 1e-6
    assert frame.guests.memory_ballooned[0] > 0
    assert frame.hosts.memory_state[0] == MemoryState.HIGH
    assert CAUSES[frame.guests.limited_by[0]] == "limit"


def test_a_reservation_is_never_taken_back() -> None:
    plan = _crowd(working_set=100.0)
    plan.guest("kept", "h hv", cpu=0.1, memory=4096.0, mem_reservation=4096.0, working_set=100.0)
    simulation = _run(plan, 300)
    row = simulation.compiled.row["guests"][ident("kept")]
    state = simulation.state
    held = state.touched - state.ballooned - state.swapped_active - state.swapped_idle
    assert held[row] == pytest.approx(4096)


def test_a_host_short_of_memory_keeps_some_free() -> None:
    frame = _run(_crowd(working_set=60.0), 600).step()
    free = frame.hosts.memory_total - frame.hosts.memory_used
    # Reclamation begins at 64 % of minFree and ends above it.
    assert free[0] >= 0.6 * min_free(frame.hosts.memory_total)[0]


def test_pages_of_one_image_are_shared() -> None:
    """5.3 MB of zero pages and 0.65 * 100 MiB for each of the three guests after the first."""
    plan = Plan()
    name = host(plan, page_sharing=True, large_pages=False)
    for number in range(4):
        plan.guest(f"vm{number}", name, image="debian", image_size=100.0, memory=1024.0, working_set=50.0)
    frame = _run(plan, 300).step()
    assert frame.guests.memory_shared.sum() == pytest.approx(5.3e6 / 2**20 + 0.65 * 100 * 3)


def test_memory_of_a_quiet_host_adds_up() -> None:
    """System memory, each VM's overhead by the fit of section 3, and what the guest holds."""
    plan = Plan()
    plan.guest("vm", host(plan, system=1000.0), memory=4096.0, vcpus=2, working_set=50.0)
    frame = _run(plan, 0).step()
    overhead = 18.22 + 0.00743 * 4096 + 4.03
    assert frame.hosts.memory_used[0] == pytest.approx(1000 + overhead + 4096)
