"""The view: the canvas as a widget. Zoom, scrolling, keys; mouse and drops are handed to the tools."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from virtdesigner.kinds import KINDS
from virtdesigner.model.change import add, update
from virtdesigner.model.layout import Rect, arrange
from virtdesigner.model.packing import bounds
from virtdesigner.rules.containment import containment_refusal
from virtdesigner.ui.canvas import keys
from virtdesigner.ui.canvas.layers import ManagementLayers
from virtdesigner.ui.canvas.look import FULL, NAMES, Look
from virtdesigner.ui.canvas.minimap import Minimap
from virtdesigner.ui.canvas.note_editor import NoteEditor
from virtdesigner.ui.canvas.picture_files import picture_file
from virtdesigner.ui.canvas.readings import METRICS
from virtdesigner.ui.canvas.rename import RenameField
from virtdesigner.ui.canvas.scene import CanvasScene
from virtdesigner.ui.canvas.tips import link_tip, tip
from virtdesigner.ui.canvas.tools import ConnectTool, PanTool, PickTool, PlaceTool, Pointer, SelectTool, Tool
from virtdesigner.ui.document import Document
from virtdesigner.ui.mime import KIND_MIME
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtdesigner.engine.frame import Frame
    from virtdesigner.ui.canvas.live import Live, Rows

_LEAST, _MOST = 0.05, 3.0
_STEP: Final = 1.25
_DOTS: Final = 24
_FIT_MARGIN: Final = 40.0


class CanvasView(QGraphicsView):
    """Shows the document's design and edits it by mouse and keyboard.

    zoom_changed: 1.0 is full size. hint: what the gesture under way would do, or why it may not; "" for none.
    picture_dropped: Path of a picture file and the scene point where it was dropped.
    """

    zoom_changed = Signal(float)
    hint = Signal(str)
    picture_dropped = Signal(object, QPointF)

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.look = Look(theme.palette)
        # The view keeps no reference of its own to its scene.
        self.canvas = CanvasScene(document, self.look)
        self.canvas.setParent(self)
        self.setScene(self.canvas)
        self._rest = SelectTool(self)
        self._tool: Tool = self._rest
        self._placing: PlaceTool | None = None
        self._frame: Frame | None = None
        self._rows: Rows | None = None
        self._space = False
        self._is_fitted = False
        self._set_up()
        self.minimap = Minimap(self)
        self.layers = ManagementLayers(self)
        self._dress(theme.palette)
        theme.changed.connect(self._dress)
        document.replaced.connect(self._start_again)

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Canvas"))
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._seen)

    def _dress(self, palette: Palette) -> None:
        self.look.palette = palette
        self._paint_background()
        self.canvas.update()
        self.minimap.update()
        self.layers.legend.update()

    def _paint_background(self) -> None:
        """Dots at full detail, a plain colour from afar."""
        if self.zoom < FULL:
            self.setBackgroundBrush(self.look.colour("canvas"))
            return
        tile = QPixmap(_DOTS, _DOTS)
        tile.fill(self.look.colour("canvas"))
        painter = QPainter(tile)
        painter.fillRect(0, 0, 1, 1, QColor(self.look.colour("dots")))
        painter.end()
        self.setBackgroundBrush(tile)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint in one call from Python: it keeps the interpreter's lock, so that a run can't stall it."""
        super().paintEvent(event)

    @property
    def zoom(self) -> float:
        """Pixels on the screen per px of the scene."""
        return self.transform().m11()

    def seen(self) -> QRectF:
        """The part of the scene in view."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def zoom_in(self) -> None:
        """A step nearer, round the middle."""
        self.zoom_to(self.zoom * _STEP)

    def zoom_out(self) -> None:
        """A step away, round the middle."""
        self.zoom_to(self.zoom / _STEP)

    def zoom_to(self, zoom: float, about: QPoint | None = None) -> None:
        """Show at this zoom; the point `about` of the viewport stays where it is."""
        zoom = min(max(zoom, _LEAST), _MOST)
        about = about or self.viewport().rect().center()
        fixed = self.mapToScene(about)
        was_full = self.zoom >= FULL
        self.resetTransform()
        self.scale(zoom, zoom)
        moved = self.mapFromScene(fixed) - about
        self.scroll_by(moved.x(), moved.y())
        self.canvas.overlay.zoom = zoom
        self.canvas.show_overview(zoom < NAMES)
        self.layers.refresh()
        if was_full != (zoom >= FULL):
            self._paint_background()
        self._seen()
        self.zoom_changed.emit(zoom)

    def scroll_by(self, dx: int, dy: int) -> None:
        """Show what lies `dx` to the right and `dy` below, px on the screen."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + dx)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + dy)

    def fit(self) -> None:
        """Show everything, at most at full size."""
        box = bounds(self.canvas.rects.values())
        if not box.width:
            self.zoom_to(1.0)
            return
        area = QRectF(*box).adjusted(-_FIT_MARGIN, -_FIT_MARGIN, _FIT_MARGIN, _FIT_MARGIN)
        size = self.viewport().size()
        self.zoom_to(min(1.0, size.width() / area.width(), size.height() / area.height()))
        self.centerOn(area.center())
        self._seen()

    def reveal(self, id: str) -> None:
        """Bring an element, or the middle of a link, into the middle of the view, large enough to read."""
        ends = self._ends(id)
        if ends:
            box = bounds([self.canvas.rects[end] for end in ends])
            if self.zoom < FULL:
                self.zoom_to(1.0)
            self.centerOn(box.x + box.width / 2, box.y + box.height / 2)
            self._seen()

    def _ends(self, id: str) -> list[str]:
        link = self.document.design.links.get(id)
        ends = (link.source, link.target) if link else (id,)
        return [end for end in ends if end in self.canvas.rects]

    def arrange(self) -> None:
        """Lay everything out afresh, as one edit."""
        design = self.document.design
        changes = []
        for placement in arrange(design):
            stored = design.placements.get(placement.id)
            changes.append(
                update("placements", stored, placement) if stored else add("placements", placement)
            )
        if self.document.do(self.tr("Arrange"), changes):
            self.fit()

    def place_kind(self, kind: str) -> None:
        """Add an element of a kind: into the selected container if it may lie there, else in the middle."""
        design = self.document.design
        tried = [id for id in self.document.selection if id in design.elements]
        around = [one for id in tried for one in (id, *(e.id for e in design.ancestors(id)))]
        parent = next((id for id in around if containment_refusal(design, kind, id) is None), None)
        refusal = containment_refusal(design, kind, parent)
        if refusal:
            self.document.refused.emit((refusal,))
            self.hint.emit(in_words(refusal, design))
            return
        middle = self.seen().center()
        if parent:
            home = self.canvas.rects[parent]
            middle = QPointF(home.x + KINDS[kind].card[0] / 2, home.y + KINDS[kind].card[1] / 2)
        width, height = KINDS[kind].card
        tool = PlaceTool(self, kind)
        tool.put(parent, Rect(middle.x() - width / 2, middle.y() - height / 2, width, height))

    def set_heat(self, metric: str) -> None:
        """Colour by `cpu`, `memory`, `network` or `storage`."""
        self.look.metric = next(name for name in METRICS if name == metric)
        self.canvas.update()
        self._seen()

    def show_frame(self, frame: "Frame | None") -> None:
        """Show the figures of a frame on what is in view; None takes them away."""
        self._frame = frame
        self.canvas.show_live(self._live(), self.seen())

    def _live(self) -> "Live | None":
        if self._frame is None:
            return None
        from virtdesigner.ui.canvas.live import Live, Rows

        # Its own design: after an edit in a pause, the figures are still those of the design before.
        design = self._frame.compiled.design
        if self._rows is None or not self._rows.fits(self._frame, design):
            self._rows = Rows(self._frame.compiled, design)
        return Live(self._frame, self._rows)

    def _seen(self) -> None:
        """Another part of the scene is in view."""
        self.canvas.overlay.look_from(self.seen())
        self.canvas.refresh(self.seen())
        self.minimap.follow()
        self.layers.legend.follow()

    def _start_again(self) -> None:
        self._frame = self._rows = None
        self.canvas.show_live(None, self.seen())
        self.fit()

    def connect_from(self, id: str | None = None) -> None:
        """Let the next drag draw a link; from an element, the next click or the keys choose the other end."""
        tool = ConnectTool(self, id)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.begin(tool)
        tool.show_start()

    def pick(self, question: str, then: "Callable[[str], object]") -> None:
        """Let the next click choose an element for `then`; question: what is asked, for the hint."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.begin(PickTool(self, then))
        self.hint.emit(question)

    def connect_selected(self) -> None:
        """Connect the two selected elements; of one, let the other end be chosen."""
        chosen = [id for id in self.document.selection if id in self.canvas.cards]
        if len(chosen) == 2:
            ConnectTool(self, chosen[0]).connect_to(chosen[1])
        elif len(chosen) == 1:
            self.connect_from(chosen[0])

    def rename(self) -> None:
        """Edit the name of the one selected element in its place."""
        chosen = [id for id in self.document.selection if id in self.canvas.cards]
        if len(chosen) == 1:
            RenameField(self, chosen[0])

    def edit_note(self, id: str) -> None:
        """Edit the words of a note in their place."""
        NoteEditor(self, id)

    def begin(self, tool: Tool, pointer: Pointer | None = None) -> None:
        """Hand the mouse to a tool, at `pointer` if it has moved already."""
        self._tool = tool
        self.viewport().setCursor(tool.cursor)
        if pointer:
            tool.move(pointer)

    def end(self) -> None:
        """The gesture is over: the mouse selects again."""
        self._tool = self._rest
        self.viewport().setCursor(self._rest.cursor)

    def cancel(self) -> None:
        """Give up the gesture under way; without one, the selection."""
        if self._tool is self._rest:
            self.document.select([])
        self._tool.cancel()
        self.end()

    def _pointer(self, event: QMouseEvent) -> Pointer:
        place = event.position().toPoint()
        return Pointer(self.mapToScene(place), place, event.modifiers())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left: the tool. Middle, or left with space held: pan. Right: select what the menu will be about."""
        pointer = self._pointer(event)
        if event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        ):
            self.begin(PanTool(self, pointer))
        elif event.button() == Qt.MouseButton.LeftButton:
            self._tool.press(pointer)
        elif event.button() == Qt.MouseButton.RightButton:
            self._select_for_menu(pointer)
        event.accept()

    def _select_for_menu(self, pointer: Pointer) -> None:
        id = self.canvas.element_at(pointer.scene) or self.canvas.links.link_at(pointer.scene, self.zoom)
        if id is None or id not in self.document.selection:
            self.document.select([id] if id else [])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tool."""
        self._tool.move(self._pointer(event))
        if self._tool is self._rest:
            self.viewport().setCursor(self._rest.cursor_now)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The tool."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._tool.release(self._pointer(event))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename what is under the pointer; of a note, edit the words."""
        id = self.canvas.element_at(self._pointer(event).scene)
        if event.button() == Qt.MouseButton.LeftButton and id:
            self.document.select([id])
            if self.document.design.elements[id].kind == "note":
                self.edit_note(id)
            else:
                self.rename()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with ctrl held zoom at the pointer; with shift scroll sideways."""
        steps = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * _STEP ** (steps.y() / 120), event.position().toPoint())
        else:
            pixels = event.pixelDelta() if not event.pixelDelta().isNull() else steps / 2
            sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not pixels.x()
            dx, dy = (pixels.y(), 0) if sideways else (pixels.x(), pixels.y())
            self.scroll_by(-dx, -dy)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinches of a touchpad or a touch screen, and tooltips."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_to(self.zoom * (1 + event.value()), event.position().toPoint())
                return True
        elif event.type() == QEvent.Type.Gesture:
            return self._pinched(event)
        elif isinstance(event, QHelpEvent):
            return self._show_tip(event)
        return super().viewportEvent(event)

    def _pinched(self, event: Any) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if pinch:
            place = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
            self.zoom_to(self.zoom * pinch.scaleFactor(), place)
        return bool(pinch)

    def _show_tip(self, event: QHelpEvent) -> bool:
        QToolTip.showText(event.globalPos(), self.tip_at(self.mapToScene(event.pos())), self)
        return True

    def tip_at(self, point: QPointF) -> str:
        """What the tooltip says at a scene point: of a line, unless a card without content lies there."""
        design, id = self.document.design, self.canvas.element_at(point)
        wire = self.canvas.links.wire_at(point, self.zoom)
        if wire and (id is None or design.children(id)):
            return link_tip(wire, self.canvas.links, design)
        return tip(self.canvas.cards[id], design) if id else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows nudge, Esc cancels, F2 renames, space pans; see `keys`."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif not (self._tool.key(event) or keys.press(self, event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.viewport().setCursor(self._tool.cursor)
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next element while one is selected; Esc gives it back to the widgets."""
        return self._tool.cycle(forward) or keys.cycle(self, forward) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The space bar may come up elsewhere."""
        self._space = False
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the minimap in its corner; fit the design once the first real size is known."""
        super().resizeEvent(event)
        if not self._is_fitted and self.isVisible():
            self._is_fitted = True
            self.fit()
        self._seen()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A kind from the palette, or a picture file."""
        kind = bytes(event.mimeData().data(KIND_MIME).data()).decode()
        if kind in KINDS:
            self._placing = PlaceTool(self, kind)
            event.acceptProposedAction()
        elif picture_file(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go; a refused place shows why."""
        place = self.mapToScene(event.position().toPoint())
        if (self._placing and self._placing.over(place)) or picture_file(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        if self._placing:
            self._placing.cancel()
            self._placing = None
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the element, or the picture."""
        tool, self._placing = self._placing, None
        place = self.mapToScene(event.position().toPoint())
        if path := picture_file(event.mimeData()):
            event.acceptProposedAction()
            self.picture_dropped.emit(path, place)
        elif tool and tool.drop(place):
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        else:
            event.ignore()
