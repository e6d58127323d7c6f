"""Marquee: a rectangle drawn over empty canvas selects what lies wholly in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from virtdesigner.ui.canvas.overlay import Marks
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


class MarqueeTool(Tool):
    """From `start` to the pointer; with shift or ctrl it adds to what is selected."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "CanvasView", start: Pointer) -> None:
        super().__init__(view)
        self._start = start
        self._before = self.document.selection

    def move(self, pointer: Pointer) -> None:
        """Show the rectangle, and select what is in it already."""
        area = QRectF(self._start.scene, pointer.scene).normalized()
        self.scene.overlay.show_marks(Marks(marquee=area))
        kept = self._before if self._start.adds else ()
        self.document.select([*kept, *self.scene.elements_in(area)])

    def release(self, pointer: Pointer) -> None:
        """Keep the selection."""
        super().cancel()
        self.view.end()

    def cancel(self) -> None:
        """Select again what was selected before."""
        self.document.select(self._before)
        super().cancel()
