"""What swapping asks of disks and links, and of the guests that wait for it. Source: MODELS.md section 3."""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.stores import Stores
from virtdesigner.engine.estimates import SWAP_CLUSTER_KIB


class Missed(NamedTuple):
    """What memory keeps from some guests (rows,), or from all.

    faults, own_faults: pages/s at full progress that come back from the hypervisor's swap, and from the
    guest's own; unpacked: from the compression cache. out, own_out: MiB/s that go there. stall: share of new
    memory that was given; slowdown: by a balloon, 0 to 1.
    """

    faults: Floats
    own_faults: Floats
    unpacked: Floats
    out: Floats
    own_out: Floats
    stall: Floats
    slowdown: Floats

    @classmethod
    def nothing(cls, guests: int) -> Self:
        """Nothing is kept from anybody."""
        return cls(*(np.full(guests, 1.0 if name == "stall" else 0.0) for name in cls._fields))

    def any(self) -> Bools:
        """Return whose memory moves, or who waits for it (rows,)."""
        moves = self.faults + self.own_faults + self.unpacked + self.out + self.own_out + self.slowdown
        return np.asarray((moves > 0.0) | (self.stall < 1.0))


class Files(NamedTuple):
    """Swap files in use (rows,): those of the hypervisor, then those of guests.

    guest: row of who waits for it; number: of that guest in `Swapping`; io: row of `Ios`, -1 for none.
    faults: swap-ins/s at full progress; out: MiB/s that is swapped out, and writes: I/Os/s of it, at whatever
    pace the guest goes.
    """

    guest: Ints
    number: Ints
    io: Ints
    faults: Floats
    out: Floats
    writes: Floats

    @classmethod
    def of(cls, guest: Ints, missed: Missed, stores: Stores) -> Self:
        """Find the files that the pages of some guests (rows,) come from and go to."""
        faults, out = np.concatenate(missed[:2]), np.concatenate((missed.out, missed.own_out))
        number = np.concatenate((np.arange(guest.size), np.arange(guest.size)))
        io = np.concatenate((stores.swap[guest], stores.own_swap[guest]))
        used = (faults > 0.0) | (out > 0.0)
        number, out = number[used], out[used]
        return cls(guest[number], number, io[used], faults[used], out, out * 1024.0 / SWAP_CLUSTER_KIB)

    def held(self) -> Self:
        """Those that lie on a LUN."""
        has = self.io >= 0
        if has.all():
            return self
        return self._replace(**{name: getattr(self, name)[has] for name in self._fields})


class Swapping(NamedTuple):
    """Guests that memory holds up or whose pages move (rows,), few or none in most steps.

    guest: rows, ascending. unpacked: pages/s at full progress out of the compression cache; pace: what new
    memory and the balloon leave of the guest's progress, 0 to 1. files: where pages come from and go.
    """

    guest: Ints
    unpacked: Floats
    pace: Floats
    files: Files

    @classmethod
    def none(cls) -> Self:
        """Nobody."""
        rows, values = np.zeros(0, dtype=np.int64), np.zeros(0)
        return cls(rows, values, values, Files(rows, rows, rows, values, values, values))

    @classmethod
    def of(cls, guest: Ints, missed: Missed, stores: Stores) -> Self:
        """Take what some guests (rows,) miss; guest: their rows, ascending."""
        some = missed.any()
        guest, missed = guest[some], Missed(*(column[some] for column in missed))
        pace = missed.stall * (1.0 - missed.slowdown)
        return cls(guest, missed.unpacked, pace, Files.of(guest, missed, stores))

    def slowed(self) -> Ints:
        """Return the rows of the guests that memory holds up."""
        slow = (self.unpacked > 0.0) | (self.pace < 1.0)
        slow[self.files.number[self.files.faults > 0.0]] = True
        return self.guest[slow]


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
