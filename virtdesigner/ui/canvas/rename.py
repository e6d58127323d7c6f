"""Rename in place: a field over the card's name. Enter or leaving it keeps the name, Esc does not."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from virtdesigner.model.edits import replace

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView

_LEAST_WIDTH = 140
_HEIGHT = 26


class RenameField(QLineEdit):
    """Edits the name of one element; deletes itself when done."""

    def __init__(self, view: "CanvasView", id: str) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._id = id
        self._is_done = False
        element = view.document.design.elements[id]
        self.setText(element.name)
        self.setMaxLength(200)
        self.setAccessibleName(QCoreApplication.translate("Canvas", "Name"))
        self.selectAll()
        rect = view.canvas.rects[id]
        corner = view.mapFromScene(rect.x, rect.y)
        width = max(_LEAST_WIDTH, min(260, round(rect.width * view.zoom)))
        self.setGeometry(corner.x(), corner.y(), width, _HEIGHT)
        self.editingFinished.connect(self._keep)
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _keep(self) -> None:
        name = self.text().strip()
        element = self._view.document.design.elements.get(self._id)
        if not self._is_done and element and name and name != element.name:
            text = QCoreApplication.translate("Canvas", "Rename {old}").format(old=element.name)
            self._view.document.do(text, replace(self._view.document.design, element, name=name))
        self._close()

    def _close(self) -> None:
        if not self._is_done:
            self._is_done = True
            self.hide()
            self.deleteLater()
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the name as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
