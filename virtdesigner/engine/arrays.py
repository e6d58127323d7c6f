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


def require_numbers(**columns: Floats) -> None:
    """Raise ValueError, with name and rows, if a column holds something that is not a number."""
    for name, column in columns.items():
        _refuse(name, np.isnan(column), "not a number")


def require_finite(**columns: Floats) -> None:
    """Raise ValueError, with name and rows, if a column holds something infinite or not a number."""
    for name, column in columns.items():
        _refuse(name, ~np.isfinite(column), "not finite")


def _refuse(name: str, wrong: Bools, why: str) -> None:
    if wrong.any():
        raise ValueError(
            f"{name} is {why} in rows {np.flatnonzero(wrong)[:10].tolist()}: check what computed it"
        )
