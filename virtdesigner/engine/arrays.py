"""The array types of the engine, and the sum over segments that every solver needs."""

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
