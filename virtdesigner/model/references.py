"""References from record to record, found by declaration: one place for delete, copy, paste and merge."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.record import Frozen

FrozenType = TypeVar("FrozenType", bound=Frozen)


class Reference(NamedTuple):
    """One reference: the field's path in its record, the table and id it names, and its declaration."""

    path: str
    table: str
    id: str
    field: FieldSpec


@cache
def _bearing(record: type[Frozen]) -> tuple[FieldSpec, ...]:
    """The fields of a record or part that are references or hold parts with some; hidden ones never."""
    return tuple(
        field
        for field in specs(record)
        if field.form == "ref" or (field.form in ("part", "parts") and field.part and _bearing(field.part))
    )


def references(record: Frozen, path: str = "") -> Iterator[Reference]:
    """Every reference that a record holds, those in its parts included."""
    for field in _bearing(type(record)):
        value = getattr(record, field.name)
        here = f"{path}{field.name}"
        for index, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if item is None:
                continue
            place = f"{here}.{index}" if field.many else here
            if field.form == "ref":
                yield Reference(place, field.table, item, field)
            else:
                yield from references(item, f"{place}.")


def without(record: FrozenType, gone: Callable[[str], bool]) -> FrozenType | None:
    """The record with references to what is `gone` taken out.

    A cascading or required one takes the whole record (or part) with it: then None.
    """
    return _mapped(record, lambda id: None if gone(id) else id)


def renamed(record: FrozenType, ids: Mapping[str, str]) -> FrozenType:
    """The record with references put over to new ids; ids not in the mapping stay."""
    result = _mapped(record, lambda id: ids.get(id, id))
    assert result is not None
    return result


def _mapped(record: FrozenType, new: Callable[[str], str | None]) -> FrozenType | None:
    changed: dict[str, Any] = {}
    for field in _bearing(type(record)):
        old = getattr(record, field.name)
        value = _mapped_value(field, old, new)
        if value is None and old is not None and (field.cascade or not field.optional):
            return None
        if value != old:
            changed[field.name] = value
    return record.replace(**changed) if changed else record


def _mapped_value(field: FieldSpec, value: Any, new: Callable[[str], str | None]) -> Any:
    one = new if field.form == "ref" else lambda item: _mapped(item, new)
    if isinstance(value, tuple):
        return tuple(item for item in map(one, value) if item is not None)
    return None if value is None else one(value)
