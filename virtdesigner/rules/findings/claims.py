"""Claims: what guests and pools reserve from what they lie in, nested as they are.

A pool passes on what is reserved in it, or its own reservation where that is larger; containers in a VM claim
from the VM, and the VM from its host.
"""

from collections.abc import Iterator
from typing import NamedTuple

from virtdesigner.kinds import Cluster, ContainerEngine, Hypervisor, ResourcePool, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import GuestMemory, VirtualCpus
from virtdesigner.rules.cpu_terms import keeps_reservations
from virtdesigner.rules.findings.residents import Residents, is_on
from virtdesigner.rules.visibility import host_in_cluster


class Claim(NamedTuple):
    """What is reserved: cores and MiB."""

    cpu: float = 0.0
    memory: float = 0.0


class _Claims(dict[str, Claim]):
    """What is reserved by what it is reserved from, added up once."""

    def __init__(self, design: Design) -> None:
        super().__init__()
        self._design = design

    def __missing__(self, id: str) -> Claim:
        claims = [_claim(self._design, element) for element in claimants(self._design, id)]
        self[id] = Claim(sum(claim.cpu for claim in claims), sum(claim.memory for claim in claims))
        return self[id]


def claimed(design: Design, id: str) -> Claim:
    """What is reserved from a server, a guest, a pool or a cluster by what lies in it and is switched on."""
    return design.derived(_Claims)[id]


def claimants(design: Design, id: str) -> Iterator[Element]:
    """The guests and pools that claim from an element directly, whatever hypervisor or engine is between."""
    is_cluster = isinstance(design.elements[id], Cluster)
    for child in design.children(id):
        element = design.elements[child]
        if isinstance(element, ResourcePool) or (not is_cluster and _is_guest(element)):
            yield element
        elif isinstance(element, Hypervisor | ContainerEngine):
            yield from claimants(design, child)
    yield from _placed_by_name(design, id)


def _placed_by_name(design: Design, server: str) -> Iterator[Element]:
    """VMs of a cluster's pools that name a server: they claim from it as well as from their pool."""
    for guest in design.derived(Residents).inside.get(server, ()):
        element = guest.element
        if isinstance(element, VirtualMachine) and host_in_cluster(design, element) == server:
            yield element


def _is_guest(element: Element) -> bool:
    return bool(element.carried(VirtualCpus)) and is_on(element)


def _claim(design: Design, element: Element) -> Claim:
    if isinstance(element, ResourcePool):
        inner, own = claimed(design, element.id), _kept(design, element.id, element.cpu.reservation)
        return Claim(max(own, inner.cpu), max(element.memory.reservation, inner.memory))
    (cpus,), (memory,) = element.carried(VirtualCpus), element.carried(GuestMemory)
    return Claim(_kept(design, element.id, cpus.reservation), memory.reservation)


def _kept(design: Design, id: str, reservation: float) -> float:
    """The cores that are kept for a guest or a pool: none where its scheduler knows no reservations."""
    return reservation if reservation and keeps_reservations(design, id) else 0.0
