"""The report of an import: what was read, what was assumed or left out, what an update would change."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.ui.dialogs.import_notes import ImportNotes, Line
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import in_words, kind_label

if TYPE_CHECKING:
    from virtdesigner.files.importers import Imported, Merge

_PER_ROW: Final = 3
_ORDER: Final = {"error": 0, "warning": 1, "info": 2}


class ImportReportDialog(QDialog):
    """Shows what an import read, before anything is done with it.

    merge: what would bring the open design `now` up to date; None when it came from somewhere else.
    `exec` returns OPEN, UPDATE, or 0 when neither is wanted.
    """

    OPEN: Final = 1
    UPDATE: Final = 2

    def __init__(
        self,
        name: str,
        imported: "Imported",
        palette: Palette,
        merge: "Merge | None" = None,
        now: Design | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._merge = merge
        self._now = now or Design.of()
        self.setWindowTitle(self.tr("Import of {name}").format(name=name))
        self.resize(720, 560)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        title = QLabel(self.tr("{name} was read").format(name=name))
        set_role(title, "title")
        layout.addWidget(title)
        layout.addLayout(self._counts(imported))
        layout.addWidget(_hint(self._assumed(imported)))
        if merge:
            self.comparison = QLabel(self._compared(merge))
            self.comparison.setWordWrap(True)
            layout.addWidget(self.comparison)
        self.notes = ImportNotes(self._lines(imported), palette)
        layout.addWidget(self.notes, 1)
        layout.addWidget(self._buttons())
        self._main.setFocus()

    def _counts(self, imported: "Imported") -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        read = [(kind, count) for kind, count in imported.report.read.items() if count]
        for index, (kind, count) in enumerate(read):
            row, column = divmod(index, _PER_ROW)
            number = QLabel(f"{count:,}".replace(",", "\u202f"))
            number.setFont(font("section", tabular=True))
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label = QLabel(kind_label(KINDS[kind].label) if kind in KINDS else kind)
            label.setContentsMargins(0, 0, 16, 0)
            grid.addWidget(number, row, 2 * column)
            grid.addWidget(label, row, 2 * column + 1)
        grid.setColumnStretch(2 * _PER_ROW, 1)
        return grid

    def _assumed(self, imported: "Imported") -> str:
        count = sum(bool(element.assumed) for element in imported.design.elements.values())
        text = self.tr(
            "{count} elements carry assumed values: the inventory does not say them and a run needs them."
            " They are marked in the inspector and among the findings."
        )
        return text.format(count=count) if count else self.tr("Nothing had to be assumed.")

    def _compared(self, merge: "Merge") -> str:
        """What an update would do to the open design, in a sentence."""
        if not merge.changes:
            return self.tr("The open design came from this source, and says the same already.")
        elements = [change for change in merge.changes if change.table == "elements"]
        new = sum(change.before is None for change in elements)
        text = self.tr(
            "The open design came from this source. New elements that an update adds: {new}; elements that"
            " it changes: {changed}. What was drawn or set by hand stays."
        )
        return text.format(new=new, changed=len(elements) - new)

    def _lines(self, imported: "Imported") -> list[Line]:
        """What is gone first, then warnings, then the rest."""
        text = self.tr("{name} is no longer listed; an update leaves it in the design")
        gone = self._merge.gone if self._merge else ()
        names = (self._now.elements[id].name for id in gone if id in self._now.elements)
        lines = [Line("warning", text.format(name=name), "") for name in names]
        notes = sorted(imported.report.notes, key=lambda note: _ORDER[note.severity])
        return lines + [
            Line(note.severity, in_words(note.message, imported.design), note.where) for note in notes
        ]

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.open_button = self._button(box, self.tr("Open as a new design"), self.OPEN)
        main = self.open_button
        if self._merge:
            self.update_button = self._button(box, self.tr("Update the open design"), self.UPDATE)
            self.update_button.setEnabled(bool(self._merge.changes))
            main = self.update_button if self._merge.changes else self.open_button
        set_role(main, "primary")
        main.setDefault(True)
        self._main = main
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.rejected.connect(self.reject)
        return box

    def _button(self, box: QDialogButtonBox, text: str, code: int) -> QPushButton:
        button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda: self.done(code))
        return button


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    set_role(label, "hint")
    return label
