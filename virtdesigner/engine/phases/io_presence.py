"""I/O of guests as things are: which rows of it may do what, so that nobody need ask the others in a step."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.phases.routes import TAKES, Queues
from virtdesigner.engine.workloads.patterns import PATTERNS

if TYPE_CHECKING:
    from virtdesigner.engine.phases.presence import Presence


class Files(NamedTuple):
    """I/O (rows,) that shares a disk of a VM: the VM's own, and that of containers in it.

    io: row; place: number of its disk; disk: (disks,) row of the VM's own I/O.
    """

    io: Ints
    place: Ints
    disk: Ints


class IoPresence:
    """Rows of I/O, by what may happen to them while everything is where it is. Nothing in it ever changes."""

    def __init__(self, here: "Presence") -> None:
        self.compiled, self.runs, self.platform = here.compiled, here.runs, here.platform
        self.queues: Queues = here.queues
        self.peaks = here.peaks

    @cached_property
    def reads(self) -> Bools:
        """Which rows of I/O (ios + 1,) running guests may read by; the last is no row at all."""
        return self._moves(self.compiled.stores.reads)

    @cached_property
    def writes(self) -> Bools:
        """Which rows of I/O (ios + 1,) running guests may write by; the last is no row at all."""
        return self._moves(self.compiled.stores.writes)

    def _moves(self, rate: Floats) -> Bools:
        ios, patterns = self.compiled.stores.ios, self.compiled.guests.patterns
        moves = self.runs & ((rate > 0.0) | (patterns.pattern == PATTERNS.index("trace")))
        return np.append(moves[ios.guest] & (ios.share > 0.0), False)

    @cached_property
    def cut(self) -> Ints:
        """Rows of guests' own I/O without a way, where there may be any."""
        return np.flatnonzero(self.compiled.stores.ios.is_cut & (self.reads | self.writes)[:-1])

    @cached_property
    def cut_swaps(self) -> Ints:
        """Rows of swap files without a way."""
        ios = self.compiled.stores.ios
        return np.flatnonzero(ios.is_cut & ios.is_swap)

    @cached_property
    def shallow(self) -> Ints:
        """Rows of I/O that could fill the queue of the guest's driver: of all others nobody need ask."""
        stores, queues = self.compiled.stores, self.queues
        guest = queues.guest
        at_once = TAKES.index("under_way")
        most = (
            stores.reads[guest] * queues.per_read[at_once] + stores.writes[guest] * queues.per_write[at_once]
        )
        recorded = self.compiled.guests.patterns.pattern[guest] == PATTERNS.index("trace")
        rows = np.flatnonzero(~stores.ios.is_swap & ~stores.ios.is_cut)
        full = (most > stores.ios.depth[rows] / self.peaks[guest]) | recorded
        return np.asarray(rows[full])

    @cached_property
    def limited(self) -> Ints:
        """Rows of guests' own I/O with a way and a limit."""
        ios = self.compiled.stores.ios
        return np.flatnonzero(np.isfinite(ios.most) & ~ios.is_swap & ~ios.is_cut)

    @cached_property
    def files(self) -> Files:
        """Disks of VMs with files of containers on them."""
        outer, is_cut = self.compiled.stores.ios.outer, self.compiled.stores.ios.is_cut
        disk = np.unique(outer[outer >= 0])
        on = np.append(np.full(outer.size, -1, dtype=np.int64), -1)
        on[disk] = np.arange(disk.size)
        place = np.maximum(on[:-1], on[outer])
        rows = np.flatnonzero((place >= 0) & ~is_cut)
        return Files(rows, place[rows], disk)

    @cached_property
    def depth(self) -> Floats:
        """What each queue can hold (queues,): less where several VMs that run have a disk in it."""
        stores, guests = self.compiled.stores, self.compiled.guests
        rows = np.flatnonzero(~stores.ios.is_swap & ~stores.ios.is_cut)
        guest = stores.ios.guest[rows]
        machine = np.where(guests.carrier[guest] >= 0, guests.carrier[guest], guest)
        in_vm = self.runs[guest] & (self.compiled.platforms.element[self.platform[machine]] >= 0)
        pairs = np.unique([stores.ios.queue[rows[in_vm]], machine[in_vm]], axis=1)
        several = np.bincount(pairs[0], minlength=stores.queue_depth.size) > 1
        fewer = np.minimum(stores.queue_depth, stores.outstanding)
        return np.where(several, fewer, stores.queue_depth)

    @cached_property
    def weight(self) -> Floats:
        """What each row of I/O counts against others (ios,): those on a disk of a VM share that disk's."""
        own, files = self.compiled.stores.ios.weight, self.files
        if not files.io.size:
            return own
        moves = (self.reads | self.writes)[files.io]
        # Where nothing moves, the VM's own I/O stands for all.
        alone = total(moves.astype(np.float64), files.place, files.disk.size)[files.place] == 0.0
        counts = own[files.io] * np.where(alone, files.io == files.disk[files.place], moves)
        whole = total(counts, files.place, files.disk.size)[files.place]
        found = own.copy()
        found[files.io] = own[files.disk[files.place]] * counts / np.where(whole > 0.0, whole, 1.0)
        return found

    @cached_property
    def growing(self) -> Ints:
        """Rows of I/O that may write to new blocks of thin disks."""
        ios, space = self.compiled.stores.ios, self.compiled.stores.space
        grows = np.append(space.growth, 0.0)[space.of_io] > 0.0
        return np.flatnonzero(grows & self.writes[:-1] & ~ios.is_cut & ~ios.is_swap)

    @cached_property
    def growth(self) -> Floats:
        """GiB of new blocks for each write a second of the guest, and second; of `growing`."""
        ios, space = self.compiled.stores.ios, self.compiled.stores.space
        rows = self.growing
        return np.asarray(ios.share[rows] * ios.block[rows] / 1024.0**2 * space.growth[space.of_io[rows]])

    @cached_property
    def filling(self) -> Ints:
        """Places among `growing` of I/O on LUNs whose disks are larger than they are."""
        space = self.compiled.stores.space
        return np.flatnonzero(space.may_fill[space.lun[space.of_io[self.growing]]])

    @cached_property
    def narrow_ways(self) -> Ints:
        """Rows of guests with disks behind a way of their VM that can be full."""
        platforms, ios = self.compiled.platforms, self.compiled.stores.ios
        limited = (platforms.read_s + platforms.write_s)[self.platform] > 0.0
        served = ios.guest[~ios.is_swap & ~ios.is_cut]
        return np.intersect1d(served, np.flatnonzero(limited & self.runs))

    @cached_property
    def controlled(self) -> Ints:
        """Rows of queues on LUNs with storage I/O control."""
        stores = self.compiled.stores
        return np.flatnonzero(stores.is_controlled[stores.queue_lun])
