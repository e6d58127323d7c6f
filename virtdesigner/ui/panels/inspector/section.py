"""Section: a heading that folds what is below it; what is folded from the start is made when first opened."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme

Level = Literal["section", "part"]

_LOOK: Final = "QPushButton {{ text-align: left; padding: 0; color: palette(window-text); {font} }}"
_FONTS: Final[dict[Level, str]] = {
    "section": "font-size: 13px; font-weight: 600;",
    "part": "font-size: 12px; font-weight: 500;",
}


class Section(QWidget):
    """A heading over rows. folded: it was folded or opened, by hand."""

    folded = Signal(bool)

    def __init__(
        self,
        title: str,
        theme: Theme,
        fill: Callable[[QVBoxLayout], None],
        *,
        is_open: bool = True,
        level: Level = "section",
    ) -> None:
        super().__init__()
        self._theme = theme
        self._fill = fill
        self._is_filled = False
        self.header = QPushButton(title)
        self.header.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_role(self.header, "quiet")
        self.header.setStyleSheet(_LOOK.format(font=_FONTS[level]))
        self.chevron = QToolButton()
        self.chevron.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.buttons.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.header, 1)
        head.addLayout(self.buttons)
        head.addWidget(self.chevron)
        self.body = QWidget()
        self._rows = QVBoxLayout(self.body)
        self._rows.setContentsMargins(0, 0, 0, 4)
        self._rows.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.body)
        self.header.clicked.connect(self._toggle)
        self.chevron.clicked.connect(self._toggle)
        self.set_open(is_open)

    @property
    def is_open(self) -> bool:
        """Its rows are shown."""
        return self._is_open

    def set_open(self, is_open: bool) -> None:
        """Show or hide the rows."""
        self._is_open = is_open
        if is_open and not self._is_filled:
            self._is_filled = True
            self._fill(self._rows)
        self.body.setVisible(is_open)
        self._theme.set_icon(self.chevron, "chevron-down" if is_open else "chevron-right")
        self.header.setAccessibleDescription("" if is_open else self.tr("folded"))

    def _toggle(self) -> None:
        self.set_open(not self._is_open)
        self.folded.emit(not self._is_open)

    def add_action(self, icon: str, words: str, run: Callable[[], object]) -> QToolButton:
        """Put a button into the heading."""
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words)
        self._theme.set_icon(button, icon)
        button.clicked.connect(run)
        self.buttons.addWidget(button)
        return button
