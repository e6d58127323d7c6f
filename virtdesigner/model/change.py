"""Change: the one way in. Adding, removing or replacing one record; undo is the same turned round."""

from collections.abc import Iterable
from dataclasses import dataclass

from virtdesigner.model.record import Record


@dataclass(frozen=True, slots=True)
class Change:
    """Record `id` of `table` was `before` (None: absent) and becomes `after` (None: removed)."""

    table: str
    id: str
    before: Record | None
    after: Record | None

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.table, self.id, self.after, self.before)


def add(table: str, record: Record) -> Change:
    """The change that adds a record."""
    return Change(table, record.id, None, record)


def remove(table: str, record: Record) -> Change:
    """The change that removes a record."""
    return Change(table, record.id, record, None)


def update(table: str, before: Record, after: Record) -> Change:
    """The change that puts `after` in the place of `before`."""
    return Change(table, before.id, before, after)


def inverses(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that take back `changes`, last first."""
    return tuple(change.inverse() for change in reversed(tuple(changes)))


def combined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The same edit with one change per record at most: from its first `before` to its last `after`."""
    merged: dict[tuple[str, str], Change] = {}
    for change in changes:
        key = (change.table, change.id)
        first = merged.get(key)
        merged[key] = change if first is None else Change(*key, first.before, change.after)
    return tuple(change for change in merged.values() if change.before != change.after)
