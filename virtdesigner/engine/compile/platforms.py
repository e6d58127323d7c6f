"""The table of platforms: what hypervisors do to whoever runs on them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.seats import House
from virtdesigner.engine.estimates import COSTOP_SCHEDULERS
from virtdesigner.engine.overhead import TECHNIQUES

NATIVE: Final = 0
"""Row of the platform that is none: no hypervisor."""


class Platforms(NamedTuple):
    """Hypervisors, arrays (platforms,), after the row NATIVE.

    element: row in `element_ids`, -1 for none; technique: row of TECHNIQUES for 64-bit guests, -1 where the
    server lacks its needs; kernel_factor: NaN for the technique's; costop: part of a wide guest's waiting
    that is co-stop; kept_near: part of accesses to far memory that guests avoid; read_s, write_s: time that
    an I/O takes of the one way to all virtual disks of a VM, 0 where that is never full.
    """

    element: Ints
    technique: Ints
    kernel_factor: Floats
    costop: Floats
    kept_near: Floats
    read_s: Floats
    write_s: Floats

    def technique_of(self, platform: Ints, narrow: Bools) -> Ints:
        """Return the technique of guests on platforms (guests,), native in place of none; narrow: 32-bit."""
        found = np.maximum(self.technique[platform], 0)
        return np.where(narrow & (found == _PARAVIRTUAL_64), _PARAVIRTUAL, found)


_PARAVIRTUAL, _PARAVIRTUAL_64 = (tuple(TECHNIQUES).index(n) for n in ("paravirtual", "paravirtual-64"))


def compile_platforms(houses: list[House], row: dict[str, int]) -> tuple[Platforms, dict[str, int]]:
    """Make the table of the hypervisors of `houses`; also return their rows by id. row: of elements."""
    found = [house for house in houses if house.hypervisor and house.platform]
    number = {house.hypervisor.id: n for n, house in enumerate(found, NATIVE + 1) if house.hypervisor}
    factors = [house.platform.kernel_factor for house in found if house.platform]
    platforms = Platforms(
        element=np.array([-1, *(row[id] for id in number)], dtype=np.int64),
        technique=np.array([0, *(house.technique for house in found)], dtype=np.int64),
        kernel_factor=np.array([None, *factors], dtype=np.float64),
        costop=np.array([0.0, *map(_costop, found)], dtype=np.float64),
        # A kernel on the machine itself is what a guest's cost is measured against.
        kept_near=np.array([1.0, *map(_kept_near, found)], dtype=np.float64),
        read_s=_each_takes(house.platform.disk_reads_most for house in found if house.platform),
        write_s=_each_takes(house.platform.disk_writes_most for house in found if house.platform),
    )
    return platforms, number


def _costop(house: House) -> float:
    stops = house.platform is not None and house.platform.scheduler in COSTOP_SCHEDULERS
    return house.platform.costop / 100.0 if house.platform and stops else 0.0


def _kept_near(house: House) -> float:
    shown = house.platform is not None and house.platform.virtual_numa
    return house.platform.numa_kept_near / 100.0 if house.platform and shown else 0.0


def _each_takes(most: Iterable[float | None]) -> Floats:
    """Seconds of an I/O where so many a second are the most, after the row NATIVE; None: no limit."""
    return np.array([0.0, *(1.0 / iops if iops else 0.0 for iops in most)], dtype=np.float64)
