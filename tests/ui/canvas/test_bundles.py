"""Lines that stand for several links: what they show, what a click on one means, what their tooltip says."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF

from tests.ui.canvas.conftest import Hand
from tests.ui.canvas.sites import arranged, element, link
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Nic
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.readings import LinkReading


@pytest.fixture
def hand(canvas: Callable[[Design], CanvasView]) -> Hand:
    """A server with three cables to a switch."""
    nics = tuple(Nic(id=f"nic{n}", name=f"vmnic{n}") for n in range(3))
    server, switch = element("physical-server", "esx-01", nics=nics), element("physical-switch", "sw-1")
    cables = [link("cable", server, switch, nic.id) for nic in nics]
    return Hand(canvas(arranged(Design.of({"elements": [server, switch], "links": cables}))))


def cables(hand: Hand) -> list[str]:
    return list(hand.design.links)


def load_them(hand: Hand, *used: float) -> None:
    carried = {
        id: LinkReading(mbps, 10_000, mbps / 10_000) for id, mbps in zip(cables(hand), used, strict=True)
    }
    hand.view.canvas.links.show_readings(carried)


def on_the_line(hand: Hand) -> QPointF:
    (wire,) = hand.view.canvas.links.wires.values()
    (x, y), (_, below) = wire.path[0], wire.path[1]
    return QPointF(x, (y + below) / 2)


def is_red(hand: Hand) -> bool:
    image = hand.view.grab().toImage()
    place = hand.view.mapFromScene(on_the_line(hand))
    shades = [image.pixelColor(place.x(), place.y() + dy) for dy in range(-24, 24)]
    return any(shade.red() - shade.green() > 100 for shade in shades)


def test_the_busiest_link_decides_how_the_line_looks(hand: Hand) -> None:
    load_them(hand, 100, 200, 300)
    assert not is_red(hand)
    load_them(hand, 100, 9400, 300)
    assert is_red(hand)


def test_a_click_selects_the_busiest_link(hand: Hand) -> None:
    load_them(hand, 100, 9400, 300)
    hand.click(on_the_line(hand))
    assert tuple(hand.view.document.selection) == (cables(hand)[1],)


def test_the_tooltip_lists_every_link_with_what_it_carries(hand: Hand) -> None:
    load_them(hand, 100, 9400, 300)
    assert hand.view.tip_at(on_the_line(hand)).split("<br>") == [
        "<b>esx-01 – sw-1</b>",
        "vmnic0: 0.1 / 10 Gb/s",
        "vmnic1: 9.4 / 10 Gb/s",
        "vmnic2: 0.3 / 10 Gb/s",
    ]


def test_every_link_that_is_drawn_is_asked_for(hand: Hand) -> None:
    assert hand.view.canvas.links.ids == cables(hand)


def test_the_tooltip_of_a_card_is_its_own(hand: Hand) -> None:
    assert hand.view.tip_at(hand.title("sw-1")).startswith("<b>sw-1</b>")
