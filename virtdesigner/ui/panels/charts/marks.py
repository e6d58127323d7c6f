"""Marks on a chart: when something happened to whom it shows, in a word."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.engine.frame import Event

MOST: Final = 8
"""Marks that a chart shows, the newest: more would hide the curves."""

APART: Final = 0.14
"""Part of the width that a word needs: of marks that are nearer to each other one is named."""

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
    """A moment (s) on a chart, and its word; "" for one without. is_left: the word stands before the line."""

    time: float
    words: str
    is_left: bool = False


def marks(events: Iterable[Event], element: str, start: float, end: float) -> tuple[Mark, ...]:
    """The newest moments of an element between two times.

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
    return _named(moments[-MOST:], end, APART * (end - start))


def _named(moments: Sequence[tuple[float, str]], end: float, apart: float) -> tuple[Mark, ...]:
    """Leave a word out where there is no room for it beside the one before."""
    found, free = [], float("-inf")
    for time, code in moments:
        is_left = time + apart > end
        begin = time - apart if is_left else time
        words = QCoreApplication.translate("charts", _WORDS[code]) if begin >= free else ""
        free = begin + apart if words else max(free, time)
        found.append(Mark(time, words, is_left))
    return tuple(found)


def _code(event: Event) -> str:
    code = event.message.code
    return str(event.message["state"]) if code.startswith("memory-state") else code
