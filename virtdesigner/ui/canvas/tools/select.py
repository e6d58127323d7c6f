"""Select: a click selects; a drag moves a card, connects from a handle, draws a marquee from nothing."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from virtdesigner.ui.canvas.look import NAMES
from virtdesigner.ui.canvas.overlay import HANDLE, NOTHING, Marks
from virtdesigner.ui.canvas.tools.connect import LINKABLE, ConnectTool
from virtdesigner.ui.canvas.tools.marquee import MarqueeTool
from virtdesigner.ui.canvas.tools.move import MoveTool
from virtdesigner.ui.canvas.tools.resize import ResizeTool
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool

_GRAB = 3.0


class SelectTool(Tool):
    """What the mouse does when nothing else is going on."""

    _pressed: Pointer | None = None
    _hovered: str | None = None
    _handles: tuple[QPointF, ...] = ()

    def press(self, pointer: Pointer) -> None:
        """Select what is under the pointer; or take hold of a handle."""
        if self._hovered and self._handle_at(pointer):
            held = self._hovered
            self.view.begin(
                ResizeTool(self.view, held) if self._is_sized(held) else ConnectTool(self.view, held)
            )
            return
        self._pressed = pointer
        id = self.scene.element_at(pointer.scene) or self.scene.links.link_at(pointer.scene, self.view.zoom)
        link = self.scene.links.link_at(pointer.scene, self.view.zoom)
        if link and self._is_on_a_container(id):
            id = link
        if id is None:
            return
        if pointer.adds:
            self._toggle(id)
        elif id not in self.document.selection:
            self.document.select([id])

    def _is_on_a_container(self, id: str | None) -> bool:
        """A line over a container's empty surface can be clicked; one under a guest's card can't."""
        return id is None or id not in self.scene.design.elements or bool(self.scene.design.children(id))

    def _toggle(self, id: str) -> None:
        chosen = self.document.selection
        self.document.select([one for one in chosen if one != id] if id in chosen else [*chosen, id])

    def move(self, pointer: Pointer) -> None:
        """Begin to move or to draw a marquee once the drag is meant; else show the handles of a card."""
        if self._pressed is None:
            self._hover(pointer)
            return
        distance = (pointer.view - self._pressed.view).manhattanLength()
        if distance < QApplication.startDragDistance():
            return
        start, self._pressed = self._pressed, None
        self._leave()
        held = self.scene.element_at(start.scene)
        if held is None:
            self.view.begin(MarqueeTool(self.view, start), pointer)
        elif held in self.document.selection or not start.adds:
            self.view.begin(MoveTool(self.view, start, held), pointer)

    def release(self, pointer: Pointer) -> None:
        """End of a click: on nothing it selects nothing; on one of several selected, that one."""
        start, self._pressed = self._pressed, None
        if start is None or start.adds:
            return
        id = self.scene.element_at(start.scene)
        link = self.scene.links.link_at(start.scene, self.view.zoom)
        if id is None and link is None:
            self.document.select([])
        elif id in self.document.selection and len(self.document.selection) > 1:
            self.document.select([id] if id else [])

    def _hover(self, pointer: Pointer) -> None:
        if self._hovered and self._handle_at(pointer):
            return
        id = self.scene.element_at(pointer.scene)
        if id and not (self.scene.design.elements[id].kind in LINKABLE or self._is_sized(id)):
            id = None
        if id != self._hovered:
            self._leave()
            self._hovered = id
        if id and self.view.zoom >= NAMES:
            self._handles = self._handle_places(id)
            self.scene.overlay.show_marks(Marks(handles=self._handles))

    def _is_sized(self, id: str) -> bool:
        """Its size is free: its handle resizes it."""
        return self.scene.design.elements[id].least is not None

    def _leave(self) -> None:
        self._hovered, self._handles = None, ()
        self.scene.overlay.show_marks(NOTHING)

    def _handle_places(self, id: str) -> tuple[QPointF, ...]:
        rect = self.scene.rects[id]
        if self._is_sized(id):
            return (QPointF(rect.right, rect.bottom),)
        return (QPointF(rect.right, rect.y + rect.height / 2), QPointF(rect.x + rect.width / 2, rect.bottom))

    def _handle_at(self, pointer: Pointer) -> bool:
        reach = (HANDLE + _GRAB) / self.view.zoom
        return any((pointer.scene - place).manhattanLength() <= 1.4 * reach for place in self._handles)

    def cancel(self) -> None:
        """Forget the drag that was about to begin, and the selection."""
        self._pressed = None
        self._leave()
        super().cancel()

    @property
    def cursor_now(self) -> Qt.CursorShape:
        """A cross over what can be connected; that of resizing over a note."""
        if not self._handles or self._hovered is None:
            return Qt.CursorShape.ArrowCursor
        return ResizeTool.cursor if self._is_sized(self._hovered) else Qt.CursorShape.CrossCursor
