"""Findings about single guests: where they are, what they claim, what they run."""

from collections.abc import Iterator

from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.parts import VirtualDisk, VirtualNic, Workload
from virtdesigner.rules.findings.finding import Finding, error, info, warning
from virtdesigner.rules.findings.residents import Residents, is_on

WIDEST = 4096
"""MiB that 32 bits address. [C] 2^32 bytes."""


def unplaced(design: Design) -> Iterator[Finding]:
    """A guest that waits where it can't run."""
    for element in design.derived(Residents).unplaced:
        yield warning("unplaced-guest", element.id, field="parent", element=element.id)


def no_workload(design: Design) -> Iterator[Finding]:
    """A running guest that asks for nothing, for itself or for containers in it."""
    residents = design.derived(Residents)
    for guest in residents.guests:
        idle = hasattr(guest.element, "workload") and guest.workload is None
        if guest.running and idle and not residents.inside.get(guest.element.id):
            yield info("no-workload", guest.element.id, field="workload", element=guest.element.id)


def wider_than_host(design: Design) -> Iterator[Finding]:
    """More vCPUs than the host has threads: they can never all run together."""
    residents = design.derived(Residents)
    for guest in residents.guests:
        host = residents.hosts[guest.host]
        threads = host.cores * (2 if host.processor.hyperthreading else 1)
        if guest.cpus.count > threads and not guest.within:
            id, vcpus = guest.element.id, guest.cpus.count
            yield warning(
                "wider-than-host",
                id,
                guest.host,
                field="cpus.count",
                element=id,
                host=guest.host,
                vcpus=vcpus,
                threads=threads,
            )


def cpu_reservation_over_limit(design: Design) -> Iterator[Finding]:
    """A CPU reservation that its own limit makes impossible."""
    for guest in design.derived(Residents).guests:
        reservation, limit, id = guest.cpus.reservation, guest.cpus.limit, guest.element.id
        if limit is not None and reservation > limit:
            yield error(
                "cpu-reservation-over-limit",
                id,
                field="cpus.reservation",
                element=id,
                reservation=reservation,
                limit=limit,
            )


def memory_reservation_over_limit(design: Design) -> Iterator[Finding]:
    """A memory reservation that its own limit makes impossible."""
    for guest in design.derived(Residents).guests:
        reservation, limit, id = guest.memory.reservation, guest.memory.limit, guest.element.id
        if limit is not None and reservation > limit:
            yield error(
                "memory-reservation-over-limit",
                id,
                field="memory.reservation",
                element=id,
                reservation=reservation,
                limit=limit,
            )


def memory_reservation_over_size(design: Design) -> Iterator[Finding]:
    """Memory reserved that the guest can't even see."""
    for guest in design.derived(Residents).guests:
        reservation, size, id = guest.memory.reservation, guest.memory.size, guest.element.id
        if reservation > size:
            yield warning(
                "memory-reservation-over-size",
                id,
                field="memory.reservation",
                element=id,
                reservation=reservation,
                size=size,
            )


def memory_limit_below_size(design: Design) -> Iterator[Finding]:
    """A limit below the size balloons and swaps the guest although its host has memory (MODELS.md 3)."""
    for guest in design.derived(Residents).guests:
        limit, size, id = guest.memory.limit, guest.memory.size, guest.element.id
        if limit is not None and limit < size:
            yield warning(
                "memory-limit-below-size",
                id,
                field="memory.limit",
                element=id,
                host=guest.host,
                limit=limit,
                size=size,
            )


def no_guest_tools(design: Design) -> Iterator[Finding]:
    """A guest that the balloon can't work in, on a hypervisor that balloons."""
    residents = design.derived(Residents)
    for guest in residents.guests:
        policy, id = residents.hosts[guest.host].policy, guest.element.id
        balloons = policy is not None and policy.ballooning and not guest.within
        machine = isinstance(guest.element, VirtualMachine)
        if guest.running and machine and balloons and not guest.memory.tools:
            yield info("no-guest-tools", id, field="memory.tools", element=id, host=guest.host)


def trace_and_pattern(design: Design) -> Iterator[Finding]:
    """A trace to be played that isn't there, or one that is there and never played."""
    for element, workload in design.carrying(Workload):
        if workload.pattern == "trace" and workload.trace is None:
            yield error("trace-missing", element.id, field="workload.trace", element=element.id)
        elif workload.pattern != "trace" and workload.trace is not None:
            yield info("trace-unused", element.id, field="workload.pattern", element=element.id)


def batch_without_work(design: Design) -> Iterator[Finding]:
    """A batch job that is over before it begins."""
    for element, workload in design.carrying(Workload):
        if workload.pattern == "batch" and workload.work == 0 and is_on(element):
            yield warning("batch-without-work", element.id, field="workload.work", element=element.id)


def _machines(design: Design) -> Iterator[VirtualMachine]:
    for guest in design.derived(Residents).guests:
        if isinstance(guest.element, VirtualMachine):
            yield guest.element


def beyond_32_bits(design: Design) -> Iterator[Finding]:
    """Memory that a 32-bit guest can't address."""
    for machine in _machines(design):
        id, size = machine.id, machine.memory.size
        if machine.bits == "32" and size > WIDEST:
            yield warning("beyond-32-bits", id, field="memory.size", element=id, size=size)


def faulty(design: Design) -> Iterator[Finding]:
    """A guest whose application or system is set to have failed."""
    for machine in _machines(design):
        if machine.powered_on and machine.fault == "application":
            yield warning("application-fault", machine.id, field="fault", element=machine.id)
        elif machine.powered_on and machine.fault == "system":
            yield warning("system-fault", machine.id, field="fault", element=machine.id)


def without_network(design: Design) -> Iterator[Finding]:
    """A VM that nothing can reach: no adapter, virtual or given to it."""
    for machine in _machines(design):
        if not machine.carried(VirtualNic):
            yield warning("without-network", machine.id, field="nics", element=machine.id)


def without_disk(design: Design) -> Iterator[Finding]:
    """A VM without a disk that its system could be on."""
    for machine in _machines(design):
        if not machine.carried(VirtualDisk):
            yield warning("without-disk", machine.id, field="disks", element=machine.id)
