import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.canvas.sites import arranged, branch_office
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.document import Document
from virtdesigner.ui.mime import KIND_MIME
from virtdesigner.ui.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Drives a canvas as a person would: events delivered to the viewport, places given in the scene."""

    def __init__(self, view: CanvasView) -> None:
        self.view = view
        self.hints: list[str] = []
        self.refused: list[object] = []
        view.hint.connect(self.hints.append)
        view.document.refused.connect(self.refused.extend)

    @property
    def design(self) -> Design:
        return self.view.document.design

    def id(self, name: str, within: str | None = None) -> str:
        wanted = (
            id
            for id, e in self.design.elements.items()
            if e.name == name
            and (within is None or self.id(within) in (a.id for a in self.design.ancestors(id)))
        )
        return next(wanted)

    def middle(self, name: str, within: str | None = None) -> QPointF:
        rect = self.view.canvas.rects[self.id(name, within)]
        return QPointF(rect.x + rect.width / 2, rect.y + rect.height / 2)

    def title(self, name: str, within: str | None = None) -> QPointF:
        rect = self.view.canvas.rects[self.id(name, within)]
        return QPointF(rect.x + 60, rect.y + 14)

    def mouse(
        self,
        kind: QEvent.Type,
        place: QPointF,
        held: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
    ) -> None:
        at = QPointF(self.view.mapFromScene(place))
        down = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        event = QMouseEvent(kind, at, self.view.viewport().mapToGlobal(at), button, down, held)
        QApplication.sendEvent(self.view.viewport(), event)

    def press(self, place: QPointF, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, place, held, button)

    def move(self, place: QPointF, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
        self.mouse(QEvent.Type.MouseMove, place, held, button)

    def release(
        self, place: QPointF, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
    ) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, place, held, button)

    def click(self, place: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
        self.press(place, held)
        self.release(place, held)

    def drag(self, start: QPointF, end: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
        self.press(start, held)
        self.move(start + (end - start) / 2, held)
        self.move(end, held)
        self.release(end, held)

    def drag_in(self, mime: QMimeData, place: QPointF) -> bool:
        """Enter with something and move it to a place; whether it would be taken."""
        at = self.view.mapFromScene(place)
        copy = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(at, copy, mime, LEFT, NONE)
        QApplication.sendEvent(self.view.viewport(), enter)
        over = QDragMoveEvent(at, copy, mime, LEFT, NONE)
        QApplication.sendEvent(self.view.viewport(), over)
        return enter.isAccepted() and over.isAccepted()

    def drop(self, mime: QMimeData, place: QPointF) -> bool:
        self.drag_in(mime, place)
        event = QDropEvent(QPointF(self.view.mapFromScene(place)), Qt.DropAction.CopyAction, mime, LEFT, NONE)
        QApplication.sendEvent(self.view.viewport(), event)
        return event.isAccepted()

    def leave(self) -> None:
        QApplication.sendEvent(self.view.viewport(), QDragLeaveEvent())


def kind_mime(kind: str) -> QMimeData:
    mime = QMimeData()
    mime.setData(KIND_MIME, kind.encode())
    return mime


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def canvas(qtbot: QtBot, theme: Theme) -> Iterator[Callable[[Design], CanvasView]]:
    """Return what shows a design on a canvas of 1600 x 1000."""
    views: list[CanvasView] = []

    def show(design: Design) -> CanvasView:
        view = CanvasView(Document(design), theme)
        qtbot.addWidget(view)
        view.resize(1600, 1000)
        view.show()
        views.append(view)
        return view

    yield show
    views.clear()
    gc.collect()


@pytest.fixture
def view(canvas: Callable[[Design], CanvasView]) -> CanvasView:
    return canvas(arranged(branch_office()))


@pytest.fixture
def hand(view: CanvasView) -> Hand:
    return Hand(view)
