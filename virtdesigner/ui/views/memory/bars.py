"""Bars: the memory of a host by who holds it, and that of each guest by how it is."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from virtdesigner.insight.address_map import STATES
from virtdesigner.insight.memory_holders import Held, Holders
from virtdesigner.report.words_memory import PARTS
from virtdesigner.ui.canvas.facts import amount
from virtdesigner.ui.canvas.look import RIGHT, Look, name_fitting, text_width, write_as
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.views.memory.shades import say, shade

_BAR: Final = 22.0
_RADIUS: Final = 4.0
_SWATCH: Final = 9.0
_ROW: Final = 27
_NAME: Final = 130.0
_SIZE: Final = 62.0


class Piece(NamedTuple):
    """A part of a bar, MiB."""

    part: str
    amount: float


def pieces(found: Holders) -> tuple[Piece, ...]:
    """The parts of a host's memory; they add up to it."""
    return (
        Piece("system", found.system),
        Piece("overhead", found.overhead),
        Piece("active", sum(guest.active for guest in found.guests)),
        Piece("idle", sum(guest.idle for guest in found.guests)),
        Piece("free", found.free),
    )


def _draw(painter: QPainter, look: Look, rect: QRectF, shown: Sequence[Piece]) -> None:
    """The parts one after the other in a bar with round ends."""
    whole = sum(piece.amount for piece in shown) or 1.0
    frame = QPainterPath()
    frame.addRoundedRect(rect, _RADIUS, _RADIUS)
    painter.save()
    painter.setClipPath(frame)
    painter.fillRect(rect, look.colour("trough"))
    x = rect.x()
    for piece in shown:
        width = rect.width() * piece.amount / whole
        painter.fillRect(QRectF(x, rect.y(), width, rect.height()), shade(look, piece.part))
        x += width
    painter.restore()


class HostBar(QWidget):
    """The host's memory with a legend below; ticks where less free memory means trouble."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._look = Look(palette)
        self._found: Holders | None = None
        self.setFixedHeight(58)

    def dress(self, palette: Palette) -> None:
        """Draw in the colours of another theme."""
        self._look = Look(palette)
        self.update()

    def show_holders(self, found: Holders) -> None:
        """Show another state of a host."""
        if found != self._found:
            self._found = found
            told = (f"{say(PARTS[piece.part])} {amount(piece.amount)}" for piece in pieces(found))
            self.setAccessibleName(", ".join(told))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, ticks, the legend."""
        if self._found is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 4, self.width(), _BAR)
        _draw(painter, self._look, bar, pieces(self._found))
        painter.setPen(QPen(self._look.colour("ink"), 1))
        for _, free in self._found.thresholds:
            x = bar.right() - bar.width() * free / self._found.total
            painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))
        x = 0.0
        for piece in pieces(self._found):
            x = _legend(painter, self._look, QPointF(x, bar.bottom() + 9), piece)
        painter.end()


def _legend(painter: QPainter, look: Look, place: QPointF, piece: Piece) -> float:
    """A swatch with what it stands for and how much; returns where the next begins."""
    square = QRectF(place.x(), place.y() + 5, _SWATCH, _SWATCH)
    painter.setPen(QPen(look.colour("line"), 1))
    painter.setBrush(shade(look, piece.part))
    painter.drawRoundedRect(square, 2, 2)
    name, told = say(PARTS[piece.part]), amount(piece.amount)
    left, face = square.right() + 6, font("detail")
    width = text_width(name, face)
    write_as(painter, QRectF(left, place.y(), width + 1, 19), name, look.colour("soft"), "detail")
    rest = QRectF(left + width + 5, place.y(), text_width(told, font("name")) + 1, 19)
    write_as(painter, rest, told, look.colour("ink"), "name")
    return rest.right() + 18


class GuestBars(QWidget):
    """A row for each guest: name, size, how its memory is. chosen: id of the guest that was clicked."""

    chosen = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._look = Look(palette)
        self._guests: tuple[tuple[str, Held], ...] = ()
        self._selected = ""
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def dress(self, palette: Palette) -> None:
        """Draw in the colours of another theme."""
        self._look = Look(palette)
        self.update()

    def show_guests(self, guests: Sequence[tuple[str, Held]], selected: str) -> None:
        """Show these guests, each with its name."""
        self._guests, self._selected = tuple(guests), selected
        self.setFixedHeight(_ROW * len(self._guests))
        self.update()

    def sizeHint(self) -> QSize:
        """Enough for names and a bar."""
        return QSize(380, _ROW * len(self._guests))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows that are exposed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (name, held) in enumerate(self._guests):
            row = QRectF(0, place * _ROW, self.width(), _ROW)
            if row.intersects(QRectF(event.rect())):
                self._row(painter, row, name, held, place == self._hovered)
        painter.end()

    def _row(self, painter: QPainter, row: QRectF, name: str, held: Held, hovered: bool) -> None:
        look = self._look
        if held.id == self._selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_fill" if held.id == self._selected else "card2"))
            painter.drawRoundedRect(row.adjusted(0, 1, 0, -1), _RADIUS, _RADIUS)
        title = QRectF(8, row.y(), _NAME - 8, row.height())
        shown = name_fitting(name, font("name"), title.width())
        write_as(painter, title, shown, look.colour("ink"), "name")
        size = QRectF(_NAME, row.y(), _SIZE, row.height())
        write_as(painter, size, amount(held.size), look.colour("soft"), "detail", RIGHT)
        left = _NAME + _SIZE + 12
        bar = QRectF(left, row.y() + 8, max(row.width() - left - 8, 0), row.height() - 16)
        _draw(painter, look, bar, [Piece(state, float(getattr(held, state))) for state in STATES])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the row under the pointer."""
        self._hover(int(event.position().y() // _ROW))

    def leaveEvent(self, event: QEvent) -> None:
        """Mark none."""
        self._hover(-1)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the guest of the row."""
        place = int(event.position().y() // _ROW)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= place < len(self._guests):
            self.chosen.emit(self._guests[place][1].id)
