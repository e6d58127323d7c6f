"""Ready and co-stop: what guests miss, and what a queue makes all wait. Source: MODELS.md section 1."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.engine.designs import Plan, designs, host, ident
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design


def _last(plan: Plan, steps: int = 20) -> tuple[Simulation, Frame]:
    simulation = Simulation(plan.design())
    return simulation, [simulation.step() for _ in range(steps)][-1]


def test_two_guests_on_one_core_wait_half_the_time() -> None:
    """Each wants four times what its vCPU can do, and runs half of the time."""
    plan = Plan()
    name = host(plan, cores=1)
    for guest in ("one", "two"):
        plan.guest(guest, name, cpu=4.0, vcpus=1)
    _, frame = _last(plan)
    assert frame.guests.cpu_granted == pytest.approx(0.5, rel=0.01)
    assert frame.guests.cpu_ready == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("vcpus", "cores"), [(6, 4.5), (8, 5.0)])
def test_vcpus_with_a_thread_each_do_not_wait(vcpus: int, cores: float) -> None:
    """4 cores with two threads each run 8 vCPUs at once: slower, not by turns."""
    plan = Plan()
    name = host(plan, cores=4, cpu_hyperthreading=True, context_switch=0.05)
    for number in range(vcpus):
        plan.guest(f"vm{number}", name, cpu=2.0, vcpus=1)
    _, frame = _last(plan)
    assert frame.hosts.cpu_used[0] == pytest.approx(cores, rel=0.01)
    assert frame.guests.cpu_ready == pytest.approx(0, abs=0.01)


def test_more_vcpus_than_threads_take_turns() -> None:
    """10 busy vCPUs on 8 threads: each waits 2/10 of the time."""
    plan = Plan()
    name = host(plan, cores=4, cpu_hyperthreading=True)
    for number in range(10):
        plan.guest(f"vm{number}", name, cpu=2.0, vcpus=1)
    _, frame = _last(plan)
    assert frame.guests.cpu_ready == pytest.approx(0.2, abs=0.01)


def test_light_guests_wait_as_in_a_closed_queue() -> None:
    """64 vCPUs that want 90 % of 16 cores wait 2.4 % of the time."""
    plan = Plan()
    name = host(plan, cores=16)
    for number in range(64):
        plan.guest(f"vm{number}", name, cpu=0.9 * 16 / 64 / 1.03, vcpus=1)
    _, frame = _last(plan)
    assert frame.guests.progress == pytest.approx(1)
    assert frame.guests.cpu_ready == pytest.approx(0.024, abs=0.001)


def test_a_guest_within_its_entitlement_waits_little_beside_greedy_ones() -> None:
    """Two builds of 24 vCPUs want 48 cores of 16; a guest of 4 vCPUs and high shares gets all it wants."""
    plan = Plan()
    name = host(plan, cores=16)
    for build in ("build0", "build1"):
        plan.guest(build, name, cpu=24.0, vcpus=24)
    plan.guest("app", name, cpu=3.2 / 1.03, vcpus=4, cpu_shares=48_000.0)
    simulation, frame = _last(plan)
    row = simulation.compiled.row["guests"]
    app, greedy = row[ident("app")], row[ident("build0")]
    waits = frame.guests.cpu_ready + frame.guests.cpu_costop
    assert frame.guests.progress[app] == pytest.approx(1)
    # Busy 80 % of the time, it has 20 % in which it could wait at all.
    assert waits[app] < 0.06
    # The builds share the other 12.8 cores: 6.4 of 24 each.
    assert waits[greedy] == pytest.approx(1 - 6.4 / 24, abs=0.01)


def test_a_backlog_leaves_no_idle_time() -> None:
    plan = Plan()
    name = host(plan, cores=2)
    for number in range(2):
        plan.guest(f"vm{number}", name, cpu=3.0, vcpus=2, backlog=600.0)
    _, frame = _last(plan)
    run = frame.guests.cpu_granted / 2
    np.testing.assert_allclose(run + frame.guests.cpu_ready + frame.guests.cpu_costop, 1, atol=1e-9)


@settings(max_examples=60)
@given(designs())
def test_no_vcpu_has_more_time_than_there_is(design: Design) -> None:
    simulation = Simulation(design)
    for _ in range(5):
        frame = simulation.step()
        guests, compiled = frame.guests, simulation.compiled
        placed = guests.host >= 0
        waits = (guests.cpu_ready + guests.cpu_costop)[placed]
        speed = compiled.hosts.speed[guests.host[placed]]
        most = compiled.guests.lanes[placed] * speed * (1 - waits)
        outside = guests.cpu_granted[placed] - most
        # What the hypervisor does for a guest runs beside it; without I/O, its own or what it gets, none.
        gets = np.isin(np.arange(guests.host.size), compiled.flows.receiver)
        alone = ((guests.iops_demand == 0) & (guests.network_demand == 0) & ~gets)[placed]
        # Swapping and unpacking are the hypervisor's work as well.
        kept = (guests.memory_swapped + guests.memory_compressed == 0)[placed]
        assert (outside[alone & kept] <= 1e-9).all()
