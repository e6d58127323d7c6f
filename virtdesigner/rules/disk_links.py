"""Disk links: which LUNs a guest's disk may lie on, and by what it gets there."""

from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import DiskLink, Link
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualDisk, VirtualHba
from virtdesigner.rules.visibility import StorageReach, machine_of, scheduler_of, server_of


def disk_fits(design: Design, link: Link) -> Message | None:
    """Why a disk can't lie where a link says. A guest without a place is judged when it gets one.

    Codes: "no-such-port" (element, part), "port-without-adapter" (element, part), "via-another-hypervisor"
    (guest, server), "machine-without-lun" (guest, lun, server), "lun-not-connected" (guest, lun, host).
    """
    assert isinstance(link, DiskLink)
    host, parent = server_of(design, link.source), design.elements[link.target].parent
    if refusal := _port_refusal(design, link, host is not None) or _via_refusal(design, link):
        return refusal
    if refusal := _volume_refusal(design, link):
        return refusal
    if host is None or parent is None or host in design.derived(StorageReach).hosts(parent):
        return None
    return message("lun-not-connected", guest=link.source, lun=link.target, host=host)


def _port_refusal(design: Design, link: DiskLink, is_placed: bool) -> Message | None:
    """A disk that names a virtual fibre-channel port needs the port, and an adapter behind it."""
    guest = design.elements[link.source]
    disk = part_of(guest, link.source_part)
    if not isinstance(disk, VirtualDisk) or not disk.hba:
        return None
    if not isinstance(part_of(guest, disk.hba), VirtualHba):
        return message("no-such-port", element=guest.id, part=disk.hba)
    if not is_placed or port_adapter(design, guest.id, disk.hba):
        return None
    return message("port-without-adapter", element=guest.id, part=disk.hba)


def port_adapter(design: Design, guest: str, port: str) -> tuple[str, str] | None:
    """Server and adapter behind a virtual fibre-channel port of a guest, if there is one."""
    for link in design.links_of(guest):
        if link.kind == "passthrough" and (link.target, link.target_part) == (guest, port):
            return link.source, link.source_part
    return None


def _via_refusal(design: Design, link: DiskLink) -> Message | None:
    if link.via is None:
        return None
    scheduler = scheduler_of(design, link.source)
    if scheduler is None or design.elements[link.via].parent == scheduler:
        return None
    return message("via-another-hypervisor", guest=link.source, server=link.via)


def _volume_refusal(design: Design, link: DiskLink) -> Message | None:
    """A container in a VM keeps its files on a disk of the VM."""
    machine = machine_of(design, link.source)
    if machine is None or machine.id == link.source or disk_of_machine(design, machine.id, link.target):
        return None
    return message("machine-without-lun", guest=link.source, lun=link.target, server=machine.id)


def disk_of_machine(design: Design, machine: str, lun: str) -> DiskLink | None:
    """The disk of a VM that lies on a LUN; of several the one of the lowest id."""
    links = (link for link in design.links_of(machine) if isinstance(link, DiskLink))
    found = (link for link in links if link.source == machine and link.target == lun)
    return min(found, key=lambda link: link.id, default=None)
