"""The pages of a guest: in a row as it sees them, scattered over the machine, and by which tables."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from virtdesigner.insight.address_map import MACHINE_PAGES, PAGES, STATES, TABLES, Page, State
from virtdesigner.report.words_memory import PARTS
from virtdesigner.ui.canvas.look import MIDDLE, Look, text_width, write_as
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette, colour
from virtdesigner.ui.views.memory.shades import say, shade

_LABEL: Final = 118.0
_CELL: Final = 18.0
_LINE: Final = 19.0
_SWATCH: Final = 15.0
_LEGEND: Final = 2 * _LINE + 4
_HIGHEST: Final = 300.0
"""Most between the first row of pages and the last, px."""

_ON_MARK: Final = "#17202B"
"""Dark ink reads well on the orange and the red in either theme."""

_MARK: Final = {"ballooned": "B", "swapped": "S"}
"""What stands in a page that has no machine page."""


class PagesDiagram(QWidget):
    """Three rows of pages, virtual, physical, machine, with lines from each page to where it lies."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._look = Look(palette)
        self.pages: tuple[Page, ...] = ()
        self._kind = "nested"
        self.setMinimumSize(QSize(480, 230))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def dress(self, palette: Palette) -> None:
        """Draw in the colours of another theme."""
        self._look = Look(palette)
        self.update()

    def show_pages(self, pages: tuple[Page, ...], kind: str) -> None:
        """Show a guest's pages under a kind of translation, a key of `address_map.TABLES`."""
        if (pages, kind) != (self.pages, self._kind):
            self.pages, self._kind = pages, kind
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines below, cells over them, the legend at the bottom."""
        if not self.pages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tops = self._tops()
        self._names(painter, tops)
        self._lines(painter, tops)
        self._cells(painter, tops)
        self._legend(painter)
        painter.end()

    def _tops(self) -> tuple[float, float, float]:
        """Y of the three rows."""
        below = min(self.height() - _LEGEND - _CELL - 16, _HIGHEST)
        return 6.0, below / 2, below

    def _names(self, painter: QPainter, tops: tuple[float, float, float]) -> None:
        names = (self.tr("Virtual"), self.tr("Physical"), self.tr("Machine"))
        shorts = ("VPN", "PPN", "MPN")
        for top, name, short in zip(tops, names, shorts, strict=True):
            line = QRectF(0, top - 2, _LABEL - 12, _CELL + 4)
            write_as(painter, line, name, self._look.colour("ink"), "name")
            rest = line.adjusted(text_width(name, font("name")) + 8, 0, 0, 0)
            write_as(painter, rest, short, self._look.colour("soft"), "detail")

    def _x(self, number: int, count: int) -> float:
        """The middle of the cell of a page number."""
        return _LABEL + (self.width() - _LABEL) * (number + 0.5) / count

    def _lines(self, painter: QPainter, tops: tuple[float, float, float]) -> None:
        straight = all(table.span == "vpn-mpn" for table in TABLES[self._kind])
        for page in self.pages:
            line = shade(self._look, page.state)
            painter.setPen(QPen(line if page.state != "unused" else self._look.colour("line"), 1.3))
            first = QPointF(self._x(page.vpn, PAGES), tops[0] + _CELL)
            middle = QPointF(self._x(page.ppn, PAGES), tops[1])
            if not straight:
                _curve(painter, first, middle)
            if page.mpn is not None:
                last = QPointF(self._x(page.mpn, MACHINE_PAGES), tops[2])
                _curve(painter, first if straight else middle + QPointF(0, _CELL), last)

    def _cells(self, painter: QPainter, tops: tuple[float, float, float]) -> None:
        straight = all(table.span == "vpn-mpn" for table in TABLES[self._kind])
        taken: Mapping[int, str] = {page.mpn: page.state for page in self.pages if page.mpn is not None}
        for page in self.pages:
            self._cell(painter, page.vpn, PAGES, tops[0], page.state)
            if not straight:
                self._cell(painter, page.ppn, PAGES, tops[1], page.state)
        for number in range(MACHINE_PAGES):
            self._cell(painter, number, MACHINE_PAGES, tops[2], taken.get(number, ""))

    def _cell(self, painter: QPainter, number: int, count: int, top: float, state: str) -> None:
        look, each = self._look, (self.width() - _LABEL) / count
        width = max(each - 3, 4)
        rect = QRectF(self._x(number, count) - width / 2, top, width, _CELL)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(shade(look, state) if state else look.colour("card2"))
        painter.drawRoundedRect(rect, 3, 3)
        if state in _MARK and width >= 12:
            write_as(painter, rect, _MARK[state], colour(_ON_MARK), "caps", MIDDLE)

    def legend(self) -> list[tuple[State, QRectF]]:
        """Where the meaning of each state that is shown is told; a new line where the next would not fit."""
        x, top = 0.0, self._tops()[2] + _CELL + 14
        present = {page.state for page in self.pages}
        found = []
        for state in (state for state in STATES if state in present):
            width = _SWATCH + text_width(self._meaning(state), font("detail")) + 1
            if x and x + width > self.width():
                x, top = 0.0, top + _LINE
            found.append((state, QRectF(x, top, width, _LINE)))
            x += width + 16
        return found

    def _legend(self, painter: QPainter) -> None:
        look = self._look
        for state, place in self.legend():
            painter.setPen(QPen(look.colour("line"), 1))
            painter.setBrush(shade(look, state))
            painter.drawRoundedRect(QRectF(place.x(), place.y() + 5, 9, 9), 3, 3)
            words = place.adjusted(_SWATCH, 0, 0, 0)
            write_as(painter, words, self._meaning(state), look.colour("soft"), "detail")

    def _meaning(self, state: State) -> str:
        meant = {
            "shared": QCoreApplication.translate("Memory", "shared: several in one"),
            "ballooned": QCoreApplication.translate("Memory", "ballooned: no machine page"),
            "swapped": QCoreApplication.translate("Memory", "swapped: on disk"),
        }
        return meant.get(state) or say(PARTS[state]).lower()


def _curve(painter: QPainter, start: QPointF, end: QPointF) -> None:
    path, half = QPainterPath(start), (end.y() - start.y()) / 2
    path.cubicTo(start + QPointF(0, half), end - QPointF(0, half), end)
    painter.strokePath(path, painter.pen())
