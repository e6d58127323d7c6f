"""How a hypervisor gives out memory and takes it back."""

from typing import Literal

from virtdesigner.model.fields import choice, flag, quantity, ref
from virtdesigner.model.parts.base import MEBIBYTES_MAX, Part


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
    overhead: Literal["esxi", "esx-4", "esx-2", "xen", "none"] = choice(
        "esxi",
        {
            "esxi": "ESXi 6 and later",
            "esx-4": "ESX 4",
            "esx-2": "ESX 2",
            "xen": "Xen: 20 kB a domain",
            "none": "None",
        },
        "What a VM costs in memory besides its own.",
        label="Overhead of a VM",
    )
    thresholds: Literal["min-free", "share-of-host"] = choice(
        "min-free",
        {
            "min-free": "By tiers of the host's memory (ESXi 5 and later)",
            "share-of-host": "6, 4, 2, 1 % (ESX)",
        },
        "When memory counts as short.",
        label="Free memory kept",
    )
    large_pages: bool = flag(
        True, "Guests get 2 MiB pages, which aren't shared until memory is short.", label="Large pages",
    )  # fmt: skip
    compression: bool = flag(
        True, "Pages that fit into 2 KiB are compressed before others are swapped.", label="Compression",
    )  # fmt: skip
    compression_cache: float = quantity(
        10, "%", 0, 100, "Most of a VM's memory that compressed pages may take.", label="Compression cache",
    )  # fmt: skip
    compressible: float = quantity(
        50,
        "%",
        0,
        100,
        "Part of a guest's pages that fit into 2 KiB.",
        label="Compressible",
        estimate=True,
    )
    decompress_time: float = quantity(
        20,
        "us",
        0,
        10_000,
        "What it takes to compress or decompress a page.",
        label="Decompression",
        estimate=True,
    )
    swapping: bool = flag(
        True,
        "What no other means can take is swapped out by the hypervisor.",
        label="Swapping",
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
        4, "", 1, 64, "Outstanding swap-ins of a guest.", label="Parallel swap-ins", estimate=True
    )
    image_share: float = quantity(
        65,
        "%",
        0,
        100,
        "Part of an image's pages that a further guest of it shares.",
        label="Shared of an image",
        estimate=True,
    )
    touch_time: float = quantity(
        60,
        "s",
        1,
        86_400,
        "Time in which a guest can touch all its memory when it needs it, as when it starts.",
        label="Touch time",
        estimate=True,
    )
    fill_time: float = quantity(
        3600,
        "s",
        1,
        1e7,
        "Time in which a guest fills all its memory with what it has read.",
        label="Fill time",
        estimate=True,
    )
    swap_lun: str | None = ref(
        "Where swap files lie.",
        label="Swap LUN",
        kinds=("lun",),
        default=None,
        none="with each guest's first disk",
    )
