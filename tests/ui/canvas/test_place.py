from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPointF

from tests.ui.canvas.conftest import Hand, kind_mime
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas import CanvasView


def test_a_server_dropped_on_the_canvas_is_added_there(hand: Hand) -> None:
    place = QPointF(-100, 600)
    assert hand.drop(kind_mime("physical-server"), place)
    (added,) = hand.view.document.selection
    assert hand.design.elements[added].name == "server-01"
    rect = hand.view.canvas.rects[added]
    assert abs(rect.x + rect.width / 2 - place.x()) <= 4
    assert hand.view.document.history.undo_name == "Add server"
    hand.view.document.undo()
    assert added not in hand.design.elements
    assert added not in hand.view.canvas.cards


def test_a_machine_dropped_on_a_server_goes_into_its_hypervisor(hand: Hand) -> None:
    assert hand.drop(kind_mime("virtual-machine"), hand.title("esx-01"))
    (added,) = hand.view.document.selection
    assert hand.design.elements[added].parent == hand.id("ESXi 8", "esx-01")
    rects = hand.view.canvas.rects
    others = (id for id in hand.design.children(hand.id("ESXi 8", "esx-01")) if id != added)
    assert not any(rects[added].overlaps(rects[other]) for other in others)


def test_what_may_not_lie_there_is_refused_with_the_reason_while_dragging(hand: Hand) -> None:
    before = hand.design
    assert not hand.drag_in(kind_mime("lun"), hand.middle("sw-1"))
    marks = hand.view.canvas.overlay.marks
    assert marks.target is not None
    assert marks.target.refusal == hand.hints[-1] != ""
    assert not hand.drop(kind_mime("lun"), hand.middle("sw-1"))
    assert hand.design is before
    assert hand.view.canvas.overlay.marks.target is None


def test_a_drag_that_leaves_leaves_no_mark(hand: Hand) -> None:
    assert hand.drag_in(kind_mime("virtual-machine"), hand.title("esx-01"))
    assert hand.view.canvas.overlay.marks.target is not None
    hand.leave()
    assert hand.view.canvas.overlay.marks.target is None


def test_other_things_are_not_taken(hand: Hand) -> None:
    mime = QMimeData()
    mime.setText("a text")
    assert not hand.drag_in(mime, QPointF(0, 0))
    assert not hand.drag_in(kind_mime("spaceship"), QPointF(0, 0))


def test_names_are_free(hand: Hand) -> None:
    for _ in range(2):
        assert hand.drop(kind_mime("virtual-machine"), hand.title("esx-01"))
    assert {"vm-01", "vm-02"} <= {element.name for element in hand.design.elements.values()}


def test_a_host_is_built_up_from_nothing_by_enter_alone(canvas: Callable[[Design], CanvasView]) -> None:
    view = canvas(Design.of())
    for kind in ("physical-server", "hypervisor", "virtual-switch", "vlan", "virtual-machine"):
        view.place_kind(kind)
    hand = Hand(view)
    assert [e.kind for e in hand.design.ancestors(hand.id("vm-01"))] == ["hypervisor", "physical-server"]
    assert hand.design.elements[hand.id("network-01")].parent == hand.id("vSwitch0")
    rects = view.canvas.rects
    assert rects[hand.id("server-01")].holds(rects[hand.id("vm-01")])
    assert not rects[hand.id("vSwitch0")].overlaps(rects[hand.id("vm-01")])


@pytest.mark.parametrize("kind", ["lun", "vlan"])
def test_enter_with_no_place_for_it_says_why(hand: Hand, kind: str) -> None:
    hand.view.place_kind(kind)
    assert [message.code for message in hand.refused] == ["cannot-lie-in"]  # type: ignore[attr-defined]
