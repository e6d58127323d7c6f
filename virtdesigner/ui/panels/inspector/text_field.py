"""Fields for words: one line, or several for notes."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from virtdesigner.ui.panels.inspector.field import Commit, mark_invalid, one_value
from virtdesigner.ui.panels.inspector.texts import text
from virtdesigner.ui.undo_keys import UndoKeys

_NOTES_HEIGHT: Final = 76


class TextField(QLineEdit):
    """Edits one line. Enter or leaving commits, Esc goes back."""

    refused = Signal(str)

    def __init__(self, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commit = commit
        self._values: tuple[Any, ...] = ()
        self.editingFinished.connect(self._take)
        self.textEdited.connect(lambda _: self._problem(""))
        UndoKeys(self, lambda: self.is_busy)

    @property
    def is_busy(self) -> bool:
        """Something was typed that is not in the design yet."""
        return self.isModified()

    def show_values(self, values: Sequence[Any]) -> None:
        """Show what the records have, unless somebody is typing."""
        self._values = tuple(values)
        if not self.is_busy:
            self.revert()

    def revert(self) -> None:
        """Show what the records have, whatever was typed."""
        value, several = one_value(self._values)
        words = value or ""
        if self.text() != words:
            self.setText(words)
            self.setCursorPosition(len(words) if self.hasFocus() else 0)
        self.setModified(False)
        self.setPlaceholderText(text("several values") if several else "")
        self._problem("")

    def _take(self) -> None:
        if not self.is_busy:
            return
        words = self.text().strip()
        if all(words == value for value in self._values) or (not words and one_value(self._values)[1]):
            self.revert()
            return
        self.setModified(False)
        reason = self._commit(words)
        if reason:
            self.setModified(True)
        self._problem(reason)

    def _problem(self, reason: str) -> None:
        mark_invalid(self, bool(reason))
        self.refused.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.is_busy:
            self.revert()
        else:
            super().keyPressEvent(event)


class NotesField(QPlainTextEdit):
    """Edits several lines. Leaving commits, Esc goes back; Tab goes on to the next field."""

    refused = Signal(str)

    def __init__(self, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commit = commit
        self._values: tuple[Any, ...] = ()
        self.setFixedHeight(_NOTES_HEIGHT)
        self.setTabChangesFocus(True)
        UndoKeys(self, lambda: self.is_busy)

    @property
    def is_busy(self) -> bool:
        """Something was typed that is not in the design yet."""
        return self.document().isModified()

    def show_values(self, values: Sequence[Any]) -> None:
        """Show what the records have, unless somebody is typing."""
        self._values = tuple(values)
        if not self.is_busy:
            self.revert()

    def revert(self) -> None:
        """Show what the records have, whatever was typed."""
        value, several = one_value(self._values)
        if self.toPlainText() != (value or ""):
            self.setPlainText(value or "")
        self.document().setModified(False)
        self.setPlaceholderText(text("several values") if several else text("Anything worth remembering"))
        self.refused.emit("")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what was typed."""
        super().focusOutEvent(event)
        if self.is_busy:
            self._take()

    def _take(self) -> None:
        words = self.toPlainText().strip()
        if all(words == value for value in self._values):
            self.revert()
            return
        self.document().setModified(False)
        reason = self._commit(words)
        if reason:
            self.document().setModified(True)
        self.refused.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed, Ctrl+Enter commits it."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape and self.is_busy:
            self.revert()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take()
        else:
            super().keyPressEvent(event)
