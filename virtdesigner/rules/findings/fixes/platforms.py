"""Fixes of hypervisors and engines: techniques that CPUs offer, kernels that fit, a system to run on."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from virtdesigner.kinds import Container, ContainerEngine, Hypervisor, VirtualMachine
from virtdesigner.kinds.presets import CONTAINER_PRODUCTS, PRODUCTS
from virtdesigner.model import edits
from virtdesigner.model.change import Change
from virtdesigner.model.design import Design
from virtdesigner.model.parts import HostSystem, OperatingSystem, Processor
from virtdesigner.rules.findings.finding import Finding
from virtdesigner.rules.findings.fixes.values import Fix, with_value
from virtdesigner.rules.findings.residents import Residents
from virtdesigner.rules.findings.techniques import is_offered

_AS_DELIVERED: tuple[OperatingSystem, ...] = ("windows", "aix", "ibm-i", "zos")
"""Systems whose kernel only their maker modifies. [C] Closed source."""


def _hypervisor(design: Design, id: str) -> Hypervisor:
    hypervisor = design.elements[id]
    assert isinstance(hypervisor, Hypervisor)
    return hypervisor


def _technique(design: Design, hypervisor: Hypervisor) -> str | None:
    """A technique that product and CPUs offer and that refuses none of the guests: hybrid takes all."""
    server = hypervisor.parent or ""
    (processor,) = design.elements[server].carried(Processor)
    guests = (guest.element for guest in design.derived(Residents).guests if guest.host == server)
    kernels = {guest.kernel for guest in guests if isinstance(guest, VirtualMachine)}
    fitting = (
        ("hybrid",) if "paravirtual" in kernels else ("hybrid", "hardware-assisted", "binary-translation")
    )
    offered = (name for name in fitting if is_offered(hypervisor.virtualisation, name, processor))
    return next(offered, None)


def _other_technique(design: Design, finding: Finding) -> Sequence[Change]:
    hypervisor = _hypervisor(design, str(finding.message["hypervisor"]))
    technique = _technique(design, hypervisor)
    return with_value(design, hypervisor.id, "virtualisation.technique", technique) if technique else ()


def _fitting_kernel(design: Design, finding: Finding) -> Sequence[Change]:
    """A kernel that the hypervisor takes; for a system that nobody can modify another technique."""
    machine = design.elements[finding.elements[0]]
    assert isinstance(machine, VirtualMachine)
    if machine.guest_os in _AS_DELIVERED:
        return _other_technique(design, finding)
    product = PRODUCTS[_hypervisor(design, str(finding.message["hypervisor"])).virtualisation.product]
    kernel = "vmi" if product.vmi and machine.guest_os == "linux" else "paravirtual"
    return with_value(design, machine.id, "kernel", kernel)


def _host_system(design: Design, server: str, family: OperatingSystem) -> Sequence[Change]:
    """Give a server a system, if all containers that would then run on its kernel are made for it."""
    engines = (design.elements[id] for id in design.children(server))
    inside = (design.children(engine.id) for engine in engines if isinstance(engine, ContainerEngine))
    containers = (design.elements[id] for ids in inside for id in ids)
    if any(isinstance(each, Container) and each.guest_os != family for each in containers):
        return ()
    element = design.elements[server]
    own = next(iter(element.carried(HostSystem)), HostSystem())
    return edits.replace(design, element, host_system=own.replace(family=family))


def _system_of_product(design: Design, finding: Finding) -> Sequence[Change]:
    server = str(finding.message["host"])
    hypervisor = next(id for id in finding.elements if isinstance(design.elements[id], Hypervisor))
    families = PRODUCTS[_hypervisor(design, hypervisor).virtualisation.product].host_systems
    return _host_system(design, server, next(iter(families), "linux"))


def _system_of_engine(design: Design, finding: Finding) -> Sequence[Change]:
    engine = design.elements[finding.elements[0]]
    assert isinstance(engine, ContainerEngine)
    return _host_system(design, engine.parent or "", CONTAINER_PRODUCTS[engine.runtime.product].kernel)


def _placement(design: Design, finding: Finding) -> Sequence[Change]:
    """The product's own placement; a host OS too where it needs one."""
    hypervisor = _hypervisor(design, finding.elements[0])
    product = PRODUCTS[hypervisor.virtualisation.product]
    placement, server = product.placements[0], hypervisor.parent or ""
    changes = with_value(design, hypervisor.id, "virtualisation.placement", placement)
    system = next(iter(design.elements[server].carried(HostSystem)), None)
    if placement == "bare-metal" or (system and system.family in product.host_systems):
        return changes
    systems = _host_system(design, server, product.host_systems[0])
    return (*changes, *systems) if systems else ()


PLATFORMS: Mapping[str, Fix] = MappingProxyType(
    {
        "technique-not-offered": _other_technique,
        "kernel-unmodified": _fitting_kernel,
        "vmi-not-offered": _fitting_kernel,
        "hosted-without-system": _system_of_product,
        "host-system-not-supported": _system_of_product,
        "engine-without-kernel": _system_of_engine,
        "placement-not-offered": _placement,
    }
)
"""Code to its fix."""
