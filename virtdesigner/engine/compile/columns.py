"""Columns of arrays from the fields of parts."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np

from virtdesigner.engine.arrays import Floats


def columns(parts: Sequence[Any], names: Iterable[str]) -> tuple[Floats, ...]:
    """Return one array (parts,) for each field, in order; None becomes NaN."""
    return tuple(np.array([*map(attrgetter(name), parts)], dtype=np.float64) for name in names)


def otherwise(column: Floats, default: Floats | float) -> Floats:
    """Return a column (rows,) with its NaN replaced."""
    return np.where(np.isnan(column), default, column)
