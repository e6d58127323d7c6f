"""Importers: what other programs know about an infrastructure, made into a design and a report.

No importer writes anything, follows a path in a file, runs anything or opens a connection.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from virtdesigner.files.errors import ImportRefusedError, UnreadableError
from virtdesigner.files.importers.merging import Merge, merge, update_of
from virtdesigner.files.importers.report import Imported, ImportReport, Note
from virtdesigner.files.importers.rvtools.importing import read_rvtools
from virtdesigner.files.importers.rvtools.sheets import holds_export
from virtdesigner.files.reading import not_there

__all__ = [
    "IMPORTERS",
    "ImportReport",
    "Imported",
    "Importer",
    "Merge",
    "Note",
    "import_file",
    "merge",
    "update_of",
]


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. extensions: of its files, with the dot. takes: whether a path looks like it."""

    label: str
    extensions: tuple[str, ...]
    takes: Callable[[Path], bool]
    read: Callable[[Path], Imported]


IMPORTERS: Mapping[str, Importer] = MappingProxyType(
    {"rvtools": Importer("RVTools export", (".xlsx", ".csv"), holds_export, read_rvtools)}
)
"""Name to importer, in the order in which they are asked."""


def import_file(path: Path | str) -> Imported:
    """The design in a file or folder of another program, by whichever importer takes it.

    Raises UnreadableError or ImportRefusedError; nothing that is open changes.
    """
    path = Path(path)
    if not path.exists():
        raise UnreadableError(not_there(path))
    importer = next((importer for importer in IMPORTERS.values() if importer.takes(path)), None)
    if importer is None:
        known = "; ".join(f"{i.label} ({', '.join(i.extensions)})" for i in IMPORTERS.values())
        raise ImportRefusedError(f"{path} is nothing that can be imported. What can: {known}.")
    return importer.read(path)
