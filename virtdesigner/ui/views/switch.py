"""The switch between the views, for the bar at the top."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from virtdesigner.ui.actions import ActionSet
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.views.stack import VIEWS


class ViewSwitch(QFrame):
    """A button for each view; the one that is seen is pressed."""

    def __init__(self, actions: ActionSet) -> None:
        super().__init__()
        set_role(self, "segments")
        self.setFixedHeight(32)
        self.buttons = {name: _button(actions[f"view-{name}"]) for name, _ in VIEWS}
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(0)
        for button in self.buttons.values():
            line.addWidget(button)

    def minimumSizeHint(self) -> QSize:
        """All of it: the style sheet would let buttons become so narrow that their words are cut off."""
        return self.sizeHint()


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    return button
