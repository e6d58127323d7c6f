"""Storage paths: which way a host's I/O goes to a LUN, or why it can't."""

from collections.abc import Iterator
from dataclasses import dataclass

from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, NamedPart, Nic, Processor
from virtdesigner.rules.wiring import Hop, Wire, Wiring, fibre_wiring


@dataclass(frozen=True, slots=True)
class StoragePath:
    """The way from a host to a LUN, or why there is none.

    links: ids of the fibre links that I/O crosses, of cables for iSCSI and NFS, in order; empty for internal
    disks. host_ports: ids of the host's HBAs (or NICs) with a way of their own to the store.
    """

    links: tuple[str, ...] = ()
    host_ports: tuple[str, ...] = ()
    refusal: Message | None = None


def storage_path(design: Design, host: str, lun: str) -> StoragePath:
    """The way from a host to a LUN: over fibre channel, else over Ethernet; the fewest cables win.

    Refusal codes: "lun-masked" (lun, host), "powered-off" (element), "lun-not-cabled" (lun, host).
    """
    record = design.elements[lun]
    store = record.parent
    if store is None or not isinstance(record, Lun):
        return StoragePath(refusal=message("lun-not-cabled", lun=lun, host=host))
    if record.hosts and host not in record.hosts:
        return StoragePath(refusal=message("lun-masked", lun=lun, host=host))
    for id in (host, store):
        if not getattr(design.elements[id], "powered_on", True):
            return StoragePath(refusal=message("powered-off", element=id))
    if store == host:
        return StoragePath()
    # A server's disks are its own, whatever it is cabled to.
    shared = not design.elements[store].carried(Processor)
    path = design.derived(_StorePaths).path(host, store) if shared else None
    return path or StoragePath(refusal=message("lun-not-cabled", lun=lun, host=host))


class _StorePaths:
    """Ways from hosts to stores, each found once: the LUNs of a store share them."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._paths: dict[tuple[str, str], StoragePath | None] = {}

    def path(self, host: str, store: str) -> StoragePath | None:
        if (host, store) not in self._paths:
            fibre = self._found(host, store, self._design.derived(fibre_wiring), Hba)
            self._paths[host, store] = fibre or self._found(host, store, self._design.derived(Wiring), Nic)
        return self._paths[host, store]

    def _found(self, host: str, store: str, wiring: Wiring, port_type: type[NamedPart]) -> StoragePath | None:
        ends = [wire for _, wire in self._wires(store, wiring, port_type)]
        ways: dict[str, list[tuple[Hop, ...]]] = {}
        for port, start in self._wires(host, wiring, port_type):
            found = [way for end in ends if (way := wiring.path(start, end)) is not None]
            if found:
                ways.setdefault(port, []).extend(found)
        if not ways:
            return None
        best = min((way for found in ways.values() for way in found), key=lambda way: (len(way), way))
        return StoragePath(tuple(hop.id for hop in best), tuple(ways))

    def _wires(self, id: str, wiring: Wiring, port_type: type[NamedPart]) -> Iterator[tuple[str, Wire]]:
        for port in self._design.elements[id].carried(port_type):
            yield from ((port.id, wire) for wire in wiring.at(id, port.id))
