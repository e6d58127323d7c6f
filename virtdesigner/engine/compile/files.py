"""Files: disks of containers in VMs, which lie as files on disks of their VMs."""

from collections.abc import Iterator, Mapping

from virtdesigner.engine.compile.seats import Seat
from virtdesigner.model.design import Design
from virtdesigner.model.link import DiskLink
from virtdesigner.rules.disk_links import disk_of_machine


def disk_key(guest: str, disk: str) -> str:
    """The key of a disk of a guest, and of its row of I/O."""
    return f"{guest} disk {disk}"


def files(
    design: Design, seats: list[Seat], links: Mapping[tuple[str, str], DiskLink]
) -> Iterator[tuple[str, str]]:
    """Return the keys of disks of containers in VMs, each with that of the VM's disk that it is a file on."""
    for seat in seats:
        if seat.house.carrier is None:
            continue
        for disk in seat.disks:
            link = links.get((seat.id, disk.id))
            outer = disk_of_machine(design, seat.house.carrier.id, link.target) if link else None
            if outer is not None:
                yield disk_key(seat.id, disk.id), disk_key(outer.source, outer.source_part)
