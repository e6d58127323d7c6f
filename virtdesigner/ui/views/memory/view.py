"""The memory view as a widget: what to do first, then the memory of the host of the selection."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from virtdesigner.rules.visibility import server_of
from virtdesigner.ui.document import Document
from virtdesigner.ui.hosts import server_shown
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame
    from virtdesigner.ui.views.memory.host import HostMemory


class MemoryView(QWidget):
    """Who holds the memory of one host. Works only while it is seen. run: somebody asks for a run."""

    run = Signal()

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self._frame: Frame | None = None
        self._server: str | None = None
        self.host: HostMemory | None = None
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._build_empty())
        document.changed.connect(lambda _: self.refresh())
        document.replaced.connect(lambda: self.show_frame(None))
        document.selection_changed.connect(lambda _: self.refresh())

    def _build_empty(self) -> QWidget:
        page = QWidget()
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        set_role(self.empty, "hint")
        self.run_button = QPushButton(self.tr("Run"))
        set_role(self.run_button, "primary")
        self.run_button.clicked.connect(self.run.emit)
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addSpacing(8)
        column.addWidget(self.run_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self.refresh()

    def show_frame(self, frame: "Frame | None") -> None:
        """Show the figures of a frame; None: there is no run."""
        self._frame = frame
        self.refresh()

    def shows(self, id: str) -> bool:
        """Whether an element is, or lies in, a server."""
        return server_of(self._document.design, id) is not None

    def refresh(self) -> None:
        """Show the host of the selection while somebody looks."""
        if not self.isVisible():
            return
        self._server = server_shown(self._document.design, self._document.selection, self._server)
        if self._server is None or self._frame is None or self._server not in self._frame.compiled.host_ids:
            self._say_what_to_do()
            return
        if self.host is None:
            self.host = self._made()
            self._pages.addWidget(self.host)
        self._pages.setCurrentWidget(self.host)
        self.host.show_host(self._frame, self._server)

    def _made(self) -> "HostMemory":
        """What needs the engine: made when there is a frame, as numpy is loaded by then."""
        from virtdesigner.ui.views.memory.host import HostMemory

        return HostMemory(self._document, self._theme)

    def _say_what_to_do(self) -> None:
        self._pages.setCurrentIndex(0)
        self.run_button.setVisible(self._server is not None)
        if self._server is None:
            self.empty.setText(self.tr("Add a server with a hypervisor: here is who holds its memory"))
            return
        text = self.tr(
            "Run the design to see who holds the memory of {name}, and where the pages of a guest lie"
        )
        self.empty.setText(text.format(name=self._document.design.elements[self._server].name))
