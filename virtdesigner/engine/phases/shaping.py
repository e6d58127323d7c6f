"""Traffic shaping: token buckets of port groups, which bound what is sent. Source: MODELS.md section 4."""

import numpy as np

from virtdesigner.engine.arrays import Floats
from virtdesigner.engine.phases.work import Work


def rates(work: Work) -> Floats:
    """Return what each shaper (shapers,) lets through in a step, Mb/s: the average and what was saved up."""
    shapers = work.compiled.shapers
    saved = shapers.burst - work.state.burst_used
    return np.minimum(shapers.peak, shapers.average + saved / work.dt)


def run(work: Work) -> None:
    """Empty the buckets by what went above the average, and fill them by what stayed below it."""
    shapers, state = work.compiled.shapers, work.state
    if not shapers.keys:
        return
    sent = work.load[shapers.constraint]
    used = state.burst_used + (sent - shapers.average) * work.dt
    state.burst_used = np.clip(used, 0.0, shapers.burst)
