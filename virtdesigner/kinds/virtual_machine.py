"""Virtual machine: a guest with an operating system of its own."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, flag, hidden, part
from virtdesigner.model.parts import Flow, GuestMemory, VirtualCpus, VirtualDisk, VirtualNic, Workload


class VirtualMachine(Element):
    """A guest: virtual CPUs, memory, adapters and disks, and the workload that it carries."""

    label = "Virtual machine"
    group = "Guests"

    kind: Literal["virtual-machine"] = hidden("virtual-machine", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    guest_os: Literal["linux", "windows", "other"] = choice(
        "linux",
        {"linux": "Linux", "windows": "Windows", "other": "Other"},
        "Its operating system.",
        label="Guest OS",
        descriptive=True,
    )
    cpus: VirtualCpus = part(VirtualCpus(), "Its processors.", label="Compute")
    memory: GuestMemory = part(GuestMemory(), "Its memory.", label="Memory")
    nics: tuple[VirtualNic, ...] = part(
        (VirtualNic(id="nic0", name="Adapter 1"),), "Its network adapters.", label="Network adapters"
    )
    disks: tuple[VirtualDisk, ...] = part(
        (VirtualDisk(id="disk0", name="Disk 1"),), "Its disks.", label="Disks"
    )
    workload: Workload | None = part(
        Workload(template="web-server", flows=(Flow(id="flow0", name="Clients", rate=120),)),
        "What runs in it.",
        label="Workload",
    )
