"""The rows of I/O: which guest reads and writes where by which disk, and what swap files it has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.adapters import Adapters, domain_of
from virtdesigner.engine.compile.files import files
from virtdesigner.engine.compile.seats import Seat
from virtdesigner.engine.compile.ways import WayCollector
from virtdesigner.engine.estimates import (
    DISK_SHARES,
    EMULATED_IO_CYCLES,
    IO_CYCLES,
    PAGE_KIB,
    PARAVIRTUAL_IO_CYCLES,
)
from virtdesigner.model.design import Design
from virtdesigner.model.link import DiskLink
from virtdesigner.model.parts import VirtualDisk


class Ios(NamedTuple):
    """Rows of I/O, arrays (ios,): one for each disk of a guest, then one for each swap file.

    lun, group: row, -1 where it has none; queue: row of the queue of its initiator on its LUN, -1 where there
    is no way. share: part of the guest's I/O, 0 for swap. is_swap: decided by memory, not by the load.
    is_cut: there is no way to its LUN. inside, outside: cycles of an I/O. depth: I/Os that the guest's driver
    has under way at once; weight: against others in the same queue; most: IOPS that the disk is limited to.
    outer: of the disk of a VM that a disk of a container in it is a file on, its row, -1 for others. keys: to
    find a row again after an edit.
    """

    guest: Ints
    lun: Ints
    group: Ints
    queue: Ints
    share: Floats
    block: Floats
    is_swap: Bools
    is_cut: Bools
    inside: Floats
    outside: Floats
    depth: Floats
    weight: Floats
    most: Floats
    outer: Ints
    keys: tuple[str, ...]


class GuestIos(NamedTuple):
    """What guests read and write. randoms: (ios,) random share.

    swap, own_swap: (guests,) row of what the hypervisor swaps the guest out to, and of what its own kernel
    pages out to, -1 for none. served: cycles that an I/O of a guest costs a driver domain.
    """

    ios: Ios
    randoms: Floats
    swap: Ints
    own_swap: Ints
    served: dict[tuple[int, str], float]


def compile_ios(
    design: Design, seats: list[Seat], ways: WayCollector, lun_row: dict[str, int], lun_group: Ints
) -> GuestIos:
    """Make the rows of all seats. lun_row: LUN to its row; lun_group: (luns,) its disk group, -1: none."""
    collector, links = _Collector(design, ways, lun_row), disk_links(design)
    for number, seat in enumerate(seats):
        _add_disks(collector, number, seat, links)
    swap = np.array([_add_swap(collector, n, s, links) for n, s in enumerate(seats)], dtype=np.int64)
    own_swap = _own_swaps(collector, seats, links, swap)
    ios, randoms = _ios(collector, lun_group, dict(files(design, seats, links)))
    return GuestIos(ios, randoms, swap, own_swap, collector.served)


class _Row(NamedTuple):
    key: str
    guest: int
    lun: int
    queue: int
    share: float
    block: float
    random: float
    is_swap: bool
    is_cut: bool
    inside: float
    outside: float
    depth: float
    weight: float
    most: float


@dataclass
class _Collector:
    """Collects rows of I/O, and what driver domains do for it."""

    design: Design
    ways: WayCollector
    lun_row: dict[str, int]
    rows: list[_Row] = field(default_factory=list)
    served: dict[tuple[int, str], float] = field(default_factory=dict)


DiskLinks = Mapping[tuple[str, str], DiskLink]
"""Element and id of a virtual disk to the link to the LUN that it lies on."""


def disk_links(design: Design) -> DiskLinks:
    """Return the links of all virtual disks."""
    disks = (link for link in design.links.values() if isinstance(link, DiskLink))
    return {(link.source, link.source_part): link for link in sorted(disks, key=attrgetter("id"))}


def _add_disks(collector: _Collector, number: int, seat: Seat, links: DiskLinks) -> None:
    """Add a row of I/O for each disk of a guest; a bare server has one, on the first LUN that it sees."""
    disks = seat.disks
    if not disks:
        lun = _server_lun(collector, seat.id) if seat.is_bare else None
        _add(collector, number, seat, lun, "disks", 1.0, _NATIVE)
        return
    whole = sum(disk.share for disk in disks) or 1.0
    for disk in disks:
        link = links.get((seat.id, disk.id))
        share, cycles = disk.share / whole, _cycles(seat, disk)
        domain = domain_of(seat, link.via if link else None)
        stopped = collector.design.derived(Adapters).stopped(domain)
        if stopped is not None:
            collector.ways.refusals[domain, disk.id] = stopped
        elif domain and cycles.outside > 0.0:
            key = (number, domain)
            collector.served[key] = collector.served.get(key, 0.0) + share * cycles.outside
            cycles = cycles._replace(outside=0.0)
        _add(
            collector,
            number,
            seat,
            link.target if link else None,
            f"disk {disk.id}",
            share,
            cycles,
            stopped is None,
            disk=disk,
            link=_by_others(seat, disk, link),
        )


def _by_others(seat: Seat, disk: VirtualDisk, link: DiskLink | None) -> DiskLink | None:
    """The link of a disk that a virtual I/O server, a port of its guest's own or its VM takes to its LUN."""
    return link if link and (link.via or disk.hba or seat.house.carrier is not None) else None


def _server_lun(collector: _Collector, server: str) -> str | None:
    """The LUN that a bare server uses: the first of its own, else the first it sees."""
    own = (id for id in collector.design.children(server) if id in collector.lun_row)
    if (first := min(own, default=None)) is not None:
        return first
    return next((id for id in collector.lun_row if collector.ways.queue(server, id) >= 0), None)


def _add(
    collector: _Collector,
    number: int,
    seat: Seat,
    lun: str | None,
    name: str,
    share: float,
    cycles: "_Cycles",
    is_served: bool = True,
    disk: VirtualDisk | None = None,
    is_swap: bool = False,
    link: DiskLink | None = None,
) -> None:
    host = seat.house.server.id if seat.house.server else ""
    queue = collector.ways.queue(host, lun, link) if lun and host and is_served else -1
    load = seat.workload
    collector.rows.append(
        _Row(
            key=f"{seat.id} {name}",
            guest=number,
            lun=collector.lun_row[lun] if lun else -1,
            queue=queue,
            share=share,
            block=PAGE_KIB if is_swap else load.block,
            random=1.0 if is_swap else load.random_share / 100.0,
            is_swap=is_swap,
            is_cut=queue < 0,
            inside=cycles.inside,
            outside=cycles.outside,
            depth=float(disk.queue_depth) if disk else np.inf,
            weight=disk.shares if disk else DISK_SHARES,
            most=disk.limit if disk and disk.limit is not None else np.inf,
        )
    )


class _Cycles(NamedTuple):
    """What an I/O costs, inside the guest and outside."""

    inside: float
    outside: float


_NATIVE = _Cycles(IO_CYCLES, 0.0)
_SWAP = _Cycles(0.0, IO_CYCLES)


def _cycles(seat: Seat, disk: VirtualDisk) -> _Cycles:
    if seat.house.platform is None:
        return _Cycles(disk.guest_cycles, 0.0)
    usual = EMULATED_IO_CYCLES if disk.adapter == "emulated" else PARAVIRTUAL_IO_CYCLES
    return _Cycles(disk.guest_cycles, usual if disk.host_cycles is None else disk.host_cycles)


def _add_swap(collector: _Collector, number: int, seat: Seat, links: DiskLinks) -> int:
    """Add the row of a guest's swap file and return its number; -1 where no LUN in reach holds one."""
    server = seat.house.server
    lun = _swap_lun(collector, seat, links)
    if lun is None or server is None or collector.ways.queue(server.id, lun) < 0:
        return -1
    _add(collector, number, seat, lun, "swap", 0.0, _SWAP, is_swap=True)
    return len(collector.rows) - 1


def _own_swaps(collector: _Collector, seats: list[Seat], links: DiskLinks, swap: Ints) -> Ints:
    """Add the rows of guests' own swap; return their numbers (guests,), those of `swap` on the same LUN."""
    found = swap.copy()
    for number, seat in enumerate(seats):
        if seat.house.platform is None or not seat.house.server:
            continue
        id, disks = _kernel_disks(seat)
        lun, known = _first_lun(id, disks, links), int(swap[number])
        if lun is None or collector.ways.queue(seat.house.server.id, lun) < 0:
            found[number] = -1
        elif known < 0 or collector.rows[known].lun != collector.lun_row[lun]:
            found[number] = len(collector.rows)
            cycles = _cycles(seat, disks[0])
            _add(collector, number, seat, lun, "own swap", 0.0, cycles, is_swap=True)
    return found


def _swap_lun(collector: _Collector, seat: Seat, links: DiskLinks) -> str | None:
    """Where a guest is swapped to: what its hypervisor says, its VM's first disk, or its server's disks."""
    house = seat.house
    if house.platform is None:
        return _server_lun(collector, house.server.id) if seat.is_contained and house.server else None
    chosen = house.policy.swap_lun if house.policy else None
    return chosen or _first_lun(*_kernel_disks(seat), links)


def _kernel_disks(seat: Seat) -> tuple[str, tuple[VirtualDisk, ...]]:
    """Whose kernel pages out what a guest in a VM or a VM itself holds, and the disks of that one."""
    kernel = seat.house.carrier or seat.element
    return kernel.id, kernel.carried(VirtualDisk)


def _first_lun(id: str, disks: tuple[VirtualDisk, ...], links: DiskLinks) -> str | None:
    link = links.get((id, disks[0].id)) if disks else None
    return link.target if link else None


def _ios(collector: _Collector, lun_group: Ints, inside: Mapping[str, str]) -> tuple[Ios, Floats]:
    """Return the table of I/O, and the random share of each row; inside: keys of files to those of disks."""
    rows = collector.rows
    keys, *found = zip(*rows, strict=True) if rows else ((),) * len(_Row._fields)
    columns: dict[str, Any] = {
        name: np.array(values, dtype=_DTYPES[_Row.__annotations__[name]])
        for name, values in zip(_Row._fields[1:], found, strict=True)
    }
    randoms, lun = columns.pop("random"), columns["lun"]
    group = np.where(lun >= 0, lun_group[lun], -1) if lun_group.size else lun
    columns["is_cut"] = columns["is_cut"] | (group < 0)
    row = {key: number for number, key in enumerate(keys)}
    outer = np.array([row.get(inside.get(key, ""), -1) for key in keys], dtype=np.int64)
    return Ios(**columns, group=group, outer=outer, keys=tuple(keys)), randoms


_DTYPES: Final[Mapping[type, type]] = MappingProxyType({int: np.int64, float: np.float64, bool: np.bool_})
