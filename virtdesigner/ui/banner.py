"""The banner over the canvas: something went wrong, where, and what can be done; the design is untouched."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from virtdesigner.ui.stylesheet import set_role


class Banner(QFrame):
    """One sentence, one thing to do about it, and a button that closes it. Hidden until `show_message`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "box-bad")
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(self.text, "bad")
        self.action = QPushButton()
        self.close_button = QPushButton(self.tr("Close"))
        set_role(self.close_button, "quiet")
        self.close_button.clicked.connect(self.hide)
        self.action.clicked.connect(lambda _=False: self._act())
        self._act: Callable[[], object] = self.hide
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self.hide()

    def show_message(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Show `text`; `action` is what a button says that calls `act`."""
        self.text.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._act = act or self.hide
        self.show()
