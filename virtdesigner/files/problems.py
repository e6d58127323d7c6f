"""What strict reading found wrong: sentences with JSON paths, what is allowed, a guess at what was meant."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from virtdesigner.files.errors import Problem
from virtdesigner.files.shape import Shape, StoredSnapshot
from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import specs
from virtdesigner.model.link import LINK_KINDS
from virtdesigner.model.placement import Placement
from virtdesigner.model.settings import Settings
from virtdesigner.model.trace import Trace

Location = tuple[int | str, ...]

_WORDS = {
    "missing": "is missing",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "tuple_type": "must be a list",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "union_tag_not_found": "has no kind",
    "string_unicode": "is no valid text",
}
_TABLES: dict[str, type[BaseModel]] = {
    "placements": Placement,
    "traces": Trace,
    "settings": Settings,
    "snapshots": StoredSnapshot,
}


def problems_of(error: ValidationError, raw: Any) -> Sequence[Problem]:
    """Each of pydantic's errors about the document `raw` as a problem."""
    return [_problem(details, raw) for details in error.errors(include_url=False)]


def _problem(details: ErrorDetails, raw: Any) -> Problem:
    keys = tuple(_without_tags(details["loc"], raw))
    return Problem(json_path(keys), _reason(details, keys))


def _without_tags(location: Location, raw: Any) -> Iterator[int | str]:
    """The location without the names of kinds that pydantic puts in where it chose among several."""
    here = raw
    for key in location:
        if isinstance(here, dict) and key not in here and key == here.get("kind"):
            continue
        yield key
        inside = isinstance(here, dict) and key in here
        inside = inside or (isinstance(here, list) and isinstance(key, int) and key < len(here))
        here = here[key] if inside else None


def json_path(keys: Iterable[int | str]) -> str:
    """Keys and indexes written as `elements[12].processor.sockets`."""
    text = ""
    for key in keys:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")


def _reason(details: ErrorDetails, keys: Location) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == "extra_forbidden":
        return f"isn't known{_suggestion(str(keys[-1]), _fields_at(details['loc']))}"
    if kind == "union_tag_invalid":
        tags = KINDS if "elements" in keys else LINK_KINDS
        return f"{context['tag']!r} isn't a known kind{_suggestion(context['tag'], tags)}"
    if kind == "literal_error":
        return f"must be {context['expected']}"
    if kind in _BOUNDS:
        word, name = _BOUNDS[kind]
        return f"must be {word} {context[name]:g}{_both_bounds(details['loc'])}"
    return _sentence(details["msg"])


_BOUNDS = {"greater_than_equal": ("at least", "ge"), "less_than_equal": ("at most", "le")}


def _sentence(text: str) -> str:
    text = text.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _suggestion(wrong: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(wrong, names, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known are: {', '.join(names)}" if names else ""


def _both_bounds(location: Location) -> str:
    model, name = _model_at(location[:-1]), location[-1]
    field = next((field for field in specs(model) if field.name == name), None) if model else None
    if field is None or field.minimum is None:
        return ""
    unit = f" {field.unit}" if field.unit else ""
    return f" ({field.minimum:g} to {field.maximum:g}{unit})"


def _fields_at(location: Location) -> Iterable[str]:
    model = _model_at(location[:-1])
    return model.model_fields if model else ()


def _model_at(location: Location) -> type[BaseModel] | None:
    """The record or part class that a location of pydantic's (with its tags) leads to."""
    model: type[BaseModel] | None = Shape
    for key in location:
        if isinstance(key, int):
            continue
        if key in KINDS or key in LINK_KINDS:
            model = KINDS.get(key) or LINK_KINDS[key]
        elif model is Shape:
            model = _TABLES.get(key)
        elif model is not None:
            model = next((field.part for field in specs(model) if field.name == key), None)
    return model
