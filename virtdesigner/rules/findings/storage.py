"""Findings about storage: where disks lie, who sees which LUN, and how much is given out twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import DiskLink
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import DiskGroup, Processor, VirtualDisk, Workload
from virtdesigner.rules.findings.disk_groups import FEWEST_DISKS, SURVIVES, usable_capacity
from virtdesigner.rules.findings.finding import Finding, error, warning
from virtdesigner.rules.findings.residents import Guest, Residents, is_on
from virtdesigner.rules.storage_paths import StoragePath, disk_path, storage_path


def disk_without_lun(design: Design) -> Iterator[Finding]:
    """A disk of a guest on a server that lies nowhere."""
    placed = {(link.source, link.source_part) for link in design.links.values() if link.kind == "disk"}
    for guest in design.derived(Residents).guests:
        # Files of a container in a VM are on the VM's disks unless they are put elsewhere.
        for disk in guest.element.carried(VirtualDisk) if not guest.within else ():
            id = guest.element.id
            if (id, disk.id) not in placed:
                yield warning("disk-without-lun", id, field="disks", element=id, disk=disk.name)


def server_without_lun(design: Design) -> Iterator[Finding]:
    """A server whose own workload reads and writes, and that sees no LUN to do it on: it stands still."""
    luns = [element.id for element in design.elements.values() if isinstance(element, Lun)]
    for server, _ in design.carrying(Processor):
        workload = next(iter(server.carried(Workload)), None)
        if workload is None or not is_on(server) or not workload.reads + workload.writes:
            continue
        # Its own first: they are seen without a way.
        own = sorted(luns, key=lambda lun: design.elements[lun].parent != server.id)
        if all(storage_path(design, server.id, lun).refusal for lun in own):
            yield error("server-without-lun", server.id, field="workload.reads", element=server.id)


def users(design: Design) -> Mapping[tuple[str, str], dict[str, None]]:
    """Running guests by host and LUN that they have a disk on. Ask with `design.derived`."""
    hosts = {guest.element.id: guest.host for guest in design.derived(Residents).guests if guest.running}
    found: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for link in design.links.values():
        if link.kind == "disk" and link.source in hosts:
            found[hosts[link.source], link.target][link.source] = None
    return found


def out_of_sight(design: Design) -> Mapping[tuple[str, Message], dict[str, None]]:
    """Running guests that can't get at a LUN that they have a disk on, by the LUN and the reason."""
    hosts = {guest.element.id: guest for guest in design.derived(Residents).guests if guest.running}
    found: defaultdict[tuple[str, Message], dict[str, None]] = defaultdict(dict)
    for link in design.links.values():
        if isinstance(link, DiskLink) and link.source in hosts:
            refusal = _way(design, link, hosts[link.source]).refusal
            if refusal:
                found[link.target, refusal][link.source] = None
    return found


def _way(design: Design, link: DiskLink, guest: Guest) -> StoragePath:
    """The way to a disk, or why it can't be reached: most go by their host's adapters, asked at once."""
    disk = part_of(guest.element, link.source_part)
    is_plain = not (link.via or guest.within or (isinstance(disk, VirtualDisk) and disk.hba))
    return storage_path(design, guest.host, link.target) if is_plain else disk_path(design, link)


def lun_not_visible(design: Design) -> Iterator[Finding]:
    """A LUN that guests need and can't get at: masked, not zoned, not cabled, or switched off on the way.

    host: who should see it: their host, or a guest with a fibre-channel port of its own.
    """
    hosts = {guest.element.id: guest.host for guest in design.derived(Residents).guests}
    for (lun, refusal), guests in out_of_sight(design).items():
        first = next(iter(guests))
        host = str(dict(refusal.parameters).get("host", hosts[first]))
        others = (guest for guest in guests if guest != host)
        yield error(
            "lun-not-visible",
            lun,
            host,
            *others,
            field="hosts",
            lun=lun,
            host=host,
            count=len(guests),
            reason=refusal,
        )


def single_path(design: Design) -> Iterator[Finding]:
    """A host with a guest whose disk on an array hangs on one port: the host's, or one it was given."""
    guests = {guest.element.id: guest for guest in design.derived(Residents).guests if guest.running}
    disks = (link for link in design.links.values() if isinstance(link, DiskLink) and link.source in guests)
    single = (link for link in disks if len(_way(design, link, guests[link.source]).host_ports) == 1)
    pairs = ((guests[link.source].host, design.elements[link.target].parent or "") for link in single)
    for host, store in dict.fromkeys(pairs):
        yield warning("single-path", host, store, host=host, store=store)


def space_on_luns(design: Design) -> Iterator[Finding]:
    """More disk space given to guests than a LUN has: thin disks may fill it, thick ones can't fit."""
    whole: defaultdict[str, float] = defaultdict(float)
    thick: defaultdict[str, float] = defaultdict(float)
    for link in design.links.values():
        disk = part_of(design.elements[link.source], link.source_part) if link.kind == "disk" else None
        if isinstance(disk, VirtualDisk):
            whole[link.target] += disk.capacity
            thick[link.target] += 0.0 if disk.thin else disk.capacity
    for id, allocated in whole.items():
        lun = design.elements[id]
        if isinstance(lun, Lun) and allocated > lun.capacity:
            yield _over_allocated(lun, allocated, thick[id])


def _over_allocated(lun: Lun, allocated: float, thick: float) -> Finding:
    id, capacity = lun.id, lun.capacity
    if thick > capacity:
        return error("lun-too-small", id, field="capacity", lun=id, allocated=thick, capacity=capacity)
    share = allocated / capacity
    return warning(
        "lun-over-allocated",
        id,
        field="capacity",
        lun=id,
        allocated=allocated,
        capacity=capacity,
        share=share,
    )


def _luns(design: Design) -> Iterator[tuple[Lun, DiskGroup | None]]:
    for lun in design.elements.values():
        if isinstance(lun, Lun) and lun.parent is not None:
            group = part_of(design.elements[lun.parent], lun.backing)
            yield lun, group if isinstance(group, DiskGroup) else None


def lun_without_disk_group(design: Design) -> Iterator[Finding]:
    """A LUN cut from a disk group that its store doesn't have."""
    for lun, group in _luns(design):
        if group is None:
            yield error("lun-without-disk-group", lun.id, field="backing", lun=lun.id, store=lun.parent or "")


def disk_group_over_allocated(design: Design) -> Iterator[Finding]:
    """LUNs that together are larger than their disk group."""
    allocated: defaultdict[tuple[str, str], float] = defaultdict(float)
    for lun, group in _luns(design):
        if group is not None:
            allocated[lun.parent or "", group.id] += lun.capacity
    for store, group in design.carrying(DiskGroup):
        given, usable = allocated[store.id, group.id], usable_capacity(group)
        if given > usable:
            yield error(
                "disk-group-over-allocated",
                store.id,
                field="disk_groups",
                store=store.id,
                group=group.name,
                allocated=given,
                usable=usable,
            )


def too_few_disks(design: Design) -> Iterator[Finding]:
    """A RAID level that takes more disks than the group has."""
    for store, group in design.carrying(DiskGroup):
        needed = FEWEST_DISKS[group.raid]
        if group.disks < needed:
            yield error(
                "too-few-disks",
                store.id,
                field="disk_groups",
                store=store.id,
                group=group.name,
                raid=group.raid,
                disks=group.disks,
                needed=needed,
            )


def failed_disks(design: Design) -> Iterator[Finding]:
    """Broken disks: the group goes on degraded, or what was on it is lost."""
    for store, group in design.carrying(DiskGroup):
        id, name, failed, survives = store.id, group.name, group.failed_disks, SURVIVES[group.raid]
        if failed > survives:
            yield error(
                "disk-group-lost",
                id,
                field="disk_groups",
                store=id,
                group=name,
                count=failed,
                raid=group.raid,
                survives=survives,
            )
        elif failed:
            yield warning(
                "disk-group-degraded",
                id,
                field="disk_groups",
                store=id,
                group=name,
                count=failed,
                raid=group.raid,
            )
