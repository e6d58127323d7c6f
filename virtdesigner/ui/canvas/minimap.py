"""The minimap: the whole drawing in a corner, with a frame round what is in view; a click goes there."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView

SIZE: Final = QSize(148, 100)
_CORNER: Final = 12
_PADDING: Final = 8.0
_LEAST: Final = 2.0


class Minimap(QWidget):
    """Lies over the lower right corner of the view; hides itself while everything is in view."""

    def __init__(self, view: "CanvasView") -> None:
        super().__init__(view)
        self._view = view
        self.resize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Minimap"))
        self.hide()

    def follow(self) -> None:
        """Another part is in view, or the drawing is another."""
        area = self._view.rect()
        self.move(area.width() - self.width() - _CORNER, area.height() - self.height() - _CORNER)
        box = QRectF(*self._view.canvas.box)
        self.setVisible(not box.isEmpty() and not self._view.seen().contains(box))
        self.update()

    def _scale(self) -> tuple[float, QPointF]:
        """Pixels per px of the scene, and where the scene's origin lies."""
        box = self._view.canvas.box
        room_x, room_y = self.width() - 2 * _PADDING, self.height() - 2 * _PADDING
        scale = min(room_x / max(box.width, 1), room_y / max(box.height, 1))
        x = (self.width() - box.width * scale) / 2 - box.x * scale
        y = (self.height() - box.height * scale) / 2 - box.y * scale
        return scale, QPointF(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The outermost cards as blocks, and the frame."""
        look = self._view.look
        scale, origin = self._scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("trough"))
        for rect in self._blocks(scale, origin):
            painter.drawRect(rect)
        seen = self._view.seen()
        frame = QRectF(seen.topLeft() * scale + origin, seen.size() * scale)
        painter.setPen(QPen(look.colour("accent"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2)), 4, 4)

    def _blocks(self, scale: float, origin: QPointF) -> list[QRectF]:
        scene = self._view.canvas
        outer = (scene.rects[id] for id in scene.design.children(None))
        return [
            QRectF(
                r.x * scale + origin.x(),
                r.y * scale + origin.y(),
                max(_LEAST, r.width * scale),
                max(_LEAST, r.height * scale),
            )
            for r in outer
        ]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position().toPoint())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().toPoint())

    def _go(self, place: QPoint) -> None:
        scale, origin = self._scale()
        self._view.centerOn((QPointF(place) - origin) / scale)
