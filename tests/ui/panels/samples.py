"""Fields to try an editor on: where each is, and another value that it allows."""

from collections.abc import Collection, Iterator
from typing import Any

from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.record import Frozen

Place = tuple[str | int, ...]

KNOWN_TEXTS = {"vlans": "10, 20-29"}
"""Other values of the fields whose text has a pattern."""


def fields_of(
    record: Frozen, path: Place = (), without: Collection[str] = ()
) -> Iterator[tuple[Place, FieldSpec, Any]]:
    """Every field of a record that can be edited, those of its parts too: path, declaration, value."""
    for field in specs(type(record)):
        if field.name in without:
            continue
        value, here = getattr(record, field.name), (*path, field.name)
        if field.form == "parts":
            for place, part in enumerate(value):
                yield from fields_of(part, (*here, place), field.without)
        elif field.form == "part":
            if value is not None:
                yield from fields_of(value, here, field.without)
        elif field.form != "hidden":
            yield here, field, value


def another_number(field: FieldSpec, value: float | None) -> float:
    """A number that the field allows and that is not its value."""
    assert field.minimum is not None
    assert field.maximum is not None
    candidates = (field.minimum, field.minimum + 1, field.minimum + 2)
    return next(n for n in candidates if n != value and n <= field.maximum)


def another_text(field: FieldSpec, value: str) -> str:
    """Words that the field allows and that are not its value."""
    return KNOWN_TEXTS.get(field.name, f"{value} 2".strip())
