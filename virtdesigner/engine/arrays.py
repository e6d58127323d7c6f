"""The array types of the engine, the sum over segments that every solver needs, and its guards."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Keys = NDArray[np.uint64]


def total(values: Floats, segment: Ints, segments: int) -> Floats:
    """Sum `values` by segment; a segment without members sums to 0.

    values, segment: (members,); returns (segments,). Adds in array order within each segment, so that a sum
    depends to the last bit on the segment's own members only, not on the rest of the array.
    """
    return np.asarray(np.bincount(segment, weights=values, minlength=segments), dtype=np.float64)


def quotient(x: Floats | float, y: Floats, otherwise: Floats | float | None = None) -> Floats:
    """Return x / y where y is above 0; elsewhere `otherwise`, or x: 0 where nobody has any."""
    positive = y > 0.0
    found: Floats = x / np.where(positive, y, 1.0)
    return found if otherwise is None else np.where(positive, found, otherwise)


def places_in(counts: Ints) -> Ints:
    """Return the place of each member in its own group, from 0, of groups (groups,) laid out in a row."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def rows_of(flags: Bools) -> Ints:
    """Return the rows whose flag is set. For some hundred rows np.flatnonzero takes four times as long."""
    return flags.nonzero()[0]


def require_numbers(**columns: Floats) -> None:
    """Raise ValueError, with name and rows, if a column holds something that is not a number."""
    for name, column in columns.items():
        # The least of anything with a NaN is NaN: one quick look where there is nothing to refuse.
        if np.isnan(column.min(initial=0.0)):
            _refuse(name, np.isnan(column), "not a number")


def require_finite(**columns: Floats) -> None:
    """Raise ValueError, with name and rows, if a column holds something infinite or not a number."""
    for name, column in columns.items():
        if not (np.isfinite(column.max(initial=0.0)) and np.isfinite(column.min(initial=0.0))):
            _refuse(name, ~np.isfinite(column), "not finite")


def _refuse(name: str, wrong: Bools, why: str) -> None:
    raise ValueError(f"{name} is {why} in rows {rows_of(wrong)[:10].tolist()}: check what computed it")
