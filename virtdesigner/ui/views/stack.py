"""The views of one design in one place of the window: one is seen, all follow the document."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QStackedWidget

from virtdesigner.model.placement import View
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.document import Document
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.logical import LogicalView

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame

VIEWS: Final[tuple[tuple[View, object], ...]] = (
    ("physical", QT_TRANSLATE_NOOP("actions", "Physical")),
    ("logical", QT_TRANSLATE_NOOP("actions", "Logical")),
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
        self._pages: dict[View, CanvasView | LogicalView] = {"physical": canvas, "logical": self.logical}
        for page in self._pages.values():
            self.addWidget(page)
            page.zoom_changed.connect(self._tell_zoom)

    @property
    def view(self) -> View:
        """Name of the view that is seen."""
        return next(name for name, page in self._pages.items() if page is self.currentWidget())

    @property
    def page(self) -> CanvasView | LogicalView:
        """The view that is seen."""
        return self._pages[self.view]

    def show_view(self, name: View) -> None:
        """See another view."""
        if name != self.view:
            had_focus = self.page.hasFocus()
            self.setCurrentWidget(self._pages[name])
            if had_focus:
                self.page.setFocus()
            self._tell_zoom()
            self.shown.emit(name)

    def _tell_zoom(self) -> None:
        self.zoom_changed.emit(self.page.zoom)

    def reveal(self, id: str) -> None:
        """Bring an element into view: here if it is drawn here, else in the physical view."""
        if self.view == "logical" and not self.logical.shows(id):
            self.show_view("physical")
        self.page.reveal(id)

    def place_kind(self, kind: str) -> None:
        """Add an element of a kind, where elements are added."""
        self.show_view("physical")
        self.canvas.place_kind(kind)

    def set_heat(self, metric: str) -> None:
        """Colour all views by a resource."""
        for page in self._pages.values():
            page.set_heat(metric)

    def show_frame(self, frame: "Frame | None") -> None:
        """Show the figures of a frame; None takes them away."""
        for page in self._pages.values():
            page.show_frame(frame)
