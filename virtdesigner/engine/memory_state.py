"""How short of memory a host is: the hypervisor's states, where they begin, and the overhead per VM.

Source: MODELS.md section 3.
"""

from enum import IntEnum
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.overhead_memory import era_row, overhead_by_era

MIN_FREE_TIERS_MIB: Final = ((0, 4096, 6), (4096, 12288, 4), (12288, 28672, 2), (28672, None, 1))
"""[P] From, to, and the per cent of it kept free: 6 % of the first 4 GB, 4 %, 2 %, 1 % of the rest."""

WALDSPURGER_PERCENT: Final = (4, 2, 1)
"""[P: Waldspurger 2002] Soft, hard and low begin below these per cent of the host's memory."""

HIGH_PERCENT: Final = 6
"""[P: Waldspurger 2002] What reclamation aims at, in per cent of the host's memory."""

MIN_FREE_PERCENT: Final = (64, 32, 16)
"""[P] Soft, hard and low begin below these per cent of minFree on later ESXi."""

CLEAR_PERCENT: Final = 100
"""[E] The clear state of ESXi 6 begins below this per cent of minFree."""

RETURN_FACTOR: Final = 1.25
"""[E] A state is left when free memory reaches this multiple of where it begins; soft where clear begins.

Waldspurger returns only after "significantly" exceeding the threshold, without a figure; a quarter keeps the
return below the next threshold of both tables, and far above the noise of a step.
"""


class MemoryState(IntEnum):
    """States of a host's memory, worse with each number."""

    HIGH = 0
    CLEAR = 1
    SOFT = 2
    HARD = 3
    LOW = 4


class Thresholds(NamedTuple):
    """Free memory (hosts,) MiB below which each state begins; `target` is what reclamation aims at."""

    target: Floats
    clear: Floats
    soft: Floats
    hard: Floats
    low: Floats


class HostThresholds(NamedTuple):
    """`Thresholds` of one host, MiB."""

    target: float
    clear: float
    soft: float
    hard: float
    low: float


def min_free(total_mib: Floats) -> Floats:
    """Return the memory (hosts,) MiB that later ESXi keeps free, each tier rounded down. Source: [P]."""
    kept = np.zeros_like(total_mib)
    for begin, end, percent in MIN_FREE_TIERS_MIB:
        tier = np.clip(total_mib, begin, end) - begin
        # Multiplied before it is divided, so that whole results stay whole.
        kept += np.floor(tier * percent / 100.0)
    return kept


def thresholds_2002(total_mib: Floats) -> Thresholds:
    """Return the thresholds of Waldspurger 2002, fractions of the host; there is no clear state."""
    soft, hard, low = (total_mib * percent / 100.0 for percent in WALDSPURGER_PERCENT)
    return Thresholds(total_mib * HIGH_PERCENT / 100.0, soft, soft, hard, low)


def thresholds_later(total_mib: Floats) -> Thresholds:
    """Return the thresholds of later ESXi, fractions of minFree; reclamation aims at minFree."""
    kept = min_free(total_mib)
    soft, hard, low = (kept * percent / 100.0 for percent in MIN_FREE_PERCENT)
    return Thresholds(kept, kept * CLEAR_PERCENT / 100.0, soft, hard, low)


def memory_state(free_mib: Floats, thresholds: Thresholds, previous: Ints) -> Ints:
    """Return the `MemoryState` of each host: worse at once, better only `RETURN_FACTOR` above a threshold.

    free_mib: (hosts,); previous: (hosts,) the states of the step before.
    """
    begins = np.stack(thresholds[1:])
    fallen = np.count_nonzero(free_mib < begins, axis=0)
    returns = begins * RETURN_FACTOR
    # Ballooning goes on until the memory is free that it aims at: soft is left where clear begins.
    returns[1] = np.maximum(returns[1], thresholds.clear)
    returning = np.count_nonzero(free_mib < returns, axis=0)
    return np.clip(previous, fallen, returning)


def overhead_mib(memory_mib: Floats, vcpus: Floats) -> Floats:
    """Return the memory (guests,) MiB that a VM costs beside its own: [C] a fit to ESXi 6's table."""
    return overhead_by_era(np.full(memory_mib.shape, era_row("esxi")), memory_mib, vcpus)


RULES: Final = MappingProxyType({"min-free": thresholds_later, "share-of-host": thresholds_2002})
"""How a host's thresholds follow from its memory: minFree by tiers, or Waldspurger's shares of the host."""


def free_memory_thresholds(memory_gib: float, rule: str = "min-free") -> HostThresholds:
    """Return the free memory (MiB) below which each state of one host begins, and what reclamation aims at.

    rule: "min-free" (later ESXi: 6, 4, 2, 1 % of tiers of the memory, each rounded down; clear below all of
    it, soft, hard and low below 64, 32 and 16 %) or "share-of-host" (soft, hard and low below 4, 2 and 1 % of
    the host; aims at 6 %). ValueError for another. Source: MODELS.md section 3 [P: Waldspurger 2002; VMware].
    """
    if rule not in RULES:
        raise ValueError(f"{rule!r} is no rule for free memory: choose one of {', '.join(RULES)}")
    return HostThresholds._make(float(column[0]) for column in RULES[rule](np.array([memory_gib * 1024.0])))
