"""Which rows of the other tabs belong to which virtual machine: by id, never by a name that two may have."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.columns import Row, Table

_DESCRIBING = ("Powerstate", "OS according to the configuration file", "Cluster", "Datacenter")
"""Columns of every tab that say the same about the same machine."""


def identities(row: Row) -> tuple[str, ...]:
    """What a row says its machine is, surest first: VM ID within its vCenter, then VM UUID."""
    source, own, uuid = row.source, row.text("VM ID"), row.text("VM UUID")
    return tuple(f"{word}:{source}:{value}" for word, value in (("id", own), ("uuid", uuid)) if value)


class Details:
    """The rows of a tab by the vInfo row that they belong to."""

    def __init__(self, machines: Sequence[Row], table: Table, notes: Notes) -> None:
        """Join at once; rows that fit no machine are noted."""
        self._rows: Mapping[int, list[Row]] = _joined(machines, table, notes)

    def of(self, machine: Row) -> list[Row]:
        """The rows about a machine."""
        return self._rows.get(machine.line, [])

    def first(self, machine: Row) -> Row | None:
        """The one row about a machine, if there is any."""
        return next(iter(self.of(machine)), None)


def _joined(machines: Sequence[Row], table: Table, notes: Notes) -> Mapping[int, list[Row]]:
    by_identity = {identity: machine for machine in machines for identity in identities(machine)}
    by_name = defaultdict[str, list[Row]](list)
    for known in machines:
        by_name[known.text("VM")].append(known)
    rows = defaultdict[int, list[Row]](list)
    for row in table:
        machine: Row | None = next((by_identity[i] for i in identities(row) if i in by_identity), None)
        if machine is None:
            machine = _by_name(row, by_name[row.text("VM")], notes.warn)
            if machine is not None:
                notes.info("rvtools-matched-by-name", row.where, tab=table.name)
        if machine is not None:
            rows[machine.line].append(row)
    return rows


def _by_name(row: Row, machines: Sequence[Row], warn: Callable[..., None]) -> Row | None:
    """The machine of a row that has no id, or whose machine has none: only when nothing speaks against it."""
    name = row.text("VM")
    open_ = [machine for machine in machines if not (identities(row) and identities(machine))]
    if not open_:
        code = "rvtools-row-of-unknown-machine"
    elif len(open_) > 1:
        code = "rvtools-name-not-unique"
    elif _contradicts(row, open_[0]):
        code = "rvtools-row-contradicts"
    else:
        return open_[0]
    warn(code, row.where, tab=row.table.name, name=name)
    return None


def _contradicts(row: Row, machine: Row) -> bool:
    pairs = ((row.text(column), machine.text(column)) for column in _DESCRIBING)
    return any(one and other and one != other for one, other in pairs)
