"""Which machine something is in, and which machines see a store: asked by rules, findings and the engine.

A resource pool of a hypervisor is inside its server; one of a cluster spans servers, so that a VM in it
names the one that runs it (`VirtualMachine.host`). It counts while that server is in the cluster; without one
the VM is unplaced.
"""

from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import ContainerRuntime, Processor, Virtualisation

_STORAGE_LINKS = frozenset({"fibre", "cable"})


def server_of(design: Design, id: str) -> str | None:
    """The server that an element is or lies in, if it does."""
    if server := design.carrier(id, Processor):
        return server.id
    machine = machine_of(design, id)
    return host_in_cluster(design, machine) if machine else None


def machine_of(design: Design, id: str) -> VirtualMachine | None:
    """The VM that an element is or lies in, if it does."""
    around = (design.elements[id], *design.ancestors(id))
    return next((element for element in around if isinstance(element, VirtualMachine)), None)


def host_in_cluster(design: Design, machine: VirtualMachine) -> str | None:
    """The server that runs a VM in a cluster's resource pool: the one it names, if that is in the cluster."""
    if machine.host is None:
        return None
    *pools, last = tuple(design.ancestors(machine.id)) or (machine,)
    in_pool = bool(pools) and last.kind == "cluster" and all(pool.kind == "resource-pool" for pool in pools)
    return machine.host if in_pool and design.elements[machine.host].parent == last.id else None


def hypervisor_on(design: Design, server: str | None) -> str | None:
    """The hypervisor of a server, if it has one."""
    inside = (design.elements[id] for id in design.children(server)) if server else ()
    return next((element.id for element in inside if element.carried(Virtualisation)), None)


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
    """Id of what schedules a guest: the nearest hypervisor or container engine, a bare server itself."""
    own = design.elements[id]
    if own.carried(Processor):
        return id
    around = (element for element in (own, *design.ancestors(id)) if _schedules(element))
    if found := next(around, None):
        return found.id
    return hypervisor_on(design, server_of(design, id))


def _schedules(element: Element) -> bool:
    return bool(element.carried(Virtualisation) or element.carried(ContainerRuntime))
