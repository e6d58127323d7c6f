"""Hypervisors of VMware: ESX, ESXi and Workstation."""

from virtdesigner.kinds.presets.preset import Preset, Source, whole
from virtdesigner.model.parts import LiveChanges, MemoryPolicy, Virtualisation

_KIND, _GROUP = "hypervisor", "VMware"

_WALDSPURGER = "Waldspurger, Memory Resource Management in VMware ESX Server (2002)"
_GUIDE = "VMware, vSphere Resource Management guide"

PRESETS: tuple[Preset, ...] = (
    Preset(
        id="esx-2",
        kind=_KIND,
        label="VMware ESX 2.x",
        group=_GROUP,
        since=2003,
        until=2006,
        values=whole(
            virtualisation=Virtualisation(
                product="esx",
                version="2.x",
                placement="bare-metal",
                technique="binary-translation",
                nested_paging=False,
                drivers="monolithic",
                scheduler="esxi",
            ),
            memory_policy=MemoryPolicy(
                overhead="esx-2",
                thresholds="share-of-host",
                large_pages=False,
                compression=False,
                swapping=True,
                ballooning=True,
                page_sharing=True,
                idle_tax=75,
                system=272,
            ),
            live_changes=LiveChanges(
                cpu_add=False, cpu_remove=False, memory_add=False, memory_remove=False, shares=True
            ),
        ),
        sources=(
            Source(
                "P",
                ("virtualisation",),
                "Bare-metal, binary translation with drivers in the VMkernel; x86 needs no VT-x.",
                "Adams and Agesen, A Comparison of Software and Hardware Techniques (2006)",
            ),
            Source(
                "P",
                ("memory_policy", "memory_policy.idle_tax"),
                "Sharing, ballooning and swapping, states at 6, 4, 2 and 1 % free, a tax of 75 %.",
                _WALDSPURGER,
            ),
            Source(
                "E",
                ("memory_policy.system",),
                "Service console for 16 VMs, without the VMkernel.",
                "Default of the installer as remembered by practitioners",
            ),
            Source("P", ("live_changes",), "Shares change while a VM runs; its size does not.", _WALDSPURGER),
        ),
        note="A service console runs beside the VMkernel.",
    ),
    Preset(
        id="esxi-8",
        kind=_KIND,
        label="VMware ESXi 8",
        group=_GROUP,
        since=2022,
        until=None,
        values=whole(
            virtualisation=Virtualisation(
                product="esxi",
                version="8.0",
                placement="bare-metal",
                technique="hardware-assisted",
                nested_paging=True,
                drivers="monolithic",
                scheduler="esxi",
            ),
            memory_policy=MemoryPolicy(
                overhead="esxi",
                thresholds="min-free",
                large_pages=True,
                compression=True,
                compression_cache=10,
                swapping=True,
                ballooning=True,
                page_sharing=False,
                idle_tax=75,
            ),
            live_changes=LiveChanges(
                cpu_add=True, cpu_remove=False, memory_add=True, memory_remove=False, shares=True
            ),
        ),
        sources=(
            Source("P", ("virtualisation",), "Hardware-assisted only, with EPT or RVI.", f"{_GUIDE} 8.0"),
            Source(
                "P",
                ("memory_policy", "memory_policy.compression_cache", "memory_policy.idle_tax"),
                "Balloon, compression (cache 10 % of a VM), swap; sharing between VMs off (salting).",
                f"{_GUIDE} 8.0",
            ),
            Source("P", ("live_changes",), "CPU and memory hot add, if set for the VM before it starts.",
                   "VMware, vSphere Virtual Machine Administration guide 8.0"),
        ),
    ),
)  # fmt: skip
