"""Which machine something is in, and which machines see a store: asked by rules, findings and the engine."""

from virtdesigner.model.design import Design
from virtdesigner.model.parts import Processor, Virtualisation

_STORAGE_LINKS = frozenset({"fibre", "cable"})


def server_of(design: Design, id: str) -> str | None:
    """The server that an element is or lies in, if it does."""
    server = design.carrier(id, Processor)
    return server.id if server else None


class StorageReach:
    """Servers that storage is physically connected to, looked for once a store.

    Ask with `design.derived(StorageReach)`.
    """

    def __init__(self, design: Design) -> None:
        self._design = design
        self._hosts: dict[str, frozenset[str]] = {}

    def hosts(self, id: str) -> frozenset[str]:
        """Ids of the servers that one server's or array's storage is connected to; see `hosts_of_storage`."""
        if id not in self._hosts:
            self._hosts[id] = hosts_of_storage(self._design, id)
        return self._hosts[id]


def hosts_of_storage(design: Design, id: str) -> frozenset[str]:
    """Ids of the servers that one server's or array's storage is connected to, itself included.

    Cables count as well as fibre: an array with Ethernet ports serves iSCSI and NFS.
    """
    if design.elements[id].carried(Processor):
        return frozenset({id})
    seen, wave = {id}, [id]
    while wave:
        here = wave.pop()
        if here != id and design.elements[here].carried(Processor):
            continue
        for link in design.links_of(here):
            other = link.target if link.source == here else link.source
            if link.kind in _STORAGE_LINKS and other not in seen:
                seen.add(other)
                wave.append(other)
    return frozenset(other for other in seen if design.elements[other].carried(Processor))


def scheduler_of(design: Design, id: str) -> str | None:
    """Id of what schedules a guest: the nearest hypervisor around it, or the server itself when bare."""
    own = design.elements[id]
    if own.carried(Processor):
        return id
    hypervisor = design.carrier(id, Virtualisation)
    return hypervisor.id if hypervisor else None
