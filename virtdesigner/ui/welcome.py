"""Welcome: what the canvas of an empty design says, and what it offers to do first."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from virtdesigner.ui.document import Document
from virtdesigner.ui.stylesheet import set_role


class Welcome(QFrame):
    """Lies in the middle of the canvas while the design is empty; a drop on it is one on the canvas, too."""

    def __init__(
        self,
        document: Document,
        canvas: QAbstractScrollArea,
        open_example: Callable[[], object],
        import_inventory: Callable[[], object],
    ) -> None:
        super().__init__(canvas.viewport())
        self._document = document
        self._canvas = canvas
        set_role(self, "panel")
        self.setStyleSheet("Welcome { background: transparent; }")
        title = QLabel(self.tr("Draw your infrastructure, or start from what you have"))
        set_role(title, "title")
        text = QLabel(
            self.tr(
                "Drag a server from the left, put a hypervisor into it and virtual machines into that."
                " Press Run to see where it gets tight."
            )
        )
        text.setWordWrap(True)
        set_role(text, "hint")
        self.example = _button(self.tr("Open the example"), open_example)
        self.inventory = _button(self.tr("Import an RVTools export"), import_inventory)
        set_role(self.example, "primary")
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.example)
        buttons.addWidget(self.inventory)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addLayout(buttons)
        canvas.viewport().installEventFilter(self)
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(self.refresh)
        document.changed.connect(lambda _: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Appear or go, and stay in the middle: a viewport scrolls what lies in it."""
        self.setVisible(not self._document.design.elements)
        self.setFixedWidth(min(460, max(200, self._canvas.viewport().width() - 32)))
        self.adjustSize()
        area = self._canvas.viewport().rect()
        self.move((area.width() - self.width()) // 2, (area.height() - self.height()) // 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the canvas."""
        if event.type() == QEvent.Type.Resize:
            self.refresh()
        return super().eventFilter(watched, event)


def _button(text: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumHeight(30)
    button.clicked.connect(lambda _=False: act())
    return button
