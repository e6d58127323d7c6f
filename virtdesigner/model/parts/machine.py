"""What a physical machine consists of: processors, memory, power, ports, disks."""

from typing import Literal

from virtdesigner.model.fields import choice, flag, quantity, text
from virtdesigner.model.parts.base import MEBIBYTES_MAX, MEGABITS_MAX, NamedPart, Part


class Processor(Part):
    """The CPUs of a machine. Capacity in reference cores: sockets x cores x relative speed (MODELS.md 0)."""

    label = "Processor"

    architecture: Literal["x86", "power", "z", "arm"] = choice(
        "x86",
        {"x86": "x86", "power": "POWER", "z": "IBM Z", "arm": "Arm"},
        "A hypervisor runs only on the architectures that it is made for.",
        label="Architecture",
    )
    model: str = text("", "Name of the processor.", label="Model")
    generation: Literal["other", "prescott", "merom", "penryn", "nehalem", "westmere", "sandy-bridge"] = (
        choice(
            "other",
            {
                "other": "Other",
                "prescott": "Prescott (2005)",
                "merom": "Merom (2006)",
                "penryn": "Penryn (2007)",
                "nehalem": "Nehalem (2008)",
                "westmere": "Westmere (2010)",
                "sandy-bridge": "Sandy Bridge (2011)",
            },
            "Sets what a VM exit costs (MODELS.md section 2).",
            label="Generation",
        )
    )
    exit_cycles: float | None = quantity(
        None,
        "cycles",
        0,
        1e6,
        "One VM exit and entry; empty: its generation's.",
        label="VM exit",
        none="usual",
    )
    sockets: int = quantity(2, "", 1, 64, "Processors in the machine.", label="Sockets")
    cores_per_socket: int = quantity(16, "", 1, 512, "Cores of one processor.", label="Cores per socket")
    clock: float = quantity(2.6, "GHz", 0.1, 10, "Base clock.", label="Clock")
    relative_speed: float = quantity(
        1.0,
        "",
        0.01,
        100,
        "Work of one core per second, against a core of speed 1.0.",
        label="Relative speed",
    )
    far_memory: float = quantity(
        30,
        "%",
        0,
        1000,
        "How much longer work waits for memory of another socket (NUMA) than for its own socket's.",
        label="Remote memory",
        estimate=True,
    )
    crowded_cache: float = quantity(
        50,
        "%",
        0,
        1000,
        "How much longer work waits for memory while neighbours keep all other cores busy, if the design "
        "counts neighbours in caches.",
        label="Crowded caches",
        estimate=True,
    )
    hyperthreading: bool = flag(
        False, "Two threads a core; worth 1.25 cores when both are busy.", label="Hyperthreading"
    )
    hardware_assist: bool = flag(True, "VT-x or AMD-V is there and switched on.", label="VT-x / AMD-V")
    nested_paging: bool = flag(True, "Second-level address translation is there.", label="EPT / NPT")
    direct_io: bool = flag(
        True, "VT-d or AMD-Vi is there: whole devices and virtual functions can be given to guests.",
        label="VT-d / AMD-Vi",
    )  # fmt: skip


class MachineMemory(Part):
    """The memory of a machine."""

    label = "Memory"

    size: float = quantity(262_144, "MiB", 1, MEBIBYTES_MAX, "Memory installed.", label="Size")


class Power(Part):
    """What a machine draws, by load (MODELS.md section 7)."""

    label = "Power"

    curve: Literal["linear", "hp-ml110-g4", "hp-ml110-g5", "ibm-x3550"] = choice(
        "linear",
        {
            "linear": "Between idle and peak",
            "hp-ml110-g4": "HP ML110 G4, measured",
            "hp-ml110-g5": "HP ML110 G5, measured",
            "ibm-x3550": "IBM x3550, measured",
        },
        "How power follows load; a measured curve overrides idle and peak.",
        label="Curve",
    )
    idle: float = quantity(120, "W", 0, 100_000, "Drawn without load.", label="Idle", estimate=True)
    peak: float = quantity(400, "W", 0, 100_000, "Drawn at full load.", label="Peak", estimate=True)


class Nic(NamedPart):
    """An Ethernet port of a server or a storage array."""

    label = "Network adapters"

    speed: float = quantity(10_000, "Mb/s", 1, MEGABITS_MAX, "Line rate, each direction.", label="Speed")
    virtual_functions: int = quantity(
        0, "", 0, 4096, "Guests that can have a part of it to themselves (SR-IOV); 0: none.",
        label="Virtual functions",
    )  # fmt: skip
    queues: bool = flag(
        False, "It sorts packets into a queue for each guest (VMDq), which spares the host CPU.",
        label="VMDq",
    )  # fmt: skip


class Hba(NamedPart):
    """A fibre-channel port of a server or a storage array."""

    label = "Fibre-channel ports"

    speed: Literal["1", "2", "4", "8", "16", "32"] = choice(
        "16",
        {speed: f"{speed}G" for speed in ("1", "2", "4", "8", "16", "32")},
        "Generation; 16G carries 1600 MB/s each direction.",
        label="Speed",
    )
    npiv: bool = flag(
        True, "Guests can have virtual ports of their own on it, with their own zoning and masking.",
        label="NPIV",
    )  # fmt: skip
    queue_depth: int = quantity(
        8192, "", 1, 65_536, "I/Os that it may have outstanding (lpfc: 8192).", label="Queue depth",
    )  # fmt: skip


class DiskGroup(NamedPart):
    """Disks of one type under one RAID level (MODELS.md section 5)."""

    label = "Disk groups"

    device: Literal["hdd", "sata-ssd", "nvme"] = choice(
        "sata-ssd",
        {"hdd": "Hard disk", "sata-ssd": "SATA SSD", "nvme": "NVMe SSD"},
        "Type of disk.",
        label="Type",
    )
    disks: int = quantity(8, "", 1, 10_000, "Disks in the group.", label="Disks")
    capacity: float = quantity(960, "GiB", 1, 1e6, "Size of one disk.", label="Disk size")
    raid: Literal["0", "1", "10", "5", "6"] = choice(
        "5", {level: f"RAID {level}" for level in ("0", "1", "10", "5", "6")}, "RAID level.", label="RAID"
    )
    failed_disks: int = quantity(
        0, "", 0, 10_000, "Disks that are broken: the group runs degraded, or is lost.", label="Failed disks",
    )  # fmt: skip
    rpm: float = quantity(10_000, "rpm", 1_000, 30_000, "Turns of a hard disk.", label="Speed of rotation")
    device_iops: float | None = quantity(
        None, "IOPS", 1, 1e8, "I/Os of one disk; empty: what its type does.", label="Disk IOPS", none="usual"
    )


class ArrayCache(Part):
    """The read cache of a storage array."""

    label = "Cache"

    hit_share: float = quantity(
        30, "%", 0, 100, "Reads answered from the cache.", label="Read hits", estimate=True
    )
    hit_latency: float = quantity(
        0.3, "ms", 0.01, 100, "Time of a read from the cache.", label="Hit latency", estimate=True
    )
