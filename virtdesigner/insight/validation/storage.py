"""Cases of MODELS.md section 5: disks, RAID, fibre channel, queues."""

from collections.abc import Callable
from typing import Final

from virtdesigner.engine import device_latency_ms, hdd_iops, raid_iops, raid_penalty
from virtdesigner.engine.storage_device import SEEK_MS
from virtdesigner.insight.validation.case import EXACT, Case, Run
from virtdesigner.insight.validation.lab import Lab, disk, of_guest, run
from virtdesigner.model.parts import ArrayCache, DiskGroup, Hba

ENOUGH: Final = 1e7
"""I/Os per second that no device in these cases can do."""


def _local(reads: float, writes: float, depth: int = 65_536, **group: object) -> float:
    """IOPS of a VM that wants more than its LUN on the server's own disks gives."""
    fields = {"id": "group0", "name": "Disks"} | group
    lab = Lab().host(cores=64, disk_groups=(DiskGroup.model_validate(fields),))
    lab.add("lun", "lun", "host", queue_depth=depth)
    lab.guest(
        "vm", reads=reads, writes=writes, block=0.5, random_share=100.0, count=64,
        disks=disk(guest_cycles=0.0, host_cycles=0.0),
    ).link("disk", "vm/disk0", "lun")  # fmt: skip
    return of_guest(run(lab)[1], "iops_granted", "vm")


def _hdd(rpm: float, disks: int) -> float:
    return _local(ENOUGH, 0.0, device="hdd", rpm=rpm, disks=disks, raid="0")


def _raid(level: int, disks: int, disk_iops: float, read_share: float) -> float:
    wanted = 1e5
    return _local(
        wanted * read_share, wanted * (1.0 - read_share),
        device="hdd", disks=disks, raid=str(level), device_iops=disk_iops,
    )  # fmt: skip


def _raid_by_hand(level: int, disks: int, disk_iops: float, read_share: float) -> float:
    return raid_iops(disks * disk_iops, read_share, raid_penalty(level))


def _outstanding(depth: int, disks: int) -> float:
    """IOPS of one host on a LUN of fast disks: its queue is what holds it back."""
    return _local(ENOUGH, 0.0, depth=depth, device="nvme", disks=disks, raid="0")


def _client(client_queue: int) -> float:
    """IOPS of a VM on fast disks whose driver has no more than its queue under way."""
    group = DiskGroup(id="group0", name="Disks", device="nvme", disks=8, raid="0")
    lab = Lab().host(cores=64, disk_groups=(group,)).add("lun", "lun", "host", queue_depth=65_536)
    disks = disk(guest_cycles=0.0, host_cycles=0.0, queue_depth=client_queue)
    lab.guest("vm", reads=ENOUGH, block=0.5, random_share=100.0, count=64, disks=disks)
    return of_guest(run(lab.link("disk", "vm/disk0", "lun"))[1], "iops_granted", "vm")


def _waits(iops: float, most_iops: float, depth: int) -> float:
    """Latency (ms) of a VM's reads from a LUN on one disk that does so many I/Os a second."""
    group = {
        "id": "group0",
        "name": "Disks",
        "device": "hdd",
        "disks": 1,
        "raid": "0",
        "device_iops": most_iops,
    }
    lab = Lab().host(disk_groups=(DiskGroup.model_validate(group),))
    lab.add("lun", "lun", "host", queue_depth=depth)
    lab.guest("vm", reads=iops, block=0.5, random_share=100.0, disks=disk(queue_depth=65_536))
    return of_guest(run(lab.link("disk", "vm/disk0", "lun"))[1], "storage_latency", "vm")


def _fibre(speed: int) -> float:
    """MB/s that a host reads from a fast array over one fibre-channel port."""
    group = DiskGroup(id="group0", name="Disks", device="nvme", disks=64, raid="0")
    port = (Hba.model_validate({"id": "fc0", "name": "fc0", "speed": str(speed)}),)
    lab = Lab().host(cores=64, hbas=port).add("physical-switch", "san", fabric="fibre-channel")
    lab.add("storage-array", "box", hbas=port, disk_groups=(group,), cache=ArrayCache(hit_share=0.0))
    lab.add("lun", "lun", "box", queue_depth=65_536)
    lab.link("fibre", "host/fc0", "san").link("fibre", "box/fc0", "san")
    lab.guest("vm", reads=20_000.0, block=256.0, disks=disk(), count=64).link("disk", "vm/disk0", "lun")
    return float(run(lab)[1].links.used.max()) / 8.0


SEEKS: Final = "Mean seek and half a turn; MODELS.md section 5"
RAID: Final = "raw / (read + penalty * write); MODELS.md section 5"
FIBRE: Final = "Fibre Channel Industry Association; MODELS.md section 5"
VSCSI: Final = "IBM, queue depths of virtual SCSI clients; MODELS.md section 5"
LATENCY: Final = "M/M/1 and Little's law; MODELS.md section 5"
LITTLE: Final = "Little's law; MODELS.md section 5"

_RAID_ROWS: Final = (
    # 8 disks of 180 IOPS are 1440: divided by read + penalty * write.
    (0, 0.5, 1440.0), (1, 0.5, 960.0), (10, 0.5, 960.0), (5, 0.7, 1440 / 1.9), (5, 0.0, 360.0), (6, 0.5,
    1440 / 3.5),
)  # fmt: skip

_RAID_WAYS: Final[tuple[tuple[Callable[..., float], Run, float], ...]] = (
    (_raid_by_hand, "formula", EXACT), (_raid, "simulation", 1e-6),
)  # fmt: skip

CASES: Final = (
    *(
        Case(
            f"hdd-{rpm}-formula", f"Random I/O of a disk at {rpm:,} rpm", SEEKS,
            {"rpm": float(rpm), "seek_ms": SEEK_MS[rpm]}, iops, hdd_iops, "IOPS", 0.005,
        )
        for rpm, iops in ((7200, 79.0), (10000, 133.0), (15000, 182.0))
    ),
    *(
        Case(
            f"hdd-{rpm}-simulated", f"Random I/O of a LUN on a disk at {rpm:,} rpm", SEEKS,
            {"rpm": float(rpm), "disks": 1}, iops, _hdd, "IOPS", 0.005, run="simulation",
        )
        for rpm, iops in ((7200, 79.0), (10000, 133.0), (15000, 182.0))
    ),
    *(
        Case(
            f"raid-{level}-{100 * reads:.0f}-{run_}",
            f"8 disks of 180 IOPS as RAID {level}, {reads:.0%} reads", RAID,
            {"level": level, "disks": 8, "disk_iops": 180.0, "read_share": reads}, iops, compute, "IOPS",
            tolerance, run=run_,
        )
        for level, reads, iops in _RAID_ROWS
        for compute, run_, tolerance in _RAID_WAYS
    ),
    *(
        Case(
            f"fibre-channel-{speed}", f"A host that reads all it can over fibre channel {speed}G", FIBRE,
            {"speed": speed}, rate, _fibre, "MB/s", 1e-6, run="simulation",
        )
        for speed, rate in ((1, 100.0), (2, 200.0), (4, 400.0), (8, 800.0), (16, 1600.0), (32, 3200.0))
    ),
    Case(
        "little", "32 outstanding I/Os at 0.08 ms", LITTLE, {"depth": 32, "disks": 8}, 400_000.0,
        _outstanding,
        "IOPS", 0.01, run="simulation",
    ),
    *(
        Case(
            f"client-queue-{depth}", f"Reads at 0.08 ms of a client of {system} with {depth} outstanding",
            VSCSI,
            {"client_queue": depth}, depth / 0.08e-3, _client, "IOPS", 0.01, run="simulation",
        )
        for system, depth in (("AIX", 3), ("Linux", 16), ("IBM i", 32))
    ),
    *(
        Case(
            f"latency-{name}-simulated", what, LATENCY, {"iops": iops, "most_iops": 100.0, "depth": 32}, ms,
            _waits, "ms", 0.01, run="simulation",
        )
        for name, what, iops, ms in (
            ("half-busy", "A LUN on a disk of one I/O at a time, half busy: S/(1 - rho)", 50.0, 20.0),
            ("full-queue", "A LUN on a saturated disk with a queue of 32: Q/IOPS", 200.0, 320.0),
        )
    ),
    Case(
        "latency-one-server", "A disk of one I/O at a time, half busy: S/(1 - rho)",
        "M/M/1; MODELS.md section 5",
        {"iops": 50.0, "most_iops": 100.0, "service_ms": 10.0, "queue_depth": 64.0}, 20.0, device_latency_ms,
        "ms",
    ),
    Case(
        "latency-full-queue", "A saturated disk with a queue of 32: Q/IOPS", LITTLE,
        {"iops": 200.0, "most_iops": 100.0, "service_ms": 10.0, "queue_depth": 32.0}, 320.0,
        device_latency_ms, "ms",
    ),
)  # fmt: skip
"""Every case of this section."""
