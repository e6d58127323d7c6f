"""The tabs of an export, wherever they lie: a workbook, a folder of CSV, or one CSV of such a folder."""

from collections.abc import Mapping
from pathlib import Path

from virtdesigner.files.errors import ImportRefusedError, UnreadableError
from virtdesigner.files.importers.rvtools.columns import Row, Table
from virtdesigner.files.importers.rvtools.csv_folder import csv_files, read_csv_files
from virtdesigner.files.importers.rvtools.workbook import read_workbook
from virtdesigner.files.limits import Limits
from virtdesigner.files.reading import not_there

TABS = frozenset(
    {
        "vInfo", "vCPU", "vMemory", "vDisk", "vNetwork", "vTools", "vCluster", "vHost", "vHBA", "vNIC", "vRP",
        "vSwitch", "vPort", "dvSwitch", "dvPort", "vDatastore",
    }
)  # fmt: skip
"""The tabs that are read."""


class Sheets:
    """The tabs of one export; a tab that is missing is one without rows."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """Use `read_sheets`."""
        self._tables = tables
        centres = {row.text("VI SDK UUID") for row in self["vInfo"]} if "vInfo" in tables else set()
        for table in tables.values():
            table.vcenter = next(iter(centres)) if len(centres) == 1 else ""

    def __getitem__(self, tab: str) -> Table:
        """A tab by name."""
        return self._tables.get(tab) or Table(tab, [], [])

    def __contains__(self, tab: str) -> bool:
        """Whether the export has a tab."""
        return tab in self._tables

    def rows(self, *tabs: str) -> "list[Row]":
        """The rows of several tabs, one after the other."""
        return [row for tab in tabs for row in self[tab]]


def holds_export(path: Path) -> bool:
    """Whether a file or folder looks like an export, as far as a look at its name and start tells."""
    try:
        if path.is_dir() or path.suffix.casefold() == ".csv":
            return "vInfo" in csv_files(path, TABS)
        # One that is damaged is taken too: its reader says so.
        return path.suffix.casefold() == ".xlsx"
    except (OSError, ImportRefusedError):
        return path.is_dir()


def read_sheets(path: Path, limits: Limits) -> Sheets:
    """All tabs that are read. Raises UnreadableError or ImportRefusedError."""
    if not path.exists():
        raise UnreadableError(not_there(path))
    if path.is_dir() or path.suffix.casefold() == ".csv":
        tables = read_csv_files(csv_files(path, TABS), limits)
    else:
        tables = read_workbook(path, TABS, limits)
    if "vInfo" not in tables or not tables["vInfo"].has("VM"):
        raise ImportRefusedError(
            f"{path} is no RVTools export: it has no tab vInfo with a column VM (the virtual machines)."
        )
    return Sheets(tables)
