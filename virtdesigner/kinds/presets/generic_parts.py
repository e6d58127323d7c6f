"""Classes of network adapters, fibre-channel adapters and disks: presets for parts of servers and arrays."""

from typing import Any

from virtdesigner.kinds.presets.preset import GENERIC, Preset, Source, computed, estimated, published, whole

_IXGBE = "Linux docs, ixgbe driver: max_vfs"
_HBA = "MODELS.md 5, Fibre channel and Queues"
_YEARS = estimated("since until", "When adapters of the class became usual.")


def _part(
    part: str, id: str, label: str, years: tuple[int, int | None], sources: tuple[Source, ...], **values: Any
) -> Preset:
    return Preset(
        id, f"part:{part}", f"{label} (generic)", GENERIC, *years, whole(**values), (*sources, _YEARS)
    )


def _nic(
    id: str,
    label: str,
    years: tuple[int, int | None],
    gigabits: int,
    functions: Source,
    *,
    count: int = 0,
    queues: bool = False,
) -> Preset:
    sources = (
        computed("speed", f"{gigabits} Gb/s each direction.", "The name of the class"),
        functions,
        estimated("queues", "Whether adapters of the class sort packets by guest."),
    )
    return _part(
        "Nic", id, label, years, sources,
        speed=gigabits * 1000.0, virtual_functions=count, queues=queues,
    )  # fmt: skip


_NO_FUNCTIONS = estimated("virtual_functions", "Adapters of the class are shared in software only.")

_NICS = (
    _nic("nic-1g", "NIC 1G", (1999, None), 1, _NO_FUNCTIONS),
    _nic("nic-10g-vmdq", "NIC 10G with VMDq", (2007, None), 10, _NO_FUNCTIONS, queues=True),
    _nic(
        "nic-10g-sriov",
        "NIC 10G with SR-IOV",
        (2009, None),
        10,
        published("virtual_functions", "63 virtual functions a port.", _IXGBE),
        count=63,
        queues=True,
    ),
    _nic(
        "nic-25g",
        "NIC 25G with SR-IOV",
        (2016, None),
        25,
        estimated("virtual_functions", "Adapters of the class offer 64 to 256 a port."),
        count=64,
        queues=True,
    ),
)


def _hba(speed: str, megabytes: int, years: tuple[int, int | None], *, npiv: bool) -> Preset:
    sources = (
        published("speed", f"{speed}G carries {megabytes} MB/s each direction.", _HBA),
        published("queue_depth", "The driver lpfc keeps up to 8192 I/Os outstanding.", _HBA),
        estimated("npiv", "Usual from 4G on."),
    )
    return _part(
        "Hba", f"hba-{speed}g", f"HBA {speed}G", years, sources, speed=speed, npiv=npiv, queue_depth=8192
    )


_HBAS = (
    _hba("2", 200, (2001, 2008), npiv=False),
    _hba("8", 800, (2008, 2016), npiv=True),
    _hba("16", 1600, (2011, None), npiv=True),
    _hba("32", 3200, (2016, None), npiv=True),
)


def _disks(
    id: str, label: str, years: tuple[int, int | None], sources: tuple[Source, ...] = (), **values: Any
) -> Preset:
    rest = estimated("disks capacity raid device", "A usual set of disks of its time.")
    return _part("DiskGroup", id, label, years, (*sources, rest), **values)


def _spinning(rpm: int, iops: int) -> tuple[Source, ...]:
    says = f"{rpm // 1000}k rpm: {iops} random I/Os a second with its usual seek time."
    return (computed("rpm", says, "MODELS.md 5, Devices"),)


_DISK_GROUPS = (
    _disks(
        "disks-sas-2006", "6 hard disks of 2006", (2004, 2010), _spinning(10_000, 133),
        device="hdd", disks=6, capacity=73.0, raid="5", rpm=10_000.0,
    ),
    _disks(
        "disks-nearline", "12 large hard disks", (2008, None), _spinning(7_200, 79),
        device="hdd", disks=12, capacity=8_000.0, raid="6", rpm=7_200.0,
    ),
    _disks(
        "disks-ssd", "8 SATA SSDs", (2012, None), device="sata-ssd", disks=8, capacity=1_920.0, raid="5"
    ),
    _disks("disks-nvme", "4 NVMe SSDs", (2016, None), device="nvme", disks=4, capacity=3_840.0, raid="10"),
)  # fmt: skip

PRESETS: tuple[Preset, ...] = (*_NICS, *_HBAS, *_DISK_GROUPS)
