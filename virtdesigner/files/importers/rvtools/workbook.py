"""Reading the tabs of an .xlsx, after its archive has been judged: it may be a bomb."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.importers.rvtools.columns import Cell, Table
from virtdesigner.files.limits import MEBIBYTE, Limits

MOST_CELLS = 20_000_000
"""Cells of the rectangle that one tab spans: 100,000 rows of 200 columns. More is refused."""

MOST_EXPANSION = 200
"""Times its packed size that a large part may unpack to; sheets of real exports reach 30."""

_CHUNK = 4 * MEBIBYTE
_TAIL = 256
# A cell with something in it, and where it is. One stray cell in the last corner makes readers allocate all.
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(/?)>')


def read_workbook(path: Path, wanted: frozenset[str], limits: Limits) -> Mapping[str, Table]:
    """The wanted tabs of a workbook, by name. Raises ImportRefusedError."""
    check_archive(path, limits)
    try:
        book = CalamineWorkbook.from_path(str(path))
        found = {name: book.get_sheet_by_name(name) for name in book.sheet_names if name in wanted}
        return {name: _table(name, sheet.to_python(skip_empty_area=False)) for name, sheet in found.items()}
    except (CalamineError, ValueError, OSError) as error:
        raise ImportRefusedError(f"{path} can't be read as a workbook: {error}.") from error


def _table(name: str, rows: Sequence[Sequence[Cell]]) -> Table:
    headings = [str(cell) for cell in rows[0]] if rows else []
    return Table(name, headings, rows[1:])


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse what is no archive, unpacks to too much, is damaged, or spans too large a sheet.

    The sizes come from the archive's directory, before anything is unpacked; a directory that lies is found
    out by its check sums, since no more is unpacked than it says.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(path, entries, limits)
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    with archive.open(entry) as sheet:
                        _check_span(path, sheet)
                elif not entry.is_dir():
                    with archive.open(entry) as part:
                        _exhaust(part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise ImportRefusedError(f"{path} is no workbook (.xlsx), or it is damaged: {error}.") from error


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    size = sum(entry.file_size for entry in entries)
    if size > limits.unpacked_bytes or len(entries) > limits.members:
        raise ImportRefusedError(
            f"{path} would unpack to {size / MEBIBYTE:,.0f} MiB in {len(entries):,} files; at most"
            f" {limits.unpacked_bytes / MEBIBYTE:g} MiB in {limits.members:,} are read."
        )

    for entry in entries:
        is_large = entry.file_size > limits.text_bytes
        if is_large and entry.file_size > MOST_EXPANSION * max(entry.compress_size, 1):
            raise ImportRefusedError(
                f"{path} holds {entry.filename}, which unpacks to {entry.file_size / MEBIBYTE:,.0f} MiB from"
                f" {entry.compress_size / MEBIBYTE:.1f} MiB: no export does."
            )


def _exhaust(part: IO[bytes]) -> None:
    while part.read(_CHUNK):
        pass


def _check_span(path: Path, sheet: IO[bytes]) -> None:
    tail, rows, columns = b"", 0, 0
    while chunk := sheet.read(_CHUNK):
        text = tail + chunk
        for column, row, empty in _CELL.findall(text):
            if not empty:
                rows, columns = max(rows, int(row)), max(columns, _column_number(column))
        tail = text[-_TAIL:]
        if rows * columns > MOST_CELLS:
            raise ImportRefusedError(
                f"{path} has a sheet that spans {rows:,} rows and {columns:,} columns, more than is read."
                " Delete what stands far outside of its table."
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
