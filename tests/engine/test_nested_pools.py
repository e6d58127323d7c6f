"""Pools inside pools: containers in VMs, resource pools of hypervisors and clusters, containers on a server.

Sums from MODELS.md section 1, by hand: sum of clamp(x * w, lo, hi) = capacity.
"""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.change import update


def _run(plan: Plan, steps: int = 12) -> Frame:
    simulation = Simulation(plan.design())
    return [simulation.step() for _ in range(steps)][-1]


def granted(frame: Frame, name: str) -> float:
    return float(frame.guests.cpu_granted[frame.compiled.row["guests"][ident(name)]])


def limited_by(frame: Frame, name: str) -> tuple[str, str]:
    row = frame.compiled.row["guests"][ident(name)]
    limiter = frame.guests.limiter[row]
    return CAUSES[frame.guests.limited_by[row]], frame.compiled.element_ids[limiter]


def _in_vm(plan: Plan, **values: object) -> None:
    """A VM of 2 vCPUs that holds an engine."""
    plan.guest("vm", "h hv", cpu=0.0, vcpus=2, **values)
    plan.engine("engine", "vm")


def test_containers_share_what_their_vm_is_granted() -> None:
    plan = Plan()
    host(plan, cores=4, technique="paravirtual", kernel_factor=1.0)
    _in_vm(plan)
    plan.container("a", "engine", cpu=2.0, vcpus=2, cpu_shares=300)
    plan.container("b", "engine", cpu=2.0, vcpus=2, cpu_shares=100)
    frame = _run(plan)
    # 2 vCPUs of speed 1 for both: 3 to 1, whatever the other 2 cores of the host do.
    assert granted(frame, "a") == pytest.approx(1.5, rel=1e-6)
    assert granted(frame, "b") == pytest.approx(0.5, rel=1e-6)
    assert limited_by(frame, "b") == ("cpu", ident("vm"))


def test_a_vm_shares_with_its_containers_as_one_of_them() -> None:
    plan = Plan()
    host(plan, cores=4, technique="paravirtual", kernel_factor=1.0)
    plan.guest("vm", "h hv", cpu=2.0, vcpus=2)
    plan.engine("engine", "vm")
    plan.container("a", "engine", cpu=2.0, vcpus=2)
    frame = _run(plan)
    # Two of weight 100 on 2 vCPUs.
    assert granted(frame, "vm") == pytest.approx(1.0, rel=1e-6)
    assert granted(frame, "a") == pytest.approx(1.0, rel=1e-6)


def test_a_limit_of_a_vm_holds_its_containers() -> None:
    plan = Plan()
    host(plan, cores=8, technique="paravirtual", kernel_factor=1.0)
    _in_vm(plan, cpu_limit=0.6)
    plan.container("a", "engine", cpu=1.0)
    plan.container("b", "engine", cpu=0.1)
    frame = _run(plan)
    # b gets its 0.1, a the rest of 0.6.
    assert granted(frame, "b") == pytest.approx(0.1, rel=1e-6)
    assert granted(frame, "a") == pytest.approx(0.5, rel=1e-6)
    assert limited_by(frame, "a") == ("cpu", ident("vm"))


def test_a_vm_with_containers_competes_as_one_guest() -> None:
    plan = Plan()
    host(plan, cores=2, technique="paravirtual", kernel_factor=1.0)
    _in_vm(plan)
    for name in ("a", "b", "c"):
        plan.container(name, "engine", cpu=2.0, vcpus=2)
    plan.guest("other", "h hv", cpu=2.0, vcpus=2)
    frame = _run(plan)
    # Two VMs of 2 vCPUs, so equal shares of 2 cores; three containers in one of them.
    assert granted(frame, "other") == pytest.approx(1.0, rel=1e-6)
    assert granted(frame, "a") == pytest.approx(1.0 / 3, rel=1e-6)
    assert limited_by(frame, "a") == ("cpu", ident("h"))


def test_a_container_costs_what_its_vm_costs() -> None:
    plan = Plan()
    host(plan, cores=4, technique="binary-translation")
    _in_vm(plan)
    plan.container("a", "engine", cpu=1.0, vcpus=2, user_share=50.0)
    frame = _run(plan)
    # Section 2: u 1.03 for half of the time, k 2.0 for the other half; nothing more for the container.
    assert granted(frame, "a") == pytest.approx(0.5 * 1.03 + 0.5 * 2.0, rel=1e-6)


def test_containers_of_a_server_compete_on_it_by_weight() -> None:
    plan = Plan()
    plan.server("h", cores=3)
    plan.engine("engine", "h")
    plan.container("a", "engine", cpu=3.0, vcpus=3, cpu_shares=200)
    plan.container("b", "engine", cpu=3.0, vcpus=3)
    frame = _run(plan)
    # 200 against 100 of 3 cores, less switching: section 1 gives 0.05/(2.8 + 0.05).
    left = 3.0 * (1 - 0.05 / 2.85)
    assert granted(frame, "a") == pytest.approx(left * 2 / 3, rel=1e-6)
    assert granted(frame, "b") == pytest.approx(left / 3, rel=1e-6)


def test_an_engine_that_limits_no_cpu_lets_containers_over_their_limit() -> None:
    for holds, expected in ((True, 0.5), (False, 2.0)):
        plan = Plan()
        plan.server("h", cores=4)
        plan.engine("engine", "h", limits_cpu=holds)
        plan.container("a", "engine", cpu=2.0, vcpus=2, cpu_limit=0.5)
        assert granted(_run(plan), "a") == pytest.approx(expected, rel=1e-6)


def test_a_resource_pool_weighs_as_much_as_a_vm_of_four_vcpus() -> None:
    plan = Plan()
    host(plan, cores=4, technique="paravirtual", kernel_factor=1.0)
    plan.pool("pool", "h hv")
    plan.guest("in", "pool", cpu=4.0, vcpus=4)
    plan.guest("out", "h hv", cpu=8.0, vcpus=8)
    frame = _run(plan)
    # 4 x 1000 against 8 x 1000 shares on 4 cores.
    assert granted(frame, "in") == pytest.approx(4.0 / 3, rel=1e-6)
    assert granted(frame, "out") == pytest.approx(8.0 / 3, rel=1e-6)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [({"cpu_limit": 0.5}, 0.5), ({"cpu_reservation": 2.0}, 2.0), ({"cpu_shares": 8000.0}, 2.0)],
)
def test_claims_of_a_resource_pool_hold_for_all_in_it(claims: dict[str, float], expected: float) -> None:
    plan = Plan()
    host(plan, cores=4, technique="paravirtual", kernel_factor=1.0)
    plan.pool("pool", "h hv", **claims)
    plan.pool("inner", "pool")
    plan.guest("a", "inner", cpu=1.0)
    plan.guest("b", "pool", cpu=1.0)
    plan.guest("out", "h hv", cpu=8.0, vcpus=8)
    frame = _run(plan)
    assert granted(frame, "a") + granted(frame, "b") == pytest.approx(expected, rel=1e-6)


def test_a_pool_of_a_cluster_is_split_over_its_hosts_by_what_its_guests_are_due() -> None:
    plan = Plan()
    plan.cluster("cluster")
    for name in ("h", "g"):
        host(plan, name, cores=4, parent=ident("cluster"), technique="paravirtual", kernel_factor=1.0)
    plan.pool("pool", "cluster", cpu_limit=3.0)
    plan.guest("wide", "pool", cpu=4.0, vcpus=4, host=ident("h"))
    plan.guest("narrow", "pool", cpu=2.0, vcpus=2, host=ident("g"))
    frame = _run(plan)
    # Of the pool's 3 cores each vCPU is due half a core: 2 on one host, 1 on the other.
    assert granted(frame, "wide") == pytest.approx(2.0, rel=1e-6)
    assert granted(frame, "narrow") == pytest.approx(1.0, rel=1e-6)
    assert limited_by(frame, "wide") == ("cpu", ident("pool"))


def test_containers_go_down_with_their_vm() -> None:
    plan = Plan()
    host(plan, cores=4)
    _in_vm(plan, fault="system")
    plan.container("a", "engine", cpu=1.0)
    frame = _run(plan, steps=2)
    row = frame.compiled.row["guests"][ident("a")]
    assert frame.guests.progress[row] == 0.0
    assert limited_by(frame, "a")[0] == "down"


def test_an_edit_of_a_vm_reaches_its_containers() -> None:
    plan = Plan()
    host(plan, cores=4, technique="paravirtual", kernel_factor=1.0)
    _in_vm(plan)
    plan.container("a", "engine", cpu=1.0)
    simulation = Simulation(plan.design())
    simulation.step()
    vm = simulation.compiled.design.elements[ident("vm")]
    edited = vm.replace(cpus=vm.cpus.replace(limit=0.25))  # type: ignore[attr-defined]
    simulation.swap(simulation.compiled.design.edited([update("elements", vm, edited)]))
    frame = [simulation.step() for _ in range(12)][-1]
    assert granted(frame, "a") == pytest.approx(0.25, rel=1e-6)


def test_a_moved_vm_takes_its_containers_along() -> None:
    plan = Plan()
    host(plan, "h", cores=1, technique="paravirtual", kernel_factor=1.0)
    host(plan, "g", cores=4, technique="paravirtual", kernel_factor=1.0)
    _in_vm(plan)
    for name in ("a", "b"):
        plan.container(name, "engine", cpu=1.0)
    simulation = Simulation(plan.design())
    assert granted(simulation.step(), "a") == pytest.approx(0.5, rel=1e-2)
    row = simulation.compiled.row
    simulation.state.host[row["guests"][ident("vm")]] = row["hosts"][ident("g")]
    frame = [simulation.step() for _ in range(12)][-1]
    assert granted(frame, "a") == pytest.approx(1.0, rel=1e-6)
    assert frame.guests.host[row["guests"][ident("a")]] == row["hosts"][ident("g")]


def test_memory_of_a_guest_away_from_home_counts_in_the_part_of_its_pool_there() -> None:
    """2 GiB of a cluster's pool, split by what its guests have on each of two hosts: 1 GiB each."""
    plan = Plan()
    plan.cluster("cluster")
    plan.pool("pool", "cluster", mem_limit=2048.0)
    for name in ("a", "b"):
        host(plan, name, memory=65_536.0, parent=ident("cluster"))
        plan.guest(f"vm {name}", "pool", memory=4096.0, working_set=100.0, host=ident(name))
    simulation = Simulation(plan.design())
    row = simulation.compiled.row
    simulation.state.host[row["guests"][ident("vm a")]] = row["hosts"][ident("b")]
    for _ in range(20):
        simulation.step()
    # Both are in the part of the pool that is on b, and share its GiB.
    assert simulation.state.target.sum() == pytest.approx(1024.0, rel=0.01)
