"""Container: a guest that shares the kernel of its host."""

from typing import Literal

from virtdesigner.model.element import Element
from virtdesigner.model.fields import choice, flag, hidden, part
from virtdesigner.model.parts import (
    SYSTEMS,
    Flow,
    GuestMemory,
    OperatingSystem,
    VirtualCpus,
    VirtualDisk,
    VirtualNic,
    Workload,
)


class Container(Element):
    """A guest without a kernel of its own: processes, files and network apart from the others."""

    label = "Container"
    group = "Guests"

    kind: Literal["container"] = hidden("container", "Kind of element.")
    powered_on: bool = flag(True, "Switched on.", label="Power")
    guest_os: OperatingSystem = choice(
        "linux", SYSTEMS, "Whose kernel its programs are made for.", label="Made for"
    )
    cpus: VirtualCpus = part(VirtualCpus(), "Its claim on processors.", label="Compute")
    memory: GuestMemory = part(
        GuestMemory(size=1024, tools=False),
        "Its claim on memory.",
        label="Memory",
        without=("tools", "balloon_limit"),
    )
    nics: tuple[VirtualNic, ...] = part(
        (VirtualNic(id="nic0", name="eth0"),),
        "Its network adapters.",
        label="Network adapters",
        without=("adapter", "emulation_cycles"),
    )
    disks: tuple[VirtualDisk, ...] = part(
        (VirtualDisk(id="disk0", name="Volume 1", capacity=10),), "Its volumes.", label="Volumes"
    )
    workload: Workload | None = part(
        Workload(template="web-server", flows=(Flow(id="flow0", name="Clients", rate=120),)),
        "What runs in it.",
        label="Workload",
    )
