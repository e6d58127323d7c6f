"""Each state of a host's memory takes back by its own means, and swapping takes time of real disks.

Source: MODELS.md section 3.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from tests.engine.designs import Plan, designs, host, ident
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, VirtualCpus, Workload


def _squeezed(guests: int = 2, size: float = 34_000.0, memory: float = 65_536.0, **values: Any) -> Plan:
    plan = Plan()
    name = host(plan, cores=64, memory=memory, compression=False)
    for number in range(guests):
        plan.guest(f"vm{number}", name, cpu=0.1, memory=size, **({"working_set": 50.0} | values))
    return plan


def _on_a_hard_disk(**values: Any) -> Plan:
    """4 VMs of 4 GiB without tools on 8 GiB, which swap to one hard disk."""
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="hdd", disks=1, raid="0", rpm=10_000.0)
    name = host(
        plan, cores=64, memory=8192.0, disk_groups=(group,), swap_lun=ident("lun"), compression=False
    )  # fmt: skip
    plan.lun("lun", "h", backing="g", queue_depth=64)
    for number in range(4):
        plan.guest(
            f"vm{number}", name, cpu=0.1, memory=4096.0, working_set=100.0, mem_tools=False, **values
        )  # fmt: skip
    return plan


@pytest.mark.parametrize(
    ("tools", "column", "state"),
    [(True, "memory_ballooned", MemoryState.SOFT), (False, "memory_swapped", MemoryState.HARD)],
)
def test_each_technique_begins_in_its_state(tools: bool, column: str, state: MemoryState) -> None:
    """2 x 34,000 MiB don't fit 64 GiB: balloons from soft on, swap from hard on, and it is shown."""
    simulation = Simulation(_squeezed(mem_tools=tools).design())
    before, seen = 0.0, set()
    for _ in range(1200):
        frame = simulation.step()
        taken = getattr(frame.guests, column).sum()
        if taken > before + 1e-9:
            seen.add(int(frame.hosts.memory_state[0]))
            assert frame.hosts.memory_state[0] >= state
        before = taken
    assert seen == {int(state)}


def test_a_host_that_goes_on_ballooning_stays_soft() -> None:
    """Free memory settles where ballooning keeps up with what guests fill.

    They fill 2 x 34,000 MiB / 3600 s = 19 MiB/s; what is left of 68,000 MiB at the start lasts 226 s.
    """
    simulation = Simulation(_squeezed(working_set=20.0).design())
    states = [int(simulation.step().hosts.memory_state[0]) for _ in range(200)]
    assert set(states[60:]) == {MemoryState.SOFT}


def test_a_host_that_swaps_says_so() -> None:
    simulation = Simulation(_squeezed(mem_tools=False).design())
    alarms = {alarm.code for _ in range(1200) for alarm in simulation.step().alarms}
    assert "memory-short" in alarms


def test_swapping_out_goes_no_faster_than_the_disk() -> None:
    """A cluster of 64 KiB takes 4.5 + 3 + 64/1.024/150 ms; half of the disk's time is for swapping out."""
    simulation = Simulation(_on_a_hard_disk(start=1.0).design())
    frames = [simulation.step() for _ in range(20)]
    per_second = 1000 / (4.5 + 3.0 + 64 / 1.024 / 150) * 0.5
    swapped = frames[-1].guests.memory_swapped.sum()
    assert 0 < swapped <= 20 * per_second / 16 * (1 + 1e-9)
    busiest = max(float(frame.luns.iops[0]) for frame in frames)
    assert busiest >= per_second * 0.99
    assert all(frame.luns.utilisation[0] <= 1 for frame in frames)


def test_swapping_out_takes_the_disk_from_others() -> None:
    """What the disk does for the swap files is not there for a guest that reads."""
    plan = _on_a_hard_disk(start=5.0)
    plan.guest("reader", "h hv", cpu=0.1, memory=64.0, mem_reservation=64.0, reads=1000.0, block=4.0)
    plan.link("disk", "reader/disk0", "lun")
    simulation = Simulation(plan.design())
    row = simulation.compiled.row["guests"][ident("reader")]
    rates = [float(simulation.step().guests.iops_granted[row]) for _ in range(20)]
    assert rates[3] > 120
    assert min(rates[6:]) < 0.6 * rates[3]


def test_a_bare_server_keeps_its_memory() -> None:
    plan = Plan()
    load = Workload(cpu=1.0, working_set=100.0, reads=0.0, writes=0.0)
    plan.server("h", memory=16_384.0, workload=load)
    simulation = Simulation(plan.design())
    frame = [simulation.step() for _ in range(120)][-1]
    assert frame.guests.progress[0] == pytest.approx(1)
    assert frame.guests.memory_swapped[0] == 0
    assert frame.hosts.memory_state[0] == MemoryState.HIGH


def _grown(simulation: Simulation, share: float) -> None:
    design = simulation.compiled.design
    changes = []
    for element in design.elements.values():
        if element.carried(VirtualCpus):
            (load,) = element.carried(Workload)
            changes.append(
                update("elements", element, element.replace(workload=load.replace(working_set=share)))
            )
    simulation.swap(design.edited(changes))


def test_pages_swapped_while_idle_are_missed_when_the_working_set_grows() -> None:
    simulation = Simulation(_squeezed(mem_tools=False, working_set=10.0).design())
    for _ in range(600):
        simulation.step()
    state = simulation.state
    out = (state.swapped_active + state.swapped_idle).copy()
    assert state.swapped_idle.min() > 0
    _grown(simulation, 100.0)
    simulation.step()
    # All that is touched is in the working set now, so every page that is out is missed.
    assert simulation.state.swapped_idle == pytest.approx(0, abs=1e-6)
    assert simulation.state.swapped_active == pytest.approx(out, rel=0.1)
    for _ in range(20):
        frame = simulation.step()
    assert frame.guests.progress.max() < 1
    assert {CAUSES[cause] for cause in frame.guests.limited_by} == {"memory"}


@pytest.mark.parametrize("make", [_squeezed, _on_a_hard_disk])
def test_the_course_depends_little_on_the_length_of_steps(make: Callable[[], Plan]) -> None:
    design = make().design()
    out = []
    for dt in (0.5, 1.0, 5.0, 60.0):
        simulation = Simulation(design, dt=dt)
        for _ in range(int(600 / dt)):
            simulation.step()
        state = simulation.state
        out.append((state.ballooned + state.swapped_active + state.swapped_idle).sum())
    assert np.ptp(out) <= 0.1 * max(out)


def test_a_balloon_is_waited_for() -> None:
    """A limit of half the memory: the balloon has room for the rest, so nothing is swapped."""
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.1, memory=4096.0, mem_limit=2048.0, working_set=100.0)
    simulation = Simulation(plan.design())
    frames = [simulation.step() for _ in range(120)]
    assert max(float(frame.guests.memory_swapped[0]) for frame in frames) == 0
    assert frames[-1].guests.memory_ballooned[0] > 0


@settings(max_examples=60)
@given(designs())
def test_memory_of_a_host_is_never_overdrawn(design: Design) -> None:
    """What guests hold, less what they share, and what the hypervisor takes: within the host's memory."""
    simulation = Simulation(design)
    guests, hosts = simulation.compiled.guests, simulation.compiled.hosts
    for _ in range(6):
        simulation.step()
        state = simulation.state
        compressed = state.compressed_active + state.compressed_idle
        held = state.touched - state.ballooned - state.swapped_active - state.swapped_idle - compressed / 2
        runs = state.runs(simulation.compiled)
        taken = np.where(runs, held - state.shared + guests.memory_overhead, 0.0)
        placed = state.host >= 0
        used = hosts.system + np.bincount(state.host[placed], taken[placed], hosts.memory.size)
        # Overheads alone may be more than a small server has.
        own = np.where(runs, guests.memory_overhead, 0.0)[placed]
        overhead = np.bincount(state.host[placed], own, hosts.memory.size)
        assert (held >= -1e-6).all()
        assert (used <= np.maximum(hosts.memory, hosts.system + overhead) + 1e-6).all()
