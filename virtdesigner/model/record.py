"""Record: the frozen, strict base of everything that a design is made of."""

import uuid
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from virtdesigner.model.fields import hidden

UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_SOURCES = uuid.UUID("5b8d2f60-6a35-5f0e-9b3c-7d1c2f4a9e10")

WHOLE = "*"
"""In `assumed`: the whole record was assumed, not only some fields."""


class Frozen(BaseModel):
    """Base of records and parts: immutable, strictly typed, no unknown fields, no infinity or NaN."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    def replace(self, **values: Any) -> Self:
        """A copy with some fields changed, checked like a new one. Raises pydantic.ValidationError."""
        return type(self).model_validate(
            {name: getattr(self, name) for name in type(self).model_fields} | values
        )


class Record(Frozen):
    """One row of a table of a design.

    assumed: names of fields that an importer had to make up ("*" for the whole record); editing a field
    takes its name away.
    """

    id: str = hidden(..., "Identity of the record.", maximum=200)
    assumed: tuple[str, ...] = hidden((), "Fields that were assumed, not read; * for the whole record.")


def new_id() -> str:
    """A fresh random id."""
    return str(uuid.uuid4())


def source_id(source: str, key: str) -> str:
    """The id of what `source` calls `key`: the same every time, so that a second import updates the first."""
    return str(uuid.uuid5(_SOURCES, f"{source}\x00{key}"))
