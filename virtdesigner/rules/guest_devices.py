"""What a guest sees of the machine that it runs on: devices, and nothing behind them.

A hypervisor shows a guest devices that it makes up: emulated after a real one, which any system has a driver
for, or paravirtual, which knows that it runs in a VM and costs less. A device that was handed over is real.
A container sees the kernel of its host, and of that only its own.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from virtdesigner.kinds import Container, PhysicalServer
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import Passthrough
from virtdesigner.model.parts import (
    DiskGroup,
    GuestMemory,
    Hba,
    MachineMemory,
    NamedPart,
    Nic,
    Processor,
    VirtualCpus,
    VirtualDisk,
    VirtualHba,
    VirtualNic,
)

Form = Literal["processor", "memory", "adapter", "disk", "fibre-port"]

Manner = Literal["virtual", "paravirtual", "emulated", "whole", "function", "process", "real"]
"""How a device is shown. virtual: as processors and memory are, by sharing the real ones. whole, function: an
adapter of the server, or a part of one, that was handed over. process: the host's own, fenced off for it."""


class Device(NamedTuple):
    """One device. part: id, "" for processors and memory. amount: how many, MiB, GiB; None for adapters."""

    form: Form
    manner: Manner
    part: str
    name: str
    amount: float | None


def devices(design: Design, id: str) -> tuple[Device, ...]:
    """The devices of a guest, in the order in which a system lists its own."""
    guest = design.elements[id]
    if isinstance(guest, PhysicalServer):
        return tuple(_real(guest))
    return tuple(_shown(design, guest))


def _shown(design: Design, guest: Element) -> Iterator[Device]:
    is_contained = isinstance(guest, Container)
    for cpus in guest.carried(VirtualCpus):
        yield Device("processor", "process" if is_contained else "virtual", "", "", cpus.count)
    for memory in guest.carried(GuestMemory):
        yield Device("memory", "process" if is_contained else "virtual", "", "", memory.size)
    given = {link.target_part: link for link in design.links_of(guest.id) if isinstance(link, Passthrough)}
    for nic in guest.carried(VirtualNic):
        shown: Manner = "process" if is_contained else nic.adapter
        yield Device("adapter", _handed(given.get(nic.id)) or shown, nic.id, nic.name, None)
    for hba in guest.carried(VirtualHba):
        yield Device("fibre-port", _handed(given.get(hba.id)) or "virtual", hba.id, hba.name, None)
    for disk in guest.carried(VirtualDisk):
        shown = "process" if is_contained else disk.adapter
        yield Device("disk", shown, disk.id, disk.name, disk.capacity)


def _handed(link: Passthrough | None) -> Manner | None:
    if link is None:
        return None
    return "whole" if link.mode == "whole" else "function"


def _real(server: Element) -> Iterator[Device]:
    """What software on a bare server sees: the machine."""
    for processor in server.carried(Processor):
        yield Device("processor", "real", "", "", processor.sockets * processor.cores_per_socket)
    for memory in server.carried(MachineMemory):
        yield Device("memory", "real", "", "", memory.size)
    ports: tuple[NamedPart, ...] = (*server.carried(Nic), *server.carried(Hba))
    for port in ports:
        yield Device("adapter" if isinstance(port, Nic) else "fibre-port", "real", port.id, port.name, None)
    for group in server.carried(DiskGroup):
        yield Device("disk", "real", group.id, group.name, float(group.disks * group.capacity))
