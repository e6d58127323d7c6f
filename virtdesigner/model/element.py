"""Element: the base of every kind, a thing on the canvas."""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar, Self, TypeVar

from pydantic import Field, model_validator

from virtdesigner.model.fields import hidden, ref, specs, text
from virtdesigner.model.parts import NamedPart, Part
from virtdesigner.model.record import UUID_PATTERN, Frozen, Record

PartType = TypeVar("PartType", bound=Part)


class Origin(Frozen):
    """Where an imported record came from: the source's name and the source's own id."""

    source: str = hidden(..., "Name of the source.", maximum=500)
    key: str = hidden(..., "Id in the source.", maximum=500)


class Element(Record):
    """A thing on the canvas. Subclasses are the kinds; each sets `kind` and the class variables.

    label: what the palette calls it. group: its section of the palette. card: width and height on the canvas
    of one without children. least: the smallest that one can be made by hand, for kinds whose size is free.
    opens: it can hold other elements.
    """

    label: ClassVar[str] = ""
    group: ClassVar[str] = ""
    card: ClassVar[tuple[int, int]] = (132, 58)
    least: ClassVar[tuple[int, int] | None] = None
    opens: ClassVar[bool] = False

    id: str = Field(pattern=UUID_PATTERN, json_schema_extra={"form": "hidden"})
    kind: str
    name: str = text("", "What people call it.", label="Name", minimum=1)
    parent: str | None = ref(
        "What it lies in.", label="Lies in", default=None, none="the design", cascade=True
    )
    notes: str = text("", "Anything worth remembering.", label="Notes", maximum=10_000)
    origin: Origin | None = hidden(None, "Where it was imported from.")
    preset: str = hidden("", "Preset that its figures were taken from; see `kinds.presets`.", maximum=100)

    @model_validator(mode="after")
    def _part_ids_are_unique(self) -> Self:
        seen: set[str] = set()
        for part in self.named_parts():
            if part.id in seen:
                raise ValueError(f"two parts have the id {part.id!r}")
            seen.add(part.id)
        return self

    @property
    def lies_behind(self) -> bool:
        """Whether others may lie on it: it takes no room of its own."""
        return False

    def parts(self) -> Iterator[Part]:
        """Every component it carries, single ones and those in tuples, in order of declaration."""
        for name in _part_fields(type(self)):
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield from value
            elif value is not None:
                yield value

    def named_parts(self) -> Iterator[NamedPart]:
        """The components that links and fields can name."""
        return iter(self.carried(NamedPart))

    def carried(self, part_type: type[PartType]) -> tuple[PartType, ...]:
        """Its components of one type: what the element is to whoever asks."""
        found: list[Part] = []
        fields = _fields_of(type(self), part_type)
        if not fields:
            return ()
        for name in fields:
            value = getattr(self, name)
            found.extend(value if isinstance(value, tuple) else () if value is None else (value,))
        return tuple(part for part in found if isinstance(part, part_type))


@cache
def _fields_of(kind: type[Element], part_type: type[Part]) -> tuple[str, ...]:
    """The fields that can hold parts of a type: most kinds have none, which this answers at once."""
    found = (field for field in specs(kind) if field.form in ("part", "parts") and field.part is not None)
    return tuple(
        f.name for f in found if f.part and (issubclass(f.part, part_type) or issubclass(part_type, f.part))
    )


@cache
def _part_fields(kind: type[Element]) -> tuple[str, ...]:
    return tuple(field.name for field in specs(kind) if field.form in ("part", "parts"))
