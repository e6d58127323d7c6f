"""Standing still at one's own limit, against waiting for others. Source: MODELS.md section 1."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.engine.designs import Plan, designs, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

LIMIT, CPU = CAUSES.index("limit"), CAUSES.index("cpu")


def _last(plan: Plan, steps: int = 10) -> tuple[Simulation, Frame]:
    simulation = Simulation(plan.design())
    return simulation, [simulation.step() for _ in range(steps)][-1]


def _row(simulation: Simulation, name: str) -> int:
    return simulation.compiled.row["guests"][ident(name)]


@pytest.mark.parametrize(("cores", "stall"), [(1.0, 0.75), (2.0, 0.5), (4.0, 0.0), (8.0, 0.0)])
def test_four_busy_threads_stand_still_when_their_quota_is_used_up(cores: float, stall: float) -> None:
    """Q = 100 ms of each 100 ms: 100 - 100/4 = 75 ms."""
    plan = Plan()
    plan.server("bare", cores=16)
    plan.engine("engine", "bare")
    plan.container("held", "engine", cpu=4.0, vcpus=4, cpu_limit=cores)
    _, frame = _last(plan)
    assert frame.guests.cpu_stalled[0] == pytest.approx(stall)
    assert frame.guests.cpu_ready[0] == pytest.approx(0)
    assert frame.guests.lost[0, LIMIT] == pytest.approx(stall)


def test_half_busy_threads_stand_still_for_less_of_the_time_that_there_is() -> None:
    # 4 threads want 2 cores, the quota is one: each runs 1/4 of the time where it would run 1/2.
    plan = Plan()
    plan.server("bare", cores=16)
    plan.engine("engine", "bare")
    plan.container("held", "engine", cpu=2.0, vcpus=4, cpu_limit=1.0)
    _, frame = _last(plan)
    assert frame.guests.cpu_stalled[0] == pytest.approx(0.25)


def test_a_backlog_makes_all_threads_busy() -> None:
    plan = Plan()
    plan.server("bare", cores=16)
    plan.engine("engine", "bare")
    plan.container("held", "engine", cpu=2.0, vcpus=4, cpu_limit=1.0, backlog=600.0)
    _, frame = _last(plan)
    assert frame.guests.cpu_stalled[0] == pytest.approx(0.75)


def test_a_fully_granted_guest_on_a_full_host_lacks_only_what_its_limit_takes() -> None:
    """It gets the half core that it may use, at once: nobody else is to blame, and it waits for nobody."""
    plan = Plan()
    name = host(plan, cores=2)
    plan.guest("held", name, cpu=4.0, vcpus=4, cpu_limit=0.5)
    plan.guest("greedy", name, cpu=4.0, vcpus=4)
    simulation, frame = _last(plan)
    held, greedy = _row(simulation, "held"), _row(simulation, "greedy")
    assert frame.guests.cpu_granted[held] == pytest.approx(0.5)
    assert (frame.guests.cpu_ready + frame.guests.cpu_costop)[held] == pytest.approx(0)
    # Each of 4 vCPUs would run all the time and runs an eighth of it.
    assert frame.guests.cpu_stalled[held] == pytest.approx(1 - 0.5 / 4)
    assert frame.guests.lost[held, CPU] == 0
    assert frame.guests.lost[greedy, LIMIT] == 0
    assert frame.guests.cpu_stalled[greedy] == 0


def test_whom_others_keep_from_its_limit_waits_instead() -> None:
    plan = Plan()
    name = host(plan, cores=2)
    plan.guest("held", name, cpu=4.0, vcpus=4, cpu_limit=1.5)
    plan.guest("greedy", name, cpu=4.0, vcpus=4)
    simulation, frame = _last(plan)
    held = _row(simulation, "held")
    # One core each: 1/4 of the time each vCPU runs, and waits for the rest.
    assert frame.guests.cpu_stalled[held] == 0
    assert (frame.guests.cpu_ready + frame.guests.cpu_costop)[held] == pytest.approx(0.75, abs=0.01)


def test_a_guest_whose_reservation_is_met_waits_for_nobody() -> None:
    plan = Plan()
    name = host(plan, cores=4)
    plan.guest("reserved", name, cpu=1.6, vcpus=2, cpu_reservation=2.0)
    for number in range(6):
        plan.guest(f"other{number}", name, cpu=0.55, vcpus=2)
    simulation, frame = _last(plan)
    reserved = _row(simulation, "reserved")
    assert frame.guests.progress[reserved] == pytest.approx(1)
    assert frame.guests.cpu_ready[reserved] == 0
    assert np.delete(frame.guests.cpu_ready, reserved).min() > 0


def test_vcpus_that_wait_for_a_disk_make_nobody_wait_for_a_processor() -> None:
    """A guest whose I/O has no way to go stands still: its vCPUs are not in anybody's queue."""
    plan = Plan()
    name = host(plan, cores=2)
    plan.guest("still", name, cpu=8.0, vcpus=8, reads=100.0, disks=())
    plan.guest("busy", name, cpu=0.9, vcpus=1)
    simulation, frame = _last(plan)
    assert frame.guests.progress[_row(simulation, "still")] == 0
    assert frame.guests.cpu_ready[_row(simulation, "busy")] < 0.1


@settings(max_examples=60, deadline=None)
@given(designs())
def test_running_waiting_and_standing_still_fill_no_more_than_the_time(design: Design) -> None:
    simulation = Simulation(design)
    for _ in range(4):
        guests = simulation.step().guests
        waits = guests.cpu_ready + guests.cpu_costop + guests.cpu_stalled
        assert (waits >= 0).all()
        assert (waits <= 1 + 1e-9).all()
        limit = simulation.compiled.guests.limit
        assert (guests.cpu_stalled[~np.isfinite(limit)] == 0).all()
