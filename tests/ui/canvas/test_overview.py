"""What is seen from afar: blocks with room for names, names short enough, links that stand back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF

from tests.ui.canvas.conftest import Hand
from tests.ui.canvas.sites import arranged, element, frame_of, host, named, site
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.keys import nudge
from virtdesigner.ui.canvas.link_layer import _strength
from virtdesigner.ui.canvas.look import host_part, name_fitting, sized, text_width
from virtdesigner.ui.canvas.overview import _LABEL, Overview


def clusters() -> Design:
    elements: list[Element] = []
    for number in range(2):
        cluster = element("cluster", f"cluster-{number}")
        elements.append(cluster)
        for one in range(6):
            server, *content = host(
                f"esx-{number}{one}", tuple(f"vm-{number}{one}{n:02}" for n in range(12))
            )[0]
            elements += [server.replace(parent=cluster.id), *content]
    return Design.of({"elements": elements})


@pytest.fixture
def far(canvas: Callable[[Design], CanvasView]) -> CanvasView:
    view = canvas(arranged(clusters()))
    view.zoom_to(0.18)
    view.repaint()
    return view


@pytest.mark.parametrize("zoom", [0.16, 0.2, 0.25, 0.3, 0.39])
def test_content_is_drawn_below_the_name_of_its_container(
    canvas: Callable[[Design], CanvasView], zoom: float
) -> None:
    view = canvas(arranged(clusters()))
    view.zoom_to(zoom)
    design, places = view.document.design, view.canvas.overview.places
    for kind in ("cluster", "physical-server"):
        for id in (id for id, e in design.elements.items() if e.kind == kind):
            tops = [places[child].y for child in design.children(id)]
            assert (min(tops) - places[id].y) * zoom >= _LABEL - 0.01


def test_blocks_stay_in_their_containers_and_apart(far: CanvasView) -> None:
    design, places = far.document.design, far.canvas.overview.places
    assert places.keys() == design.elements.keys()
    for parent, outer in places.items():
        children = [places[child] for child in design.children(parent)]
        for child in children:
            assert outer.y <= child.y
            assert child.bottom <= outer.bottom + 1e-6
        assert not any(a != b and a.overlaps(b, gap=-0.01) for a in children for b in children)


def test_a_click_from_afar_finds_the_block_that_is_drawn_there(far: CanvasView) -> None:
    hand = Hand(far)
    guest = named(hand.design, "vm-0000")
    place = far.canvas.overview.places[guest]
    assert place.y > far.canvas.rects[guest].y
    hand.click(QPointF(place.x + place.width / 2, place.y + place.height / 2))
    assert tuple(far.document.selection) == (guest,)


def test_outermost_blocks_are_where_the_cards_are(far: CanvasView) -> None:
    canvas = far.canvas
    for id in far.document.design.children(None):
        assert canvas.overview.places[id] == canvas.rects[id]


def test_an_edit_from_afar_moves_its_blocks_and_leaves_other_groups_as_they_are(far: CanvasView) -> None:
    first, second = far.document.design.children(None)
    groups, places = list(far.canvas.overview._groups), far.canvas.overview.places
    far.document.select([second])
    nudge(far, 1, 0, 40)
    after = far.canvas.overview
    assert after.places[second].x == places[second].x + 40
    assert after.places[first] == places[first]
    assert sum(group in groups for group in after._groups) == len(groups) - 1


def test_switches_and_arrays_are_named_where_there_is_room(canvas: Callable[[Design], CanvasView]) -> None:
    view = canvas(arranged(site(3, 6)))
    shown = {}
    for zoom in (0.1, 0.35):
        view.zoom_to(zoom)
        shown[zoom] = named_in(view.canvas.overview)
    # A switch is 56 px high: 20 px on the screen at 35 %, 6 px at 10 %, where a name needs 15.
    assert shown[0.35] >= {"sw-1", "fc-1", "array-1", "esx-01"}
    assert not shown[0.1] & {"sw-1", "fc-1"}


def named_in(overview: Overview) -> set[str]:
    return {card.name for group in overview._groups for _, card in group.named}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("esx-003.example.org", "esx-003"),
        ("10.216.245.229", "10.216.245.229"),
        ("Switch DC1", "Switch DC1"),
        ("ESXi 8.0", "ESXi 8.0"),
    ],
)
def test_a_domain_name_is_cut_to_its_host(name: str, short: str) -> None:
    assert host_part(name) == short


def test_a_name_without_room_keeps_what_tells_most(far: CanvasView) -> None:
    face = sized(12)
    domain, address = "esx-003.example.org", "10.216.245.229"
    assert name_fitting(domain, face, text_width(domain, face) + 1) == domain
    assert name_fitting(domain, face, text_width("esx-003", face) + 2) == "esx-003"
    assert name_fitting(address, face, text_width(address, face) - 6).endswith("229")


def test_links_stand_back_the_farther_away(far: CanvasView) -> None:
    strengths = [_strength(zoom) for zoom in (1.0, 0.4, 0.3, 0.2, 0.05)]
    assert strengths[:2] == [1, 1]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[3] < 0.3


@pytest.mark.parametrize("zoom", [0.45, 0.55, 0.65])
def test_machines_show_icon_and_bars_between_full_cards_and_blocks(
    canvas: Callable[[Design], CanvasView], zoom: float
) -> None:
    view = canvas(arranged(site(2, 6)))
    view.zoom_to(zoom)
    server = view.canvas.rects[named(view.document.design, "esx-01")]
    view.centerOn(server.x + server.width / 2, server.y + server.height / 2)
    left, right = view.mapFromScene(server.x, server.y), view.mapFromScene(server.right, server.y + 50)
    area = view.grab().toImage().copy(right.x() - 90, left.y() + 2, 86, right.y() - left.y() - 4)
    view.show_frame(frame_of(view.document.design))
    after = view.grab().toImage().copy(right.x() - 90, left.y() + 2, 86, right.y() - left.y() - 4)
    trough = view.look.colour("trough").name()
    assert trough not in shades(area)
    assert trough in shades(after)


def shades(image: object) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}  # type: ignore[attr-defined]
