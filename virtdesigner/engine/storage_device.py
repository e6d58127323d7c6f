"""What disks, RAID sets and fibre-channel ports can do. Source: MODELS.md section 5."""

from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from virtdesigner.engine.arrays import Floats

Number = TypeVar("Number", float, Floats)

SEQUENTIAL_MIB_S: Final = 150.0
"""[E] Sequential rate of a hard disk."""

SEEK_MS: Final = MappingProxyType({7200: 8.5, 10000: 4.5, 15000: 3.5})
"""[C] Mean seek by rpm that gives 79, 133 and 182 random IOPS."""


class SolidState(NamedTuple):
    """Small random I/O of a solid-state device: reads and writes per second, latency of one in ms."""

    read_iops: float
    write_iops: float
    latency_ms: float


SATA_SSD: Final = SolidState(90_000.0, 75_000.0, 0.1)
"""[E] 75,000 to 90,000 IOPS; reads are taken as the faster."""

NVME_SSD: Final = SolidState(1_000_000.0, 500_000.0, 0.08)
"""[E] 500,000 to 1,000,000 IOPS; reads are taken as the faster."""

ARRAY_CACHE_HIT_MS: Final = 0.3
"""[E] Latency of an array's cache hit, of a range of 0.2 to 0.5 ms."""

RAID_WRITE_PENALTY: Final = MappingProxyType({0: 1, 1: 2, 10: 2, 5: 4, 6: 6})
"""[P] Device I/Os per write, by RAID level."""

FIBRE_CHANNEL_MB_S: Final = MappingProxyType({1: 100, 2: 200, 4: 400, 8: 800, 16: 1600, 32: 3200})
"""[P] MB/s (10^6) per direction, by the nominal speed in Gb/s."""


def hdd_service_ms(
    random_share: Number,
    block_kib: Number,
    rpm: Number,
    seek_ms: Number,
    sequential_mib_s: float = SEQUENTIAL_MIB_S,
) -> Number:
    """Return the time (ms) one I/O keeps a hard disk busy: seek and half a turn, then the transfer.

    All (devices,); random_share: 0 to 1, the I/Os that need a seek. Source: MODELS.md section 5.
    """
    return random_share * (seek_ms + 30_000.0 / rpm) + block_kib / 1.024 / sequential_mib_s


def hdd_iops(rpm: float, seek_ms: float, block_kib: float = 0.0, random_share: float = 1.0) -> float:
    """Return the I/Os per second of one hard disk: of small random blocks unless told otherwise.

    Source: MODELS.md section 5: random share * (seek + 30000/rpm) + KiB/1.024/(MiB/s), in ms.
    """
    return 1000.0 / hdd_service_ms(random_share, block_kib, rpm, seek_ms)


def fibre_channel_mb_s(speed: int) -> float:
    """Return what fibre channel carries (MB/s of 10^6) each direction; ValueError for an unknown speed.

    speed: nominal, Gb/s. Source: MODELS.md section 5 [P].
    """
    if speed not in FIBRE_CHANNEL_MB_S:
        known = ", ".join(map(str, FIBRE_CHANNEL_MB_S))
        raise ValueError(f"fibre channel of {speed} Gb/s is not known: choose one of {known}")
    return float(FIBRE_CHANNEL_MB_S[speed])


def raid_penalty(level: int) -> int:
    """Return the device I/Os per write of a RAID level; ValueError for a level without a figure.

    Source: [P] MODELS.md section 5.
    """
    if level not in RAID_WRITE_PENALTY:
        known = ", ".join(map(str, RAID_WRITE_PENALTY))
        raise ValueError(f"RAID level {level} has no write penalty: choose one of {known}")
    return RAID_WRITE_PENALTY[level]


def raid_iops(raw_iops: Number, read_share: Number, penalty: float) -> Number:
    """Return the IOPS (sets,) a RAID set gives its users: raw / (read + penalty * write).

    raw_iops: (sets,) of all disks together; read_share: (sets,) 0 to 1; penalty: of `raid_penalty`.
    Weighing raw IOPS by share (raw * read + raw * write / penalty) would count one disk's time twice.
    Source: [P] MODELS.md section 5.
    """
    return raw_iops / (read_share + penalty * (1.0 - read_share))


def mixed_iops(device: SolidState, read_share: Floats) -> Floats:
    """Return the IOPS (devices,) of a solid-state device at a mix of reads and writes."""
    # Each kind takes its share of the device's time, so the rates add up as their reciprocals.
    return 1.0 / (read_share / device.read_iops + (1.0 - read_share) / device.write_iops)
