"""What a disk group holds after RAID, and how many disks a RAID level takes."""

from collections.abc import Mapping
from types import MappingProxyType

from virtdesigner.model.parts import DiskGroup

FEWEST_DISKS: Mapping[str, int] = MappingProxyType({"0": 1, "1": 2, "10": 4, "5": 3, "6": 4})
"""Disks that a RAID level takes at least. [C] From the levels' definition: mirrors, one parity, two."""

SURVIVES: Mapping[str, int] = MappingProxyType({"0": 0, "1": 1, "10": 1, "5": 1, "6": 2})
"""Disks that may fail, whichever they are. [C] From the levels' definition: mirrors, one parity, two."""

_PARITY_DISKS: Mapping[str, int] = MappingProxyType({"5": 1, "6": 2})


def usable_capacity(group: DiskGroup) -> float:
    """GiB that are left for LUNs: mirrors hold half, RAID 5 and 6 keep one and two disks for parity."""
    if group.raid in ("1", "10"):
        return group.disks // 2 * group.capacity
    return max(0, group.disks - _PARITY_DISKS.get(group.raid, 0)) * group.capacity
