"""Hypervisors of VMware: ESX, ESXi and Workstation."""

from collections.abc import Mapping
from typing import Any

from virtdesigner.kinds.presets.hypervisors import bare_metal, hosted, hypervisor, memory
from virtdesigner.kinds.presets.preset import Preset, Source, computed, estimated, published
from virtdesigner.model.parts import LiveChanges, MemoryPolicy

_GROUP = "VMware"
_TECHNIQUES = "Adams and Agesen, A Comparison of Software and Hardware Techniques (2006)"
_WALDSPURGER = "Waldspurger, Memory Resource Management in VMware ESX Server (2002)"
_GUIDE = "VMware, vSphere Resource Management guide"
_LIFECYCLE = "VMware end of life dates, vmwaremigrationhub.com (2026)"
_POLICY = "memory_policy memory_policy.idle_tax"

_NOTHING_BUT_SHARES = LiveChanges(cpu_add=False, memory_add=False, shares=True)
_HOT_ADD = LiveChanges(cpu_add=True, memory_add=True, shares=True)
_HOT_ADD_SOURCE = published(
    "live_changes",
    "CPUs and memory can be added if the VM was set so before it started; memory never shrinks.",
    "Broadcom developer documentation, vSphere Automation API: Memory.UpdateSpec; vSphere API 4.0 faults",
)
_SALTED = (
    published(_POLICY, "Balloon, compression, swap, in this order; an idle page costs four times.", _GUIDE),
    published("memory_policy.compression_cache", "At most 10 % of a VM's memory.", _GUIDE),
    estimated("memory_policy.page_sharing", "Between VMs off since updates of 2014 (salting)."),
    estimated("memory_policy.system", "VMkernel and agents of a host of middling size."),
)


def _policy(system: float, overhead: str, **differences: Any) -> MemoryPolicy:
    """It balloons and swaps, and shares pages and taxes idle ones unless told otherwise."""
    usual = {
        "thresholds": "share-of-host",
        "ballooning": True,
        "swapping": True,
        "page_sharing": True,
        "idle_tax": 75,
    }
    return memory(system, overhead=overhead, **(usual | differences))


_COMPRESSES: Mapping[str, Any] = {"large_pages": True, "compression": True, "compression_cache": 10}


def _esxi(version: str, since: int, until: int | None, *sources: Source, note: str = "") -> Preset:
    """An ESXi that has done without service console and binary translation for long."""
    short = version.removesuffix(".0")
    return hypervisor(
        f"esxi-{short}",
        f"VMware ESXi {short}",
        _GROUP,
        (since, until),
        bare_metal("esxi", version, "hardware-assisted", "esxi", nested_paging=True),
        _policy(2048, "esxi", thresholds="min-free", page_sharing=False, **_COMPRESSES),
        _HOT_ADD,
        published("virtualisation", "Hardware-assisted with EPT or RVI; drivers in the VMkernel.", _GUIDE),
        *_SALTED,
        _HOT_ADD_SOURCE,
        *sources,
        note=note,
    )


def _workstation(
    id: str,
    version: str,
    years: tuple[int, int | None],
    technique: str,
    policy: MemoryPolicy,
    *sources: Source,
) -> Preset:
    """A program of the host OS."""
    return hypervisor(
        id,
        f"VMware Workstation {version}",
        _GROUP,
        years,
        hosted("workstation", version, technique, nested_paging=technique == "hardware-assisted"),
        policy,
        LiveChanges(shares=False),
        *sources,
        estimated(
            "memory_policy memory_policy.idle_tax memory_policy.system live_changes",
            "The host OS schedules and pages it; it shares pages and balloons, without an idle tax.",
        ),
    )


PRESETS: tuple[Preset, ...] = (
    hypervisor(
        "esx-2",
        "VMware ESX 2.x",
        _GROUP,
        (2003, 2006),
        bare_metal("esx", "2.x", "binary-translation", "esxi"),
        _policy(296, "esx-2"),
        _NOTHING_BUT_SHARES,
        published(
            "virtualisation", "Binary translation on bare metal; drivers in the VMkernel.", _TECHNIQUES
        ),
        published(
            _POLICY,
            "Sharing, balloon, swap; states at 6, 4, 2 and 1 % free; an idle page costs four times.",
            _WALDSPURGER,
        ),
        computed("memory_policy.overhead", "54 MB for a VM of one CPU, 64 MB for two.", "MODELS.md 3"),
        estimated("memory_policy.system", "272 MiB of service console and 24 MiB of VMkernel."),
        published("live_changes", "Shares and bounds change at any time; sizes don't.", _WALDSPURGER),
        estimated("since until", "2.0 came in 2003; Virtual Infrastructure 3 followed in June 2006."),
        note="A Linux service console runs as a privileged VM beside the VMkernel.",
    ),
    hypervisor(
        "esx-4",
        "VMware ESX 4",
        _GROUP,
        (2009, 2014),
        bare_metal("esx", "4.1", "hardware-assisted", "esxi", nested_paging=True),
        _policy(1024, "esx-4", **_COMPRESSES),
        _HOT_ADD,
        estimated(
            "virtualisation", "Chooses per VM: hardware with EPT or RVI where it is, else translation."
        ),
        published(_POLICY, "States at 6, 4, 2 and 1 %; an idle page costs four times.", _WALDSPURGER),
        published("memory_policy.compression_cache", "New in 4.1: at most 10 % of a VM.", f"{_GUIDE} 4.1"),
        computed("memory_policy.overhead", "109.65 MB + 0.01375 of a VM's memory.", "MODELS.md 3"),
        estimated("memory_policy.system", "Service console of 300 to 800 MiB, and the VMkernel."),
        _HOT_ADD_SOURCE,
        published("since", "vSphere 4.0, May 2009.", "Siebert and Seagrave, Introduction to vSphere (2010)"),
        estimated("until", "General support ended in May 2014; 4.1 was the last with a service console."),
        note="VMI, which 3.5 and Workstation 6 brought, was announced withdrawn in 2009.",
    ),
    _esxi(
        "6.0",
        2015,
        2020,
        published("since until", "2015 to 12 March 2020.", "Cerium Networks, vSphere 6.x end of support"),
        note="Still runs VMs by binary translation where the CPU has no VT-x.",
    ),
    _esxi(
        "6.7",
        2018,
        2022,
        published(
            "since until", "April 2018 to 15 October 2022.", "Cerium Networks, vSphere 6.x end of support"
        ),
    ),
    _esxi(
        "7.0",
        2020,
        2025,
        published("since", "March 2020.", "Cerium Networks, vSphere 6.x end of support"),
        published("until", "General support ended on 2 April 2025.", _LIFECYCLE),
    ),
    _esxi(
        "8.0",
        2022,
        None,
        estimated("since", "General availability in October 2022."),
        note="General support ends in October 2027.",
    ),
    _workstation(
        "workstation-5",
        "5.5",
        (2005, 2007),
        "binary-translation",
        _policy(128, "esx-2", idle_tax=0),
        published(
            "virtualisation",
            "A program of the host OS; I/O goes by world switch through the host's drivers.",
            "Sugerman and others, Virtualizing I/O Devices on VMware Workstation's Hosted VMM (2001)",
        ),
        estimated("since until", "5.5 came in November 2005, 6 in May 2007."),
    ),
    _workstation(
        "workstation-17",
        "17",
        (2022, None),
        "hardware-assisted",
        _policy(256, "esxi", idle_tax=0, large_pages=True),
        estimated("virtualisation", "A program of the host OS that needs VT-x or AMD-V."),
        estimated("since", "17 came in November 2022."),
    ),
)
