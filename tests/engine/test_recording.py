"""The history of a run: what is kept, how fine, within how much memory, and across an edit."""

import numpy as np
import pytest

from tests.frames import compiled, frame
from virtdesigner.engine.recording import FACTOR, LEVELS, METRICS, Recording, host_metrics


def record(recording: Recording, of: object, steps: int, start: int = 1) -> None:
    for step in range(start, start + steps):
        recording.add(frame(of, time=float(step), hosts_cpu_used=[step] * len(of.host_ids)))  # type: ignore[attr-defined]


def test_a_short_run_is_kept_step_by_step() -> None:
    recording = Recording()
    record(recording, compiled(hosts=("a",)), 10)
    times, values = recording.series("hosts", "a", "cpu_used")
    assert times.tolist() == list(range(1, 11))
    assert values.tolist() == list(range(1, 11))


def test_an_unknown_element_has_no_history() -> None:
    recording = Recording()
    assert recording.series("hosts", "a", "cpu_used")[0].size == 0
    record(recording, compiled(hosts=("a",)), 1)
    assert recording.series("hosts", "b", "cpu_used")[0].size == 0


def test_the_distant_past_is_kept_in_means() -> None:
    cells = len(METRICS["hosts"])
    recording = Recording(budget=4 * cells * LEVELS * 16)  # 16 samples a level
    record(recording, compiled(hosts=("a",)), 100)
    times, values = recording.series("hosts", "a", "cpu_used")
    assert np.all(np.diff(times) > 0)
    assert times[-16:].tolist() == list(range(85, 101))
    # Samples of the level above end at 36, 40 ... 84 and are means of 4 steps: (t-3 + ... + t)/4 = t - 1.5.
    older = (times >= 40) & (times < 85)
    assert np.all(np.diff(times[older]) == FACTOR)
    assert values[older] == pytest.approx(times[older] - 1.5)


def test_memory_stays_within_the_budget() -> None:
    recording = Recording(budget=4_000_000)
    record(recording, compiled(hosts=tuple(f"h{n}" for n in range(100))), 3)
    assert 0 < recording.nbytes <= 4_000_000


def test_memory_stays_within_the_budget_however_many_rows_there_are() -> None:
    """5,000 hosts take 1.3 MB a sample of all levels: five samples a level fit, each the mean of four."""
    recording = Recording(budget=7_000_000)
    record(recording, compiled(hosts=tuple(f"h{n}" for n in range(5000))), 300)
    assert 0 < recording.nbytes <= 7_000_000
    times, _ = recording.series("hosts", "h0", "cpu_used")
    assert times[-5:].tolist() == [296, 297, 298, 299, 300]
    assert times[0] <= 64


def test_history_goes_on_by_id_after_an_edit() -> None:
    recording = Recording()
    record(recording, compiled(hosts=("a", "b")), 3)
    record(recording, compiled(hosts=("c", "b")), 2, start=4)
    assert recording.series("hosts", "b", "cpu_used")[1].tolist() == [1, 2, 3, 4, 5]
    assert np.isnan(recording.series("hosts", "c", "cpu_used")[1][:3]).all()
    assert recording.series("hosts", "a", "cpu_used")[0].size == 0


def test_clearing_forgets_everything() -> None:
    recording = Recording()
    record(recording, compiled(hosts=("a",)), 3)
    recording.clear()
    assert recording.series("hosts", "a", "cpu_used")[0].size == 0
    assert recording.nbytes == 0


def test_a_host_sums_over_its_guests() -> None:
    of = compiled(guests=("x", "y", "z"), hosts=("a", "b"))
    found = host_metrics(
        frame(
            of,
            guests_host=[0, 0, -1],
            guests_memory_active=[100, 50, 7],
            guests_cpu_demand=[3, 1, 5],
            guests_cpu_ready=[0.2, 0.6, 0.9],
        )
    )
    assert found["memory_active"].tolist() == [150, 0]
    # Weighted by demand: (3 * 0.2 + 1 * 0.6) / 4 = 0.3; a host without guests waits for nothing.
    assert found["cpu_ready"] == pytest.approx([0.3, 0.0])


def test_what_came_after_a_time_is_forgotten_and_recorded_anew() -> None:
    of, recording = compiled(hosts=("h",)), Recording()
    for step in range(1, 101):
        recording.add(frame(of, time=float(step), hosts_cpu_used=[float(step)]))
    recording.forget_after(40.0)
    assert recording.series("hosts", "h", "cpu_used")[0].tolist() == list(range(1, 41))
    for step in range(41, 61):
        recording.add(frame(of, time=float(step), hosts_cpu_used=[-1.0]))
    times, values = recording.series("hosts", "h", "cpu_used")
    assert times.tolist() == list(range(1, 61))
    assert values[:40].tolist() == list(range(1, 41))
    assert set(values[40:]) == {-1.0}
