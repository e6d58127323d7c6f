"""Going back in a run: the same frames again, bit by bit, whatever was edited meanwhile."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.designs import designs
from tests.frames import arrays
from virtdesigner import load, resources
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.recording import Recording
from virtdesigner.engine.rewind import Checkpoint, Checkpoints
from virtdesigner.engine.runner import FLAT_OUT, Runner
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design
from virtdesigner.model.edits import replace

STEPS = 100


@pytest.fixture(scope="module")
def design() -> Design:
    """The shipped example: noise, bursts, memory taken back."""
    return load(Path(resources.path("examples", "two-hosts.vdt")))


def same(one: Frame | None, other: Frame) -> bool:
    assert one is not None
    pairs = zip(arrays(one), arrays(other), strict=True)
    return (one.step, one.time) == (other.step, other.time) and all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("step", [1, 29, 30, 31, 64, 99, 100])
def test_going_back_gives_the_frame_as_it_was_and_the_run_goes_on_the_same(design: Design, step: int) -> None:
    simulation = Simulation(design)
    frames = [simulation.step() for _ in range(STEPS)]
    assert same(simulation.seek(float(step)), frames[step - 1])
    assert [same(simulation.step(), frame) for frame in frames[step:]] == [True] * (STEPS - step)


def test_going_back_to_the_start_finds_no_frame(design: Design) -> None:
    simulation = Simulation(design)
    first = simulation.step()
    for _ in range(40):
        simulation.step()
    assert simulation.seek(0.0) is None
    assert simulation.time == 0.0
    assert same(simulation.step(), first)


def test_a_time_within_a_step_finds_the_last_step_before_it(design: Design) -> None:
    simulation = Simulation(design)
    frames = [simulation.step() for _ in range(10)]
    assert same(simulation.seek(4.7), frames[3])


def test_going_forward_steps_there(design: Design) -> None:
    simulation, other = Simulation(design), Simulation(design)
    frame = [other.step() for _ in range(20)][-1]
    assert same(simulation.seek(20.0), frame)


def _renamed_and_grown(design: Design) -> Design:
    guest = next(e for e in design.elements.values() if e.name == "db-01")
    return design.edited(replace(design, guest, memory=guest.memory.replace(size=8192.0)))  # type: ignore[attr-defined]


def test_a_replay_does_not_cross_an_edit(design: Design) -> None:
    simulation = Simulation(design)
    before = [simulation.step() for _ in range(45)]
    edited = _renamed_and_grown(design)
    simulation.swap(edited)
    after = [simulation.step() for _ in range(45)]
    assert same(simulation.seek(80.0), after[34])
    assert same(simulation.seek(40.0), before[39])
    # What is drawn now counts from there on.
    assert simulation.compiled.design is edited
    assert simulation.step().compiled.design is edited


@settings(max_examples=5, deadline=None)
@given(designs(), st.integers(1, 34))
def test_any_design_is_gone_through_again_the_same(design: Design, step: int) -> None:
    simulation = Simulation(design, dt=2.0)
    frames = [simulation.step() for _ in range(34)]
    assert same(simulation.seek(2.0 * step), frames[step - 1])


def _at(step: int, size: int = 10) -> Checkpoint:
    return Checkpoint(step, float(step), 1.0, Design.of(), bytes(size))


def test_checkpoints_are_due_every_so_many_steps() -> None:
    kept = Checkpoints(every=5)
    assert kept.is_due(0)
    kept.add(_at(0))
    assert [kept.is_due(step) for step in (4, 5)] == [False, True]


def test_when_they_take_too_much_every_other_is_given_up_and_the_first_stays() -> None:
    kept = Checkpoints(every=1, budget=100)
    for step in range(64):
        if kept.is_due(step):
            kept.add(_at(step))
    assert kept.nbytes <= 100
    first = kept.before(0.5)
    assert first is not None
    assert first.step == 0
    assert len(kept) > 3


def test_none_is_found_before_the_run_began() -> None:
    assert Checkpoints().before(1.0) is None
    kept = Checkpoints()
    kept.add(_at(5))
    assert kept.before(4.9) is None
    assert kept.before(5.0) is not None


def test_the_runner_goes_back_and_forgets_what_was_recorded_after(design: Design) -> None:
    recording = Recording()
    runner = Runner(design, recording, speed=FLAT_OUT)
    for _ in range(50):
        runner.step_once()
    assert runner.wait_for(lambda: runner.latest is not None and runner.latest.step == 50, 60)
    last = runner.latest
    runner.seek(20.0)
    assert runner.wait_for(lambda: runner.latest is not None and runner.latest.step == 20, 60)
    host = last.compiled.host_ids[0] if last else ""
    assert recording.series("hosts", host, "cpu_used")[0][-1] == 20.0
    for _ in range(30):
        runner.step_once()
    assert runner.wait_for(lambda: runner.latest is not None and runner.latest.step == 50, 60)
    runner.close()
    assert last is not None
    assert same(runner.latest, last)
