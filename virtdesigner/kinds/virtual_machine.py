"""Virtual machine: a guest with an operating system of its own."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, flag, hidden, part, ref
from virtdesigner.model.parts import (
    SYSTEMS,
    Flow,
    GuestMemory,
    OperatingSystem,
    VirtualCpus,
    VirtualDisk,
    VirtualHba,
    VirtualNic,
    Workload,
)


class VirtualMachine(Element):
    """A guest: virtual CPUs, memory, adapters and disks, and the workload that it carries."""

    label = "Virtual machine"
    group = "Guests"
    opens = True

    kind: Literal["virtual-machine"] = hidden("virtual-machine", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    host: str | None = ref(
        "Server of the cluster that runs it, while it lies in a resource pool of the cluster.",
        label="Runs on",
        kinds=("physical-server",),
        default=None,
        none="where it lies",
    )
    guest_os: OperatingSystem = choice("linux", SYSTEMS, "Its operating system.", label="Guest OS")
    kernel: Literal["unmodified", "paravirtual", "vmi"] = choice(
        "unmodified",
        {
            "unmodified": "Unmodified",
            "paravirtual": "Modified for its hypervisor",
            "vmi": "With VMI, for any hypervisor that speaks it",
        },
        "A paravirtual hypervisor runs only guests whose kernel was modified for it.",
        label="Guest kernel",
    )
    bits: Literal["64", "32"] = choice(
        "64",
        {"64": "64-bit", "32": "32-bit"},
        "A 32-bit guest uses no more than 4 GiB.",
        label="Guest width",
    )
    fault: Literal["none", "application", "system"] = choice(
        "none",
        {"none": "None", "application": "Application has failed", "system": "Operating system has failed"},
        "A fault stays in its VM; the others are as they were.",
        label="Fault",
    )
    cpus: VirtualCpus = part(VirtualCpus(), "Its processors.", label="Compute")
    memory: GuestMemory = part(GuestMemory(), "Its memory.", label="Memory")
    nics: tuple[VirtualNic, ...] = part(
        (VirtualNic(id="nic0", name="Adapter 1"),), "Its network adapters.", label="Network adapters"
    )
    hbas: tuple[VirtualHba, ...] = part(
        (), "Its virtual fibre-channel ports.", label="Virtual fibre-channel ports"
    )
    disks: tuple[VirtualDisk, ...] = part(
        (VirtualDisk(id="disk0", name="Disk 1"),), "Its disks.", label="Disks"
    )
    workload: Workload | None = part(
        Workload(template="web-server", flows=(Flow(id="flow0", name="Clients", rate=120),)),
        "What runs in it.",
        label="Workload",
    )
