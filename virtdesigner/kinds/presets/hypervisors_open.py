"""Hypervisors in the Linux kernel and on seL4."""

from virtdesigner.kinds.presets.preset import Preset, estimated, published, whole
from virtdesigner.model.parts import LiveChanges, MemoryPolicy, Virtualisation

_KIND = "hypervisor"
_FELTER = "Felter and others, An Updated Performance Comparison of VMs and Linux Containers (2014)"
_POLICY = "memory_policy memory_policy.idle_tax memory_policy.system"

PRESETS: tuple[Preset, ...] = (
    Preset(
        id="kvm-2013",
        kind=_KIND,
        label="KVM (2013)",
        group="Linux",
        since=2013,
        until=2016,
        values=whole(
            virtualisation=Virtualisation(
                product="kvm",
                version="QEMU 1.5",
                placement="bare-metal",
                technique="hardware-assisted",
                nested_paging=True,
                drivers="monolithic",
                scheduler="cfs",
            ),
            memory_policy=MemoryPolicy(
                overhead="none",
                thresholds="min-free",
                large_pages=True,
                compression=False,
                swapping=True,
                ballooning=True,
                page_sharing=True,
                idle_tax=0,
                system=1024,
            ),
            live_changes=LiveChanges(cpu_add=True, memory_add=True, memory_remove=True, shares=True),
        ),
        sources=(
            published(
                "virtualisation",
                "A module of the Linux kernel; VMs are processes, their I/O is done by the host's drivers.",
                _FELTER,
            ),
            published(
                "memory_policy.page_sharing", "KSM is on by default in RHEL 6.", "lcp0578/cheat-sheets, KSM"
            ),
            estimated(_POLICY, "Linux swaps VMs like other processes; virtio-balloon by hand."),
            published(
                "live_changes",
                "cpu-add until QEMU 2.7 brought unplugging; memory by the balloon.",
                "xen.git, libxl: Replace deprecated cpu-add (2021)",
            ),
            estimated("since until", "From the release measured by Felter to QEMU 2.7 of 2016."),
        ),
    ),
    Preset(
        id="kvm",
        kind=_KIND,
        label="KVM",
        group="Linux",
        since=2016,
        until=None,
        values=whole(
            virtualisation=Virtualisation(
                product="kvm",
                version="QEMU 8 and later",
                placement="bare-metal",
                technique="hardware-assisted",
                nested_paging=True,
                drivers="monolithic",
                scheduler="cfs",
            ),
            memory_policy=MemoryPolicy(
                overhead="none",
                thresholds="min-free",
                large_pages=True,
                compression=False,
                swapping=True,
                ballooning=True,
                page_sharing=False,
                idle_tax=0,
                system=2048,
            ),
            live_changes=LiveChanges(
                cpu_add=True, cpu_remove=True, memory_add=True, memory_remove=True, shares=True
            ),
        ),
        sources=(
            published("virtualisation", "A module of the Linux kernel, with EPT or NPT.", _FELTER),
            published(
                "memory_policy.page_sharing",
                "KSM is off until it is told to run.",
                "Linux, ksm: more on default values (2009)",
            ),
            estimated(_POLICY, "Linux swaps VMs like other processes; virtio-balloon by hand."),
            published(
                "live_changes",
                "vCPUs with the guest's help, memory by virtio-mem or the balloon.",
                "QEMU docs, Virtual CPU hotplug; Linux commit virtio-mem (2020)",
            ),
            published(
                "since", "Unplugging CPUs came with QEMU 2.7 of September 2016.", "xen.git, libxl (2021)"
            ),
        ),
    ),
    Preset(
        id="sel4",
        kind=_KIND,
        label="seL4 with CAmkES VMM",
        group="seL4 Foundation",
        since=2014,
        until=None,
        values=whole(
            virtualisation=Virtualisation(
                product="sel4",
                version="CAmkES VMM",
                placement="bare-metal",
                technique="hardware-assisted",
                nested_paging=True,
                drivers="driver-domain",
                scheduler="xen-credit",
            ),
            memory_policy=MemoryPolicy(
                overhead="none",
                thresholds="min-free",
                large_pages=False,
                compression=False,
                swapping=False,
                ballooning=False,
                page_sharing=False,
                idle_tax=0,
                system=64,
            ),
            live_changes=LiveChanges(shares=False),
        ),
        sources=(
            published(
                "virtualisation",
                "A user-level VMM runs Linux guests on Arm and x86; drivers live in components or guests.",
                "seL4/camkes-vm-examples, README",
            ),
            estimated(
                "virtualisation.scheduler",
                "Really fixed priorities and budgets; the nearest of the schedulers offered.",
            ),
            estimated(f"{_POLICY} live_changes", "All is laid down when the system is built."),
            estimated("since", "seL4 became open source in July 2014."),
        ),
        note="About 10,000 lines of privileged code, proven against their specification.",
    ),
)
