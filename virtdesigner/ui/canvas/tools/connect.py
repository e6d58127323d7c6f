"""Connect: a line drawn from one element to another makes the link that the two allow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from virtdesigner.model.design import Design
from virtdesigner.rules.connect import Proposal, Proposals, propose
from virtdesigner.ui.canvas import keys
from virtdesigner.ui.canvas.overlay import Marks, Target
from virtdesigner.ui.canvas.tools.tool import Pointer, Tool
from virtdesigner.ui.wording import in_words, kind_label

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView

LINKABLE: Final = frozenset(
    {
        "physical-server",
        "physical-switch",
        "external-network",
        "storage-array",
        "virtual-io-server",
        "virtual-machine",
        "container",
        "virtual-switch",
        "vlan",
        "lun",
        "cloud-service",
    }
)
"""Kinds that links start or end at: their cards show handles."""

_NAMES: Final = {
    "cable": "Cable",
    "uplink": "Uplink",
    "vnic": "Network adapter",
    "fibre": "Fibre cable",
    "disk": "Disk",
    "passthrough": "Adapter handed over",
    "member": "Member of the service",
}

_STEPS: Final = {
    Qt.Key.Key_Right: True,
    Qt.Key.Key_Down: True,
    Qt.Key.Key_Left: False,
    Qt.Key.Key_Up: False,
}
"""Arrow to whether it goes on to the next other end, or back."""


class ConnectTool(Tool):
    """From `source` to wherever the pointer is, or the keys lead; None: from what is pressed first."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: "CanvasView", source: str | None = None) -> None:
        super().__init__(view)
        self._source = source
        self._target: str | None = None
        self._proposals = Proposals(())

    def press(self, pointer: Pointer) -> None:
        """Start here, when no start was given; else this is the other end."""
        if self._source is None:
            self._source = self.scene.element_at(pointer.scene)
        else:
            self.move(pointer)

    def show_start(self) -> None:
        """Mark where the line starts, and say how to choose the other end."""
        if self._source is None:
            return
        if self.document.design.elements[self._source].kind not in LINKABLE:
            self._say_none()
            self.view.end()
            return
        middle = self._middle(self._source)
        self.scene.overlay.show_marks(
            Marks(target=Target(QRectF(*self.scene.rects[self._source])), handles=(middle,))
        )
        text = QCoreApplication.translate(
            "Canvas",
            "Connect {name}: click the other end, or choose it with Tab or the arrow keys and press Enter;"
            " Esc ends",
        )
        self.view.hint.emit(text.format(name=self.document.design.elements[self._source].name))

    def _middle(self, id: str) -> QPointF:
        return QRectF(*self.scene.rects[id]).center()

    def key(self, event: QKeyEvent) -> bool:
        """Arrows choose the other end, Enter connects."""
        if event.key() in _STEPS:
            return self.cycle(_STEPS[Qt.Key(event.key())])
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._target:
            self._finish(self.view.mapFromScene(self._middle(self._target)))
            return True
        return False

    def cycle(self, forward: bool) -> bool:
        """Aim at the next element, in reading order, that the start can be connected to."""
        if self._source is None:
            return False
        order = keys.reading_order(self.view)
        place = order.index(self._target or self._source)
        ring = [*order[place + 1 :], *order[: place + 1]]
        for id in ring if forward else [*ring[-2::-1], ring[-1]]:
            self._proposals = self._propose(id)
            if self._proposals.options:
                self._aim(id)
                return True
        self._say_none()
        return True

    def _say_none(self) -> None:
        assert self._source is not None
        text = QCoreApplication.translate("Canvas", "There is nothing that {name} can be connected to")
        self.view.hint.emit(text.format(name=self.document.design.elements[self._source].name))

    def _aim(self, id: str) -> None:
        self._target = id
        self.scene.overlay.show_marks(self._marks(self._middle(id)))
        self.view.ensureVisible(QRectF(*self.scene.rects[id]))
        text = QCoreApplication.translate("Canvas", "{meaning}. Press Enter; Esc ends")
        self.view.hint.emit(text.format(meaning=self._words()))

    def connect_to(self, target: str) -> None:
        """Connect the start with an element at once; ask when several links fit, say why when none."""
        assert self._source is not None
        self._target, self._proposals = target, propose(self.document.design, self._source, target)
        if self._proposals.refusal:
            words = in_words(self._proposals.refusal, self.document.design)
            self.view.hint.emit(words)
        else:
            self._finish(self.view.mapFromScene(self._middle(target)))

    def move(self, pointer: Pointer) -> None:
        """Stretch the line; say what it would make, or why it can't, where it points at another element."""
        if self._source is None:
            return
        target = self.scene.element_at(pointer.scene)
        if target is not None and target != self._target:
            self._proposals = self._propose(target)
        self._target = target
        self.scene.overlay.show_marks(self._marks(pointer.scene))
        self.view.hint.emit(self._words())

    def _propose(self, target: str) -> Proposals:
        assert self._source is not None
        design = self.document.design
        if target == self._source or target in (e.id for e in design.ancestors(self._source)):
            return Proposals(())
        return propose(design, self._source, target)

    def _marks(self, point: QPointF) -> Marks:
        assert self._source is not None
        source = self.scene.rects[self._source]
        start = QPointF(
            min(max(point.x(), source.x), source.right), min(max(point.y(), source.y), source.bottom)
        )
        target = None
        if self._target and (self._proposals.options or self._proposals.refusal):
            refusal = "" if self._proposals.options else self._words()
            target = Target(QRectF(*self.scene.rects[self._target]), refusal)
        return Marks(rubber=(start, point), target=target)

    def _words(self) -> str:
        design = self.document.design
        if self._target is None:
            return QCoreApplication.translate("Canvas", "Release over the element to connect to")
        if self._proposals.refusal:
            return in_words(self._proposals.refusal, design)
        kinds = ", ".join(option_label(option, design) for option in self._proposals.options)
        text = QCoreApplication.translate("Canvas", "Connect to {name}: {kinds}")
        return text.format(name=design.elements[self._target].name, kinds=kinds) if kinds else ""

    def release(self, pointer: Pointer) -> None:
        """Make the link; when several would fit, ask which."""
        self._finish(pointer.view)

    def _finish(self, place: QPoint) -> None:
        """Make the link; when several would fit, ask which at a place of the viewport."""
        options = self._proposals.options if self._target else ()
        super().cancel()
        if len(options) == 1:
            self._make(options[0])
        elif options:
            self._ask(options, place)
        self.view.end()

    def _make(self, option: Proposal) -> None:
        design = self.document.design
        assert self._source is not None
        assert self._target is not None
        text = QCoreApplication.translate("Canvas", "Connect {source} with {target}")
        name = text.format(
            source=design.elements[self._source].name, target=design.elements[self._target].name
        )
        if self.document.do(name, option.changes):
            self.document.select([change.id for change in option.changes if change.table == "links"])

    def _ask(self, options: Sequence[Proposal], place: QPoint) -> None:
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for option in options:
            action = menu.addAction(option_label(option, self.document.design))
            action.triggered.connect(lambda _=False, chosen=option: self._make(chosen))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.view.viewport().mapToGlobal(place))


def option_label(option: Proposal, design: Design) -> str:
    """What a meaning of a drag is called in a menu."""
    return in_words(option.meaning, design) if option.meaning else link_label(option.kind)


def link_label(kind: str) -> str:
    """What a kind of link is called in a menu."""
    return kind_label(_NAMES[kind])
