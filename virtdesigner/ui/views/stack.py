"""The views of one design in one place of the window: one is seen, all follow the document."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QStackedWidget

from virtdesigner.model.placement import View
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.document import Document
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.logical import LogicalView
from virtdesigner.ui.views.memory import MemoryView

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame

VIEWS: Final[tuple[tuple[View, object], ...]] = (
    ("physical", QT_TRANSLATE_NOOP("actions", "Physical")),
    ("logical", QT_TRANSLATE_NOOP("actions", "Logical")),
    ("memory", QT_TRANSLATE_NOOP("actions", "Memory")),
)
"""The views there are, in the order of the switch, with their names."""


class ViewStack(QStackedWidget):
    """Shows one view; what is asked of the view seen goes to that one. shown: name of the view now seen."""

    shown = Signal(str)
    zoom_changed = Signal(float)

    def __init__(self, document: Document, canvas: CanvasView, theme: Theme) -> None:
        super().__init__()
        self.canvas = canvas
        self.logical = LogicalView(document, theme)
        self.memory = MemoryView(document, theme)
        self._drawings: dict[View, CanvasView | LogicalView] = {"physical": canvas, "logical": self.logical}
        for drawing in self._drawings.values():
            self.addWidget(drawing)
            drawing.zoom_changed.connect(self._tell_zoom)
        self.addWidget(self.memory)

    @property
    def view(self) -> View:
        """Name of the view that is seen."""
        return next((name for name, one in self._drawings.items() if one is self.currentWidget()), "memory")

    @property
    def is_drawing(self) -> bool:
        """Whether what is seen can be zoomed and arranged."""
        return self.view in self._drawings

    @property
    def page(self) -> CanvasView | LogicalView:
        """The drawing that is seen, else the physical one."""
        return self._drawings.get(self.view, self.canvas)

    def show_view(self, name: View) -> None:
        """See another view."""
        if name != self.view:
            had_focus = self.page.hasFocus()
            following = self._drawings.get(name, self.memory)
            self.setCurrentWidget(following)
            if had_focus:
                following.setFocus()
            self._tell_zoom()
            self.shown.emit(name)

    def _tell_zoom(self) -> None:
        self.zoom_changed.emit(self.page.zoom)

    def reveal(self, id: str) -> None:
        """Bring an element into view: here if it is shown here, else in the physical view."""
        if self.view == "memory" and self.memory.shows(id):
            return
        if self.view != "physical" and not (self.view == "logical" and self.logical.shows(id)):
            self.show_view("physical")
        self.page.reveal(id)

    def place_kind(self, kind: str) -> None:
        """Add an element of a kind, where elements are added."""
        self.show_view("physical")
        self.canvas.place_kind(kind)

    def set_heat(self, metric: str) -> None:
        """Colour all views by a resource."""
        for drawing in self._drawings.values():
            drawing.set_heat(metric)

    def show_frame(self, frame: "Frame | None") -> None:
        """Show the figures of a frame; None takes them away."""
        for view in (*self._drawings.values(), self.memory):
            view.show_frame(frame)
