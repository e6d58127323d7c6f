"""A drag with the mouse of a real X server, from the palette to the canvas. Run under Xvfb with -m xvfb."""

import ctypes
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.canvas.sites import arranged, branch_office, named
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.palette import KindList
from virtdesigner.ui.theme import Theme

pytestmark = pytest.mark.xvfb
LEFT = 1
PAUSE_MS = 40


class Mouse:
    """The pointer of the X server, moved by its test extension."""

    def __init__(self) -> None:
        if QGuiApplication.platformName() != "xcb":
            pytest.skip("needs an X display")
        try:
            self._x11, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        except OSError:
            pytest.skip("needs libX11 and libXtst")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(None))

    def move(self, place: QPoint) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, place.x(), place.y(), 0)
        self._x11.XFlush(self._display)

    def button(self, down: bool) -> None:
        self._test.XTestFakeButtonEvent(self._display, LEFT, int(down), 0)
        self._x11.XFlush(self._display)

    def close(self) -> None:
        self._x11.XCloseDisplay(self._display)


@pytest.fixture
def mouse(qapp: object) -> Iterator[Mouse]:
    made = Mouse()
    yield made
    made.close()


def drag(mouse: Mouse, start: QPoint, end: QPoint) -> None:
    """Queue the steps of a drag on timers: they run inside the drag's own event loop."""
    between = [start + (end - start) * step / 8 for step in range(1, 9)]
    acts = [lambda: mouse.move(start), lambda: mouse.button(True)]
    acts += [lambda place=place: mouse.move(place) for place in (*between, end)]  # type: ignore[misc]
    acts += [lambda: mouse.button(False)]
    for number, act in enumerate(acts):
        QTimer.singleShot(PAUSE_MS * (number + 1), act)


@pytest.mark.parametrize(("target", "added"), [("esx-01", True), ("sw-1", False)])
def test_a_kind_dragged_from_the_palette(
    qtbot: QtBot, theme: Theme, mouse: Mouse, target: str, added: bool
) -> None:
    document = Document(arranged(branch_office()))
    window, kinds, view = QWidget(), KindList(theme), CanvasView(document, theme)
    row = QHBoxLayout(window)
    row.addWidget(kinds)
    row.addWidget(view, 1)
    qtbot.addWidget(window)
    window.resize(1200, 700)
    with qtbot.waitExposed(window):
        window.show()
    item = next(kinds.item(n) for n in range(kinds.count()) if kinds.kind(kinds.item(n)) == "virtual-machine")
    start = kinds.viewport().mapToGlobal(kinds.visualItemRect(item).center())
    rect = view.canvas.rects[named(document.design, target)]
    end = view.viewport().mapToGlobal(view.mapFromScene(rect.x + 60, rect.y + 14))
    count = len(document.design.elements)
    hints: list[str] = []
    view.hint.connect(hints.append)
    drag(mouse, start, end)
    if added:
        qtbot.waitUntil(lambda: len(document.design.elements) == count + 1)
    else:
        qtbot.waitUntil(lambda: any("can't lie in" in hint for hint in hints))
        qtbot.waitUntil(lambda: hints[-1] == "")
        assert len(document.design.elements) == count
