"""The overlay: what a gesture shows over the cards: drop target, ghost, rubber line, marquee, handles."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.ui.canvas.look import Look, fitting, text_width, write
from virtdesigner.ui.fonts import font

HANDLE: Final = 5.0
"""Radius of a handle, px on the screen."""

_ROOM: Final = 40.0
_RADIUS: Final = 8.0
_REASON_HEIGHT: Final = 24.0
_REASON_WIDEST: Final = 520.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a gesture would end: a rectangle, and why it may not (""  when it may)."""

    rect: QRectF
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the overlay can show; nothing by default."""

    target: Target | None = None
    ghost: QRectF | None = None
    rubber: tuple[QPointF, QPointF] | None = None
    marquee: QRectF | None = None
    handles: tuple[QPointF, ...] = ()


NOTHING: Final = Marks()


class Overlay(QGraphicsItem):
    """Lies over everything and takes no clicks. Set `zoom` before marks that have a size on the screen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._marks = NOTHING
        self.zoom = 1.0
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def marks(self) -> Marks:
        """What is shown."""
        return self._marks

    def show_marks(self, marks: Marks) -> None:
        """Show these and nothing else."""
        if marks != self._marks:
            self.prepareGeometryChange()
            self._marks = marks
            self.update()

    def boundingRect(self) -> QRectF:
        """Around all marks, with room for the reason of a refusal."""
        box, marks = QRectF(), self._marks
        if marks.target:
            wide = max(marks.target.rect.width(), _REASON_WIDEST / self.zoom)
            box = box.united(QRectF(marks.target.rect.topLeft(), marks.target.rect.size()))
            box.setWidth(max(box.width(), wide))
        for rect in (marks.ghost, marks.marquee):
            box = box.united(rect) if rect is not None else box
        for point in (*(marks.rubber or ()), *marks.handles):
            box = box.united(QRectF(point, point).adjusted(-1, -1, 1, 1))
        room = _ROOM / self.zoom
        return box.adjusted(-room, -room, room, room)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Each mark that is set."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks, accent = self._marks, self._look.colour("accent")
        if marks.ghost is not None:
            self._frame(painter, marks.ghost, accent, dashed=True)
        if marks.target:
            shade = self._look.colour("bad" if marks.target.refusal else "accent")
            self._frame(painter, marks.target.rect, shade)
        if marks.marquee is not None:
            self._frame(painter, marks.marquee, accent, radius=0)
        if marks.rubber:
            painter.setPen(QPen(accent, 2 / self.zoom, Qt.PenStyle.DashLine))
            painter.drawLine(*marks.rubber)
        self._handles(painter, (*marks.handles, *(marks.rubber or ())))
        if marks.target and marks.target.refusal:
            self._reason(painter, marks.target)

    def _frame(
        self, painter: QPainter, rect: QRectF, shade: QColor, dashed: bool = False, radius: float = _RADIUS
    ) -> None:
        fill = QColor(shade)
        fill.setAlphaF(0.10)
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(shade, 2 / self.zoom, style))
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, radius, radius)

    def _handles(self, painter: QPainter, points: tuple[QPointF, ...]) -> None:
        painter.setPen(QPen(self._look.colour("accent"), 1.6 / self.zoom))
        painter.setBrush(self._look.colour("card1"))
        for point in points:
            painter.drawEllipse(point, HANDLE / self.zoom, HANDLE / self.zoom)

    def _reason(self, painter: QPainter, target: Target) -> None:
        """Why it may not, in a pill on the upper edge of the target, of the same size at every zoom."""
        painter.save()
        painter.translate(target.rect.topLeft())
        painter.scale(1 / self.zoom, 1 / self.zoom)
        face = font("body")
        words = fitting(target.refusal, face, _REASON_WIDEST - 24)
        width = text_width(words, face) + 22
        rect = QRectF(0, -_REASON_HEIGHT - 4, min(width, _REASON_WIDEST), _REASON_HEIGHT)
        painter.setPen(QPen(self._look.colour("bad"), 1))
        painter.setBrush(self._look.colour("bad_fill"))
        painter.drawRoundedRect(rect, 6, 6)
        write(painter, rect.adjusted(10, 0, -10, 0), words, self._look.colour("bad_ink"), face)
        painter.restore()
