"""A guest whose balloon takes more than it can spare pages out to its own disk (MODELS.md section 3)."""

from typing import Any, Literal

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup

Device = Literal["hdd", "sata-ssd"]


def _with_disks(
    working_set: float, device: Literal["hdd", "sata-ssd"] = "sata-ssd", **values: Any
) -> Simulation:
    """8 VMs of 4 GiB on 16 GiB; their disks are cut from other devices than the hypervisor's swap."""
    plan = Plan()
    groups = (
        DiskGroup(id="fast", name="fast", device="nvme", disks=8, raid="0"),
        DiskGroup(id="slow", name="slow", device=device, disks=8, raid="0", rpm=10_000.0),
    )
    name = host(plan, cores=64, memory=16_384.0, disk_groups=groups, swap_lun=ident("swap"))
    plan.lun("swap", "h", backing="fast", queue_depth=1024)
    plan.lun("disks", "h", backing="slow", queue_depth=1024)
    for number in range(8):
        plan.guest(f"vm{number}", name, cpu=0.1, memory=4096.0, working_set=working_set, **values)
        plan.link("disk", f"vm{number}/disk0", "disks")
    return Simulation(plan.design())


def test_what_a_guest_can_spare_costs_no_io() -> None:
    simulation = _with_disks(30.0)
    frames = [simulation.step() for _ in range(600)]
    assert frames[-1].guests.memory_ballooned.sum() > 0
    assert max(float(frame.luns.iops.max()) for frame in frames) == 0


def test_pages_go_to_the_disk_of_the_guest() -> None:
    """F0 = pages that it misses / 10 s come back from its own LUN, none from the hypervisor's."""
    simulation = _with_disks(100.0)
    frame = [simulation.step() for _ in range(900)][-1]
    disks, swap = (simulation.compiled.row["luns"][ident(name)] for name in ("disks", "swap"))
    state = simulation.state
    assert state.swapped_active.sum() + state.compressed_active.sum() == 0
    idle = np.maximum(state.touched - frame.guests.memory_active, 0)
    faults = (state.ballooned - idle) * 256 / 10
    assert frame.luns.iops[swap] == 0
    assert frame.luns.iops[disks] == pytest.approx((faults * frame.guests.progress).sum(), rel=0.05)
    expected = 1 / (1 + faults * frame.luns.latency[disks] / 1000 / 4) * (1 - 0.088 * state.ballooned / 4096)
    assert frame.guests.progress == pytest.approx(expected, rel=0.05)


def test_without_tools_the_same_pages_go_to_the_hypervisor_s_swap() -> None:
    simulation = _with_disks(100.0, mem_tools=False)
    frames = [simulation.step() for _ in range(900)]
    disks, swap = (simulation.compiled.row["luns"][ident(name)] for name in ("disks", "swap"))
    assert max(float(frame.luns.iops[swap]) for frame in frames) > 0
    assert max(float(frame.luns.iops[disks]) for frame in frames) == 0


def test_paging_out_goes_no_faster_than_the_disk() -> None:
    """A cluster of 64 KiB takes each of 8 disks 4.5 + 3 + 64/1.024/150 ms; half of their time is for it."""
    simulation = _with_disks(100.0, "hdd")
    ballooned = [float(simulation.step().guests.memory_ballooned.sum()) for _ in range(40)]
    fastest = 8 * 1000 / (4.5 + 3.0 + 64 / 1.024 / 150) * 0.5 / 16
    assert 0 < max(np.diff(ballooned)) <= fastest * (1 + 1e-9)


def test_one_file_serves_both_where_swap_lies_with_the_disk() -> None:
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    name = host(plan, disk_groups=(group,))
    plan.lun("lun", "h", backing="g")
    plan.guest("vm", name)
    plan.link("disk", "vm/disk0", "lun")
    stores = Simulation(plan.design()).compiled.stores
    assert stores.own_swap[0] == stores.swap[0] >= 0


def _with_a_container(**values: Any) -> Simulation:
    """A VM with a container in it, on a host whose swap files lie elsewhere than the VM's disk."""
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    name = host(plan, disk_groups=(group,), **values)
    for lun in ("swap", "disks"):
        plan.lun(lun, "h", backing="g")
    plan.guest("vm", name)
    plan.link("disk", "vm/disk0", "disks")
    plan.engine("engine", "vm")
    plan.container("inside", "engine")
    return Simulation(plan.design())


def _lun_of(simulation: Simulation, column: str, guest: str) -> str:
    stores, row = simulation.compiled.stores, simulation.compiled.row["guests"][ident(guest)]
    return simulation.compiled.lun_ids[stores.ios.lun[getattr(stores, column)[row]]]


def test_what_the_hypervisor_swaps_of_a_container_lies_with_the_swap_file_of_its_vm() -> None:
    simulation = _with_a_container(swap_lun=ident("swap"))
    assert _lun_of(simulation, "swap", "vm") == _lun_of(simulation, "swap", "inside") == ident("swap")


def test_what_the_kernel_of_a_vm_pages_out_of_a_container_lies_on_the_disk_of_the_vm() -> None:
    simulation = _with_a_container(swap_lun=ident("swap"))
    assert _lun_of(simulation, "own_swap", "inside") == ident("disks")


def test_without_a_swap_lun_both_lie_on_the_disk_of_the_vm() -> None:
    simulation = _with_a_container()
    assert (
        _lun_of(simulation, "swap", "inside") == _lun_of(simulation, "own_swap", "inside") == ident("disks")
    )
