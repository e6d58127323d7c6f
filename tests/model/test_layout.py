from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.kinds import KINDS
from virtdesigner.model.change import Change, add
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.layout import PADDING, Rect, arrange, extents, header, missing
from virtdesigner.model.link import Cable
from virtdesigner.model.packing import GRID
from virtdesigner.model.record import source_id


def element(kind: str, name: str, parent: str | None = None) -> Element:
    return KINDS[kind](id=source_id("test", f"{parent}/{name}"), kind=kind, name=name, parent=parent)


def host(name: str, guests: int, vlans: int = 3, parent: str | None = None) -> list[Element]:
    server = element("physical-server", name, parent)
    hypervisor = element("hypervisor", "hv", server.id)
    switch = element("virtual-switch", "vSwitch0", hypervisor.id)
    return [
        server,
        hypervisor,
        switch,
        *(element("vlan", f"VLAN {n}", switch.id) for n in range(vlans)),
        *(element("virtual-machine", f"vm-{n}", hypervisor.id) for n in range(guests)),
    ]


def array(name: str, luns: int) -> list[Element]:
    own = element("storage-array", name)
    return [own, *(element("lun", f"LUN-{n}", own.id) for n in range(luns))]


def site(hosts: int, guests: int, unplaced: int = 0) -> Design:
    elements = [e for n in range(hosts) for e in host(f"esx-{n:02}", guests)]
    elements += [element("physical-switch", f"sw-{n}") for n in range(2)]
    elements += array("array-1", 4)
    elements += [element("virtual-machine", f"loose-{n}") for n in range(unplaced)]
    return Design.of({"elements": elements})


def arranged(design: Design) -> Design:
    return design.edited([add("placements", placement) for placement in arrange(design)])


def named(design: Design, name: str) -> str:
    return next(e.id for e in design.elements.values() if e.name == name)


def siblings_apart(design: Design, rects: dict[str, Rect]) -> bool:
    parents = [None, *design.elements]
    return not any(
        rects[one].overlaps(other_rect)
        for parent in parents
        for one, other_rect in (
            (a, rects[b]) for a, b in combinations([c for c in design.children(parent) if c in rects], 2)
        )
    )


def children_inside(design: Design, rects: dict[str, Rect]) -> bool:
    return all(
        rects[e.parent].holds(rects[e.id]) for e in design.elements.values() if e.parent and e.id in rects
    )


@st.composite
def designs(draw: st.DrawFn) -> Design:
    elements: list[Element] = []
    cluster = element("cluster", "cluster")
    if draw(st.booleans()):
        elements.append(cluster)
    for number in range(draw(st.integers(0, 5))):
        parent = cluster.id if elements[:1] == [cluster] and draw(st.booleans()) else None
        elements += host(f"h{number}", draw(st.integers(0, 20)), draw(st.integers(0, 6)), parent)
    elements += [element("physical-switch", f"s{n}") for n in range(draw(st.integers(0, 4)))]
    for number in range(draw(st.integers(0, 3))):
        elements += array(f"a{number}", draw(st.integers(0, 9)))
    elements += [element("virtual-machine", f"u{n}") for n in range(draw(st.integers(0, 12)))]
    return Design.of({"elements": elements})


@given(designs())
def test_nothing_overlaps_and_all_lies_in_its_parent(design: Design) -> None:
    rects = dict(extents(arranged(design)))
    assert rects.keys() == design.elements.keys()
    assert siblings_apart(design, rects)
    assert children_inside(design, rects)
    assert all(rect.x % GRID == rect.y % GRID == 0 for rect in rects.values())


@given(designs(), st.data())
def test_what_is_missing_is_put_where_there_is_room(design: Design, data: st.DataObject) -> None:
    whole = arranged(design)
    leaves = [e.id for e in design.elements.values() if not design.children(e.id)]
    gone = set(data.draw(st.lists(st.sampled_from(leaves), unique=True))) if leaves else set()
    holed = whole.edited(
        [Change("placements", p.id, p, None) for p in whole.placements.values() if p.element in gone]
    )
    filled = missing(holed)
    assert {placement.element for placement in filled} == gone
    rects = dict(extents(holed, extra=filled))
    assert rects.keys() == design.elements.keys()
    assert siblings_apart(design, {id: rects[id] for id in leaves})
    assert children_inside(design, rects)


def test_the_same_design_gives_the_same_picture() -> None:
    assert arrange(site(4, 9, 5)) == arrange(site(4, 9, 5))


def test_servers_stand_above_switches_above_arrays_above_guests_without_a_host() -> None:
    design = arranged(site(3, 6, 2))
    rects = extents(design)
    order = [rects[named(design, name)] for name in ("esx-01", "sw-0", "array-1", "loose-0")]
    assert all(upper.bottom < lower.y for upper, lower in pairwise(order))


def test_virtual_switches_lie_below_the_guests_and_are_as_wide() -> None:
    design = arranged(Design.of({"elements": host("esx", 6)}))
    rects = extents(design)
    switch, last = rects[named(design, "vSwitch0")], rects[named(design, "vm-5")]
    hypervisor = rects[named(design, "hv")]
    assert switch.y >= last.bottom
    assert switch.right == last.right == hypervisor.right - PADDING


def test_six_guests_lie_in_three_columns_in_the_order_of_their_names() -> None:
    design = arranged(Design.of({"elements": list(reversed(host("esx", 6)))}))
    rects = extents(design)
    places = [rects[named(design, f"vm-{n}")][:2] for n in range(6)]
    assert places == sorted(places, key=lambda place: (place[1], place[0]))
    assert len({x for x, _ in places}) == 3


def test_guest_10_comes_after_guest_9() -> None:
    design = arranged(Design.of({"elements": host("esx", 11)}))
    rects = extents(design)
    ninth, tenth = (rects[named(design, name)] for name in ("vm-9", "vm-10"))
    assert (ninth.y, ninth.x) < (tenth.y, tenth.x)


@pytest.mark.parametrize(("hosts", "guests"), [(20, 40), (50, 20), (100, 10), (2, 400)])
def test_a_large_site_is_about_as_wide_as_a_screen(hosts: int, guests: int) -> None:
    rects = extents(arranged(site(hosts, guests))).values()
    width = max(r.right for r in rects) - min(r.x for r in rects)
    height = max(r.bottom for r in rects) - min(r.y for r in rects)
    # Two hosts of 400 guests, each about 1.7 : 1, are seen largest side by side: 2 x 1.7, less what is below.
    assert 1.1 < width / height < 2.7


def clustered(*counts: int, guests: int = 6) -> Design:
    """Clusters of so many servers each, switches of both kinds, and two arrays."""
    elements: list[Element] = []
    for number, count in enumerate(counts):
        cluster = element("cluster", f"cluster-{number}")
        elements.append(cluster)
        for one in range(count):
            elements += host(f"esx-{number}-{one:02}", guests, parent=cluster.id)
    elements += [element("physical-switch", f"sw-{n}") for n in range(3)]
    return Design.of({"elements": [*elements, *array("array-1", 4), *array("array-2", 4)]})


@pytest.mark.parametrize(
    ("design", "zoom"),
    [
        # Least zoom at which a canvas of 1064 x 620 shows the whole, 40 px of margin around it.
        (clustered(2, guests=2), 0.70),
        (clustered(7, guests=1), 0.5),
        (clustered(16, 16, 8, guests=20), 0.14),
    ],
)
def test_a_design_is_large_on_a_wide_canvas(design: Design, zoom: float) -> None:
    rects = extents(arranged(design)).values()
    width = max(r.right for r in rects) - min(r.x for r in rects)
    height = max(r.bottom for r in rects) - min(r.y for r in rects)
    assert min(1064 / (width + 80), 620 / (height + 80)) >= zoom
    assert 0.8 < width / height < 2.2


def test_clusters_side_by_side_end_in_one_line_and_leave_no_hole() -> None:
    design = arranged(clustered(16, 16, 8, guests=20))
    rects = extents(design)
    clusters = [rects[named(design, f"cluster-{n}")] for n in range(3)]
    assert len({cluster.y for cluster in clusters}) == len({cluster.bottom for cluster in clusters}) == 1


def test_all_switches_stand_in_one_row_above_all_arrays() -> None:
    design = arranged(clustered(7, guests=1))
    rects = extents(design)
    switches = [rects[named(design, f"sw-{n}")] for n in range(3)]
    arrays = [rects[named(design, f"array-{n}")] for n in (1, 2)]
    assert len({rect.y for rect in switches}) == len({rect.y for rect in arrays}) == 1
    assert switches[0].bottom < arrays[0].y


def test_a_hypervisor_above_the_servers_own_disks_takes_the_room_that_is_left() -> None:
    first = host("esx-1", 12)
    first.append(element("lun", "local", first[0].id))
    second = host("esx-2", 16)
    second.append(element("lun", "local", second[0].id))
    design = arranged(Design.of({"elements": [*first, *second]}))
    rects = extents(design)
    for server in (first[0].id, second[0].id):
        hypervisor, lun = sorted((rects[child] for child in design.children(server)), key=lambda r: r.y)
        assert lun.bottom == rects[server].bottom - PADDING
        assert hypervisor.bottom < lun.y <= hypervisor.bottom + 2 * PADDING


def test_servers_of_a_row_end_in_one_line() -> None:
    elements = [*host("esx-1", 6), *host("esx-2", 9), element("physical-server", "bare")]
    design = arranged(Design.of({"elements": elements}))
    first, second, bare = (extents(design)[named(design, name)] for name in ("esx-1", "esx-2", "bare"))
    assert (first.y, first.bottom) == (second.y, second.bottom)
    assert bare.height == 72


def test_a_hypervisor_fills_its_server() -> None:
    design = arranged(Design.of({"elements": [*host("esx-1", 1), *host("esx-2", 9)]}))
    for server in design.children(None):
        (hypervisor,) = design.children(server)
        outer, inner = extents(design)[server], extents(design)[hypervisor]
        assert (inner.right, inner.bottom) == (outer.right - PADDING, outer.bottom - PADDING)


def test_switches_stand_in_one_row_even_if_it_is_wider_than_the_servers() -> None:
    switches = [element("physical-switch", f"sw-{n}") for n in range(4)]
    design = arranged(Design.of({"elements": [*host("esx", 3), *switches]}))
    assert len({extents(design)[switch.id].y for switch in switches}) == 1


def test_a_switch_stands_below_the_server_that_it_is_cabled_to() -> None:
    elements = [*host("esx-1", 6), *host("esx-2", 6)]
    switches = [element("physical-switch", name) for name in ("right", "left")]
    cables = [
        Cable(id=source_id("test", s.name), source=h.id, source_part="nic0", target=s.id)
        for s, h in zip(switches, (elements[len(elements) // 2], elements[0]), strict=True)
    ]
    design = arranged(Design.of({"elements": [*elements, *switches], "links": cables}))
    rects = extents(design)
    for switch, server in (("left", "esx-1"), ("right", "esx-2")):
        above, below = rects[named(design, server)], rects[named(design, switch)]
        assert abs((above.x + above.right) - (below.x + below.right)) <= 2 * GRID


def test_a_container_grows_to_hold_what_is_moved_in_it() -> None:
    design = arranged(Design.of({"elements": host("esx", 1, 0)}))
    guest = named(design, "vm-0")
    before = design.placement(guest)
    assert before is not None
    moved = design.edited([Change("placements", before.id, before, before.replace(x=1000.0, y=500.0))])
    rects = extents(moved)
    hypervisor = rects[named(design, "hv")]
    assert (hypervisor.width, hypervisor.height) == (
        1000 + 132 + PADDING,
        500 + 58 + PADDING + 2,
    )  # 570 is no multiple of 4
    assert rects[named(design, "esx")].right == hypervisor.right + PADDING


def test_content_begins_below_the_title() -> None:
    design = arranged(Design.of({"elements": host("esx", 1, 0)}))
    rects = extents(design)
    assert rects[named(design, "hv")].y - rects[named(design, "esx")].y == header("physical-server")


def test_what_lies_in_an_unplaced_element_has_no_extent() -> None:
    design = arranged(Design.of({"elements": host("esx", 1, 0)}))
    server = design.placement(named(design, "esx"))
    assert server is not None
    assert extents(design.edited([Change("placements", server.id, server, None)])) == {}


def test_nothing_is_missing_from_a_picture_that_is_whole() -> None:
    assert missing(arranged(site(2, 3))) == ()
    assert missing(Design.of()) == ()


def test_an_empty_design_has_an_empty_picture() -> None:
    assert arrange(Design.of()) == ()
    assert extents(Design.of()) == {}


def test_a_hypervisor_fills_a_server_that_was_made_larger_by_hand() -> None:
    design = arranged(Design.of({"elements": host("esx", 1)}))
    server = design.placement(named(design, "esx"))
    assert server is not None
    larger = server.replace(width=900.0, height=700.0)
    rects = extents(design.edited([Change("placements", server.id, server, larger)]))
    outer, inner = rects[named(design, "esx")], rects[named(design, "hv")]
    assert (outer.width, outer.height) == (900, 700)
    assert (inner.right, inner.bottom) == (outer.right - PADDING, outer.bottom - PADDING)
