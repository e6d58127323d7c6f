"""Columns found by name in any spelling: 3.x says "MB", 4.x "MiB"; some exports say vInfoCPUs for CPUs."""

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

Cell = str | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "vm": ("VMName",),
    "vmid": ("Object ID", "VMRef"),
    "vmuuid": ("UUID", "Instance UUID", "VM Instance UUID"),
    "visdkuuid": ("vCenter UUID",),
    "cpus": ("# CPUs", "CPU", "vCPUs"),
    "memory": ("Size", "Memory Size"),
    "size": ("Memory",),
    "os": ("OS according to the configuration file", "OS according to the VMware Tools", "OSTools"),
    "cpuusage%": ("CPU usage", "Usage %"),
    "#cpu": ("# CPUs", "# Sockets", "Sockets"),
    "corespercpu": ("Cores per Socket", "Cores p/s"),
    "portgroup": ("Port", "Network"),
    "vlan": ("VLAN ID",),
    "switch": ("vSwitch", "Switch Name"),
    "networkdevice": ("Device",),
    "path": ("Disk Path",),
    "disk": ("Label",),
    "host": ("ESX Host",),
    "name": ("Datastore",),
}
"""Column to other spellings of it, tried in order where the column itself isn't there."""

_UNIT = re.compile(r"(mib|mio|mb|mo)$")
_TRUE = frozenset({"true", "yes", "wahr", "vrai", "1", "1.0"})
_GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?"),
    ".": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?"),
}


@cache
def normalised(heading: str) -> str:
    """`Provisioned MiB` and `Provisioned MB` as `provisioned`; case, blanks and punctuation don't count."""
    key = re.sub(r"[^a-z0-9%#]", "", heading.casefold())
    return _UNIT.sub("", key) or key


def number(cell: Cell, decimal_comma: bool = False) -> float | None:
    """The number in a cell, written with a decimal point or comma; None when there is none."""
    if isinstance(cell, bool | int | float):
        return float(cell) if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    text = re.sub(r"[\s\u00a0%]", "", cell)
    group = "." if decimal_comma else ","
    if _GROUPED[group].fullmatch(text):
        text = text.replace(group, "")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@dataclass
class Table:
    """One tab: its headings and rows.

    decimal_comma: how text numbers are written. vcenter: whose the rows are that don't say it.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    decimal_comma: bool = False
    vcenter: str = ""
    _index: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Index the headings; of two alike (a custom column behind RVTools' own) the first counts."""
        self._index = {}
        prefix = normalised(self.name)
        for position, heading in enumerate(self.headings):
            key = normalised(heading)
            self._index.setdefault(key, position)
            if key.startswith(prefix) and len(key) > len(prefix):
                self._index.setdefault(key.removeprefix(prefix), position)

    def __iter__(self) -> Iterator["Row"]:
        """The rows that hold anything."""
        for number_, cells in enumerate(self.rows, start=2):
            if any(cell not in ("", None) for cell in cells):
                yield Row(self, number_, cells)

    def has(self, column: str) -> bool:
        """Whether it has a column, in any spelling."""
        return self.position(normalised(column)) is not None

    def position(self, key: str) -> int | None:
        """The place of a column by its normalised name."""
        if key in self._index:
            return self._index[key]
        for other in _ALIASES.get(key, ()):
            if (found := self._index.get(normalised(other))) is not None:
                self._index[key] = found
                return found
        return None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a tab, its cells asked for by column."""

    table: Table
    line: int
    cells: Sequence[Cell]

    @property
    def where(self) -> str:
        """Its place, in words a person can follow."""
        return f"{self.table.name} row {self.line}"

    @property
    def source(self) -> str:
        """Where it comes from, as origins name it: the vCenter that the export was taken from."""
        return f"rvtools:{self.text('VI SDK UUID') or self.table.vcenter}"

    def cell(self, column: str) -> Cell:
        """What a column holds here; None when there is no such column or cell."""
        position = self.table.position(normalised(column))
        return self.cells[position] if position is not None and position < len(self.cells) else None

    def text(self, column: str) -> str:
        """The text of a cell, "" for none; whole numbers without a decimal point."""
        cell = self.cell(column)
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if cell is None else str(cell).strip()

    def number(self, column: str) -> float | None:
        """The number in a cell; None when there is none."""
        return number(self.cell(column), self.table.decimal_comma)

    def positive(self, column: str) -> float | None:
        """The number in a cell when it is above 0: RVTools writes 0 or -1 for nothing and for unlimited."""
        value = self.number(column)
        return value if value is not None and value > 0 else None

    def flag(self, column: str) -> bool:
        """Whether a cell says yes."""
        return self.text(column).casefold() in _TRUE
