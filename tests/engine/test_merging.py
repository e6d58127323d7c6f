"""The mean of frames that follow each other."""

from dataclasses import replace

import numpy as np

from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES, Event
from virtdesigner.engine.merging import merged
from virtdesigner.model.messages import message

OF = compiled(guests=("a",), hosts=("h",))


def test_figures_are_means_by_length() -> None:
    """1 s at 2 cores and 3 s at 4 are 3.5 cores on average."""
    parts = [frame(OF, 1.0, dt, guests_cpu_granted=[cores]) for dt, cores in ((1.0, 2.0), (3.0, 4.0))]
    whole = merged(parts, 9.0, 4.0)
    assert whole.guests.cpu_granted.tolist() == [3.5]
    assert (whole.time, whole.dt) == (9.0, 4.0)


def test_what_is_worked_out_later_is_a_mean_too() -> None:
    parts = [frame(OF, 1.0, 1.0, guests_network_latency=[ms]) for ms in (1.0, 2.0)]
    assert merged(parts, 2.0, 2.0).guests.network_latency.tolist() == [1.5]


def test_states_and_ends_are_those_of_the_last() -> None:
    parts = [
        frame(OF, 1.0, 1.0, guests_finished=[end], hosts_memory_state=[state])
        for end, state in ((-1.0, 0), (1.0, 2))
    ]
    whole = merged(parts, 2.0, 2.0)
    assert whole.guests.finished.tolist() == [1.0]
    assert whole.hosts.memory_state.tolist() == [2]


def test_the_cause_is_that_of_the_part_in_which_most_time_was_lost() -> None:
    """30 % of 3 s is more than 80 % of 1 s."""
    cpu, memory = CAUSES.index("cpu"), CAUSES.index("memory")
    parts = [
        frame(OF, 1.0, dt, guests_progress=[p], guests_limited_by=[cause], guests_limiter=[0])
        for dt, p, cause in ((3.0, 0.7, cpu), (1.0, 0.2, memory))
    ]
    assert merged(parts, 4.0, 4.0).guests.limited_by.tolist() == [cpu]


def test_alarms_are_told_once_and_events_in_their_order() -> None:
    told = [Event(time, "a", message("cut-off", guest="a")) for time in (1.0, 2.0)]
    alarm = message("memory-short", host="h", state="soft")
    parts = [replace(frame(OF, 1.0, 1.0, events=[event]), alarms=(alarm,)) for event in told]
    whole = merged(parts, 2.0, 2.0)
    assert list(whole.events) == told
    assert whole.alarms == (alarm,)


def test_an_alarm_of_one_element_is_told_once_with_its_last_figures() -> None:
    parts = [
        replace(
            frame(OF, 1.0, 1.0), alarms=tuple(message("datastore-full", lun=lun, count=n) for lun in "ab")
        )
        for n in (1, 3)
    ]
    assert merged(parts, 2.0, 2.0).alarms == parts[-1].alarms


def test_a_mean_agrees_only_where_all_do() -> None:
    parts = [replace(frame(OF), converged=agreed) for agreed in (True, False)]
    assert not merged(parts, 2.0, 2.0).converged


def test_the_mean_of_answers_is_over_answers() -> None:
    """10 answers of 1 s in 1 s and 30 of 2 s in 3 s are 10/s of 1.75 s."""
    parts = [
        frame(OF, 1.0, dt, guests_answered=[10.0], guests_answer_parts=[[s, *(0.0,) * (len(CAUSES) - 1)]])
        for dt, s in ((1.0, 1.0), (3.0, 2.0))
    ]
    whole = merged(parts, 4.0, 4.0).guests
    assert whole.answers.rate.tolist() == [10.0]
    assert whole.response_time.tolist() == [1.75]


def test_what_waits_in_ports_is_a_mean_too() -> None:
    """100 under way for 3 s and none for 1 s are 75 on average."""
    parts = [
        replace(frame(OF, 1.0, dt), port_queue=np.array([under_way]))
        for dt, under_way in ((3.0, 100.0), (1.0, 0.0))
    ]
    assert merged(parts, 4.0, 4.0).port_queue.tolist() == [75.0]
