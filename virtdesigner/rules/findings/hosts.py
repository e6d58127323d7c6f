"""Findings about hosts: what their guests claim together against what is there."""

from collections.abc import Iterator, Sequence

from virtdesigner.kinds import Cluster
from virtdesigner.model.design import Design
from virtdesigner.model.parts import ContainerRuntime, HostSystem
from virtdesigner.rules.findings.claims import claimed
from virtdesigner.rules.findings.finding import Finding, error, info, warning
from virtdesigner.rules.findings.residents import Guest, Host, Residents, is_on
from virtdesigner.rules.storage_paths import storage_path

VCPU_RATIO = 4.0
"""[P: vendor notes, MODELS.md section 1] vCPUs per core from which a server in no cluster is reported."""


def _hosts(design: Design) -> Iterator[tuple[str, Host]]:
    return iter(design.derived(Residents).hosts.items())


def kept(design: Design, id: str) -> float:
    """MiB of a server or VM that are not for guests: what its hypervisor, host OS and engines keep."""
    host = design.derived(Residents).hosts.get(id)
    engines = (design.elements[child].carried(ContainerRuntime) for child in design.children(id))
    own = sum(system.memory for system in design.elements[id].carried(HostSystem))
    policy = host.policy.system if host and host.policy else 0.0
    return policy + own + sum(engine.system for carried in engines for engine in carried)


def vcpu_ratio(design: Design) -> Iterator[Finding]:
    """More vCPUs per core than the cluster's policy allows."""
    for id, host in _hosts(design):
        clusters = (element for element in design.ancestors(id) if isinstance(element, Cluster))
        threshold = next((cluster.vcpu_ratio for cluster in clusters), VCPU_RATIO)
        vcpus = sum(guest.cpus.count for guest in host.guests)
        if vcpus > threshold * host.cores:
            ratio = vcpus / host.cores
            yield warning(
                "vcpu-ratio", id, host=id, vcpus=vcpus, cores=host.cores, ratio=ratio, threshold=threshold
            )


def cpu_over_reserved(design: Design) -> Iterator[Finding]:
    """CPU reservations that can't all be met (reference cores)."""
    for id, host in _hosts(design):
        reserved, capacity = claimed(design, id).cpu, host.cores * host.processor.relative_speed
        if reserved > capacity:
            yield error("cpu-over-reserved", id, host=id, reserved=reserved, capacity=capacity)


def memory_over_allocated(design: Design) -> Iterator[Finding]:
    """Guests that together see more memory than is installed, what the hypervisor keeps included."""
    for id, host in _hosts(design):
        yield from _memory_over_allocated(design, id, host.guests, host.memory.size)


def _memory_over_allocated(
    design: Design, id: str, guests: Sequence[Guest], size: float
) -> Iterator[Finding]:
    allocated = kept(design, id) + sum(guest.memory.size for guest in guests)
    if guests and allocated > size:
        share = allocated / size
        yield warning(
            "memory-over-allocated",
            id,
            field="memory.size",
            host=id,
            allocated=allocated,
            size=size,
            share=share,
        )


def memory_over_reserved(design: Design) -> Iterator[Finding]:
    """Memory reservations that can't all be met with what the hypervisor leaves."""
    for id, host in _hosts(design):
        reserved, size = claimed(design, id).memory, max(0.0, host.memory.size - kept(design, id))
        if reserved > size:
            yield error(
                "memory-over-reserved", id, field="memory.size", host=id, reserved=reserved, size=size
            )


def guest_over_claimed(design: Design) -> Iterator[Finding]:
    """A VM whose containers reserve or see more memory than it has."""
    residents = design.derived(Residents)
    for guest in residents.guests:
        inside = residents.inside.get(guest.element.id, ())
        if not inside:
            continue
        id, claim = guest.element.id, claimed(design, guest.element.id)
        size = max(0.0, guest.memory.size - kept(design, id))
        if claim.memory > size:
            yield error(
                "memory-over-reserved", id, field="memory.size", host=id, reserved=claim.memory, size=size
            )
        yield from _memory_over_allocated(design, id, inside, guest.memory.size)


def system_memory_over_size(design: Design) -> Iterator[Finding]:
    """A hypervisor that leaves its guests no memory at all."""
    for id, host in _hosts(design):
        if host.hypervisor and host.policy and host.policy.system >= host.memory.size:
            hypervisor = host.hypervisor.id
            yield error(
                "system-memory-over-size",
                hypervisor,
                id,
                field="memory_policy.system",
                hypervisor=hypervisor,
                host=id,
                system=host.policy.system,
                size=host.memory.size,
            )


def host_off_with_guests(design: Design) -> Iterator[Finding]:
    """A server that is off under guests that are on."""
    for id, host in _hosts(design):
        if host.guests and not is_on(host.element):
            yield warning("host-off-with-guests", id, field="powered_on", host=id, count=len(host.guests))


def maintenance_with_guests(design: Design) -> Iterator[Finding]:
    """A server under maintenance that guests still run on."""
    for id, host in _hosts(design):
        if getattr(host.element, "maintenance", False) and host.running and host.guests:
            guests = (guest.element.id for guest in host.guests)
            yield warning(
                "maintenance-with-guests", id, *guests, field="maintenance", host=id, count=len(host.guests)
            )


def wider_than_socket(design: Design) -> Iterator[Finding]:
    """A VM that fits its host but no single socket: part of its memory is always remote (NUMA)."""
    for id, host in _hosts(design):
        cores = host.processor.cores_per_socket
        threads = host.cores * (2 if host.processor.hyperthreading else 1)
        for guest in host.guests if host.hypervisor else ():
            vcpus, element = guest.cpus.count, guest.element.id
            if cores < vcpus <= threads and host.processor.sockets > 1:
                yield info(
                    "wider-than-socket",
                    element,
                    id,
                    field="cpus.count",
                    element=element,
                    host=id,
                    vcpus=vcpus,
                    cores=cores,
                )


def larger_than_socket(design: Design) -> Iterator[Finding]:
    """A VM whose memory fits its host but not what one socket has of it (NUMA)."""
    for id, host in _hosts(design):
        room = host.memory.size - kept(design, id)
        size = room / host.processor.sockets
        for guest in host.guests if host.hypervisor else ():
            memory, element = guest.memory.size, guest.element.id
            if size < memory <= room:
                yield info(
                    "larger-than-socket",
                    element,
                    id,
                    field="memory.size",
                    element=element,
                    host=id,
                    memory=memory,
                    size=size,
                )


def swap_lun_not_visible(design: Design) -> Iterator[Finding]:
    """Swap files on a LUN that the host can't get at."""
    for id, host in _hosts(design):
        lun = host.policy.swap_lun if host.policy else None
        if host.hypervisor is None or lun is None or not host.running:
            continue
        refusal = storage_path(design, id, lun).refusal
        if refusal:
            hypervisor = host.hypervisor.id
            yield error(
                "swap-lun-not-visible",
                hypervisor,
                lun,
                id,
                field="memory_policy.swap_lun",
                hypervisor=hypervisor,
                lun=lun,
                host=id,
                reason=refusal,
            )
