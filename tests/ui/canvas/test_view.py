from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.canvas.conftest import Hand
from tests.ui.canvas.sites import arranged, site
from virtdesigner.model import edits
from virtdesigner.model.design import Design
from virtdesigner.model.packing import bounds
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.tips import tip
from virtdesigner.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier


def wheel(view: CanvasView, at: QPoint, down: int, held: Qt.KeyboardModifier) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, -down),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_everything_is_in_view_at_first_and_not_larger_than_life(view: CanvasView) -> None:
    assert view.seen().contains(QRectF(*bounds(view.canvas.rects.values())))
    assert view.zoom == 1.0


def test_ctrl_and_wheel_zoom_at_the_pointer(view: CanvasView, qtbot: QtBot) -> None:
    place = QPoint(400, 300)
    before = view.mapToScene(place)
    with qtbot.waitSignal(view.zoom_changed) as told:
        wheel(view, place, -120, CTRL)
    assert told.args == [pytest.approx(1.25)]
    after = view.mapToScene(place)
    assert abs(after.x() - before.x()) < 1.5
    assert abs(after.y() - before.y()) < 1.5


def test_the_wheel_scrolls(view: CanvasView) -> None:
    before = view.seen().center()
    wheel(view, QPoint(400, 300), 120, Qt.KeyboardModifier.NoModifier)
    assert view.seen().center().y() == pytest.approx(before.y() + 60)


def test_the_middle_button_pans(hand: Hand) -> None:
    before = hand.view.seen().center()
    middle = Qt.MouseButton.MiddleButton
    start = hand.view.mapToScene(400, 300)
    hand.press(start, button=middle)
    hand.move(hand.view.mapToScene(460, 340), button=middle)
    hand.release(hand.view.mapToScene(460, 340), button=middle)
    moved = hand.view.seen().center() - before
    assert (moved.x(), moved.y()) == (-60, -40)


def test_space_and_left_button_pan(hand: Hand, qtbot: QtBot) -> None:
    before = hand.design
    qtbot.keyPress(hand.view, Qt.Key.Key_Space)
    hand.press(hand.middle("db-01"))
    hand.move(hand.middle("db-01") + QPointF(50, 0))
    hand.release(hand.middle("db-01"))
    qtbot.keyRelease(hand.view, Qt.Key.Key_Space)
    assert hand.view.document.selection == ()
    assert hand.design is before


@pytest.mark.parametrize(("zoom", "overview"), [(1.0, False), (0.5, False), (0.39, True), (0.1, True)])
def test_the_overview_takes_over_below_40_per_cent(view: CanvasView, zoom: float, overview: bool) -> None:
    view.zoom_to(zoom)
    assert view.canvas.overview.isVisible() is overview
    assert all(card.isVisible() is not overview for card in view.canvas.cards.values())


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_every_level_of_detail_paints_the_cards(view: CanvasView, zoom: float) -> None:
    view.zoom_to(zoom)
    view.centerOn(500, 300)
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, 1600, 7) for y in range(0, 1000, 7)}
    assert view.look.colour("canvas").name() in colours
    assert view.look.colour("card3").name() in colours


def test_a_card_is_found_in_the_overview_too(hand: Hand) -> None:
    hand.view.zoom_to(0.3)
    hand.click(hand.middle("db-01"))
    assert hand.view.document.selection == (hand.id("db-01"),)


def test_reveal_brings_a_card_into_the_middle(canvas: Callable[[Design], CanvasView]) -> None:
    view = canvas(arranged(site(20, 40)))
    hand = Hand(view)
    view.reveal(hand.id("vm-20-040"))
    assert view.zoom >= 0.7
    gap = view.seen().center() - hand.middle("vm-20-040")
    assert abs(gap.x()) < 2
    assert abs(gap.y()) < 2


def test_the_minimap_shows_while_something_is_out_of_view(view: CanvasView) -> None:
    assert not view.minimap.isVisible()
    view.zoom_to(2.0)
    assert view.minimap.isVisible()
    before = view.seen().center()
    view.minimap._go(QPoint(20, 20))
    assert view.seen().center() != before


def test_a_new_name_is_typed_in_place(hand: Hand, qtbot: QtBot) -> None:
    hand.view.document.select([hand.id("db-01")])
    qtbot.keyClick(hand.view, Qt.Key.Key_F2)
    (field,) = hand.view.viewport().findChildren(QLineEdit)
    assert field.text() == "db-01"
    field.setText("데이터베이스")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert hand.view.canvas.cards[hand.id("데이터베이스")].name == "데이터베이스"
    assert hand.view.document.history.undo_name == "Rename db-01"


def test_esc_leaves_the_name(hand: Hand, qtbot: QtBot) -> None:
    before = hand.design
    hand.view.document.select([hand.id("db-01")])
    hand.view.rename()
    (field,) = hand.view.viewport().findChildren(QLineEdit)
    field.setText("other")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert hand.design is before


def test_deleted_elements_lose_their_cards(hand: Hand) -> None:
    gone = [hand.id("esx-01"), *hand.design.descendants(hand.id("esx-01"))]
    hand.view.document.do("Delete", edits.delete(hand.design, [gone[0]]))
    assert not hand.view.canvas.cards.keys() & set(gone)
    assert all(w.link.id in hand.design.links for w in hand.view.canvas.links.wires.values())
    hand.view.document.undo()
    assert set(gone) <= hand.view.canvas.cards.keys()


def test_another_design_takes_the_place_of_the_first(hand: Hand) -> None:
    hand.view.document.adopt(arranged(site(2, 3)))
    assert hand.view.canvas.cards.keys() == hand.design.elements.keys()
    assert hand.view.seen().contains(QRectF(*bounds(hand.view.canvas.rects.values())))


def test_arrange_is_one_edit(hand: Hand) -> None:
    before = hand.view.canvas.rects
    start = hand.title("sw-1")
    hand.drag(start, start + QPointF(-200, 80))
    assert hand.view.canvas.rects != before
    hand.view.arrange()
    assert hand.view.canvas.rects == before
    assert hand.view.document.history.undo_name == "Arrange"


def test_an_edit_of_one_element_touches_its_card_only(hand: Hand) -> None:
    cards = dict(hand.view.canvas.cards)
    guest = hand.design.elements[hand.id("db-01")]
    hand.view.document.do("Rename", edits.replace(hand.design, guest, name="db-99"))
    assert hand.view.canvas.cards == cards
    assert cards[guest.id].name == "db-99"


def test_the_theme_changes_the_canvas(view: CanvasView, theme: Theme) -> None:
    light = view.grab().toImage().pixelColor(5, 5)
    theme.set_mode("dark")
    try:
        assert view.grab().toImage().pixelColor(5, 5).lightness() < light.lightness()
    finally:
        theme.set_mode("light")


def test_a_tooltip_says_what_a_card_is(hand: Hand) -> None:
    words = tip(hand.view.canvas.cards[hand.id("db-01")], hand.design)
    assert words.startswith("<b>db-01</b><br>Virtual machine in ESXi 8")
    at = hand.view.mapFromScene(hand.middle("db-01"))
    event = QHelpEvent(QEvent.Type.ToolTip, at, hand.view.viewport().mapToGlobal(at))
    assert QApplication.sendEvent(hand.view.viewport(), event)
