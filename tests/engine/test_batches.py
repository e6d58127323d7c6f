"""Batch jobs end when their work is done, whatever the length of a step. Source: MODELS.md sections 0 and 9.

A core of work that is user code alone takes 1.03 cores of these guests' hosts: nested paging's page walks.
"""

from collections.abc import Callable

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation

COST = 1.03
LENGTHS = (0.1, 1.0, 7.0, 60.0, 300.0)
CLOSE = 1e-3


class Run:
    """A run of a plan for a time."""

    def __init__(self, plan: Plan, dt: float, seconds: float) -> None:
        self.simulation = Simulation(plan.design(), dt=dt)
        self.frames: list[Frame] = []
        while self.simulation.time < seconds - 1e-9:
            self.frames.append(self.simulation.step())

    def row(self, name: str) -> int:
        return self.simulation.compiled.row["guests"][ident(name)]

    def end(self, name: str) -> float:
        return float(self.frames[-1].guests.finished[self.row(name)])

    def used(self, name: str) -> float:
        """Core-seconds that a guest was granted."""
        return sum(float(frame.guests.cpu_granted[self.row(name)]) * frame.dt for frame in self.frames)


def _alone() -> Plan:
    plan = Plan()
    plan.guest("job", host(plan), cpu=2.0, vcpus=4, pattern="batch", work=170.0)
    return plan


def _late() -> Plan:
    plan = Plan()
    plan.guest("job", host(plan), cpu=2.0, vcpus=4, pattern="batch", work=170.0, start=33.0)
    return plan


def _beside_another() -> Plan:
    plan = Plan()
    name = host(plan, cores=1)
    plan.guest("job", name, cpu=1.0, vcpus=2, pattern="batch", work=50.0)
    plan.guest("other", name, cpu=1.0, vcpus=2)
    return plan


def _two() -> Plan:
    plan = Plan()
    name = host(plan, cores=1)
    plan.guest("job", name, cpu=1.0, vcpus=2, pattern="batch", work=100.0)
    plan.guest("short", name, cpu=1.0, vcpus=2, pattern="batch", work=50.0)
    return plan


def _one_then_another() -> Plan:
    plan = Plan()
    name = host(plan, cores=1)
    plan.guest("job", name, cpu=1.0, vcpus=2, pattern="batch", work=100.0)
    plan.guest("short", name, cpu=1.0, vcpus=2, pattern="batch", work=20.0, start=10.0 * COST)
    return plan


# By hand: work / pace. One core of 1 / 1.03 native cores is halved by two that want it.
CASES = [
    (_alone, "job", 170 / 2),
    (_late, "job", 33 + 170 / 2),
    (_beside_another, "job", 50 * 2 * COST),
    # Each does 50 in 100 s; what is left of the longer, 50, it does alone.
    (_two, "short", 50 * 2 * COST),
    (_two, "job", 50 * 2 * COST + 50 * COST),
    # 10 alone, then both at half the pace until the shorter's 20 are done, then the last 70 alone.
    (_one_then_another, "short", (10 + 20 * 2) * COST),
    (_one_then_another, "job", (10 + 20 * 2 + 70) * COST),
]


@pytest.mark.parametrize("dt", LENGTHS)
@pytest.mark.parametrize(("plan", "name", "end"), CASES)
def test_a_job_ends_at_the_same_time_in_steps_of_any_length(
    plan: Callable[[], Plan], name: str, end: float, dt: float
) -> None:
    assert Run(plan(), dt, end + 1.0).end(name) == pytest.approx(end, rel=CLOSE)


@pytest.mark.parametrize("dt", LENGTHS)
def test_the_work_is_done_once_and_then_the_guest_is_idle(dt: float) -> None:
    run = Run(_two(), dt, 200.0)
    assert run.used("job") == pytest.approx(100 * COST, rel=CLOSE)
    assert run.used("short") == pytest.approx(50 * COST, rel=CLOSE)
    done = run.simulation.state.work_done
    assert done[run.row("job")] == pytest.approx(100.0, rel=1e-9)
    assert done[run.row("short")] == pytest.approx(50.0, rel=1e-9)
    assert run.simulation.step().guests.cpu_demand.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("dt", [60.0, 300.0])
def test_others_have_the_processor_back_from_the_end_on(dt: float) -> None:
    """The other gets half a core until the job ends at 103 s, then all of the 1.03 cores that it can get."""
    run = Run(_beside_another(), dt, 300.0)
    end = 50 * 2 * COST
    assert run.used("other") == pytest.approx(end / 2 + (300 - end), rel=CLOSE)


def test_what_was_lost_is_the_mean_of_what_was_lost_on_the_way() -> None:
    """Half, less the overhead, until 103 s of 300; then the other is cut by nothing but the one core."""
    run = Run(_beside_another(), 300.0, 300.0)
    guests, row = run.frames[0].guests, run.row("other")
    end = 50 * 2 * COST
    done = (end * 0.5 / COST + (300 - end) * 1 / COST) / 300
    assert guests.progress[row] == pytest.approx(done, rel=CLOSE)
    np.testing.assert_allclose(guests.lost.sum(axis=1), 1 - guests.progress, atol=1e-9)
    assert CAUSES[guests.limited_by[row]] == "cpu"


def test_a_step_has_only_so_many_pieces() -> None:
    """40 jobs that end at 40 times of one step: the last of them share a piece, and all are done in time."""
    plan = Plan()
    name = host(plan, cores=64)
    for number in range(40):
        plan.guest(f"job{number}", name, cpu=1.0, vcpus=2, pattern="batch", work=5.0 * (number + 1))
    run = Run(plan, 300.0, 300.0)
    for number in range(40):
        assert run.end(f"job{number}") == pytest.approx(5.0 * (number + 1), rel=CLOSE)


def test_pieces_leave_the_number_of_the_step_and_the_time_as_one_step_does() -> None:
    run = Run(_two(), 60.0, 300.0)
    assert [frame.step for frame in run.frames] == [1, 2, 3, 4, 5]
    assert [frame.time for frame in run.frames] == [60.0, 120.0, 180.0, 240.0, 300.0]
    assert [frame.dt for frame in run.frames] == [60.0] * 5
    assert run.simulation.state.step == 5
