from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.ui.canvas.conftest import Hand
from tests.ui.canvas.sites import branch_office
from virtdesigner.model.design import Design
from virtdesigner.model.packing import GRID
from virtdesigner.ui.canvas import CanvasView


def apart(hand: Hand) -> bool:
    design, rects = hand.design, hand.view.canvas.rects
    for parent in (None, *design.elements):
        children = design.children(parent)
        if any(a != b and rects[a].overlaps(rects[b]) for a in children for b in children):
            return False
    return True


def test_a_dragged_card_follows_on_the_grid_and_is_one_edit(hand: Hand) -> None:
    before = hand.view.canvas.rects[hand.id("sw-2")]
    start = hand.title("sw-2")
    hand.drag(start, start + QPointF(201, 99))
    after = hand.view.canvas.rects[hand.id("sw-2")]
    assert (after.x - before.x, after.y - before.y) == (200, 100)
    assert after.x % GRID == after.y % GRID == 0
    assert hand.view.document.history.undo_name == "Move sw-2"
    hand.view.document.undo()
    assert hand.view.canvas.rects[hand.id("sw-2")] == before


def test_the_design_changes_only_when_the_button_comes_up(hand: Hand) -> None:
    before = hand.design
    start = hand.title("sw-2")
    hand.press(start)
    hand.move(start + QPointF(100, 60))
    card = hand.view.canvas.cards[hand.id("sw-2")]
    assert card.x() == hand.view.canvas.rects[hand.id("sw-2")].x + 100
    assert hand.design is before


def test_a_moved_server_takes_its_content_with_it(hand: Hand) -> None:
    guest = hand.view.canvas.rects[hand.id("db-01")]
    start = hand.title("esx-02")
    hand.drag(start, start + QPointF(120, 0))
    assert hand.view.canvas.rects[hand.id("db-01")].x == guest.x + 120
    assert hand.view.canvas.cards[hand.id("db-01")].x() == guest.x + 120


def test_esc_puts_everything_back(hand: Hand, qtbot: QtBot) -> None:
    before, card = hand.design, hand.view.canvas.cards[hand.id("sw-1")]
    home, start = card.pos(), hand.title("sw-1")
    hand.press(start)
    hand.move(start + QPointF(100, 60))
    qtbot.keyClick(hand.view, Qt.Key.Key_Escape)
    hand.release(start + QPointF(100, 60))
    assert card.pos() == home
    assert hand.design is before


def test_a_guest_dropped_on_another_host_moves_there_in_one_edit(hand: Hand) -> None:
    guest = hand.id("build-02")
    target = hand.title("esx-01")
    hand.press(hand.middle("build-02"))
    hand.move(target + QPointF(0, 10))
    hand.move(target)
    assert "Move into esx-01" in hand.hints
    assert hand.view.canvas.overlay.marks.target is not None
    hand.release(target)
    assert hand.design.elements[guest].parent == hand.id("ESXi 8", "esx-01")
    assert hand.view.document.history.undo_name == "Move build-02 to esx-01"
    assert apart(hand)
    hand.view.document.undo()
    assert hand.design.elements[guest].parent == hand.id("ESXi 8", "esx-02")


def test_its_adapter_is_plugged_into_the_same_vlan_there(hand: Hand) -> None:
    guest = hand.id("build-02")  # the third guest of its host: VLAN 120, db
    hand.drag(hand.middle("build-02"), hand.title("esx-01"))
    (adapter,) = (link for link in hand.design.links_of(guest) if link.kind == "vnic")
    assert adapter.target == hand.id("db", "esx-01")


def test_a_refused_move_says_why_while_dragging_and_goes_back(hand: Hand) -> None:
    before = hand.design
    start, target = hand.title("esx-01"), hand.title("sw-1")
    hand.press(hand.title("vSwitch0", "esx-01"))
    hand.move(start)
    hand.move(target)
    marks = hand.view.canvas.overlay.marks
    assert marks.target is not None
    assert marks.target.refusal
    assert marks.target.refusal in hand.hints
    hand.release(target)
    assert hand.design is before
    assert [message.code for message in hand.refused] == ["cannot-lie-in"]  # type: ignore[attr-defined]


def test_a_card_dropped_on_another_finds_a_free_place_beside_it(hand: Hand) -> None:
    hand.drag(hand.middle("web-01"), hand.middle("web-02"))
    assert apart(hand)


def test_a_host_that_grows_pushes_its_neighbour_away(hand: Hand) -> None:
    for name in ("build-01", "build-02", "app-02", "report-01", "cache"):
        hand.drag(hand.middle(name), hand.title("esx-01"))
    assert len(hand.design.children(hand.id("ESXi 8", "esx-01"))) == 12
    assert apart(hand)


def test_several_move_together(hand: Hand) -> None:
    ids = [hand.id("sw-1"), hand.id("sw-2")]
    before = [hand.view.canvas.rects[id] for id in ids]
    hand.view.document.select(ids)
    start = hand.title("sw-1")
    hand.drag(start, start + QPointF(0, 40))
    after = [hand.view.canvas.rects[id] for id in ids]
    assert [(a.x - b.x, a.y - b.y) for a, b in zip(after, before, strict=True)] == [(0, 40), (0, 40)]
    assert hand.view.document.history.undo_name == "Move 2 elements"


def test_arrows_nudge_and_are_taken_back_in_one_go(hand: Hand, qtbot: QtBot) -> None:
    hand.view.document.select([hand.id("sw-1")])
    before = hand.view.canvas.rects[hand.id("sw-1")]
    qtbot.keyClick(hand.view, Qt.Key.Key_Right)
    qtbot.keyClick(hand.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert hand.view.canvas.rects[hand.id("sw-1")].x == before.x + 4 + 24
    hand.view.document.undo()
    assert hand.view.canvas.rects[hand.id("sw-1")] == before


def test_looking_at_a_design_without_placements_does_not_change_it(
    canvas: Callable[[Design], CanvasView],
) -> None:
    bare = branch_office()
    view = canvas(bare)
    assert view.document.design is bare
    assert view.canvas.rects.keys() == bare.elements.keys()
    hand = Hand(view)
    start = hand.title("sw-1")
    hand.drag(start, start + QPointF(0, 40))
    assert len(view.document.design.placements) == len(bare.elements)
