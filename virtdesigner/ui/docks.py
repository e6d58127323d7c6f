"""Docks: the panels round the canvas, each under a title of its own that it can be dragged by."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QSizePolicy, QWidget

from virtdesigner.ui.panels.findings import severity_role
from virtdesigner.ui.stylesheet import set_role

GRIP: Final = 8
Feature = QDockWidget.DockWidgetFeature


class DockTitle(QWidget):
    """The words over a panel, with a count where one is given. Dragging it moves the dock."""

    def __init__(self, text: str) -> None:
        super().__init__()
        set_role(self, "panel")
        self.text = QLabel(text)
        set_role(self.text, "section")
        self.count = QLabel()
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.text)
        layout.addWidget(self.count)
        layout.addStretch(1)
        for label in (self.text, self.count):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_count(self, count: int, severity: str) -> None:
        """Show how many there are, in the colour of the worst."""
        set_role(self.count, severity_role(severity))
        self.count.setText(str(count))
        self.count.setVisible(count > 0)


class _Grip(QWidget):
    """The narrow strip that a dock with a title of its own is dragged by."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "panel")
        self.setFixedHeight(GRIP)


def dock(name: str, title: str, content: QWidget, parent: QWidget, *, headed: bool = False) -> QDockWidget:
    """A dock named `name` (for keeping its place) around `content`. headed: that has its own title."""
    made = QDockWidget(title, parent)
    made.setObjectName(name)
    made.setFeatures(Feature.DockWidgetClosable | Feature.DockWidgetMovable | Feature.DockWidgetFloatable)
    made.setTitleBarWidget(_Grip() if headed else DockTitle(title))
    content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setWidget(content)
    return made


def title_of(made: QDockWidget) -> DockTitle:
    """The title over a dock that `dock` made."""
    bar = made.titleBarWidget()
    assert isinstance(bar, DockTitle)
    return bar
