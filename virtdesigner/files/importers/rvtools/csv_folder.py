"""Reading a folder of .csv files, one a tab, as RVTools writes them: in any encoding, with any separator."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.importers.rvtools.columns import Table
from virtdesigner.files.limits import MEBIBYTE, Limits
from virtdesigner.files.reading import read_bytes

_SEPARATORS = ";\t|,"
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def csv_files(path: Path, wanted: frozenset[str]) -> Mapping[str, Path]:
    """Tab to file, of the export in a folder or of the one that a picked file belongs to.

    Raises ImportRefusedError when a folder holds several exports.
    """
    folder, exports = (path if path.is_dir() else path.parent), dict[str, dict[str, Path]]()
    for file in sorted(folder.iterdir()):
        if named := _tab_of(file, wanted):
            exports.setdefault(named[0], {})[named[1]] = file
    if not path.is_dir():
        own = _tab_of(path, wanted)
        return exports.get(own[0], {}) if own else {}
    whole = [files for files in exports.values() if "vInfo" in files]
    if len(whole) > 1:
        raise ImportRefusedError(
            f"{path} holds {len(whole)} exports; choose the vInfo file of the one you want."
        )
    return whole[0] if whole else {}


def _tab_of(file: Path, wanted: frozenset[str]) -> tuple[str, str] | None:
    """The export that a file belongs to and the tab that it holds, as its name has them."""
    if file.suffix.casefold() != ".csv":
        return None
    stem = file.stem.casefold()
    for tab in sorted(wanted, key=len, reverse=True):
        if stem.endswith(tab.casefold()):
            export = stem.removesuffix(tab.casefold()).removesuffix("tab")
            if not export or not export[-1].isalnum():
                return export, tab
    return None


def read_csv_files(files: Mapping[str, Path], limits: Limits) -> Mapping[str, Table]:
    """The tables in the files, by tab. Raises UnreadableError or ImportRefusedError."""
    if sum(file.stat().st_size for file in files.values()) > limits.unpacked_bytes:
        raise ImportRefusedError(
            f"The files hold more than {limits.unpacked_bytes / MEBIBYTE:g} MiB, the most that is read."
        )
    return {tab: _table(tab, file, read_bytes(file, limits.text_bytes)) for tab, file in files.items()}


def _table(tab: str, file: Path, content: bytes) -> Table:
    text = decoded(content)
    separator = _separator(text)
    try:
        rows: Sequence[list[str]] = list(csv.reader(text.splitlines(keepends=True), delimiter=separator))
    except csv.Error as error:
        raise ImportRefusedError(f"{file} can't be read as CSV: {error}.") from error
    # Where the separator is a semicolon it is because the comma is the decimal point.
    return Table(tab, rows[0] if rows else [], rows[1:], decimal_comma=separator == ";")


def decoded(content: bytes) -> str:
    """The text: UTF-8 or UTF-16 when it is, else Windows' western European, which RVTools writes."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    heading = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=heading.count)
