"""Who runs in which privilege ring, and the way of a privileged instruction, as data.

Rings 0 to 3 are the CPU's; root mode is no ring but a second set of them: with VT-x or AMD-V a hypervisor
runs in ring 0 of root mode, its guests in rings 0 to 3 outside of it. Without, everybody shares one set, and
the guest's kernel has to leave ring 0: to ring 1 under binary translation and on 32-bit Xen, to ring 3 on
64-bit Xen, where segments no longer separate rings [P: Barham 2003; Adams and Agesen 2006]. POWER, IBM Z and
Arm have a level of their own for hypervisors, which stands here for root mode.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from virtdesigner.kinds import Container, PhysicalServer, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import HostSystem, Processor, Virtualisation
from virtdesigner.rules.visibility import hypervisor_on, machine_of, server_of

Party = Literal[
    "applications",
    "guest-applications",
    "guest-kernel",
    "containers",
    "hypervisor",
    "driver-domain",
    "host-system",
    "host-process",
]
Mode = Literal["root", "guest", "shared"]
"""Which set of rings: of root mode, of guest mode, or the only one, where no root mode is used."""

Way = Literal["binary-translation", "hardware-assisted", "paravirtual", "hybrid", "container", "native"]
Bits = Literal["32", "64"]
Cost = Literal["page-table-write", "exit-hardware", "exit-software", "system-call", "world-switch"]
"""What a step of a way costs: an operation of the technique, or a part of an exit."""


class Seat(NamedTuple):
    """A party and where it runs. drivers: the drivers of devices are there."""

    party: Party
    ring: int
    mode: Mode
    drivers: bool = False


class Step(NamedTuple):
    """One step of the way of a privileged instruction: what happens, at whom, and what that costs."""

    code: str
    party: Party
    cost: Cost | None = None


class Case(NamedTuple):
    """What decides who runs where. inner: containers that lie in a VM of this way."""

    way: Way
    bits: Bits = "64"
    placement: Literal["bare-metal", "hosted"] = "bare-metal"
    drivers: Literal["monolithic", "driver-domain", "host-os"] = "monolithic"
    product: str = ""
    architecture: Literal["x86", "power", "z", "arm"] = "x86"
    inner: bool = False


KERNEL_RINGS: Final[Mapping[tuple[Way, Bits], int]] = MappingProxyType(
    {
        ("binary-translation", "32"): 1,
        ("binary-translation", "64"): 1,
        ("paravirtual", "32"): 1,
        ("paravirtual", "64"): 3,
        ("hardware-assisted", "32"): 0,
        ("hardware-assisted", "64"): 0,
        ("hybrid", "32"): 0,
        ("hybrid", "64"): 0,
    }
)
"""The ring of a guest's kernel by technique and width of the guest."""

WITH_ROOT_MODE: Final = frozenset({"hardware-assisted", "hybrid"})

DOMAIN_SEATS: Final[Mapping[str, tuple[int, Mode]]] = MappingProxyType(
    {"xen": (3, "root"), "sel4": (3, "root"), "hyper-v": (0, "guest")}
)
"""Product to where its driver domain's kernel runs while guests use root mode: Xen's domain 0 is a 64-bit
paravirtual guest, seL4's drivers are processes, Hyper-V's parent partition is a guest like others."""

WAYS: Final[Mapping[Way, tuple[Step, ...]]] = MappingProxyType(
    {
        "binary-translation": (
            Step("translated", "guest-kernel"),
            Step("called", "hypervisor"),
            Step("emulated", "hypervisor", "page-table-write"),
            Step("resumed", "guest-kernel"),
        ),
        "hardware-assisted": (
            Step("executed", "guest-kernel"),
            Step("exited", "hypervisor", "exit-hardware"),
            Step("handled", "hypervisor", "exit-software"),
            Step("entered", "guest-kernel"),
        ),
        "paravirtual": (
            Step("hypercall", "guest-kernel"),
            Step("validated", "hypervisor", "page-table-write"),
            Step("returned", "guest-kernel"),
        ),
        "hybrid": (
            Step("hypercall-or-exit", "guest-kernel"),
            Step("exited", "hypervisor", "exit-hardware"),
            Step("handled", "hypervisor", "exit-software"),
            Step("entered", "guest-kernel"),
        ),
        "container": (
            Step("system-call", "containers"),
            Step("kernel-executes", "host-system"),
            Step("returned", "containers"),
        ),
        "native": (
            Step("system-call", "applications"),
            Step("kernel-executes", "host-system"),
            Step("returned", "applications"),
        ),
    }
)
"""The way of a privileged instruction of a guest's kernel; of containers, natively: from a system call on."""

WORLD_SWITCH: Final = Step("world-switch", "host-system", "world-switch")
"""What a hosted hypervisor does in addition where the instruction is about a device."""


def seats(case: Case) -> tuple[Seat, ...]:
    """Where everybody runs, from the least privileged on."""
    if case.way == "native":
        return (Seat("applications", 3, "shared"), Seat("host-system", 0, "shared", True))
    if case.way == "container":
        return (Seat("containers", 3, "shared"), Seat("host-system", 0, "shared", True))
    has_root = case.way in WITH_ROOT_MODE or case.architecture != "x86"
    outside: Mode = "guest" if has_root else "shared"
    inside: Mode = "root" if has_root else "shared"
    kernel = 0 if has_root else KERNEL_RINGS[case.way, case.bits]
    in_kernel = case.placement == "bare-metal" and case.drivers == "monolithic"
    users: Party = "containers" if case.inner else "guest-applications"
    return (
        Seat(users, 3, outside),
        Seat("guest-kernel", kernel, outside),
        *_helpers(case, has_root, inside),
        Seat("hypervisor", 0, inside, in_kernel),
    )


def _helpers(case: Case, has_root: bool, inside: Mode) -> Iterator[Seat]:
    """Who does I/O beside the hypervisor: a host OS with the VM's process, or a driver domain."""
    if case.placement == "hosted" or case.drivers == "host-os":
        yield Seat("host-process", 3, inside)
        yield Seat("host-system", 0, inside, True)
    elif case.drivers == "driver-domain":
        ring, mode = DOMAIN_SEATS.get(case.product, (0, "guest"))
        if not has_root:
            ring, mode = KERNEL_RINGS["paravirtual", "64"], "shared"
        yield Seat("driver-domain", ring, mode, True)


def way(case: Case) -> tuple[Step, ...]:
    """The steps of a privileged instruction, in order."""
    steps = WAYS[case.way]
    if case.inner:
        steps = (Step("system-call", "containers"), *steps)
    hosted = case.placement == "hosted" or case.drivers == "host-os"
    return (
        (*steps[:-1], WORLD_SWITCH, steps[-1])
        if hosted and case.way not in ("container", "native")
        else steps
    )


class Residents(NamedTuple):
    """Guests of a server that run alike."""

    case: Case
    guests: tuple[str, ...]


def residents(design: Design, server: str) -> tuple[Residents, ...]:
    """The guests of a server by how they run; where there are none, how its hypervisor would run one."""
    found: dict[Case, list[str]] = {}
    for element in design.elements.values():
        if isinstance(element, VirtualMachine | Container) and server_of(design, element.id) == server:
            found.setdefault(_case(design, element, server), []).append(element.id)
    machine = design.elements[server]
    if isinstance(machine, PhysicalServer) and machine.workload is not None:
        found.setdefault(Case("native", architecture=machine.processor.architecture), []).append(server)
    if not found and (hypervisor := hypervisor_on(design, server)):
        found[_under(design, hypervisor, server, "64")] = []
    return tuple(Residents(case, tuple(guests)) for case, guests in found.items())


def _case(design: Design, guest: Element, server: str) -> Case:
    machine = machine_of(design, guest.id)
    hypervisor = next((e.id for e in design.ancestors(guest.id) if e.carried(Virtualisation)), None)
    hypervisor = hypervisor or (hypervisor_on(design, server) if machine else None)
    if machine is None or hypervisor is None:
        return Case("container", architecture=_processor(design, server).architecture)
    case = _under(design, hypervisor, server, machine.bits)
    return case._replace(inner=isinstance(guest, Container))


def _under(design: Design, hypervisor: str, server: str, bits: Bits) -> Case:
    """How a guest of some width runs under a hypervisor. Without hardware's help a hybrid is paravirtual."""
    own, processor = design.elements[hypervisor].carried(Virtualisation)[0], _processor(design, server)
    lacks = own.technique == "hybrid" and not processor.hardware_assist
    return Case(
        "paravirtual" if lacks else own.technique,
        bits,
        own.placement,
        own.drivers,
        own.product,
        processor.architecture,
    )


def _processor(design: Design, server: str) -> Processor:
    return design.elements[server].carried(Processor)[0]


def host_system(design: Design, server: str) -> HostSystem | None:
    """The operating system of a server, if it has one."""
    return next(iter(design.elements[server].carried(HostSystem)), None)
