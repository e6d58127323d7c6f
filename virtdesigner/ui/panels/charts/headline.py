"""Headline: a sentence that can be clicked, cut short with three dots where there is no room for all."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from virtdesigner.ui.stylesheet import set_role


class Headline(QPushButton):
    """Gives way to its neighbours, which a plain button doesn't."""

    def __init__(self, tip: str) -> None:
        super().__init__()
        self._words = ""
        self._tip = tip
        set_role(self, "link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The whole sentence."""
        return self._words

    def set_words(self, words: str) -> None:
        """Say something else."""
        if words != self._words:
            self._words = words
            self._fit()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the whole sentence."""
        hint = super().sizeHint()
        shown, whole = map(self.fontMetrics().horizontalAdvance, (self.text(), self._words))
        return QSize(hint.width() - shown + whole + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        """No room is needed: the sentence can be cut."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the sentence anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        frame = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        room = max(0, self.width() - frame)
        text = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(text)
        self.setToolTip(self._tip if text == self._words else f"{self._words}\n{self._tip}")
