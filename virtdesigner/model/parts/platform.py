"""How a hypervisor runs its guests, and an engine its containers."""

from typing import Literal

from virtdesigner.model.fields import choice, flag, quantity, text
from virtdesigner.model.parts.base import MEBIBYTES_MAX, Part


class Virtualisation(Part):
    """How a hypervisor runs its guests (MODELS.md sections 1, 2)."""

    label = "Virtualisation"

    product: Literal[
        "esxi", "esx", "workstation", "virtual-server", "virtual-pc", "hyper-v", "xen", "kvm", "parallels",
        "sel4", "power-hypervisor", "zvm", "prsm",
    ] = choice(
        "esxi",
        {
            "esxi": "VMware ESXi",
            "esx": "VMware ESX",
            "workstation": "VMware Workstation",
            "virtual-server": "Microsoft Virtual Server",
            "virtual-pc": "Microsoft Virtual PC",
            "hyper-v": "Microsoft Hyper-V",
            "xen": "Xen",
            "kvm": "KVM",
            "parallels": "Parallels",
            "sel4": "seL4-based",
            "power-hypervisor": "POWER Hypervisor",
            "zvm": "IBM z/VM",
            "prsm": "IBM PR/SM",
        },
        "Whose it is; a product runs only on the architectures that it is made for.",
        label="Product",
    )  # fmt: skip
    version: str = text("", "Release.", label="Version")
    placement: Literal["bare-metal", "hosted"] = choice(
        "bare-metal",
        {"bare-metal": "Bare-metal", "hosted": "Hosted on an operating system"},
        "What it runs on; independent of the technique.",
        label="Placement",
    )
    technique: Literal["hardware-assisted", "binary-translation", "paravirtual", "hybrid"] = choice(
        "hardware-assisted",
        {
            "hardware-assisted": "Hardware-assisted",
            "binary-translation": "Binary translation",
            "paravirtual": "Paravirtual",
            "hybrid": "Hybrid",
        },
        "How privileged instructions of a guest are handled.",
        label="Technique",
    )
    nested_paging: bool = flag(
        True, "It uses EPT or NPT where the CPUs have it, instead of shadow page tables.",
        label="Uses nested paging",
    )  # fmt: skip
    drivers: Literal["monolithic", "driver-domain", "host-os"] = choice(
        "monolithic",
        {
            "monolithic": "In the hypervisor",
            "driver-domain": "In a driver domain",
            "host-os": "In the host OS",
        },
        "Where device drivers run; I/O through a driver domain costs CPU there.",
        label="Drivers",
    )
    scheduler: Literal["esxi", "xen-credit", "cfs", "hyper-v", "power", "zvm", "prsm"] = choice(
        "esxi",
        {
            "esxi": "ESXi: shares of each vCPU",
            "xen-credit": "Xen credit: weight of each domain",
            "cfs": "Linux: weight of each guest",
            "hyper-v": "Hyper-V: weight of each VM",
            "power": "POWER: weight of each partition",
            "zvm": "z/VM: relative share of each VM",
            "prsm": "PR/SM: weight of each partition",
        },
        "Sets the time slice and what shares mean.",
        label="Scheduler",
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
    virtual_numa: bool = flag(
        True, "A VM wider than a socket is shown the sockets, so its system keeps memory near its threads.",
        label="Shows NUMA nodes",
    )  # fmt: skip
    numa_kept_near: float = quantity(
        70,
        "%",
        0,
        100,
        "Part of the accesses to remote memory that a system avoids which is shown the nodes.",
        label="NUMA locality",
        estimate=True,
    )
    disk_reads_most: float | None = quantity(
        None, "IOPS", 1, 1e8, "Most reads a second of all virtual disks of a VM, if it does nothing else.",
        label="Most reads of a VM", none="no limit",
    )  # fmt: skip
    disk_writes_most: float | None = quantity(
        None, "IOPS", 1, 1e8, "Most writes a second of all virtual disks of a VM, if it does nothing else.",
        label="Most writes of a VM", none="no limit",
    )  # fmt: skip
    driver_domain_cycles: float = quantity(
        5000,
        "cycles",
        0,
        1e7,
        "What a driver domain or parent partition adds to a packet (Xen, Hyper-V).",
        label="Driver domain",
        estimate=True,
    )


class LiveChanges(Part):
    """What of a guest can be changed while it runs, by product, version and guest."""

    label = "Changes while running"

    cpu_add: bool = flag(False, "vCPUs can be added.", label="Add vCPUs", descriptive=True)
    cpu_remove: bool = flag(False, "vCPUs can be taken away.", label="Remove vCPUs", descriptive=True)
    memory_add: bool = flag(False, "Memory can be added.", label="Add memory", descriptive=True)
    memory_remove: bool = flag(False, "Memory can be taken away.", label="Remove memory", descriptive=True)
    shares: bool = flag(
        True, "Shares, reservations and limits can be changed.", label="Shares and limits", descriptive=True
    )


class ContainerRuntime(Part):
    """What runs containers on the kernel of a server or of a VM."""

    label = "Container engine"

    product: Literal["docker", "lxc", "openvz", "virtuozzo", "solaris", "linux-vserver"] = choice(
        "docker",
        {
            "docker": "Docker",
            "lxc": "LXC",
            "openvz": "OpenVZ",
            "virtuozzo": "Virtuozzo",
            "solaris": "Solaris Containers",
            "linux-vserver": "Linux-VServer",
        },
        "Whose it is; its containers need the kernel of their host.",
        label="Product",
    )
    version: str = text("", "Release.", label="Version")
    limits_memory: bool = flag(True, "It holds containers at their memory limit.", label="Limits memory")
    limits_cpu: bool = flag(True, "It holds containers at their CPU limit.", label="Limits CPU")
    system: float = quantity(
        128, "MiB", 0, MEBIBYTES_MAX, "Memory that it keeps for itself.", label="System memory",
        estimate=True,
    )  # fmt: skip
