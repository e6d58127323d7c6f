"""A field for a quantity: accepts units, shows its own beside the number, steps with the arrow keys."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from virtdesigner.model.fields import FieldSpec
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import colour
from virtdesigner.ui.panels.inspector.field import Commit, mark_invalid, one_value
from virtdesigner.ui.panels.inspector.texts import field_text, misread, problem, text
from virtdesigner.ui.panels.quantities import QuantityError, parse, parsed, shown
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.undo_keys import UndoKeys

_INSET: Final = 9
_GAP: Final = 6


class NumberField(QLineEdit):
    """Edits one quantity. Enter or leaving commits, Esc goes back, Up and Down step by one."""

    refused = Signal(str)

    def __init__(self, field: FieldSpec, commit: Commit, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._commit = commit
        self._theme = theme
        self._values: tuple[Any, ...] = ()
        self._unit = field.unit
        self.setFont(font("body", tabular=True))
        self.editingFinished.connect(self._take)
        self.textEdited.connect(self._typing)
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
        found = shown(value, self._field.unit) if value is not None else None
        self._unit = found.unit if found else self._field.unit
        self._show(found.text if found else "")
        self.setPlaceholderText(text("several values") if several else field_text(self._field.none))
        self._problem("")

    def _show(self, words: str) -> None:
        if self.text() != words:
            place = self.cursorPosition()
            self.setText(words)
            self.setCursorPosition(place if self.hasFocus() else 0)
        self.setModified(False)
        self._make_room()

    def _make_room(self) -> None:
        width = self.fontMetrics().horizontalAdvance(self._beside()) + _GAP if self._beside() else 0
        self.setTextMargins(0, 0, width, 0)
        self.update()

    def _beside(self) -> str:
        """The unit that a number alone has here; none beside words, or where one was typed."""
        words = self.text()
        has_room = bool(words) or self.hasFocus()
        return self._unit if has_room and not any(c.isalpha() or c == "%" for c in words) else ""

    def _typing(self) -> None:
        self._problem("")
        self._make_room()

    def _take(self) -> None:
        if not self.is_busy:
            return
        words = self.text().strip()
        if not words and not self._field.optional and one_value(self._values)[1]:
            self.revert()
            return
        try:
            value = self._read(words)
        except QuantityError as error:
            self._problem(misread(self._field, error))
            return
        self._set(value)

    def _read(self, words: str) -> float | int | None:
        if not words and self._field.optional:
            return None
        return parsed(words, self._field, self._unit)

    def _set(self, value: float | int | None) -> None:
        if value is not None and not self._field.whole:
            value = float(value)
        if all(value == old for old in self._values):
            self.revert()
            return
        reason = problem(self._field, value)
        if not reason:
            self.setModified(False)
            reason = self._commit(value)
        if reason:
            self.setModified(True)
        self._problem(reason)

    def _problem(self, reason: str) -> None:
        mark_invalid(self, bool(reason))
        self.refused.emit(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed; Up and Down step."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.is_busy:
            self.revert()
        elif steps:
            self._step(steps)
        else:
            super().keyPressEvent(event)

    def _step(self, steps: int) -> None:
        try:
            value = self._read(self.text().strip())
        except QuantityError:
            return
        if value is None:
            return
        assert self._field.minimum is not None
        assert self._field.maximum is not None
        wanted = value + steps * parse("1", self._field.unit, self._unit)
        wanted = min(max(wanted, self._field.minimum), self._field.maximum)
        self.setModified(False)
        self._set(int(wanted) if self._field.whole else wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, and its unit at the right: in soft ink, while somebody types in accent."""
        super().paintEvent(event)
        if unit := self._beside():
            painter = QPainter(self)
            painter.setFont(self.font())
            palette = self._theme.palette
            painter.setPen(colour(palette.accent_ink if self.is_busy else palette.soft))
            space = QRect(0, 0, self.width() - _INSET, self.height())
            painter.drawText(space, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, unit)
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the unit of what is about to be typed, in an empty field too."""
        super().focusInEvent(event)
        self._make_room()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave an empty field to its placeholder."""
        super().focusOutEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the unit anew when the font changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_unit"):
            self._make_room()
