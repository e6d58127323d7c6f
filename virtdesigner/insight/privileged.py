"""What a privileged instruction costs on its way, and what operations cost more than natively, in cycles.

The figures are those that a run charges: rows of `engine.overhead.TECHNIQUES`, and exits by the generation of
the processor. Source: MODELS.md section 2.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from virtdesigner.engine.compile.seats import Houses
from virtdesigner.engine.exits import EXIT_HARDWARE_CYCLES, EXIT_SOFTWARE_CYCLES, page_walk_references
from virtdesigner.engine.overhead import TECHNIQUES, Technique
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Processor
from virtdesigner.rules.privilege import WITH_ROOT_MODE, Case, Cost
from virtdesigner.rules.visibility import hypervisor_on

LEVELS: Final = 4
"""[P: AMD and Intel manuals] Levels of page tables of 64-bit systems."""

NATIVE_WALK: Final = page_walk_references(LEVELS, 0)
"""Memory references of a page walk without nested paging."""

Operation = Literal["system-call", "page-fault", "page-table-write", "context-switch", "exit"]

_FIELDS: Final[Mapping[Operation, str]] = MappingProxyType(
    {
        "system-call": "system_call",
        "page-fault": "page_fault",
        "page-table-write": "page_table_write",
        "context-switch": "context_switch",
    }
)

_ESTIMATES: Final = frozenset(
    {
        ("binary-translation", "context-switch"),
        ("shadowed", "context-switch"),
        ("paravirtual", "page-fault"),
        ("paravirtual", "page-table-write"),
        ("paravirtual-64", "system-call"),
        ("paravirtual-64", "page-fault"),
        ("paravirtual-64", "page-table-write"),
    }
)
"""What is marked [E] in MODELS.md section 2, of rows other than those made of two."""


class Toll(NamedTuple):
    """Cycles that an operation costs more than natively. estimate: marked [E]."""

    operation: Operation
    cycles: float
    estimate: bool


class Tolls(NamedTuple):
    """What a case costs. technique: row of TECHNIQUES. walk: memory references of a page walk, at the most.

    steps: cycles of the steps' costs, without those that cost nothing of their own.
    """

    technique: str
    operations: tuple[Toll, ...]
    walk: int
    steps: Mapping[Cost, float]


def tolls(design: Design, server: str, case: Case) -> Tolls:
    """What the operations and the way of a privileged instruction cost a guest that runs so on a server."""
    name = technique_of(design, server, case)
    row, processor = TECHNIQUES[name], design.elements[server].carried(Processor)[0]
    leaves = case.way in WITH_ROOT_MODE and processor.architecture == "x86"
    found = [_toll(name, row, operation) for operation in _FIELDS]
    if leaves:
        cycles = exit_hardware(processor) + EXIT_SOFTWARE_CYCLES
        found.append(Toll("exit", cycles, processor.generation not in EXIT_HARDWARE_CYCLES))
    return Tolls(name, tuple(found), _walk(name), _steps(row, processor, leaves))


def technique_of(design: Design, server: str, case: Case) -> str:
    """The name of the row of TECHNIQUES that guests of a case are charged by."""
    hypervisor = hypervisor_on(design, server)
    if case.way in ("container", "native") or hypervisor is None:
        return "container" if case.way == "container" else "native"
    number = Houses(design).of(design.elements[hypervisor]).technique
    name = tuple(TECHNIQUES)[max(number, 0)]
    return "paravirtual" if name == "paravirtual-64" and case.bits == "32" else name


def exit_hardware(processor: Processor) -> float:
    """Cycles of leaving the guest and entering it again: the processor's own, else those of its generation.

    Processors that were not measured count as the newest that was.
    """
    if processor.exit_cycles is not None:
        return processor.exit_cycles
    newest = EXIT_HARDWARE_CYCLES["sandy-bridge"]
    return float(EXIT_HARDWARE_CYCLES.get(processor.generation, newest))


def _toll(name: str, row: Technique, operation: Operation) -> Toll:
    cycles = float(getattr(row, _FIELDS[operation]))
    plain = name.removeprefix("hosted-").removeprefix("hybrid-")
    is_mixed = name.startswith("hybrid-")
    return Toll(operation, cycles, cycles > 0 and (is_mixed or (plain, operation) in _ESTIMATES))


def _walk(name: str) -> int:
    return page_walk_references(LEVELS, LEVELS if name.endswith("nested") else 0)


def _steps(row: Technique, processor: Processor, leaves: bool) -> Mapping[Cost, float]:
    found: dict[Cost, float] = {
        "page-table-write": row.page_table_write,
        "system-call": row.system_call,
        "world-switch": row.world_switch_s * processor.clock * 1e9,
    }
    if leaves:
        found |= {"exit-hardware": exit_hardware(processor), "exit-software": float(EXIT_SOFTWARE_CYCLES)}
    return MappingProxyType({cost: cycles for cost, cycles in found.items() if cycles > 0})
