"""The phases of a step, in their order: each fills in a part of the step's `Work`.

`progress` makes the passes over network, storage and CPU; `metrics` makes the frame. Scheduled events and
faults are not simulated, so there is no phase for them.
"""

from collections.abc import Callable
from typing import Final

from virtdesigner.engine.phases import demand, memory, progress
from virtdesigner.engine.phases.work import Work

PHASES: Final[tuple[Callable[[Work], None], ...]] = (demand.run, memory.run, progress.run)
"""What a step does, one after another, before `metrics.frame` says what was found."""
