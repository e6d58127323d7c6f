"""The logical view as a widget: selecting, moving cards, what a guest sees, the figures of a run."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from virtdesigner.model.change import remove
from virtdesigner.model.packing import GRID
from virtdesigner.model.room import written
from virtdesigner.ui.canvas.look import FULL, Look
from virtdesigner.ui.canvas.placing import counted
from virtdesigner.ui.canvas.readings import METRICS
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.logical.hand import Hand
from virtdesigner.ui.views.logical.scene import LogicalScene
from virtdesigner.ui.views.logical.seen import SeenPanel
from virtdesigner.ui.views.zooming import ZoomView

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame
    from virtdesigner.ui.canvas.live import Live, Rows

_FAR: Final = 24
_CORNER: Final = 16
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class LogicalView(ZoomView):
    """Shows guests in their networks; the same selection as everywhere. Works only while it is seen."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.look = Look(theme.palette)
        # The view keeps no reference of its own to its scene.
        self.logical_scene = LogicalScene(document, self.look)
        self.setScene(self.logical_scene)
        self._hand = Hand(self)
        self._frame: Frame | None = None
        self._rows: Rows | None = None
        self._is_fitted = False
        self.seen = SeenPanel(self)
        self.seen.hide()
        self.empty = QLabel(self.tr("Add a virtual machine or a container: here is what it sees"), self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_role(self.empty, "hint")
        self.setAccessibleName(self.tr("Logical view"))
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._show_live)
        document.changed.connect(lambda _: self.refresh())
        document.replaced.connect(self._start_again)
        document.selection_changed.connect(lambda _: self._show_selection())
        theme.changed.connect(self._dress)
        self._dress(theme.palette)

    def _dress(self, palette: Palette) -> None:
        self.look.palette = palette
        self.setBackgroundBrush(self.look.colour("canvas"))
        self.logical_scene.show_selection()
        self.logical_scene.update()

    def refresh(self) -> None:
        """Bring the view up to the design while somebody looks at it."""
        if self.isVisible():
            self.logical_scene.show_design()
            self.empty.setVisible(not self.logical_scene.cards)
            self._show_selection()
            self._show_live()

    def _start_again(self) -> None:
        self._frame = self._rows = None
        self._is_fitted = False
        self.refresh()
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was edited meanwhile."""
        super().showEvent(event)
        self.refresh()
        if not self._is_fitted:
            self.fit()

    def _show_selection(self) -> None:
        if not self.isVisible():
            return
        self.logical_scene.show_selection()
        chosen = self.document.selection
        is_guest = len(chosen) == 1 and chosen[0] in self.logical_scene.cards
        self.seen.setVisible(is_guest)
        if is_guest:
            self.seen.show_guest(self.document.design, chosen[0])
            self._place_labels()

    def _place_labels(self) -> None:
        self.seen.move(self.width() - self.seen.width() - _CORNER, _CORNER)
        self.empty.setGeometry(self.rect())

    def zoom_to(self, zoom: float, about: QPoint | None = None) -> None:
        """Show at this zoom, with the figures of what comes into view."""
        super().zoom_to(zoom, about)
        self.logical_scene.overlay.zoom = self.zoom
        self._show_live()

    def fit(self) -> None:
        """Show everything, at most at full size."""
        box = self.logical_scene.plan.box
        if box.width:
            self.fit_box(box)
            self._is_fitted = self.isVisible()
            self._show_live()

    def shows(self, id: str) -> bool:
        """Whether an element is drawn in this view."""
        self.logical_scene.show_design()
        return self.logical_scene.rect_of(id) is not None

    def reveal(self, id: str) -> None:
        """Bring an element into the middle, large enough to read."""
        if rect := self.logical_scene.rect_of(id):
            if self.zoom < FULL:
                self.zoom_to(1.0)
            self.centerOn(rect.x + rect.width / 2, rect.y + rect.height / 2)

    def arrange(self) -> None:
        """Forget what was placed by hand in this view, as one edit."""
        placements = self.document.design.placements.values()
        changes = [remove("placements", one) for one in placements if one.view == "logical"]
        if changes:
            self.document.do(self.tr("Arrange logical view"), changes)
        self.fit()

    def move_by(self, ids: tuple[str, ...], dx: float, dy: float, merge: str = "") -> None:
        """Move guests and external networks, as one edit."""
        design = self.document.design
        changes = written(design, self.logical_scene.moved(ids, dx, dy))
        what = design.elements[ids[0]].name if len(ids) == 1 else counted(len(ids))
        self.document.do(self.tr("Move {what} in the logical view").format(what=what), changes, merge)

    def set_heat(self, metric: str) -> None:
        """Colour by `cpu`, `memory`, `network` or `storage` where only names are shown."""
        self.look.metric = next(name for name in METRICS if name == metric)
        self.logical_scene.update()

    def show_frame(self, frame: "Frame | None") -> None:
        """Show the figures of a frame on what is in view; None takes them away."""
        self._frame = frame
        if frame is None:
            self.logical_scene.show_live(None, ())
        self._show_live()

    def _show_live(self) -> None:
        if self._frame is None or not self.isVisible():
            return
        area = self.mapToScene(self.viewport().rect()).boundingRect()
        cards = self.logical_scene.plan.cards
        ids = [id for id, rect in cards.items() if area.intersects(QRectF(*rect))]
        self.logical_scene.show_live(self._live(self._frame), ids)

    def _live(self, frame: "Frame") -> "Live":
        from virtdesigner.ui.canvas.live import Live, Rows

        design = frame.compiled.design
        if self._rows is None or not self._rows.fits(frame, design):
            self._rows = Rows(frame.compiled, design)
        return Live(frame, self._rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The hand."""
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand."""
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The hand."""
        self._hand.release(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the selected guests, with shift further; Esc gives up a drag, then the selection."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        chosen = tuple(id for id in self.document.selection if id in self.logical_scene.cards)
        if arrow and chosen:
            step = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else GRID
            self.move_by(chosen, arrow[0] * step, arrow[1] * step, f"nudge logical {' '.join(chosen)}")
        elif event.key() == Qt.Key.Key_Escape:
            if not self._hand.is_holding:
                self.document.select(())
            self._hand.cancel()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next guest while one is selected."""
        rects = self.logical_scene.plan.cards
        order = sorted(rects, key=lambda id: (rects[id].y, rects[id].x))
        chosen = next((id for id in self.document.selection if id in rects), None)
        if chosen is None:
            return super().focusNextPrevChild(forward)
        following = order[(order.index(chosen) + (1 if forward else -1)) % len(order)]
        self.document.select([following])
        rect = rects[following]
        self.ensureVisible(round(rect.x), round(rect.y), round(rect.width), round(rect.height))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the panel in its corner; fit once the first real size is known."""
        super().resizeEvent(event)
        self._place_labels()
        if not self._is_fitted and self.isVisible():
            self.fit()
        self._show_live()
