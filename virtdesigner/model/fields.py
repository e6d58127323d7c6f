"""Fields of records: type, default, unit, bounds and documentation, each said once.

The inspector's form, the checks on reading a file, the JSON schema and the help are all made from these
declarations. Each is a pydantic field whose extra schema entries carry what pydantic has no word for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

Form = Literal["quantity", "choice", "text", "flag", "ref", "part", "parts", "hidden"]
"""How a field is edited: a number, one of several values, words, yes or no, another record, a component."""

When = Mapping[str, tuple[str | None, ...]]
"""Where a field means anything: the values that other fields of its part must have, by their names."""

SET: Final = "*"
"""In a `When`: any value but an empty one."""


def quantity(
    default: float | None,
    unit: str,
    minimum: float,
    maximum: float,
    doc: str,
    *,
    label: str,
    none: str = "",
    estimate: bool = False,
    descriptive: bool = False,
    when: When | None = None,
) -> Any:
    """Declare a number between `minimum` and `maximum` (both allowed), in `unit` ("" for a bare number).

    none: what an empty value means ("no limit"), for fields that may be None.
    estimate: the default is a rule of thumb ([E] in MODELS.md), shown as such.
    descriptive: nothing in a run or a finding depends on it.
    when: it means nothing unless other fields have some of these values.
    """
    needs = _plain_when(when)
    extra = _extra("quantity", unit=unit, none=none, estimate=estimate, descriptive=descriptive, when=needs)
    return Field(default, ge=minimum, le=maximum, title=label, description=doc, json_schema_extra=extra)


def choice(
    default: str,
    labels: Mapping[str, str],
    doc: str,
    *,
    label: str,
    descriptive: bool = False,
) -> Any:
    """Declare one of a `Literal`'s values; `labels` says each value in words."""
    extra = _extra("choice", labels=dict(labels), descriptive=descriptive)
    return Field(default, title=label, description=doc, json_schema_extra=extra)


def text(
    default: str,
    doc: str,
    *,
    label: str,
    pattern: str | None = None,
    minimum: int = 0,
    maximum: int = 200,
    descriptive: bool = True,
) -> Any:
    """Declare words of `minimum` to `maximum` characters, matching `pattern` when one is given."""
    extra = _extra("text", descriptive=descriptive)
    return Field(
        default,
        min_length=minimum,
        max_length=maximum,
        pattern=pattern,
        title=label,
        description=doc,
        json_schema_extra=extra,
    )


def flag(default: bool, doc: str, *, label: str, descriptive: bool = False) -> Any:
    """Declare yes or no."""
    extra = _extra("flag", descriptive=descriptive)
    return Field(default, title=label, description=doc, json_schema_extra=extra)


def ref(
    doc: str,
    *,
    label: str,
    table: str = "elements",
    kinds: tuple[str, ...] = (),
    default: Any = PydanticUndefined,
    none: str = "",
    cascade: bool = False,
    when: When | None = None,
) -> Any:
    """Declare the id of another record (or None, or a tuple of ids, as the annotation says).

    kinds: element kinds that may be named; empty for any.
    cascade: the record that holds this reference is deleted with what it names. when: as in `quantity`.
    """
    needs = _plain_when(when)
    extra = _extra("ref", table=table, kinds=list(kinds), none=none, cascade=cascade, when=needs)
    return Field(default, title=label, description=doc, json_schema_extra=extra)


def part(default: Any, doc: str, *, label: str, none: str = "", without: tuple[str, ...] = ()) -> Any:
    """Declare a component (or None, which means `none`) or a tuple of components, as the annotation says.

    without: fields of the component that mean nothing in what is declared here, and are not shown.
    """
    form = "parts" if isinstance(default, tuple) else "part"
    extra = _extra(form, none=none, without=list(without))
    return Field(default, title=label, description=doc, json_schema_extra=extra)


def hidden(default: Any, doc: str, *, maximum: int | None = None) -> Any:
    """Declare a field that no form shows (ids, origins, marks)."""
    return Field(default, max_length=maximum, description=doc, json_schema_extra=_extra("hidden"))


def _extra(form: str, **entries: Any) -> dict[str, Any]:
    return {"form": form} | {
        name: value for name, value in entries.items() if value not in ("", False, [], {})
    }


def _plain_when(when: When | None) -> dict[str, list[str | None]]:
    return {name: list(values) for name, values in (when or {}).items()}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record or part, as forms and checks want to know it.

    unit, minimum, maximum: of a quantity. choices: value and label of each. part: the class of a component.
    optional: None is allowed, and means `none` in words. whole: only whole numbers. when: names of
    other fields, and the values of each with which this one means something. without: fields of the
    component that mean nothing here.
    """

    name: str
    form: Form
    label: str
    doc: str
    default: Any
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    optional: bool = False
    many: bool = False
    none: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    table: str = ""
    kinds: tuple[str, ...] = ()
    cascade: bool = False
    part: type[BaseModel] | None = None
    estimate: bool = False
    descriptive: bool = False
    when: tuple[tuple[str, tuple[str | None, ...]], ...] = ()
    without: tuple[str, ...] = ()

    @property
    def inner(self) -> "tuple[FieldSpec, ...]":
        """The fields of a component that mean something here."""
        return tuple(f for f in specs(self.part) if f.name not in self.without) if self.part else ()

    def applies(self, holder: BaseModel) -> bool:
        """Whether the field means anything in the record or part that holds it."""
        return all(_has(getattr(holder, name), values) for name, values in self.when)


def _has(value: Any, values: tuple[str | None, ...]) -> bool:
    return value in values or (SET in values and value is not None)


@cache
def specs(record: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields of a record or part class, in the order of their declaration."""
    return tuple(_spec(name, info) for name, info in record.model_fields.items())


@cache
def spec(record: type[BaseModel], name: str) -> FieldSpec:
    """The field `name` of a record or part class. Raises KeyError when there is none."""
    return _spec(name, record.model_fields[name])


def _spec(name: str, info: FieldInfo) -> FieldSpec:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {"form": "hidden"}
    types = _plain_types(info.annotation)
    entries: dict[str, Any] = {key: value for key, value in extra.items() if key != "labels"}
    entries["kinds"] = tuple(entries.get("kinds", ()))
    entries["without"] = tuple(entries.get("without", ()))
    entries["when"] = tuple((name, tuple(values)) for name, values in entries.get("when", {}).items())
    labels: Any = extra.get("labels", {})
    return FieldSpec(
        name=name,
        label=info.title or name,
        doc=info.description or "",
        default=info.get_default(call_default_factory=True) if not info.is_required() else None,
        minimum=_bound(info, "ge"),
        maximum=_bound(info, "le"),
        whole=int in types,
        optional=type(None) in types,
        many=get_origin(info.annotation) is tuple,
        choices=tuple(labels.items()),
        part=next((kind for kind in types if isinstance(kind, type) and issubclass(kind, BaseModel)), None),
        **entries,
    )


def _plain_types(annotation: Any) -> tuple[Any, ...]:
    """The member types of a union or a tuple; a lone type as it is."""
    if get_origin(annotation) in (Union, UnionType, tuple):
        return tuple(inner for member in get_args(annotation) for inner in _plain_types(member))
    return (annotation,)


def _bound(info: FieldInfo, name: str) -> float | None:
    return next((getattr(mark, name) for mark in info.metadata if hasattr(mark, name)), None)
