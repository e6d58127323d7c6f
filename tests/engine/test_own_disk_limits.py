"""Disks of containers in VMs are files on disks of the VMs, whose limits and shares hold: MODELS.md, 5."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, VirtualDisk

DEEP = 65_536
LATENCY_MS = 0.08
"""[E] Of an NVMe disk, MODELS.md section 5."""


def _disk(shares: float = 1000.0, **values: float) -> tuple[VirtualDisk]:
    free = {"guest_cycles": 0.0, "host_cycles": 0.0, "queue_depth": DEEP, "shares": shares}
    return (VirtualDisk.model_validate({"id": "disk0", "name": "d"} | free | values),)


def _plan(device_iops: float = 250_000.0, own: float = 0.0, **disk: float) -> Plan:
    """A VM "vm" with an engine, on a host with fast disks of its own."""
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0", device_iops=device_iops)
    host(plan, cores=64, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=DEEP)
    plan.guest("vm", "h hv", cpu=0.1, vcpus=16, reads=own, block=4.0, disks=_disk(**disk))
    plan.link("disk", "vm/disk0", "lun")
    plan.engine("engine", "vm")
    return plan


def _container(plan: Plan, name: str, reads: float, **disk: float) -> None:
    plan.container(name, "engine", cpu=0.1, reads=reads, block=4.0, disks=_disk(**disk))
    plan.link("disk", f"{name}/disk0", "lun")


def _frame(plan: Plan, steps: int = 10) -> Frame:
    simulation = Simulation(plan.design())
    return [simulation.step() for _ in range(steps)][-1]


def _iops(frame: Frame, *names: str) -> list[float]:
    rows = [frame.compiled.row["guests"][ident(name)] for name in names]
    return [float(iops) for iops in frame.guests.iops_granted[rows]]


def test_containers_share_the_iops_that_their_vms_disk_is_limited_to() -> None:
    plan = _plan(limit=100.0)
    _container(plan, "a", 300.0)
    _container(plan, "b", 100.0)
    frame = _frame(plan)
    # 100 IOPS for the 400 that they want: a quarter of each.
    assert _iops(frame, "a", "b") == pytest.approx([75.0, 25.0])
    row = frame.compiled.row["guests"][ident("a")]
    assert CAUSES[frame.guests.limited_by[row]] == "limit"
    assert frame.compiled.element_ids[frame.guests.limiter[row]] == ident("vm")
    assert frame.guests.lost.sum(axis=1) == pytest.approx(1.0 - frame.guests.progress, abs=1e-9)


def test_what_a_containers_own_limit_leaves_is_what_counts() -> None:
    plan = _plan(limit=100.0)
    _container(plan, "held", 1000.0, limit=20.0)
    _container(plan, "free", 60.0)
    assert _iops(_frame(plan), "held", "free") == pytest.approx([20.0, 60.0])


def test_containers_share_the_queue_of_their_vms_driver() -> None:
    plan = _plan(queue_depth=2)
    for name in "ab":
        _container(plan, name, 50_000.0)
    # 2 under way of 0.08 ms are 25,000 I/Os a second.
    assert _iops(_frame(plan), "a", "b") == pytest.approx([12_500.0] * 2, rel=1e-6)


@pytest.mark.parametrize("own", [0.0, 10_000.0])
def test_all_that_is_on_a_vms_disk_has_its_shares_together(own: float) -> None:
    plan = _plan(device_iops=1000.0, own=own, shares=1000.0)
    for name in "ab":
        _container(plan, name, 10_000.0, shares=4000.0)
    plan.guest("other", "h hv", cpu=0.1, vcpus=4, reads=20_000.0, block=4.0, disks=_disk(shares=1000.0))
    plan.link("disk", "other/disk0", "lun")
    found = _iops(_frame(plan), "vm", "a", "b", "other")
    # 8 disks of 1,000 IOPS, half for each disk of a VM.
    assert np.sum(found[:3]) == pytest.approx(4000.0, rel=1e-2)
    assert found[3] == pytest.approx(4000.0, rel=1e-2)
