"""How large what the export doesn't say is assumed to be. All figures are estimates [E], and editable."""

import math
from collections.abc import Iterable

from virtdesigner.model.parts import DiskGroup, Workload

VCPUS_PER_CORE = 4
"""vCPUs a core of a server that isn't described: what MODELS.md section 1 calls the usual upper end."""
HEADROOM = 2.0
"""Assumed storage does this many times the estimated I/O, so that it is no bottleneck by invention."""
MEMORY_HEADROOM = 1.25
SPACE_HEADROOM = 1.25
USUAL_CLOCK = 2600.0
USUAL_DATASTORE = 2.0 * 2**20
"""MiB of a datastore of unknown size that needs no more."""

_GIBIBYTE = 1024.0
_CORE_STEP, _FEWEST_CORES = 8, 16
_MEMORY_STEP = 64 * _GIBIBYTE
_DISK = 3840.0
_DISK_IOPS = 75_000.0
_DISK_RATE = 500.0
_WRITE_PENALTY = 4
_FEWEST_DISKS, _MOST_DISKS = 8, 10_000
_RAID_GROUP = 8


def cores_for(vcpus: float) -> int:
    """Cores of a server that carries so many vCPUs."""
    return max(_FEWEST_CORES, _rounded_up(vcpus / VCPUS_PER_CORE, _CORE_STEP))


def memory_for(memory: float) -> float:
    """Memory (MiB) of a server whose machines have so much."""
    return float(max(_MEMORY_STEP, _rounded_up(memory * MEMORY_HEADROOM, int(_MEMORY_STEP))))


def disk_group(name: str, capacity: float, loads: Iterable[Workload]) -> DiskGroup:
    """Solid-state disks under RAID 5 for LUNs of `capacity` GiB together and the I/O of `loads`.

    A disk does 75,000 IOPS (low end of MODELS.md section 5) and 500 MiB/s (what its interface lets through);
    RAID 5 costs a write four I/Os; one disk in eight holds parity.
    """
    wanted = [(load.reads + _WRITE_PENALTY * load.writes, load.block) for load in loads]
    for_io = sum(rate for rate, _ in wanted) * HEADROOM / _DISK_IOPS
    for_throughput = sum(rate * block for rate, block in wanted) / _GIBIBYTE * HEADROOM / _DISK_RATE
    for_space = capacity * SPACE_HEADROOM / _DISK * _RAID_GROUP / (_RAID_GROUP - 1)
    disks = math.ceil(max(for_io, for_throughput, for_space, _FEWEST_DISKS))
    return DiskGroup(
        id="group0", name=name, device="sata-ssd", disks=min(disks, _MOST_DISKS), capacity=_DISK, raid="5"
    )


def arrays_for(transport: str, loads: Iterable[Workload]) -> int:
    """Arrays whose ports carry the I/O of `loads` with room to spare.

    An array has two ports. Of fibre channel 32G both are in use, over a fabric each: 2 x 3200 MB/s (MODELS.md
    section 5); of 25 Gb/s Ethernet one is: 3125 MB/s. A MiB is taken for a MB.
    """
    wanted = sum((load.reads + load.writes) * load.block for load in loads) / _GIBIBYTE * HEADROOM
    return max(1, math.ceil(wanted / (6400.0 if transport == "fibre" else 3125.0)))


def ports_for(count: int) -> int:
    """Ports of a switch with so many cables."""
    return min(max(48, _rounded_up(count, 24)), 10_000)


def _rounded_up(value: float, step: int) -> int:
    return math.ceil(value / step) * step
