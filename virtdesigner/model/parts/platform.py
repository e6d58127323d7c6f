"""How a hypervisor runs its guests and gives out memory."""

from typing import Literal

from virtdesigner.model.fields import choice, flag, quantity, ref, text
from virtdesigner.model.parts.base import MEBIBYTES_MAX, Part


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
    costop: float = quantity(
        25,
        "%",
        0,
        100,
        "Part of a very wide VM's waiting in which its own vCPUs wait for each other (ESXi).",
        label="Co-stop",
        estimate=True,
    )
    driver_domain_cycles: float = quantity(
        5000,
        "cycles",
        0,
        1e7,
        "What a driver domain or parent partition adds to a packet (Xen, Hyper-V).",
        label="Driver domain",
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
