"""Hypervisors of VMware: ESX, ESXi and Workstation."""

from virtdesigner.kinds.presets.preset import Preset, Source, computed, estimated, published, whole
from virtdesigner.model.parts import LiveChanges, MemoryPolicy, Virtualisation

_KIND, _GROUP = "hypervisor", "VMware"
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


def _esxi(version: str, since: int, until: int | None, *sources: Source, note: str = "") -> Preset:
    """An ESXi that has done without service console and binary translation for long."""
    return Preset(
        id=f"esxi-{version.removesuffix('.0')}",
        kind=_KIND,
        label=f"VMware ESXi {version.removesuffix('.0')}",
        group=_GROUP,
        since=since,
        until=until,
        values=whole(
            virtualisation=Virtualisation(
                product="esxi",
                version=version,
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
                system=2048,
            ),
            live_changes=_HOT_ADD,
        ),
        sources=(
            published(
                "virtualisation", "Hardware-assisted with EPT or RVI; drivers in the VMkernel.", _GUIDE
            ),
            *_SALTED,
            _HOT_ADD_SOURCE,
            *sources,
        ),
        note=note,
    )


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
                system=296,
            ),
            live_changes=_NOTHING_BUT_SHARES,
        ),
        sources=(
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
        ),
        note="A Linux service console runs as a privileged VM beside the VMkernel.",
    ),
    Preset(
        id="esx-4",
        kind=_KIND,
        label="VMware ESX 4",
        group=_GROUP,
        since=2009,
        until=2014,
        values=whole(
            virtualisation=Virtualisation(
                product="esx",
                version="4.1",
                placement="bare-metal",
                technique="hardware-assisted",
                nested_paging=True,
                drivers="monolithic",
                scheduler="esxi",
            ),
            memory_policy=MemoryPolicy(
                overhead="esx-4",
                thresholds="share-of-host",
                large_pages=True,
                compression=True,
                compression_cache=10,
                swapping=True,
                ballooning=True,
                page_sharing=True,
                idle_tax=75,
                system=1024,
            ),
            live_changes=_HOT_ADD,
        ),
        sources=(
            estimated(
                "virtualisation", "Chooses per VM: hardware with EPT or RVI where it is, else translation."
            ),
            published(_POLICY, "States at 6, 4, 2 and 1 %; an idle page costs four times.", _WALDSPURGER),
            published(
                "memory_policy.compression_cache", "New in 4.1: at most 10 % of a VM.", f"{_GUIDE} 4.1"
            ),
            computed("memory_policy.overhead", "109.65 MB + 0.01375 of a VM's memory.", "MODELS.md 3"),
            estimated("memory_policy.system", "Service console of 300 to 800 MiB, and the VMkernel."),
            _HOT_ADD_SOURCE,
            published(
                "since", "vSphere 4.0, May 2009.", "Siebert and Seagrave, Introduction to vSphere (2010)"
            ),
            estimated("until", "General support ended in May 2014; 4.1 was the last with a service console."),
        ),
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
    Preset(
        id="workstation-5",
        kind=_KIND,
        label="VMware Workstation 5.5",
        group=_GROUP,
        since=2005,
        until=2007,
        values=whole(
            virtualisation=Virtualisation(
                product="workstation",
                version="5.5",
                placement="hosted",
                technique="binary-translation",
                nested_paging=False,
                drivers="host-os",
                scheduler="cfs",
            ),
            memory_policy=MemoryPolicy(
                overhead="esx-2",
                thresholds="share-of-host",
                large_pages=False,
                compression=False,
                swapping=True,
                ballooning=True,
                page_sharing=True,
                idle_tax=0,
                system=128,
            ),
            live_changes=LiveChanges(shares=False),
        ),
        sources=(
            published(
                "virtualisation",
                "A program of the host OS; I/O goes by world switch through the host's drivers.",
                "Sugerman and others, Virtualizing I/O Devices on VMware Workstation's Hosted VMM (2001)",
            ),
            estimated(
                "memory_policy memory_policy.idle_tax memory_policy.system live_changes",
                "The host OS schedules and pages it; it shares pages and balloons, without an idle tax.",
            ),
            estimated("since until", "5.5 came in November 2005, 6 in May 2007."),
        ),
    ),
    Preset(
        id="workstation-17",
        kind=_KIND,
        label="VMware Workstation 17",
        group=_GROUP,
        since=2022,
        until=None,
        values=whole(
            virtualisation=Virtualisation(
                product="workstation",
                version="17",
                placement="hosted",
                technique="hardware-assisted",
                nested_paging=True,
                drivers="host-os",
                scheduler="cfs",
            ),
            memory_policy=MemoryPolicy(
                overhead="esxi",
                thresholds="share-of-host",
                large_pages=True,
                compression=False,
                swapping=True,
                ballooning=True,
                page_sharing=True,
                idle_tax=0,
                system=256,
            ),
            live_changes=LiveChanges(shares=False),
        ),
        sources=(
            estimated("virtualisation", "A program of the host OS that needs VT-x or AMD-V."),
            estimated(
                "memory_policy memory_policy.idle_tax memory_policy.system live_changes",
                "The host OS schedules and pages it; it shares pages and balloons, without an idle tax.",
            ),
            estimated("since", "17 came in November 2022."),
        ),
    ),
)
