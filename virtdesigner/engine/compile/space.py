"""The table of space: what disks of guests take of their LUNs, and how thin ones grow."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.compile.files import disk_key, files
from virtdesigner.engine.compile.seats import Seat
from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design
from virtdesigner.model.link import DiskLink
from virtdesigner.model.parts import VirtualDisk


class Space(NamedTuple):
    """Disks (disks,) and what they take, GiB.

    guest, lun: row; size: the most that each takes; start: what it takes at the start of a run; growth: part
    of what is written that goes to new blocks, 0 for a disk that is not thin. of_io: (ios,) the disk that is
    written to, -1 for none. capacity: (luns,); may_fill: (luns,) its disks are larger together. keys: of
    disks, to find them again after an edit.
    """

    guest: Ints
    lun: Ints
    size: Floats
    start: Floats
    growth: Floats
    of_io: Ints
    capacity: Floats
    may_fill: Bools
    keys: tuple[str, ...]

    def used(self, written: Floats) -> Floats:
        """Return the space that disks take of each LUN (luns,); written: (disks,)."""
        return total(written, self.lun, self.capacity.size)

    def after_edit(self, written: Floats, rows: Ints, before: "Space") -> Floats:
        """Return what disks take (disks,) after an edit; written: what was kept, rows: (disks,) of it before.

        Thick disks take all of theirs. Thin ones keep what they have grown to, unless the edit says how much
        of them is written.
        """
        kept = np.where(self.start >= self.size, self.size, np.minimum(written, self.size))
        if not rows.size or not before.size.size:
            return kept
        is_said = (rows >= 0) & ~np.isclose((before.start / before.size)[rows], self.start / self.size)
        return np.where(is_said, self.start, kept)


Links = Mapping[tuple[str, str], DiskLink]


def compile_space(
    design: Design,
    seats: list[Seat],
    links: Links,
    luns: list[Lun],
    lun_row: Mapping[str, int],
    io_keys: tuple[str, ...],
) -> Space:
    """Make the table of disks that lie on LUNs; those of containers in VMs are files on the VM's disks."""
    found = list(_disks(seats, links))
    keys = [disk_key(seat.id, disk.id) for _, seat, disk, _ in found]
    disks = [disk for _, _, disk, _ in found]
    size = np.array([disk.capacity for disk in disks], dtype=np.float64)
    capacity = np.array([lun.capacity for lun in luns], dtype=np.float64)
    lun = np.array([lun_row[link.target] for *_, link in found], dtype=np.int64)
    row = {key: number for number, key in enumerate(keys)}
    row |= {key: row[outer] for key, outer in files(design, seats, links)}
    return Space(
        guest=np.array([number for number, *_ in found], dtype=np.int64),
        lun=lun,
        size=size,
        start=np.array([disk.written / 100.0 if disk.thin else 1.0 for disk in disks]) * size,
        growth=np.array([disk.growth / 100.0 if disk.thin else 0.0 for disk in disks], dtype=np.float64),
        of_io=np.array([row.get(key, -1) for key in io_keys], dtype=np.int64),
        capacity=capacity,
        may_fill=total(size, lun, capacity.size) > capacity,
        keys=tuple(keys),
    )


def _disks(seats: list[Seat], links: Links) -> Iterator[tuple[int, Seat, VirtualDisk, DiskLink]]:
    for number, seat in enumerate(seats):
        if seat.house.carrier is not None:
            continue
        for disk in seat.disks:
            if (link := links.get((seat.id, disk.id))) is not None:
                yield number, seat, disk, link
