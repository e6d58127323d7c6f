"""Seats: every guest of a design with the parts of it, its hypervisor and its server, each looked up once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import NamedTuple, TypeVar

from virtdesigner.engine.overhead import TECHNIQUES
from virtdesigner.kinds import Container, ContainerEngine, VirtualIoServer
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import (
    ContainerRuntime,
    GuestMemory,
    MemoryPolicy,
    Part,
    PoolCpu,
    Processor,
    VirtualCpus,
    VirtualDisk,
    Virtualisation,
    VirtualNic,
    Workload,
)
from virtdesigner.rules.kernels import container_refusal, engine_refusal

PartType = TypeVar("PartType", bound=Part)

NOTHING = Workload(cpu=0.0, working_set=0.0, reads=0.0, writes=0.0)
"""What a guest without a workload wants."""


class House(NamedTuple):
    """What guests in one place lie in. technique: row of TECHNIQUES, -1 where the server lacks its needs.

    pool: the innermost resource pool; engine, runtime: what runs containers; carrier: the VM that it is in.
    domain: the driver domain that does the I/O of the hypervisor's guests, where one is drawn.
    """

    server: Element | None = None
    processor: Processor | None = None
    hypervisor: Element | None = None
    platform: Virtualisation | None = None
    policy: MemoryPolicy | None = None
    technique: int = 0
    pool: Element | None = None
    engine: Element | None = None
    runtime: ContainerRuntime | None = None
    carrier: Element | None = None
    domain: Element | None = None

    @property
    def product(self) -> str:
        """The hypervisor's product, "" without one."""
        return self.platform.product if self.platform else ""

    @property
    def leaves_by_hardware(self) -> bool:
        """Guests leave to the hypervisor by an exit of the processor, not by hypercalls alone."""
        return any(paging in tuple(TECHNIQUES)[self.technique] for paging in ("nested", "shadowed"))

    @property
    def has_driver_domain(self) -> bool:
        """I/O passes a driver domain or parent partition."""
        return self.platform is not None and self.platform.drivers == "driver-domain"


@dataclass(slots=True)
class Seat:
    """One guest and where it sits; a bare server is its own server.

    engines: those on its kernel; refusal: why a container can't run on the kernel that it would share.
    """

    element: Element
    id: str
    is_on: bool
    house: House
    workload: Workload
    cpus: VirtualCpus | None
    memory: GuestMemory | None
    nics: tuple[VirtualNic, ...]
    disks: tuple[VirtualDisk, ...]
    engines: tuple[ContainerRuntime, ...] = ()
    refusal: Message | None = None

    @property
    def is_bare(self) -> bool:
        """The workload of a server itself."""
        return self.element is self.house.server

    @property
    def is_contained(self) -> bool:
        """A container: it shares the kernel of what its engine runs on."""
        return self.house.engine is not None

    @property
    def is_broken(self) -> bool:
        """Its operating system has failed: it is down, with all that is in it."""
        return getattr(self.element, "fault", "none") == "system"

    @property
    def has_failed(self) -> bool:
        """Its application has failed: it does none of its own work."""
        return getattr(self.element, "fault", "none") == "application"

    @property
    def is_narrow(self) -> bool:
        """A 32-bit guest, or a container in one."""
        return getattr(self.house.carrier or self.element, "bits", "64") == "32"

    @property
    def carrier(self) -> str | None:
        """The VM whose processors and memory a container takes, if it is in one."""
        return self.house.carrier.id if self.house.carrier else None

    @property
    def is_driver_domain(self) -> bool:
        """It does the I/O of other guests instead of work of its own."""
        return isinstance(self.element, VirtualIoServer)


def first(element: Element, part_type: type[PartType]) -> PartType | None:
    """The first part of a type that an element carries."""
    name = _single_field(type(element), part_type)
    if name is not None:
        return getattr(element, name)  # type: ignore[no-any-return]
    return next(iter(element.carried(part_type)), None) if can_carry(type(element), part_type) else None


@cache
def _single_field(kind: type[Element], part_type: type[Part]) -> str | None:
    """The only field of a kind that can hold a part of a type, where it holds no more than one."""
    found = [f for f in specs(kind) if f.part is not None and issubclass(f.part, part_type)]
    return found[0].name if len(found) == 1 and found[0].form == "part" else None


@cache
def can_carry(kind: type[Element], part_type: type[Part]) -> bool:
    """Whether a kind has a field for parts of a type: most have none, and needn't be asked one by one."""
    return any(field.part is not None and issubclass(field.part, part_type) for field in specs(kind))


def carriers(design: Design, part_type: type[Part]) -> Iterator[Element]:
    """The elements of a design that carry parts of a type, kind by kind."""
    able = (found for kind, found in design.derived(by_kind).items() if can_carry(kind, part_type))
    return (element for elements in able for element in elements if element.carried(part_type))


def by_kind(design: Design) -> dict[type[Element], list[Element]]:
    """The elements of a design by kind: each table asks for few of them."""
    found: dict[type[Element], list[Element]] = {}
    for element in design.elements.values():
        found.setdefault(type(element), []).append(element)
    return found


class Houses:
    """What elements lie in, looked up once for each parent: thousands of guests share few."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._found: dict[str, House] = {}
        self._engines: dict[str, list[ContainerRuntime]] = {}
        for engine in sorted(carriers(design, ContainerRuntime), key=attrgetter("id")):
            found = self._engines.setdefault(engine.parent or "", [])
            found.extend(engine.carried(ContainerRuntime))

    def around(self, element: Element) -> House:
        """The house that an element is in."""
        parent = element.parent
        if parent is None:
            return House()
        if parent not in self._found:
            self._found[parent] = self.of(self._design.elements[parent])
        return self._found[parent]

    def home(self, element: Element) -> House:
        """The house that a guest runs in: what it lies in, and for one of a cluster's pool its host's."""
        house = self.around(element)
        if house.server is not None or house.pool is None or not can_carry(type(element), VirtualCpus):
            return house
        hypervisor = self._hypervisor_of(element)
        return house if hypervisor is None else self.of(hypervisor)._replace(pool=house.pool)

    def _hypervisor_of(self, guest: Element) -> Element | None:
        """The hypervisor of the server that a guest of a cluster's pool names, if that is in the cluster."""
        server = getattr(guest, "host", None)
        *_, cluster = self._design.ancestors(guest.id)
        if server is None or self._design.elements[server].parent != cluster.id:
            return None
        inside = (self._design.elements[id] for id in self._design.children(server))
        return next((element for element in inside if first(element, Virtualisation)), None)

    def of(self, element: Element) -> House:
        """The house that an element makes for what lies in it: itself, and what it lies in."""
        if (processor := first(element, Processor)) is not None:
            return House(server=element, processor=processor)
        house = self.home(element)
        if (platform := first(element, Virtualisation)) is not None:
            house = house._replace(hypervisor=element, platform=platform, policy=first(element, MemoryPolicy))
            return house._replace(technique=_technique(house), domain=self._domain(element, platform))
        if (runtime := first(element, ContainerRuntime)) is not None:
            return house._replace(engine=element, runtime=runtime)
        if can_carry(type(element), PoolCpu):
            return house._replace(pool=element)
        return house._replace(carrier=element) if can_carry(type(element), VirtualCpus) else house

    def _domain(self, hypervisor: Element, platform: Virtualisation) -> Element | None:
        """The driver domain of a hypervisor, if drivers are in one: the first server that is on."""
        if platform.drivers != "driver-domain":
            return None
        inside = (self._design.elements[id] for id in sorted(self._design.children(hypervisor.id)))
        domains = [element for element in inside if isinstance(element, VirtualIoServer)]
        return next((domain for domain in domains if domain.powered_on), next(iter(domains), None))

    def hypervisors(self, servers: Mapping[str, int]) -> dict[str, Element]:
        """Server id to the first hypervisor in it."""
        found: dict[str, Element] = {}
        for element in sorted(carriers(self._design, Virtualisation), key=attrgetter("id")):
            server = self.around(element).server
            if server is not None and server.id in servers:
                found.setdefault(server.id, element)
        return found

    def engines(self) -> dict[str, list[ContainerRuntime]]:
        """Id of what runs containers on its kernel, a server or a VM, to its container engines."""
        return self._engines

    def platforms(self) -> list[House]:
        """The house of every hypervisor, in the order of ids."""
        found = sorted(carriers(self._design, Virtualisation), key=attrgetter("id"))
        return [self.of(element) for element in found]

    def seats(self) -> list[Seat]:
        """Every guest: what carries virtual CPUs or a workload."""
        kinds = self._design.derived(by_kind)
        able = [kind for kind in kinds if can_carry(kind, VirtualCpus) or can_carry(kind, Workload)]
        seats = (self.seat(element) for kind in able for element in kinds[kind])
        return [seat for seat in seats if seat is not None]

    def seat(self, element: Element) -> Seat | None:
        """The seat of an element, if it is a guest."""
        workload, cpus = first(element, Workload), first(element, VirtualCpus)
        if workload is None and cpus is None:
            return None
        house = self.of(element) if can_carry(type(element), Processor) else self.home(element)
        return Seat(
            element,
            element.id,
            bool(getattr(element, "powered_on", True)),
            house,
            workload or NOTHING,
            cpus,
            first(element, GuestMemory),
            element.carried(VirtualNic),
            element.carried(VirtualDisk),
            tuple(self._engines.get(element.id, ())),
            _refusal(self._design, house.engine, element),
        )


def _refusal(design: Design, engine: Element | None, guest: Element) -> Message | None:
    """Why a container can't run on the kernel below its engine; None for all else."""
    if not isinstance(engine, ContainerEngine) or not isinstance(guest, Container):
        return None
    return engine_refusal(design, engine) or container_refusal(design, engine, guest)


def _technique(house: House) -> int:
    """The row of TECHNIQUES that guests run by; a paravirtual one's is that of 64-bit guests."""
    names = tuple(TECHNIQUES)
    if house.platform is None or house.processor is None:
        return names.index("native")
    paging = house.processor.nested_paging and house.platform.nested_paging
    found = _found(house.platform.technique, house.processor.hardware_assist, paging)
    if found is None:
        return -1
    hosted = f"hosted-{found}"
    return names.index(hosted if house.platform.placement == "hosted" and hosted in names else found)


def _found(technique: str, assisted: bool, paging: bool) -> str | None:
    """The name in TECHNIQUES of a hypervisor's technique; None where the processors lack its needs."""
    by_hardware = "nested" if paging else "shadowed"
    if technique == "hardware-assisted":
        return by_hardware if assisted else None
    if technique == "hybrid" and assisted:
        return f"hybrid-{by_hardware}"
    # Without hardware assist a hybrid is left with hypercalls.
    return "binary-translation" if technique == "binary-translation" else "paravirtual-64"
