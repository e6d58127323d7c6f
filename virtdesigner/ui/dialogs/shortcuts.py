"""The page of keyboard shortcuts, made from the list of actions."""

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.ui.actions import Action, words
from virtdesigner.ui.stylesheet import set_role


class ShortcutsDialog(QDialog):
    """Lists every action that has a key, under the menu it stands in."""

    def __init__(
        self, records: Iterable[Action], titles: dict[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(440, 560)
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(20, 16, 20, 16)
        self._grid.setHorizontalSpacing(32)
        self._grid.setColumnStretch(0, 1)
        menu = ""
        for record in records:
            if record.keys:
                if record.menu != menu:
                    menu = record.menu
                    self._add_heading(titles[menu])
                self._add_row(record)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 12)
        layout.addWidget(area)
        layout.addWidget(buttons)

    def _add_heading(self, title: str) -> None:
        heading = QLabel(title)
        set_role(heading, "caps")
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, 30)
        self._grid.addWidget(heading, row, 0, 1, 2)

    def _add_row(self, record: Action) -> None:
        row = self._grid.rowCount()
        native = QKeySequence.SequenceFormat.NativeText
        keys = "   ".join(QKeySequence(key).toString(native) for key in record.keys)
        name = QLabel(words(record.text).removesuffix("..."))
        shown = QLabel(keys)
        set_role(shown, "hint")
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(shown, row, 1)
