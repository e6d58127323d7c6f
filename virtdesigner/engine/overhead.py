"""What virtualisation makes of a core-second of native work. Source: MODELS.md section 2."""

from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.exits import exit_cycles


class Technique(NamedTuple):
    """user, kernel: factors on user and kernel time; the rest cycles an operation costs more than natively.

    walk: cost of a page walk against native. world_switch_s: seconds (not cycles) that a context switch costs
    more through a host OS. exits: 1 where the mix's exits to the hypervisor cost time of their own, else 0.
    """

    user: float
    kernel: float
    system_call: float
    page_fault: float
    page_table_write: float
    context_switch: float
    walk: float
    world_switch_s: float = 0.0
    exits: float = 0.0


NATIVE: Final = Technique(1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
"""No hypervisor in between."""

BINARY_TRANSLATION: Final = Technique(1.03, 2.0, 2066.0, 2834.0, 391.0, 5000.0, 1.0)
"""[P: Adams & Agesen 2006] but kernel factor and context switch [E]; shadow page tables walk like native."""

SHADOWED: Final = Technique(1.05, 1.02, 4.0, 10_149.0, 12_733.0, 2 * 12_733.0, 1.0, exits=1.0)
"""Hardware-assisted without nested paging: [P: Adams & Agesen 2006] but kernel factor and switch [E]."""

NESTED: Final = Technique(1.0, 1.02, 0.0, 0.0, 0.0, 0.0, 2.0, exits=1.0)
"""Hardware-assisted with nested paging: kernel factor and walk [E]."""

PARAVIRTUAL: Final = Technique(1.0, 1.03, 0.0, 1500.0, 300.0, 2900.0, 1.0)
"""Paravirtual, 32-bit guests: context switch [C: Barham 2003], the rest [E]; page-table writes in batches."""

PARAVIRTUAL_64: Final = PARAVIRTUAL._replace(system_call=500.0)
"""Paravirtual, 64-bit guests: without segment limits each system call passes the hypervisor [E]."""

WORLD_SWITCH_S: Final = 17.3e-6
"""[C: Barham 2003, VMware Workstation] What a context switch costs more under a hosted hypervisor."""


def _hosted(technique: Technique) -> Technique:
    """The technique that a product uses, on top of a host OS."""
    return technique._replace(world_switch_s=WORLD_SWITCH_S)


def _cheaper(one: Technique, other: Technique) -> Technique:
    """The cheaper of two techniques by operation; faults, page-table writes, switches, walks as in `one`."""
    return one._replace(
        user=min(one.user, other.user),
        kernel=min(one.kernel, other.kernel),
        system_call=min(one.system_call, other.system_call),
        exits=min(one.exits, other.exits),
    )


TECHNIQUES: Final = MappingProxyType(
    {
        "native": NATIVE,
        "binary-translation": BINARY_TRANSLATION,
        "shadowed": SHADOWED,
        "nested": NESTED,
        "paravirtual": PARAVIRTUAL,
        "paravirtual-64": PARAVIRTUAL_64,
        "hybrid-shadowed": _cheaper(SHADOWED, PARAVIRTUAL),
        "hybrid-nested": _cheaper(NESTED, PARAVIRTUAL),
        "hosted-binary-translation": _hosted(BINARY_TRANSLATION),
        "hosted-shadowed": _hosted(SHADOWED),
        "hosted-nested": _hosted(NESTED),
        "container": NATIVE,
    }
)
"""Name to costs; the rows of `overhead_factor` number them in this order.

A hybrid's row pages as the hardware does; `overhead_factor` takes `OTHER_PAGING` where that is cheaper.
"""

OTHER_PAGING: Final = MappingProxyType(
    {
        "hybrid-shadowed": _cheaper(PARAVIRTUAL, SHADOWED),
        "hybrid-nested": _cheaper(PARAVIRTUAL, NESTED),
    }
)
"""Hybrids to what they cost when the guest pages paravirtually."""

UNTOUCHED: Final = frozenset({"native", "container"})
"""Techniques with no hypervisor whose kernel factor could be set."""

WALK_SHARE: Final = 0.03
"""[E] Share of native time spent in page walks."""


class Mix(NamedTuple):
    """Instruction mix, arrays (guests,): user share 0 to 1, operations per second of native core."""

    user_share: Floats
    system_calls: Floats
    page_faults: Floats
    page_table_writes: Floats
    context_switches: Floats


def overhead_factor(
    mix: Mix,
    technique: Ints,
    kernel_factor: Floats,
    clock_hz: Floats,
    exits: Floats | float = 0.0,
    cycles_per_exit: Floats | float = 0.0,
) -> Floats:
    """Return h (guests,), the host core-seconds that a core-second of native work costs.

    technique: (guests,) row of TECHNIQUES; kernel_factor: (guests,) in place of the technique's, NaN for
    none; clock_hz: (guests,) of the host; exits: (guests,) a second beyond those that the mix's operations
    cause, at `cycles_per_exit` (guests,) of `exits.exit_cycles`. I/O is charged by the packet and by the
    I/O, not here. h = u*s + k*(1 - s) + sum_n(r_n * c_n)/f + r_exit * c_exit/f + t0 * (R - 1).
    Source: MODELS.md section 2.
    """
    names = tuple(TECHNIQUES)
    kernel_factor = np.where(np.isin(technique, [names.index(n) for n in UNTOUCHED]), np.nan, kernel_factor)
    exit_hz = exits * cycles_per_exit
    factor = _factor(np.array(tuple(TECHNIQUES.values()))[technique], mix, kernel_factor, clock_hz, exit_hz)
    hybrid = np.isin(technique, [names.index(n) for n in OTHER_PAGING])
    if not hybrid.any():
        return factor
    others = np.array([OTHER_PAGING.get(name, NATIVE) for name in names])[technique]
    other = _factor(others, mix, kernel_factor, clock_hz, exit_hz)
    return np.where(hybrid, np.minimum(factor, other), factor)


def _factor(
    costs: Floats, mix: Mix, kernel_factor: Floats, clock_hz: Floats, exit_hz: Floats | float
) -> Floats:
    """Return h (guests,) with costs (guests, columns of `Technique`). exit_hz: cycles/s of exits."""
    user, kernel, call, fault, write, switch, walk, world_switch, exiting = costs.T
    kernel = np.where(np.isnan(kernel_factor), kernel, kernel_factor)
    cycles = (
        mix.system_calls * call
        + mix.page_faults * fault
        + mix.page_table_writes * write
        + mix.context_switches * switch
        + exiting * exit_hz
    )
    time = user * mix.user_share + kernel * (1.0 - mix.user_share) + mix.context_switches * world_switch
    return np.asarray(time + cycles / clock_hz + WALK_SHARE * (walk - 1.0), dtype=np.float64)


def instruction_mix_cost(
    technique: str,
    clock_ghz: float,
    *,
    user_share: float = 1.0,
    system_calls: float = 0.0,
    page_faults: float = 0.0,
    page_table_writes: float = 0.0,
    context_switches: float = 0.0,
    exits: float = 0.0,
    generation: str = "sandy-bridge",
    kernel_factor: float | None = None,
) -> float:
    """Return the host core-seconds that a core-second of native work of one mix costs under a technique.

    technique: one of TECHNIQUES, on a core of `clock_ghz`. user_share: 0 to 1; the operations and `exits`:
    per second of native core; generation: of the processor, one of `exits.EXIT_HARDWARE_CYCLES`;
    kernel_factor: in place of the technique's. ValueError for an unknown technique or generation.
    Source: MODELS.md section 2 [P: Adams & Agesen 2006, Barham 2003, Agesen 2012; E where `TECHNIQUES` says].
    """
    if technique not in TECHNIQUES:
        raise ValueError(f"{technique!r} is no technique: choose one of {', '.join(TECHNIQUES)}")
    rates = (user_share, system_calls, page_faults, page_table_writes, context_switches)
    found = overhead_factor(
        Mix(*(np.array([rate]) for rate in rates)),
        np.array([tuple(TECHNIQUES).index(technique)]),
        np.array([np.nan if kernel_factor is None else kernel_factor]),
        np.array([clock_ghz * 1e9]),
        np.array([exits]),
        exit_cycles(generation),
    )
    return float(found[0])
