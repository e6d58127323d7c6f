"""Plain CSV: a column of times in seconds, and columns named after what a trace may record."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.limits import Limits
from virtdesigner.files.traces.table import evenly, headings, read_table
from virtdesigner.model.trace import COLUMNS, Trace

NAMES = ", ".join(COLUMNS)
"""The headings that are read: cores, MiB in use, Mb/s sent, reads/s, writes/s."""

_TIMES = ("time", "seconds", "t", "timestamp")


def takes(name: str, start: bytes) -> bool:
    """Whether there is a heading for the time and one for a quantity."""
    known = _known(headings(start))
    return name.casefold().endswith((".csv", ".txt", ".tsv")) and "time" in known and len(known) > 1


def _known(names: Iterable[str]) -> Mapping[str, str]:
    """What is read to the heading that it has here; units in brackets behind a name don't matter."""
    plain = {name.split("[")[0].split("(")[0].strip().casefold(): name for name in reversed(list(names))}
    time = next((plain[name] for name in _TIMES if name in plain), None)
    found = {name: plain[name] for name in COLUMNS if name in plain}
    return found if time is None else {"time": time, **found}


def read(path: Path, limits: Limits) -> Sequence[Trace]:
    """The one recording of a file. Raises UnreadableError or ImportRefusedError."""
    table = read_table(path, limits)
    known = _known(table.columns)
    columns = {name: table.numbers(known[name]) for name in COLUMNS if name in known}
    if "time" not in known or not columns:
        raise ImportRefusedError(f"{path} needs a column time (seconds) and one of {NAMES}.")
    for name, values in columns.items():
        if any(value < 0 for value in values):
            raise ImportRefusedError(f"{path}: {name} holds a number below 0.")
    series = evenly(path, table.numbers(known["time"]), columns)
    return [Trace.record(path.stem[:200], series.interval, series.columns)]
