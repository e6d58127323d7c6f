"""The matrix of products: versions by technique and feature, each cell with its source."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.kinds.presets import MARKS, PRESETS, Period, matrix
from virtdesigner.kinds.presets.matrix import Cell
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import kind_label

NOT_APPLICABLE: Final = "–"
_MOST_WIDTH: Final = 190
_ROW_HEIGHT: Final = 36


class ProductsDialog(QDialog):
    """Shows every preset of a hypervisor or container engine with what it can do."""

    def __init__(self, period: Period, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._period = period
        self.setWindowTitle(self.tr("Products and techniques"))
        self.resize(1180, 720)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search products and features"))
        self.search.setClearButtonEnabled(True)
        self.current = QCheckBox(self._current_words())
        self.table = QTableWidget()
        self._fill()
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.current.toggled.connect(self._filter)

    def _current_words(self) -> str:
        return self.tr("Only of 2006") if self._period == "2006" else self.tr("Only of today")

    def _fill(self) -> None:
        found, table = matrix(), self.table
        table.setRowCount(len(found.rows))
        table.setColumnCount(len(found.columns))
        table.setVerticalHeaderLabels([kind_label(row.label) for row in found.rows])
        for place, column in enumerate(found.columns):
            head = QTableWidgetItem(kind_label(column.label))
            head.setToolTip(kind_label(column.group))
            table.setHorizontalHeaderItem(place, head)
            for line, row in enumerate(found.rows):
                table.setItem(line, place, _item(row.cells.get(column.code)))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName(self.tr("Products by features"))
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.resizeColumnsToContents()
        for place in range(table.columnCount()):
            table.setColumnWidth(place, min(table.columnWidth(place), _MOST_WIDTH))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        title = QLabel(self.tr("Products and techniques"))
        set_role(title, "title")
        hint = QLabel(self.tr("Point at a cell to read where it is said."))
        set_role(hint, "hint")
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addSpacing(12)
        line.addWidget(self.current)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(title)
        layout.addWidget(hint)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def _filter(self) -> None:
        """Show the products that have the words in their name or in a cell, of the period where asked for."""
        words = self.search.text().strip().casefold()
        for line, row in enumerate(matrix().rows):
            texts = (kind_label(row.label), *(cell.text for cell in row.cells.values()))
            fits = any(words in text.casefold() for text in texts)
            is_current = PRESETS[row.preset].current(self._period)
            self.table.setRowHidden(line, not fits or (self.current.isChecked() and not is_current))


def _item(cell: Cell | None) -> QTableWidgetItem:
    if cell is None:
        item = QTableWidgetItem(NOT_APPLICABLE)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item
    item = QTableWidgetItem(", ".join(map(kind_label, cell.labels)))
    source = cell.source
    said = " ".join(part for part in (source.says, source.document) if part)
    item.setToolTip(f"{item.text()}\n{kind_label(MARKS[source.mark])}: {said}")
    return item
