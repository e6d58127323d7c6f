"""The notes of an import as a list: how serious, what, and where in the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from virtdesigner.ui import icons
from virtdesigner.ui.palettes import Palette

_SHOWN: Final = 2000
"""Most notes that are listed; the rest is counted."""

_SHADES: Final = {"error": "bad", "warning": "warning", "info": "accent"}
"""Severity, which names its mark too, to the colour of that."""


@dataclass(frozen=True, slots=True)
class Line:
    """One note in words. severity: error, warning or info; where: such as "vInfo row 12"."""

    severity: str
    text: str
    where: str


class ImportNotes(QTreeWidget):
    """The notes in the order given, each with the mark of its severity."""

    def __init__(self, lines: Sequence[Line], palette: Palette) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderLabels([self.tr("Note"), self.tr("Where")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(14, 14))
        self.setAccessibleName(self.tr("Notes"))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(False)
        marks = {name: icons.icon(name, getattr(palette, shade)) for name, shade in _SHADES.items()}
        for line in lines[:_SHOWN]:
            row = QTreeWidgetItem(self, [line.text, line.where])
            row.setIcon(0, marks[line.severity])
            row.setToolTip(0, f"{_words(line.severity)}: {line.text}")
            row.setData(0, Qt.ItemDataRole.AccessibleTextRole, row.toolTip(0))
            row.setToolTip(1, line.where)
        if len(lines) > _SHOWN:
            rest = self.tr("{count} more notes").format(count=len(lines) - _SHOWN)
            QTreeWidgetItem(self, [rest, ""])
        if not lines:
            QTreeWidgetItem(self, [self.tr("Everything in the inventory was understood."), ""])


def _words(severity: str) -> str:
    return {
        "error": QCoreApplication.translate("ImportNotes", "Error"),
        "warning": QCoreApplication.translate("ImportNotes", "Warning"),
        "info": QCoreApplication.translate("ImportNotes", "Note"),
    }[severity]
