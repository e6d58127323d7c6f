"""Hypervisors of Microsoft and Parallels: Virtual Server, Virtual PC, Hyper-V, Parallels."""

from virtdesigner.kinds.presets.preset import Preset, Source, estimated, published, whole
from virtdesigner.model.parts import LiveChanges, MemoryPolicy, Virtualisation

_KIND = "hypervisor"
_WIKIPEDIA = "Wikipedia, Microsoft Virtual Server"
_UNSHARED = "memory_policy memory_policy.idle_tax memory_policy.system"


def _fixed_memory(system: float, *, large_pages: bool = False, ballooning: bool = False) -> MemoryPolicy:
    """Every VM has its memory from the start; at most a balloon moves some of it."""
    return MemoryPolicy(
        overhead="none",
        thresholds="min-free",
        large_pages=large_pages,
        compression=False,
        swapping=False,
        ballooning=ballooning,
        page_sharing=False,
        idle_tax=0,
        system=system,
    )


def _hosted(
    id: str,
    label: str,
    group: str,
    years: tuple[int, int | None],
    virtualisation: Virtualisation,
    *sources: Source,
    shares: bool = False,
    note: str = "",
) -> Preset:
    """A program of a host OS that gives each VM its memory whole."""
    return Preset(
        id=id,
        kind=_KIND,
        label=label,
        group=group,
        since=years[0],
        until=years[1],
        values=whole(
            virtualisation=virtualisation,
            memory_policy=_fixed_memory(128),
            live_changes=LiveChanges(shares=shares),
        ),
        sources=(
            *sources,
            estimated(_UNSHARED, "VMs have their memory whole and locked; no means takes it back."),
        ),
        note=note,
    )


def _program(product: str, version: str, technique: str, *, nested_paging: bool = False) -> Virtualisation:
    return Virtualisation.model_validate(
        {
            "product": product,
            "version": version,
            "placement": "hosted",
            "technique": technique,
            "nested_paging": nested_paging,
            "drivers": "host-os",
            "scheduler": "cfs",
        }
    )


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
    return Preset(
        id=id,
        kind=_KIND,
        label=f"Hyper-V {version}",
        group="Microsoft",
        since=years[0],
        until=years[1],
        values=whole(
            virtualisation=Virtualisation(
                product="hyper-v",
                version=f"Windows Server {version}",
                placement="bare-metal",
                technique="hardware-assisted",
                nested_paging=nested_paging,
                drivers="driver-domain",
                scheduler="hyper-v",
            ),
            memory_policy=policy,
            live_changes=live,
        ),
        sources=(
            published(
                "virtualisation",
                "Needs VT-x or AMD-V; the parent partition holds the drivers, reached by VMBus.",
                "virtualization.info, Windows Hypervisor will require 64bit CPUs (2006); MODELS.md 2",
            ),
            *sources,
        ),
        note=note,
    )


PRESETS: tuple[Preset, ...] = (
    _hosted(
        "virtual-server-2005",
        "Microsoft Virtual Server 2005",
        "Microsoft",
        (2004, 2008),
        _program("virtual-server", "2005 R2", "binary-translation"),
        published("virtualisation", "A service of Windows; R2 SP1 adds VT-x and AMD-V in 2007.", _WIKIPEDIA),
        published(
            "live_changes",
            "Reserve, maximum and a weight from 1 to 10,000 can be set at any time.",
            "Microsoft Learn, IVMAccountant::SetSchedulingParameters",
        ),
        estimated("since until", "Released in late 2004, replaced by Hyper-V in 2008."),
        shares=True,
        note="Guests have one CPU, and are 32-bit.",
    ),
    _hosted(
        "virtual-pc-2004",
        "Microsoft Virtual PC 2004",
        "Microsoft",
        (2003, 2007),
        _program("virtual-pc", "2004", "binary-translation"),
        published("virtualisation", "The desktop sister of Virtual Server, one thread for all.", _WIKIPEDIA),
        estimated("live_changes", "Nothing changes while a VM runs."),
        estimated("since until", "Released in late 2003, followed by Virtual PC 2007 in February 2007."),
    ),
    _hyper_v(
        "hyper-v-2008",
        "2008",
        (2008, 2009),
        _fixed_memory(1024),
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
        _fixed_memory(2048, large_pages=True, ballooning=True),
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
    _hosted(
        "parallels-2",
        "Parallels Workstation 2",
        "Parallels",
        (2005, 2007),
        _program("parallels", "2.x", "binary-translation"),
        published(
            "virtualisation",
            "A lightweight hypervisor beside a primary OS; uses VT-x or SVM where they are.",
            "Parallels Workstation 2.2 user guide",
        ),
        estimated("live_changes", "Nothing changes while a VM runs."),
        published("since", "Released on 8 December 2005.", "Grokipedia, Parallels Workstation"),
        estimated("until", "Later versions were 3 and 4."),
        note="Parallels Desktop for Mac is the same core, released on 15 June 2006.",
    ),
    _hosted(
        "parallels-20",
        "Parallels Desktop 20",
        "Parallels",
        (2024, None),
        _program("parallels", "20", "hardware-assisted", nested_paging=True),
        estimated("virtualisation", "A program of macOS that uses the CPU's virtualisation."),
        estimated("live_changes", "Nothing changes while a VM runs."),
        estimated("since", "Released in September 2024."),
        note="On Macs with Apple silicon it runs Arm guests.",
    ),
)
