"""What virtualisation makes of a core-second of native work. Source: MODELS.md section 2."""

from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints


class Technique(NamedTuple):
    """user, kernel: factors on user and kernel time; the rest cycles an operation costs more than natively.

    walk: cost of a page walk against native.
    """

    user: float
    kernel: float
    system_call: float
    page_fault: float
    page_table_write: float
    context_switch: float
    walk: float


NATIVE: Final = Technique(1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
"""No hypervisor in between."""

BINARY_TRANSLATION: Final = Technique(1.03, 2.0, 2066.0, 2834.0, 391.0, 5000.0, 1.0)
"""[P: Adams & Agesen 2006] but kernel factor and context switch [E]; shadow page tables walk like native."""

SHADOWED: Final = Technique(1.05, 1.02, 4.0, 10_149.0, 12_733.0, 2 * 12_733.0, 1.0)
"""Hardware-assisted without nested paging: [P: Adams & Agesen 2006] but kernel factor and switch [E]."""

NESTED: Final = Technique(1.0, 1.02, 0.0, 0.0, 0.0, 0.0, 2.0)
"""Hardware-assisted with nested paging: kernel factor and walk [E]."""

TECHNIQUES: Final = MappingProxyType(
    {"native": NATIVE, "binary-translation": BINARY_TRANSLATION, "shadowed": SHADOWED, "nested": NESTED}
)
"""Name to costs; the rows of `overhead_factor` number them in this order."""

WALK_SHARE: Final = 0.03
"""[E] Share of native time spent in page walks."""


class Mix(NamedTuple):
    """Instruction mix, arrays (guests,): user share 0 to 1, operations per second of native core."""

    user_share: Floats
    system_calls: Floats
    page_faults: Floats
    page_table_writes: Floats
    context_switches: Floats


def overhead_factor(mix: Mix, technique: Ints, kernel_factor: Floats, clock_hz: Floats) -> Floats:
    """Return h (guests,), the host core-seconds that a core-second of native work costs.

    technique: (guests,) row of TECHNIQUES; kernel_factor: (guests,) in place of the technique's, NaN for
    none; clock_hz: (guests,) of the host. Exits for I/O are not in it: I/O is charged by the packet and by
    the I/O. Source: MODELS.md section 2.
    """
    table = np.array(tuple(TECHNIQUES.values()))
    user, kernel, call, fault, write, switch, walk = table[technique].T
    kernel = np.where(np.isnan(kernel_factor) | (technique == 0), kernel, kernel_factor)
    cycles = (
        mix.system_calls * call
        + mix.page_faults * fault
        + mix.page_table_writes * write
        + mix.context_switches * switch
    )
    time = user * mix.user_share + kernel * (1.0 - mix.user_share)
    return np.asarray(time + cycles / clock_hz + WALK_SHARE * (walk - 1.0), dtype=np.float64)
