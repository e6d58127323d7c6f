"""The table of LUNs: what they are cut from, the queues on them, and what I/O of guests takes there."""

from operator import attrgetter
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compile.columns import columns
from virtdesigner.engine.compile.groups import Groups, Service, compile_groups, service
from virtdesigner.engine.compile.ios import Ios, compile_ios, disk_links
from virtdesigner.engine.compile.seats import Seat, carriers
from virtdesigner.engine.compile.space import Space, compile_space
from virtdesigner.engine.compile.ways import Paths, Ports, Slots, WayCollector, compile_slots, compile_ways
from virtdesigner.engine.estimates import PAGE_KIB, SWAP_CLUSTER_KIB
from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import DiskGroup


class Stores(NamedTuple):
    """LUNs and what reads and writes them.

    element, lun_group: (luns,) row in `element_ids`, row of the disk group (-1: none). is_controlled: (luns,)
    storage I/O control is on; congestion: ms from which it acts. queue_depth, queue_lun: (queues,) I/Os under
    way at once of one initiator on one LUN; outstanding: (queues,) the same of several VMs there; queue_keys:
    to find a queue again. paths: that each queue has; ports: that can be full; slots: where I/O is in queues;
    space: what disks take of LUNs. reads, writes: (guests,) IOPS at full load. swap, own_swap: (guests,) row
    of I/O of what the hypervisor swaps the guest out to, and of what its own kernel pages out to, -1 for
    none; one row for both where they lie on one LUN. swap_out_s: (ios,) device s that a MiB written there
    takes.
    """

    element: Ints
    lun_group: Ints
    is_controlled: Bools
    congestion: Floats
    groups: Groups
    idle: Service
    queue_depth: Floats
    outstanding: Floats
    queue_lun: Ints
    queue_keys: tuple[str, ...]
    paths: Paths
    ports: Ports
    slots: Slots
    space: Space
    ios: Ios
    service: Service
    reads: Floats
    writes: Floats
    swap: Ints
    own_swap: Ints
    swap_out_s: Floats


def compile_stores(
    design: Design,
    seats: list[Seat],
    lun_ids: tuple[str, ...],
    row: dict[str, int],
    link_row: dict[str, int],
) -> tuple[Stores, tuple[str, ...], dict[tuple[int, str], float], list[Message]]:
    """Make the tables of storage. row: of `element_ids`.

    Also returns the ids of the disk groups, of element and part; the cycles that an I/O of a guest costs a
    driver domain; and why some I/O has no way.
    """
    found = _disk_groups(design)
    groups = compile_groups(found)
    luns = [_lun(design, id) for id in lun_ids]
    group = _groups_of(luns, found)
    ways = WayCollector(design)
    lun_row = {id: number for number, id in enumerate(lun_ids)}
    of_guests = compile_ios(design, seats, ways, lun_row, group)
    ios = of_guests.ios
    reads, writes = columns([s.workload for s in seats], ("reads", "writes"))
    queue_lun = np.array([lun_row[lun] for lun in ways.luns], dtype=np.int64)
    depths, outstanding, congestion = columns(luns, ("queue_depth", "outstanding", "congestion"))
    depth = depths[queue_lun]
    paths, ports = compile_ways(ways, depth, link_row, row)
    stores = Stores(
        element=np.array([row[id] for id in lun_ids], dtype=np.int64),
        lun_group=group,
        is_controlled=np.array([lun.io_control for lun in luns], dtype=np.bool_),
        congestion=congestion,
        groups=groups,
        idle=_service(groups, group, np.full(group.size, PAGE_KIB), np.ones(group.size)),
        queue_depth=depth,
        outstanding=outstanding[queue_lun],
        queue_lun=queue_lun,
        queue_keys=tuple(ways.keys),
        paths=paths,
        ports=ports,
        slots=compile_slots(ios.queue, ports, queue_lun.size),
        space=compile_space(design, seats, disk_links(design), luns, lun_row, ios.keys),
        ios=ios,
        service=_service(groups, ios.group, ios.block, of_guests.randoms),
        reads=reads,
        writes=writes,
        swap=of_guests.swap,
        own_swap=of_guests.own_swap,
        swap_out_s=_swap_out_s(groups, ios.group),
    )
    ids = tuple(f"{element.id} {group.id}" for element, group in found)
    return stores, ids, of_guests.served, list(ways.refusals.values())


def _disk_groups(design: Design) -> list[tuple[Element, DiskGroup]]:
    carrying = sorted(carriers(design, DiskGroup), key=attrgetter("id"))
    return [(element, group) for element in carrying for group in element.carried(DiskGroup)]


def _groups_of(luns: list[Lun], found: list[tuple[Element, DiskGroup]]) -> Ints:
    """Return the row of the disk group that each LUN is cut from (luns,), -1 for none."""
    row = {(element.id, group.id): number for number, (element, group) in enumerate(found)}
    return np.array([row.get((lun.parent or "", lun.backing), -1) for lun in luns], dtype=np.int64)


def _service(groups: Groups, group: Ints, block: Floats, random_share: Floats) -> Service:
    """What I/Os take of their group; nothing where there is none."""
    if not groups.disks.size:
        return Service(*(np.zeros(group.size) for _ in Service._fields))
    return service(groups, np.maximum(group, 0), block, random_share)


def _swap_out_s(groups: Groups, group: Ints) -> Floats:
    """Return the device s (ios,) that a MiB swapped out takes: written in clusters, 0 without a LUN."""
    cluster = _service(groups, group, np.full(group.size, SWAP_CLUSTER_KIB), np.ones(group.size))
    return np.where(group >= 0, cluster.write_s * 1024.0 / SWAP_CLUSTER_KIB, 0.0)


def _lun(design: Design, id: str) -> Lun:
    lun = design.elements[id]
    assert isinstance(lun, Lun)
    return lun
