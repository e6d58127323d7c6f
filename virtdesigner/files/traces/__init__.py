"""Recorded loads: formats that they come in, and reading them into traces that a design holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from virtdesigner.files.errors import ImportRefusedError, UnreadableError
from virtdesigner.files.limits import LIMITS, Limits
from virtdesigner.files.traces import bitbrains, columns, planetlab
from virtdesigner.model.trace import Trace

__all__ = ["TRACES", "TraceFormat", "read_traces"]

_LOOK = 4096


@dataclass(frozen=True, slots=True)
class TraceFormat:
    """One format. takes: whether a file of that name and beginning looks like it."""

    label: str
    extensions: tuple[str, ...]
    takes: Callable[[str, bytes], bool]
    read: Callable[[Path, Limits], Sequence[Trace]]


TRACES: Mapping[str, TraceFormat] = MappingProxyType(
    {
        "planetlab": TraceFormat("PlanetLab", ("", ".txt", ".tar.gz"), planetlab.takes, planetlab.read),
        "bitbrains": TraceFormat("GWA-T-12 Bitbrains", (".csv",), bitbrains.takes, bitbrains.read),
        "columns": TraceFormat("Time and columns", (".csv",), columns.takes, columns.read),
    }
)
"""Name to format, in the order in which they are asked."""


def read_traces(path: Path | str, limits: Limits = LIMITS) -> tuple[Trace, ...]:
    """The recordings in a file, by whichever format takes it.

    Raises UnreadableError or ImportRefusedError.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            start = file.read(_LOOK)
    except OSError as error:
        raise UnreadableError(f"{path} can't be read: {error.strerror or error}.") from error
    for form in TRACES.values():
        if form.takes(path.name, start):
            return tuple(form.read(path, limits))
    raise ImportRefusedError(
        f"{path} is no recording that is known: neither CPU percentages, one a line, nor a table with a"
        f" heading for the time and one of {columns.NAMES}."
    )
