"""Telling apart: elements of one name are called by their place too: "web-01 on esx-02"."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.report.words import Names, names_of
from virtdesigner.rules.visibility import server_of

Place = Callable[[Design, str], str | None]
"""Gives the id of what an element lies on or in."""


def told_apart(design: Design) -> Names:
    """As `names_of`; elements of one name with the server they are on, or what they lie in."""
    twins, names = design.derived(_twins), names_of(design)
    return lambda id: twins.get(id) or names(id)


def place_of(design: Design, id: str) -> str:
    """Where an element is: " on esx-02", " in array-1"; "" for what lies nowhere."""
    return next((place for each in _PLACES if (place := _said(design, id, *each))), "")


def _on(design: Design, id: str) -> str | None:
    server = server_of(design, id)
    return server if server != id else None


def _in(design: Design, id: str) -> str | None:
    return design.elements[id].parent


_PLACES: Final[tuple[tuple[str, Place], ...]] = (("on", _on), ("in", _in))


def _said(design: Design, id: str, word: str, place: Place) -> str:
    found = place(design, id)
    return f" {word} {design.elements[found].name}" if found else ""


def _twins(design: Design) -> dict[str, str]:
    """Id to the name with its place, of all whose name is somebody else's too."""
    called = defaultdict(list)
    for id, element in design.elements.items():
        called[element.name].append(id)
    found: dict[str, str] = {}
    for name, ids in called.items():
        if len(ids) > 1:
            found |= {id: name + place for id, place in zip(ids, _places(design, ids), strict=True)}
    return found


def _places(design: Design, ids: Sequence[str]) -> list[str]:
    """The places of elements of one name, of the first kind in which they differ."""
    for word, place in _PLACES:
        said = [_said(design, id, word, place) for id in ids]
        if len(set(said)) > 1:
            return said
    return [""] * len(ids)
