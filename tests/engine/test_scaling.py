"""Services that start and stop members by their load; faults of guests; what packets and disks cost."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import CloudService
from virtdesigner.model.parts import DiskGroup, Flow, Scaling, VirtualDisk


def _service(plan: Plan, members: int, **rule: float) -> None:
    """A service of `members`, of which the first runs, each of 1 vCPU."""
    made = CloudService(id=ident("service"), name="service", scaling=Scaling(**({"cooldown": 3.0} | rule)))  # type: ignore[arg-type]
    plan._add(made)
    for number in range(members):
        plan.link("member", f"m{number}", "service")


def _members(plan: Plan, cpu: float, count: int, **values: object) -> None:
    name = host(plan, cores=16, technique="paravirtual", kernel_factor=1.0)
    for number in range(count):
        plan.guest(f"m{number}", name, cpu=cpu, powered_on=number == 0, **values)


def _up(simulation: Simulation) -> int:
    return int(simulation.state.guest_up.sum())


def _progress(frame: Frame, name: str) -> float:
    return float(frame.guests.progress[frame.compiled.row["guests"][ident(name)]])


def test_a_service_grows_one_member_a_cooldown_until_its_load_fits() -> None:
    plan = Plan()
    _members(plan, cpu=3.0, count=6)
    _service(plan, 6, out_above=80, in_below=20)
    simulation = Simulation(plan.design())
    ups = []
    for _ in range(20):
        simulation.step()
        ups.append(_up(simulation))
    # 3 cores of load fill the vCPUs of one to three members; of four they are 75 %, which is not over 80 %.
    assert ups[:11] == [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4]
    assert ups[-1] == 4
    frame = simulation.step()
    assert all(_progress(frame, f"m{number}") == 1.0 for number in range(4))
    use = frame.guests.cpu_granted
    assert use.sum() == pytest.approx(3.0)


def test_a_spare_sends_once_it_has_started() -> None:
    plan = Plan()
    flow = Flow(id="f", name="f", rate=100.0)
    _members(plan, cpu=2.0, count=3, flows=(flow,))
    _service(plan, 3, out_above=80)
    plan.switch("sw")
    plan.virtual_switch("vs", "h hv")
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    for number in range(3):
        plan.link("vnic", f"m{number}/nic0", "vs")
    simulation = Simulation(plan.design())
    frames = [simulation.step() for _ in range(12)]
    # 2 cores of load and 100 Mb/s, on three members of one vCPU: a third each.
    assert _up(simulation) == 3
    assert frames[-1].guests.network_granted == pytest.approx([100.0 / 3] * 3)
    assert (frames[-1].guests.progress == 1.0).all()


def test_a_service_shrinks_to_its_least() -> None:
    plan = Plan()
    name = host(plan, cores=16, technique="paravirtual", kernel_factor=1.0)
    for number in range(4):
        plan.guest(f"m{number}", name, cpu=0.1)
    _service(plan, 4, in_below=40, minimum=2)
    simulation = Simulation(plan.design())
    for _ in range(20):
        frame = simulation.step()
    # 0.4 cores of load, 20 % of two vCPUs: under 40 % still, but two stay.
    assert _up(simulation) == 2
    assert frame.guests.cpu_granted.sum() == pytest.approx(0.4)
    # Members that were stopped are off, not down.
    assert (frame.guests.progress == 1.0).all()


def test_a_service_keeps_to_its_most() -> None:
    plan = Plan()
    _members(plan, cpu=5.0, count=6)
    _service(plan, 6, maximum=3)
    simulation = Simulation(plan.design())
    for _ in range(20):
        simulation.step()
    assert _up(simulation) == 3


def test_a_failed_application_holds_its_memory_and_nothing_else() -> None:
    plan = Plan()
    name = host(plan, cores=4)
    plan.guest("failed", name, cpu=1.0, fault="application", memory=2048.0)
    plan.guest("fine", name, cpu=0.9)
    plan.engine("engine", "failed")
    plan.container("inside", "engine", cpu=0.5)
    frame = [Simulation(plan.design()).step() for _ in range(1)][-1]
    row = frame.compiled.row["guests"]
    assert _progress(frame, "failed") == 0.0
    assert CAUSES[frame.guests.limited_by[row[ident("failed")]]] == "down"
    assert _progress(frame, "fine") == 1.0
    assert _progress(frame, "inside") == 1.0
    assert frame.hosts.memory_used[0] > 2048.0


def test_a_failed_system_frees_its_memory() -> None:
    plan = Plan()
    name = host(plan, cores=4)
    plan.guest("failed", name, cpu=1.0, fault="system", memory=2048.0)
    frame = Simulation(plan.design()).step()
    assert _progress(frame, "failed") == 0.0
    assert frame.hosts.memory_used[0] == 0.0


def test_a_service_of_which_nobody_runs_does_nothing() -> None:
    plan = Plan()
    name = host(plan, disk_groups=(DiskGroup(id="g", name="g", device="nvme", disks=1, raid="0"),))
    plan.lun("lun", "h", backing="g")
    disk = VirtualDisk(id="disk0", name="d")
    plan.guest("m0", name, reads=10.0, block=4.0, disks=(disk,), powered_on=False)
    plan.link("disk", "m0/disk0", "lun")
    _service(plan, 1, minimum=0)
    assert Simulation(plan.design()).step().luns.iops.tolist() == [0.0]
