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
from virtdesigner.rules.containment import is_unplaced
from virtdesigner.rules.visibility import server_of


class Guest(NamedTuple):
    """A guest that is on a server: what it is, what it claims, and where."""

    element: Element
    cpus: VirtualCpus
    memory: GuestMemory
    workload: Workload | None
    host: str
    running: bool


class Host(NamedTuple):
    """A server: its parts, what divides it (None: bare), and the guests on it that are switched on."""

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
    """Guests and hosts of a design. Ask with `design.derived(Residents)`."""

    def __init__(self, design: Design) -> None:
        self.guests = tuple(_guests(design))
        self.unplaced = tuple(
            element for element, _ in design.carrying(VirtualCpus) if is_unplaced(design, element.id)
        )
        on = defaultdict(list)
        for guest in self.guests:
            if is_on(guest.element):
                on[guest.host].append(guest)
        hosts = (_host(design, element, on[element.id]) for element, _ in design.carrying(Processor))
        self.hosts: Mapping[str, Host] = MappingProxyType({host.element.id: host for host in hosts})


def is_on(element: Element) -> bool:
    """Whether it is switched on; what has no switch is."""
    return bool(getattr(element, "powered_on", True))


def _guests(design: Design) -> list[Guest]:
    servers: dict[str, str | None] = {}
    found = []
    for element, cpus in design.carrying(VirtualCpus):
        parent = element.parent
        if parent is None:
            continue
        if parent not in servers:
            servers[parent] = server_of(design, parent)
        host, memory = servers[parent], element.carried(GuestMemory)
        if host is not None and memory:
            running = is_on(element) and is_on(design.elements[host])
            workload = next(iter(element.carried(Workload)), None)
            found.append(Guest(element, cpus, memory[0], workload, host, running))
    return found


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
