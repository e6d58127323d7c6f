"""Subject: the records that a form shows, where in them a field is, and the edit that sets it in all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import replace
from virtdesigner.model.element import Element
from virtdesigner.model.fields import specs
from virtdesigner.model.record import WHOLE, Frozen, Record
from virtdesigner.model.settings import SETTINGS_ID

Path = tuple[str | int, ...]
"""Where a field is in its record: names of fields, and places in tuples of parts: ("nics", 0, "speed")."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Records of one class in one table, shown and edited together."""

    table: str
    ids: tuple[str, ...]

    def records(self, design: Design) -> tuple[Record, ...]:
        """The records themselves, as a design holds them now."""
        if self.table == "settings":
            return (design.settings,)
        rows = design.table(self.table)
        return tuple(rows[id] for id in self.ids)

    def values(self, design: Design, path: Path) -> tuple[Any, ...]:
        """What each record has at a path."""
        return tuple(value_at(record, path) for record in self.records(design))

    def setting(self, design: Design, path: Path, value: Any) -> list[Change]:
        """The edit that gives every record `value` at a path. Raises pydantic.ValidationError."""
        return self.replacing(design, {record.id: (path, value) for record in self.records(design)})

    def replacing(self, design: Design, values: dict[str, tuple[Path, Any]]) -> list[Change]:
        """The edit that gives each record by id a value of its own. Raises pydantic.ValidationError."""
        changes: list[Change] = []
        for record in self.records(design):
            changes.extend(_changes(design, self.table, record, *values[record.id]))
        return changes


def _changes(design: Design, table: str, record: Record, path: Path, value: Any) -> Iterable[Change]:
    fields = {str(path[0]): with_value(record, path, value), "assumed": without_mark(record, path)}
    if isinstance(record, Element):
        return replace(design, record, **fields)
    after = record.replace(**fields)
    if table == "settings" and SETTINGS_ID not in design.table("settings"):
        return (add(table, after),) if after != record else ()
    return (update(table, record, after),)


def value_at(record: Frozen, path: Path) -> Any:
    """What is at a path of a record. Raises AttributeError or IndexError where nothing is."""
    value: Any = record
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def with_value(record: Frozen, path: Path, value: Any) -> Any:
    """What the record's field `path[0]` becomes when `value` is put at the path."""
    return _put(getattr(record, str(path[0])), path[1:], value)


def _put(old: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*old[:step], _put(old[step], rest, value), *old[step + 1 :])
    return old.replace(**{step: _put(getattr(old, step), rest, value)})


def is_assumed(record: Record, path: Path) -> bool:
    """Whether an import made up what is at a path, or what holds it."""
    marked = set(record.assumed)
    return WHOLE in marked or any(_dotted(path[:end]) in marked for end in range(1, len(path) + 1))


def without_mark(record: Record, path: Path) -> tuple[str, ...]:
    """The assumed marks of a record once somebody has set what is at a path."""
    here = _dotted(path)
    return tuple(m for m in record.assumed if m not in (WHOLE, here) and not m.startswith(f"{here}."))


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def shape(record: Frozen) -> tuple[Any, ...]:
    """Which parts a record has, at any depth: while it stays the same, the same form fits."""
    found: list[Any] = [type(record)]
    for field in specs(type(record)):
        value = getattr(record, field.name)
        if field.form == "parts":
            found.append(tuple(shape(part) for part in value))
        elif field.form == "part":
            found.append(None if value is None else shape(value))
    return tuple(found)
