"""How much traffic a processor carries when each packet costs it cycles. Source: MODELS.md section 2."""

from types import MappingProxyType
from typing import Final

SEGMENT_BYTES: Final = 1448
"""[C] Payload of a full TCP segment at MTU 1500."""

HOSTED_CYCLES: Final = MappingProxyType({"native": 12_600.0, "early": 133_000.0, "optimised": 71_000.0})
"""[C: Sugerman 2001] Cycles of a packet of `SEGMENT_BYTES`: natively, through an early hosted hypervisor, and
through one whose network was optimised."""


def cpu_bound_mb_s(clock_ghz: float, cycles_per_packet: float, payload_bytes: int = SEGMENT_BYTES) -> float:
    """Return the payload (Mb/s) that one core carries when it does nothing else.

    Source: MODELS.md section 2 [C: Sugerman 2001].
    """
    return clock_ghz * 1e9 / cycles_per_packet * payload_bytes * 8 / 1e6
