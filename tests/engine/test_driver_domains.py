"""Virtual I/O servers: processors of their own that carry their clients' I/O, and can be the bottleneck.

Sums by hand from MODELS.md sections 2 and 4.
"""

from typing import Any

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, Flow, Hba, SharedAdapter, VirtualDisk, VirtualHba, VirtualNic

CLOCK = 1.65
"""GHz of the POWER5 that section 4 measured."""


def _run(plan: Plan, steps: int = 15) -> Frame:
    simulation = Simulation(plan.design())
    return [simulation.step() for _ in range(steps)][-1]


def _row(frame: Frame, name: str) -> int:
    return frame.compiled.row["guests"][ident(name)]


def progress(frame: Frame, name: str) -> float:
    return float(frame.guests.progress[_row(frame, name)])


def limited_by(frame: Frame, name: str) -> tuple[str, str]:
    limiter = frame.guests.limiter[_row(frame, name)]
    return CAUSES[frame.guests.limited_by[_row(frame, name)]], frame.compiled.element_ids[limiter]


def _bridged(rate: float, vcpus: int = 1, mtu: int = 1500, clients: int = 1, **shared: Any) -> Plan:
    """A host whose guests send `rate` (Mb/s) each through a virtual I/O server's shared Ethernet adapter."""
    plan = Plan()
    name = host(plan, cores=8, cpu_clock=CLOCK, drivers="driver-domain", kernel_factor=1.0)
    plan.io_server("vios", name, vcpus=vcpus)
    plan.virtual_switch("sea", "vios", shared_adapter=SharedAdapter(**shared), mtu=mtu)
    plan.switch("sw")
    plan.link("uplink", "sea", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    for number in range(clients):
        flow = Flow(id="f", name="f", rate=rate, packet=9000.0)
        plan.guest(f"vm{number}", name, cpu=0.1, flows=(flow,))
        plan.link("vnic", f"vm{number}/nic0", "sea")
    plan.guest("counts", name, cpu=0.9)
    return plan


@pytest.mark.parametrize(
    ("mtu", "threaded", "cycles"),
    [(1500, True, 11.2), (9000, True, 5.0), (1500, False, 9.3), (9000, False, 3.6)],
)
def test_a_shared_adapter_carries_what_its_owner_can_bridge(mtu: int, threaded: bool, cycles: float) -> None:
    frame = _run(_bridged(5000.0, mtu=mtu, threaded=threaded))
    sent = float(frame.guests.network_granted[_row(frame, "vm0")])
    # One processor of 1.65 GHz over so many cycles a byte, in Mb/s: within 2 % of the published figures.
    assert sent == pytest.approx(CLOCK * 1e9 / cycles * 8 / 1e6, rel=0.02)
    assert limited_by(frame, "vm0") == ("cpu", ident("vios"))


@pytest.mark.parametrize(
    ("back", "cycles"),
    # One way 11.2, both alike 8.6 cycles a byte; half of it back: half way between.
    [(0.0, 11.2), (250.0, 9.9), (500.0, 8.6), (1000.0, 9.9)],
)
def test_bytes_both_ways_cost_less(back: float, cycles: float) -> None:
    plan = _bridged(500.0, vcpus=2)
    flow = Flow(id="f", name="f", rate=back, packet=9000.0, peer=ident("vm0"))
    name = host(plan, "far", cores=8)
    plan.virtual_switch("vs", name)
    plan.link("uplink", "vs", "far/nic0")
    plan.link("cable", "far/nic0", "sw")
    plan.guest("sender", name, cpu=0.1, vcpus=4, flows=(flow,))
    plan.link("vnic", "sender/nic0", "vs")
    frame = _run(plan)
    busy = float(frame.guests.cpu_granted[_row(frame, "vios")])
    assert busy == pytest.approx((500.0 + back) * 1e6 / 8 * cycles / (CLOCK * 1e9), rel=1e-6)


def test_the_cycles_of_a_byte_can_be_set() -> None:
    frame = _run(_bridged(5000.0, cycles=20.0))
    sent = float(frame.guests.network_granted[_row(frame, "vm0")])
    assert sent == pytest.approx(CLOCK * 1e9 / 20.0 * 8 / 1e6, rel=1e-3)


def test_clients_share_a_full_adapter_and_others_dont_mind() -> None:
    frame = _run(_bridged(1000.0, clients=2))
    most = CLOCK * 1e9 / 11.2 * 8 / 1e6
    for name in ("vm0", "vm1"):
        assert progress(frame, name) == pytest.approx(most / 2000.0, rel=1e-3)
    assert progress(frame, "counts") == 1.0


def test_an_owner_with_more_processors_bridges_more() -> None:
    one, two = (_run(_bridged(5000.0, vcpus=count)) for count in (1, 2))
    sent = [float(frame.guests.network_granted[_row(frame, "vm0")]) for frame in (one, two)]
    assert sent[1] == pytest.approx(2 * sent[0], rel=1e-3)


def test_what_a_domain_does_stands_in_its_row() -> None:
    frame = _run(_bridged(500.0))
    # 500 Mb/s at 11.2 cycles a byte.
    expected = 500e6 / 8 * 11.2 / (CLOCK * 1e9)
    assert frame.guests.cpu_granted[_row(frame, "vios")] == pytest.approx(expected, rel=1e-6)
    assert frame.guests.cpu_granted.sum() == pytest.approx(frame.hosts.cpu_used.sum(), rel=1e-9)
    assert progress(frame, "vm0") == 1.0


def test_traffic_on_one_host_passes_no_adapter() -> None:
    plan = _bridged(0.0, clients=2)
    flow = Flow(id="g", name="g", rate=900.0, peer=ident("vm1"), packet=9000.0)
    plan.guest("chatty", "h hv", cpu=0.1, vcpus=2, flows=(flow,))
    plan.link("vnic", "chatty/nic0", "sea")
    frame = _run(plan)
    assert frame.guests.cpu_granted[_row(frame, "vios")] == 0.0
    assert progress(frame, "chatty") == 1.0


def _disks(drawn: bool, vcpus: int = 1) -> Plan:
    plan = Plan()
    name = host(plan, cores=8, cpu_clock=2.0, drivers="driver-domain", kernel_factor=1.0, hbas=())
    if drawn:
        plan.io_server("dom0", name, vcpus=vcpus)
    return plan


def _with_disk(plan: Plan, iops: float) -> Plan:
    server = plan.elements[0]
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    plan.elements[0] = server.replace(disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=4096)
    disk = VirtualDisk(id="disk0", name="d", guest_cycles=0.0, host_cycles=20_000.0)
    plan.guest("reader", "h hv", cpu=0.1, vcpus=4, reads=iops, block=4.0, disks=(disk,))
    plan.link("disk", "reader/disk0", "lun")
    plan.guest("counts", "h hv", cpu=0.9)
    return plan


def test_a_driver_domain_that_is_full_slows_the_disks_of_its_clients_alone() -> None:
    frame = _run(_with_disk(_disks(True), 200_000.0))
    # One vCPU of 2 GHz at 20,000 cycles an I/O: 100,000 of the 200,000.
    assert progress(frame, "reader") == pytest.approx(0.5, rel=1e-3)
    assert limited_by(frame, "reader") == ("cpu", ident("dom0"))
    assert progress(frame, "counts") == 1.0


def test_without_a_domain_drawn_the_hypervisor_pays() -> None:
    frame = _run(_with_disk(_disks(False), 200_000.0))
    # 2 cores of the host's 8, charged to the guest.
    granted = frame.guests.cpu_granted[_row(frame, "reader")]
    assert granted == pytest.approx(0.1 * 1.03 + 2.0, rel=1e-3)
    assert progress(frame, "reader") == 1.0


def test_a_domain_that_is_off_stops_the_io_of_its_clients() -> None:
    plan = _with_disk(_disks(True), 1000.0)
    dom0 = next(e for e in plan.elements if e.id == ident("dom0"))
    plan.elements[plan.elements.index(dom0)] = dom0.replace(powered_on=False)
    frame = _run(plan)
    assert progress(frame, "reader") == 0.0
    assert progress(frame, "counts") == 1.0


@pytest.mark.parametrize("given_to", ["vios", "reader"])
def test_a_disk_is_reached_by_the_adapter_that_its_domain_or_its_guest_has_to_itself(given_to: str) -> None:
    plan = Plan()
    name = host(plan, cores=8, kernel_factor=1.0, hbas=(Hba(id="fc0", name="fc0", speed="2"),))
    plan.io_server("vios", name)
    plan.array("box", DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0"))
    plan.lun("lun", "box", backing="g", queue_depth=4096)
    fibre = plan.link("fibre", "h/fc0", "box/fc0")
    own = given_to == "reader"
    disk = VirtualDisk(id="disk0", name="d", hba="port0" if own else "", queue_depth=4096)
    ports = (VirtualHba(id="port0", name="Port 1"),) if own else ()
    plan.guest("reader", name, cpu=0.1, vcpus=8, reads=3200.0, block=125.0, disks=(disk,), hbas=ports)
    plan.link("passthrough", "h/fc0", "reader/port0" if own else "vios")
    plan.link("disk", "reader/disk0", "lun", via=None if own else ident("vios"))
    frame = _run(plan)
    # 3200 I/Os of 128,000 bytes are 409.6 MB/s; 2G carries 200.
    assert progress(frame, "reader") == pytest.approx(200 / 409.6, rel=0.01)
    assert frame.links.utilisation[frame.compiled.row["links"][fibre]] == pytest.approx(1.0, rel=0.01)


def test_a_domain_keeps_its_memory() -> None:
    plan = Plan()
    name = host(plan, memory=4096.0)
    plan.io_server("vios", name, mem_size=2048.0)
    for number in range(3):
        plan.guest(f"vm{number}", name, memory=2048.0, working_set=100.0)
    simulation = Simulation(plan.design())
    frame = [simulation.step() for _ in range(60)][-1]
    assert frame.guests.memory_ballooned[_row(frame, "vios")] == 0.0
    assert frame.guests.memory_swapped[_row(frame, "vios")] == 0.0
    assert simulation.state.touched[_row(frame, "vios")] == pytest.approx(2048.0)
    assert frame.guests.memory_ballooned.sum() > 0.0


def test_traffic_through_a_domain_that_is_off_has_no_way_whatever_its_adapter_may_send() -> None:
    plan = _bridged(100.0, clients=2)
    vios = next(e for e in plan.elements if e.id == ident("vios"))
    plan.elements[plan.elements.index(vios)] = vios.replace(powered_on=False)
    last = plan.elements[-1]
    plan.elements[-2] = plan.elements[-2].replace(
        nics=(VirtualNic(id="nic0", name="n", limit=50.0),),
    )
    assert last.id == ident("counts")
    frame = _run(plan, steps=3)
    assert progress(frame, "vm0") == progress(frame, "vm1") == 0.0
    assert progress(frame, "counts") == 1.0
    assert any(alarm.code == "powered-off" for alarm in frame.alarms)


def test_a_saturated_io_server_is_slow_itself() -> None:
    """Asked for more cycles than its one processor has, it gets done what that allows."""
    frame = _run(_bridged(5000.0))
    vios = _row(frame, "vios")
    granted, wanted = frame.guests.cpu_granted[vios], frame.guests.cpu_demand[vios]
    assert frame.guests.progress[vios] == pytest.approx(granted / wanted, rel=0.01)
    assert frame.guests.progress[vios] < 0.9
    assert frame.guests.lost[vios].sum() == pytest.approx(1 - frame.guests.progress[vios])
    assert limited_by(frame, "vios") == ("limit", ident("vios"))


def test_an_io_server_on_a_full_host_waits_for_its_processors() -> None:
    plan = _bridged(3000.0, vcpus=4)
    for number in range(6):
        plan.guest(f"greedy{number}", "h hv", cpu=8.0, vcpus=8, cpu_shares=90_000.0)
    frame = _run(plan)
    assert progress(frame, "vios") < 0.9
    assert limited_by(frame, "vios") == ("cpu", ident("h"))


def test_an_io_server_with_time_to_spare_is_not_slow() -> None:
    frame = _run(_bridged(100.0))
    assert progress(frame, "vios") == 1
    assert frame.guests.lost[_row(frame, "vios")].sum() == 0


def test_an_io_server_whose_clients_wait_for_something_else_is_not_slow() -> None:
    """A cable of 1 Gb/s holds the clients back: the server gets done all that reaches it."""
    plan = _bridged(5000.0, vcpus=8, mtu=9000)
    server = next(element for element in plan.elements if element.id == ident("h"))
    plan.elements[plan.elements.index(server)] = server.replace(
        nics=tuple(nic.replace(speed=1000.0) for nic in server.nics)  # type: ignore[attr-defined]
    )
    frame = _run(plan)
    assert progress(frame, "vm0") < 0.5
    assert progress(frame, "vios") == 1
