"""Reach: the answer to "can it reach ...?" in a strip over the canvas, with the way brought out on it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from virtdesigner.rules.reach import Reach, reach
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.document import Document
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.wording import in_words, name_of

_ARROW = " \u203a "


class ReachStrip(QFrame):
    """Yes or no in bold, the way or the reason below it. It closes with another design or selection."""

    def __init__(self, document: Document, canvas: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self.verdict = QLabel()
        self.way = QLabel()
        self.way.setWordWrap(True)
        self.close_button = QPushButton(self.tr("Close"))
        set_role(self.close_button, "quiet")
        self.close_button.clicked.connect(self.close_answer)
        for label in (self.verdict, self.way):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.verdict)
        lines.addWidget(self.way)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addLayout(lines, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        document.changed.connect(lambda _: self.close_answer())
        document.replaced.connect(self.close_answer)
        document.selection_changed.connect(lambda _: self.close_answer())
        self.hide()

    def ask(self, ids: tuple[str, ...]) -> None:
        """Answer about two elements; of one, let the other be clicked first."""
        if len(ids) == 2:
            self.answer(*ids)
        elif len(ids) == 1:
            question = self.tr("Can {name} reach...? Click the other element; Esc ends")
            name = name_of(self._document.design, ids[0])
            self._canvas.pick(question.format(name=name), lambda other: self.answer(ids[0], other))

    def answer(self, source: str, target: str) -> None:
        """Show whether one element reaches another, and bring the way out on the canvas."""
        design = self._document.design
        found = reach(design, source, target)
        yes, no = self.tr("{source} reaches {target}"), self.tr("{source} does not reach {target}")
        names = {"source": name_of(design, source), "target": name_of(design, target)}
        self.verdict.setText((yes if found.is_reached else no).format(**names))
        self.way.setText(self._words(found))
        set_role(self, "box-good" if found.is_reached else "box-bad")
        set_role(self.verdict, "name")
        set_role(self.way, "body")
        self._canvas.canvas.show_path(found.path or (source, target))
        self.show()

    def _words(self, found: Reach) -> str:
        design = self._document.design
        if found.reason:
            return in_words(found.reason, design)
        return _ARROW.join(name_of(design, id) for id in found.path if id in design.elements)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_answer()
        else:
            super().keyPressEvent(event)

    def close_answer(self) -> None:
        """Take the answer and the marks on the canvas away."""
        if not self.isHidden():
            self.hide()
            self._canvas.canvas.show_path(())
