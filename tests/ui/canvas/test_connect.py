from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.canvas.conftest import Hand
from virtdesigner.ui.canvas.tools import ConnectTool


def handle(hand: Hand, name: str) -> QPointF:
    """Hover over a card, and return where its lower handle is."""
    hand.move(hand.title(name))
    return max(hand.view.canvas.overlay.marks.handles, key=lambda point: point.y())


def test_a_drag_from_a_handle_to_another_card_makes_the_link(hand: Hand) -> None:
    before = set(hand.design.links)
    hand.drag(handle(hand, "esx-01"), hand.middle("sw-2"))
    (made,) = set(hand.design.links) - before
    link = hand.design.links[made]
    assert (link.kind, link.source, link.target) == ("cable", hand.id("esx-01"), hand.id("sw-2"))
    assert link.source_part == "nic1"  # nic0 has its cable already
    assert hand.view.document.selection == (made,)
    assert hand.view.document.history.undo_name == "Connect esx-01 with sw-2"
    hand.view.document.undo()
    assert set(hand.design.links) == before


def test_the_target_is_marked_and_named_while_dragging(hand: Hand) -> None:
    hand.press(handle(hand, "esx-01"))
    hand.move(hand.middle("sw-2"))
    marks = hand.view.canvas.overlay.marks
    assert marks.rubber is not None
    assert marks.target is not None
    assert marks.target.refusal == ""
    assert hand.hints[-1] == "Connect to sw-2: Cable"


def test_what_can_not_be_joined_says_why_and_stays_apart(hand: Hand) -> None:
    before = hand.design
    hand.press(handle(hand, "sw-1"))
    hand.move(hand.middle("db-01"))
    marks = hand.view.canvas.overlay.marks
    assert marks.target is not None
    assert marks.target.refusal == hand.hints[-1] != ""
    hand.release(hand.middle("db-01"))
    assert hand.design is before


def test_esc_gives_the_line_up(hand: Hand, qtbot: QtBot) -> None:
    before = hand.design
    hand.press(handle(hand, "esx-01"))
    hand.move(hand.middle("sw-2"))
    qtbot.keyClick(hand.view, Qt.Key.Key_Escape)
    hand.release(hand.middle("sw-2"))
    assert hand.design is before
    assert hand.view.canvas.overlay.marks.rubber is None


def test_the_connect_tool_starts_at_what_is_pressed(hand: Hand) -> None:
    before = set(hand.design.links)
    hand.view.connect_from()
    hand.drag(hand.title("esx-02"), hand.middle("sw-1"))
    (made,) = set(hand.design.links) - before
    assert hand.design.links[made].source == hand.id("esx-02")


def test_when_several_links_fit_a_menu_asks_which(hand: Hand) -> None:
    from virtdesigner.rules.connect import Proposal, Proposals

    tool = ConnectTool(hand.view, hand.id("esx-01"))
    hand.view.begin(tool)
    hand.move(hand.middle("sw-2"))
    (cable,) = tool._proposals.options
    tool._proposals = Proposals((cable, Proposal("fibre", ())))
    hand.release(hand.middle("sw-2"))
    (menu,) = hand.view.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Cable", "Fibre cable"]
    before = set(hand.design.links)
    menu.actions()[0].trigger()
    menu.close()
    assert len(set(hand.design.links) - before) == 1


def test_the_reason_of_a_refusal_lies_inside_of_the_view(hand: Hand) -> None:
    overlay, seen = hand.view.canvas.overlay, hand.view.seen()
    wide = 300 / overlay.zoom
    corners = (seen.topLeft(), seen.topRight(), seen.bottomLeft(), seen.bottomRight())
    for corner in corners:
        place = overlay._place(QRectF(corner, corner), wide)
        pill = QRectF(place.x(), place.y(), wide, 24 / overlay.zoom)  # the height of a reason
        assert seen.contains(pill)
    middle = seen.center()
    assert overlay._place(QRectF(middle, middle), wide).x() == middle.x()  # elsewhere, at the target
