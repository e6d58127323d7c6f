"""Pan: the canvas follows the mouse, with the middle button or with the space bar held."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from virtdesigner.ui.canvas.tools.tool import Pointer, Tool

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


class PanTool(Tool):
    """Moves what is seen by what the mouse moves."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: "CanvasView", start: Pointer) -> None:
        super().__init__(view)
        self._last = start.view

    def move(self, pointer: Pointer) -> None:
        """Move on."""
        step = pointer.view - self._last
        self._last = pointer.view
        self.view.scroll_by(-step.x(), -step.y())

    def release(self, pointer: Pointer) -> None:
        """Stay here."""
        self.view.end()
