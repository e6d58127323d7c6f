"""Cases of MODELS.md section 5 on LUNs that several hosts share: adapters' queues, storage I/O control."""

from typing import Final

from virtdesigner.engine import congestion_window
from virtdesigner.engine.frame import Frame
from virtdesigner.insight.validation.case import Case
from virtdesigner.insight.validation.lab import PURE, Lab, disk, of_guest, run
from virtdesigner.model.parts import ArrayCache, DiskGroup, Hba, VirtualCpus, Workload

ARRAY_IOPS: Final = 4000.0
DEPTH: Final = 256
SETTLED_S: Final = 120.0
"""Simulated s after which windows rest."""


def _port(**fields: object) -> tuple[Hba, ...]:
    return (Hba.model_validate({"id": "fc0", "name": "fc0", "speed": "32"} | fields),)


def _san(depth: int, group: DiskGroup, **lun: object) -> Lab:
    """Two hosts, `host` with an adapter of a depth, and `other`, on one LUN of an array without a cache."""
    lab = Lab().host(cores=64, hbas=_port(queue_depth=depth))
    lab.add("physical-server", "other", hbas=_port()).add("hypervisor", "other hv", "other")
    lab.add("storage-array", "box", hbas=_port(), disk_groups=(group,), cache=ArrayCache(hit_share=0.0))
    lab.add("lun", "lun", "box", **lun).add("physical-switch", "san", fabric="fibre-channel")
    for end in ("host", "other", "box"):
        lab.link("fibre", f"{end}/fc0", "san")
    return lab


def _reader(lab: Lab, name: str, hypervisor: str, reads: float, shares: float = 1000.0) -> None:
    """A VM that wants small random reads, and nothing else."""
    load = PURE | {"cpu": 0.0, "reads": reads, "block": 0.5, "random_share": 100.0}
    disks = disk(guest_cycles=0.0, host_cycles=0.0, shares=shares, queue_depth=65_536)
    lab.add(
        "virtual-machine", name, hypervisor,
        cpus=VirtualCpus(count=8), workload=Workload.model_validate(load), disks=disks, nics=(),
    ).link("disk", f"{name}/disk0", "lun")  # fmt: skip


def _crowd(neighbours: int, shares: float = 1000.0, depth: int = 8192, **lun: object) -> Frame:
    """One VM on a host, VMs of 1,000 shares each on another: each wants more than the array can do."""
    group = DiskGroup(id="group0", name="Disks", device="hdd", disks=8, raid="0", device_iops=ARRAY_IOPS / 8)
    lab = _san(depth, group, queue_depth=DEPTH, outstanding=DEPTH, **lun)
    _reader(lab, "alone", "hv", 2 * ARRAY_IOPS, shares)
    for number in range(neighbours):
        _reader(lab, f"neighbour {number}", "other hv", 2 * ARRAY_IOPS)
    return run(lab, SETTLED_S)[1]


def _uncontrolled(neighbours: int, depth: int) -> float:
    """What the VM alone on its host gets of all IOPS, behind an adapter of a depth."""
    return _of_alone(_crowd(neighbours, depth=depth))


def _controlled(neighbours: int, shares: float) -> float:
    """The same with it."""
    return _of_alone(_crowd(neighbours, shares, io_control=True))


def _of_alone(frame: Frame) -> float:
    return of_guest(frame, "iops_granted", "alone") / float(frame.guests.iops_granted.sum())


def _latency(neighbours: int, threshold_ms: float) -> float:
    """The latency of a LUN under storage I/O control, ms."""
    frame = _crowd(neighbours, io_control=True, congestion=threshold_ms)
    return float(frame.luns.latency[0])


def _through_adapter(depth: int, disks: int) -> float:
    """IOPS of a host whose adapter holds less than its LUN would."""
    group = DiskGroup.model_validate(
        {"id": "group0", "name": "Disks", "device": "nvme", "disks": disks, "raid": "0"}
    )
    lab = _san(depth, group, queue_depth=DEPTH, outstanding=DEPTH)
    _reader(lab, "alone", "hv", 1e6)
    return of_guest(run(lab)[1], "iops_granted", "alone")


PARDA: Final = "Gulati, Ahmad, Waldspurger 2009 (PARDA); MODELS.md section 5"
QUEUES: Final = "Queues of hosts are served alike; MODELS.md section 5"

CASES: Final = (
    Case(
        "adapter-queue", "16 I/Os outstanding in an adapter, at 0.08 ms", "Little's law; MODELS.md section 5",
        {"depth": 16, "disks": 8}, 200_000.0, _through_adapter, "IOPS", 0.01, run="simulation",
    ),
    Case(
        "congestion-window", "The window of a host on a LUN at twice the threshold", PARDA,
        {"window": 64.0, "latency_ms": 60.0, "threshold_ms": 30.0, "push": 8.0, "gain": 0.5}, 52.0,
        congestion_window, "I/Os",
    ),
    Case(
        "io-control-off", "One VM behind an adapter of 128, beside 3 on a host with 256 outstanding", QUEUES,
        {"neighbours": 3, "depth": 128}, 128 / 384, _uncontrolled, "of the IOPS", 0.01, run="simulation",
    ),
    Case(
        "io-control-on", "One VM on a host beside 3 on another, with storage I/O control", PARDA,
        {"neighbours": 3, "shares": 1000.0}, 0.25, _controlled, "of the IOPS", 0.05,
        run="simulation",
    ),
    Case(
        "io-control-shares", "The same with twice the shares", PARDA,
        {"neighbours": 3, "shares": 2000.0}, 0.4, _controlled, "of the IOPS", 0.05,
        run="simulation",
    ),
    Case(
        "io-control-latency", "Latency of a LUN that is held at 30 ms", PARDA,
        {"neighbours": 3, "threshold_ms": 30.0}, 30.0, _latency, "ms", 0.1, run="simulation",
    ),
)  # fmt: skip
"""Every case of LUNs that are shared."""
