"""Runner: the thread that simulates. Start, pause, step, pace, swap the design, show the latest frame.

It never touches Qt; whoever watches polls `latest`. Nothing waits for it but `close`.
"""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from virtdesigner.engine.frame import Frame
from virtdesigner.engine.recording import Recording
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

FLAT_OUT: Final = float("inf")

PATIENCE: Final = 0.5
"""Longest time (wall s) that a slow run may lag behind its pace and still try to catch up."""


class Steps(Protocol):
    """What the runner asks of a simulation."""

    def step(self) -> Frame:
        """Advance by one step and say what was found."""

    def swap(self, design: Design) -> None:
        """Go on with an edited design, keeping the state of what is still there."""

    def seek(self, time: float) -> Frame | None:
        """Go to a time of the run; returns the frame that ends there, None for the very start."""


@dataclass(frozen=True, slots=True)
class RunError:
    """What stopped a run. doing: "compile" or "step"; message: the exception's; details: its traceback."""

    doing: str
    message: str
    details: str


class Runner:
    """A simulation on a thread of its own, paused until started."""

    def __init__(
        self,
        design: Design,
        recording: Recording | None = None,
        make: Callable[[Design], Steps] = Simulation,
        speed: float = 1.0,
    ) -> None:
        """make: builds the simulation from a design, on the thread. speed: simulated s per wall s."""
        self.recording = recording or Recording()
        self.latest: Frame | None = None
        self.error: RunError | None = None
        self._speed = speed
        self._make = make
        self._simulation: Steps | None = None
        self._design: Design | None = design
        self._running = False
        self._steps_wanted = 0
        self._sought: float | None = None
        self._closed = False
        self._due = 0.0
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._loop, name="simulation", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """It steps by itself, until paused or failed."""
        return self._running

    @property
    def speed(self) -> float:
        """Simulated seconds per second of wall time; `FLAT_OUT` for as fast as possible."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        with self._wake:
            self._speed = speed
            self._due = time.monotonic()
            self._wake.notify_all()

    def start(self) -> None:
        """Run on. A failed run starts once an edited design has been swapped in."""
        with self._wake:
            self._running = self.error is None
            self._due = time.monotonic()
            self._wake.notify_all()

    def pause(self) -> None:
        """Stop after the step under way."""
        with self._wake:
            self._running = False
            self._steps_wanted = 0
            self._wake.notify_all()

    def step_once(self) -> None:
        """Pause, and make one step."""
        with self._wake:
            self._running = False
            self._steps_wanted += 1
            self._wake.notify_all()

    def swap(self, design: Design) -> None:
        """Go on with an edited design from the next step; of several edits in a row only the last counts."""
        with self._wake:
            self._design = design
            self.error = None
            self._wake.notify_all()

    def seek(self, time: float) -> None:
        """Pause, and go to a time (simulated s) of the run; what was recorded after it is forgotten.

        The frames from there on are the same again, bit by bit, as long as the design is.
        """
        with self._wake:
            self._running = False
            self._steps_wanted = 0
            self._sought = time
            self._wake.notify_all()

    def wait_for(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait until `condition` holds, asked after every step, swap and failure; False on time-out.

        For scripts; a user interface polls instead.
        """
        with self._wake:
            return self._wake.wait_for(condition, timeout)

    def close(self) -> None:
        """End the thread, after the step under way."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        self._thread.join()

    def _loop(self) -> None:
        while self._wait_for_work():
            doing = "compile"
            try:
                self._take_design()
                doing = "step"
                self._go_to_sought()
                if self._may_step():
                    self._step()
            except Exception as error:
                self._fail(RunError(doing, str(error) or type(error).__name__, traceback.format_exc()))

    def _wait_for_work(self) -> bool:
        """Sleep until there is something to do; False once closed."""
        with self._wake:
            while not self._closed and not self._is_told and (pause := self._pause()) != 0:
                self._wake.wait(pause)
            return not self._closed

    @property
    def _is_told(self) -> bool:
        """There is a design to take over, or a time to go to."""
        return self._design is not None or self._sought is not None

    def _pause(self) -> float | None:
        """Wall seconds until the next step is due; None for until told."""
        if self._steps_wanted:
            return 0
        return max(0.0, self._due - time.monotonic()) if self._running else None

    def _take_design(self) -> None:
        with self._wake:
            design, self._design = self._design, None
        if design is None:
            return
        if self._simulation is None:
            self._simulation = self._make(design)
        else:
            self._simulation.swap(design)
        with self._wake:
            self._wake.notify_all()

    def _go_to_sought(self) -> None:
        with self._wake:
            sought, self._sought = self._sought, None
        if sought is None or self._simulation is None:
            return
        frame = self._simulation.seek(sought)
        self.recording.forget_after(sought)
        self.latest = frame
        with self._wake:
            self._due = time.monotonic()
            self._wake.notify_all()

    def _may_step(self) -> bool:
        with self._wake:
            return not self._closed and self._pause() == 0

    def _step(self) -> None:
        assert self._simulation is not None
        frame = self._simulation.step()
        self.recording.add(frame)
        self.latest = frame
        with self._wake:
            self._steps_wanted = max(0, self._steps_wanted - 1)
            self._due = max(self._due + frame.dt / self._speed, time.monotonic() - PATIENCE)
            self._wake.notify_all()

    def _fail(self, error: RunError) -> None:
        with self._wake:
            self.error = error
            self._running = False
            self._steps_wanted = 0
            self._wake.notify_all()
