"""Marks on a chart: when something happened to whom it shows, in a word."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.engine.frame import Event

MOST: Final = 8
"""Marks that a chart shows, the newest: more would hide the curves."""

ROWS: Final = 2
"""Words one above the other: more would lie over the curves."""

TOGETHER: Final = 0.03
"""Part of the width within which two moments are one."""

_WORDS: Final[Mapping[str, Any]] = {
    "balloon-demand": QT_TRANSLATE_NOOP("charts", "asked back"),
    "balloon-inflates": QT_TRANSLATE_NOOP("charts", "balloon"),
    "balloon-pressure": QT_TRANSLATE_NOOP("charts", "pressure"),
    "balloon-chooses": QT_TRANSLATE_NOOP("charts", "frees pages"),
    "balloon-pages-out": QT_TRANSLATE_NOOP("charts", "pages out"),
    "balloon-given-on": QT_TRANSLATE_NOOP("charts", "given on"),
    "balloon-deflates": QT_TRANSLATE_NOOP("charts", "deflates"),
    "memory-compressed": QT_TRANSLATE_NOOP("charts", "compressed"),
    "memory-swapped": QT_TRANSLATE_NOOP("charts", "swapped"),
    "high": QT_TRANSLATE_NOOP("charts", "high"),
    "clear": QT_TRANSLATE_NOOP("charts", "clear"),
    "soft": QT_TRANSLATE_NOOP("charts", "soft"),
    "hard": QT_TRANSLATE_NOOP("charts", "hard"),
    "low": QT_TRANSLATE_NOOP("charts", "low"),
}


_ORDER: Final = tuple(_WORDS)


class Mark(NamedTuple):
    """A moment (s) on a chart, and its word; "" for one without.

    is_left: the word stands before the line. row: how many words lie above it, where they would meet.
    """

    time: float
    words: str
    is_left: bool = False
    row: int = 0


def marks(
    events: Iterable[Event], element: str, start: float, end: float, width: Callable[[str], float]
) -> tuple[Mark, ...]:
    """The newest moments of an element between two times. width: of a word, as a part of the chart's.

    Of what happens at about once, what comes last in ballooning is named, or the worst state.
    """
    moments: list[tuple[float, str]] = []
    for event in events:
        if event.element != element or not start <= event.time <= end or (code := _code(event)) not in _WORDS:
            continue
        if moments and event.time - moments[-1][0] <= TOGETHER * (end - start):
            time, known = moments.pop()
            code = max(known, code, key=_ORDER.index)
            moments.append((time, code))
        else:
            moments.append((event.time, code))
    return _named(moments[-MOST:], end, lambda words: width(words) * (end - start))


def _named(
    moments: Sequence[tuple[float, str]], end: float, room: Callable[[str], float]
) -> tuple[Mark, ...]:
    """Give the newest their words first; one that would meet another goes a row down, or is left out."""
    found: list[Mark] = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(ROWS)]
    for time, code in reversed(moments):
        words = QCoreApplication.translate("charts", _WORDS[code])
        is_left = time + room(words) > end
        begin = time - room(words) if is_left else time
        span = (begin, begin + room(words))
        row = next((row for row in range(ROWS) if not _meets(span, taken[row])), None)
        if row is not None:
            taken[row].append(span)
        found.append(Mark(time, "" if row is None else words, is_left, row or 0))
    return tuple(reversed(found))


def _meets(span: tuple[float, float], others: Iterable[tuple[float, float]]) -> bool:
    return any(span[0] < end and begin < span[1] for begin, end in others)


def _code(event: Event) -> str:
    code = event.message.code
    return str(event.message["state"]) if code.startswith("memory-state") else code
