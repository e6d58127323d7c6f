"""Parts: the components inside an element.

What an element is to the simulation, it is by the parts it carries: a processor, memory, adapters, disks, a
workload. Parts hold properties only; links say what is connected to what, `parent` what lies in what.
"""

from typing import ClassVar, Literal

from virtdesigner.model.fields import choice, flag, hidden, part, quantity, ref, text
from virtdesigner.model.record import Frozen

MEBIBYTES_MAX = 2.0**36
MEGABITS_MAX = 1e7


class Part(Frozen):
    """A component. label: what the inspector's section is called."""

    label: ClassVar[str] = ""


class NamedPart(Part):
    """A component that may occur several times; its id is unique in its element."""

    id: str = hidden(..., "Identity within the element.", maximum=100)
    name: str = text("", "What people call it.", label="Name", minimum=1)


class Processor(Part):
    """The CPUs of a machine. Capacity in reference cores: sockets x cores x relative speed (MODELS.md 0)."""

    label = "Processor"

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
    hyperthreading: bool = flag(
        False, "Two threads a core; worth 1.25 cores when both are busy.", label="Hyperthreading"
    )
    hardware_assist: bool = flag(True, "VT-x or AMD-V is there and switched on.", label="VT-x / AMD-V")
    nested_paging: bool = flag(True, "Second-level address translation is there.", label="EPT / NPT")


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


class Hba(NamedPart):
    """A fibre-channel port of a server or a storage array."""

    label = "Fibre-channel ports"

    speed: Literal["1", "2", "4", "8", "16", "32"] = choice(
        "16",
        {speed: f"{speed}G" for speed in ("1", "2", "4", "8", "16", "32")},
        "Generation; 16G carries 1600 MB/s each direction.",
        label="Speed",
    )


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


class VirtualCpus(Part):
    """The processors of a guest and its claim on its host's (MODELS.md section 1)."""

    label = "Compute"

    count: int = quantity(2, "", 1, 1024, "Virtual CPUs.", label="vCPUs")
    shares: float | None = quantity(
        None,
        "",
        0,
        1e9,
        "Weight against its siblings; empty: normal for the scheduler.",
        label="Shares",
        none="normal",
    )
    reservation: float = quantity(0, "cores", 0, 1e6, "Met whatever the others do.", label="Reservation")
    limit: float | None = quantity(None, "cores", 0, 1e6, "Never exceeded.", label="Limit", none="no limit")


class GuestMemory(Part):
    """The memory of a guest and its claim on its host's (MODELS.md section 3)."""

    label = "Memory"

    size: float = quantity(4096, "MiB", 1, MEBIBYTES_MAX, "Memory the guest sees.", label="Size")
    shares: float | None = quantity(
        None,
        "",
        0,
        1e12,
        "Weight against its siblings; empty: normal, 10 per MiB.",
        label="Shares",
        none="normal",
    )
    reservation: float = quantity(0, "MiB", 0, MEBIBYTES_MAX, "Never reclaimed.", label="Reservation")
    limit: float | None = quantity(
        None, "MiB", 0, MEBIBYTES_MAX, "Machine memory never exceeded.", label="Limit", none="no limit"
    )
    tools: bool = flag(True, "Guest tools are installed, so the balloon can work.", label="Guest tools")
    balloon_limit: float = quantity(
        65, "%", 0, 100, "Most of its memory that the balloon may take.", label="Balloon limit"
    )


class VirtualNic(NamedPart):
    """A network adapter of a guest."""

    label = "Network adapters"

    adapter: Literal["paravirtual", "emulated"] = choice(
        "paravirtual",
        {"paravirtual": "Paravirtual (vmxnet3, virtio)", "emulated": "Emulated (e1000)"},
        "How it is presented; an emulated adapter costs more CPU a packet.",
        label="Adapter",
    )
    shares: float = quantity(50, "", 1, 100, "Weight against other traffic on the same link.", label="Shares")
    limit: float | None = quantity(
        None, "Mb/s", 0, MEGABITS_MAX, "Most it may send.", label="Limit", none="no limit"
    )


class VirtualDisk(NamedPart):
    """A disk of a guest."""

    label = "Disks"

    capacity: float = quantity(40, "GiB", 0.001, 1e6, "Size the guest sees.", label="Size")
    thin: bool = flag(True, "Space is taken only when written.", label="Thin")
    adapter: Literal["paravirtual", "emulated"] = choice(
        "paravirtual",
        {"paravirtual": "Paravirtual (pvscsi, virtio)", "emulated": "Emulated (LSI, IDE)"},
        "How it is presented; an emulated adapter costs more CPU an I/O.",
        label="Adapter",
    )
    share: float = quantity(
        1, "", 0, 1e6, "Its part of the guest's I/O, against its other disks.", label="I/O share"
    )


class Virtualisation(Part):
    """How a hypervisor runs its guests (MODELS.md sections 1, 2)."""

    label = "Virtualisation"

    product: Literal["esxi", "kvm", "xen", "hyper-v"] = choice(
        "esxi",
        {"esxi": "VMware ESXi", "kvm": "KVM", "xen": "Xen", "hyper-v": "Microsoft Hyper-V"},
        "Whose it is; sets the scheduler, its time slice and what shares mean.",
        label="Product",
    )
    version: str = text("", "Release.", label="Version")
    technique: Literal["hardware-assisted", "binary-translation"] = choice(
        "hardware-assisted",
        {"hardware-assisted": "Hardware-assisted", "binary-translation": "Binary translation"},
        "How privileged instructions of a guest are handled.",
        label="Technique",
    )
    kernel_factor: float | None = quantity(
        None,
        "",
        1,
        100,
        "Cost of kernel code against native; empty: the technique's.",
        label="Kernel factor",
        none="usual",
        estimate=True,
    )
    context_switch: float = quantity(
        0.05,
        "ms",
        0,
        10,
        "Lost at each switch of a vCPU on a contended core.",
        label="Context switch",
        estimate=True,
    )


class MemoryPolicy(Part):
    """How a hypervisor gives out and takes back memory (MODELS.md section 3)."""

    label = "Memory policy"

    system: float = quantity(
        2048,
        "MiB",
        0,
        MEBIBYTES_MAX,
        "What the hypervisor keeps for itself.",
        label="System memory",
        estimate=True,
    )
    ballooning: bool = flag(True, "Take memory back through guest tools before swapping.", label="Ballooning")
    page_sharing: bool = flag(
        False,
        "Store identical pages of guests of one image once (off by default today).",
        label="Page sharing",
    )
    idle_tax: float = quantity(
        75, "%", 0, 99, "How much more an idle page costs than an active one.", label="Idle memory tax"
    )
    reclaim_rate: float = quantity(
        64,
        "MiB/s",
        0.1,
        1e6,
        "How fast one guest's balloon or swap moves.",
        label="Reclaim rate",
        estimate=True,
    )
    reuse_time: float = quantity(
        10,
        "s",
        0.1,
        3600,
        "How often a guest comes back to a page of its working set.",
        label="Reuse time",
        estimate=True,
    )
    fault_parallelism: float = quantity(
        4, "", 1, 64, "Swap-ins of a guest under way at once.", label="Parallel swap-ins", estimate=True
    )
    swap_lun: str | None = ref(
        "Where swap files lie.",
        label="Swap LUN",
        kinds=("lun",),
        default=None,
        none="with each guest's first disk",
    )


class Flow(NamedPart):
    """Traffic that a workload sends."""

    label = "Network flows"

    peer: str | None = ref(
        "Who receives it.",
        label="To",
        default=None,
        none="clients beyond the physical switch",
        cascade=True,
    )
    nic: str = text(
        "", "Id of the adapter it leaves by; empty: the first.", label="Adapter", descriptive=False
    )
    rate: float = quantity(10, "Mb/s", 0, MEGABITS_MAX, "Sent at full load.", label="Rate", estimate=True)
    packet: float = quantity(900, "bytes", 64, 9000, "Mean packet.", label="Packet", estimate=True)


class Workload(Part):
    """What runs in a guest, at full load, and how the load goes over time (MODELS.md sections 2, 9).

    Rates of the instruction mix are thousands per second of native core time.
    """

    label = "Workload"

    template: Literal[
        "custom", "web-server", "oltp-database", "application-server", "file-server", "virtual-desktop",
        "build", "hadoop-worker", "load-generator", "idle",
    ] = choice(
        "custom",
        {
            "custom": "Custom",
            "web-server": "Web server",
            "oltp-database": "Database, OLTP",
            "application-server": "Application server",
            "file-server": "File server",
            "virtual-desktop": "Virtual desktop",
            "build": "Build or batch",
            "hadoop-worker": "Hadoop worker",
            "load-generator": "Load generator",
            "idle": "Idle",
        },
        "What the figures below were taken from.",
        label="Template",
        descriptive=True,
    )  # fmt: skip
    cpu: float = quantity(
        0.7, "cores", 0, 10_000, "CPU wanted at full load, on bare metal.", label="CPU", estimate=True
    )
    threads: int | None = quantity(
        None,
        "",
        1,
        10_000,
        "Threads that can run at once; empty: one a vCPU.",
        label="Threads",
        none="one a vCPU",
    )
    user_share: float = quantity(45, "%", 0, 100, "CPU time in user code.", label="User code", estimate=True)
    system_calls: float = quantity(80, "k/s", 0, 1e5, "System calls.", label="System calls", estimate=True)
    page_faults: float = quantity(4, "k/s", 0, 1e5, "Page faults.", label="Page faults", estimate=True)
    page_table_writes: float = quantity(
        10, "k/s", 0, 1e5, "Page-table writes.", label="Page-table writes", estimate=True
    )
    context_switches: float = quantity(
        10, "k/s", 0, 1e5, "Context switches.", label="Context switches", estimate=True
    )
    working_set: float = quantity(
        35, "%", 0, 100, "Share of the guest's memory in use.", label="Working set", estimate=True
    )
    dirty_rate: float = quantity(
        8,
        "MiB/s",
        0,
        1e6,
        "Memory written; decides how a live migration goes.",
        label="Dirty rate",
        estimate=True,
        descriptive=True,
    )
    writable_set: float = quantity(
        200,
        "MiB",
        0,
        MEBIBYTES_MAX,
        "Memory written over and over.",
        label="Writable set",
        estimate=True,
        descriptive=True,
    )
    image: str = text(
        "", "Name of the disk image; guests of one image can share pages.", label="Image", descriptive=False
    )
    image_size: float = quantity(
        500,
        "MiB",
        0,
        MEBIBYTES_MAX,
        "Pages of the image that could be shared.",
        label="Sharable pages",
        estimate=True,
    )
    reads: float = quantity(10, "IOPS", 0, 1e8, "Reads.", label="Reads", estimate=True)
    writes: float = quantity(15, "IOPS", 0, 1e8, "Writes.", label="Writes", estimate=True)
    block: float = quantity(16, "KiB", 0.5, 65_536, "Mean size of an I/O.", label="Block", estimate=True)
    random_share: float = quantity(
        60, "%", 0, 100, "I/O that is not sequential.", label="Random", estimate=True
    )
    flows: tuple[Flow, ...] = part((), "What it sends, and to whom.", label="Network flows")
    pattern: Literal["constant", "daily", "bursts", "ramp", "batch", "trace"] = choice(
        "constant",
        {
            "constant": "Constant",
            "daily": "Daily curve",
            "bursts": "Bursts",
            "ramp": "Ramp (load test)",
            "batch": "Batch job of fixed work",
            "trace": "Recorded trace",
        },
        "How the load goes over time.",
        label="Pattern",
    )
    low: float = quantity(20, "%", 0, 100, "Load at the lowest point.", label="Lowest load", estimate=True)
    period: float = quantity(86_400, "s", 1, 1e8, "Length of one day, burst cycle or ramp.", label="Period")
    duty: float = quantity(
        20, "%", 0, 100, "Share of a burst cycle at full load.", label="Burst share", estimate=True
    )
    noise: float = quantity(
        0,
        "%",
        0,
        100,
        "Random variation around the pattern (standard deviation).",
        label="Noise",
        estimate=True,
    )
    start: float = quantity(0, "s", 0, 1e8, "Simulated time at which it begins.", label="Start")
    work: float = quantity(
        600, "core-s", 0, 1e9, "CPU work of a batch job, on bare metal.", label="Batch work"
    )
    backlog: float = quantity(
        0,
        "s",
        0,
        86_400,
        "Work that may wait, in seconds of full load; 0: what isn't done at once is lost.",
        label="Backlog",
        estimate=True,
    )
    trace: str | None = ref("Recording to play.", label="Trace", table="traces", default=None, none="none")
