"""A table of text with a heading, as recordings come: its columns as numbers, brought to equal intervals."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.limits import Limits
from virtdesigner.files.reading import read_bytes

MOST_SAMPLES = 1_000_000
"""Of one column, after gaps were filled: 11 days of seconds."""

_SEPARATORS = ";\t,"
_SHORTEST, _LONGEST = 0.001, 1e6


@dataclass(frozen=True, slots=True)
class Series:
    """Column name to its samples, `interval` s apart."""

    interval: float
    columns: Mapping[str, Sequence[float]]


def headings(start: bytes) -> list[str]:
    """The headings of a table by its beginning."""
    text = start.decode("utf-8-sig", errors="replace").split("\n", 1)[0]
    return [name.strip() for name in text.split(separator_of(text))]


def separator_of(text: str) -> str:
    """What stands between the cells of a line."""
    return max(_SEPARATORS, key=text.split("\n", 1)[0].count)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a file by heading. lines: where each row stands in the file."""

    path: Path
    lines: Sequence[int]
    columns: Mapping[str, Sequence[str]]

    def numbers(self, name: str) -> list[float]:
        """A column as numbers. Raises ImportRefusedError with the line of the first that is none."""
        cells = zip(self.lines, self.columns[name], strict=True)
        return [self._number(line, name, cell) for line, cell in cells]

    def _number(self, line: int, name: str, cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ImportRefusedError(f"{self.path} line {line}, {name}: {cell.strip()!r} is no number.")
        return value


def read_table(path: Path, limits: Limits) -> Table:
    """The cells of a file. Raises UnreadableError, or ImportRefusedError with the line that is wrong."""
    text = read_bytes(path, limits.text_bytes).decode("utf-8-sig", errors="replace")
    try:
        first, *rows = list(csv.reader(text.splitlines(), delimiter=separator_of(text)))
    except (csv.Error, ValueError) as error:
        raise ImportRefusedError(f"{path} can't be read as a table: {error}.") from error
    names = [name.strip() for name in first]
    if len(set(names)) < len(names):
        raise ImportRefusedError(f"{path} has two columns of the same name.")
    filled = [(line, cells) for line, cells in enumerate(rows, start=2) if any(map(str.strip, cells))]
    for line, cells in filled:
        if len(cells) != len(names):
            raise ImportRefusedError(f"{path} line {line}: {len(cells)} cells, {len(names)} headings.")
    columns = {name: [cells[index] for _, cells in filled] for index, name in enumerate(names)}
    return Table(path, [line for line, _ in filled], columns)


def evenly(path: Path, times: Sequence[float], columns: Mapping[str, Sequence[float]]) -> Series:
    """Samples at the usual interval of `times` (s): a gap repeats the sample before it.

    Raises ImportRefusedError for fewer than two times, times that stand still, or too many samples.
    """
    order = sorted(range(len(times)), key=times.__getitem__)
    gaps = [times[after] - times[before] for before, after in pairwise(order)]
    gaps = [gap for gap in gaps if gap > 0]
    if not gaps:
        raise ImportRefusedError(f"{path} needs samples at two times at least.")
    interval = median(gaps)
    count = round((times[order[-1]] - times[order[0]]) / interval) + 1
    if count > MOST_SAMPLES or not _SHORTEST <= interval <= _LONGEST:
        raise ImportRefusedError(
            f"{path} would be {count:,} samples {interval:g} s apart, more than is read."
        )
    rows = _rows_at(times, order, interval, count)
    return Series(interval, {name: [values[row] for row in rows] for name, values in columns.items()})


def _rows_at(times: Sequence[float], order: Sequence[int], interval: float, count: int) -> list[int]:
    """For each sample time the row that holds then: the last one up to half an interval after it."""
    rows, place, start = [], 0, times[order[0]]
    for index in range(count):
        until = start + (index + 0.5) * interval
        while place + 1 < len(order) and times[order[place + 1]] < until:
            place += 1
        rows.append(order[place])
    return rows
