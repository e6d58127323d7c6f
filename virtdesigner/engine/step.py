"""One step of simulated time. Source: MODELS.md section 0."""

from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.phases import PHASES, metrics
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.state import State


def step(compiled: Compiled, state: State, dt: float) -> Frame:
    """Advance `state` by dt (s) and say what was found; the same design and state give the same bits."""
    work = Work(compiled, state, dt)
    for phase in PHASES:
        phase(work)
    return metrics.frame(work)
