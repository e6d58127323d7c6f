"""The way of a VM to its virtual disks, shared by reads and writes of all. Source: MODELS.md section 5."""

from typing import Any

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, VirtualDisk

READS, WRITES = 47_000.0, 60_000.0
"""[P: Felter 2014] IOPS of an untuned KVM disk of 2013."""


def _plan(**values: Any) -> Plan:
    """A host whose disks do 2,000,000 I/Os a second, behind a hypervisor of 2013."""
    plan = Plan()
    disks = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0", device_iops=250_000.0)
    host(
        plan,
        cores=64,
        disk_groups=(disks,),
        **({"disk_reads_most": READS, "disk_writes_most": WRITES} | values),
    )
    plan.lun("lun", "h", backing="g", queue_depth=65_536)
    return plan


def _vm(plan: Plan, name: str = "vm", parent: str = "h hv", disks: int = 1, **load: float) -> None:
    parts = tuple(VirtualDisk(id=f"disk{n}", name="d", queue_depth=65_536) for n in range(disks))
    plan.guest(name, parent, cpu=0.1, vcpus=16, disks=parts, **load)
    for disk in parts:
        plan.link("disk", f"{name}/{disk.id}", "lun")


def _last(plan: Plan, **options: bool) -> Frame:
    simulation = Simulation(plan.design(), **options)
    return [simulation.step() for _ in range(10)][-1]


def _of(frame: Frame, column: str, name: str = "vm") -> float:
    return float(getattr(frame.guests, column)[frame.compiled.row["guests"][ident(name)]])


@pytest.mark.parametrize(
    ("reads", "writes", "most"),
    [
        (100_000.0, 0.0, READS),
        (0.0, 100_000.0, WRITES),
        # Half of each: 2 / (1/47,000 + 1/60,000).
        (50_000.0, 50_000.0, 2 / (1 / READS + 1 / WRITES)),
        (20_000.0, 20_000.0, 40_000.0),
    ],
)
def test_reads_and_writes_each_take_their_time_of_it(reads: float, writes: float, most: float) -> None:
    plan = _plan()
    _vm(plan, reads=reads, writes=writes)
    assert _of(_last(plan), "iops_granted") == pytest.approx(most)


def test_all_disks_of_a_vm_share_it_and_other_vms_have_their_own() -> None:
    plan = _plan()
    _vm(plan, disks=3, reads=94_000.0)
    _vm(plan, "other", reads=94_000.0)
    frame = _last(plan)
    assert _of(frame, "iops_granted") == pytest.approx(READS)
    assert _of(frame, "iops_granted", "other") == pytest.approx(READS)


def test_containers_in_a_vm_share_its_way() -> None:
    plan = _plan()
    _vm(plan, reads=40_000.0)
    plan.engine("engine", "vm")
    plan.container(
        "box",
        "engine",
        cpu=0.1,
        vcpus=4,
        reads=54_000.0,
        disks=(VirtualDisk(id="d", name="d", queue_depth=65_536),),
    )
    plan.link("disk", "box/d", "lun")
    frame = _last(plan)
    # 47,000 of 94,000.
    assert _of(frame, "progress") == _of(frame, "progress", "box") == pytest.approx(0.5)


@pytest.mark.parametrize(
    "none", [{"disk_reads_most": None}, {"disk_reads_most": None, "disk_writes_most": None}]
)
def test_without_a_limit_the_disks_decide(none: dict[str, None]) -> None:
    plan = _plan(**none)
    _vm(plan, reads=94_000.0)
    assert _of(_last(plan), "iops_granted") == pytest.approx(94_000.0)


def test_what_is_lost_is_virtualisation_of_the_hypervisor() -> None:
    plan = _plan()
    _vm(plan, reads=94_000.0)
    frame = _last(plan)
    row = frame.compiled.row["guests"][ident("vm")]
    assert frame.guests.lost[row, CAUSES.index("overhead")] == pytest.approx(0.5)
    assert frame.guests.lost[row].sum() == pytest.approx(1 - frame.guests.progress[row], abs=1e-9)
    assert frame.compiled.element_ids[frame.guests.limiter[row]] == ident("h hv")


def test_who_does_no_io_is_not_held() -> None:
    plan = _plan()
    _vm(plan, reads=94_000.0)
    plan.engine("engine", "vm")
    plan.container("idle", "engine", cpu=0.1)
    assert _of(_last(plan), "progress", "idle") == 1.0
