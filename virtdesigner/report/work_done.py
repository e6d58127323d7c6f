"""Work done: what guests got done of what they wanted over a run, and what took the rest.

A mean over time would count each second in which a guest wants nothing as one in which it got all. So each
step weighs as much as the guest wanted in it: of the processor, or of disks or the network where it has no
work for processors. While it is down a guest wants nothing that could be measured: that time counts as it is.
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.inside import MEASURES, with_inside

_DOWN: Final = CAUSES.index("down")


class WorkDone:
    """Sums over the frames of one compiled design. Ask after the last."""

    def __init__(self, frame: Frame) -> None:
        """Room for the guests of a frame, which is not yet counted."""
        guests, causes = frame.guests.lost.shape[0], len(CAUSES)
        self._compiled = frame.compiled
        self._seconds = 0.0
        self._over_time = np.zeros((guests, causes))
        self._wanted = np.zeros((len(MEASURES), guests))
        self._lost = np.zeros((len(MEASURES), guests, causes))

    def add(self, frame: Frame) -> None:
        """Count one more frame."""
        self._seconds += frame.dt
        lost = frame.guests.lost
        self._over_time += lost * frame.dt
        up = 1.0 - lost[:, _DOWN]
        for place, measure in enumerate(MEASURES):
            wanted = getattr(frame.guests, measure) * frame.dt
            self._wanted[place] += wanted * up
            self._lost[place] += wanted[:, np.newaxis] * lost

    def wants(self) -> Bools:
        """Whether each guest, or what is in it, wanted anything; (guests,)."""
        return np.asarray(with_inside(self._compiled, self._wanted.sum(axis=0)) > 0.0)

    def lost(self, counts_inside: bool = False) -> Floats:
        """Share of what it wanted that each guest lost to each cause; (guests, causes).

        counts_inside: that of a VM takes what its containers wanted and lost as its own.
        """
        found = self._over_time / self._seconds
        down = found[:, _DOWN].copy()
        for place in reversed(range(len(MEASURES))):
            wanted, lost = self._wanted[place], self._lost[place]
            if counts_inside:
                wanted, lost = with_inside(self._compiled, wanted), with_inside(self._compiled, lost)
            rows = np.flatnonzero(wanted > 0.0)
            found[rows] = lost[rows] / wanted[rows, np.newaxis] * (1.0 - down[rows, np.newaxis])
        found[:, _DOWN] = down
        return found
