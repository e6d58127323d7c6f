from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.building import id_of, two_hosts
from virtdesigner.model.design import Design
from virtdesigner.ui.document import Document
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.logical import LogicalView

if TYPE_CHECKING:
    from collections.abc import Callable

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Mouse:
    """Moves in a logical view as a person would; places are those of the scene."""

    def __init__(self, view: LogicalView) -> None:
        self.view = view

    def _send(self, kind: QEvent.Type, place: QPointF, held: Qt.KeyboardModifier) -> None:
        at = QPointF(self.view.mapFromScene(place))
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
        down = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
        event = QMouseEvent(kind, at, self.view.viewport().mapToGlobal(at), button, down, held)
        QApplication.sendEvent(self.view.viewport(), event)

    def drag(self, start: QPointF, end: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
        self._send(QEvent.Type.MouseButtonPress, start, held)
        for part in (0.5, 1.0):
            self._send(QEvent.Type.MouseMove, start + (end - start) * part, held)
        self._send(QEvent.Type.MouseButtonRelease, end, held)

    def click(self, place: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
        self._send(QEvent.Type.MouseButtonPress, place, held)
        self._send(QEvent.Type.MouseButtonRelease, place, held)

    def on(self, name: str) -> QPointF:
        rect = self.view.logical_scene.rect_of(id_of(name))
        assert rect
        return QPointF(rect.x + rect.width / 2, rect.y + 12)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> "Iterator[Callable[[Design], LogicalView]]":
    """Return what shows a design in the logical view, 1400 x 900."""
    views: list[LogicalView] = []

    def made(design: Design) -> LogicalView:
        view = LogicalView(Document(design), theme)
        qtbot.addWidget(view)
        view.resize(1400, 900)
        view.show()
        views.append(view)
        return view

    yield made
    views.clear()


@pytest.fixture
def view(show: "Callable[[Design], LogicalView]") -> LogicalView:
    return show(two_hosts().design)


@pytest.fixture
def mouse(view: LogicalView) -> Mouse:
    return Mouse(view)
