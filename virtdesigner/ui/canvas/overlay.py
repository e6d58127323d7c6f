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
_EDGE: Final = 8.0
"""Room between a reason and the edge of the view, px on the screen."""


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
    """Lies over everything and takes no clicks. Set `zoom` before marks that have a size on the screen.

    view: the part of the scene in view, where reasons are kept; None for anywhere.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._marks = NOTHING
        self._path: tuple[QRectF, ...] = ()
        self.zoom = 1.0
        self.view: QRectF | None = None
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

    def show_path(self, rects: tuple[QRectF, ...]) -> None:
        """Frame what lies on a way through the design, whatever gestures show meanwhile; nothing for ()."""
        if rects != self._path:
            self.prepareGeometryChange()
            self._path = rects
            self.update()

    def look_from(self, view: QRectF) -> None:
        """Keep reasons inside of this part of the scene."""
        if view != self.view:
            self.prepareGeometryChange()
            self.view = view

    def boundingRect(self) -> QRectF:
        """Around all marks, with room for the reason of a refusal."""
        box, marks = QRectF(), self._marks
        if marks.target:
            wide = max(marks.target.rect.width(), _REASON_WIDEST / self.zoom)
            box = box.united(QRectF(marks.target.rect.topLeft(), marks.target.rect.size()))
            box.setWidth(max(box.width(), wide))
            box = box.united(self.view) if marks.target.refusal and self.view else box
        for rect in (marks.ghost, marks.marquee, *self._path):
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
        painter.setPen(QPen(accent, 2 / self.zoom))
        for rect in self._path:
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
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
        """Why it may not, in a pill of the same size at every zoom, where all of it is in view."""
        face, view = font("body"), self.view
        widest = min(_REASON_WIDEST, view.width() * self.zoom - 2 * _EDGE) if view else _REASON_WIDEST
        words = fitting(target.refusal, face, widest - 24)
        width = min(text_width(words, face) + 22, widest)
        painter.save()
        painter.translate(self._place(target.rect, width / self.zoom))
        painter.scale(1 / self.zoom, 1 / self.zoom)
        rect = QRectF(0, 0, width, _REASON_HEIGHT)
        painter.setPen(QPen(self._look.colour("bad"), 1))
        painter.setBrush(self._look.colour("bad_fill"))
        painter.drawRoundedRect(rect, 6, 6)
        write(painter, rect.adjusted(10, 0, -10, 0), words, self._look.colour("bad_ink"), face)
        painter.restore()

    def _place(self, target: QRectF, width: float) -> QPointF:
        """Where the pill begins: above the target's left corner, but inside of what is in view."""
        high, edge = _REASON_HEIGHT / self.zoom, _EDGE / self.zoom
        left, top = target.x(), target.y() - high - 4 / self.zoom
        if self.view is None:
            return QPointF(left, top)
        left = max(self.view.left() + edge, min(left, self.view.right() - edge - width))
        top = max(self.view.top() + edge, min(top, self.view.bottom() - edge - high))
        return QPointF(left, top)
