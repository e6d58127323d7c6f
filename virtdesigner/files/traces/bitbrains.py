"""GWA-T-12 (Bitbrains): one machine a file, a row every 300 s with CPU, memory, disk and network.

The heading says that times are in milliseconds; they are seconds since 1970.
"""

from collections.abc import Sequence
from pathlib import Path

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.limits import Limits
from virtdesigner.files.traces.table import evenly, headings, read_table
from virtdesigner.model.trace import Trace

BLOCK = 16.0
"""KiB of an I/O [E]: the trace has only throughput. What most templates of MODELS.md section 9 do."""

_TIME, _CORES, _USED = "Timestamp [ms]", "CPU cores", "CPU usage [%]"
_MEMORY, _SENT = "Memory usage [KB]", "Network transmitted throughput [KB/s]"
_READ, _WRITTEN = "Disk read throughput [KB/s]", "Disk write throughput [KB/s]"
_NEEDED = (_TIME, _CORES, _USED)
_KIBIBYTE_IN_MEGABIT = 1024 * 8 / 1e6
_MILLISECONDS_FROM = 1e11


def takes(name: str, start: bytes) -> bool:
    """Whether the headings are those of the archive."""
    return name.casefold().endswith(".csv") and set(_NEEDED) <= set(headings(start))


def read(path: Path, limits: Limits) -> Sequence[Trace]:
    """The one recording of a file. Raises UnreadableError or ImportRefusedError."""
    table = read_table(path, limits)
    if missing := [name for name in _NEEDED if name not in table.columns]:
        raise ImportRefusedError(f"{path} has no column {missing[0]!r}.")
    times = table.numbers(_TIME)
    scale = 1e-3 if times and max(times) > _MILLISECONDS_FROM else 1.0
    cpu = zip(table.numbers(_CORES), table.numbers(_USED), strict=True)
    columns = {"cpu": [max(cores * used, 0.0) / 100 for cores, used in cpu]}
    for name, source, factor in (
        ("memory", _MEMORY, 1 / 1024),
        ("network", _SENT, _KIBIBYTE_IN_MEGABIT),
        ("reads", _READ, 1 / BLOCK),
        ("writes", _WRITTEN, 1 / BLOCK),
    ):
        if source in table.columns:
            columns[name] = [max(value, 0.0) * factor for value in table.numbers(source)]
    series = evenly(path, [time * scale for time in times], columns)
    return [Trace.record(path.stem[:200], series.interval, series.columns)]
