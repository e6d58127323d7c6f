from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.model.test_layout import arranged, children_inside, named, siblings_apart, site
from virtdesigner.kinds import KINDS
from virtdesigner.model import edits
from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.extents import PADDING, extents, header
from virtdesigner.model.layout import arrange
from virtdesigner.model.packing import GRID, Rect, Size, nearest_free
from virtdesigner.model.record import source_id
from virtdesigner.model.room import completed, make_room, settle, settled, spot, written

boxes = st.builds(
    Rect,
    st.integers(-10, 10).map(lambda n: n * 20.0),
    st.integers(-10, 10).map(lambda n: n * 20.0),
    st.integers(1, 8).map(lambda n: n * 20.0),
    st.integers(1, 8).map(lambda n: n * 20.0),
)


@given(boxes, st.lists(boxes, max_size=10))
def test_the_nearest_free_place_is_free_and_on_the_grid(wanted: Rect, taken: list[Rect]) -> None:
    x, y = nearest_free(wanted, taken, Size(16, 16))
    assert not any(Rect(x, y, wanted.width, wanted.height).overlaps(rect) for rect in taken)
    assert x % GRID == y % GRID == 0


@given(boxes)
def test_a_place_that_is_free_is_kept(wanted: Rect) -> None:
    assert nearest_free(wanted, [], Size(16, 16)) == (wanted.x, wanted.y)


def test_no_place_is_above_or_left_of_the_least() -> None:
    assert nearest_free(Rect(-50, -50, 20, 20), [], Size(16, 16), (12, 40)) == (12, 40)


def hosts(number: int) -> Design:
    elements = []
    for host in range(number):
        server = KINDS["physical-server"](
            id=source_id("test", f"s{host}"), kind="physical-server", name=f"esx-{host}"
        )
        elements += [server]
        elements += [
            KINDS["hypervisor"](
                id=source_id("test", f"h{host}"), kind="hypervisor", name="hv", parent=server.id
            )
        ]
    design = Design.of({"elements": elements})
    return design.edited([add("placements", placement) for placement in arrange(design)])


def test_a_wanted_place_is_relative_to_the_new_parent_and_below_its_title() -> None:
    design = hosts(1)
    parent = source_id("test", "h0")
    rects = extents(design)
    home = rects[parent]
    assert spot(design, parent, Rect(home.x, home.y, 132, 58), rects) == (PADDING, header("hypervisor"))


def test_neighbours_give_way_to_a_server_that_grows() -> None:
    design = hosts(4)
    first = source_id("test", "s0")
    placement = design.placement(first)
    assert placement is not None
    wide = placement.replace(width=900.0, height=500.0)
    grown = design.edited([Change("placements", wide.id, placement, wide)])
    pushed = make_room(grown, [first])
    assert pushed
    assert first not in {each.element for each in pushed}
    rects = extents(grown, extra=pushed)
    tops = [rects[id] for id in design.children(None)]
    assert not any(one.overlaps(other) for one, other in combinations(tops, 2))


def test_nobody_gives_way_where_there_is_room() -> None:
    assert make_room(hosts(3), [source_id("test", "s0")]) == ()


def crowd(counts: tuple[int, ...]) -> Design:
    """A site whose hosts have had guests added without a place."""
    design = arranged(site(len(counts), 4))
    new = [
        KINDS["virtual-machine"](
            id=source_id("new", f"{host}/{n}"),
            kind="virtual-machine",
            name=f"new-{host}-{n}",
            parent=next(
                e.id
                for e in design.elements.values()
                if e.kind == "hypervisor" and e.parent == named(design, f"esx-{host:02}")
            ),
        )
        for host, count in enumerate(counts)
        for n in range(count)
    ]
    return design.edited([add("elements", element) for element in new])


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4).map(tuple))
def test_guests_without_a_place_make_their_hosts_neighbours_give_way(counts: tuple[int, ...]) -> None:
    design = crowd(counts)
    rects = dict(extents(design, extra=completed(design)))
    assert rects.keys() == design.elements.keys()
    assert siblings_apart(design, rects)
    assert children_inside(design, rects)


def test_what_is_completed_is_written_over_what_was_stored() -> None:
    design = crowd((0, 30))
    whole = design.edited(written(design, completed(design)))
    assert completed(whole) == ()
    assert siblings_apart(whole, dict(extents(whole)))


@given(st.lists(boxes, min_size=2, max_size=5), st.data())
def test_several_cards_dropped_at_once_lie_apart(places: list[Rect], data: st.DataObject) -> None:
    design = arranged(site(3, 5))
    guests = [id for id, e in design.elements.items() if e.kind == "virtual-machine"]
    chosen = data.draw(
        st.lists(st.sampled_from(guests), min_size=len(places), max_size=len(places), unique=True)
    )
    target = design.children(named(design, "esx-01"))[0]
    edit = [
        update("elements", design.elements[id], design.elements[id].replace(parent=target))
        for id in chosen
        if design.elements[id].parent != target
    ]
    after, rects = design.edited(edit), extents(design)
    wanted = {
        id: rects[id]._replace(x=rects[target].x + place.x, y=rects[target].y + place.y)
        for id, place in zip(chosen, places, strict=True)
    }
    moved = dict(extents(after, extra=settle(after, wanted, rects)))
    assert siblings_apart(after, moved)
    assert children_inside(after, moved)


@given(st.data())
def test_what_is_pasted_hides_nothing(data: st.DataObject) -> None:
    design = arranged(site(3, 5))
    able = [id for id, e in design.elements.items() if e.kind in ("physical-server", "virtual-machine")]
    kind = design.elements[first := data.draw(st.sampled_from(able))].kind
    alike = [id for id in able if design.elements[id].kind == kind]
    chosen = {first, *data.draw(st.lists(st.sampled_from(alike), max_size=4))}
    change = settled(design, edits.paste(design, edits.copy(design, chosen), design.elements[first].parent))
    after = design.edited(change)
    assert len(after.children(design.elements[first].parent)) == len(
        design.children(design.elements[first].parent)
    ) + len(chosen)
    rects = dict(extents(after))
    assert siblings_apart(after, rects)
    assert children_inside(after, rects)


def test_a_paste_where_there_is_room_stays_where_it_is_put() -> None:
    design = arranged(site(1, 1))
    array = named(design, "array-1")
    pasted = edits.paste(design, edits.copy(design, [array]), None, offset=(2000, 0))
    assert list(settled(design, pasted)) == list(pasted)
