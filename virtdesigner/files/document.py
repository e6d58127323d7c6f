"""The program's own format: reading and writing a design as a `.vdt` file.

JSON, one record a line, sorted by id within its table, so that a version-control diff reads like the edit.
Fields equal to their default are left out (a default that changes makes a new format, see `migrations`);
`id`, `kind` and `name` come first. Equal designs give equal bytes.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from virtdesigner.files.collection import uncollected
from virtdesigner.files.consistency import consistent_design
from virtdesigner.files.damage import described
from virtdesigner.files.errors import DocumentError, NewerFormatError, Problem, UnreadableError
from virtdesigner.files.limits import LIMITS, MEBIBYTE, Limits
from virtdesigner.files.migrations import FORMAT, MIGRATIONS, migrate
from virtdesigner.files.problems import problems_of
from virtdesigner.files.reading import read_bytes
from virtdesigner.files.repeated_keys import repeated_keys
from virtdesigner.files.save import write_atomically
from virtdesigner.files.shape import SHAPE, Shape
from virtdesigner.model.design import Design
from virtdesigner.model.record import Record
from virtdesigner.model.snapshot import CONTENT, Snapshot

__all__ = ["DocumentError", "NewerFormatError", "Problem", "dumps", "loads", "read", "write"]

SUFFIX = ".vdt"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_TOO_DEEP = "The file is nested more than {} deep; a design is not."
_LISTS = ("elements", "links", "placements", "traces")
_SPARSE = ("snapshots",)
"""Tables that came later: written only when they hold something."""


def read(path: Path | str, limits: Limits = LIMITS) -> Design:
    """The design in a file. Raises UnreadableError, or DocumentError with every problem that was found."""
    return loads(read_bytes(Path(path), limits.text_bytes), limits)


def write(design: Design, path: Path | str) -> None:
    """Save a design, whole or not at all. Raises SaveError, and then the file is as it was."""
    write_atomically(Path(path), dumps(design).encode("utf-8"))


def dumps(design: Design) -> str:
    """The text of a design's file."""
    parts = [f'{{\n"format": {FORMAT}']
    if settings := list(design.table("settings").values()):
        parts.append(f'"settings": {_line(settings[0])}')
    tables = [*_LISTS, *(table for table in _SPARSE if design.table(table))]
    parts.extend(f'"{table}": {_lines(design.table(table).values())}' for table in tables)
    return ",\n".join(parts) + "\n}\n"


def _lines(records: Iterable[Record]) -> str:
    lines = [_line(record) for record in sorted(records, key=lambda record: record.id)]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


def _line(record: Record) -> str:
    return _ENCODER.encode(_fields(record))


def _fields(record: Record) -> dict[str, Any]:
    """What is written of a record: all that isn't its default; id, kind and name first."""
    fields = record.model_dump(exclude_defaults=True)
    if isinstance(record, Snapshot):
        fields |= {
            name: [_fields(row) for row in getattr(record, name)] for name in CONTENT if name in fields
        }
    kind = getattr(record, "kind", None)
    first = {"id": record.id, "kind": kind, "name": fields.get("name")}
    head = {
        name: value for name, value in first.items() if value is not None and (name != "id" or name in fields)
    }
    return head | fields


def loads(text: str | bytes, limits: Limits = LIMITS) -> Design:
    """The design in the text of a file. Raises UnreadableError, or DocumentError with every problem."""
    decoded = _decoded(text, limits)
    with uncollected():
        repeated = repeated_keys(decoded)
        try:
            design = _design(decoded, limits)
        except NewerFormatError:
            raise
        except DocumentError as error:
            raise DocumentError([*repeated, *error.problems]) from error
    if repeated:
        raise DocumentError(repeated)
    return design


def _design(text: str, limits: Limits) -> Design:
    try:
        shape = SHAPE.validate_json(text)
    except ValidationError as error:
        shape = _older(text, limits, error)
    return consistent_design(shape, limits)


def _decoded(text: str | bytes, limits: Limits) -> str:
    if len(text) > limits.text_bytes:
        raise UnreadableError(f"The text is larger than {limits.text_bytes / MEBIBYTE:g} MiB.")
    if not text.strip():
        raise UnreadableError("The file is empty.")
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The file isn't UTF-8 text (byte {error.start}): it is damaged, or no VirtDesigner design."
        ) from error
    return decoded.removeprefix("\ufeff")


def _older(text: str, limits: Limits, refusal: ValidationError) -> Shape:
    """The shape of a document that isn't one of this format as it stands: migrated, or refused."""
    raw = _parsed(text, limits)
    current = migrate(raw, MIGRATIONS)
    if current is raw:
        raise DocumentError(problems_of(refusal, raw)) from refusal
    try:
        # Strict Python validation refuses lists where tuples are declared; JSON knows only lists.
        return SHAPE.validate_json(to_json(current))
    except ValidationError as error:
        raise DocumentError(problems_of(error, current)) from error


def _parsed(text: str, limits: Limits) -> dict[str, Any]:
    try:
        raw = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        if "recursion" in str(error):
            raise UnreadableError(_TOO_DEEP.format(limits.nesting)) from error
        raise UnreadableError(described(str(error))) from error
    if not isinstance(raw, dict):
        raise UnreadableError("The file is JSON, but no VirtDesigner design: it must hold an object.")
    if _is_too_deep(raw, limits.nesting):
        raise UnreadableError(_TOO_DEEP.format(limits.nesting))
    return raw


def _is_too_deep(value: Any, limit: int) -> bool:
    wave: list[Any] = [value]
    for _ in range(limit):
        wave = [inner for outer in wave for inner in _inner(outer)]
        if not wave:
            return False
    return True


def _inner(value: Any) -> Iterator[Any]:
    items = value.values() if isinstance(value, dict) else value
    return (item for item in items if isinstance(item, dict | list))
