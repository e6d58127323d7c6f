"""The table of disk groups: how much device time they have, and what an I/O takes of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.estimates import SOLID_STATE_MIB_S
from virtdesigner.engine.storage_device import (
    NVME_SSD,
    SATA_SSD,
    SEEK_MS,
    hdd_service_ms,
    raid_penalty,
)
from virtdesigner.model.element import Element
from virtdesigner.model.parts import ArrayCache, DiskGroup

_NEVER: Final = 0.0


class Groups(NamedTuple):
    """Disk groups, arrays (groups,).

    disks: the device seconds a second has, 0 where too many have failed; penalty, read_penalty: device I/Os a
    write and a read.

    is_solid: solid-state; rpm, seek: of hard disks, ms; read_s, write_s: device seconds of a small I/O, NaN
    for a hard disk without a figure of its own; latency: ms of one I/O of a solid-state disk; mib_s:
    sequential rate of one disk; hit: share of reads that the array's cache answers, in hit_ms.
    """

    disks: Floats
    penalty: Floats
    read_penalty: Floats
    is_solid: Bools
    rpm: Floats
    seek: Floats
    read_s: Floats
    write_s: Floats
    latency: Floats
    mib_s: Floats
    hit: Floats
    hit_ms: Floats


def compile_groups(found: list[tuple[Element, DiskGroup]]) -> Groups:
    """Make the table of disk groups, each with the server or array that it is in."""
    rows = [_row(element, group) for element, group in found]
    columns = np.array(rows, dtype=np.float64).reshape(-1, len(Groups._fields)).T
    values = dict(zip(Groups._fields, columns, strict=True))
    return Groups(**(values | {"is_solid": values["is_solid"] > 0}))  # type: ignore[arg-type]


def _row(element: Element, group: DiskGroup) -> tuple[float, ...]:
    cache = next(iter(element.carried(ArrayCache)), None)
    hit, hit_ms = (cache.hit_share / 100.0, cache.hit_latency) if cache else (_NEVER, _NEVER)
    own = 1.0 / group.device_iops if group.device_iops else None
    penalty = float(raid_penalty(int(group.raid)))
    if group.device == "hdd":
        per_io, latency, mib_s = (own or np.nan, own or np.nan), 0.0, np.inf
    else:
        device = SATA_SSD if group.device == "sata-ssd" else NVME_SSD
        per_io = (own or 1.0 / device.read_iops, own or 1.0 / device.write_iops)
        latency, mib_s = device.latency_ms, SOLID_STATE_MIB_S[group.device]
    solid = float(group.device != "hdd")
    seek = _seek_ms(group.rpm)
    return (
        _left(group),
        penalty,
        _read_penalty(group),
        solid,
        group.rpm,
        seek,
        *per_io,
        latency,
        mib_s,
        hit,
        hit_ms,
    )


def _left(group: DiskGroup) -> float:
    """The disks that are left; none where more have failed than the group survives for certain."""
    failed = min(group.failed_disks, group.disks)
    return float(group.disks - failed) if failed <= SURVIVED[group.raid](group.disks) else 0.0


def _read_penalty(group: DiskGroup) -> float:
    """Device I/Os a read: what lay on a broken disk of RAID 5 or 6 is worked out from all that are needed.

    [C] With n disks of which f have failed, f/n of the reads take n - 1 (RAID 5) or n - 2 (RAID 6) each.
    """
    needed = group.disks - SURVIVED[group.raid](group.disks)
    if group.raid not in ("5", "6") or not group.failed_disks:
        return 1.0
    part = min(group.failed_disks / group.disks, 1.0)
    return (1.0 - part) + part * max(needed, 1)


SURVIVED: Final[Mapping[str, Callable[[int], int]]] = MappingProxyType(
    {
        "0": lambda _: 0,
        "1": lambda disks: disks - 1,
        "10": lambda _: 1,
        "5": lambda _: 1,
        "6": lambda _: 2,
    }
)
"""[P] RAID level to the failed disks that a group survives whichever they are, of its number of disks."""


def _seek_ms(rpm: float) -> float:
    """Mean seek of a disk of any speed: between the two nearest of SEEK_MS [E], the nearest beyond them."""
    return float(np.interp(rpm, tuple(SEEK_MS), tuple(SEEK_MS.values())))


class Service(NamedTuple):
    """What an I/O takes of its group, arrays (ios,): device s of a read and a write, ms when alone.

    read_s counts only the reads that the cache doesn't answer, write_s every device I/O of a write.
    """

    read_s: Floats
    write_s: Floats
    read_ms: Floats
    write_ms: Floats
    device_ms: Floats


def service(groups: Groups, row: Ints, block: Floats, random_share: Floats) -> Service:
    """Return what I/Os of a block size (KiB) and random share (0 to 1), on group `row`, take; all (ios,)."""
    at = Groups._make(column[row] for column in groups)
    hard_ms = hdd_service_ms(random_share, block, np.maximum(at.rpm, 1.0), at.seek)
    transfer_s = block / 1024.0 / at.mib_s
    hard_s = np.where(np.isnan(at.read_s), hard_ms / 1000.0, at.read_s)
    read_s = np.where(at.is_solid, np.maximum(at.read_s, transfer_s), hard_s)
    write_s = np.where(at.is_solid, np.maximum(at.write_s, transfer_s), hard_s)
    device_ms = np.where(at.is_solid, np.maximum(at.latency, transfer_s * 1000.0), hard_s * 1000.0)
    return Service(
        read_s * (1.0 - at.hit) * at.read_penalty,
        write_s * at.penalty,
        at.hit * at.hit_ms + (1.0 - at.hit) * device_ms,
        device_ms,
        device_ms,
    )
