"""Naming: the element that somebody means by a word on the command line."""

from collections.abc import Sequence
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.errors import DesignError
from virtdesigner.report.telling_apart import place_of
from virtdesigner.report.words import noun

SHOWN: Final = 8
"""Elements of one name, or with a name alike, that a message lists."""


class UnknownNameError(DesignError):
    """No element, or more than one, goes by a name."""


def element_named(design: Design, word: str) -> str:
    """The id of the element with an id or name, in whatever case where that is clear.

    Raises UnknownNameError, with those that could be meant.
    """
    if word in design.elements:
        return word
    exact = [element for element in design.elements.values() if element.name == word]
    folded = [e for e in design.elements.values() if e.name.casefold() == word.casefold()]
    found = exact or folded
    if len(found) == 1:
        return found[0].id
    raise UnknownNameError(_ambiguous(design, word, found) if found else _unknown(design, word))


def _ambiguous(design: Design, word: str, found: Sequence[Element]) -> str:
    lines = [f"  {element.id}  {_described(design, element)}" for element in found[:SHOWN]]
    more = [f"  and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join([f"{len(found)} elements are called {word!r}; name one by its id:", *lines, *more])


def _described(design: Design, element: Element) -> str:
    return f"{noun(element.kind)} {element.name}{place_of(design, element.id)}"


def _unknown(design: Design, word: str) -> str:
    from difflib import get_close_matches  # only for mistakes

    names = sorted({element.name for element in design.elements.values()})
    by_fold = {name.casefold(): name for name in names}
    near = [by_fold[name] for name in get_close_matches(word.casefold(), list(by_fold), 3)]
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return f"no element is called {word!r}{hint}"
