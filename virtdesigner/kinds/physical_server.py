"""Physical server: the machine that everything runs on."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import flag, hidden, part
from virtdesigner.model.parts import (
    DiskGroup,
    Hba,
    HostSystem,
    MachineMemory,
    Nic,
    Power,
    Processor,
    Workload,
)


class PhysicalServer(Element):
    """A machine with CPUs, memory, adapters and disks; may run a hypervisor, or a workload itself."""

    label = "Server"
    group = "Physical"
    card = (320, 72)
    opens = True

    kind: Literal["physical-server"] = hidden("physical-server", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    maintenance: bool = flag(False, "Under maintenance: its guests should be elsewhere.", label="Maintenance")
    host_system: HostSystem | None = part(
        None, "The operating system that it runs, for hosted hypervisors, containers and bare software.",
        label="Host OS", none="none",
    )  # fmt: skip
    processor: Processor = part(Processor(), "Its CPUs.", label="Processor")
    memory: MachineMemory = part(MachineMemory(), "Its memory.", label="Memory")
    nics: tuple[Nic, ...] = part(
        (Nic(id="nic0", name="nic0"), Nic(id="nic1", name="nic1")),
        "Its Ethernet ports.",
        label="Network adapters",
    )
    hbas: tuple[Hba, ...] = part((), "Its fibre-channel ports.", label="Fibre-channel ports")
    disk_groups: tuple[DiskGroup, ...] = part((), "Its internal disks.", label="Disk groups")
    power: Power = part(Power(), "What it draws.", label="Power")
    workload: Workload | None = part(None, "Software that runs on the bare server.", label="Workload")
