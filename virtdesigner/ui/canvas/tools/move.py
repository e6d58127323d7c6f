"""Move: cards follow the mouse on a grid; over another container they go into it, if they may."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt

from virtdesigner.model.change import Change
from virtdesigner.model.messages import Message
from virtdesigner.model.packing import snapped
from virtdesigner.rules.relocate import container_for, relocate, relocation_refusal
from virtdesigner.rules.visibility import server_of
from virtdesigner.ui.canvas import placing
from virtdesigner.ui.canvas.overlay import Marks, Target
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool
from virtdesigner.ui.wording import in_words

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


class MoveTool(Tool):
    """Moves the selection, of which `held` is under the mouse."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: "CanvasView", start: Pointer, held: str) -> None:
        super().__init__(view)
        design = self.document.design
        if held not in self.document.selection:
            self.document.select([held])
        chosen = [id for id in self.document.selection if id in design.elements]
        outer = set(chosen)
        self._ids = [id for id in chosen if not any(e.id in outer for e in design.ancestors(id))]
        self._held = held if held in self._ids else self._ids[0]
        self._start = start.scene
        self._offset = (0.0, 0.0)
        self._parent: str | None = design.elements[self._held].parent
        self._refusal: Message | None = None

    def move(self, pointer: Pointer) -> None:
        """Show the cards where they would lie, and whether they may lie there."""
        rect = self.scene.rects[self._held]
        step = pointer.scene - self._start
        self._offset = (snapped(rect.x + step.x()) - rect.x, snapped(rect.y + step.y()) - rect.y)
        self.scene.preview_move(self._ids, *self._offset)
        parent = self._parent_at(pointer.scene)
        if parent != self._parent:
            self._parent = parent
            self._refusal = relocation_refusal(self.document.design, self._moved_in(), parent)
        self.scene.overlay.show_marks(self._marks())
        self.view.hint.emit(self._words())

    def _parent_at(self, point: QPointF) -> str | None:
        design = self.document.design
        under = self.scene.element_at(point, without=self._ids)
        kind = design.elements[self._held].kind
        return container_for(design, kind, under, self._held)

    def _moved_in(self) -> list[str]:
        """The elements that would change their parent."""
        elements = self.document.design.elements
        return [id for id in self._ids if elements[id].parent != self._parent]

    def _marks(self) -> Marks:
        refusal = in_words(self._refusal, self.document.design) if self._refusal else ""
        if self._parent and self._moved_in():
            return Marks(target=Target(QRectF(*self.scene.rects[self._parent]), refusal))
        if refusal:
            held = self.scene.rects[self._held].moved(*self._offset)
            return Marks(target=Target(QRectF(*held), refusal))
        return Marks()

    def _words(self) -> str:
        design = self.document.design
        if self._refusal:
            return in_words(self._refusal, design)
        if self._parent and self._moved_in():
            text = QCoreApplication.translate("Canvas", "Move into {parent}")
            return text.format(parent=self._parent_name(self._parent))
        return ""

    def release(self, pointer: Pointer) -> None:
        """Make it an edit; a refused move goes back."""
        refused, offset = self._refusal, self._offset
        self.scene.preview_move(self._ids, 0, 0)
        self._end_marks()
        self.view.end()
        if refused is None and offset != (0.0, 0.0):
            self._do(offset)
        elif refused is not None:
            self.document.refused.emit((refused,))

    def _do(self, offset: tuple[float, float]) -> None:
        design = self.document.design
        moved_in = self._moved_in()
        edit: Sequence[Change] = relocate(design, moved_in, self._parent)
        wanted = {id: self.scene.rects[id].moved(*offset) for id in self._ids}
        changes = placing.placed(self.scene, edit, wanted)
        self.document.do(self._name(bool(moved_in)), changes)

    def _name(self, into: bool) -> str:
        elements = self.document.design.elements
        what = elements[self._held].name if len(self._ids) == 1 else placing.counted(len(self._ids))
        if into and self._parent:
            text = QCoreApplication.translate("Canvas", "Move {what} to {parent}")
            return text.format(what=what, parent=self._parent_name(self._parent))
        return QCoreApplication.translate("Canvas", "Move {what}").format(what=what)

    def _parent_name(self, parent: str) -> str:
        """A hypervisor goes by its server's name: it is mostly called as all the others are."""
        design = self.document.design
        server = server_of(design, parent) if design.elements[parent].kind == "hypervisor" else None
        return design.elements[server or parent].name

    def _end_marks(self) -> None:
        super().cancel()

    def cancel(self) -> None:
        """Put everything back."""
        self.scene.preview_move(self._ids, 0, 0)
        super().cancel()
