"""The overlay of management layers: what it marks, what its legend says, when it is shown."""

from collections.abc import Callable

import pytest

from tests.building import Drawing, id_of
from tests.every_kind import every_kind
from tests.ui.canvas.conftest import Hand
from virtdesigner.model.change import remove
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.layers import who
from virtdesigner.ui.canvas.services import share_in_words


@pytest.fixture
def hand(canvas: Callable[[Design], CanvasView]) -> Hand:
    return Hand(canvas(every_kind()))


def marked(hand: Hand) -> dict[str, str]:
    parts = hand.view.canvas.layers.parts
    return {hand.design.elements[id].name: who(own) for id, own in parts.items()}


def test_nothing_is_marked_until_asked_for(hand: Hand) -> None:
    assert not hand.view.layers.is_shown
    assert marked(hand) == {}
    assert not hand.view.layers.legend.isVisible()


def test_all_services_are_marked_while_none_is_selected(hand: Hand) -> None:
    hand.view.layers.show(True)
    found = marked(hand)
    assert found["web-01"] == "customer"  # a rented VM
    assert found["shop"] == "both"  # on a platform: its application and data are the customer's
    assert found["mail"] == "provider"  # software as a service
    assert found["LUN-2"] == found["web"] == found["esx-01"] == "provider"
    assert hand.view.layers.legend.isVisible()


def test_a_selected_service_is_shown_alone(hand: Hand) -> None:
    hand.view.layers.show(True)
    hand.view.document.select([id_of("Mail for all")])
    assert marked(hand) == {"mail": "provider", "LXC": "provider", "lxc-01": "provider"}
    said = hand.view.layers.legend.accessibleDescription()
    assert said.startswith("Mail for all: Application: provider, Data: provider, Runtime: provider")


def test_it_follows_edits_and_goes_when_it_is_switched_off(hand: Hand) -> None:
    hand.view.layers.show(True)
    hand.view.document.select([id_of("Shop platform")])
    (link,) = (link for link in hand.design.links_of(id_of("shop")) if link.kind == "member")
    hand.view.document.do("Leave", [remove("links", link)])
    assert "shop" not in marked(hand)
    hand.view.layers.show(False)
    assert not hand.view.canvas.layers.isVisible()
    assert not hand.view.layers.legend.isVisible()


def test_marks_lie_on_the_blocks_when_seen_from_afar(hand: Hand) -> None:
    hand.view.layers.show(True)
    hand.view.zoom_to(0.3)
    box = hand.view.canvas.layers.boundingRect()
    block = hand.view.canvas.overview.places[id_of("mail")]
    assert box.contains(block.x, block.y)
    assert not hand.view.grab().isNull()


def test_without_services_the_legend_says_what_to_do(canvas: Callable[[Design], CanvasView]) -> None:
    view = canvas(Drawing().add("physical-switch", "sw").design)
    view.layers.show(True)
    assert view.layers.legend.isVisible()
    assert not view.grab().isNull()


def test_the_card_says_how_much_is_the_customers() -> None:
    assert share_in_words("iaas") == "the customer manages 4 of 8 layers"
    assert share_in_words("saas") == "the provider manages all layers"
