"""Peaks: the most that guests can come to, so that whom nothing can fill needn't be asked in a step."""

from typing import TYPE_CHECKING

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient
from virtdesigner.engine.estimates import PEAK

if TYPE_CHECKING:
    from virtdesigner.engine.phases.presence import Presence


def peaks(here: "Presence") -> Floats:
    """Return the most (guests,) that guests try to do, of full load; what was recorded may be more still.

    Noise and the work of others in a service raise the load; users ask for what they are many enough for; and
    a backlog is worked off as fast as the vCPUs can.
    """
    guests, loops, rows = here.compiled.guests, here.loops, here.backlogs
    found = np.full(here.host.size, PEAK)
    if here.load_share is not None:
        found *= np.maximum(here.load_share, 1.0)
    found[loops.guest] *= np.maximum(loops.users / loops.alone / here.requests.rate[loops.guest], 1.0)
    cpu = guests.cpu[rows]
    found[rows] = np.maximum(found[rows], quotient(here.width[rows], cpu, np.inf))
    return found
