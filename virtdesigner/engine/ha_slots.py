"""Slots of a cluster with high availability: how many hosts may fail. Source: MODELS.md section 7."""

from collections.abc import Sequence
from typing import Final

DEFAULT_SLOT_MHZ: Final = 32.0
"""[P: vSphere availability guide] CPU of a slot where no VM reserves more."""


def slot_size(
    reserved_mhz: Sequence[float], reserved_mib: Sequence[float], overhead_mib: Sequence[float]
) -> tuple[float, float]:
    """Return MHz and MiB of a slot: the largest CPU reservation, and memory reservation with overhead.

    The arguments have one entry a VM. Source: MODELS.md section 7 [P].
    """
    memory = (own + extra for own, extra in zip(reserved_mib, overhead_mib, strict=True))
    return max((DEFAULT_SLOT_MHZ, *reserved_mhz)), max(memory, default=0.0)


def host_slots(mhz: float, mib: float, slot: tuple[float, float]) -> int:
    """Return the slots of one host: min(floor(C/s), floor(M/s)). slot: of `slot_size`.

    Source: MODELS.md section 7 [P].
    """
    by_memory = float("inf") if slot[1] <= 0.0 else mib // slot[1]
    return int(min(mhz // slot[0], by_memory))


def failover_capacity(slots: Sequence[int], powered_on: int) -> int:
    """Return how many hosts can fail, the largest first, with a slot left for each VM.

    slots: of each host; powered_on: VMs. Source: MODELS.md section 7 [P].
    """
    left = sorted(slots)
    failed = 0
    while left and sum(left[:-1]) >= powered_on:
        left.pop()
        failed += 1
    return failed
