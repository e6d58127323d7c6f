"""What packets cost by adapter, platform and processor, and what disks and links can carry.

Sums by hand from MODELS.md sections 2, 4 and 5.
"""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, Flow, Nic, VirtualDisk, VirtualNic

CLOCK = 2.0
"""GHz."""

PACKETS = 1e9 / 8 / 1448
"""Packets a second of 1 Gb/s."""


def _run(plan: Plan, steps: int = 12) -> Frame:
    simulation = Simulation(plan.design())
    return [simulation.step() for _ in range(steps)][-1]


def _granted(frame: Frame, name: str) -> float:
    return float(frame.guests.cpu_granted[frame.compiled.row["guests"][ident(name)]])


def _sender(nic: VirtualNic | None = None, server: dict[str, Any] | None = None, **platform: Any) -> Frame:
    """Run a VM that does nothing but send 1 Gb/s in packets of 1448 bytes."""
    plan = Plan()
    values: dict[str, Any] = {"technique": "paravirtual", "kernel_factor": 1.0} | platform
    name = host(plan, cores=8, cpu_clock=CLOCK, **(server or {}), **values)
    plan.switch("sw")
    plan.virtual_switch("vs", name)
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    flow = Flow(id="f", name="f", rate=1000.0, packet=1448.0)
    plan.guest("vm", name, cpu=0.0, vcpus=4, flows=(flow,), nics=(nic or VirtualNic(id="nic0", name="n"),))
    plan.link("vnic", "vm/nic0", "vs")
    return _run(plan)


def _cycles(frame: Frame) -> float:
    """Cycles a packet that a sender and its hypervisor spend."""
    return _granted(frame, "vm") * CLOCK * 1e9 / PACKETS


def test_a_packet_of_a_paravirtual_and_an_emulated_adapter() -> None:
    assert _cycles(_sender()) == pytest.approx(3300.0)
    emulated = VirtualNic(id="nic0", name="n", adapter="emulated")
    assert _cycles(_sender(emulated)) == pytest.approx(13_300.0)


@pytest.mark.parametrize(
    ("generation", "exit_cycles"), [("prescott", 3963), ("westmere", 761), ("other", 784)]
)
def test_an_exit_costs_what_its_processor_takes(generation: str, exit_cycles: int) -> None:
    frame = _sender(server={"cpu_generation": generation}, technique="hardware-assisted")
    # Half of 1.3 exits a round trip; the measured 3300 hold Sandy Bridge's 784 already.
    assert _cycles(frame) == pytest.approx(3300.0 + 0.65 * (exit_cycles - 784))


def test_an_exit_can_be_set() -> None:
    frame = _sender(server={"cpu_exit_cycles": 10_784.0}, technique="hardware-assisted")
    assert _cycles(frame) == pytest.approx(3300.0 + 0.65 * 10_000)


def test_queues_of_the_adapter_spare_half_of_the_hypervisors_work() -> None:
    frame = _sender(server={"nics": (Nic(id="nic0", name="nic0", queues=True),)})
    assert _cycles(frame) == pytest.approx(3200.0)


def test_a_packet_through_a_host_os_costs_what_sugerman_measured() -> None:
    frame = _sender(drivers="host-os")
    assert _cycles(frame) == pytest.approx(3300.0 + 71_000 - 12_600)


def test_a_virtual_function_needs_no_hypervisor() -> None:
    plan = Plan()
    nics = (Nic(id="nic0", name="nic0", virtual_functions=4),)
    name = host(plan, cores=8, cpu_clock=CLOCK, nics=nics, technique="paravirtual", kernel_factor=1.0)
    plan.switch("sw")
    plan.link("cable", "h/nic0", "sw")
    flow = Flow(id="f", name="f", rate=1000.0, packet=1448.0)
    plan.guest("vm", name, cpu=0.0, vcpus=4, flows=(flow,))
    plan.link("passthrough", "h/nic0", "vm/nic0", mode="virtual")
    assert _cycles(_run(plan)) == pytest.approx(3300.0)


@pytest.mark.parametrize(
    ("raid", "failed", "factor"),
    [
        ("5", 0, 8.0),
        ("5", 1, 7.0 / (7 / 8 + 7 / 8)),
        ("5", 2, 0.0),
        ("10", 1, 7.0),
        ("6", 2, 6.0 / (6 / 8 + 2 / 8 * 6)),
    ],
)
def test_a_group_with_broken_disks_reads_slower_or_not_at_all(raid: Any, failed: int, factor: float) -> None:
    plan = Plan()
    group = DiskGroup(
        id="g",
        name="g",
        device="sata-ssd",
        disks=8,
        raid=raid,
        device_iops=1000.0,
        failed_disks=failed,
    )
    name = host(plan, cores=32, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=1000)
    disk = VirtualDisk(id="disk0", name="d", queue_depth=1000)
    plan.guest("vm", name, cpu=0.0, vcpus=8, reads=50_000.0, block=4.0, disks=(disk,))
    plan.link("disk", "vm/disk0", "lun")
    frame = _run(plan)
    # What is left of 8 disks of 1000 IOPS, where a read of a lost block takes one of all the others (less one
    # more of RAID 6).
    assert frame.luns.iops[0] == pytest.approx(factor * 1000.0, rel=1e-3)


def test_a_drivers_queue_depth_holds_its_guest() -> None:
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="sata-ssd", disks=8, raid="0")
    name = host(plan, cores=32, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=1000)
    disk = VirtualDisk(id="disk0", name="d", queue_depth=3)
    plan.guest("vm", name, cpu=0.0, vcpus=8, reads=100_000.0, block=4.0, disks=(disk,))
    plan.link("disk", "vm/disk0", "lun")
    frame = _run(plan)
    # 3 under way of 0.1 ms each.
    assert frame.luns.iops[0] == pytest.approx(30_000.0, rel=1e-3)
    assert frame.compiled.element_ids[frame.guests.limiter[0]] == ident("vm")


@pytest.mark.parametrize(
    ("switch", "physical", "payload"),
    [
        ({"mtu": 9000}, {"mtu": 9000}, 8948 / 9038),
        ({"mtu": 9000}, {"mtu": 1500}, 1448 / 1538),
        ({"mtu": 1500, "vxlan": True}, {"mtu": 9000}, 1448 / 1588),
    ],
)
def test_a_cable_carries_what_the_smallest_packet_on_it_leaves(
    switch: dict[str, Any], physical: dict[str, Any], payload: float
) -> None:
    plan = Plan()
    name = host(plan)
    plan.switch("sw", **physical)
    plan.virtual_switch("vs", name, **switch)
    plan.link("uplink", "vs", "h/nic0")
    cable = plan.link("cable", "h/nic0", "sw")
    frame = _run(plan, steps=1)
    capacity = frame.links.capacity[frame.compiled.row["links"][cable]]
    assert capacity == pytest.approx(10_000.0 * payload)


@pytest.mark.parametrize("depth", [1, 2])
def test_users_far_beyond_full_load_fill_the_drivers_queue_and_no_more(depth: int) -> None:
    """20,000 users who think for 1 s ask for 2,000 times the 10 requests/s of full load."""
    plan = _one_disk(depth)
    plan.guest(
        "vm", "h hv", cpu=0.01, vcpus=32, requests=10.0, users=20_000, think_time=1.0, reads=100.0, block=4.0,
        disks=(VirtualDisk(id="disk0", name="d", queue_depth=depth),),
    )  # fmt: skip
    plan.link("disk", "vm/disk0", "lun")
    frame = _run(plan)
    under_way = frame.guests.iops_granted[0] * frame.guests.storage_latency[0] / 1000.0
    assert under_way <= depth * (1.0 + 1e-6)


def test_a_backlog_is_worked_off_within_the_drivers_queue() -> None:
    """4 vCPUs could do 4,000 times the load that arrives; 1 I/O of 0.08 ms under way is 12,500 a second."""
    plan = _one_disk(1)
    free = VirtualDisk(id="disk0", name="d", queue_depth=1, guest_cycles=0.0, host_cycles=0.0)
    plan.guest("vm", "h hv", cpu=0.001, vcpus=4, backlog=86_400.0, reads=1000.0, block=4.0, disks=(free,))
    plan.link("disk", "vm/disk0", "lun")
    simulation = Simulation(plan.design())
    simulation.step()
    simulation.state.backlog = np.array([1000.0])
    simulation.state.presence = None
    frame = simulation.step()
    assert frame.guests.iops_granted[0] == pytest.approx(12_500.0)


def _one_disk(depth: int) -> Plan:
    """A host with a LUN on fast disks of its own, whose queue is far longer than a driver's of this depth."""
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    host(plan, cores=64, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=256 * depth)
    return plan


@pytest.mark.parametrize(("guests", "running", "under_way"), [(1, 1, 64), (2, 2, 8), (2, 1, 64)])
def test_several_vms_on_a_lun_have_less_under_way_together(guests: int, running: int, under_way: int) -> None:
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    host(plan, cores=64, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=64, outstanding=8)
    free = VirtualDisk(id="disk0", name="d", queue_depth=256, guest_cycles=0.0, host_cycles=0.0)
    for number in range(guests):
        plan.guest(
            f"vm{number}", "h hv", cpu=0.1, vcpus=4, reads=2e6, block=4.0, disks=(free,),
            powered_on=number < running,
        )  # fmt: skip
        plan.link("disk", f"vm{number}/disk0", "lun")
    # Each I/O takes 0.08 ms while no disk is busy.
    assert _run(plan).luns.iops[0] == pytest.approx(under_way / 0.08e-3, rel=1e-3)
