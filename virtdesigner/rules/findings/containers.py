"""Findings about containers: whose kernel they run on, and limits that nothing holds them to."""

from collections.abc import Iterator

from virtdesigner.kinds import Container, ContainerEngine, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import GuestMemory, VirtualCpus
from virtdesigner.rules.findings.finding import Finding, error, warning
from virtdesigner.rules.kernels import container_refusal, engine_refusal, kernel_of


def _engines(design: Design) -> Iterator[ContainerEngine]:
    return (element for element in design.elements.values() if isinstance(element, ContainerEngine))


def _containers(design: Design) -> Iterator[tuple[ContainerEngine, Container]]:
    for engine in _engines(design):
        for id in design.children(engine.id):
            container = design.elements[id]
            if isinstance(container, Container):
                yield engine, container


def engine_without_kernel(design: Design) -> Iterator[Finding]:
    """An engine on a bare server: there is no kernel that containers could share."""
    for engine in _engines(design):
        if kernel_of(design, engine) is None:
            server = engine.parent or ""
            yield error("engine-without-kernel", engine.id, server, element=engine.id, server=server)


def engine_other_kernel(design: Design) -> Iterator[Finding]:
    """An engine on a kernel of a family that it isn't made for."""
    for engine in _engines(design):
        if refusal := engine_refusal(design, engine):
            yield _refused(refusal, "runtime.product")


def other_kernel(design: Design) -> Iterator[Finding]:
    """A container made for another kernel than the one that it would run on."""
    for engine, container in _containers(design):
        if refusal := container_refusal(design, engine, container):
            yield _refused(refusal, "guest_os")


def _refused(refusal: Message, field: str) -> Finding:
    concerned = (str(refusal["element"]), str(refusal["host"]))
    return Finding(refusal.code, "error", concerned, refusal.parameters, field)


def limit_not_held(design: Design) -> Iterator[Finding]:
    """A container with a limit that its engine doesn't hold it at."""
    for engine, container in _containers(design):
        id, runtime = container.id, engine.runtime
        if container.cpus.limit is not None and not runtime.limits_cpu:
            yield warning(
                "cpu-limit-not-held", id, engine.id, field="cpus.limit", element=id, parent=engine.id
            )
        if container.memory.limit is not None and not runtime.limits_memory:
            yield warning(
                "memory-limit-not-held", id, engine.id, field="memory.limit", element=id, parent=engine.id
            )


def limit_over_guest(design: Design) -> Iterator[Finding]:
    """A container that is allowed more than its VM has: the VM holds it, not the limit."""
    for engine, container in _containers(design):
        guest = design.elements[engine.parent or ""]
        if isinstance(guest, VirtualMachine):
            yield from _over(container.id, container.cpus, container.memory, guest)


def _over(id: str, cpus: VirtualCpus, memory: GuestMemory, guest: VirtualMachine) -> Iterator[Finding]:
    if cpus.limit is not None and cpus.limit > guest.cpus.count:
        yield warning(
            "cpu-limit-over-guest",
            id,
            guest.id,
            field="cpus.limit",
            element=id,
            limit=cpus.limit,
            guest=guest.id,
            vcpus=guest.cpus.count,
        )
    if memory.limit is not None and memory.limit > guest.memory.size:
        yield warning(
            "memory-limit-over-guest",
            id,
            guest.id,
            field="memory.limit",
            element=id,
            limit=memory.limit,
            guest=guest.id,
            size=guest.memory.size,
        )
