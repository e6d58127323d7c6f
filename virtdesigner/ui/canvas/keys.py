"""What the keys do on the canvas."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from virtdesigner.model.packing import GRID
from virtdesigner.ui.canvas import placing

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView

_FAR: Final = 24
_ARROWS: Final[Mapping[int, tuple[int, int]]] = MappingProxyType(
    {
        Qt.Key.Key_Left: (-1, 0),
        Qt.Key.Key_Right: (1, 0),
        Qt.Key.Key_Up: (0, -1),
        Qt.Key.Key_Down: (0, 1),
    }
)


def press(view: "CanvasView", event: QKeyEvent) -> bool:
    """Do what a key says; False when it says nothing here."""
    key = event.key()
    if key in _ARROWS:
        far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return nudge(view, *_ARROWS[key], _FAR if far else GRID)
    if key == Qt.Key.Key_Escape:
        view.cancel()
        return True
    if key == Qt.Key.Key_F2:
        view.rename()
        return True
    return False


def nudge(view: "CanvasView", right: int, down: int, step: float) -> bool:
    """Move the selected elements by a step; nudges in a row are taken back in one go."""
    design = view.document.design
    chosen = [id for id in view.document.selection if id in design.elements]
    outer = [id for id in chosen if not any(e.id in chosen for e in design.ancestors(id))]
    if not outer:
        return False
    changes = placing.shifted(view.canvas, outer, right * step, down * step)
    what = design.elements[outer[0]].name if len(outer) == 1 else placing.counted(len(outer))
    name = QCoreApplication.translate("Canvas", "Move {what}").format(what=what)
    view.document.do(name, changes, merge=f"nudge {' '.join(outer)}")
    return True


def cycle(view: "CanvasView", forward: bool) -> bool:
    """Select the next element, in reading order, and bring it into view; False when none is selected."""
    design, rects = view.document.design, view.canvas.rects
    chosen = next((id for id in view.document.selection if id in design.elements), None)
    if chosen is None:
        return False
    order = reading_order(view)
    following = order[(order.index(chosen) + (1 if forward else -1)) % len(order)]
    view.document.select([following])
    rect = rects[following]
    view.ensureVisible(rect.x, rect.y, rect.width, rect.height)
    return True


def reading_order(view: "CanvasView") -> list[str]:
    """Elements from the top left on, each before its content."""
    design, rects = view.document.design, view.canvas.rects
    order: list[str] = []

    def visit(parent: str | None) -> None:
        for id in sorted(design.children(parent), key=lambda id: (rects[id].y, rects[id].x)):
            order.append(id)
            visit(id)

    visit(None)
    return order
