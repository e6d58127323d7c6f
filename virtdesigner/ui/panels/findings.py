"""The findings: what is wrong or risky in the design, looked for in a thread, newest design only."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QTreeWidgetItem, QVBoxLayout, QWidget

from virtdesigner.model.change import Change
from virtdesigner.model.design import ASIDE, Design
from virtdesigner.model.room import completed, written
from virtdesigner.ui.background import Background
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.panels.finding_lines import Line, find_lines
from virtdesigner.ui.panels.finding_rows import FindingList, line_of, mends
from virtdesigner.ui.stylesheet import StyleRole, set_role
from virtdesigner.ui.theme import Theme

_log = logging.getLogger(__name__)


class FindingsPanel(QWidget):
    """The list of findings. A click or Enter on one selects its elements and asks for them to be shown.

    The row under a finding that can be mended makes the edit that mends it.
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
        self._has_begun = False
        self._has_looked = False
        self._is_stale = False
        self._of: Design | None = None
        self.lines: tuple[Line, ...] = ()
        self.list = FindingList()
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
        self.list.itemExpanded.connect(self._repaint)
        self.list.itemCollapsed.connect(self._repaint)
        document.changed.connect(self._edited)
        theme.changed.connect(self._paint)
        self._show_empty()

    def refresh(self) -> None:
        """Look for findings, from now on after every edit; while that is under way, once more afterwards."""
        self._has_begun = True
        if self._task is not None:
            self._is_stale = True
            return
        design = self._document.design
        self._is_stale = False
        look = Background(lambda: (design, find_lines(design)), "findings", self, self._done, self._failed)
        self._task = look.start()

    def _edited(self, changes: tuple[Change, ...]) -> None:
        if self._has_begun and any(change.table not in ASIDE for change in changes):
            self.refresh()

    def _done(self, result: tuple[Design, tuple[Line, ...]]) -> None:
        self._task, self._has_looked = None, True
        if self._is_stale:
            self.refresh()
            return
        self._of, lines = result
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
        self.list.fill(self.lines, self._theme.palette)
        own = [line.group for line in self.lines if line.group != "assumed"]
        self.counted.emit(len(own), own[0] if own else "")

    def _paint(self, palette: Palette) -> None:
        self.list.paint_rows(palette)

    def _repaint(self) -> None:
        self._paint(self._theme.palette)

    def _show_empty(self) -> None:
        if not self._document.design.elements:
            text = self.tr("What is wrong or risky will be listed here.")
        else:
            text = self.tr("Nothing found.") if self._has_looked else self.tr("Looking for findings...")
        self._empty.setText(text)
        self._pages.setCurrentWidget(self.list if self.lines else self._empty)

    def _choose(self, row: QTreeWidgetItem) -> None:
        line = line_of(row)
        if line is None:
            row.setExpanded(not row.isExpanded())
        elif mends(row):
            self.mend(line)
        elif line.elements:
            self._document.select(line.elements)
            self.reveal.emit(line.elements[0])

    def mend(self, line: Line) -> None:
        """Make the edit that takes a finding away; nothing once the design is another than the list's."""
        from virtdesigner.rules.findings.fixes import fix

        design = self._document.design
        if design is self._of and line.finding is not None:
            name = self.tr("Fix: {what}").format(what=line.fix)
            self._document.do(name, placed(design, fix(design, line.finding)))


def placed(design: Design, changes: Sequence[Change]) -> Sequence[Change]:
    """An edit with a place for each element that it draws."""
    if all(change.before is not None or change.table != "elements" for change in changes):
        return changes
    after = design.edited(changes)
    return (*changes, *written(after, completed(after)))


def severity_role(severity: str) -> StyleRole:
    """The style of a count of findings whose worst has this severity."""
    roles: dict[str, StyleRole] = {"error": "badge-bad", "warning": "badge-warning", "info": "badge-accent"}
    return roles.get(severity, "badge")
