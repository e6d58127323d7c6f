"""CSV of a run: a table of means for each kind of row, and the course over time, written as it happens."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TextIO

from virtdesigner.engine.frame import CAUSES, MEMORY_STATES, Frame
from virtdesigner.engine.recording import METRICS, Table
from virtdesigner.files.errors import SaveError
from virtdesigner.insight.bottlenecks import Bottleneck
from virtdesigner.report.results import GuestResult, HostResult, LinkResult, Results, StorageResult
from virtdesigner.report.words import names_of

_ROWS: Final[dict[str, type[Any]]] = {
    "hosts": HostResult,
    "guests": GuestResult,
    "links": LinkResult,
    "storage": StorageResult,
    "bottlenecks": Bottleneck,
}
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """A cell that a spreadsheet takes as text, even when a name begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def files_in(folder: Path) -> list[Path]:
    """Every file that `write_results` and `CourseWriter` write into a folder."""
    return [*(folder / f"{name}.csv" for name in _ROWS), *(folder / _course(table) for table in METRICS)]


def _course(table: Table) -> str:
    return f"{_FILES[table]}-over-time.csv"


def write_results(results: Results, folder: Path) -> None:
    """Write hosts.csv, guests.csv, links.csv, storage.csv and bottlenecks.csv into `folder`.

    Raises SaveError when that can't be done.
    """
    for name, kind in _ROWS.items():
        rows = [_flat(asdict(row)) for row in getattr(results, name)]
        heads = list(rows[0]) if rows else [field.name for field in fields(kind)]
        with _opened(folder, f"{name}.csv") as file:
            writer = csv.DictWriter(file, fieldnames=heads)
            writer.writeheader()
            writer.writerows(rows)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Nested mappings as columns "lost.cpu", lists joined by spaces."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": number for inner, number in value.items()}
        else:
            flat[key] = " ".join(value) if isinstance(value, tuple) else safe_cell(value)
    return flat


def _opened(folder: Path, name: str) -> TextIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / name).open("w", encoding="utf-8", newline="")
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"{folder / name} can't be written: {reason}. Name another folder.") from error


class CourseWriter:
    """Writes guests-over-time.csv and the like, a row per element and step: time, id, name, metrics."""

    def __init__(self, folder: Path) -> None:
        """Raises SaveError when the folder can't be written to."""
        self._files: dict[Table, TextIO] = {t: _opened(folder, _course(t)) for t in METRICS}

    def __enter__(self) -> Self:
        """Head each file with its columns."""
        for table, file in self._files.items():
            names = _COLUMNS[table]
            csv.writer(file).writerow(("time", "id", "name", *names))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()

    def add(self, frame: Frame) -> None:
        """Write one row for every element of a frame."""
        compiled = frame.compiled
        name = names_of(compiled.design)
        ids = {
            "guests": compiled.guest_ids,
            "hosts": compiled.host_ids,
            "links": compiled.link_ids,
            "luns": compiled.lun_ids,
        }
        for table, file in self._files.items():
            rows = getattr(frame, table)
            columns = [_column(rows, name) for name in _COLUMNS[table]]
            names = (safe_cell(name(id)) for id in ids[table])
            csv.writer(file).writerows(
                (f"{frame.time:.10g}", id, name, *values)
                for id, name, *values in zip(ids[table], names, *columns, strict=True)
            )


_FILES: Final[dict[Table, str]] = {"guests": "guests", "hosts": "hosts", "links": "links", "luns": "storage"}
_COLUMNS: Final[dict[Table, tuple[str, ...]]] = {
    "guests": (*METRICS["guests"], "limited_by"),
    "hosts": ("cpu_capacity", "cpu_used", "memory_total", "memory_used", "memory_state", "power"),
    "links": ("capacity", "used", "utilisation"),
    "luns": ("iops", "latency", "utilisation", "queue"),
}
_WORDS: Final = {"limited_by": CAUSES, "memory_state": MEMORY_STATES}


def _column(rows: Any, name: str) -> Iterable[str]:
    values = getattr(rows, name).tolist()
    words = _WORDS.get(name)
    return [words[value] for value in values] if words else [f"{value:.6g}" for value in values]
