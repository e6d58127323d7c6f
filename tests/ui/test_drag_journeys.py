"""Drags with the mouse of a real X server through the real window. Run under Xvfb with -m xvfb."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.canvas.sites import arranged, branch_office, named
from virtdesigner.rules.visibility import server_of
from virtdesigner.ui.document import Document
from virtdesigner.ui.window import MainWindow

if TYPE_CHECKING:
    from tests.ui.pointer import Pointer

pytestmark = pytest.mark.xvfb


@pytest.fixture
def pointer(qapp: object) -> "Iterator[Pointer]":
    if QGuiApplication.platformName() != "xcb":
        pytest.skip("needs an X display")
    from tests.ui.pointer import Pointer

    made = Pointer()
    yield made
    made.close()


@pytest.fixture
def office(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    """Two hosts with six guests each, all in view."""
    window = make_window(Document(arranged(branch_office())))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.canvas.fit()
    return window


class Hand:
    """Drags things in a window, and hears what the canvas says meanwhile."""

    def __init__(self, window: MainWindow, pointer: "Pointer") -> None:
        self.window = window
        self.pointer = pointer
        self.hints: list[str] = []
        window.canvas.hint.connect(self.hints.append)

    def row(self, kind: str) -> QPoint:
        """Where the row of a kind stands on the screen."""
        kinds = self.window.palette_panel.list
        rows = map(kinds.item, range(kinds.count()))
        row = next(row for row in rows if kinds.kind(row) == kind)
        kinds.scrollToItem(row)
        return kinds.viewport().mapToGlobal(kinds.visualItemRect(row).center())

    def title(self, name: str) -> QPoint:
        """Where the title of a card stands on the screen."""
        view = self.window.canvas
        rect = view.canvas.rects[named(self.window.document.design, name)]
        return view.viewport().mapToGlobal(view.mapFromScene(rect.x + min(60, rect.width / 2), rect.y + 14))

    def drag(self, start: QPoint, end: QPoint, until: str) -> None:
        """Begin to drag; let go once the canvas says `until`."""
        from tests.ui.pointer import drag

        self.pointer.play(
            drag(self.pointer, start, end, lambda: bool(self.hints) and until in self.hints[-1])
        )


@pytest.fixture
def hand(office: MainWindow, pointer: "Pointer") -> Hand:
    return Hand(office, pointer)


def test_a_kind_dragged_from_the_palette_is_added_where_it_is_dropped(hand: Hand, qtbot: QtBot) -> None:
    document = hand.window.document
    count = len(document.design.elements)
    hand.drag(hand.row("virtual-machine"), hand.title("esx-01"), "Add to")
    qtbot.waitUntil(lambda: len(document.design.elements) == count + 1, timeout=20_000)
    (added,) = document.selection
    assert document.design.elements[added].kind == "virtual-machine"
    assert server_of(document.design, added) == named(document.design, "esx-01")
    assert document.history.undo_name == "Add virtual machine"


def test_a_kind_dropped_where_it_may_not_lie_changes_nothing(hand: Hand, qtbot: QtBot) -> None:
    document = hand.window.document
    before = document.design
    hand.drag(hand.row("virtual-machine"), hand.title("sw-1"), "can't lie in")
    qtbot.waitUntil(lambda: any("can't lie in" in hint for hint in hand.hints), timeout=20_000)
    qtbot.waitUntil(lambda: hand.hints[-1] == "", timeout=20_000)
    assert not hand.pointer.gave_up
    assert document.design is before
    assert document.history.undo_name == ""


def test_a_machine_dragged_to_another_host_moves_there(hand: Hand, qtbot: QtBot) -> None:
    document = hand.window.document
    machine, target = named(document.design, "web-01"), named(document.design, "esx-02")
    assert server_of(document.design, machine) == named(document.design, "esx-01")
    hand.drag(hand.title("web-01"), hand.title("esx-02"), "Move into")
    qtbot.waitUntil(lambda: server_of(document.design, machine) == target, timeout=20_000)
    assert document.history.undo_name.startswith("Move web-01")
    document.undo()
    assert server_of(document.design, machine) == named(document.design, "esx-01")


def test_a_machine_dropped_on_a_switch_stays_where_it_was(hand: Hand, qtbot: QtBot) -> None:
    document = hand.window.document
    before = document.design
    with qtbot.waitSignal(document.refused, timeout=20_000):
        hand.drag(hand.title("web-01"), hand.title("sw-1"), "can't lie in")
    assert not hand.pointer.gave_up
    assert document.design is before
    assert document.history.undo_name == ""
