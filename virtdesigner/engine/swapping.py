"""What swapping makes of a guest's progress. Source: MODELS.md section 3."""

from typing import Final, TypeVar

import numpy as np

from virtdesigner.engine.arrays import Floats

Number = TypeVar("Number", float, Floats)

BALLOON_SLOWDOWN_AT_HALF: Final = 0.044
"""[P: Waldspurger 2002] Slowdown of dbench with half the memory ballooned away, upper end of 1.4 to 4.4 %."""


def swap_faults(missing_mib: Number, reuse_seconds: Number, page_kib: float = 4.0) -> Number:
    """Return F0, the swap-ins per second at full progress of a guest that misses part of its working set.

    missing_mib: what is swapped out of the working set; reuse_seconds: how often a page of it is used.
    Source: MODELS.md section 3.
    """
    return missing_mib * (1024.0 / page_kib) / reuse_seconds


def swap_progress(faults: Number, latency_ms: Number, parallelism: Number) -> Number:
    """Return the progress (0 to 1) of a guest that waits for its swap-ins: p = 1/(1 + F0 * L/parallelism).

    faults: F0, swap-ins/s at full progress; latency_ms: of one; parallelism: how many are under way at once.
    Source: MODELS.md section 3.
    """
    return 1.0 / (1.0 + faults * latency_ms / 1000.0 / parallelism)


def balloon_slowdown(reclaimed_share: Number) -> Number:
    """Return by how much (0 to 1) a guest is slower than one of the size that its balloon leaves it.

    reclaimed_share: 0 to 1 of its memory that the balloon holds. A line from no slowdown without a balloon
    through 4.4 % at half the memory, the upper end of what was measured: the guest's kernel still keeps
    tables for all of its memory. Source: MODELS.md section 3 [P: Waldspurger 2002, dbench].
    """
    within: Number = np.clip(reclaimed_share, 0.0, 1.0)
    return within * (2 * BALLOON_SLOWDOWN_AT_HALF)
