"""What lies above what: lines above the containers they run in, below the words of the cards they pass."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.building import id_of
from tests.every_kind import every_kind
from tests.ui.canvas.conftest import Hand
from virtdesigner.model.design import Design
from virtdesigner.rules.relocate import relocate
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.readings import Badge, Reading


@pytest.fixture
def hand(canvas: Callable[[Design], CanvasView]) -> Hand:
    return Hand(canvas(every_kind()))


def test_lines_run_between_containers_and_what_lies_in_them(hand: Hand) -> None:
    scene = hand.view.canvas
    lines, labels = scene.links.zValue(), scene.links.labels.zValue()
    for id, card in scene.cards.items():
        if scene.design.elements[id].lies_behind:
            assert card.zValue() < 0
        elif scene.design.children(id):
            assert card.zValue() < lines
        else:
            assert lines < card.zValue() < labels
    assert labels < scene.layers.zValue() < scene.overlay.zValue()


def test_a_card_that_comes_to_hold_something_sinks_below_the_lines(hand: Hand) -> None:
    scene = hand.view.canvas
    card = scene.cards[id_of("web-01")]
    assert card.zValue() > scene.links.zValue()
    assert hand.view.document.do("Move", relocate(hand.design, [id_of("Docker")], id_of("web-01")))
    assert card.zValue() < scene.links.zValue()
    assert scene.cards[id_of("Docker")].zValue() > card.zValue()


def test_cards_keep_above_what_they_lie_in(hand: Hand) -> None:
    scene = hand.view.canvas
    for id, card in scene.cards.items():
        parent = scene.design.elements[id].parent
        assert parent is None or card.zValue() > scene.cards[parent].zValue()


def test_a_line_leaves_the_badge_that_it_passes_whole(hand: Hand) -> None:
    scene, id = hand.view.canvas, id_of("web-01")
    scene.cards[id].show_reading(Reading(badge=Badge("swap 590 MiB", severe=True)))
    scene.clearSelection()
    rect = scene.rects[id]
    area = QRectF(rect.x + rect.width / 2, rect.y - 16, rect.width / 2, 24)
    before = _drawn(hand, area)
    # A line straight through the badge, from one side of the card to the other.
    wire = next(iter(scene.links.wires.values()))
    y = rect.y - 2
    scene.links.show_wires({wire.link.id: type(wire)(wire.links, ((rect.x - 20, y), (rect.right + 20, y)))})
    after = _drawn(hand, area)
    middle = (round(area.width()) - 50, 14)
    assert after.pixelColor(*middle) == before.pixelColor(*middle)
    assert after != before, "the line is there, beside the badge"


def _drawn(hand: Hand, area: QRectF) -> QImage:
    image = QImage(round(area.width()), round(area.height()), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    hand.view.canvas.render(painter, QRectF(image.rect()), area)
    painter.end()
    return image
