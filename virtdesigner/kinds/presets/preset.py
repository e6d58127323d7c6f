"""A preset: the figures of a product or a class of devices, each with where it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from virtdesigner.model.parts import Part
from virtdesigner.model.record import Frozen

Mark = Literal["P", "C", "E"]
"""How far a figure may be trusted: published, computed from published figures, estimated (MODELS.md)."""

Period = Literal["today", "2006"]

MARKS: Mapping[Mark, str] = MappingProxyType({"P": "Published", "C": "Computed", "E": "Estimate"})
"""Mark to its word."""

GENERIC = "Generic"
"""The group of presets that stand for a class of devices, not for a product."""

PART = "part:"
"""How the kind of a preset for one part of an element begins: part:Nic."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a source says about some fields, and where.

    fields: paths such as `virtualisation.technique`; a path without a field covers the flags, choices and
    words of its part, but no number; `since` and `until` are the years. document: title and date; of an
    estimate, what it rests on.
    """

    mark: Mark
    fields: tuple[str, ...]
    says: str
    document: str


RECALLED = "Known of the product, not looked up"
"""Document of what nobody has looked up for this table."""


def published(fields: str, says: str, document: str) -> Source:
    """What a document says about some fields, named with spaces between them."""
    return Source("P", tuple(fields.split()), says, document)


def computed(fields: str, says: str, document: str) -> Source:
    """What follows from figures of a document, and how."""
    return Source("C", tuple(fields.split()), says, document)


def estimated(fields: str, says: str, document: str = RECALLED) -> Source:
    """A rule of thumb or a choice, with its reason."""
    return Source("E", tuple(fields.split()), says, document)


@dataclass(frozen=True, slots=True)
class Preset:
    """Values for an element of a kind, or for one of its parts (kind `part:Nic`).

    group: its vendor, or GENERIC. since, until: first and last year in which it was current; None: still.
    values: field to its value, of an element kind mostly whole parts; named parts carry their place as id.
    """

    id: str
    kind: str
    label: str
    group: str
    since: int
    until: int | None
    values: Mapping[str, Any]
    sources: tuple[Source, ...]
    note: str = ""

    @property
    def name(self) -> str:
        """What an element is called after it: its label, without saying that it is generic."""
        return self.label.removesuffix(f" ({GENERIC.lower()})")

    def current(self, period: Period) -> bool:
        """Whether one would have chosen it in 2006, or would today."""
        if period == "today":
            return self.until is None
        return self.since <= int(period) and (self.until is None or self.until >= int(period))

    def figures(self) -> Iterator[tuple[str, Any]]:
        """Path and value of every field that it sets, those of its parts one by one."""
        for name, value in self.values.items():
            yield from _figures(name, value)

    def source_of(self, path: str) -> Source | None:
        """Where the value of a field comes from; the source that names it, else that of its part."""
        parent = path.rpartition(".")[0]
        named = (source for source in self.sources if path in source.fields)
        whole = (source for source in self.sources if parent in source.fields)
        return next(named, None) or (next(whole, None) if not self._is_number(path) else None)

    def _is_number(self, path: str) -> bool:
        return any(is_number(value) for found, value in self.figures() if found == path)


def is_number(value: object) -> bool:
    """Whether a value is a figure, not a flag, choice or word."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figures(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for item in value:
            yield from _figures(path, item)
    elif isinstance(value, Frozen):
        for name in sorted(value.model_fields_set - {"id", "name"}):
            yield from _figures(f"{path}.{name}", getattr(value, name))
    else:
        yield path, value


def whole(**parts: Part | tuple[Part, ...] | float | str | bool | None) -> Mapping[str, Any]:
    """The values of a preset, which nobody can change."""
    return MappingProxyType(parts)


def by_id(presets: Iterable[Preset]) -> Mapping[str, Preset]:
    """A registry of presets, in their order. ValueError where two have one id."""
    found: dict[str, Preset] = {}
    for preset in presets:
        if preset.id in found:
            raise ValueError(f"two presets have the id {preset.id!r}")
        found[preset.id] = preset
    return MappingProxyType(found)
