"""Inserting: notes, frames and pictures from the menu, and pictures that are dropped on the canvas."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from virtdesigner.kinds import Note
from virtdesigner.model.change import Change, add
from virtdesigner.model.edits import free_name
from virtdesigner.model.errors import FileError
from virtdesigner.model.frames import around
from virtdesigner.model.packing import Rect, snapped
from virtdesigner.model.placement import Placement
from virtdesigner.model.record import new_id
from virtdesigner.ui.canvas import placing
from virtdesigner.ui.canvas.picture_files import SUFFIXES, read_picture
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.document import Document

if TYPE_CHECKING:
    from virtdesigner.ui.canvas import CanvasView

_FRAME: Final = (480.0, 320.0)


class Inserting(QObject):
    """What the Insert menu does on the canvas of a document."""

    def __init__(self, document: Document, canvas: "CanvasView", window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._canvas = canvas
        self._window = window
        canvas.picture_dropped.connect(self.take_picture)

    def note(self) -> None:
        """Add a note in the middle of what is seen, to be written at once."""
        width, height = Note.card
        if id := self._add(self.tr("Add note"), self._middle(width, height), name=self.tr("note-01")):
            self._canvas.edit_note(id)

    def frame(self) -> None:
        """Add a frame round the outermost elements that are selected, else in the middle of what is seen."""
        design, rects = self._document.design, self._canvas.canvas.rects
        chosen = {self._outermost(id) for id in self._document.selection if id in design.elements}
        held = [rects[id] for id in chosen if not design.elements[id].lies_behind]
        rect = around(held) if held else self._middle(*_FRAME)
        self._add(self.tr("Add frame"), rect, name=self.tr("frame-01"), style="frame")

    def _outermost(self, id: str) -> str:
        around = [element.id for element in self._document.design.ancestors(id)]
        return around[-1] if around and self._document.design.elements[around[-1]].parent is None else id

    def ask_for_picture(self) -> None:
        """Ask for a picture file and add it."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        kinds = self.tr("Pictures ({patterns})").format(patterns=patterns)
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Insert a picture"), "", kinds)
        if name:
            self.picture(Path(name))

    def take_picture(self, path: Path, place: QPointF) -> None:
        """Add a picture that was dropped, once the drop is over: a message must not hold up its source."""
        QTimer.singleShot(0, self, lambda: self.picture(path, place))

    def picture(self, path: Path, place: QPointF | None = None) -> None:
        """Add a picture from a file, its middle at a scene point; say in one message why it can't be."""
        try:
            data, size = read_picture(path)
        except FileError as error:
            messages.show_error(self._window, self.tr("The picture can't be inserted"), str(error))
            return
        width, height = float(size.width()), float(size.height())
        rect = self._middle(width, height)
        if place is not None:
            rect = rect._replace(x=snapped(place.x() - width / 2), y=snapped(place.y() - height / 2))
        self._add(self.tr("Add picture"), rect, name=path.stem[:200], style="picture", picture=data)

    def _middle(self, width: float, height: float) -> Rect:
        middle = self._canvas.seen().center()
        return Rect(snapped(middle.x() - width / 2), snapped(middle.y() - height / 2), width, height)

    def _add(self, words: str, rect: Rect, name: str, **fields: Any) -> str:
        """Add a note of a size at a place, or near to it, and select it; returns its id, "" if refused."""
        taken = {element.name for element in self._document.design.elements.values()}
        note = Note(id=new_id(), name=free_name(name, taken), **fields)
        edit = placing.placed(self._canvas.canvas, [add("elements", note)], {note.id: rect})
        if not self._document.do(words, [_sized(change, note.id, rect) for change in edit]):
            return ""
        self._document.select([note.id])
        return note.id


def _sized(change: Change, id: str, rect: Rect) -> Change:
    """The change with the size of the rectangle, if it places the element."""
    after = change.after
    if not isinstance(after, Placement) or after.element != id:
        return change
    return Change(change.table, change.id, change.before, after.replace(width=rect.width, height=rect.height))
