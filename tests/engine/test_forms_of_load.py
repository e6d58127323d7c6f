"""Every form of load goes through a run: recorded files of each format, patterns, backlogs, what is ideal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.files.traces import read_traces

COST = 1.03
"""What a core-second of these guests' work takes: nested paging's page walks."""

BITBRAINS = (
    "Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\t"
    "Memory capacity provisioned [KB];\tMemory usage [KB];\tDisk read throughput [KB/s];\t"
    "Disk write throughput [KB/s];\tNetwork received throughput [KB/s];\t"
    "Network transmitted throughput [KB/s]\n"
    "1376314846;\t4;\t11704;\t2926;\t25.0;\t8388608;\t1048576;\t0;\t0;\t0;\t0\n"
    "1376315146;\t4;\t11704;\t5852;\t50.0;\t8388608;\t2097152;\t0;\t0;\t0;\t0\n"
)


def _run(plan: Plan, steps: int, dt: float) -> list[Frame]:
    simulation = Simulation(plan.design(), dt=dt)
    return [simulation.step() for _ in range(steps)]


def _played(path: Path, steps: int, **values: Any) -> list[Frame]:
    """Steps of 300 s of a guest of 4 vCPUs that plays the first recording of a file."""
    plan = Plan()
    trace = read_traces(path)[0]
    plan.traces.append(trace)
    plan.guest("vm", host(plan), vcpus=4, memory=8192.0, pattern="trace", trace=trace.id, **values)
    return _run(plan, steps, 300.0)


def test_a_planetlab_file_drives_a_run(tmp_path: Path) -> None:
    path = tmp_path / "node-1"
    path.write_text("10\n20\n40\n", encoding="utf-8")
    frames = _played(path, 4, cpu=1.0)
    wanted = [float(frame.guests.cpu_demand[0]) for frame in frames]
    # Three samples of 300 s, then from the start again; one core in per cent.
    assert wanted == pytest.approx([0.1 * COST, 0.2 * COST, 0.4 * COST, 0.1 * COST], rel=1e-6)


def test_a_bitbrains_file_drives_a_run(tmp_path: Path) -> None:
    """A quarter and a half of 4 cores at work; 1 and 2 GiB in use."""
    path = tmp_path / "1.csv"
    path.write_text(BITBRAINS, encoding="utf-8")
    frames = _played(path, 2, cpu=4.0)
    ratio = frames[1].guests.cpu_demand[0] / frames[0].guests.cpu_demand[0]
    assert ratio == pytest.approx(2.0, rel=1e-6)
    assert [float(frame.guests.memory_active[0]) for frame in frames] == pytest.approx([1024, 2048])


def test_a_plain_table_drives_a_run(tmp_path: Path) -> None:
    path = tmp_path / "load.csv"
    path.write_text("time,cpu,memory\n0,0.5,500\n300,1.5,700\n", encoding="utf-8")
    frames = _played(path, 2, cpu=2.0)
    assert [float(f.guests.cpu_demand[0]) for f in frames] == pytest.approx([0.5 * COST, 1.5 * COST])
    assert [float(frame.guests.memory_active[0]) for frame in frames] == pytest.approx([500, 700])


def test_a_recording_scales_the_users_of_a_closed_loop(tmp_path: Path) -> None:
    """Half the CPU at full load is half of the users; they think so long that answers hardly count."""
    path = tmp_path / "load.csv"
    path.write_text("time,cpu\n0,1.0\n300,0.5\n", encoding="utf-8")
    frames = _played(path, 2, cpu=1.0, requests=10.0, users=10, think_time=1000.0)
    assert [float(f.guests.answers.rate[0]) for f in frames] == pytest.approx([0.01, 0.005], rel=1e-3)


PATTERNS: dict[str, tuple[dict[str, Any], Callable[[float], float]]] = {
    "constant": ({}, lambda t: 1.0),
    "bursts": ({"period": 100.0, "duty": 30.0, "low": 10.0}, lambda t: 1.0 if t % 100 < 30 else 0.1),
    "ramp": ({"period": 100.0, "low": 20.0}, lambda t: min(0.2 + 0.8 * t / 100, 1.0)),
    "daily": ({"period": 100.0, "low": 40.0}, lambda t: 0.4 + 0.6 * (1 - np.cos(2 * np.pi * t / 100)) / 2),
}


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("dt", [1.0, 50.0, 300.0])
def test_a_pattern_asks_for_the_same_work_in_steps_of_any_length(name: str, dt: float) -> None:
    """The mean over 300 s, by the midpoints of 30,000 slices."""
    fields, level = PATTERNS[name]
    plan = Plan()
    plan.guest("vm", host(plan), cpu=1.0, vcpus=2, pattern=name, **fields)
    frames = _run(plan, round(300 / dt), dt)
    asked = sum(float(frame.guests.cpu_granted[0]) * frame.dt for frame in frames)
    mean = np.mean([level((n + 0.5) / 100) for n in range(30_000)])
    assert asked == pytest.approx(300 * mean * COST, rel=1e-4)


class TestBacklog:
    """1.5 cores of work arrive for one vCPU of 1 / 1.03 until 300 s of 600; then nothing."""

    ARRIVES = 1.5
    DONE = 1 / COST

    def _plan(self, backlog: float) -> Plan:
        plan = Plan()
        plan.guest(
            "vm", host(plan), cpu=self.ARRIVES, vcpus=1, backlog=backlog, pattern="bursts", period=1800.0,
            duty=100 / 6, low=0.0,
        )  # fmt: skip
        return plan

    @pytest.mark.parametrize("dt", [1.0, 60.0, 150.0, 300.0])
    def test_what_waits_is_done_later_and_none_is_made_up(self, dt: float) -> None:
        frames = _run(self._plan(backlog=3600.0), round(600 / dt), dt)
        done = sum(float(frame.guests.cpu_granted[0]) * frame.dt for frame in frames)
        assert done == pytest.approx(300 * self.ARRIVES * COST, rel=1e-6)

    @pytest.mark.parametrize("dt", [1.0, 60.0, 150.0, 300.0])
    def test_in_every_step_done_and_waiting_are_what_waited_and_came(self, dt: float) -> None:
        simulation = Simulation(self._plan(backlog=3600.0).design(), dt=dt)
        for _ in range(round(600 / dt)):
            before, begin = float(simulation.state.backlog[0]), simulation.time
            frame = simulation.step()
            came = max(0.0, min(300.0, simulation.time) - begin)
            done = float(frame.guests.cpu_granted[0]) * dt / (self.ARRIVES * COST)
            assert done <= before + came + 1e-9
            assert simulation.state.backlog[0] == pytest.approx(before + came - done, abs=1e-6)

    @pytest.mark.parametrize("dt", [1.0, 60.0, 300.0])
    def test_without_a_backlog_the_rest_is_lost(self, dt: float) -> None:
        frames = _run(self._plan(backlog=0.0), round(600 / dt), dt)
        done = sum(float(frame.guests.cpu_granted[0]) * frame.dt for frame in frames)
        assert done == pytest.approx(300.0, rel=1e-6)

    @pytest.mark.parametrize("dt", [1.0, 60.0, 300.0])
    def test_more_than_may_wait_is_lost(self, dt: float) -> None:
        """30 s of full load wait at most, and are done after the 300 s: 45 cores' worth more."""
        frames = _run(self._plan(backlog=30.0), round(600 / dt), dt)
        done = sum(float(frame.guests.cpu_granted[0]) * frame.dt for frame in frames)
        assert done == pytest.approx(300.0 + 30 * self.ARRIVES * COST, rel=1e-6)


def test_ideal_is_what_arrives_and_what_waits_as_far_as_the_vcpus_go() -> None:
    """2 vCPUs, 0.5 cores arriving, much waiting: alone it would do 2 in this step, here it gets 1 of 2.06."""
    plan = Plan()
    name = host(plan, cores=1)
    plan.guest("vm", name, cpu=0.5, vcpus=2, backlog=600.0)
    simulation = Simulation(plan.design())
    simulation.state.backlog[0] = 500.0
    frame = simulation.step()
    assert frame.guests.cpu_demand[0] == pytest.approx(2 * COST)
    assert frame.guests.progress[0] == pytest.approx(1 / (2 * COST))


def test_an_old_stall_is_not_charged_twice() -> None:
    """Once the backlog is worked off nothing is lost any more, though it once was."""
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.5, vcpus=1, backlog=600.0)
    simulation = Simulation(plan.design())
    simulation.state.backlog[0] = 5.0
    frames = [simulation.step() for _ in range(60)]
    assert frames[0].guests.progress[0] < 1
    assert frames[-1].guests.progress[0] == 1
    assert simulation.state.backlog[0] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("users", [None, 10])
def test_time_down_is_charged_to_nothing_else(users: int | None) -> None:
    plan = Plan()
    name = host(plan, cores=1)
    for number in range(3):
        plan.guest(f"vm{number}", name, cpu=1.0, users=users)
    simulation = Simulation(plan.design())
    simulation.step()
    row = simulation.compiled.row["guests"][ident("vm0")]
    simulation.state.guest_up[row] = False
    lost = simulation.step().guests.lost
    assert lost[row, CAUSES.index("down")] == 1
    assert lost[row].sum() == 1
    assert lost[:, CAUSES.index("down")].sum() == 1
