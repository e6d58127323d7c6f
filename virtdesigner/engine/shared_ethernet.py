"""The shared Ethernet adapter of a virtual I/O server: what bridging costs its processors.

Source: MODELS.md section 4 [P: IBM, planning for shared Ethernet adapters].
"""

from types import MappingProxyType
from typing import Final, NamedTuple


class Bridging(NamedTuple):
    """How traffic is bridged: bytes of the MTU, both directions at once, threaded (beside virtual SCSI)."""

    mtu: int
    duplex: bool
    threaded: bool


CYCLES_PER_BYTE: Final = MappingProxyType(
    {
        Bridging(1500, duplex=False, threaded=True): 11.2,
        Bridging(1500, duplex=True, threaded=True): 8.6,
        Bridging(9000, duplex=False, threaded=True): 5.0,
        Bridging(9000, duplex=True, threaded=True): 3.8,
        Bridging(1500, duplex=False, threaded=False): 9.3,
        Bridging(1500, duplex=True, threaded=False): 7.4,
        Bridging(9000, duplex=False, threaded=False): 3.6,
        Bridging(9000, duplex=True, threaded=False): 2.9,
    }
)
"""[P: IBM] Cycles of a POWER5 at 1.65 GHz for a byte streamed."""


def cycles_per_byte(processors: float, utilisation: float, clock_ghz: float, mib_s: float) -> float:
    """Return what bridging a byte costs: processors * utilisation * clock / throughput (MB are 2^20 bytes).

    utilisation: 0 to 1 of the adapter's owner. Source: MODELS.md section 4 [P: IBM].
    """
    return processors * utilisation * clock_ghz * 1e9 / (mib_s * 2**20)


def bridged_mib_s(processors: float, clock_ghz: float, bridging: Bridging) -> float:
    """Return the most (MiB/s) that an adapter's owner with `processors` can bridge; ValueError: not measured.

    Source: MODELS.md section 4 [P: IBM].
    """
    return processors * clock_ghz * 1e9 / (_measured(bridging) * 2**20)


def bridging_processors(mib_s: float, clock_ghz: float, bridging: Bridging) -> float:
    """Return the processors that bridging a throughput takes; ValueError for an MTU that was not measured.

    Source: MODELS.md section 4 [P: IBM].
    """
    return mib_s * 2**20 * _measured(bridging) / (clock_ghz * 1e9)


def _measured(bridging: Bridging) -> float:
    if bridging not in CYCLES_PER_BYTE:
        raise ValueError(f"bridging at MTU {bridging.mtu} was not measured: choose 1500 or 9000")
    return CYCLES_PER_BYTE[bridging]
