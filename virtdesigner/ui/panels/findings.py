"""The findings: what is wrong or risky in the design, looked for in a thread, newest design only."""

import logging
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.model.change import Change
from virtdesigner.model.design import ASIDE, Design
from virtdesigner.ui import icons
from virtdesigner.ui.background import Background
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.space import ROW_HEIGHT
from virtdesigner.ui.stylesheet import StyleRole, set_role
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.wording import in_words

_log = logging.getLogger(__name__)

ASSUMED: Final = "assumed"
"""Findings whose code starts so say that a value was made up; they are shown under one row."""

_SHADES: Final = {"error": "bad", "warning": "warning", "info": "accent"}
_LINE: Final = Qt.ItemDataRole.UserRole
_SIDES, _AIR, _TALLEST = 24, 8, 400
"""Space beside and between sentences, and the most that one takes; px."""

_SHOWN: Final = 500
"""Most rows of one severity that are listed; the rest is counted in a last row."""


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words. severity: error, warning or info; elements: ids of what it is about."""

    text: str
    severity: str
    elements: tuple[str, ...]
    assumed: bool


def find_lines(design: Design) -> tuple[Line, ...]:
    """All findings of a design in words, most severe first; of an empty one none. Runs in a thread."""
    from virtdesigner.rules.findings import find

    if not design.elements:
        return ()
    return tuple(
        Line(
            in_words(finding.message, design),
            finding.severity,
            finding.elements,
            finding.code.startswith(ASSUMED),
        )
        for finding in find(design)
    )


class WrappedRows(QStyledItemDelegate):
    """Gives each row as many lines as its sentence needs in the width that the list has."""

    def sizeHint(self, _: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of the wrapped sentence, at least that of a row."""
        tree = self.parent()
        assert isinstance(tree, QTreeWidget)
        depth = 2 if index.parent().isValid() else 1
        width = tree.viewport().width() - depth * tree.indentation() - tree.iconSize().width() - _SIDES
        box = QRect(0, 0, max(width, _SIDES), _TALLEST)
        text = str(index.data())
        height = tree.fontMetrics().boundingRect(box, Qt.TextFlag.TextWordWrap, text).height()
        return QSize(box.width(), max(ROW_HEIGHT - 3, height + _AIR))


class FindingsPanel(QWidget):
    """The list of findings. A click selects the elements and asks for them to be shown.

    reveal: id of the element to show. counted: how many but the assumed ones, and the worst severity.
    found: the list is that of the design as it is now.
    """

    reveal = Signal(str)
    counted = Signal(int, str)
    found = Signal()

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self._task: Background | None = None
        self._is_stale = False
        self.lines: tuple[Line, ...] = ()
        self.list = QTreeWidget()
        self.list.setHeaderHidden(True)
        self.list.setIndentation(14)
        self.list.setWordWrap(True)
        self.list.setItemDelegate(WrappedRows(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(14, 14))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName(self.tr("Findings"))
        self.list.setRootIsDecorated(False)
        self._empty = QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(6, 4, 6, 4)
        self._empty.setWordWrap(True)
        set_role(self._empty, "hint")
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 8, 8)
        layout.addLayout(self._pages)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        document.changed.connect(self._edited)
        theme.changed.connect(self._paint)
        self._show_empty()

    def refresh(self) -> None:
        """Look for findings; while that is under way already, once more afterwards."""
        if self._task is not None:
            self._is_stale = True
            return
        design = self._document.design
        self._is_stale = False
        self._task = Background(lambda: find_lines(design), "findings", self)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._task.start()

    def _edited(self, changes: tuple[Change, ...]) -> None:
        if any(change.table not in ASIDE for change in changes):
            self.refresh()

    def _done(self, lines: tuple[Line, ...]) -> None:
        self._task = None
        if self._is_stale:
            self.refresh()
            return
        if lines != self.lines:
            self.lines = lines
            self._fill()
        self._show_empty()
        self.found.emit()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._empty.setText(self.tr("The findings could not be computed; details are in the log."))
        self._pages.setCurrentWidget(self._empty)
        _log.error("findings failed", exc_info=error)

    def _fill(self) -> None:
        group = self._assumed_row()
        unfolded = group is not None and group.isExpanded()
        self.list.clear()
        own = [line for line in self.lines if not line.assumed]
        assumed = [line for line in self.lines if line.assumed]
        self._add_rows(self.list, own)
        if assumed:
            text = self.tr("{count} assumed values").format(count=len(assumed))
            elements = tuple(dict.fromkeys(id for line in assumed for id in line.elements))
            group = self._add_row(self.list, Line(text, "info", elements, True))
            self._add_rows(group, assumed)
            group.setExpanded(unfolded)
        self.list.setRootIsDecorated(bool(assumed))
        self._paint(self._theme.palette)
        self.counted.emit(len(own), own[0].severity if own else "")

    def _assumed_row(self) -> QTreeWidgetItem | None:
        return next((row for row in self.rows() if row.childCount()), None)

    def rows(self) -> list[QTreeWidgetItem]:
        """The outer rows, top down."""
        rows = map(self.list.topLevelItem, range(self.list.topLevelItemCount()))
        return [row for row in rows if row is not None]

    def _add_rows(self, parent: QTreeWidget | QTreeWidgetItem, lines: list[Line]) -> None:
        for line in lines[:_SHOWN]:
            self._add_row(parent, line)
        if len(lines) > _SHOWN:
            text = self.tr("and {count} more").format(count=len(lines) - _SHOWN)
            self._add_row(parent, Line(text, "info", (), False))

    def _add_row(self, parent: QTreeWidget | QTreeWidgetItem, line: Line) -> QTreeWidgetItem:
        row = QTreeWidgetItem(parent, [line.text])
        row.setToolTip(0, line.text)
        row.setData(0, _LINE, line)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences anew."""
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _paint(self, palette: Palette) -> None:
        dots = {name: icons.icon("dot", getattr(palette, shade)) for name, shade in _SHADES.items()}
        for top in self.rows():
            for row in (top, *map(top.child, range(top.childCount()))):
                assert row is not None
                row.setIcon(0, dots[row.data(0, _LINE).severity])

    def _show_empty(self) -> None:
        drawn = bool(self._document.design.elements)
        text = self.tr("Nothing found.") if drawn else self.tr("What is wrong or risky will be listed here.")
        self._empty.setText(text)
        self._pages.setCurrentWidget(self.list if self.lines else self._empty)

    def _choose(self, row: QTreeWidgetItem) -> None:
        line: Line = row.data(0, _LINE)
        if row.childCount():
            row.setExpanded(not row.isExpanded())
        elif line.elements:
            self._document.select(line.elements)
            self.reveal.emit(line.elements[0])


def severity_role(severity: str) -> StyleRole:
    """The style of a count of findings whose worst has this severity."""
    roles: dict[str, StyleRole] = {"error": "badge-bad", "warning": "badge-warning", "info": "badge-accent"}
    return roles.get(severity, "badge")
