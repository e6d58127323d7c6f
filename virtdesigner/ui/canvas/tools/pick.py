"""Pick: the next click chooses an element for somebody who asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from virtdesigner.ui.canvas.overlay import NOTHING, Marks, Target
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


class PickTool(Tool):
    """Hands the element that is clicked to `then`; a click beside any ends it as Esc does."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "CanvasView", then: Callable[[str], object]) -> None:
        super().__init__(view)
        self._then = then

    def move(self, pointer: Pointer) -> None:
        """Frame what a click would choose."""
        id = self.scene.element_at(pointer.scene)
        marks = Marks(target=Target(QRectF(*self.scene.rects[id]))) if id else NOTHING
        self.scene.overlay.show_marks(marks)

    def release(self, pointer: Pointer) -> None:
        """Choose."""
        id = self.scene.element_at(pointer.scene)
        self.cancel()
        self.view.end()
        if id:
            self._then(id)
