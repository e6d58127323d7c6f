"""What swapping asks of disks and links, and of the guests that wait for it. Source: MODELS.md section 3."""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints


class Swapping(NamedTuple):
    """Guests that memory holds up or whose pages go out (rows,), few or none in most steps.

    guest: rows, ascending; io: row of `Ios` of the swap file, -1 for none. faults: swap-ins/s at full
    progress; stall: share of new memory that was given; out: MiB/s that the hypervisor swaps out, and
    writes: I/Os/s of it, at whatever pace the guest goes.
    """

    guest: Ints
    io: Ints
    faults: Floats
    stall: Floats
    out: Floats
    writes: Floats

    @classmethod
    def none(cls) -> Self:
        """Nobody."""
        rows, values = np.zeros(0, dtype=np.int64), np.zeros(0)
        return cls(rows, rows, values, values, values, values)

    def with_file(self) -> Self:
        """Those with a swap file."""
        has = self.io >= 0
        if has.all():
            return self
        return self._replace(**{name: getattr(self, name)[has] for name in self._fields})


class Inside(NamedTuple):
    """VMs that hold containers, and these (rows,), ascending by guest.

    around: row of the VM, its own where it is one; part: of the VM's working set that is the guest's, 0 to 1;
    missing: MiB of its working set that the VM's own kernel has swapped out; by_limit: its own limit is why.
    """

    guest: Ints
    around: Ints
    part: Floats
    missing: Floats
    by_limit: Bools
