"""The phases of a step, in their order: each fills in a part of the step's `Work`.

`progress` makes the passes over network, storage and CPU; `metrics` makes the frame.
"""

from collections.abc import Callable
from typing import Final

from virtdesigner.engine.phases import (
    congestion,
    demand,
    inside,
    memory,
    multipathing,
    progress,
    shaping,
    space,
    teaming,
)
from virtdesigner.engine.phases.work import Work

PHASES: Final[tuple[Callable[[Work], None], ...]] = (
    demand.run,
    inside.run,
    memory.run,
    progress.run,
    congestion.run,
    multipathing.run,
    space.run,
    shaping.run,
    teaming.run,
)
"""What a step does, one after another, from `start.begin` to `metrics.frame`, which says what was found."""
