"""Findings about resource pools: empty ones, and reservations that what they lie in doesn't keep."""

from collections.abc import Iterator

from virtdesigner.kinds import Cluster, ResourcePool
from virtdesigner.model.design import Design
from virtdesigner.model.parts import MachineMemory, Processor
from virtdesigner.rules.findings.claims import claimants, claimed
from virtdesigner.rules.findings.finding import Finding, error, info, warning
from virtdesigner.rules.findings.hosts import kept


def _pools(design: Design) -> Iterator[ResourcePool]:
    return (element for element in design.elements.values() if isinstance(element, ResourcePool))


def pool_empty(design: Design) -> Iterator[Finding]:
    """A pool that sets resources aside for nobody."""
    for pool in _pools(design):
        if not design.children(pool.id):
            yield info("pool-empty", pool.id, element=pool.id)


def pool_over_reserved(design: Design) -> Iterator[Finding]:
    """More reserved in a pool than it has itself reserved from what it lies in."""
    for pool in _pools(design):
        if next(claimants(design, pool.id), None) is None:
            continue
        id, claim = pool.id, claimed(design, pool.id)
        own_cpu, own_memory = pool.cpu.reservation, pool.memory.reservation
        if claim.cpu > own_cpu:
            yield warning(
                "pool-cpu-over-reserved",
                id,
                field="cpu.reservation",
                element=id,
                reserved=claim.cpu,
                reservation=own_cpu,
            )
        if claim.memory > own_memory:
            yield warning(
                "pool-memory-over-reserved",
                id,
                field="memory.reservation",
                element=id,
                reserved=claim.memory,
                reservation=own_memory,
            )


def pool_reservation_over_limit(design: Design) -> Iterator[Finding]:
    """A reservation that the pool's own limit makes impossible."""
    for pool in _pools(design):
        cpu, memory, id = pool.cpu, pool.memory, pool.id
        if cpu.limit is not None and cpu.reservation > cpu.limit:
            yield error(
                "cpu-reservation-over-limit",
                id,
                field="cpu.reservation",
                element=id,
                reservation=cpu.reservation,
                limit=cpu.limit,
            )
        if memory.limit is not None and memory.reservation > memory.limit:
            yield error(
                "memory-reservation-over-limit",
                id,
                field="memory.reservation",
                element=id,
                reservation=memory.reservation,
                limit=memory.limit,
            )


def cluster_over_reserved(design: Design) -> Iterator[Finding]:
    """Pools of a cluster that reserve more than all its servers together have."""
    for cluster in design.elements.values():
        if not isinstance(cluster, Cluster) or next(claimants(design, cluster.id), None) is None:
            continue
        id, claim = cluster.id, claimed(design, cluster.id)
        cores, memory = capacity(design, id)
        if claim.cpu > cores:
            yield error("cpu-over-reserved", id, host=id, reserved=claim.cpu, capacity=cores)
        if claim.memory > memory:
            yield error("memory-over-reserved", id, host=id, reserved=claim.memory, size=memory)


def capacity(design: Design, cluster: str) -> tuple[float, float]:
    """Reference cores, and MiB for guests, of a cluster's servers together."""
    cores = memory = 0.0
    for id in design.children(cluster):
        for processor in design.elements[id].carried(Processor):
            cores += processor.sockets * processor.cores_per_socket * processor.relative_speed
        for installed in design.elements[id].carried(MachineMemory):
            memory += max(0.0, installed.size - kept(design, id))
    return cores, memory
