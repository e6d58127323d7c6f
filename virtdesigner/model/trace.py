"""Trace: a recorded load over time, kept inside the design so that a design is one file."""

import base64
import hashlib
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from typing import Self

from virtdesigner.model.fields import hidden, quantity, text
from virtdesigner.model.record import Frozen, Record

COLUMNS = ("cpu", "memory", "network", "reads", "writes")
"""What a trace may record: cores, MiB in use, Mb/s sent, reads/s, writes/s."""


class TraceColumn(Frozen):
    """One recorded quantity: little-endian 32-bit floats, deflated, base64."""

    name: str = hidden(..., "One of COLUMNS.", maximum=20)
    data: str = hidden(..., "Samples.")


class Trace(Record):
    """Samples at equal intervals. The id is the hash of the content: equal traces are stored once."""

    name: str = text("", "Where it came from.", label="Name", minimum=1)
    interval: float = quantity(300, "s", 0.001, 1e6, "Time between samples.", label="Interval")
    columns: tuple[TraceColumn, ...] = hidden((), "What was recorded.")

    @classmethod
    def record(cls, name: str, interval: float, samples: Mapping[str, Sequence[float]]) -> Self:
        """A trace of the given samples (column name to values, units as in COLUMNS), `interval` s apart."""
        columns = tuple(TraceColumn(name=key, data=_pack(values)) for key, values in sorted(samples.items()))
        digest = hashlib.sha256(repr((interval, [(c.name, c.data) for c in columns])).encode())
        return cls(id=f"trace-{digest.hexdigest()[:40]}", name=name, interval=interval, columns=columns)

    def samples(self) -> "dict[str, array[float]]":
        """Column name to its values, unpacked."""
        return {column.name: _unpack(column.data) for column in self.columns}


def _pack(values: Sequence[float]) -> str:
    packed = array("f", values)
    return base64.b64encode(zlib.compress(_little_endian(packed).tobytes(), 9)).decode("ascii")


def _unpack(data: str) -> "array[float]":
    values = array("f")
    values.frombytes(zlib.decompress(base64.b64decode(data)))
    return _little_endian(values)


def _little_endian(values: "array[float]") -> "array[float]":
    if sys.byteorder == "big":
        values = array("f", values)
        values.byteswap()
    return values
