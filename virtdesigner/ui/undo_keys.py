"""Undo keys in a field: they are about the design, unless something typed there is yet to be taken back."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_KEYS: Final = ((Qt.Key.Key_Z, _CTRL), (Qt.Key.Key_Z, _CTRL | _SHIFT), (Qt.Key.Key_Y, _CTRL))
_ASKED: Final = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class UndoKeys(QObject):
    """Leaves the keys of undo and redo to the window's actions while `keeps` says no.

    Qt's fields take these keys for themselves even when they have nothing to take back.
    """

    def __init__(self, field: QWidget, keeps: Callable[[], bool]) -> None:
        super().__init__(field)
        self._keeps = keeps
        field.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Let the keys pass by the field."""
        if event.type() not in _ASKED or not isinstance(event, QKeyEvent):
            return False
        if (event.key(), event.modifiers()) not in _KEYS or self._keeps():
            return False
        event.ignore()
        return True
