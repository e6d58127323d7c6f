"""Asking for a time of the run: 90 s, 5 min, 1.5 h."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QWidget

from virtdesigner.ui.panels.quantities import QuantityError, parse, shown


def ask_for_time(now: float, parent: QWidget | None = None) -> float | None:
    """The simulated time (s) that somebody wants to go to, None for none; asked again until it is a time."""
    title, usual = _text("Go to time"), shown(now, "s")
    words, label = (
        f"{usual.text} {usual.unit}",
        _text("Simulated time since the start, such as 90 s or 5 min:"),
    )
    while True:
        words, wanted = QInputDialog.getText(parent, title, label, text=words)
        if not wanted:
            return None
        try:
            time = parse(words, "s")
        except QuantityError:
            time = -1.0
        if time >= 0.0:
            return time
        label = _text("This is no time. Write it such as 90 s, 5 min or 1.5 h:")


def _text(source: str) -> str:
    return QCoreApplication.translate("GoToTime", source)
