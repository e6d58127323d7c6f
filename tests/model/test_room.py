from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from virtdesigner.kinds import KINDS
from virtdesigner.model.change import Change, add
from virtdesigner.model.design import Design
from virtdesigner.model.layout import PADDING, Rect, arrange, extents, header
from virtdesigner.model.packing import GRID, Size, nearest_free
from virtdesigner.model.record import source_id
from virtdesigner.model.room import make_room, spot

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
