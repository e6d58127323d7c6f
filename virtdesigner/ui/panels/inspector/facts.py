"""Rows that say something and can't be edited: what is connected, what is measured now."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from virtdesigner.ui.fonts import font
from virtdesigner.ui.panels.inspector.row import GAP, LABEL_WIDTH, ElidedLabel
from virtdesigner.ui.space import ROW_HEIGHT
from virtdesigner.ui.stylesheet import WordRole, set_role

Alarm = Literal["", "warning", "bad"]


class FactRow(QWidget):
    """A label and words beside it; words in an alarm's ink where one is given."""

    def __init__(self, label: str, *, is_number: bool = False) -> None:
        super().__init__()
        self.label = QLabel(label)
        if not is_number:
            self.label.setFixedWidth(LABEL_WIDTH)
        set_role(self.label, "hint")
        self.value = ElidedLabel()
        self._role: WordRole | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, GAP)
        line.setSpacing(0)
        line.addWidget(self.label)
        line.addWidget(self.value, 1)
        self.setFixedHeight(ROW_HEIGHT - (4 if is_number else 0))
        if is_number:
            self.value.setFont(font("body", tabular=True))
            self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.setContentsMargins(0, 0, 0, 0)

    def show_fact(self, words: str, alarm: Alarm = "", is_current: bool = True) -> None:
        """Show other words; grey ones when they are of the past."""
        self.value.set_words(words)
        self.value.setToolTip(words)
        role: WordRole = (alarm or "name") if is_current else "hint"
        if role != self._role:
            self._role = role
            set_role(self.value, role)
