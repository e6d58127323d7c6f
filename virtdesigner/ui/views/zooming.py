"""A graphics view that is zoomed and scrolled as the canvas is."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from virtdesigner.model.packing import Rect

_LEAST, _MOST, _STEP = 0.05, 3.0, 1.25
_MARGIN = 40.0


class ZoomView(QGraphicsView):
    """Ctrl and wheel zoom at the pointer, the wheel scrolls. zoom_changed: 1.0 is full size."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint in one call from Python: it keeps the interpreter's lock, so that a run can't stall it."""
        super().paintEvent(event)

    @property
    def zoom(self) -> float:
        """Pixels on the screen per px of the scene."""
        return self.transform().m11()

    def zoom_in(self) -> None:
        """A step nearer."""
        self.zoom_to(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """A step away."""
        self.zoom_to(self.zoom / _STEP)

    def zoom_to(self, zoom: float, about: QPoint | None = None) -> None:
        """Show at this zoom; the point `about` of the viewport stays where it is."""
        zoom = min(max(zoom, _LEAST), _MOST)
        about = about or self.viewport().rect().center()
        fixed = self.mapToScene(about)
        self.resetTransform()
        self.scale(zoom, zoom)
        moved = self.mapFromScene(fixed) - about
        self.scroll_by(moved.x(), moved.y())
        self.zoom_changed.emit(zoom)

    def scroll_by(self, dx: int, dy: int) -> None:
        """Show what lies `dx` to the right and `dy` below, px on the screen."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + dx)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + dy)

    def fit_box(self, box: Rect) -> None:
        """Show all of a part of the scene, at most at full size."""
        area = QRectF(*box).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        size = self.viewport().size()
        self.zoom_to(min(1.0, size.width() / area.width(), size.height() / area.height()))
        self.centerOn(area.center())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with ctrl held zoom at the pointer; with shift scroll sideways."""
        steps = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * _STEP ** (steps.y() / 120), event.position().toPoint())
        else:
            pixels = event.pixelDelta() if not event.pixelDelta().isNull() else steps / 2
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not pixels.x()
            dx, dy = (pixels.y(), 0) if sideways else (pixels.x(), pixels.y())
            self.scroll_by(-dx, -dy)
        event.accept()
