"""Tool: the base of all gestures, and the pointer they are told of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from virtdesigner.ui.canvas.overlay import NOTHING

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is, in the scene and in the viewport, and which keys are held."""

    scene: QPointF
    view: QPoint
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    @property
    def adds(self) -> bool:
        """Shift or ctrl is held: add to the selection, or take away from it."""
        wanted = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        return bool(self.modifiers & wanted)


class Tool:
    """One gesture. One that begins is handed to the view (`view.begin`), and leaves with `view.end`."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, view: "CanvasView") -> None:
        self.view = view
        self.scene = view.canvas
        self.document = view.document

    def press(self, pointer: Pointer) -> None:
        """The left button went down."""

    def move(self, pointer: Pointer) -> None:
        """The mouse moved, with a button down or not."""

    def release(self, pointer: Pointer) -> None:
        """The left button came up."""

    def key(self, _: QKeyEvent) -> bool:
        """A key went down; False when it says nothing here."""
        return False

    def cycle(self, _: bool) -> bool:
        """Tab (True) or Shift+Tab; False when it says nothing here."""
        return False

    def cancel(self) -> None:
        """Esc, or the window lost the mouse: leave everything as it was."""
        self.scene.overlay.show_marks(NOTHING)
        self.view.hint.emit("")
