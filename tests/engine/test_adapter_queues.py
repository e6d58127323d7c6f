"""The queue of a fibre-channel adapter: all that goes through it has no more under way than it holds.

Little's law (MODELS.md section 5): IOPS = outstanding / latency. A solid-state disk of NVMe answers in
0.08 ms [E], so 16 under way are 200,000 IOPS.
"""

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.bottlenecks import bottlenecks
from virtdesigner.insight.explain import explain
from virtdesigner.model.parts import ArrayCache, DiskGroup, Hba, VirtualDisk, VirtualHba
from virtdesigner.report.words import names_of, sentence

DEPTH = 16
MOST = DEPTH / 0.08e-3


def _hba(name: str, depth: int = 8192) -> Hba:
    return Hba(id=name, name=name, speed="32", queue_depth=depth)


def _plan(
    depth: int = DEPTH, guests: int = 4, of_array: int = 8192, ports: int = 1, policy: str = "fixed"
) -> Plan:
    """A host whose VMs each want 100,000 small reads a second of a LUN of their own, far faster than that."""
    plan = Plan()
    name = host(plan, "h", cores=256, hbas=tuple(_hba(f"fc{n}", depth) for n in range(ports)))
    group = DiskGroup(id="group0", name="g", device="nvme", disks=64, raid="0")
    plan.array("array", group, hbas=(_hba("fc0", of_array),), cache=ArrayCache(hit_share=0.0))
    for number in range(ports):
        plan.link("fibre", f"h/fc{number}", "array/fc0")
    for number in range(guests):
        plan.lun(f"lun{number}", "array", backing="group0", multipathing=policy)
        _reader(plan, f"vm{number}", name)
        plan.link("disk", f"vm{number}/disk0", f"lun{number}")
    return plan


def _reader(plan: Plan, name: str, parent: str, **values: object) -> None:
    fields = {"guest_cycles": 0.0, "host_cycles": 0.0} | values
    disk = VirtualDisk.model_validate({"id": "disk0", "name": "disk"} | fields)
    plan.guest(name, parent, cpu=0.1, vcpus=4, reads=100_000.0, block=0.5, random_share=100.0, disks=(disk,))


def _step(plan: Plan) -> Frame:
    return Simulation(plan.design()).step()


def test_all_luns_together_have_no_more_under_way_than_the_adapter_holds() -> None:
    frame = _step(_plan())
    # 4 guests want 400,000 IOPS, which is 32 under way: their queues would hold 4 x 32.
    assert frame.guests.iops_granted.sum() == pytest.approx(MOST, rel=0.01)
    assert frame.guests.iops_granted == pytest.approx(np.full(4, MOST / 4), rel=0.01)
    assert frame.port_queue == pytest.approx([DEPTH], rel=0.01)


def test_an_adapter_with_room_holds_nobody_up_and_takes_no_part() -> None:
    plan = _plan(depth=128)
    assert compile_topology(plan.design()).stores.ports.depth.size == 0
    assert _step(plan).guests.progress == pytest.approx(np.ones(4))


def test_a_port_of_the_array_can_be_what_is_full() -> None:
    frame = _step(_plan(depth=8192, of_array=8))
    assert frame.guests.iops_granted.sum() == pytest.approx(8 / 0.08e-3, rel=0.01)
    assert frame.compiled.element_ids[frame.guests.limiter[0]] == ident("array")


def test_round_robin_fills_two_adapters() -> None:
    # 2 adapters of 8 hold what 1 of 16 does.
    frame = _step(_plan(depth=DEPTH // 2, ports=2, policy="round-robin"))
    assert frame.guests.iops_granted.sum() == pytest.approx(MOST, rel=0.01)
    assert frame.port_queue == pytest.approx([DEPTH / 2] * 2, rel=0.01)


def test_the_adapter_is_named() -> None:
    frame = _step(_plan())
    assert CAUSES[frame.guests.limited_by[0]] == "storage"
    assert frame.compiled.element_ids[frame.guests.limiter[0]] == ident("h")
    headline, full, *users = explain(frame, ident("vm0"))
    assert headline.code == "slow-storage"
    assert (full.code, full["element"], full["port"], full["depth"]) == (
        "port-full",
        ident("h"),
        "fc0",
        DEPTH,
    )
    assert {user.code for user in users} == {"port-user"}
    assert {user["neighbour"] for user in users} < {ident(f"vm{number}") for number in (1, 2, 3)}
    words = sentence(full, names_of(frame.compiled.design))
    assert "queue of its fibre-channel adapter fc0 is full" in words
    worst = bottlenecks(frame)[0]
    assert (worst.element, worst.message.code) == (ident("h"), "bottleneck-queue")
    assert frame.guests.lost.sum(axis=1) == pytest.approx(1.0 - frame.guests.progress, abs=1e-9)


def test_a_deeper_adapter_would_help_and_deeper_luns_would_not() -> None:
    plan = _plan()
    before = _step(plan).guests.progress[0]
    assert _step(_plan(depth=2 * DEPTH)).guests.progress[0] > 1.9 * before
    plan.elements = [e.replace(queue_depth=64) if e.kind == "lun" else e for e in plan.elements]
    assert _step(plan).guests.progress[0] == pytest.approx(before)


def test_shares_of_disks_weigh_in_a_full_queue() -> None:
    plan = Plan()
    name = host(
        plan, "h", cores=64, disk_groups=(DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0"),)
    )
    plan.lun("lun", "h", backing="g", queue_depth=4)
    for guest, shares in (("low", 500.0), ("high", 1500.0)):
        _reader(plan, guest, name, shares=shares)
        plan.link("disk", f"{guest}/disk0", "lun")
    frame = _step(plan)
    granted = dict(zip(frame.compiled.guest_ids, frame.guests.iops_granted, strict=True))
    # 4 / 0.08 ms = 50,000, one part of four for the one, three for the other.
    assert granted[ident("low")] == pytest.approx(12_500.0, rel=1e-3)
    assert granted[ident("high")] == pytest.approx(37_500.0, rel=1e-3)


def test_a_limit_of_iops_is_the_guests_own() -> None:
    plan = Plan()
    name = host(
        plan, "h", cores=64, disk_groups=(DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0"),)
    )
    plan.lun("lun", "h", backing="g")
    _reader(plan, "vm", name, limit=1000.0)
    plan.link("disk", "vm/disk0", "lun")
    frame = _step(plan)
    assert frame.guests.iops_granted[0] == pytest.approx(1000.0)
    assert CAUSES[frame.guests.limited_by[0]] == "limit"


def _with_ports(depth: int) -> Plan:
    """Two VMs with virtual ports of their own on one adapter, on one LUN that only they may see."""
    plan = Plan()
    name = host(plan, "h", cores=64, hbas=(_hba("fc0", depth),))
    group = DiskGroup(id="group0", name="g", device="nvme", disks=64, raid="0")
    plan.array("array", group, hbas=(_hba("fc0"),), cache=ArrayCache(hit_share=0.0))
    plan.link("fibre", "h/fc0", "array/fc0")
    plan.lun("lun", "array", backing="group0", hosts=(ident("vm0"), ident("vm1")), queue_depth=4)
    for number in range(2):
        guest = f"vm{number}"
        _reader(plan, guest, name, hba="port0")
        plan.elements[-1] = plan.elements[-1].replace(hbas=(VirtualHba(id="port0", name="wwpn"),))
        plan.link("passthrough", "h/fc0", f"{guest}/port0", mode="virtual")
        plan.link("disk", f"{guest}/disk0", "lun")
    return plan


def test_guests_with_ports_of_their_own_have_queues_of_their_own() -> None:
    # Each has 4 under way on the LUN, 50,000 IOPS, where one host would have 4 in all.
    frame = _step(_with_ports(8192))
    assert frame.guests.iops_granted == pytest.approx([50_000.0, 50_000.0], rel=0.01)
    assert frame.compiled.element_ids[frame.guests.limiter[0]] == ident("lun")


def test_guests_with_ports_of_their_own_pass_the_adapters_queue() -> None:
    # The adapter holds 6 in all: 75,000 IOPS.
    frame = _step(_with_ports(6))
    assert frame.guests.iops_granted.sum() == pytest.approx(75_000.0, rel=0.01)
    assert frame.compiled.element_ids[frame.guests.limiter[0]] == ident("h")
