"""Seats: every guest of a design with the parts of it, its hypervisor and its server, each looked up once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import NamedTuple, TypeVar

from virtdesigner.engine.overhead import TECHNIQUES
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.parts import (
    GuestMemory,
    MemoryPolicy,
    Part,
    Processor,
    VirtualCpus,
    VirtualDisk,
    Virtualisation,
    VirtualNic,
    Workload,
)

PartType = TypeVar("PartType", bound=Part)

NOTHING = Workload(cpu=0.0, working_set=0.0, reads=0.0, writes=0.0)
"""What a guest without a workload wants."""


class House(NamedTuple):
    """What guests in one place lie in. technique: row of TECHNIQUES, -1 where the server lacks its needs."""

    server: Element | None = None
    processor: Processor | None = None
    hypervisor: Element | None = None
    platform: Virtualisation | None = None
    policy: MemoryPolicy | None = None
    technique: int = 0

    @property
    def product(self) -> str:
        """The hypervisor's product, "" without one."""
        return self.platform.product if self.platform else ""

    @property
    def has_driver_domain(self) -> bool:
        """I/O passes a driver domain or parent partition."""
        return self.platform is not None and self.platform.drivers == "driver-domain"


@dataclass(slots=True)
class Seat:
    """One guest and where it sits; a bare server is its own server."""

    element: Element
    id: str
    is_on: bool
    house: House
    workload: Workload
    cpus: VirtualCpus | None
    memory: GuestMemory | None
    nics: tuple[VirtualNic, ...]
    disks: tuple[VirtualDisk, ...]

    @property
    def is_bare(self) -> bool:
        """The workload of a server itself."""
        return self.element is self.house.server


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

    def around(self, element: Element) -> House:
        """The house that an element is in."""
        parent = element.parent
        if parent is None:
            return House()
        if parent not in self._found:
            self._found[parent] = self.of(self._design.elements[parent])
        return self._found[parent]

    def of(self, element: Element) -> House:
        """The house that an element makes for what lies in it: itself, and what it lies in."""
        house = self.around(element)
        processor, platform = first(element, Processor), first(element, Virtualisation)
        if processor is not None:
            house = House(server=element, processor=processor)
        if platform is not None:
            house = house._replace(hypervisor=element, platform=platform, policy=first(element, MemoryPolicy))
            house = house._replace(technique=_technique(house))
        return house

    def hypervisors(self, servers: Mapping[str, int]) -> dict[str, Element]:
        """Server id to the first hypervisor in it."""
        found: dict[str, Element] = {}
        for element in sorted(carriers(self._design, Virtualisation), key=attrgetter("id")):
            server = self.around(element).server
            if server is not None and server.id in servers:
                found.setdefault(server.id, element)
        return found

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
        is_machine = can_carry(type(element), Processor)
        return Seat(
            element,
            element.id,
            bool(getattr(element, "powered_on", True)),
            self.of(element) if is_machine else self.around(element),
            workload or NOTHING,
            cpus,
            first(element, GuestMemory),
            element.carried(VirtualNic),
            element.carried(VirtualDisk),
        )


def _technique(house: House) -> int:
    names = tuple(TECHNIQUES)
    if house.platform is None or house.processor is None:
        return names.index("native")
    if house.platform.technique == "binary-translation":
        return names.index("binary-translation")
    if not house.processor.hardware_assist:
        return -1
    return names.index("nested" if house.processor.nested_paging else "shadowed")
