"""The help: a page for each kind of element and for what is good to know, in a window of its own."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat, QTextTable
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.kinds import KINDS
from virtdesigner.report.help_pages import TOPICS, kind_page, topic_page
from virtdesigner.ui.fonts import font
from virtdesigner.ui.space import ROW_HEIGHT
from virtdesigner.ui.wording import kind_label

_PAGE: Final = Qt.ItemDataRole.UserRole
_TOPICS_WIDTH: Final = 220
_HEADING_HEIGHT: Final = 26
_INDENT: Final = 18.0
_TABLE_MARGIN: Final = 6.0
_CELL_PADDING: Final = 4.0
_LARGER: Final = {1: 2, 2: 1}
"""Level of a heading to the steps by which its letters are larger than the others."""


class HelpWindow(QDialog):
    """Topics on the left, the page of one on the right. It stays open while one goes on working."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Help"))
        self.resize(860, 640)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search topics"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.topics = QListWidget()
        self.topics.setAccessibleName(self.tr("Topics"))
        self.page = QTextBrowser()
        self.page.setOpenExternalLinks(True)
        self.page.setAccessibleName(self.tr("Page"))
        self._pages: dict[str, Callable[[], str]] = {}
        self._add_topics()
        self.topics.currentItemChanged.connect(lambda item, _: self._show(item))
        self._lay_out()
        self.open_page("")

    def _add_topics(self) -> None:
        group = ""
        for name, kind in KINDS.items():
            if kind.group != group:
                group = kind.group
                self._add_heading(kind_label(group))
            self._add(name, kind_label(kind.label), partial(kind_page, name))
        self._add_heading(self.tr("Good to know"))
        for topic, title in TOPICS.items():
            self._add(topic, kind_label(title), partial(topic_page, topic))

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words, self.topics)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(font("caps"))
        item.setSizeHint(QSize(0, _HEADING_HEIGHT))

    def _add(self, id: str, words: str, page: Callable[[], str]) -> None:
        item = QListWidgetItem(words, self.topics)
        item.setData(_PAGE, id)
        item.setSizeHint(QSize(0, ROW_HEIGHT))
        self._pages[id] = page

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.topics, 1)
        side = QWidget()
        side.setFixedWidth(_TOPICS_WIDTH)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 16, 16, 16)
        line.setSpacing(12)
        line.addWidget(side)
        line.addWidget(self.page, 1)

    def open_page(self, id: str) -> None:
        """Show a page; "": the one shown now, or the first."""
        if not id and self._id(self.topics.currentItem()):
            return
        wanted = id or next(iter(self._pages))
        rows = map(self.topics.item, range(self.topics.count()))
        found = next((item for item in rows if self._id(item) == wanted), None)
        if found:
            self.search.clear()
            self.topics.setCurrentItem(found)

    def _id(self, item: QListWidgetItem | None) -> str:
        return str(item.data(_PAGE) or "") if item else ""

    def _show(self, item: QListWidgetItem | None) -> None:
        if id := self._id(item):
            self.page.setMarkdown(self._pages[id]())
            _space_out(self.page.document(), self.page.palette().mid())

    def _filter(self, words: str) -> None:
        """Show only topics that have the words in their name or on their page."""
        wanted = words.strip().casefold()
        for item in map(self.topics.item, range(self.topics.count())):
            id = self._id(item)
            if not id:
                item.setHidden(bool(wanted))
            else:
                item.setHidden(
                    wanted not in item.text().casefold() and wanted not in self._pages[id]().casefold()
                )


def _space_out(document: QTextDocument, lines: QBrush) -> None:
    """Give the blocks of a page room, and its tables lines of a colour: Markdown has no say in that."""
    document.setIndentWidth(_INDENT)
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        form, level = block.blockFormat(), block.blockFormat().headingLevel()
        form.setTopMargin(14.0 if level > 1 else 0.0)
        form.setBottomMargin(6.0 if level != 1 else 8.0)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(form)
        if level in _LARGER:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setProperty(QTextFormat.Property.FontSizeAdjustment, _LARGER[level])
            cursor.mergeCharFormat(letters)
        block = block.next()
    _space_out_tables(document, lines)


def _space_out_tables(document: QTextDocument, lines: QBrush) -> None:
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            form = table.format().toTableFormat()
            form.setTopMargin(_TABLE_MARGIN)
            form.setBorderBrush(lines)
            form.setCellPadding(_CELL_PADDING)
            table.setFormat(form)
