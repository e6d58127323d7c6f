"""One step of simulated time. Source: MODELS.md section 0.

Where the time goes: with nothing short, into some 250 numpy calls over all guests, a fifth for demand,
the rest for sums by host, link and queue, waiting, and the frame. Where hosts, links or disks are short, the
passes work on their users alone (`phases.contest`); memory is moved only where it isn't at rest.
"""

from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.phases import PHASES, metrics
from virtdesigner.engine.phases.start import begin
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.pieces import step_in_pieces, turns
from virtdesigner.engine.state import State


def step(compiled: Compiled, state: State, dt: float, *, whole: bool = False) -> Frame:
    """Advance `state` by dt (s) and say what was found; the same design and state give the same bits.

    whole: work on all hosts, links and disks as on the short ones: slower, and the same but for rounding.
    """
    start = begin(compiled, state)
    if turns(start.here, state, dt):
        return step_in_pieces(compiled, start, state, dt, whole, _made)
    return _made(Work(start, state, dt, whole))


def _made(work: Work) -> Frame:
    """Go through the phases of a step, or of a piece of one."""
    for phase in PHASES:
        phase(work)
    return metrics.frame(work)
