"""Simulation: a design under way. Everything else is `compile_topology`, `State` and `step`."""

from typing import Self

from virtdesigner.engine.compiled import Compiled, compile_topology
from virtdesigner.engine.frame import Frame
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
        return step(self._compiled, self._state, self.dt)

    def swap(self, design: Design) -> None:
        """Go on with an edited design; what is still there keeps its state."""
        compiled = compile_topology(design, self._compiled)
        self._state = self._state.remapped(self._compiled, compiled)
        self._compiled = compiled

    def checkpoint(self) -> bytes:
        """The whole state, to go on from with `restored`."""
        return self._state.checkpoint(self._compiled)
