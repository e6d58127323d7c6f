"""Single points of failure: what all ways cross from running guests to the outside, or to their disks.

Ports of a host are said by `few_uplinks` and `single_path`; here is what lies beyond them, and what guests
share on their host.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from virtdesigner.kinds import ExternalNetwork, Hypervisor, PhysicalSwitch, VirtualIoServer
from virtdesigner.model.design import Design
from virtdesigner.model.link import DiskLink
from virtdesigner.model.parts import Hba, HostSystem, NamedPart, Nic
from virtdesigner.rules.findings.finding import Finding, info, warning
from virtdesigner.rules.findings.network import uplinks_of_switches
from virtdesigner.rules.findings.residents import Residents, is_on
from virtdesigner.rules.findings.storage import users
from virtdesigner.rules.wiring import Wire, Wiring, fibre_wiring

Guests = dict[str, None]
"""Ids of guests, in order."""


class _Crossings:
    """Which switches all ways cross from some switches to others; each pair of sets asked once."""

    def __init__(self, design: Design, kind: str) -> None:
        from virtdesigner.model.graph import cabling  # only here: networkx is slow to import

        switches = (
            id
            for id, element in design.elements.items()
            if isinstance(element, PhysicalSwitch) and is_on(element)
        )
        self._graph = cabling(design, kind).subgraph(switches)
        self._found: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}

    def between(self, starts: Iterable[str], ends: Iterable[str]) -> frozenset[str]:
        from virtdesigner.model.graph import crossings

        key = (frozenset(starts), frozenset(ends))
        if key not in self._found:
            self._found[key] = crossings(self._graph, *key)
        return self._found[key]


def _over_cables(design: Design) -> _Crossings:
    return _Crossings(design, "cable")


def _over_fibre(design: Design) -> _Crossings:
    return _Crossings(design, "fibre")


def _plugged(design: Design) -> Mapping[tuple[str, str], Guests]:
    """Running guests by virtual switch and host."""
    hosts = {guest.element.id: guest.host for guest in design.derived(Residents).guests if guest.running}
    found: defaultdict[tuple[str, str], Guests] = defaultdict(dict)
    for link in design.links.values():
        if link.kind == "vnic" and link.source in hosts:
            target = design.elements[link.target]
            switch = target.parent if target.kind == "vlan" else target.id
            found[switch or "", hosts[link.source]][link.source] = None
    return found


def network_points(design: Design) -> Iterator[Finding]:
    """Switches without which guests are cut off from the outside."""
    wiring, crossings = design.derived(Wiring), design.derived(_over_cables)
    outside = _next_to_outside(design)
    uplinks = design.derived(uplinks_of_switches)
    hanging: defaultdict[str, Guests] = defaultdict(dict)
    for (switch, host), guests in design.derived(_plugged).items():
        ports = [(link.target, link.target_part) for link in uplinks.get((switch, host), ())]
        near = {wire.far for port in ports for wire in wiring.at(*port) if is_on(design.elements[wire.far])}
        for id in crossings.between(near, near if outside is None else outside):
            hanging[id].update(guests)
    for id, guests in hanging.items():
        yield info("single-point-network", id, *guests, element=id, count=len(guests))


def _next_to_outside(design: Design) -> frozenset[str] | None:
    """Switches that are cabled to an external network; None where none is drawn."""
    outside = [id for id, element in design.elements.items() if isinstance(element, ExternalNetwork)]
    ends = ((link.source, link.target) for id in outside for link in design.links_of(id))
    return frozenset(id for pair in ends for id in pair if id not in outside) if outside else None


def storage_points(design: Design) -> Iterator[Finding]:
    """Switches and ports of arrays without which guests are cut off from their disks."""
    hanging: defaultdict[str, Guests] = defaultdict(dict)
    ports: defaultdict[tuple[str, str], Guests] = defaultdict(dict)
    crossings = {"fibre": design.derived(_over_fibre), "cable": design.derived(_over_cables)}
    for (host, store), guests in _users_of_stores(design).items():
        kind, near, far = _fabric(design, host, store)
        if any(wire.far == store for wire in near) or not near or not far:
            continue
        cut = crossings[kind].between({w.far for w in near}, {wire.far for _, wire in far})
        for id in cut:
            hanging[id].update(guests)
        if len(far) == 1:
            ports[store, far[0][0]].update(guests)
    for id, guests in hanging.items():
        yield warning("single-point-storage", id, *guests, element=id, count=len(guests))
    for (store, port), guests in ports.items():
        yield warning("single-port", store, *guests, store=store, adapter=port, count=len(guests))


def _users_of_stores(design: Design) -> Mapping[tuple[str, str], Guests]:
    """Running guests by host and the array that holds disks of theirs."""
    found: defaultdict[tuple[str, str], Guests] = defaultdict(dict)
    for (host, lun), guests in design.derived(users).items():
        store = design.elements[lun].parent
        if store is not None and store != host:
            found[host, store].update(guests)
    return found


def _fabric(design: Design, host: str, store: str) -> tuple[str, list[Wire], list[tuple[str, Wire]]]:
    """What joins a host and an array: fibre where both have some, else cables; wires at each end."""
    fibre = design.derived(fibre_wiring)
    near, far = _wires(design, host, fibre, Hba), _wires(design, store, fibre, Hba)
    if near and far:
        return "fibre", [wire for _, wire in near], far
    wiring = design.derived(Wiring)
    near, far = _wires(design, host, wiring, Nic), _wires(design, store, wiring, Nic)
    return "cable", [wire for _, wire in near], far


def _wires(design: Design, id: str, wiring: Wiring, port_type: type[NamedPart]) -> list[tuple[str, Wire]]:
    """Names of the ports of a machine with their cables, those to switched-off devices left out."""
    ports = design.elements[id].carried(port_type)
    found = ((port.name, wire) for port in ports for wire in wiring.at(id, port.id))
    return [(name, wire) for name, wire in found if is_on(design.elements[wire.far])]


def system_points(design: Design) -> Iterator[Finding]:
    """A host OS takes all guests of a hosted hypervisor with it."""
    for id, host in design.derived(Residents).hosts.items():
        hypervisor = host.hypervisor
        hosted = isinstance(hypervisor, Hypervisor) and hypervisor.virtualisation.placement == "hosted"
        if hosted and host.running and host.guests and host.element.carried(HostSystem):
            guests = [guest.element.id for guest in host.guests]
            yield info("single-point-system", id, *guests, field="host_system", host=id, count=len(guests))


def io_server_points(design: Design) -> Iterator[Finding]:
    """A virtual I/O server takes with it the I/O of all guests that it serves."""
    for id, guests in _served(design).items():
        yield info("single-point-io-server", id, *guests, element=id, count=len(guests))


def _served(design: Design) -> Mapping[str, Guests]:
    """Running guests by the virtual I/O server that their disks or network pass."""
    found: defaultdict[str, Guests] = defaultdict(dict)
    running = {guest.element.id for guest in design.derived(Residents).guests if guest.running}
    for link in design.links.values():
        if isinstance(link, DiskLink) and link.via and link.source in running:
            found[link.via][link.source] = None
    for (switch, _), guests in design.derived(_plugged).items():
        owner = design.elements[switch].parent or ""
        if isinstance(design.elements.get(owner), VirtualIoServer):
            found[owner].update(guests)
    return {id: {guest: None for guest in guests if guest != id} for id, guests in found.items()}
