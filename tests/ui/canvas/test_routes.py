from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.canvas.sites import arranged, branch_office, element, host, link, named, site
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.extents import extents, header
from virtdesigner.model.frames import around
from virtdesigner.model.layout import arrange
from virtdesigner.model.link import Link
from virtdesigner.model.packing import Rect
from virtdesigner.model.parts import Nic
from virtdesigner.model.placement import place
from virtdesigner.ui.canvas.routes import LANES, distance, is_free, longest, route
from virtdesigner.ui.canvas.wire import Wire
from virtdesigner.ui.canvas.wires import visible, wires


def is_orthogonal(path: tuple[tuple[float, float], ...]) -> bool:
    return all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(path))


def test_a_card_right_below_is_reached_straight() -> None:
    path = route(Rect(0, 0, 100, 50), Rect(0, 200, 100, 50), (0.5, 0.5), 0, [])
    assert path == ((50, 50), (50, 200))


def test_a_card_below_and_aside_takes_two_corners() -> None:
    path = route(Rect(0, 0, 100, 50), Rect(300, 200, 100, 50), (0.5, 0.5), 0, [])
    assert len(path) == 4
    assert (path[0], path[-1]) == ((50, 50), (350, 200))


def test_cards_side_by_side_are_joined_at_their_sides() -> None:
    path = route(Rect(0, 0, 100, 50), Rect(300, 0, 100, 50), (0.5, 0.5), 0, [])
    assert path == ((100, 25), (300, 25))


def test_what_is_in_the_way_is_gone_round() -> None:
    wall = Rect(-50, 100, 200, 50)
    path = route(Rect(0, 0, 100, 50), Rect(0, 200, 100, 50), (0.5, 0.5), 0, [wall])
    assert is_free(path, [wall])
    assert is_orthogonal(path)


rects = st.builds(
    Rect,
    st.integers(-20, 20).map(lambda n: n * 50.0),
    st.integers(-20, 20).map(lambda n: n * 50.0),
    st.integers(1, 10).map(lambda n: n * 20.0),
    st.integers(1, 10).map(lambda n: n * 20.0),
)


@given(rects, rects, st.integers(0, LANES), st.lists(rects, max_size=8))
def test_every_way_has_right_angles_and_ends_at_both_cards(
    start: Rect, end: Rect, lane: int, obstacles: list[Rect]
) -> None:
    path = route(start, end, (0.5, 0.5), lane, obstacles)
    assert is_orthogonal(path)
    for point, rect in ((path[0], start), (path[-1], end)):
        assert rect.x <= point[0] <= rect.right
        assert rect.y <= point[1] <= rect.bottom


@pytest.mark.parametrize("design", [branch_office(), site(6, 12), site(20, 5), site(40, 9, unplaced=10)])
def test_links_between_machines_cross_no_other_machine(design: Design) -> None:
    placed = arranged(design)
    places = extents(placed)
    outer = {id: places[id] for id in placed.children(None)}
    made = wires(placed, places, visible(placed, ()))
    assert {wire.link.kind for wire in made} >= {"cable", "fibre", "uplink"}
    for wire in made:
        own = {wire.link.source, wire.link.target}
        own |= {e.id for end in tuple(own) for e in placed.ancestors(end)}
        others = [rect for id, rect in outer.items() if id not in own]
        assert is_free(wire.path, others), wire.link


def test_a_frame_round_machines_is_nothing_to_go_round() -> None:
    design = site(6, 2)
    placed = arranged(design)
    framed = design.edited([add("elements", element("note", "Row", style="frame"))])
    box = around(extents(placed)[id] for id in placed.children(None))
    frame = place(named(framed, "Row"), box.x, box.y).replace(width=box.width, height=box.height)
    framed = framed.edited([add("placements", each) for each in (*arrange(design), frame)])
    made = [wires(each, extents(each), visible(each, ())) for each in (placed, framed)]
    assert [wire.path for wire in made[0]] == [wire.path for wire in made[1]]


def test_an_uplink_meets_the_cable_of_its_adapter() -> None:
    placed = arranged(branch_office())
    made = wires(placed, extents(placed), visible(placed, ()))
    uplinks = [wire for wire in made if wire.link.kind == "uplink"]
    starts = {wire.path[0] for wire in made if wire.link.kind == "cable"}
    assert len(uplinks) == 2
    assert {wire.path[-1] for wire in uplinks} <= starts


def test_distance_is_to_the_nearest_part() -> None:
    path = ((0.0, 0.0), (0.0, 100.0), (100.0, 100.0))
    assert distance(path, (30, 50)) == 30
    assert distance(path, (103, 104)) == 5  # 3 beyond, 4 below


def test_a_label_stands_at_the_middle_of_the_longest_part() -> None:
    assert longest(((0.0, 0.0), (0.0, 40.0), (100.0, 40.0), (100.0, 60.0))) == (50, 40)


def rack(hosts: int, adapters: int) -> Design:
    """Hosts with so many cables each to one switch, and one of fibre each."""
    switch, fabric = (
        element("physical-switch", "sw"),
        element("physical-switch", "fc", fabric="fibre-channel"),
    )
    elements: list[Element] = [switch, fabric]
    links: list[Link] = []
    for number in range(hosts):
        own, wired = host(f"esx-{number}", ("vm",))
        nics = tuple(Nic(id=f"nic{n}", name=f"vmnic{n}") for n in range(adapters))
        elements += [own[0].replace(nics=nics), *own[1:]]
        links += [*wired, *(link("cable", own[0], switch, nic.id) for nic in nics)]
        links += [link("uplink", own[2], own[0], "", nic.id) for nic in nics[1:]]
        links += [link("fibre", own[0], fabric, "fc0")]
    return Design.of({"elements": elements, "links": links})


def drawn(design: Design) -> list[Wire]:
    placed = arranged(design)
    return wires(placed, extents(placed), visible(placed, ()))


def test_cables_between_the_same_two_machines_share_a_line() -> None:
    made = drawn(rack(7, 5))
    # 7 x 5 cables in 7 lines, 7 fibre links, and of 7 x 5 uplinks a line to each bundle.
    kinds = Counter(wire.link.kind for wire in made)
    assert kinds == {"cable": 7, "fibre": 7, "uplink": 7}
    assert {len(wire.links) for wire in made if wire.link.kind != "fibre"} == {5}
    assert {wire.mark is not None for wire in made if wire.link.kind == "cable"} == {True}
    assert {wire.mark for wire in made if wire.link.kind != "cable"} == {None}


def test_a_bundle_is_made_whichever_way_round_its_links_are() -> None:
    first, second = element("physical-switch", "a"), element("physical-switch", "b")
    cables = [link("cable", first, second), link("cable", second, first)]
    (wire,) = drawn(Design.of({"elements": [first, second], "links": cables}))
    assert set(wire.links) == set(cables)


@pytest.mark.parametrize(("hosts", "points"), [(3, 3), (4, 1), (7, 1)])
def test_many_links_of_a_kind_enter_a_switch_as_a_bus(hosts: int, points: int) -> None:
    cables = [wire for wire in drawn(rack(hosts, 2)) if wire.link.kind == "cable"]
    assert len({wire.path[-1] for wire in cables}) == points


def test_a_disk_line_goes_round_the_title_of_the_array() -> None:
    placed = arranged(branch_office())
    places = extents(placed)
    array = places[named(placed, "array-1")]
    title = array._replace(height=header("storage-array") - 8)
    guests = [id for id, e in placed.elements.items() if e.kind == "virtual-machine"]
    disks = [w for w in wires(placed, places, visible(placed, guests)) if w.link.kind == "disk"]
    assert len(disks) == 12
    for wire in disks:
        assert is_free(wire.path, [title])
        assert wire.path[-1][1] == places[wire.link.target].y
