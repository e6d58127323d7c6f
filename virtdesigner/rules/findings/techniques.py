"""Findings about hypervisors: what their product runs on, what it needs, and which guests it takes.

What is true of a product stands in `kinds.presets.PRODUCTS`; what a technique needs in MODELS.md section 2.
"""

from collections.abc import Iterator

from virtdesigner.kinds import Hypervisor, VirtualMachine
from virtdesigner.kinds.presets import PRODUCTS
from virtdesigner.model.design import Design
from virtdesigner.model.parts import HostSystem, Processor, Virtualisation
from virtdesigner.rules.findings.finding import Finding, error, info, warning
from virtdesigner.rules.findings.residents import Residents

WITH_ASSIST = ("hardware-assisted", "hybrid")
"""Techniques that make use of VT-x or AMD-V."""


def _hypervisors(design: Design) -> Iterator[tuple[Hypervisor, str, Processor]]:
    """Each hypervisor with the id of its server and that server's CPUs."""
    for id, host in design.derived(Residents).hosts.items():
        if isinstance(host.hypervisor, Hypervisor):
            yield host.hypervisor, id, host.processor


def is_offered(virtualisation: Virtualisation, technique: str, processor: Processor) -> bool:
    """Whether a product can use a technique on such CPUs."""
    product = PRODUCTS[virtualisation.product]
    assisted = technique in WITH_ASSIST or product.needs_assist
    return technique in product.techniques and (not assisted or has_assist(processor))


def has_assist(processor: Processor) -> bool:
    """Whether CPUs help to virtualise: x86 with VT-x or AMD-V; the others always do."""
    return processor.architecture != "x86" or processor.hardware_assist


def wrong_architecture(design: Design) -> Iterator[Finding]:
    """A product on CPUs that it isn't made for."""
    for hypervisor, server, processor in _hypervisors(design):
        product = hypervisor.virtualisation.product
        if processor.architecture not in PRODUCTS[product].architectures:
            yield error(
                "wrong-architecture",
                hypervisor.id,
                server,
                field="virtualisation.product",
                hypervisor=hypervisor.id,
                product=product,
                host=server,
                architecture=processor.architecture,
            )


def technique_not_offered(design: Design) -> Iterator[Finding]:
    """A technique that no version of the product has."""
    for hypervisor, server, _ in _hypervisors(design):
        own = hypervisor.virtualisation
        if own.technique not in PRODUCTS[own.product].techniques:
            yield error(
                "technique-not-offered",
                hypervisor.id,
                server,
                field="virtualisation.technique",
                hypervisor=hypervisor.id,
                product=own.product,
                technique=own.technique,
            )


def no_hardware_assist(design: Design) -> Iterator[Finding]:
    """A technique or a product that needs what the server's CPUs don't offer."""
    for hypervisor, server, processor in _hypervisors(design):
        own = hypervisor.virtualisation
        if not has_assist(processor) and (own.technique in WITH_ASSIST or PRODUCTS[own.product].needs_assist):
            yield error(
                "no-hardware-assist",
                hypervisor.id,
                server,
                field="virtualisation.technique",
                hypervisor=hypervisor.id,
                host=server,
            )


def no_nested_paging(design: Design) -> Iterator[Finding]:
    """Guests with hardware assistance, but shadow page tables: every change of a page table costs an exit."""
    for hypervisor, server, processor in _hypervisors(design):
        own, id = hypervisor.virtualisation, hypervisor.id
        if own.technique not in WITH_ASSIST or processor.architecture != "x86":
            continue
        if not processor.nested_paging:
            yield info(
                "no-nested-paging",
                server,
                id,
                field="processor.nested_paging",
                host=server,
                hypervisor=id,
            )
        elif not own.nested_paging:
            yield info("nested-paging-unused", id, field="virtualisation.nested_paging", hypervisor=id)


def hosted_without_system(design: Design) -> Iterator[Finding]:
    """A hypervisor that is a program, on a server without a system to run it."""
    for hypervisor, server, _ in _hypervisors(design):
        own, id = hypervisor.virtualisation, hypervisor.id
        system = next(iter(design.elements[server].carried(HostSystem)), None)
        fitting = PRODUCTS[own.product].host_systems
        if own.placement != "hosted":
            continue
        if system is None:
            yield error("hosted-without-system", id, server, hypervisor=id, host=server)
        elif fitting and system.family not in fitting:
            yield error(
                "host-system-not-supported",
                server,
                id,
                field="host_system.family",
                host=server,
                family=system.family,
                product=own.product,
            )


def placement_not_offered(design: Design) -> Iterator[Finding]:
    """A bare-metal product that is said to be hosted, or the other way round."""
    for hypervisor, _, _ in _hypervisors(design):
        own, id = hypervisor.virtualisation, hypervisor.id
        if own.placement not in PRODUCTS[own.product].placements:
            yield warning(
                "placement-not-offered",
                id,
                field="virtualisation.placement",
                hypervisor=id,
                product=own.product,
                placement=own.placement,
            )


def drivers_without_system(design: Design) -> Iterator[Finding]:
    """Drivers in a host OS that a bare-metal hypervisor doesn't have."""
    for hypervisor, _, _ in _hypervisors(design):
        own, id = hypervisor.virtualisation, hypervisor.id
        if own.placement == "bare-metal" and own.drivers == "host-os":
            yield warning("drivers-without-system", id, field="virtualisation.drivers", hypervisor=id)


def refused_guests(design: Design) -> Iterator[Finding]:
    """Guests whose system or kernel the hypervisor can't run."""
    residents = design.derived(Residents)
    for guest in residents.guests:
        machine, hypervisor = guest.element, residents.hosts[guest.host].hypervisor
        if isinstance(machine, VirtualMachine) and isinstance(hypervisor, Hypervisor):
            yield from _refusals(machine, hypervisor)


def _refusals(machine: VirtualMachine, hypervisor: Hypervisor) -> Iterator[Finding]:
    own, id, under = hypervisor.virtualisation, machine.id, hypervisor.id
    product, modified = PRODUCTS[own.product], own.technique == "paravirtual"
    if machine.guest_os not in product.guests:
        yield error(
            "guest-system-not-supported",
            id,
            under,
            field="guest_os",
            element=id,
            family=machine.guest_os,
            product=own.product,
        )
    elif machine.kernel == "unmodified" and modified and own.technique not in product.unmodified:
        yield error(
            "kernel-unmodified", id, under, field="kernel", element=id, hypervisor=under,
            family=machine.guest_os,
        )  # fmt: skip
    elif machine.kernel == "vmi" and modified and not product.vmi:
        yield error(
            "vmi-not-offered", id, under, field="kernel", element=id, hypervisor=under, product=own.product
        )
    elif machine.kernel == "paravirtual" and own.technique in ("hardware-assisted", "binary-translation"):
        yield error("kernel-of-another", id, under, field="kernel", element=id, hypervisor=under)
