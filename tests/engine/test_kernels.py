"""Containers run on the kernel of what holds them, or not at all (MODELS.md section 2)."""

from typing import Literal

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.explain import explain
from virtdesigner.model.change import update
from virtdesigner.model.parts import HostSystem


class Run:
    """A plan, run for some steps of a second."""

    def __init__(self, plan: Plan, steps: int) -> None:
        simulation = Simulation(plan.design(), dt=1.0)
        for _ in range(steps):
            self.frame: Frame = simulation.step()

    def guest(self, name: str, column: str) -> float:
        return float(getattr(self.frame.guests, column)[self.frame.compiled.guest_ids.index(ident(name))])

    def cause(self, name: str) -> str:
        return CAUSES[int(self.guest(name, "limited_by"))]


def in_vm(guest_os: Literal["linux", "windows", "solaris"] = "linux", **container: str) -> Plan:
    """A container of half a core in an engine for Linux, in a VM of that system."""
    plan = Plan()
    plan.guest("vm", host(plan, cores=8), cpu=0.25, vcpus=4, guest_os=guest_os)
    plan.engine("docker", "vm", product="docker")
    plan.container("c", "docker", cpu=0.5, **container)
    return plan


def alarms(run: Run) -> list[tuple[str, str]]:
    return [(alarm.code, str(alarm["element"])) for alarm in run.frame.alarms]


def test_on_its_own_kernel_it_runs() -> None:
    run = Run(in_vm(), 3)
    assert run.guest("c", "progress") == pytest.approx(1.0)
    assert alarms(run) == []


def test_an_engine_on_another_kernel_runs_nothing_and_says_so_once() -> None:
    plan = in_vm("windows")
    plan.container("d", "docker", cpu=0.5)
    run = Run(plan, 3)
    for name in ("c", "d"):
        assert (run.guest(name, "progress"), run.guest(name, "cpu_granted")) == (0.0, 0.0)
        assert run.cause(name) == "down"
    assert run.guest("vm", "progress") == pytest.approx(1.0), "the VM itself goes on"
    assert alarms(run) == [("engine-other-kernel", ident("docker"))]


def test_a_container_made_for_another_kernel_is_alone_in_not_running() -> None:
    plan = in_vm(guest_os="linux")
    plan.container("alien", "docker", cpu=0.5, guest_os="windows")
    run = Run(plan, 3)
    assert run.cause("alien") == "down"
    assert run.guest("c", "progress") == pytest.approx(1.0)
    assert alarms(run) == [("container-other-kernel", ident("alien"))]


@pytest.mark.parametrize(("family", "progress"), [("linux", 1.0), ("bsd", 0.0)])
def test_on_a_server_the_host_os_decides(family: Literal["linux", "bsd"], progress: float) -> None:
    plan = Plan()
    plan.server("bare", cores=8, host_system=HostSystem(family=family))
    plan.engine("docker", "bare", product="docker")
    plan.container("c", "docker", cpu=0.5)
    assert Run(plan, 3).guest("c", "progress") == pytest.approx(progress)


def test_a_container_that_is_off_rings_no_alarm() -> None:
    plan = in_vm(guest_os="linux")
    plan.container("alien", "docker", cpu=0.5, guest_os="windows", powered_on=False)
    assert alarms(Run(plan, 1)) == []


def test_why_it_stands_still_is_explained() -> None:
    chain = explain(Run(in_vm("windows"), 2).frame, ident("c"))
    assert [said.code for said in chain][:2] == ["slow-down", "engine-other-kernel"]


def test_another_system_of_the_vm_while_it_runs_is_taken_in() -> None:
    before = in_vm().design()
    vm = before.elements[ident("vm")]
    after = before.edited([update("elements", vm, vm.replace(guest_os="windows"))])
    swapped = compile_topology(after, compile_topology(before))
    assert [alarm.code for alarm in swapped.alarms] == ["engine-other-kernel"]
    whole = compile_topology(after)
    assert swapped.guests.starts.tolist() == whole.guests.starts.tolist()
    assert whole.guests.starts[whole.guest_ids.index(ident("c"))].item() is False
