"""Rewind: checkpoints of a run, from which it can be gone through again, bit by bit."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from virtdesigner.model.design import Design

EVERY: Final = 30
"""Steps between two checkpoints, while there is room for all."""

BUDGET: Final = 64 * 2**20
"""Most bytes that checkpoints take."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a run after `step` steps, at `time` s, of a design. seconds: of the step that follows."""

    step: int
    time: float
    seconds: float
    design: Design
    state: bytes


class Checkpoints:
    """The checkpoints of one run, oldest first. When they take too much, every other is given up.

    The first is kept always: a run can be gone back to its start however long it was.
    """

    def __init__(self, every: int = EVERY, budget: int = BUDGET) -> None:
        self._every = every
        self._budget = budget
        self._kept: list[Checkpoint] = []

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Bytes that they take."""
        return sum(len(checkpoint.state) for checkpoint in self._kept)

    def is_due(self, step: int) -> bool:
        """Whether it is time for another one, after so many steps."""
        return not self._kept or step - self._kept[-1].step >= self._every

    def add(self, checkpoint: Checkpoint) -> None:
        """Keep one. Of two at the same step the later counts: the design was edited between."""
        if self._kept and self._kept[-1].step == checkpoint.step:
            self._kept.pop()
        self._kept.append(checkpoint)
        while len(self._kept) > 2 and self.nbytes > self._budget:
            self._kept[1:] = self._kept[2::2]
            self._every *= 2

    def before(self, time: float) -> Checkpoint | None:
        """The last one from which a step ends by a time, else the first; None where the run began later."""
        place = bisect_right(self._kept, time, key=lambda kept: kept.time + kept.seconds)
        found = self._kept[max(place - 1, 0)] if self._kept else None
        return found if found and found.time <= time else None

    def forget_after(self, step: int) -> None:
        """Forget what came after a step: the run is to go another way from there."""
        self._kept = [checkpoint for checkpoint in self._kept if checkpoint.step <= step]
