"""The rows of the findings panel: groups that fold, findings under them, and a row for each fix."""

import itertools
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from virtdesigner.ui import icons
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.panels.finding_lines import GROUPS, SHOWN, Group, Line
from virtdesigner.ui.space import LINE, RADIUS_FIELD, ROW_HEIGHT

_SHADES: Final[dict[Group, str]] = {
    "error": "bad",
    "warning": "warning",
    "info": "accent",
    "assumed": "soft",
}
_FOLDED: Final[frozenset[Group]] = frozenset({"assumed"})
"""Groups that are folded until somebody opens them."""

_LINE: Final = Qt.ItemDataRole.UserRole
_MENDS: Final = Qt.ItemDataRole.UserRole + 1
_GROUP: Final = Qt.ItemDataRole.UserRole + 2
_INK: Final = Qt.ItemDataRole.UserRole + 3
_FILL: Final = Qt.ItemDataRole.UserRole + 4
_DOT: Final = 14
_SIDE, _AIR, _INSET, _TALLEST = 8, 8, 8, 400
"""Space beside and between sentences, within a button, and the most that a sentence takes; px."""


class WrappedRows(QStyledItemDelegate):
    """Gives each row as many lines as its words need; those of a fix look like a button.

    The words are drawn here, since a stylesheet gives all of a list the same ink.
    """

    @property
    def _tree(self) -> QTreeWidget:
        tree = self.parent()
        assert isinstance(tree, QTreeWidget)
        return tree

    def sizeHint(self, _: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of the wrapped words, at least that of a row."""
        tree = self._tree
        if not index.parent().isValid():
            return QSize(0, ROW_HEIGHT)
        box = _words(QRect(0, 0, tree.viewport().width(), _TALLEST), bool(index.data(_MENDS)))
        wrapped = tree.fontMetrics().boundingRect(box, Qt.TextFlag.TextWordWrap, str(index.data()))
        least = 0 if index.data(_MENDS) else ROW_HEIGHT - 3
        return QSize(box.width(), max(least, wrapped.height() + _AIR + (_AIR if index.data(_MENDS) else 0)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row as the style does, but for its words; whole lines of one cut by the list's end."""
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""
        mends = bool(index.data(_MENDS))
        text, room = str(index.data()), self._tree.viewport().height() - drawn.rect.top()
        if room < drawn.rect.height():
            lines = (room - _AIR // 2) // drawn.fontMetrics.lineSpacing()
            if mends or lines < 1:
                return
            drawn.rect.setHeight(room)
            text = first_lines(text, drawn.font, _words(drawn.rect, mends).width(), lines)
        is_chosen = bool(drawn.state & QStyle.StateFlag.State_Selected)
        if mends:
            drawn.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        drawn.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        painter.save()
        box = _words(drawn.rect, mends)
        if mends:
            box = _draw_button(painter, drawn, index, is_chosen)
        painter.setFont(drawn.font)
        painter.setPen(index.data(_INK) or drawn.palette.color(QPalette.ColorRole.Text))
        painter.drawText(box, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def first_lines(text: str, face: QFont, width: int, most: int) -> str:
    """As many lines of a text as there may be, the last with an ellipsis where it goes on."""
    layout = QTextLayout(text, face)
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    if len(starts) <= most:
        return text
    kept = [text[begin:end].rstrip() for begin, end in itertools.pairwise(starts[:most])]
    # The ellipsis needs room of its own, also where the last line would just fit.
    last = QFontMetrics(face).elidedText(text[starts[most - 1] :], Qt.TextElideMode.ElideRight, width)
    return "\n".join([*kept, last])


def _draw_button(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
    is_chosen: bool,
) -> QRect:
    """Draw the button of a fix, with a border when it is the chosen row; returns where its words go."""
    box = _words(option.rect, True).adjusted(0, 2, 0, 2 - _AIR)
    words = option.fontMetrics.boundingRect(box, Qt.TextFlag.TextWordWrap, str(index.data()))
    button = QRect(box.left(), box.top(), min(words.width(), box.width()), box.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(index.data(_INK), LINE) if is_chosen else Qt.PenStyle.NoPen)
    painter.setBrush(index.data(_FILL))
    painter.drawRoundedRect(QRectF(button.adjusted(-_INSET, 0, _INSET, 0)), RADIUS_FIELD, RADIUS_FIELD)
    return box


def _words(row: QRect, mends: bool) -> QRect:
    """Where the words of a row are, right of its dot; inside its button."""
    left = _DOT * 2 + (_INSET if mends else 0)
    return row.adjusted(left, 0, -_SIDE - (_INSET if mends else 0), 0)


class FindingList(QTreeWidget):
    """A list of findings by group; what a row stands for is asked with `line_of` and `mends`."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedRows(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(_DOT, _DOT))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(self.tr("Findings"))
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self._folded: dict[Group, bool] = {}
        self.itemExpanded.connect(self._remember)
        self.itemCollapsed.connect(self._remember)
        # Scrolling moves what was painted, and with it a row that was cut at the end.
        self.verticalScrollBar().valueChanged.connect(lambda _: self.viewport().update())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the sentences anew, also where a scroll bar took some of the width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def fill(self, lines: Sequence[Line], palette: Palette) -> None:
        """Show these lines; groups that were folded or opened stay so."""
        self.clear()
        for group in GROUPS:
            own = [line for line in lines if line.group == group]
            if own:
                self._add_group(group, own)
        self.paint_rows(palette)

    def _add_group(self, group: Group, lines: Sequence[Line]) -> None:
        head = QTreeWidgetItem(self, [_heading(group, len(lines))])
        head.setData(0, _GROUP, group)
        head.setFont(0, font("caps"))
        for line in lines[:SHOWN]:
            self._add_line(head, line)
        if len(lines) > SHOWN:
            text = self.tr("and {count} more").format(count=len(lines) - SHOWN)
            self._add_line(head, Line(text, group, ()))
        head.setExpanded(not self._folded.get(group, group in _FOLDED))

    def _add_line(self, head: QTreeWidgetItem, line: Line) -> None:
        row = QTreeWidgetItem(head, [line.text])
        row.setToolTip(0, line.text)
        row.setData(0, _LINE, line)
        if line.fix:
            mend = QTreeWidgetItem(head, [line.fix])
            mend.setToolTip(0, self.tr("Make this edit; undo takes it back"))
            mend.setData(0, Qt.ItemDataRole.AccessibleTextRole, self.tr("Fix: {what}").format(what=line.fix))
            mend.setData(0, _LINE, line)
            mend.setData(0, _MENDS, True)

    def paint_rows(self, palette: Palette) -> None:
        """Give the rows the colours of a theme."""
        dots = {group: icons.icon("dot", getattr(palette, shade)) for group, shade in _SHADES.items()}
        blank = QPixmap(_DOT, _DOT)
        blank.fill(Qt.GlobalColor.transparent)
        arrows = {open: icons.icon(name, palette.soft) for open, name in _ARROWS.items()}
        for head in self.heads():
            head.setData(0, _INK, QColor(palette.soft))
            head.setIcon(0, arrows[head.isExpanded()])
            for row in _children(head):
                line: Line = row.data(0, _LINE)
                if row.data(0, _MENDS):
                    row.setIcon(0, QIcon(blank))
                    row.setData(0, _INK, QColor(palette.accent_ink))
                    row.setData(0, _FILL, QColor(palette.accent_fill))
                else:
                    row.setIcon(0, dots[line.group])

    def heads(self) -> list[QTreeWidgetItem]:
        """The rows of the groups, top down."""
        rows = map(self.topLevelItem, range(self.topLevelItemCount()))
        return [row for row in rows if row is not None]

    def rows(self) -> list[QTreeWidgetItem]:
        """The rows of findings and fixes, top down, those in folded groups too."""
        return [row for head in self.heads() for row in _children(head)]

    def _remember(self, head: QTreeWidgetItem) -> None:
        self._folded[head.data(0, _GROUP)] = not head.isExpanded()


def _children(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    rows = map(head.child, range(head.childCount()))
    return [row for row in rows if row is not None]


def line_of(row: QTreeWidgetItem) -> Line | None:
    """The finding that a row is of; None for the row of a group."""
    line = row.data(0, _LINE)
    return line if isinstance(line, Line) else None


def mends(row: QTreeWidgetItem) -> bool:
    """Whether a row stands for a fix."""
    return bool(row.data(0, _MENDS))


_ARROWS: Final = {True: "chevron-down", False: "chevron-right"}


def _heading(group: Group, count: int) -> str:
    texts = {
        "error": QCoreApplication.translate("FindingList", "Errors"),
        "warning": QCoreApplication.translate("FindingList", "Warnings"),
        "info": QCoreApplication.translate("FindingList", "Worth knowing"),
        "assumed": QCoreApplication.translate("FindingList", "Assumed values"),
    }
    return f"{texts[group]}  {count:,}"
