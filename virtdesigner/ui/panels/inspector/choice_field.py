"""Fields for a choice: one of several values, another record, yes or no, several records."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyleOptionComboBox,
    QWidget,
)

from virtdesigner.ui.panels.inspector.field import Commit, one_value
from virtdesigner.ui.panels.inspector.texts import text
from virtdesigner.ui.space import ROW_HEIGHT

Options = Callable[[], Sequence[tuple[Any, str]]]
"""Gives the values that may be chosen, each with its words."""

Names = Callable[[Any], str]
"""Gives the words of a value that is chosen now."""

_LINES: Final = 6
_BESIDE_WORDS: Final = 56


class ChoiceField(QComboBox):
    """Chooses one of several values. The list is made when it is about to be used: it may be long."""

    refused = Signal(str)

    def __init__(self, options: Options, name: Names, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._name = name
        self._commit = commit
        self._values: tuple[Any, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Nothing is ever half chosen."""
        return False

    def show_values(self, values: Sequence[Any]) -> None:
        """Show what the records have."""
        self._values = tuple(values)
        if not self.view().isVisible():
            self.revert()

    def revert(self) -> None:
        """Show what the records have."""
        value, several = one_value(self._values)
        with QSignalBlocker(self):
            if several:
                self.setPlaceholderText(text("several values"))
                self.setCurrentIndex(-1)
            else:
                self._show(value)
        self.refused.emit("")

    def _show(self, value: Any) -> None:
        words = self._name(value)
        index = self._index(value)
        if index < 0:
            self.addItem(words, value)
            index = self.count() - 1
        self.setItemText(index, words)
        self.setCurrentIndex(index)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Cut words that don't fit short, with three dots."""
        super().initStyleOption(option)
        room = self.width() - _BESIDE_WORDS
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )

    def _index(self, value: Any) -> int:
        return next((row for row in range(self.count()) if self.itemData(row) == value), -1)

    def fill(self) -> None:
        """List what may be chosen now."""
        value, several = one_value(self._values)
        with QSignalBlocker(self):
            self.clear()
            for each, words in self._options():
                self.addItem(words, each)
            if several:
                self.setCurrentIndex(-1)
            else:
                self._show(value)

    def choose(self, value: Any) -> None:
        """Choose a value as if it were picked from the list."""
        self.fill()
        self.setCurrentIndex(self._index(value))
        self._take()

    def _take(self) -> None:
        value = self.currentData()
        if self.currentIndex() < 0 or all(value == old for old in self._values):
            return
        reason = self._commit(value)
        if reason:
            self.revert()
        self.refused.emit(reason)

    def showPopup(self) -> None:
        """List what may be chosen, then open the list."""
        self.fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have the choices ready for the arrow keys."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.fill()
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: scrolling past a field must not change it."""
        event.ignore()


class FlagField(QCheckBox):
    """Says yes or no."""

    refused = Signal(str)

    def __init__(self, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commit = commit
        self._values: tuple[Any, ...] = ()
        self.clicked.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Nothing is ever half said."""
        return False

    def show_values(self, values: Sequence[Any]) -> None:
        """Show what the records have: a dash when some say yes and some no."""
        self._values = tuple(values)
        self.revert()

    def revert(self) -> None:
        """Show what the records have."""
        value, several = one_value(self._values)
        self.setTristate(several)
        state = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        self.setCheckState(Qt.CheckState.PartiallyChecked if several else state)
        self.setText(text("several values") if several else text("Yes") if value else text("No"))

    def _take(self) -> None:
        reason = self._commit(not all(self._values))
        if reason:
            self.revert()
        self.refused.emit(reason)


class ManyField(QListWidget):
    """Chooses any number of records from a list."""

    refused = Signal(str)

    def __init__(self, options: Options, none: str, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._none = none
        self._commit = commit
        self._values: tuple[Any, ...] = ()
        self.itemChanged.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Nothing is ever half chosen."""
        return False

    def show_values(self, values: Sequence[Any]) -> None:
        """Show what the records have: a dash where only some name a record."""
        self._values = tuple(values)
        self.revert()

    def revert(self) -> None:
        """Show what the records have."""
        options = self._options()
        place = self.verticalScrollBar().value(), self.currentRow()
        with QSignalBlocker(self):
            self.clear()
            for id, words in options:
                item = QListWidgetItem(words, self)
                item.setFlags(
                    Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                )
                item.setData(Qt.ItemDataRole.UserRole, id)
                item.setCheckState(self._state(id))
            self.setCurrentRow(place[1])
        self.verticalScrollBar().setValue(place[0])
        self.setFixedHeight(ROW_HEIGHT * max(1, min(_LINES, len(options))) + 6)
        self.setToolTip(self._none)

    def _state(self, id: str) -> Qt.CheckState:
        having = sum(id in value for value in self._values)
        if having == len(self._values):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if having else Qt.CheckState.Unchecked

    def _take(self) -> None:
        rows = [self.item(row) for row in range(self.count())]
        chosen = tuple(
            row.data(Qt.ItemDataRole.UserRole) for row in rows if row.checkState() == Qt.CheckState.Checked
        )
        reason = self._commit(chosen)
        if reason:
            self.revert()
        self.refused.emit(reason)
