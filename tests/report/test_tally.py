"""Means of a run from its frames, by arithmetic shown here."""

import numpy as np
import pytest

from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES, MEMORY_STATES
from virtdesigner.kinds import PhysicalServer, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.record import new_id
from virtdesigner.report.results import results
from virtdesigner.report.tally import Tally

HOST = PhysicalServer(id=new_id(), name="esx-01")
GUEST = VirtualMachine(id=new_id(), name="web-01")
OF = compiled(guests=(GUEST.id,), hosts=(HOST.id,), design=Design.of({"elements": [HOST, GUEST]}))
CPU, MEMORY = CAUSES.index("cpu"), CAUSES.index("memory")
SOFT = MEMORY_STATES.index("soft")


def lost(**shares: float) -> list[list[float]]:
    """The row of a guest that loses these shares of its time."""
    return [[shares.get(cause, 0.0) for cause in CAUSES]]


def tally() -> Tally:
    """One step of 1 s with little load, one of 3 s with much."""
    quiet = frame(
        OF,
        time=1,
        dt=1,
        guests_cpu_granted=[1],
        guests_progress=[1],
        guests_iops_granted=[100],
        guests_storage_latency=[2],
        guests_limiter=[-1],
        hosts_power=[100],
    )
    busy = frame(
        OF,
        time=4,
        dt=3,
        guests_cpu_granted=[3],
        guests_progress=[0.6],
        guests_iops_granted=[300],
        guests_storage_latency=[10],
        guests_lost=lost(cpu=0.3, memory=0.1),
        guests_limited_by=[CPU],
        guests_limiter=[OF.element_ids.index(HOST.id)],
        hosts_power=[300],
        hosts_memory_state=[SOFT],
    )
    made = Tally(quiet)
    made.add(quiet)
    made.add(busy)
    return made


def test_means_weigh_steps_by_their_length() -> None:
    # (1 x 1 s + 3 x 3 s) / 4 s
    assert tally().mean("guests", "cpu_granted") == pytest.approx([2.5])


def test_latency_is_the_mean_over_ios() -> None:
    # 100 I/Os of 2 ms and 900 of 10 ms: (200 + 9000) / 1000
    assert tally().storage_latency() == pytest.approx([9.2])


def test_latency_without_any_io_is_the_mean_over_time() -> None:
    idle = frame(OF, guests_storage_latency=[4])
    made = Tally(idle)
    made.add(idle)
    assert made.storage_latency() == pytest.approx([4])


def test_energy_and_time_in_states() -> None:
    made = tally()
    # (100 W x 1 s + 300 W x 3 s) / 3.6e6 J per kWh
    assert made.energy_kwh == pytest.approx([1000 / 3.6e6])
    assert made.state_seconds[0, SOFT] == 3
    assert made.state_seconds.sum() == 4


def test_what_bound_a_guest_is_remembered_under_its_cause() -> None:
    limiter = tally().limiter
    assert limiter[0, CPU] == OF.element_ids.index(HOST.id)
    assert np.count_nonzero(limiter >= 0) == 1


def test_results_name_the_cause_that_took_most() -> None:
    found = results(tally(), seed=1, step=1)
    guest = found.guests[0]
    # 0.3 x 3 s / 4 s and 0.1 x 3 s / 4 s
    assert guest.lost["cpu"] == pytest.approx(0.225)
    assert guest.lost["memory"] == pytest.approx(0.075)
    assert guest.limited_by == "cpu"
    assert found.hosts[0].memory_state == "soft"
    assert found.hosts[0].memory_state_seconds["soft"] == 3
    assert [(b.resource, b.element, b.victims) for b in found.bottlenecks] == [("cpu", HOST.id, (GUEST.id,))]


def test_a_guest_that_lost_nothing_is_limited_by_nothing() -> None:
    calm = frame(OF, guests_progress=[1])
    made = Tally(calm)
    made.add(calm)
    assert results(made, seed=1, step=1).guests[0].limited_by == "none"


def test_response_time_is_the_mean_over_answers() -> None:
    # 10 answers of 1 s in 1 s, then 10/s of 3 s for 3 s: (10 x 1 + 30 x 3) / 40
    made = Tally(frame(OF))
    for dt, response in ((1.0, 1.0), (3.0, 3.0)):
        parts = [[response if cause == "none" else 0.0 for cause in CAUSES]]
        made.add(frame(OF, dt=dt, guests_answered=[10.0], guests_answer_parts=parts))
    assert made.requests() == pytest.approx([10.0])
    assert made.response_time() == pytest.approx([2.5])


def test_a_guest_that_answers_nobody_has_no_response_time() -> None:
    made = Tally(frame(OF))
    made.add(frame(OF))
    assert made.response_time() == pytest.approx([0.0])


@pytest.mark.parametrize(("ended", "said"), [(-1.0, None), (42.0, 42.0)])
def test_results_say_when_a_job_ended(ended: float, said: float | None) -> None:
    made = Tally(frame(OF))
    made.add(frame(OF, guests_finished=[ended]))
    assert results(made, 1, 1.0).guests[0].finished_s == said
