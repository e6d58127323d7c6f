"""What leaving a guest for the hypervisor costs, and what walking two page tables does.

Source: MODELS.md section 2.
"""

from types import MappingProxyType
from typing import Final

EXIT_HARDWARE_CYCLES: Final = MappingProxyType(
    {
        "prescott": 3963,
        "merom": 1579,
        "penryn": 1266,
        "nehalem": 1009,
        "westmere": 761,
        "sandy-bridge": 784,
    }
)
"""[P: Agesen 2012, table 1] Cycles of the round trip from guest to hypervisor and back, by CPU generation."""

EXIT_CYCLES_IN_ALL: Final = 3000
"""[P: Agesen 2012] Hardware and software of an exit together, on the processors of that time."""

EXIT_SOFTWARE_CYCLES: Final = EXIT_CYCLES_IN_ALL - EXIT_HARDWARE_CYCLES["sandy-bridge"]
"""[C] What the hypervisor does in an exit: all but the hardware's part on the newest generation measured."""


def exit_cycles(generation: str) -> float:
    """Return the cycles of one exit, hardware and software; ValueError for an unknown CPU generation.

    Source: MODELS.md section 2 [P: Agesen 2012, table 1].
    """
    if generation not in EXIT_HARDWARE_CYCLES:
        known = ", ".join(EXIT_HARDWARE_CYCLES)
        raise ValueError(f"exits of {generation!r} processors were not measured: choose one of {known}")
    return float(EXIT_HARDWARE_CYCLES[generation] + EXIT_SOFTWARE_CYCLES)


def page_walk_references(guest_levels: int, host_levels: int) -> int:
    """Return the memory references of a page walk: n*m + n + m for n levels in the guest and m in the host.

    host_levels: 0 for a native walk. Source: MODELS.md section 2 [P: Bhargava 2008].
    """
    return guest_levels * host_levels + guest_levels + host_levels
