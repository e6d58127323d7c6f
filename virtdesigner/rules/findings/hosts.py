"""Findings about hosts: what their guests claim together against what is there."""

from collections.abc import Iterator

from virtdesigner.kinds import Cluster
from virtdesigner.model.design import Design
from virtdesigner.rules.findings.finding import Finding, error, warning
from virtdesigner.rules.findings.residents import Host, Residents, is_on
from virtdesigner.rules.storage_paths import storage_path

VCPU_RATIO = 4.0
"""[P: vendor notes, MODELS.md section 1] vCPUs per core from which a server in no cluster is reported."""


def _hosts(design: Design) -> Iterator[tuple[str, Host]]:
    return iter(design.derived(Residents).hosts.items())


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
        reserved = sum(guest.cpus.reservation for guest in host.guests)
        capacity = host.cores * host.processor.relative_speed
        if reserved > capacity:
            yield error("cpu-over-reserved", id, host=id, reserved=reserved, capacity=capacity)


def memory_over_allocated(design: Design) -> Iterator[Finding]:
    """Guests that together see more memory than is installed, what the hypervisor keeps included."""
    for id, host in _hosts(design):
        system = host.policy.system if host.policy else 0.0
        allocated, size = system + sum(guest.memory.size for guest in host.guests), host.memory.size
        if host.guests and allocated > size:
            yield warning(
                "memory-over-allocated",
                id,
                field="memory.size",
                host=id,
                allocated=allocated,
                size=size,
                share=allocated / size,
            )


def memory_over_reserved(design: Design) -> Iterator[Finding]:
    """Memory reservations that can't all be met with what the hypervisor leaves."""
    for id, host in _hosts(design):
        reserved = sum(guest.memory.reservation for guest in host.guests)
        size = max(0.0, host.memory.size - (host.policy.system if host.policy else 0.0))
        if reserved > size:
            yield error(
                "memory-over-reserved", id, field="memory.size", host=id, reserved=reserved, size=size
            )


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


def no_hardware_assist(design: Design) -> Iterator[Finding]:
    """A hypervisor whose technique the server's CPUs don't offer (MODELS.md section 2)."""
    for id, host in _hosts(design):
        needs = host.virtualisation and host.virtualisation.technique == "hardware-assisted"
        if host.hypervisor and needs and not host.processor.hardware_assist:
            hypervisor = host.hypervisor.id
            yield error(
                "no-hardware-assist",
                hypervisor,
                id,
                field="virtualisation.technique",
                hypervisor=hypervisor,
                host=id,
            )


def host_off_with_guests(design: Design) -> Iterator[Finding]:
    """A server that is off under guests that are on."""
    for id, host in _hosts(design):
        if host.guests and not is_on(host.element):
            yield warning("host-off-with-guests", id, field="powered_on", host=id, count=len(host.guests))


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
