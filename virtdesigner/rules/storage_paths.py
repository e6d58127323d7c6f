"""Storage paths: which way I/O goes from a host or a guest to a LUN, or why it can't.

An initiator is who a store sees: a host, a virtual I/O server with adapters of its own, or a guest with a
virtual fibre-channel port (NPIV) or a whole adapter. Masking and zoning go by it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from virtdesigner.kinds import (
    Container,
    Lun,
    PhysicalServer,
    PhysicalSwitch,
    StorageArray,
    VirtualIoServer,
    VirtualMachine,
)
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import DiskLink, Passthrough
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, NamedPart, Nic, Processor, VirtualDisk
from virtdesigner.rules.disk_links import disk_of_machine, port_adapter
from virtdesigner.rules.visibility import machine_of, server_of
from virtdesigner.rules.wiring import UNTAGGED, Hop, Wire, Wiring, fibre_wiring


class PortPath(NamedTuple):
    """One path: by a port of the host to a port of the store, over links in order from the host."""

    host_port: str
    store_port: str
    links: tuple[str, ...]


class StoragePath(NamedTuple):
    """The way from an initiator to a LUN, or why there is none.

    links: ids of the fibre links that I/O crosses, of cables for iSCSI and NFS, in order; empty for internal
    disks. host_ports: ids of the host's HBAs (or NICs) with a way of their own to the store. ways: the
    shortest path from each of them to each port of the store, best first. via: the virtual I/O server that
    passes it on.
    """

    links: tuple[str, ...] = ()
    host_ports: tuple[str, ...] = ()
    refusal: Message | None = None
    ways: tuple[PortPath, ...] = ()
    via: str = ""


class _Initiator(NamedTuple):
    """Who asks: its names for zones and masking, its server, and the adapters (None: those the host keeps).

    id: the one that a refusal names.
    """

    id: str
    names: tuple[str, ...]
    server: str
    ports: tuple[str, ...] | None = None


def storage_path(design: Design, host: str, lun: str) -> StoragePath:
    """The way from a host to a LUN: over fibre channel, else over Ethernet; the fewest cables win.

    Adapters that a guest or a virtual I/O server has to itself are not the host's.
    Refusal codes: "lun-masked" (lun, host), "powered-off" (element), "lun-not-zoned" (host, store, switch),
    "lun-not-cabled" (lun, host), "vlan-not-allowed" (switch, vlan).
    """
    return _path(design, _Initiator(host, (host,), host), lun)


def disk_path(design: Design, link: DiskLink) -> StoragePath:
    """The way from a guest to the LUN that its disk lies on.

    By the guest's own virtual fibre-channel port where the disk names one, by the adapters of a virtual I/O
    server where the link does, else by its host's; a container's in a VM by the VM's disk on the same LUN.
    Refused as `storage_path`, and with "not-on-a-host" (element), "port-without-adapter" (element, part),
    "machine-without-lun" (guest, lun, server).
    """
    machine = machine_of(design, link.source)
    if machine is not None and machine.id != link.source:
        outer = disk_of_machine(design, machine.id, link.target)
        if outer is None:
            parameters = {"guest": link.source, "lun": link.target, "server": machine.id}
            return StoragePath(refusal=message("machine-without-lun", **parameters))
        return disk_path(design, outer)
    initiator = _initiator(design, link)
    if isinstance(initiator, Message):
        return StoragePath(refusal=initiator)
    if link.via and not getattr(design.elements[link.via], "powered_on", True):
        return StoragePath(refusal=message("powered-off", element=link.via))
    return _path(design, initiator, link.target)._replace(via=link.via or "")


def initiator(design: Design, link: DiskLink) -> str:
    """Who has I/O under way on the LUN that a disk lies on: one key for all disks that share its queue there.

    The guest and its own port, the virtual I/O server that passes it on, or the host; for a container in a VM
    whoever it is for the VM's disk on that LUN.
    """
    machine = machine_of(design, link.source)
    if machine is not None and machine.id != link.source:
        outer = disk_of_machine(design, machine.id, link.target)
        return initiator(design, outer) if outer else f"{link.source} in {machine.id}"
    disk = part_of(design.elements[link.source], link.source_part)
    if isinstance(disk, VirtualDisk) and disk.hba:
        return f"{link.source} {disk.hba}"
    return link.via or server_of(design, link.source) or link.source


def sight(design: Design, element: str, lun: str) -> StoragePath:
    """The way from anything that could use a LUN: a server, a virtual I/O server, a guest without a disk yet.

    Refused as `disk_path`, and with "sees-no-luns" (element, lun).
    """
    record = design.elements[element]
    disks = (link for link in design.links_of(element) if isinstance(link, DiskLink) and link.target == lun)
    if disk := min((link for link in disks if link.source == element), key=lambda d: d.id, default=None):
        return disk_path(design, disk)
    host = server_of(design, element)
    users = (PhysicalServer, VirtualMachine, Container, VirtualIoServer)
    if not isinstance(record, users):
        return StoragePath(refusal=message("sees-no-luns", element=element, lun=lun))
    if host is None:
        return StoragePath(refusal=message("not-on-a-host", element=element))
    if isinstance(record, VirtualIoServer):
        return _path(design, _server_initiator(design, element, host), lun)
    return storage_path(design, host, lun)


def _initiator(design: Design, link: DiskLink) -> _Initiator | Message:
    host = server_of(design, link.source)
    if host is None:
        return message("not-on-a-host", element=link.source)
    disk = part_of(design.elements[link.source], link.source_part)
    if isinstance(disk, VirtualDisk) and disk.hba:
        adapter = port_adapter(design, link.source, disk.hba)
        if adapter is None:
            return message("port-without-adapter", element=link.source, part=disk.hba)
        return _Initiator(link.source, (link.source,), adapter[0], (adapter[1],))
    return _server_initiator(design, link.via, host) if link.via else _Initiator(host, (host,), host)


def _server_initiator(design: Design, server: str, host: str) -> _Initiator:
    """A virtual I/O server with the adapters that it was given, or those of its host when it has none."""
    links = (link for link in design.links_of(server) if isinstance(link, Passthrough))
    ports = tuple(dict.fromkeys(link.source_part for link in links if link.target == server))
    return _Initiator(host, (server, host), host, ports or None)


def _path(design: Design, who: _Initiator, lun: str) -> StoragePath:
    record = design.elements[lun]
    store = record.parent
    if store is None or not isinstance(record, Lun):
        return StoragePath(refusal=message("lun-not-cabled", lun=lun, host=who.id))
    if record.hosts and not set(record.hosts) & set(who.names):
        return StoragePath(refusal=message("lun-masked", lun=lun, host=who.id))
    for id in (who.server, store):
        if not getattr(design.elements[id], "powered_on", True):
            return StoragePath(refusal=message("powered-off", element=id))
    if store == who.id:
        return StoragePath()
    # A server's disks are its own, whatever it is cabled to.
    shared = not design.elements[store].carried(Processor)
    path = design.derived(_StorePaths).path(who, store) if shared else None
    path = _preferring(path, record.preferred_port) if path and path.ways else path
    return path or StoragePath(refusal=message("lun-not-cabled", lun=lun, host=who.id))


def _preferring(path: StoragePath, port: str) -> StoragePath:
    """A way whose paths by a port of the store come first, if there are any."""
    ways = tuple(sorted(path.ways, key=lambda way: way.store_port != port)) if port else path.ways
    return path._replace(links=ways[0].links, ways=ways)


class _StorePaths:
    """Ways from initiators to stores, each found once: the LUNs of a store share them."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._paths: dict[tuple[_Initiator, str], StoragePath | None] = {}
        self._given = {
            (link.source, link.source_part)
            for link in design.links.values()
            if isinstance(link, Passthrough) and link.mode == "whole"
        }

    def path(self, who: _Initiator, store: str) -> StoragePath | None:
        """The way to a store; None when no cables lead there."""
        if (who, store) not in self._paths:
            fibre = self._found(who, store, self._design.derived(fibre_wiring), Hba)
            if fibre is None or fibre.refusal:
                fibre = self._found(who, store, self._design.derived(Wiring), Nic) or fibre
            self._paths[who, store] = fibre
        return self._paths[who, store]

    def _found(
        self, who: _Initiator, store: str, wiring: Wiring, port_type: type[NamedPart]
    ) -> StoragePath | None:
        ways, closed, vlan = list[_Way](), "", self._vlan(store, port_type)
        blocked: Message | None = None
        for port, start in self._wires(who.server, wiring, port_type):
            if not self._is_its_own(who, port):
                continue
            for end_port, end in self._wires(store, wiring, port_type):
                way = wiring.path(start, end, vlan)
                if way is None:
                    blocked = blocked or self._blocked(wiring.path(start, end), wiring, vlan)
                    continue
                if unzoned := self._unzoned(who, store, way):
                    closed = closed or unzoned
                else:
                    ways.append(_Way(len(way), port, end_port, way))
        if ways:
            return _found_path(ways)
        if closed:
            blocked = message("lun-not-zoned", host=who.id, store=store, switch=closed)
        return StoragePath(refusal=blocked) if blocked else None

    def _vlan(self, store: str, port_type: type[NamedPart]) -> int:
        """The VLAN of a store's I/O by ports of a type; fibre channel has none."""
        record = self._design.elements[store]
        return record.vlan_id if port_type is Nic and isinstance(record, StorageArray) else UNTAGGED

    def _blocked(self, way: tuple[Hop, ...] | None, wiring: Wiring, vlan: int) -> Message | None:
        """Why frames of a VLAN don't take a way that others do; None where those don't either."""
        links = (self._design.links[hop.id] for hop in way or ())
        ends = (id for link in links for id in (link.source, link.target))
        return next(filter(None, (wiring.obstacle(id, vlan) for id in ends)), None)

    def _is_its_own(self, who: _Initiator, port: str) -> bool:
        return (who.server, port) not in self._given if who.ports is None else port in who.ports

    def _unzoned(self, who: _Initiator, store: str, way: tuple[Hop, ...]) -> str:
        """The switch whose zones keep an initiator from a store on a way, "" when none does."""
        links = (self._design.links[hop.id] for hop in way)
        ends = (self._design.elements[id] for link in links for id in (link.source, link.target))
        switches = {end.id: end for end in ends if isinstance(end, PhysicalSwitch)}
        zones = [set(zone.members) for switch in switches.values() for zone in switch.zones]
        open_to_it = any(store in zone and zone & set(who.names) for zone in zones)
        return "" if not zones or open_to_it else next(id for id, s in switches.items() if s.zones)

    def _wires(self, id: str, wiring: Wiring, port_type: type[NamedPart]) -> Iterator[tuple[str, Wire]]:
        for port in self._design.elements[id].carried(port_type):
            yield from ((port.id, wire) for wire in wiring.at(id, port.id))


class _Way(NamedTuple):
    """A way from port to port, ordered as it is preferred: the fewest cables, then ports by id."""

    length: int
    port: str
    end: str
    hops: tuple[Hop, ...]


def _found_path(ways: list[_Way]) -> StoragePath:
    """All ways found, put together."""
    paths = [PortPath(way.port, way.end, tuple(hop.id for hop in way.hops)) for way in sorted(ways)]
    # In the order of the host's ports, not of the ways.
    ports = tuple(dict.fromkeys(way.port for way in ways))
    return StoragePath(paths[0].links, ports, ways=tuple(paths))
