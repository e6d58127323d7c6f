"""Who runs where: guests by host and by hypervisor, gathered once for all findings that add them up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import (
    GuestMemory,
    MachineMemory,
    MemoryPolicy,
    Processor,
    VirtualCpus,
    Virtualisation,
    Workload,
)
from virtdesigner.rules.visibility import server_of


class Guest(NamedTuple):
    """A guest that is on a server: what it is, what it claims, and where.

    within: the guest that it lies in and claims from (a container in a VM), else "".
    running: it, what it lies in and its server are switched on.
    """

    element: Element
    cpus: VirtualCpus
    memory: GuestMemory
    workload: Workload | None
    host: str
    within: str
    running: bool


class Host(NamedTuple):
    """A server: its parts, what divides it (None: bare), and the guests that claim from it.

    guests: those switched on that lie in no other guest.
    """

    element: Element
    processor: Processor
    memory: MachineMemory
    hypervisor: Element | None
    virtualisation: Virtualisation | None
    policy: MemoryPolicy | None
    guests: Sequence[Guest]
    running: bool

    @property
    def cores(self) -> int:
        """Its cores."""
        return self.processor.sockets * self.processor.cores_per_socket


class Residents:
    """Guests and hosts of a design. Ask with `design.derived(Residents)`.

    inside: guests that are switched on by the server or guest that they claim from.
    """

    def __init__(self, design: Design) -> None:
        self.guests = tuple(_guests(design))
        placed = {guest.element.id for guest in self.guests}
        claimants = (element for element, _ in design.carrying(VirtualCpus) if element.id not in placed)
        self.unplaced = tuple(element for element in claimants if not _around(design, element)[1])
        on: defaultdict[str, list[Guest]] = defaultdict(list)
        for guest in self.guests:
            if is_on(guest.element):
                on[guest.within or guest.host].append(guest)
        self.inside: Mapping[str, Sequence[Guest]] = on
        hosts = (_host(design, element, on.get(element.id, ())) for element, _ in design.carrying(Processor))
        self.hosts: Mapping[str, Host] = MappingProxyType({host.element.id: host for host in hosts})


def is_on(element: Element) -> bool:
    """Whether it is switched on; what has no switch is."""
    return bool(getattr(element, "powered_on", True))


def _guests(design: Design) -> list[Guest]:
    around: dict[tuple[str | None, str | None], tuple[str, str, bool]] = {}
    found = []
    for element, cpus in design.carrying(VirtualCpus):
        # Siblings are in the same place, but for VMs of a cluster's pool that each name their server.
        key, memory = (element.parent, getattr(element, "host", None)), element.carried(GuestMemory)
        if key not in around:
            around[key] = _around(design, element)
        host, within, on = around[key]
        if host and memory:
            workload = next(iter(element.carried(Workload)), None)
            found.append(Guest(element, cpus, memory[0], workload, host, within, on and is_on(element)))
    return found


def _around(design: Design, element: Element) -> tuple[str, str, bool]:
    """The server that an element is on, the nearest guest around it, and whether all around it is on."""
    host = server_of(design, element.id) or ""
    outer = tuple(design.ancestors(element.id))
    within = next((each.id for each in outer if each.carried(VirtualCpus)), "")
    return host, within, all(map(is_on, outer)) and (not host or is_on(design.elements[host]))


def _host(design: Design, element: Element, guests: Sequence[Guest]) -> Host:
    inside = (design.elements[id] for id in design.children(element.id))
    hypervisor = next((child for child in inside if child.carried(Virtualisation)), None)
    virtualisation, policy = (
        (
            next(iter(hypervisor.carried(Virtualisation)), None),
            next(iter(hypervisor.carried(MemoryPolicy)), None),
        )
        if hypervisor
        else (None, None)
    )
    processor, memory = element.carried(Processor)[0], element.carried(MachineMemory)[0]
    return Host(element, processor, memory, hypervisor, virtualisation, policy, guests, is_on(element))
