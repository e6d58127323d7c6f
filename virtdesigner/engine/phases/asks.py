"""Asks: what uses of links and disks ask for, as multiples of what their guests move and of swap-ins."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.phases.work import Work


class Asks(NamedTuple):
    """Uses (uses,), each of at most two figures in `Work.moved`.

    first, second: rows there; per_first, per_second: what is asked for each unit of them. swap: numbers of
    the uses that are swap-ins, io: rows of their files, per_fault: what is asked for each page a second.
    """

    first: Ints
    per_first: Floats
    second: Ints
    per_second: Floats
    swap: Ints
    io: Ints
    per_fault: Floats

    @classmethod
    def joined(cls, parts: Sequence["Asks"]) -> Self:
        """One after another."""
        starts = np.cumsum([0, *(part.first.size for part in parts)])
        moved = [
            part._replace(swap=part.swap + start) for part, start in zip(parts, starts[:-1], strict=True)
        ]
        return cls(*(np.concatenate(columns) for columns in zip(*moved, strict=True)))

    def now(self, work: Work) -> Floats:
        """Return what is asked for in this step at full progress (uses,)."""
        asked = work.moved.take(self.first) * self.per_first
        asked += work.moved.take(self.second) * self.per_second
        files = work.swapping.files.held()
        if self.swap.size and files.io.size:
            faults = total(files.faults, files.io, work.compiled.stores.ios.guest.size)
            asked[self.swap] = faults[self.io] * self.per_fault
        return asked


def ios_ask(work: Work, rows: Ints, per_read: Floats, per_write: Floats) -> Asks:
    """Return what some rows of I/O ask for, of a read and a write each (rows,); swap files of swap-ins."""
    ios, size = work.compiled.stores.ios, work.native.size
    guest, share = ios.guest[rows], ios.share[rows]
    swap = np.flatnonzero(ios.is_swap[rows])
    return Asks(
        size + guest, share * per_read, 2 * size + guest, share * per_write, swap, rows[swap], per_read[swap]
    )
