"""The thread: start, pause, single step, pace, an edited design, errors, the end."""

from collections.abc import Callable, Iterator

import pytest

from tests.frames import compiled, frame
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.runner import FLAT_OUT, Runner
from virtdesigner.model.design import Design

PATIENCE = 20.0


class Counting:
    """A simulation that counts its steps."""

    def __init__(self, design: Design, fail_at: int) -> None:
        self.designs = [design]
        self.steps = 0
        self.fail_at = fail_at

    def step(self) -> Frame:
        self.steps += 1
        if self.steps == self.fail_at:
            raise ZeroDivisionError("a bug")
        return frame(compiled(hosts=("a",)), time=float(self.steps))

    def swap(self, design: Design) -> None:
        self.designs.append(design)

    def seek(self, time: float) -> None:
        self.steps = int(time)


class Bench:
    """A runner under test with its simulation."""

    def __init__(self, fail_at: int = -1) -> None:
        self.simulation: Counting | None = None
        self._fail_at = fail_at
        self.runner = Runner(Design.of(), make=self._make, speed=FLAT_OUT)
        self.wait(lambda: self.simulation is not None)

    def _make(self, design: Design) -> Counting:
        self.simulation = Counting(design, self._fail_at)
        return self.simulation

    @property
    def steps(self) -> int:
        assert self.simulation is not None
        return self.simulation.steps

    def wait(self, until: Callable[[], bool]) -> None:
        assert self.runner.wait_for(until, PATIENCE)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.runner.close()


def test_it_waits_to_be_started(bench: Bench) -> None:
    assert bench.steps == 0
    assert bench.runner.latest is None
    assert not bench.runner.is_running


def test_it_runs_and_pauses(bench: Bench) -> None:
    bench.runner.start()
    assert bench.runner.is_running
    bench.wait(lambda: bench.steps >= 20)
    bench.runner.pause()
    bench.runner.close()
    steps = bench.steps
    assert not bench.runner.is_running
    assert bench.runner.latest is not None
    assert bench.runner.latest.time == steps
    assert bench.runner.recording.series("hosts", "a", "power")[0].size == steps


def test_single_steps_are_all_made(bench: Bench) -> None:
    for _ in range(3):
        bench.runner.step_once()
    bench.wait(lambda: bench.steps == 3)
    bench.runner.close()
    assert bench.steps == 3


def test_an_edited_design_is_swapped_in_even_when_paused(bench: Bench) -> None:
    edited = Design.of()
    bench.runner.swap(edited)
    bench.wait(lambda: bench.simulation is not None and bench.simulation.designs[-1] is edited)
    assert bench.steps == 0


def test_the_pace_is_kept() -> None:
    # A step is 1 s long. At 0.001 simulated s per wall s the second step is due in 1000 s.
    bench = Bench()
    bench.runner.speed = 0.001
    bench.runner.start()
    bench.wait(lambda: bench.steps == 1)
    bench.runner.speed = FLAT_OUT
    bench.wait(lambda: bench.steps >= 10)
    bench.runner.close()


def test_a_failing_step_stops_the_run_and_says_where() -> None:
    bench = Bench(fail_at=2)
    bench.runner.start()
    bench.wait(lambda: bench.runner.error is not None)
    bench.runner.close()
    error = bench.runner.error
    assert error is not None
    assert (error.doing, error.message) == ("step", "a bug")
    assert "ZeroDivisionError" in error.details
    assert not bench.runner.is_running
    assert bench.runner.latest is not None
    assert bench.runner.latest.time == 1


def test_after_a_failure_only_an_edited_design_starts_again() -> None:
    bench = Bench(fail_at=1)
    bench.runner.start()
    bench.wait(lambda: bench.runner.error is not None)
    bench.runner.start()
    assert not bench.runner.is_running
    bench.runner.swap(Design.of())
    bench.runner.start()
    bench.wait(lambda: bench.steps >= 3)
    bench.runner.close()


def test_a_design_that_cannot_be_compiled_is_reported() -> None:
    def refuse(design: Design) -> Counting:
        raise ValueError("no server")

    runner = Runner(Design.of(), make=refuse)
    assert runner.wait_for(lambda: runner.error is not None, PATIENCE)
    runner.close()
    assert runner.error is not None
    assert (runner.error.doing, runner.error.message) == ("compile", "no server")
