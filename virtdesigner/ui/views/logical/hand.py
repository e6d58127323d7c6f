"""What the mouse does in the logical view: select, move cards and zones, stretch a marquee, pan."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from virtdesigner.model.packing import snapped
from virtdesigner.ui.canvas.overlay import NOTHING, Marks

if TYPE_CHECKING:
    from virtdesigner.ui.views.logical.view import LogicalView

_ADDING: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_DRAG: Final = 4
"""Pixels that the mouse goes before a click is a drag."""


class Hand:
    """One gesture at a time. is_holding: the button is down."""

    def __init__(self, view: "LogicalView") -> None:
        self._view = view
        self._scene = view.logical_scene
        self._document = view.document
        self._pressed: tuple[QPointF, QPoint] | None = None
        self._moving: tuple[str, ...] = ()
        self._offset = (0.0, 0.0)
        self._panned: QPoint | None = None

    @property
    def is_holding(self) -> bool:
        """Whether a gesture is under way."""
        return self._pressed is not None

    def press(self, event: QMouseEvent) -> None:
        """Select what is there; take hold of it; the middle button pans."""
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panned = place
            return
        point = self._view.mapToScene(place)
        id = self._scene.element_at(point)
        self._select(id, bool(event.modifiers() & _ADDING))
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (point, place)
            self._moving = self._held(point, id)

    def _select(self, id: str | None, adds: bool) -> None:
        chosen = self._document.selection
        if id and adds:
            others = [one for one in chosen if one != id]
            self._document.select(others if id in chosen else [*chosen, id])
        elif id and id not in chosen:
            self._document.select([id])

    def _held(self, point: QPointF, id: str | None) -> tuple[str, ...]:
        """What a drag that begins here moves: the selection, of services their guests; a zone's guests."""
        plan = self._scene.plan
        if id is None:
            return self._scene.held_at(point)
        chosen = set(self._document.selection)
        services = {frame.service for frame in plan.frames} & chosen
        chosen |= {link.source for one in services for link in self._document.design.links_of(one)}
        return tuple(one for one in (*plan.cards, *plan.routers) if one in chosen)

    def move(self, event: QMouseEvent) -> None:
        """Move what is held, pan, or stretch a marquee."""
        place = event.position().toPoint()
        if self._panned is not None:
            moved = self._panned - place
            self._panned = place
            self._view.scroll_by(moved.x(), moved.y())
        elif self._pressed and (self._is_dragging or _is_far(self._pressed[1], place)):
            self._drag(self._pressed[0], self._view.mapToScene(place))

    @property
    def _is_dragging(self) -> bool:
        return self._offset != (0.0, 0.0) or self._scene.overlay.marks.marquee is not None

    def _drag(self, start: QPointF, point: QPointF) -> None:
        if not self._moving:
            self._scene.overlay.show_marks(Marks(marquee=QRectF(start, point).normalized()))
            return
        step = point - start
        self._offset = (snapped(step.x()), snapped(step.y()))
        self._scene.preview_move(self._moving, *self._offset)

    def release(self, event: QMouseEvent) -> None:
        """Make the move an edit; select what the marquee holds; a click on nothing selects nothing."""
        self._panned = None
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        marquee, offset = self._scene.overlay.marks.marquee, self._offset
        moving, (point, _) = self._moving, self._pressed
        self.cancel()
        if marquee is not None:
            self._document.select(self._scene.guests_in(marquee))
        elif offset != (0.0, 0.0):
            self._view.move_by(moving, *offset)
        elif self._scene.element_at(point) is None:
            self._document.select(())

    def cancel(self) -> None:
        """Give up the gesture; everything goes home."""
        self._scene.overlay.show_marks(NOTHING)
        self._scene.preview_move(self._moving, 0, 0)
        self._pressed, self._moving, self._offset = None, (), (0.0, 0.0)


def _is_far(start: QPoint, place: QPoint) -> bool:
    return (place - start).manhattanLength() >= _DRAG
