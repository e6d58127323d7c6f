"""Simulation: a design under way. Everything else is `compile_topology`, `State` and `step`."""

from typing import Self

from virtdesigner.engine.compiled import Compiled, compile_topology
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.rewind import Checkpoint, Checkpoints
from virtdesigner.engine.state import State
from virtdesigner.engine.step import step
from virtdesigner.model.design import Design


class Simulation:
    """A design and the state of its run. Not thread-safe: one thread steps and swaps."""

    def __init__(self, design: Design, seed: int | None = None, dt: float | None = None) -> None:
        """Compile a design; seed, dt: the design's own where None."""
        settings = design.settings
        self._fixed_dt = dt
        self._compiled = compile_topology(design)
        self._state = State.fresh(self._compiled, settings.seed if seed is None else seed)
        self.checkpoints = Checkpoints()

    @classmethod
    def restored(cls, design: Design, checkpoint: bytes, dt: float | None = None) -> Self:
        """Go on from a checkpoint of the same design. Raises CheckpointError for another's."""
        made = cls(design, dt=dt)
        made._state = State.restored(made._compiled, checkpoint)
        return made

    @property
    def compiled(self) -> Compiled:
        """The arrays of the design."""
        return self._compiled

    @property
    def state(self) -> State:
        """What has changed since the start."""
        return self._state

    @property
    def time(self) -> float:
        """Simulated s since the start."""
        return self._state.time

    @property
    def seed(self) -> int:
        """Start of the random numbers."""
        return self._state.seed

    @property
    def dt(self) -> float:
        """Simulated s of one step."""
        return self._compiled.design.settings.step if self._fixed_dt is None else self._fixed_dt

    def step(self) -> Frame:
        """Advance by one step and say what was found."""
        if self.checkpoints.is_due(self._state.step):
            self._keep()
        return step(self._compiled, self._state, self.dt)

    def seek(self, time: float) -> Frame | None:
        """Go back to a time of the run, or on to it, and say what was found there; None for its very start.

        The run is restored from the checkpoint before and gone through again: the frame that ends at the
        time, or is the last before it, comes out as it was, bit by bit, of the design as it was. From there
        on the design of now counts.
        """
        found, now = self.checkpoints.before(time), self._compiled.design
        if time <= self.time and found is not None:
            self.checkpoints.forget_after(found.step)
            if found.design is not now:
                self._compiled = compile_topology(found.design, self._compiled)
            self._state = State.restored(self._compiled, found.state)
        frame = None
        while self.time + self.dt <= time * (1.0 + 1e-12):
            frame = self.step()
        if self._compiled.design is not now:
            self.swap(now)
        return frame

    def _keep(self) -> None:
        state = self._state
        self.checkpoints.add(
            Checkpoint(state.step, state.time, self.dt, self._compiled.design, self.checkpoint())
        )

    def swap(self, design: Design) -> None:
        """Go on with an edited design; what is still there keeps its state."""
        compiled = compile_topology(design, self._compiled)
        self._state = self._state.remapped(self._compiled, compiled)
        self._compiled = compiled
        # A replay must not cross an edit: what follows starts from a checkpoint of its own.
        self._keep()

    def checkpoint(self) -> bytes:
        """The whole state, to go on from with `restored`."""
        return self._state.checkpoint(self._compiled)
