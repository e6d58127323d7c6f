"""Fixes of storage: disks put on LUNs with room, LUNs made visible or larger."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from virtdesigner.kinds import Lun, PhysicalSwitch
from virtdesigner.model import edits
from virtdesigner.model.change import Change, add
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.fields import spec
from virtdesigner.model.link import DiskLink
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import DiskGroup, VirtualDisk, Zone
from virtdesigner.model.record import new_id
from virtdesigner.rules.findings.disk_groups import usable_capacity
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.fixes.values import Fix, with_part, with_value
from virtdesigner.rules.links import link_refusal
from virtdesigner.rules.storage_paths import sight, storage_path
from virtdesigner.rules.visibility import server_of


def given(design: Design) -> Mapping[str, float]:
    """GiB of disks by the LUN that they lie on. Ask with `design.derived`."""
    found: defaultdict[str, float] = defaultdict(float)
    for link in design.links.values():
        disk = part_of(design.elements[link.source], link.source_part) if link.kind == "disk" else None
        found[link.target] += disk.capacity if isinstance(disk, VirtualDisk) else 0.0
    return found


def _roomiest(design: Design, guest: str, disk: str, capacity: float) -> str | None:
    """The LUN that a guest's host sees with most free space, if a disk fits there and may lie there."""
    host = server_of(design, guest)
    luns = [element for element in design.elements.values() if isinstance(element, Lun)]
    free = {lun.id: lun.capacity - design.derived(given).get(lun.id, 0.0) for lun in luns}
    for id in sorted(free, key=lambda id: -free[id]):
        if not host or free[id] < capacity:
            break
        if storage_path(design, host, id).refusal is None and _may_lie(design, guest, disk, id):
            return id
    return None


def _may_lie(design: Design, guest: str, disk: str, lun: str) -> bool:
    link = DiskLink(id=new_id(), source=guest, source_part=disk, target=lun)
    return link_refusal(design, link) is None


def _place_disk(design: Design, finding: Finding) -> Sequence[Change]:
    guest, name = design.elements[finding.elements[0]], finding.message["disk"]
    placed = {link.source_part for link in design.links_of(guest.id) if link.kind == "disk"}
    disks = guest.carried(VirtualDisk)
    disk = next(disk for disk in disks if disk.name == name and disk.id not in placed)
    lun = _roomiest(design, guest.id, disk.id, disk.capacity)
    return (_on(guest.id, disk.id, lun),) if lun else ()


def _on(guest: str, disk: str, lun: str) -> Change:
    return add("links", DiskLink(id=new_id(), source=guest, source_part=disk, target=lun))


def _add_disk(design: Design, finding: Finding) -> Sequence[Change]:
    guest = design.elements[finding.elements[0]]
    id = edits.free_name("disk0", {part.id for part in guest.named_parts()})
    disk = VirtualDisk(id=id, name="Disk 1")
    changes = edits.replace(design, guest, disks=(disk,))
    lun = _roomiest(design.edited(changes), guest.id, id, disk.capacity)
    return (*changes, _on(guest.id, id, lun)) if lun else ()


def _left(design: Design, store: str, group: DiskGroup) -> float:
    """GiB of a disk group that no LUN is cut from."""
    luns = (design.elements[id] for id in design.children(store))
    cut = sum(lun.capacity for lun in luns if isinstance(lun, Lun) and lun.backing == group.id)
    return usable_capacity(group) - cut


def _cut_lun(design: Design, finding: Finding) -> Sequence[Change]:
    """Cut a LUN from the disks of the server itself, as large as a new one is, or as what is left."""
    server = design.elements[finding.elements[0]]
    usual = float(spec(Lun, "capacity").default)
    left = {group.id: _left(design, server.id, group) for group in server.carried(DiskGroup)}
    roomiest = max(left, key=lambda group: left[group], default="")
    if left.get(roomiest, 0.0) < _SMALLEST:
        return ()
    taken = {element.name for element in design.elements.values()}
    name, capacity = edits.free_name("LUN 1", taken), min(usual, left[roomiest])
    lun = Lun(id=new_id(), name=name, parent=server.id, backing=roomiest, capacity=capacity)
    return (add("elements", lun),)


_SMALLEST = 1.0
"""GiB that a LUN of its own is worth cutting for."""


def _choose_group(design: Design, finding: Finding) -> Sequence[Change]:
    lun = design.elements[finding.elements[0]]
    assert isinstance(lun, Lun)
    groups = design.elements[lun.parent or ""].carried(DiskGroup)
    fitting = (group.id for group in groups if _left(design, lun.parent or "", group) >= lun.capacity)
    group = next(fitting, None)
    return with_value(design, lun.id, "backing", group) if group else ()


def _enlarge(design: Design, finding: Finding) -> Sequence[Change]:
    """Make a LUN as large as the disks on it, if its disk group has that much."""
    lun = design.elements[finding.elements[0]]
    assert isinstance(lun, Lun)
    needed = design.derived(given)[lun.id]
    group = part_of(design.elements[lun.parent or ""], lun.backing)
    fits = isinstance(group, DiskGroup) and needed - lun.capacity <= _left(design, lun.parent or "", group)
    return with_value(design, lun.id, "capacity", needed) if fits else ()


def _add_disks(design: Design, finding: Finding) -> Sequence[Change]:
    """Disks until the LUNs fit; mirrors come in pairs."""
    store, name = str(finding.message["store"]), str(finding.message["group"])
    group = next(g for g in design.elements[store].carried(DiskGroup) if g.name == name)
    while usable_capacity(group) < float(finding.message["allocated"]) and group.disks < _MOST:
        group = group.replace(disks=group.disks + 1)
    return with_part(design, store, name, DiskGroup, disks=group.disks)


_MOST = 10_000
"""Disks that a group can have."""


def _make_visible(design: Design, finding: Finding) -> Sequence[Change]:
    """Add who should see a LUN to masking and zones, switch on what is off; nothing if that isn't enough."""
    lun, guest = finding.elements[0], finding.elements[-1]
    after, changes = design, list[Change]()
    while refusal := sight(after, guest, lun).refusal:
        step = _towards(after, refusal)
        if not step:
            return ()
        changes += step
        after = after.edited(step)
    return changes


def _towards(design: Design, refusal: Message) -> Sequence[Change]:
    """What takes one reason away for which a LUN can't be seen."""
    said = {name: str(value) for name, value in refusal.parameters}
    if refusal.code == "lun-masked":
        record = design.elements[said["lun"]]
        assert isinstance(record, Lun)
        return with_value(design, record.id, "hosts", (*record.hosts, said["host"]))
    if refusal.code == "lun-not-zoned":
        return _zone(design, said["switch"], said["host"], said["store"])
    if refusal.code == "powered-off":
        return with_value(design, said["element"], "powered_on", True)
    return ()


def _zone(design: Design, switch: str, host: str, store: str) -> Sequence[Change]:
    """Add a host to the first zone of a switch that a store is in, else a zone for the two."""
    element = design.elements[switch]
    assert isinstance(element, PhysicalSwitch)
    zones = list(element.zones)
    for place, zone in enumerate(zones):
        if store in zone.members:
            zones[place] = zone.replace(members=(*zone.members, host))
            return edits.replace(design, element, zones=tuple(zones))
    id = edits.free_name("zone0", {zone.id for zone in zones})
    name = edits.free_name("Zone 1", {zone.name for zone in zones})
    fresh = Zone(id=id, name=name, members=(host, store))
    return edits.replace(design, element, zones=(*zones, fresh))


STORES: Mapping[str, Fix] = MappingProxyType(
    {
        "disk-without-lun": _place_disk,
        "without-disk": _add_disk,
        "server-without-lun": _cut_lun,
        "lun-without-disk-group": _choose_group,
        "lun-over-allocated": _enlarge,
        "lun-too-small": _enlarge,
        "disk-group-over-allocated": _add_disks,
        "lun-not-visible": _make_visible,
    }
)
"""Code to its fix."""
