"""Hypervisors of Microsoft: Virtual Server, Virtual PC and Hyper-V."""

from virtdesigner.kinds.presets.hypervisors import bare_metal, hosted, hypervisor, memory
from virtdesigner.kinds.presets.preset import Preset, Source, estimated, published
from virtdesigner.model.parts import LiveChanges, MemoryPolicy

_GROUP = "Microsoft"
_WIKIPEDIA = "Wikipedia, Microsoft Virtual Server"
_UNSHARED = "memory_policy memory_policy.idle_tax memory_policy.system"
_WHOLE = estimated(_UNSHARED, "VMs have their memory whole and locked; no means takes it back.")


def _hyper_v(
    id: str,
    version: str,
    years: tuple[int, int | None],
    policy: MemoryPolicy,
    live: LiveChanges,
    *sources: Source,
    nested_paging: bool,
    note: str = "",
) -> Preset:
    return hypervisor(
        id,
        f"Hyper-V {version}",
        _GROUP,
        years,
        bare_metal(
            "hyper-v",
            f"Windows Server {version}",
            "hardware-assisted",
            "hyper-v",
            drivers="driver-domain",
            nested_paging=nested_paging,
        ),
        policy,
        live,
        published(
            "virtualisation",
            "Needs VT-x or AMD-V; the parent partition holds the drivers, reached by VMBus.",
            "virtualization.info, Windows Hypervisor will require 64bit CPUs (2006); MODELS.md 2",
        ),
        *sources,
        note=note,
    )


PRESETS: tuple[Preset, ...] = (
    hypervisor(
        "virtual-server-2005",
        "Microsoft Virtual Server 2005",
        _GROUP,
        (2004, 2008),
        hosted("virtual-server", "2005 R2", "binary-translation"),
        memory(128),
        LiveChanges(shares=True),
        published("virtualisation", "A service of Windows; R2 SP1 adds VT-x and AMD-V in 2007.", _WIKIPEDIA),
        published(
            "live_changes",
            "Reserve, maximum and a weight from 1 to 10,000 can be set at any time.",
            "Microsoft Learn, IVMAccountant::SetSchedulingParameters",
        ),
        estimated("since until", "Released in late 2004, replaced by Hyper-V in 2008."),
        _WHOLE,
        note="Guests have one CPU, and are 32-bit.",
    ),
    hypervisor(
        "virtual-pc-2004",
        "Microsoft Virtual PC 2004",
        _GROUP,
        (2003, 2007),
        hosted("virtual-pc", "2004", "binary-translation"),
        memory(128),
        LiveChanges(shares=False),
        published("virtualisation", "The desktop sister of Virtual Server, one thread for all.", _WIKIPEDIA),
        estimated("live_changes", "Nothing changes while a VM runs."),
        estimated("since until", "Released in late 2003, followed by Virtual PC 2007 in February 2007."),
        _WHOLE,
    ),
    _hyper_v(
        "hyper-v-2008",
        "2008",
        (2008, 2009),
        memory(1024),
        LiveChanges(shares=True),
        estimated(_UNSHARED, "Static memory only; Dynamic Memory came with 2008 R2 SP1."),
        published(
            "live_changes", "Weight, reserve and limit change at any time.", "MODELS.md 1, Hyper-V row"
        ),
        published("since", "Final on 26 June 2008.", "Wikipedia, Hyper-V"),
        estimated("until", "2008 R2 followed in October 2009."),
        nested_paging=False,
        note="Shadow page tables; second-level translation came with 2008 R2.",
    ),
    _hyper_v(
        "hyper-v-2025",
        "2025",
        (2024, None),
        memory(2048, large_pages=True, ballooning=True),
        LiveChanges(memory_add=True, memory_remove=True, shares=True),
        estimated(
            _UNSHARED, "Dynamic Memory balloons but never gives out more than there is; no page is shared."
        ),
        published(
            "live_changes",
            "Memory is added and removed while a VM runs since 2016, vCPUs aren't.",
            "Hyper-V in Windows Server 2016, article on its new features",
        ),
        estimated("since", "General availability in November 2024."),
        nested_paging=True,
        note="The default weight is 100, from 1 to 10,000.",
    ),
)
