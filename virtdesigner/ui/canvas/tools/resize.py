"""Resize: the corner of a note follows the mouse; what it then covers gives way."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt

from virtdesigner.model.packing import snapped
from virtdesigner.ui.canvas import placing
from virtdesigner.ui.canvas.overlay import Marks
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


class ResizeTool(Tool):
    """Sets the size of one element whose size is free."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, view: "CanvasView", held: str) -> None:
        super().__init__(view)
        self._held = held
        self._size = self.scene.rects[held][2:]

    def move(self, pointer: Pointer) -> None:
        """Show it in the size that it would have."""
        least = self.document.design.elements[self._held].least
        assert least is not None
        rect = self.scene.rects[self._held]
        width = max(least[0], snapped(pointer.scene.x() - rect.x))
        height = max(least[1], snapped(pointer.scene.y() - rect.y))
        self._size = (width, height)
        shown = rect._replace(width=width, height=height)
        self.scene.cards[self._held].set_rect(shown)
        self.scene.overlay.show_marks(Marks(ghost=QRectF(*shown)))

    def release(self, pointer: Pointer) -> None:
        """Make it an edit."""
        size, rect = self._size, self.scene.rects[self._held]
        self.cancel()
        self.view.end()
        if size != (rect.width, rect.height):
            name = self.document.design.elements[self._held].name
            text = QCoreApplication.translate("Canvas", "Resize {name}").format(name=name)
            self.document.do(text, placing.resized(self.scene, self._held, *size))

    def cancel(self) -> None:
        """Show it in the size that it has."""
        self.scene.cards[self._held].set_rect(self.scene.rects[self._held])
        super().cancel()
