"""The palette: the kinds of element that can be drawn, dragged onto the canvas or put there with Enter."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from virtdesigner.kinds import KINDS
from virtdesigner.ui import icons
from virtdesigner.ui.fonts import font
from virtdesigner.ui.mime import KIND_MIME
from virtdesigner.ui.palettes import Palette as Colours
from virtdesigner.ui.palettes import colour
from virtdesigner.ui.space import ROW_HEIGHT
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.undo_keys import UndoKeys
from virtdesigner.ui.wording import kind_label

_KIND: Final = Qt.ItemDataRole.UserRole
_HEADING_HEIGHT: Final = 24
_DRAGGED: Final = 28


class KindList(QListWidget):
    """The kinds under the names of their groups. `activated_kind`: Enter or a double click on one."""

    activated_kind = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setDragEnabled(True)
        self.setDragDropMode(QListWidget.DragDropMode.DragOnly)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Kinds of element"))
        self._headings: list[QListWidgetItem] = []
        group = ""
        for name, kind in KINDS.items():
            if kind.group != group:
                group = kind.group
                self._add_heading(kind_label(group))
            self._add_kind(name, kind_label(kind.label))
        self.itemActivated.connect(self._activate)
        theme.changed.connect(self._paint)
        self._paint(theme.palette)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(font("caps"))
        item.setSizeHint(QSize(0, _HEADING_HEIGHT))
        self._headings.append(item)

    def _add_kind(self, name: str, label: str) -> None:
        item = QListWidgetItem(label, self)
        item.setData(_KIND, name)
        item.setFont(font("name"))
        item.setSizeHint(QSize(0, ROW_HEIGHT))
        item.setToolTip(self.tr("{doc} Drag it onto the canvas, or press Enter.").format(doc=_doc(name)))

    def _paint(self, colours: Colours) -> None:
        for item in map(self.item, range(self.count())):
            if name := item.data(_KIND):
                item.setIcon(icons.icon(name, colours.soft, None, colours.accent))
            else:
                item.setForeground(colour(colours.soft))

    def kind(self, item: QListWidgetItem | None) -> str:
        """The kind that a row stands for, "" for a heading."""
        return item.data(_KIND) or "" if item else ""

    def _rows(self) -> list[QListWidgetItem]:
        """The kinds that are shown, without headings."""
        shown = (item for item in map(self.item, range(self.count())) if not item.isHidden())
        return [item for item in shown if self.kind(item)]

    def forget(self) -> None:
        """Mark no kind: another design begins."""
        self.setCurrentRow(-1)
        self.clearSelection()

    def filter(self, text: str) -> None:
        """Show only kinds whose name holds `text`, and the headings of groups that have some.

        Where no name does, kinds whose documentation holds it.
        """
        wanted = text.strip().casefold()
        named = any(wanted in label for label in self._labels())
        heading: QListWidgetItem | None = None
        for item in map(self.item, range(self.count())):
            if not self.kind(item):
                heading = item
                item.setHidden(True)
                continue
            item.setHidden(wanted not in (item.text() if named else item.toolTip()).casefold())
            if not item.isHidden() and heading:
                heading.setHidden(False)
        self._choose_first()

    def _labels(self) -> list[str]:
        items = map(self.item, range(self.count()))
        return [item.text().casefold() for item in items if self.kind(item)]

    def _choose_first(self) -> None:
        if self.currentItem() is None or self.currentItem().isHidden():
            self.setCurrentItem(next(iter(self._rows()), None))  # type: ignore[arg-type]

    def mimeTypes(self) -> list[str]:
        """Say what a dragged row is."""
        return [KIND_MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The dragged kind, by its name in UTF-8."""
        data = QMimeData()
        if items and (kind := self.kind(items[0])):
            data.setData(KIND_MIME, kind.encode())
        return data

    def startDrag(self, _: Qt.DropAction) -> None:
        """Drag the current row, its icon under the pointer."""
        kind = self.kind(self.currentItem())
        if not kind:
            return
        drag = QDrag(self)
        drag.setMimeData(self.mimeData([self.currentItem()]))
        drag.setPixmap(icons.pixmap(kind, _DRAGGED, self._theme.palette.accent, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(_DRAGGED // 2, _DRAGGED // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Place the current kind on Enter, on every platform; Home and End go to the first and last kind."""
        rows = self._rows()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activate_current()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and rows:
            self.setCurrentItem(rows[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, text: str) -> None:
        """Go to the next kind whose name begins with a letter; headings are passed over."""
        rows = self._rows()
        here = rows.index(self.currentItem()) if self.currentItem() in rows else -1
        following = [*rows[here + 1 :], *rows[: here + 1]]
        wanted = text.casefold()
        found = next((item for item in following if item.text().casefold().startswith(wanted)), None)
        if found:
            self.setCurrentItem(found)

    def activate_current(self) -> None:
        """Ask for the current kind to be placed."""
        self._activate(self.currentItem())

    def _activate(self, item: QListWidgetItem | None) -> None:
        if kind := self.kind(item):
            self.activated_kind.emit(kind)


class Palette(QWidget):
    """A search field over the kinds. `activated_kind`: one was chosen with Enter or a double click."""

    activated_kind = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search kinds"))
        self.search.setClearButtonEnabled(True)
        UndoKeys(self.search, lambda: bool(self.search.text()))
        self.list = KindList(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self.list.filter)
        self.search.returnPressed.connect(self.list.activate_current)
        self.list.activated_kind.connect(self.activated_kind)

    def mimeData(self, kind: str) -> QMimeData:
        """What a drag of `kind` carries."""
        rows = (row for row in map(self.list.item, range(self.list.count())) if self.list.kind(row) == kind)
        return self.list.mimeData([next(rows)])


def _doc(kind: str) -> str:
    """The first sentence of a kind's documentation."""
    return kind_label((KINDS[kind].__doc__ or "").strip().splitlines()[0])
