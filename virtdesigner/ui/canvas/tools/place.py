"""Place: a kind dragged from the palette becomes an element where it is dropped, if it may lie there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF

from virtdesigner.kinds import KINDS
from virtdesigner.model.change import add
from virtdesigner.model.layout import Rect
from virtdesigner.model.messages import Message
from virtdesigner.model.packing import snapped
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.rules.relocate import container_for
from virtdesigner.ui.canvas import placing
from virtdesigner.ui.canvas.overlay import Marks, Target
from virtdesigner.ui.canvas.tools.tool import Tool
from virtdesigner.ui.wording import in_words, kind_label

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView


class PlaceTool(Tool):
    """A kind on its way to a place."""

    def __init__(self, view: "CanvasView", kind: str) -> None:
        super().__init__(view)
        self._kind = kind
        self._parent: str | None = None
        self._refusal: Message | None = None

    def over(self, point: QPointF) -> bool:
        """Show where it would go, and return whether it may."""
        design = self.document.design
        self._parent = container_for(design, self._kind, self.scene.element_at(point))
        self._refusal = containment_refusal(design, self._kind, self._parent)
        ghost = QRectF(*self._ghost(point))
        words = in_words(self._refusal, design) if self._refusal else ""
        inside = self.scene.rects[self._parent] if self._parent else None
        if inside:
            marks = Marks(ghost=None if words else ghost, target=Target(QRectF(*inside), words))
        else:
            marks = Marks(ghost=None if words else ghost, target=Target(ghost, words) if words else None)
        self.scene.overlay.show_marks(marks)
        self.view.hint.emit(words or self._words())
        return self._refusal is None

    def _ghost(self, point: QPointF) -> Rect:
        width, height = KINDS[self._kind].card
        return Rect(snapped(point.x() - width / 2), snapped(point.y() - height / 2), width, height)

    def _words(self) -> str:
        if self._parent is None:
            return ""
        text = QCoreApplication.translate("Canvas", "Add to {parent}")
        return text.format(parent=self.document.design.elements[self._parent].name)

    def drop(self, point: QPointF) -> bool:
        """Add the element, and select it."""
        allowed = self.over(point)
        self.cancel()
        if not allowed:
            assert self._refusal is not None
            self.document.refused.emit((self._refusal,))
            return False
        return self.put(self._parent, self._ghost(point))

    def put(self, parent: str | None, wanted: Rect) -> bool:
        """Add an element to `parent` near a scene rectangle, and select it."""
        element = placing.fresh(self.document.design, self._kind, parent)
        changes = placing.placed(self.scene, [add("elements", element)], {element.id: wanted})
        label = kind_label(KINDS[self._kind].label)
        name = QCoreApplication.translate("Canvas", "Add {kind}").format(kind=_in_a_sentence(label))
        done = self.document.do(name, changes)
        if done:
            self.document.select([element.id])
        return done


def _in_a_sentence(label: str) -> str:
    """Without its capital: virtual machine; but LUN and VLAN as they are."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
