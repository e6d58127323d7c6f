from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.ui.canvas.conftest import Hand
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.routes import longest

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_click_selects_the_innermost_card(hand: Hand) -> None:
    hand.click(hand.middle("db-01"))
    assert hand.view.document.selection == (hand.id("db-01"),)
    hand.click(hand.title("esx-01"))
    assert hand.view.document.selection == (hand.id("esx-01"),)


def test_ctrl_click_adds_and_takes_away(hand: Hand) -> None:
    hand.click(hand.middle("db-01"))
    hand.click(hand.middle("cache"), CTRL)
    assert hand.view.document.selection == (hand.id("db-01"), hand.id("cache"))
    hand.click(hand.middle("db-01"), SHIFT)
    assert list(hand.view.document.selection) == [hand.id("cache")]


def test_a_click_on_one_of_several_selected_leaves_that_one(hand: Hand) -> None:
    hand.view.document.select([hand.id("db-01"), hand.id("cache")])
    hand.click(hand.middle("cache"))
    assert hand.view.document.selection == (hand.id("cache"),)


def test_a_click_on_nothing_selects_nothing(hand: Hand) -> None:
    hand.click(hand.middle("db-01"))
    hand.click(QPointF(-300, -200))
    assert hand.view.document.selection == ()


def test_the_selected_card_is_drawn_as_such(hand: Hand) -> None:
    hand.click(hand.middle("db-01"))
    cards = hand.view.canvas.cards
    assert [id for id, card in cards.items() if card.selected] == [hand.id("db-01")]


def test_a_click_near_a_line_selects_the_link(hand: Hand) -> None:
    trunk = next(
        wire
        for wire in hand.view.canvas.links.wires.values()
        if {wire.link.source, wire.link.target} == {hand.id("sw-1"), hand.id("sw-2")}
    )
    x, y = longest(trunk.path)
    hand.click(QPointF(x, y + 4))
    assert hand.view.document.selection == (trunk.link.id,)


def test_a_marquee_selects_what_lies_wholly_in_it(hand: Hand) -> None:
    first, second = (hand.view.canvas.rects[hand.id(name)] for name in ("sw-1", "sw-2"))
    start, end = QPointF(first.x - 20, first.y - 10), QPointF(second.right + 20, second.bottom + 20)
    hand.drag(start, end)
    assert set(hand.view.document.selection) == {hand.id("sw-1"), hand.id("sw-2")}
    hand.drag(start, QPointF(second.x + 20, second.bottom + 20))
    assert set(hand.view.document.selection) == {hand.id("sw-1")}


def test_a_marquee_takes_a_server_without_naming_its_content(hand: Hand) -> None:
    rect = hand.view.canvas.rects[hand.id("esx-01")]
    hand.drag(QPointF(rect.x - 20, rect.y - 20), QPointF(rect.right + 20, rect.bottom + 20))
    assert hand.view.document.selection == (hand.id("esx-01"),)


def test_esc_gives_a_marquee_up(hand: Hand, qtbot: QtBot) -> None:
    hand.click(hand.middle("db-01"))
    rect = hand.view.canvas.rects[hand.id("sw-1")]
    hand.press(QPointF(rect.x - 20, rect.y - 10))
    hand.move(QPointF(rect.right + 30, rect.bottom + 20))
    assert hand.view.canvas.overlay.marks.marquee is not None
    qtbot.keyClick(hand.view, Qt.Key.Key_Escape)
    assert hand.view.canvas.overlay.marks.marquee is None
    assert hand.view.document.selection == (hand.id("db-01"),)


def test_tab_goes_through_the_cards_in_reading_order(hand: Hand, qtbot: QtBot) -> None:
    hand.view.document.select([hand.id("esx-01")])
    qtbot.keyClick(hand.view, Qt.Key.Key_Tab)
    assert hand.view.document.selection == (hand.id("ESXi 8", "esx-01"),)
    qtbot.keyClick(hand.view, Qt.Key.Key_Tab)
    assert hand.view.document.selection == (hand.id("app-01"),)
    qtbot.keyClick(hand.view, Qt.Key.Key_Backtab)
    assert hand.view.document.selection == (hand.id("ESXi 8", "esx-01"),)


def test_a_right_click_selects_what_the_menu_will_be_about(hand: Hand) -> None:
    hand.press(hand.middle("db-01"), button=Qt.MouseButton.RightButton)
    assert hand.view.document.selection == (hand.id("db-01"),)


def test_links_of_guests_are_drawn_only_for_the_selected(view: CanvasView, hand: Hand) -> None:
    kinds = {wire.link.kind for wire in view.canvas.links.wires.values()}
    assert kinds == {"cable", "fibre", "uplink"}
    view.document.select([hand.id("db-01")])
    own = [w.link.kind for w in view.canvas.links.wires.values() if w.link.source == hand.id("db-01")]
    assert sorted(own) == ["disk", "vnic"]
