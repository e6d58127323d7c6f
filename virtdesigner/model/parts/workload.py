"""What runs in a guest, what it sends, and how the load goes over time."""

from typing import Final, Literal

from virtdesigner.model.fields import SET, choice, part, quantity, ref, text
from virtdesigner.model.parts.base import MEBIBYTES_MAX, MEGABITS_MAX, NamedPart, Part

WAVES: Final = ("daily", "bursts", "ramp")
"""Patterns that go up and down between a lowest load and full load."""

OPEN_ENDED: Final = ("constant", *WAVES, "trace")
"""Patterns of work that comes as long as the run lasts: all but a batch job."""


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
    memory_bound: float = quantity(
        30,
        "%",
        0,
        100,
        "CPU time in which it waits for memory: what remote memory and crowded caches make longer.",
        label="Memory-bound",
        estimate=True,
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
    low: float = quantity(
        20, "%", 0, 100, "Load at the lowest point.",
        label="Lowest load", estimate=True, when={"pattern": WAVES},
    )  # fmt: skip
    period: float = quantity(
        86_400, "s", 1, 1e8, "Length of one day, burst cycle or ramp.",
        label="Period", when={"pattern": WAVES},
    )  # fmt: skip
    duty: float = quantity(
        20, "%", 0, 100, "Share of a burst cycle at full load.",
        label="Burst share", estimate=True, when={"pattern": ("bursts",)},
    )  # fmt: skip
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
        600, "core-s", 0, 1e9, "CPU work of a batch job, on bare metal.",
        label="Batch work", when={"pattern": ("batch",)},
    )  # fmt: skip
    requests: float = quantity(
        100,
        "per s",
        0.001,
        1e7,
        "Requests answered at full load. All that the guest does at full load, divided by them, is what one "
        "request takes.",
        label="Requests",
        estimate=True,
        when={"pattern": OPEN_ENDED},
    )
    users: int | None = quantity(
        None,
        "",
        1,
        1_000_000,
        "Users who ask, wait for the answer, think, and ask again (a closed loop): the slower the answers, "
        "the fewer requests. The pattern says how many of them are there. Empty: requests come as the "
        "pattern says, whatever becomes of them.",
        label="Users",
        none="requests come by themselves",
        when={"pattern": OPEN_ENDED},
    )
    think_time: float = quantity(
        5,
        "s",
        0,
        86_400,
        "Time that a user takes between an answer and the next request.",
        label="Think time",
        estimate=True,
        when={"pattern": OPEN_ENDED, "users": (SET,)},
    )
    backlog: float = quantity(
        0,
        "s",
        0,
        86_400,
        "Work that may wait, in seconds of full load; 0: what isn't done at once is lost.",
        label="Backlog",
        estimate=True,
        when={"pattern": OPEN_ENDED, "users": (None,)},
    )
    trace: str | None = ref(
        "Recording to play.",
        label="Trace",
        table="traces",
        default=None,
        none="none",
        when={"pattern": ("trace",)},
    )
