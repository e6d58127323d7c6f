"""Random values of fields, parts and records, made from their declarations alone.

A field or part that is declared tomorrow is drawn tomorrow, without a line here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.parts import NamedPart
from virtdesigner.model.record import WHOLE, Record

Strategy = st.SearchStrategy[Any]
Names = Callable[[FieldSpec], Sequence[str]]
"""Ids that a reference may name."""

_MOST = 2
"""Components of one field, and ids in one reference of several."""
LETTERS = st.characters(exclude_categories=["Cs"])
_FIXED = frozenset(
    {"id", "kind", "parent", "view", "element", "source", "source_part", "target", "target_part"}
)
"""What a design decides, and no field by itself."""


def nothing(_field: FieldSpec) -> Sequence[str]:
    """No other record is there to be named."""
    return ()


def values(owner: type[BaseModel], field: FieldSpec, names: Names = nothing) -> Strategy:
    """Every value that a field of a record or part allows."""
    made = _FORMS[field.form](owner, field, names)
    return st.none() | made if field.optional and not field.many else made


def _quantity(_owner: type[BaseModel], field: FieldSpec, _names: Names) -> Strategy:
    assert field.minimum is not None
    assert field.maximum is not None
    if field.whole:
        return st.integers(int(field.minimum), int(field.maximum))
    return st.floats(field.minimum, field.maximum)


def _choice(_owner: type[BaseModel], field: FieldSpec, _names: Names) -> Strategy:
    return st.sampled_from([value for value, _label in field.choices])


def _text(owner: type[BaseModel], field: FieldSpec, _names: Names) -> Strategy:
    marks = owner.model_fields[field.name].metadata
    pattern = next((found for mark in marks if (found := getattr(mark, "pattern", None))), None)
    if pattern:
        # Python's $ lets a last line feed through, that of the checks doesn't.
        return st.from_regex(pattern.removesuffix("$") + r"\Z", alphabet=st.characters(codec="ascii"))
    least = next((found for mark in marks if (found := getattr(mark, "min_length", None))), 0)
    return st.text(LETTERS, min_size=least, max_size=12)


def _flag(_owner: type[BaseModel], _field: FieldSpec, _names: Names) -> Strategy:
    return st.booleans()


def _ref(_owner: type[BaseModel], field: FieldSpec, names: Names) -> Strategy:
    known = names(field)
    if field.many:
        return st.lists(st.sampled_from(known), max_size=_MOST).map(tuple) if known else st.just(())
    return st.sampled_from(known) if known else st.none()


def _part(_owner: type[BaseModel], field: FieldSpec, names: Names) -> Strategy:
    assert field.part is not None
    return bodies(field.part, names)


def _parts(_owner: type[BaseModel], field: FieldSpec, names: Names) -> Strategy:
    assert field.part is not None
    fresh = bodies(field.part, names)
    named = st.lists(fresh, max_size=_MOST)
    return named.map(lambda found: _numbered(field, found))


def _numbered(field: FieldSpec, parts: Sequence[Any]) -> tuple[Any, ...]:
    """Components with ids that occur once in their element."""
    return tuple(part.replace(id=f"{field.name}{n}") for n, part in enumerate(parts))


def _hidden(owner: type[BaseModel], field: FieldSpec, names: Names) -> Strategy:
    if field.part is not None:
        return bodies(field.part, names)
    if field.name == "assumed":
        return st.sets(st.sampled_from([WHOLE, *owner.model_fields]), max_size=3).map(sorted).map(tuple)
    return st.text(LETTERS, max_size=12)


_FORMS: Mapping[str, Callable[[type[BaseModel], FieldSpec, Names], Strategy]] = {
    "quantity": _quantity,
    "choice": _choice,
    "text": _text,
    "flag": _flag,
    "ref": _ref,
    "part": _part,
    "parts": _parts,
    "hidden": _hidden,
}


def bodies(part: type[BaseModel], names: Names = nothing) -> Strategy:
    """Components of a class, every field set at random."""
    drawn = {own.name: values(part, own, names) for own in specs(part) if own.name != "id"}
    identity = {"id": st.just("one")} if issubclass(part, NamedPart) else {}
    return st.fixed_dictionaries(identity | drawn).map(part.model_validate)


@st.composite
def filled(draw: st.DrawFn, record: Record, names: Names = nothing, most: int | None = None) -> Any:
    """A record with its fields set at random. most: so many of them; the others keep what they are."""
    own = [field for field in specs(type(record)) if field.name not in _FIXED]
    if most is not None:
        own = draw(st.lists(st.sampled_from(own), max_size=most, unique_by=lambda field: field.name))
    return record.replace(**{field.name: draw(values(type(record), field, names)) for field in own})
