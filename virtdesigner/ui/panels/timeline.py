"""The timeline: what began or turned in a run, newest first. A click selects whom it happened to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedLayout, QTreeView, QWidget

from virtdesigner.ui.document import Document
from virtdesigner.ui.space import PANEL_PADDING
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import clock, in_words, name_of

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Event
    from virtdesigner.engine.recording import Recording

WHEN, WHAT, WHO = range(3)

_WIDTHS: Final = {WHEN: 92, WHO: 180}

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class EventRows(QAbstractTableModel):
    """Events as rows: when, what, who. Sentences are made for the rows that are seen."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._events: Sequence[Event] = ()

    def show_events(self, events: "Sequence[Event]") -> None:
        """Show events, given oldest first. Those that only came on top leave the others where they are."""
        known = len(self._events)
        if len(events) == known and (not known or events[-1] is self._events[-1]):
            return
        if known and len(events) > known and events[known - 1] is self._events[-1]:
            self.beginInsertRows(_NOWHERE, 0, len(events) - known - 1)
            self._events = events
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._events = events
            self.endResetModel()

    def event_at(self, row: int) -> "Event":
        """The event in a row."""
        return self._events[-1 - row]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """One for each event."""
        return 0 if parent.isValid() else len(self._events)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """When, what, who."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> str | None:
        """Name the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("When"), self.tr("What"), self.tr("Who"))[section]

    def data(self, index: _Index, role: int = 0) -> str | None:
        """What a cell says; the same as a tip, since a sentence can be longer than its column."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        event, design = self.event_at(index.row()), self._document.design
        if index.column() == WHEN:
            return clock(event.time)
        return in_words(event.message, design) if index.column() == WHAT else name_of(design, event.element)


class Timeline(QWidget):
    """The list of events, kept up to date while it is seen.

    chosen: id of the element of the event that was clicked, if the design still has it.
    """

    chosen = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__()
        set_role(self, "panel")
        self._document = document
        self._recording: Recording | None = None
        self.rows = EventRows(document)
        self.list = QTreeView()
        self.list.setModel(self.rows)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName(self.tr("Timeline of the run"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self.empty, "hint")
        self.setContentsMargins(PANEL_PADDING, 4, PANEL_PADDING - 8, 8)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)

    def show_run(self, recording: "Recording | None") -> None:
        """Show what a run has told; None: there is none."""
        self._recording = recording
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the run."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        events = self._recording.events() if self._recording else ()
        self.rows.show_events(events)
        self.empty.setText(
            self.tr("Nothing has happened yet that is worth telling.")
            if self._recording
            else self.tr("Start a run to see here when memory runs short, and what is done about it.")
        )
        self._pages.setCurrentWidget(self.list if events else self.empty)

    def _choose(self, index: QModelIndex) -> None:
        element = self.rows.event_at(index.row()).element
        if element in self._document.design.elements:
            self.chosen.emit(element)
