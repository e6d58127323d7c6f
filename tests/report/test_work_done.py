"""What guests did of what they wanted: steps weigh as much as was wanted in them."""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES
from virtdesigner.report.results import GuestResult, simulate
from virtdesigner.report.work_done import WorkDone

CPU, STORAGE, DOWN = (CAUSES.index(name) for name in ("cpu", "storage", "down"))


def losing(**shares: float) -> list[float]:
    return [shares.get(cause, 0.0) for cause in CAUSES]


def work_of(*steps: dict[str, Any], carrier: tuple[int, ...] = (-1,)) -> WorkDone:
    """The work of guests over steps, each given as columns of `tests.frames.frame`."""
    of = compiled(guests=tuple(f"guest-{row}" for row in range(len(carrier))), hosts=("host",))
    of.guests.carrier = np.array(carrier)
    work = WorkDone(frame(of))
    for step in steps:
        work.add(frame(of, **step))
    return work


def test_a_step_weighs_as_much_as_was_wanted_in_it() -> None:
    busy = {"dt": 1, "guests_cpu_demand": [8], "guests_lost": [losing(cpu=0.5)]}
    calm = {"dt": 3, "guests_cpu_demand": [0.5]}
    # 4 of 8 core-seconds are lost in one second, none of 1.5 in three: 4 / 9.5.
    assert work_of(busy, calm).lost()[0, CPU] == pytest.approx(4 / 9.5)


def test_a_step_in_which_nothing_is_wanted_weighs_nothing() -> None:
    busy = {"guests_cpu_demand": [8], "guests_lost": [losing(cpu=0.5)]}
    assert work_of(busy, {"dt": 99}).lost()[0, CPU] == pytest.approx(0.5)


def test_without_work_for_processors_io_weighs() -> None:
    much = {"guests_iops_demand": [300], "guests_lost": [losing(storage=0.4)]}
    little = {"guests_iops_demand": [100]}
    # 120 of 400 I/Os
    assert work_of(much, little).lost()[0, STORAGE] == pytest.approx(0.3)


def test_time_in_which_a_guest_is_down_counts_though_it_wants_nothing() -> None:
    down = {"dt": 1, "guests_lost": [losing(down=1)]}
    up = {"dt": 3, "guests_cpu_demand": [2], "guests_lost": [losing(cpu=0.2)]}
    found = work_of(down, up).lost()[0]
    # A quarter of the time is down; of the other three, a fifth is lost.
    assert (found[DOWN], found[CPU]) == (pytest.approx(0.25), pytest.approx(0.75 * 0.2))


def test_a_vm_counts_what_its_containers_want_and_lose() -> None:
    step = {"guests_cpu_demand": [0, 6, 2], "guests_lost": [losing(), losing(cpu=0.5), losing()]}
    work = work_of(step, carrier=(-1, 0, 0))
    # 3 of 8 cores
    assert work.lost(counts_inside=True)[0, CPU] == pytest.approx(3 / 8)
    assert work.lost()[0].sum() == 0
    assert work.wants().tolist() == [True, True, True]


def results_of(plan: Plan, name: str, seconds: float = 60) -> GuestResult:
    return next(guest for guest in simulate(plan.design(), seconds).guests if guest.id == ident(name))


def test_progress_is_the_work_done_of_the_work_wanted() -> None:
    plan = Plan()
    home = host(plan, cores=4)
    plan.guest("greedy", home, cpu=8.0, vcpus=8)
    found = results_of(plan, "greedy")
    assert found.progress == pytest.approx(found.cpu_granted / found.cpu_demand, rel=1e-6)
    assert found.progress < 0.6


def test_a_vm_with_containers_shows_their_cores() -> None:
    plan = Plan()
    vm = plan.guest("vm", host(plan, cores=8), cpu=0.0, vcpus=2)
    plan.engine("engine", "vm")
    for name in ("one", "two"):
        plan.container(name, "engine", cpu=2.0)
    found = results_of(plan, "vm")
    # Two vCPUs for the four cores that the containers want.
    assert found.id == ident("vm"), vm
    assert found.cpu_granted == pytest.approx(2, rel=0.05)
    assert found.cpu_demand >= 4
    assert found.progress == pytest.approx(found.cpu_granted / found.cpu_demand, rel=1e-6)
    assert found.limited_by in ("cpu", "costop", "limit")


def test_what_is_switched_off_is_off_and_loses_nothing() -> None:
    plan = Plan()
    home = host(plan, cores=4)
    plan.guest("off", home, cpu=1.0, vcpus=2, powered_on=False)
    plan.guest("idle", home, cpu=0.0, vcpus=2)
    assert not results_of(plan, "off").powered_on
    assert results_of(plan, "idle").powered_on
