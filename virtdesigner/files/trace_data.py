"""Is the packed data of a trace sound? Looked at without unpacking more than is allowed."""

import base64
import binascii
import math
import zlib
from array import array
from collections.abc import Iterator

from virtdesigner.model.trace import COLUMNS, Trace

_SAMPLE_BYTES = 4


def trace_problems(trace: Trace, limit: int) -> Iterator[tuple[str, str, int]]:
    """For each column: path within the trace, what is wrong ("" for nothing), and bytes unpacked."""
    lengths: set[int] = set()
    for index, column in enumerate(trace.columns):
        path = f".columns[{index}]"
        if column.name not in COLUMNS:
            yield f"{path}.name", f"must be one of {', '.join(COLUMNS)}", 0
        content = _unpacked(column.data, limit)
        yield f"{path}.data", _fault(content, limit), len(content or b"")
        lengths.add(len(content or b""))
    if len(lengths) > 1:
        yield ".columns", "must all hold the same number of samples", 0


def _unpacked(data: str, limit: int) -> bytes | None:
    """The bytes, at most one more than `limit`; None when the data is damaged."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.b64decode(data, validate=True), limit + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return content if unpacking.eof or len(content) > limit else None


def _fault(content: bytes | None, limit: int) -> str:
    if content is None:
        return "is damaged"
    if len(content) > limit:
        return "is larger than is allowed, unpacked"
    if len(content) % _SAMPLE_BYTES:
        return "is damaged"
    samples = array("f", content)
    return "" if all(map(math.isfinite, samples)) else "holds a sample that is no number"
