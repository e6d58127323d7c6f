"""Bridge: between the simulation's thread and the widgets. It polls; neither side waits for the other."""

import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from virtdesigner.model.change import Change
from virtdesigner.model.design import ASIDE, Design
from virtdesigner.ui.background import Background
from virtdesigner.ui.document import Document
from virtdesigner.ui.moment import Moment

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame
    from virtdesigner.engine.recording import Recording
    from virtdesigner.engine.runner import Runner, Steps

POLL_MS: Final = 100
"""Ten pictures a second: what charts and badges are drawn at."""

FLAT_OUT: Final = math.inf
SPEEDS: Final = (0.1, 1.0, 10.0, 100.0, FLAT_OUT)
"""Simulated seconds per second that the interface offers."""

_SMOOTHING: Final = 0.2


class StepClock:
    """How long a step takes, in wall seconds; smoothed. Written by the thread, read by the GUI."""

    def __init__(self) -> None:
        self.mean = 0.0

    def add(self, seconds: float) -> None:
        """Count one step."""
        self.mean += _SMOOTHING * (seconds - self.mean) if self.mean else seconds


class Bridge(QObject):
    """Owns the runner of the open design.

    frame_shown: the newest Frame, or None when there is nothing to show any more; the same one again when an
    edit made it a figure of the past (`is_current`). run_state_changed: running, speed, readiness or time may
    have changed. failed: RunError, what stopped the run and where. `moment` decides what is the bottleneck.
    """

    frame_shown = Signal(object)
    run_state_changed = Signal()
    failed = Signal(object)

    def __init__(self, document: Document, speed: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._speed = speed
        self._runner: Runner | None = None
        self._clock = StepClock()
        self._running_wanted = False
        self._steps_wanted = 0
        self._handed_over: Design | None = None
        self._frame: Frame | None = None
        self.moment = Moment(lambda: self.is_running)
        self._reported: object = None
        self._was_running = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)
        document.changed.connect(self._edited)
        document.replaced.connect(self.restart)

    def load(self) -> None:
        """Import the engine in a thread, after the first paint, and make the runner when it is there."""
        Background(_import_engine, "engine import", self, lambda _: self._make_runner()).start()

    @property
    def is_ready(self) -> bool:
        """The engine is there. Before that, what is asked of the run is remembered."""
        return self._runner is not None

    @property
    def is_running(self) -> bool:
        """The run goes on by itself."""
        return self._runner.is_running if self._runner else self._running_wanted

    @property
    def frame(self) -> "Frame | None":
        """The frame shown last."""
        return self._frame

    @property
    def is_current(self) -> bool:
        """The frame shown last is one of the design as it is now, not as it was before an edit."""
        return self._frame is not None and self._is_of_today(self._frame)

    @property
    def recording(self) -> "Recording | None":
        """The history of the run."""
        return self._runner.recording if self._runner else None

    @property
    def time(self) -> float:
        """Simulated seconds since the start of the run."""
        return self._frame.time if self._frame else 0.0

    @property
    def step_ms(self) -> float | None:
        """Wall milliseconds that a step takes, None before the first."""
        return self._clock.mean * 1000 or None

    @property
    def speed(self) -> float:
        """Simulated seconds per second, FLAT_OUT for as fast as possible."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Set the pace of the run."""
        self._speed = speed
        if self._runner:
            self._runner.speed = speed
        self.run_state_changed.emit()

    def start(self) -> None:
        """Run on."""
        self._running_wanted = True
        if self._runner:
            self._runner.start()
        self.run_state_changed.emit()

    def pause(self) -> None:
        """Stop after the step under way."""
        self._running_wanted = False
        if self._runner:
            self._runner.pause()
        self._show(self._frame)
        self.run_state_changed.emit()

    def step_once(self, steps: int = 1) -> None:
        """Pause, and make one step or several."""
        self._running_wanted = False
        if self._runner:
            for _ in range(steps):
                self._runner.step_once()
        else:
            self._steps_wanted += steps
        self.run_state_changed.emit()

    def seek(self, time: float) -> None:
        """Pause, and go back (or on) to a simulated time (s) of the run."""
        self._running_wanted = False
        if self._runner:
            self._runner.seek(max(0.0, time))
        self.run_state_changed.emit()

    def restart(self) -> None:
        """Begin the run anew at time 0, running on when it ran."""
        self._running_wanted = self.is_running
        self._show(None)
        if self._runner:
            self._retire()
            self._make_runner()
        self.run_state_changed.emit()

    def close(self) -> None:
        """End the thread of the run; waits for the step under way."""
        self._timer.stop()
        runner, self._runner = self._runner, None
        if runner:
            runner.close()

    def _retire(self) -> None:
        runner, self._runner = self._runner, None
        if runner:
            runner.pause()
            Background(runner.close, "ending a run", self).start()

    def _make_runner(self) -> None:
        from virtdesigner.engine.runner import Runner

        clock = self._clock = StepClock()
        self._handed_over = self._document.design
        self._reported = None
        self._runner = Runner(self._handed_over, make=lambda design: _timed(design, clock), speed=self._speed)
        if self._steps_wanted:
            self.step_once(self._steps_wanted)
            self._steps_wanted = 0
        elif self._running_wanted:
            self._runner.start()
        self._timer.start()
        self.run_state_changed.emit()

    def _edited(self, changes: tuple[Change, ...]) -> None:
        if self._runner is None or all(change.table in ASIDE for change in changes):
            return
        self._handed_over = self._document.design
        self._runner.swap(self._handed_over)
        self._reported = None
        if not self._runner.is_running:
            self._show(self._frame)
            if self._running_wanted:
                self._runner.start()

    def poll(self) -> None:
        """Look at the runner once: show a new frame, tell of an error or of a changed state."""
        runner = self._runner
        if runner is None:
            return
        frame = runner.latest
        # No frame any more: the run went back to its very start, where nothing has been found yet.
        if frame is not self._frame and (frame is None or self._is_of_today(frame)):
            self._show(frame)
            self.run_state_changed.emit()
        if runner.error is not None and runner.error is not self._reported:
            self._reported = runner.error
            self.failed.emit(runner.error)
        if runner.is_running != self._was_running:
            self._was_running = runner.is_running
            self.run_state_changed.emit()

    def _is_of_today(self, frame: "Frame") -> bool:
        """A frame of the design as it was before the last edit has rows that no longer mean the same."""
        return frame.compiled.design is self._handed_over

    def _show(self, frame: "Frame | None") -> None:
        self._frame = frame
        self.frame_shown.emit(frame)


def _import_engine() -> None:
    import virtdesigner.engine.runner  # noqa: F401 - in this thread, so that the window stays alive


def _timed(design: Design, clock: StepClock) -> "Steps":
    """A simulation that tells `clock` how long its steps take."""
    from virtdesigner.engine.simulation import Simulation

    class Timed(Simulation):
        """A simulation with a stopwatch."""

        def step(self) -> "Frame":
            """Advance by one step."""
            begin = time.perf_counter()
            frame = super().step()
            clock.add(time.perf_counter() - begin)
            return frame

    return Timed(design)
