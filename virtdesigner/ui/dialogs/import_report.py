"""The report of an import: how many of what were read, what was assumed, what was left out."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.kinds import KINDS
from virtdesigner.ui.fonts import font
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import in_words, kind_label

if TYPE_CHECKING:
    from virtdesigner.files.importers import Imported

_PER_ROW: Final = 3
_SHOWN: Final = 2000
"""Most lines of notes that are listed; the rest is counted."""


class ImportReportDialog(QDialog):
    """Shows what an import read before it takes the place of the open design. Accepted: it may."""

    def __init__(self, name: str, imported: "Imported", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import of {name}").format(name=name))
        self.resize(680, 520)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        title = QLabel(self.tr("{name} was read").format(name=name))
        set_role(title, "title")
        layout.addWidget(title)
        layout.addLayout(self._counts(imported))
        layout.addWidget(self._assumed(imported))
        layout.addWidget(self._notes(imported), 1)
        layout.addWidget(self._buttons())

    def _counts(self, imported: "Imported") -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        read = [(kind, count) for kind, count in imported.report.read.items() if count]
        for index, (kind, count) in enumerate(read):
            row, column = divmod(index, _PER_ROW)
            number = QLabel(f"{count:,}".replace(",", "\u202f"))
            number.setFont(font("section", tabular=True))
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label = kind_label(KINDS[kind].label) if kind in KINDS else kind
            grid.addWidget(number, row, 2 * column)
            grid.addWidget(QLabel(label), row, 2 * column + 1)
        grid.setColumnStretch(2 * _PER_ROW, 1)
        return grid

    def _assumed(self, imported: "Imported") -> QLabel:
        count = sum(bool(element.assumed) for element in imported.design.elements.values())
        text = self.tr(
            "{count} elements carry assumed values: the inventory does not say them and a run needs them."
            " They are marked in the inspector and among the findings."
        )
        label = QLabel(text.format(count=count) if count else self.tr("Nothing had to be assumed."))
        label.setWordWrap(True)
        set_role(label, "hint")
        return label

    def _notes(self, imported: "Imported") -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(2)
        tree.setHeaderLabels([self.tr("Note"), self.tr("Where")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        notes = imported.report.notes
        for note in notes[:_SHOWN]:
            words = in_words(note.message, imported.design)
            item = QTreeWidgetItem(tree, [words, note.where])
            item.setToolTip(0, words)
            item.setToolTip(1, note.where)
        if len(notes) > _SHOWN:
            rest = self.tr("{count} more notes").format(count=len(notes) - _SHOWN)
            QTreeWidgetItem(tree, [rest, ""])
        if not notes:
            QTreeWidgetItem(tree, [self.tr("Everything in the inventory was understood."), ""])
        return tree

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        use = box.addButton(self.tr("Show the design"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_role(use, "primary")
        use.setDefault(True)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box
