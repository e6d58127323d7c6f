"""Memory of containers, pools and host systems; rules of hypervisors. Sums from MODELS.md section 3."""

from typing import Any

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, HostSystem


def _run(plan: Plan, steps: int = 30) -> Frame:
    simulation = Simulation(plan.design())
    return [simulation.step() for _ in range(steps)][-1]


def _row(frame: Frame, name: str) -> int:
    return frame.compiled.row["guests"][ident(name)]


def _cause(frame: Frame, name: str) -> tuple[str, str]:
    row = _row(frame, name)
    return CAUSES[frame.guests.limited_by[row]], frame.compiled.element_ids[frame.guests.limiter[row]]


def _vm_with_containers(*sizes: float, memory: float = 2048.0, **engine: Any) -> Plan:
    """A VM with containers that use all of their memory, on a host that has plenty."""
    plan = Plan()
    name = host(plan, cores=8, disk_groups=(DiskGroup(id="g", name="g", device="sata-ssd"),))
    plan.lun("lun", "h", backing="g")
    plan.guest("vm", name, cpu=0.1, vcpus=4, memory=memory, working_set=25.0)
    plan.link("disk", "vm/disk0", "lun")
    plan.engine("engine", "vm", **engine)
    for number, size in enumerate(sizes):
        plan.container(f"c{number}", "engine", cpu=0.1, memory=size, working_set=100.0)
    return plan


def test_a_vm_uses_what_its_containers_use() -> None:
    frame = _run(_vm_with_containers(400.0, 300.0, system=100.0))
    # 25 % of 2048, two containers, and the engine.
    assert frame.guests.memory_active[_row(frame, "vm")] == pytest.approx(512.0 + 400.0 + 300.0 + 100.0)
    assert frame.guests.memory_active[_row(frame, "c0")] == pytest.approx(400.0)
    assert (frame.guests.progress == 1.0).all()


def test_containers_take_nothing_of_the_host_beside_their_vm() -> None:
    frames = [_run(_vm_with_containers(*sizes)) for sizes in ((), (400.0, 300.0))]
    assert frames[0].hosts.memory_used[0] == pytest.approx(frames[1].hosts.memory_used[0])


def test_containers_over_their_vms_memory_swap_inside_it() -> None:
    frame = _run(_vm_with_containers(1536.0, 1536.0))
    # 512 of its own and 3072 of containers in 2048: 1536 out, 1536/3584 of everybody's.
    for name, active in (("vm", 512.0), ("c0", 1536.0), ("c1", 1536.0)):
        swapped = frame.guests.memory_swapped[_row(frame, name)]
        assert swapped == pytest.approx(active * 1536.0 / 3584.0)
    assert frame.guests.progress[_row(frame, "c0")] < 0.95
    assert _cause(frame, "c0") == ("memory", ident("vm"))
    # The hypervisor has plenty, and takes nothing.
    assert frame.hosts.memory_state[0] == 0


def test_a_container_over_its_own_limit_swaps_alone() -> None:
    plan = _vm_with_containers(400.0)
    plan.container("tight", "engine", cpu=0.1, memory=400.0, working_set=100.0, mem_limit=100.0)
    frame = _run(plan)
    assert frame.guests.memory_swapped[_row(frame, "tight")] == pytest.approx(300.0)
    assert frame.guests.memory_swapped[_row(frame, "c0")] == 0.0
    assert _cause(frame, "tight") == ("limit", ident("tight"))


def test_an_engine_that_limits_no_memory_lets_a_container_fill_its_vm() -> None:
    plan = _vm_with_containers(400.0, limits_memory=False)
    plan.container("tight", "engine", cpu=0.1, memory=400.0, working_set=100.0, mem_limit=100.0)
    frame = _run(plan)
    assert frame.guests.memory_swapped[_row(frame, "tight")] == 0.0


def test_what_the_hypervisor_takes_of_a_vm_its_containers_miss() -> None:
    plan = _vm_with_containers(1000.0)
    vm = plan.elements[-3]
    assert vm.id == ident("vm")
    plan.elements[-3] = vm.replace(memory=vm.memory.replace(limit=1024.0, tools=False))  # type: ignore[attr-defined]
    frame = _run(plan, steps=60)
    assert frame.guests.progress[_row(frame, "c0")] < 0.99
    assert frame.guests.memory_swapped[_row(frame, "vm")] > 0.0


def test_containers_of_a_server_share_its_memory_and_swap_to_its_disks() -> None:
    plan = Plan()
    plan.server("h", cores=8, memory=4096.0, disk_groups=(DiskGroup(id="g", name="g", device="sata-ssd"),))
    plan.lun("lun", "h", backing="g")
    plan.engine("engine", "h")
    for number in range(4):
        plan.container(f"c{number}", "engine", cpu=0.1, memory=1536.0, working_set=100.0)
    frame = _run(plan, steps=90)
    guests = frame.guests
    assert guests.memory_ballooned.sum() == 0.0
    # 6144 wanted of 4096: what is over it is out.
    assert guests.memory_swapped.sum() >= 0.9 * (6144.0 - 4096.0)
    assert frame.hosts.memory_used[0] <= 4096.0
    assert (guests.progress < 1.0).all()


def test_a_host_system_keeps_memory_and_processors() -> None:
    for system, memory, cores in ((None, 0.0, 4.0), (HostSystem(memory=2000.0, cpu=1.5), 2000.0, 2.5)):
        plan = Plan()
        host(plan, cores=4, memory=8192.0, host_system=system)
        frame = _run(plan, steps=1)
        assert frame.hosts.cpu_capacity[0] == pytest.approx(cores)
        assert frame.hosts.memory_used[0] == pytest.approx(memory)


def test_engines_keep_memory_of_their_server() -> None:
    plan = Plan()
    plan.server("h", memory=8192.0)
    plan.engine("engine", "h", system=300.0)
    assert _run(plan, steps=1).hosts.memory_used[0] == pytest.approx(300.0)


@pytest.mark.parametrize(
    ("era", "mib"),
    [
        ("esxi", 18.22 + 0.00743 * 4096 + 4.03),
        ("esx-4", 109.65 + 0.01375 * 4096),
        ("esx-2", 64.0 + 32.0 / 1024 * (4096 - 512)),
        ("xen", 20e3 / 2**20),
        ("none", 0.0),
    ],
)
def test_a_vm_costs_what_its_hypervisors_era_says(era: str, mib: float) -> None:
    plan = Plan()
    name = host(plan, overhead=era)
    plan.guest("vm", name, memory=4096.0, vcpus=2)
    frame = _run(plan, steps=2)
    # Section 3's overheads for 4096 MiB and 2 vCPUs, beside the VM's own memory.
    assert frame.hosts.memory_used[0] - 4096.0 == pytest.approx(mib, abs=1e-6)


def test_the_rule_for_free_memory_is_the_hypervisors() -> None:
    states = {}
    for rule in ("min-free", "share-of-host"):
        plan = Plan()
        name = host(plan, memory=65_536.0, thresholds=rule, overhead="none", ballooning=False, swapping=False)
        plan.guest("vm", name, memory=63_500.0, working_set=100.0)
        states[rule] = int(_run(plan, steps=5).hosts.memory_state[0])
    # 2036 MiB free: over minFree of 65,536 (about 1235), under 4 % of it (2621).
    assert states == {"min-free": 0, "share-of-host": 2}


def test_without_swapping_guests_stall_instead() -> None:
    swapped, progress = {}, {}
    for swapping in (True, False):
        plan = Plan()
        name = host(plan, memory=4096.0, ballooning=False, swapping=swapping, touch_time=10.0)
        for number in range(2):
            plan.guest(f"vm{number}", name, cpu=0.1, memory=3000.0, working_set=100.0, start=3.0)
        simulation = Simulation(plan.design())
        frames = [simulation.step() for _ in range(60)]
        swapped[swapping] = frames[-1].guests.memory_swapped.sum()
        progress[swapping] = min(float(frame.guests.progress.min()) for frame in frames)
    assert swapped[True] > 0.0
    assert swapped[False] == 0.0
    assert progress[False] < 0.5


def test_a_pool_at_its_memory_limit_holds_its_guests_though_the_host_has_plenty() -> None:
    plan = Plan()
    name = host(plan, memory=65_536.0, reclaim_rate=1000.0)
    plan.pool("pool", name, mem_limit=3000.0)
    for number in range(2):
        plan.guest(f"vm{number}", "pool", memory=2048.0, working_set=10.0)
    plan.guest("out", name, memory=2048.0)
    simulation = Simulation(plan.design())
    frame = [simulation.step() for _ in range(60)][-1]
    state = simulation.state
    held = state.touched - state.ballooned - state.swapped_active - state.swapped_idle
    inside = held[_row(frame, "vm0")] + held[_row(frame, "vm1")]
    assert inside == pytest.approx(3000.0, rel=0.01)
    assert held[_row(frame, "out")] == pytest.approx(2048.0)


@pytest.mark.parametrize(
    ("claims", "more"), [({"mem_reservation": 3000.0}, "pool"), ({"mem_shares": 1.0}, "out"), ({}, "pool")]
)
def test_claims_of_a_pool_on_memory(claims: dict[str, float], more: str) -> None:
    plan = Plan()
    name = host(plan, memory=4096.0, overhead="none", reclaim_rate=1000.0)
    plan.pool("pool", name, **claims)
    plan.guest("in", "pool", memory=4096.0, working_set=100.0)
    plan.guest("out", name, memory=4096.0, working_set=100.0)
    simulation = Simulation(plan.design())
    frame = [simulation.step() for _ in range(40)][-1]
    target = simulation.state.target
    # A normal pool weighs as much as a VM of 16 GiB, four times the other guest.
    inside, outside = target[_row(frame, "in")], target[_row(frame, "out")]
    assert (inside > outside) == (more == "pool")
    if not claims:
        assert inside / outside == pytest.approx(4.0, rel=1e-3)
