"""The table of shapers: port groups that bound what their adapters send from one host."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.model.parts import Shaping

BYTE_BITS: Final = 8.0
"""[C] Bits of a byte."""


class Shapers(NamedTuple):
    """Token buckets (shapers,), one for each port group and host, in `keys` by their ids.

    constraint: row of `Flows.capacity`; average, peak: Mb/s; burst: Mb that fit into the bucket.
    """

    keys: tuple[str, ...]
    constraint: Ints
    average: Floats
    peak: Floats
    burst: Floats


@dataclass
class ShaperCollector:
    """Collects shapers by port group and host, with the constraint that each is."""

    rows: dict[tuple[str, str], tuple[int, Shaping]] = field(default_factory=dict)

    def table(self) -> Shapers:
        """Make the table."""
        found = list(self.rows.values())
        average, peak, burst = np.array(
            [(shaping.average, shaping.peak, BYTE_BITS * shaping.burst) for _, shaping in found],
            dtype=np.float64,
        ).reshape(-1, 3).T  # fmt: skip
        constraint = np.array([row for row, _ in found], dtype=np.int64)
        return Shapers(tuple(" ".join(key) for key in self.rows), constraint, average, peak, burst)
