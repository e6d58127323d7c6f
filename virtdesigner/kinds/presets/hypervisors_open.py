"""Hypervisors in the Linux kernel and on seL4."""

from virtdesigner.kinds.presets.hypervisors import EVERYTHING, bare_metal, hypervisor, memory
from virtdesigner.kinds.presets.preset import Preset, estimated, published
from virtdesigner.model.parts import LiveChanges

_FELTER = "Felter and others, An Updated Performance Comparison of VMs and Linux Containers (2014)"
_POLICY = "memory_policy memory_policy.idle_tax memory_policy.system"

PRESETS: tuple[Preset, ...] = (
    hypervisor(
        "kvm-2013",
        "KVM (2013)",
        "Linux",
        (2013, 2016),
        bare_metal(
            "kvm",
            "QEMU 1.5",
            "hardware-assisted",
            "cfs",
            nested_paging=True,
            disk_reads_most=47_000,
            disk_writes_most=60_000,
        ),
        memory(1024, large_pages=True, swapping=True, ballooning=True, page_sharing=True),
        LiveChanges(cpu_add=True, memory_add=True, memory_remove=True, shares=True),
        published(
            "virtualisation",
            "A module of the Linux kernel; VMs are processes, their I/O is done by the host's drivers.",
            _FELTER,
        ),
        published(
            "virtualisation.disk_reads_most virtualisation.disk_writes_most",
            "Its emulator serves the virtual disks of a VM in one thread: 47,000 reads or 60,000 writes a "
            "second of 4 KiB, on a device that does 84,000 and 113,000.",
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
    hypervisor(
        "kvm",
        "KVM",
        "Linux",
        (2016, None),
        bare_metal("kvm", "QEMU 8 and later", "hardware-assisted", "cfs", nested_paging=True),
        memory(2048, large_pages=True, swapping=True, ballooning=True),
        EVERYTHING,
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
        published("since", "Unplugging CPUs came with QEMU 2.7 of September 2016.", "xen.git, libxl (2021)"),
    ),
    hypervisor(
        "sel4",
        "seL4 with CAmkES VMM",
        "seL4 Foundation",
        (2014, None),
        bare_metal(
            "sel4",
            "CAmkES VMM",
            "hardware-assisted",
            "xen-credit",
            drivers="driver-domain",
            nested_paging=True,
        ),
        memory(64),
        LiveChanges(shares=False),
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
        note="About 10,000 lines of privileged code, proven against their specification.",
    ),
)
