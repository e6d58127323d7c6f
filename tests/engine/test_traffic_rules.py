"""Shaping and network I/O control: what a switch is set to do with traffic. Numbers: MODELS.md section 4."""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import VirtualMachine, Vlan
from virtdesigner.model.change import update
from virtdesigner.model.parts import Flow, Nic, Shaping, VirtualNic

PAYLOAD = 1000.0 * 1448 / 1538
"""Mb/s that a 1 Gb/s adapter carries at MTU 1500: (1500 - 52) / (1500 + 38)."""


def _host(plan: Plan, name: str = "h", speed: float = 10_000.0, **switch: Any) -> str:
    """A host that is cabled to a switch, with a virtual switch; returns the hypervisor's name."""
    hypervisor = host(plan, name, cores=64, nics=(Nic(id="nic0", name="nic0", speed=speed),))
    plan.virtual_switch(f"{name} vs", hypervisor, **switch)
    plan.link("uplink", f"{name} vs", f"{name}/nic0")
    plan.link("cable", f"{name}/nic0", "sw")
    return hypervisor


def _sender(plan: Plan, name: str, hypervisor: str, rate: float, port: str, **nic: Any) -> None:
    adapter = VirtualNic(id="nic0", name="nic0", **nic)
    flow = Flow(id="f", name="f", rate=rate)
    plan.guest(name, hypervisor, cpu=0.1, vcpus=4, flows=(flow,), nics=(adapter,))
    plan.link("vnic", f"{name}/nic0", port)


def _shaped(*rates: float, average: float = 100.0, peak: float = 400.0, burst: float = 50.0) -> Plan:
    """VMs that send so much through one shaped port group; a burst of 50 MB is 400 Mb."""
    plan = Plan()
    plan.switch("sw")
    name = _host(plan)
    shaping = Shaping(average=average, peak=peak, burst=burst)
    plan._add(Vlan(id=ident("group"), name="group", parent=ident("h vs"), shaping=shaping))
    for number, rate in enumerate(rates):
        _sender(plan, f"vm{number}", name, rate, "group")
    return plan


def _granted(frame: Frame) -> list[float]:
    return sorted(float(granted) for granted in frame.guests.network_granted)


def _steps(simulation: Simulation, count: int) -> list[float]:
    """What all guests together send in each of some steps."""
    return [float(simulation.step().guests.network_granted.sum()) for _ in range(count)]


def test_a_full_bucket_lets_a_burst_through_and_then_the_average() -> None:
    # 400 Mb are saved up: 400 = 100 + 300, then 100 + the 100 that are left, then nothing above 100.
    assert _steps(Simulation(_shaped(400.0).design()), 4) == pytest.approx([400.0, 200.0, 100.0, 100.0])


def test_no_burst_goes_above_the_peak() -> None:
    # 150 - 100 = 50 Mb a second leave the bucket of 400, which lasts for 8 s.
    steps = _steps(Simulation(_shaped(400.0, peak=150.0).design()), 9)
    assert steps == pytest.approx([150.0] * 8 + [100.0])


def test_a_bucket_fills_while_less_than_the_average_is_sent() -> None:
    plan = _shaped(400.0)
    simulation = Simulation(plan.design())
    _steps(simulation, 10)
    design = plan.design()
    vm = design.elements[ident("vm0")]
    assert isinstance(vm, VirtualMachine)
    assert vm.workload is not None
    quiet = vm.replace(workload=vm.workload.replace(flows=(Flow(id="f", name="f", rate=40.0),)))
    simulation.swap(design.edited([update("elements", vm, quiet)]))
    assert _steps(simulation, 3) == pytest.approx([40.0] * 3)
    simulation.swap(design)
    # Three times 100 - 40 = 180 Mb have been saved up.
    assert _steps(simulation, 2) == pytest.approx([280.0, 100.0])


def test_those_of_a_port_group_share_what_it_lets_through() -> None:
    assert _granted(Simulation(_shaped(400.0, 400.0, burst=0.0).design()).step()) == pytest.approx([50, 50])


def test_the_port_group_is_what_holds_a_guest_back() -> None:
    simulation = Simulation(_shaped(400.0, burst=0.0).design())
    frame = simulation.step()
    assert CAUSES[frame.guests.limited_by[0]] == "network"
    assert frame.compiled.element_ids[frame.guests.limiter[0]] == ident("group")
    assert frame.guests.lost.sum(axis=1) == pytest.approx(1.0 - frame.guests.progress, abs=1e-9)
    assert frame.guests.progress[0] == pytest.approx(0.25)


def test_a_group_on_two_hosts_has_a_bucket_on_each() -> None:
    plan = Plan()
    plan.switch("sw")
    plan.cluster("cluster")
    plan.virtual_switch("vs", "cluster")
    shaping = Shaping(average=100.0, peak=400.0, burst=0.0)
    plan._add(Vlan(id=ident("group"), name="group", parent=ident("vs"), shaping=shaping))
    for name in ("one", "two"):
        hypervisor = host(plan, name, cores=64, parent=ident("cluster"))
        plan.link("uplink", "vs", f"{name}/nic0")
        plan.link("cable", f"{name}/nic0", "sw")
        _sender(plan, f"{name} vm", hypervisor, 400.0, "group")
    assert _granted(Simulation(plan.design()).step()) == pytest.approx([100.0, 100.0])


def test_a_checkpoint_keeps_the_bucket() -> None:
    design = _shaped(400.0).design()
    simulation = Simulation(design)
    _steps(simulation, 1)
    assert _steps(Simulation.restored(design, simulation.checkpoint()), 2) == pytest.approx([200.0, 100.0])


def _contended(*adapters: tuple[float, float], io_control: bool = True) -> Any:
    """The first step of VMs that want so much (Mb/s) and have so much reserved, on one uplink of 1 Gb/s."""
    plan = Plan()
    plan.switch("sw", port_speed=1000.0)
    name = _host(plan, speed=1000.0, io_control=io_control)
    for number, (rate, reservation) in enumerate(adapters):
        _sender(plan, f"vm{number}", name, rate, "h vs", reservation=reservation)
    simulation = Simulation(plan.design())
    frame = simulation.step()
    rows = [simulation.compiled.row["guests"][ident(f"vm{number}")] for number in range(len(adapters))]
    return np.asarray(frame.guests.network_granted)[rows]


def test_a_reservation_holds_on_the_uplink() -> None:
    rest = (PAYLOAD - 500.0) / 2
    assert _contended((600.0, 500.0), (600.0, 0.0), (600.0, 0.0)) == pytest.approx([500.0, rest, rest])


def test_without_network_io_control_a_reservation_is_none() -> None:
    found = _contended((600.0, 500.0), (600.0, 0.0), (600.0, 0.0), io_control=False)
    assert found == pytest.approx([PAYLOAD / 3] * 3)


def test_what_is_reserved_and_not_used_goes_to_others() -> None:
    rest = (PAYLOAD - 100.0) / 2
    assert _contended((100.0, 500.0), (600.0, 0.0), (600.0, 0.0)) == pytest.approx([100.0, rest, rest])


def test_no_more_than_three_quarters_of_the_slowest_adapter_is_kept() -> None:
    # 1000 Mb/s reserved of 750: three quarters of each.
    found = _contended((900.0, 500.0), (900.0, 500.0), (900.0, 0.0))
    assert found == pytest.approx([375.0, 375.0, PAYLOAD - 750.0])
