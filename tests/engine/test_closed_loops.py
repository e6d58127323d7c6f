"""Closed loops against exact mean value analysis, and against the laws that hold whatever the model.

MVA (Reiser and Lavenberg 1980), one queueing station of service time D beside thinking: for k = 1..N,
R = D (1 + Q), X = k / (Z + R), Q = X R, from Q = 0. Bard and Schweitzer's approximation is known to be off by
some per cent near the knee, where N = (Z + D)/D.
"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.closed_loops import closed_throughput, others_share, server_wait
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.phases import loops
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import DiskGroup, Flow, Nic

NEAR_MVA = 0.06
COST = 1.03
"""What a core-second of these guests' work takes: nested paging's page walks."""


def mva(users: int, think: float, service: float) -> tuple[float, float]:
    """Exact throughput and response time."""
    queue = rate = answer = 0.0
    for k in range(1, users + 1):
        answer = service * (1 + queue)
        rate = k / (think + answer)
        queue = rate * answer
    return rate, answer


def _solved(users: float, cycle: float, capacity: float, servers: float) -> float:
    return float(closed_throughput(*(np.array([value]) for value in (users, cycle, capacity, servers)))[0])


@pytest.mark.parametrize("users", [1, 2, 5, 10, 20, 50, 1000])
@pytest.mark.parametrize("think", [0.0, 0.1, 1.0, 10.0])
def test_one_server_is_near_exact_analysis(users: int, think: float) -> None:
    rate = _solved(users, think + 0.1, 10.0, 1.0)
    assert rate == pytest.approx(mva(users, think, 0.1)[0], rel=NEAR_MVA)


def test_one_user_waits_for_nobody() -> None:
    assert _solved(1, 2.0, 10.0, 1.0) == pytest.approx(0.5, rel=1e-9)


def test_users_without_think_time_keep_every_server_busy() -> None:
    assert _solved(400, 0.1, 40.0, 4.0) == pytest.approx(40.0, rel=0.03)


@given(st.floats(0.0, 1e5), st.floats(1e-3, 1e3), st.floats(1e-3, 1e5), st.integers(1, 64))
def test_nobody_is_made_up_and_nothing_is_over_full(
    users: float, cycle: float, capacity: float, servers: int
) -> None:
    rate = _solved(users, cycle, capacity, servers)
    assert 0 <= rate <= capacity
    seen = others_share(np.array([users]))
    wait = server_wait(np.array([rate]), np.array([capacity]), np.array([float(servers)]), seen)
    assert rate * (cycle + float(wait[0])) <= users * (1 + 1e-6) + 1e-9


class Run:
    """The last frame of a run that has settled."""

    def __init__(self, plan: Plan, steps: int = 5, dt: float = 1.0) -> None:
        self.simulation = Simulation(plan.design(), dt=dt)
        for _ in range(steps):
            self.frame: Frame = self.simulation.step()

    def row(self, name: str) -> int:
        return self.simulation.compiled.row["guests"][ident(name)]

    def rate(self, name: str = "vm") -> float:
        return float(self.frame.guests.answers.rate[self.row(name)])

    def answer(self, name: str = "vm") -> float:
        return float(self.frame.guests.response_time[self.row(name)])

    def part(self, cause: str, name: str = "vm") -> float:
        return float(self.frame.guests.answers.parts[self.row(name), CAUSES.index(cause)])

    def cause(self, name: str = "vm") -> str:
        return CAUSES[self.frame.guests.limited_by[self.row(name)]]


def _on_vcpu(users: int, think: float, **values: Any) -> Plan:
    """Requests of 0.1 s of CPU on bare metal, one vCPU."""
    plan = Plan()
    plan.guest("vm", host(plan), cpu=1.0, vcpus=1, requests=10.0, users=users, think_time=think, **values)
    return plan


@pytest.mark.parametrize("users", [1, 2, 5, 10, 20, 50])
def test_a_guest_of_one_vcpu_is_near_exact_analysis(users: int) -> None:
    run = Run(_on_vcpu(users, 1.0))
    rate, answer = mva(users, 1.0, 0.1 * COST)
    assert run.rate() == pytest.approx(rate, rel=NEAR_MVA)
    # R = N/X - Z, so a small error of X is a larger one of R at the knee.
    assert run.answer() == pytest.approx(answer, rel=0.17)


@pytest.mark.parametrize("users", [1, 2, 5, 10, 20, 50])
def test_a_guest_on_one_disk_is_near_exact_analysis(users: int) -> None:
    plan = Plan()
    name = host(plan, disk_groups=(DiskGroup(id="g", name="g", device="hdd", disks=1, raid="0"),))
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    plan.guest(
        "vm", name, cpu=0.0, vcpus=64, requests=10.0, users=users, think_time=0.1, reads=10.0,
        random_share=100.0,
    )  # fmt: skip
    plan.link("disk", "vm/disk0", "lun")
    run = Run(plan)
    assert run.rate() == pytest.approx(mva(users, 0.1, run.part("none"))[0], rel=NEAR_MVA)


def _shared() -> Plan:
    """Two guests on one core, closed loops of 20 users each."""
    plan = Plan()
    name = host(plan, cores=1)
    for number in range(2):
        plan.guest(f"vm{number}", name, cpu=1.0, vcpus=1, requests=10.0, users=20, think_time=1.0)
    return plan


def test_a_short_host_is_shared_and_the_rest_is_waiting_for_it() -> None:
    """1 core / (2 x 0.103) is 4.854/s each, and R = 20 / 4.854 - 1 = 3.12 s."""
    run = Run(_shared())
    assert run.rate("vm0") == pytest.approx(1 / (2 * 0.1 * COST), rel=1e-3)
    assert run.answer("vm0") == pytest.approx(20 * 2 * 0.1 * COST - 1, rel=1e-3)
    assert run.cause("vm0") == "cpu"
    assert run.part("cpu", "vm0") > 0.9 * run.answer("vm0")


PLANS = {
    "alone": lambda: _on_vcpu(10, 1.0),
    "no thinking": lambda: _on_vcpu(10, 0.0),
    "limited": lambda: _on_vcpu(10, 1.0, cpu_limit=0.25),
    "few": lambda: _on_vcpu(1, 0.5),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_interactive_response_time_law_holds(name: str) -> None:
    run = Run(PLANS[name]())
    users = run.simulation.compiled.guests.users[0]
    think = run.simulation.compiled.guests.think[0]
    assert run.answer() == pytest.approx(users / run.rate() - think, rel=1e-9)


@pytest.mark.parametrize("name", PLANS)
def test_the_utilisation_law_holds(name: str) -> None:
    """U = X D: what the guest is granted is what its answers take."""
    run = Run(PLANS[name]())
    assert run.frame.guests.cpu_granted[0] == pytest.approx(run.rate() * 0.1 * COST, rel=1e-9)


@pytest.mark.parametrize("name", PLANS)
def test_what_is_lost_is_what_waits_take_of_a_cycle(name: str) -> None:
    """1 - p = (R - R alone) / (Z + R), and each cause's part is t_j / (Z + R)."""
    run = Run(PLANS[name]())
    guests = run.frame.guests
    parts, think = guests.answers.parts[0], run.simulation.compiled.guests.think[0]
    np.testing.assert_allclose(guests.lost[0, 1:], parts[1:] / (think + parts.sum()), atol=1e-9)
    np.testing.assert_allclose(guests.lost[0].sum(), 1 - guests.progress[0], atol=1e-9)


def test_a_limit_answers_as_much_as_it_allows() -> None:
    """0.25 cores / 0.103 core-s."""
    run = Run(_on_vcpu(50, 1.0, cpu_limit=0.25))
    assert run.rate() == pytest.approx(0.25 / (0.1 * COST), rel=0.01)
    assert run.cause() == "limit"


def test_twice_the_users_ask_twice_as_much_while_there_is_room() -> None:
    one, two = Run(_on_vcpu(2, 100.0)), Run(_on_vcpu(4, 100.0))
    assert two.rate() == pytest.approx(2 * one.rate(), rel=1e-3)


def test_the_pattern_scales_the_number_of_users() -> None:
    """Half of 4 users who think for 100 s at the lowest load of a burst cycle."""
    whole = Run(_on_vcpu(4, 100.0))
    half = Run(_on_vcpu(4, 100.0, pattern="bursts", period=1000.0, duty=0.0, low=50.0))
    assert half.rate() == pytest.approx(whole.rate() / 2, rel=1e-3)


def test_more_servers_answer_faster() -> None:
    narrow, wide = (Run(_vcpus(count)) for count in (1, 4))
    assert wide.answer() < narrow.answer()
    assert wide.rate() > narrow.rate()


def _vcpus(count: int) -> Plan:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=1.0, vcpus=count, requests=10.0, users=20, think_time=1.0)
    return plan


def test_slow_reads_are_part_of_an_answer() -> None:
    """Five reads a request, one after another: R is five times the latency, and the LUN is named."""
    plan = Plan()
    name = host(plan, disk_groups=(DiskGroup(id="g", name="g", device="hdd", disks=4, raid="0"),))
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    plan.guest("vm", name, cpu=0.1, vcpus=4, requests=100.0, users=30, think_time=0.1, reads=500.0,
               random_share=100.0)  # fmt: skip
    plan.link("disk", "vm/disk0", "lun")
    run = Run(plan, 10)
    guests = run.frame.guests
    spent = run.part("storage") + run.part("none") - 0.001
    assert run.cause() == "storage"
    assert run.simulation.compiled.element_ids[guests.limiter[0]] == ident("lun")
    assert run.rate() * 5 <= 4 * 132.0
    assert spent == pytest.approx(run.answer(), rel=0.05)


def test_a_thin_cable_is_what_answers_wait_for() -> None:
    """3 Mb a request over 100 Mb/s at 94.15 % goodput: 31.4/s, whatever the users want."""
    plan = Plan()
    plan.switch("sw", port_speed=1e5)
    name = host(plan, nics=(Nic(id="nic0", name="nic0", speed=100.0),))
    plan.virtual_switch("vs", name)
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    plan.guest("vm", name, cpu=0.1, flows=(Flow(id="f", name="f", rate=300.0),), users=100, think_time=1.0)
    plan.link("vnic", "vm/nic0", "vs")
    run = Run(plan)
    assert run.rate() == pytest.approx(94.15 / 3, rel=1e-3)
    assert run.cause() == "network"
    assert run.answer() == pytest.approx(100 / run.rate() - 1, rel=1e-9)


def test_users_of_a_guest_that_is_down_get_no_answer() -> None:
    plan = Plan()
    plan.server("h")
    plan.guest("vm", None, cpu=1.0, users=10)
    run = Run(plan)
    assert (run.rate(), run.answer()) == (0.0, 0.0)
    assert run.cause() == "down"


def test_open_arrivals_have_a_response_time_too() -> None:
    """M/M/1 at 82.4 % of one vCPU: 0.0824 / (1 - 0.824) s."""
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.8, vcpus=1, requests=10.0)
    run = Run(plan)
    service = 0.08 * COST
    assert run.rate() == pytest.approx(10)
    assert run.answer() == pytest.approx(service / (1 - 10 * service), rel=1e-6)


def test_what_waits_in_a_backlog_is_answered_in_its_turn() -> None:
    """20 s of full load, 12 requests each, wait; 1/0.103 are answered a second: 24.7 s (Little)."""
    plan = Plan()
    plan.guest("vm", host(plan), cpu=1.2, vcpus=1, requests=12.0, backlog=20.0)
    run = Run(plan, 200)
    assert run.simulation.state.backlog[0] == pytest.approx(20.0)
    assert run.answer() == pytest.approx(20 * 12 * 0.1 * COST, rel=0.1)


def test_a_batch_job_answers_nobody() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=1.0, pattern="batch", users=5)
    run = Run(plan)
    assert (run.rate(), run.answer()) == (0.0, 0.0)
    assert run.frame.guests.cpu_granted[0] > 0


@pytest.mark.parametrize("dt", [0.1, 1.0, 60.0, 300.0])
def test_the_length_of_a_step_changes_no_answer(dt: float) -> None:
    run = Run(_shared(), 5, dt)
    assert run.rate("vm0") == pytest.approx(1 / (2 * 0.1 * COST), rel=1e-3)


def _one_lun() -> Plan:
    """Six closed loops of different sizes on one LUN, beside one whose requests come by themselves."""
    plan = Plan()
    name = host(plan, cores=16, disk_groups=(DiskGroup(id="g", name="g", device="hdd", disks=4, raid="0"),))
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    for number in range(7):
        users = None if number == 0 else 5 * number
        plan.guest(
            f"vm{number}", name, cpu=0.2, vcpus=2, users=users, think_time=1.0, reads=60.0, random_share=100.0
        )
        plan.link("disk", f"vm{number}/disk0", "lun")
    return plan


@pytest.mark.parametrize("expected", [0.01, 0.5, 20.0])
def test_waits_that_were_far_off_settle_within_a_step(expected: float) -> None:
    """Loops that share a LUN move each other; where they begin to look makes no difference."""
    settled = Run(_one_lun(), 20)
    other = Simulation(_one_lun().design())
    other.state.away[:] = expected
    frame = other.step()
    assert settled.frame.converged
    assert frame.converged
    # Both know their waits within CLOSE of a cycle.
    np.testing.assert_allclose(
        frame.guests.answers.rate, settled.frame.guests.answers.rate, rtol=2 * loops.CLOSE
    )


def test_loops_that_come_to_the_end_of_their_rounds_are_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    """One round finds other waits than the hundredth of a second that it expects."""
    simulation = Simulation(_one_lun().design())
    simulation.state.away[:] = 0.01
    monkeypatch.setattr(loops, "ROUNDS", 1)
    assert not simulation.step().converged
