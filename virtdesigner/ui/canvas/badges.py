"""The words of a guest's badge: what costs it most, else memory taken from it."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.insight.slow_lun import waits_for_space
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas.facts import amount
from virtdesigner.ui.canvas.readings import Badge

NOTICED: Final = 0.05
"""Share of time lost from which a card says why. Bands of practitioners for ready time, MODELS.md section 1:
below 5 % fine, over 10 % serious."""

SEVERE: Final = 0.10

MEMORY_NOTICED: Final = 64.0
"""MiB taken from a guest below which its card keeps silent [E]."""

_READY = QT_TRANSLATE_NOOP("Canvas", "ready {percent} %")
_COSTOP = QT_TRANSLATE_NOOP("Canvas", "co-stop {percent} %")
_OVERHEAD = QT_TRANSLATE_NOOP("Canvas", "overhead {percent} %")
_SWAP = QT_TRANSLATE_NOOP("Canvas", "swap {amount}")
_BALLOON = QT_TRANSLATE_NOOP("Canvas", "balloon {amount}")
_BUSY = QT_TRANSLATE_NOOP("Canvas", "{name} busy")
_FULL = QT_TRANSLATE_NOOP("Canvas", "{name} full")
_PLAIN: Final = {
    "limit": QT_TRANSLATE_NOOP("Canvas", "limit"),
    "memory": QT_TRANSLATE_NOOP("Canvas", "memory"),
    "network": QT_TRANSLATE_NOOP("Canvas", "network"),
    "storage": QT_TRANSLATE_NOOP("Canvas", "storage"),
    "down": QT_TRANSLATE_NOOP("Canvas", "down"),
}


def badge(frame: Frame, design: Design, row: int) -> Badge | None:
    """What the card of the guest in a row says; None when there is nothing to say."""
    guests = frame.guests
    cause = CAUSES[int(guests.limited_by[row])]
    lost = float(guests.lost[row].sum())
    if cause != "none" and lost >= NOTICED:
        return Badge(_cause(frame, design, cause, row), lost >= SEVERE)
    if taken := _taken(frame, row):
        return Badge(taken, severe=False)
    ready = float(guests.cpu_ready[row])
    if ready >= NOTICED:
        # It waits now and then, but all its work gets done: worth a word, not an alarm.
        return Badge(_filled(_READY, percent=round(100 * ready)), severe=False)
    return None


def _cause(frame: Frame, design: Design, cause: str, row: int) -> str:
    guests = frame.guests
    shares = {
        "cpu": (_READY, guests.cpu_ready[row]),
        "costop": (_COSTOP, guests.cpu_costop[row]),
        "overhead": (_OVERHEAD, guests.lost[row][CAUSES.index("overhead")]),
    }
    if cause == "cpu" and guests.cpu_ready[row] < NOTICED and (name := _limiter(frame, design, row)):
        return _filled(_BUSY, name=name)  # it waits for whoever does its I/O, not for its own vCPUs
    if cause in shares:
        text, share = shares[cause]
        return _filled(text, percent=round(100 * float(share)))
    if cause == "memory" and (taken := _taken(frame, row)):
        return taken
    if cause in ("network", "storage") and (name := _limiter(frame, design, row)):
        return _filled(_FULL if waits_for_space(frame, row) else _BUSY, name=name)
    return _filled(_PLAIN[cause])


def _taken(frame: Frame, row: int) -> str:
    """Memory taken from a guest, the worse way first; "" for none worth a word."""
    for text, values in ((_SWAP, frame.guests.memory_swapped), (_BALLOON, frame.guests.memory_ballooned)):
        if float(values[row]) >= MEMORY_NOTICED:
            return _filled(text, amount=amount(float(values[row])))
    return ""


def _limiter(frame: Frame, design: Design, row: int) -> str:
    """Name of the element that limits a guest; "" for a link, which has none, and for the guest itself."""
    limiter = int(frame.guests.limiter[row])
    ids = frame.compiled.element_ids
    element = design.elements.get(ids[limiter]) if 0 <= limiter < len(ids) else None
    return element.name if element and element.id != frame.compiled.guest_ids[row] else ""


def _filled(text: object, **values: object) -> str:
    return QCoreApplication.translate("Canvas", str(text)).format(**values)
