"""Notes are written where they lie: a field over the card. Leaving it keeps the words, Esc does not."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from virtdesigner.kinds import Note
from virtdesigner.model.edits import replace
from virtdesigner.ui.fonts import font

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView

_LEAST_WIDTH: Final = 160
_LEAST_HEIGHT: Final = 60
_SMALLEST: Final = 10
_LONGEST: Final = 10_000
"""Characters that a note can hold; what is typed beyond is cut off."""


class NoteEditor(QPlainTextEdit):
    """Edits the words of one note; deletes itself when done. Ctrl+Enter is done, too."""

    def __init__(self, view: "CanvasView", id: str) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._id = id
        self._is_done = False
        note = view.document.design.elements[id]
        assert isinstance(note, Note)
        self.setPlainText(note.content)
        self.selectAll()
        self.setAccessibleName(QCoreApplication.translate("Canvas", "Text of the note"))
        face = QFont(font("body"))
        face.setPixelSize(max(_SMALLEST, round(face.pixelSize() * view.zoom)))
        self.setFont(face)
        rect = view.canvas.rects[id]
        corner = view.mapFromScene(rect.x, rect.y)
        width, height = round(rect.width * view.zoom), round(rect.height * view.zoom)
        self.setGeometry(corner.x(), corner.y(), max(_LEAST_WIDTH, width), max(_LEAST_HEIGHT, height))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the words as they were; Ctrl+Enter keeps them."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._keep()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Somebody went on elsewhere: keep the words. A menu over the field is no leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._keep()

    def _keep(self) -> None:
        document, words = self._view.document, self.toPlainText().strip()[:_LONGEST]
        note = document.design.elements.get(self._id)
        if not self._is_done and isinstance(note, Note) and words != note.content:
            name = QCoreApplication.translate("Canvas", "Edit {name}").format(name=note.name)
            document.do(name, replace(document.design, note, content=words))
        self._close()

    def _close(self) -> None:
        if not self._is_done:
            self._is_done = True
            self.hide()
            self.deleteLater()
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)
