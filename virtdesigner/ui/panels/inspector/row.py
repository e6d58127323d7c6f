"""Row: one field of the form: label, editor, what was assumed or estimated, and why a value is refused."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from virtdesigner.ui.panels.inspector.field import Editor
from virtdesigner.ui.panels.inspector.texts import text
from virtdesigner.ui.stylesheet import set_role

LABEL_WIDTH: Final = 130
GAP: Final = 2


class ElidedLabel(QLabel):
    """Words on one line, cut short with three dots where there is no room for all."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    @property
    def words(self) -> str:
        """All of the words."""
        return self._words

    def set_words(self, words: str) -> None:
        """Show other words."""
        if words != self._words:
            self._words = words
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for all words."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """No room is needed: the words can be cut."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        cut = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(self.width(), 8))
        super().setText(cut)


class Row(QWidget):
    """One field. wide: the editor stands below the label, over the whole width."""

    def __init__(self, label: str, tooltip: str, editor: Editor, *, wide: bool = False) -> None:
        super().__init__()
        assert isinstance(editor, QWidget)
        self.editor = editor
        self.label = ElidedLabel(label)
        set_role(self.label, "hint")
        self.label.setToolTip(tooltip)
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(tooltip)
        editor.setToolTip(tooltip)
        self.tag = QLabel()
        self.tag.hide()
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.problem, "bad")
        self.problem.hide()
        self._lay_out(editor, wide)
        editor.refused.connect(self._show_problem)

    def _lay_out(self, editor: QWidget, wide: bool) -> None:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 6, 0)
        line.setSpacing(2)
        line.addWidget(self.label, 1)
        line.addWidget(self.tag)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, GAP)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(1)
        if wide:
            grid.addWidget(head, 0, 0)
            grid.addWidget(editor, 1, 0)
            grid.addWidget(self.problem, 2, 0)
        else:
            head.setFixedWidth(LABEL_WIDTH)
            grid.setColumnStretch(1, 1)
            grid.addWidget(head, 0, 0)
            grid.addWidget(editor, 0, 1)
            grid.addWidget(self.problem, 1, 0, 1, 2)

    def show_values(self, values: Sequence[Any], assumed: bool, estimate: bool) -> None:
        """Show what the records have, and whether it was assumed, or is still the estimate of the default."""
        self.editor.show_values(values)
        if assumed:
            self._show_tag(
                "badge-warning", text("assumed"), text("The source doesn't say; a usual value was taken")
            )
        elif estimate:
            self._show_tag("detail", text("est."), text("An estimate: a rule of thumb, not measured"))
        else:
            self.tag.hide()

    def _show_tag(self, role: Any, words: str, tooltip: str) -> None:
        if self.tag.text() != words:
            self.tag.setText(words)
            self.tag.setToolTip(tooltip)
            set_role(self.tag, role)
        self.tag.show()

    def _show_problem(self, reason: str) -> None:
        self.problem.setText(reason)
        self.problem.setVisible(bool(reason))
