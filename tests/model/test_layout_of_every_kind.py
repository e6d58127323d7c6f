"""The automatic layout of designs with every kind: nesting, clusters, frames."""

from itertools import pairwise

import pytest

from tests.building import Drawing, id_of
from tests.every_kind import every_kind
from tests.model.test_layout import arranged, children_inside, siblings_apart
from virtdesigner.kinds import KINDS
from virtdesigner.model.bands import bands
from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.extents import PADDING, extents, header
from virtdesigner.model.frames import MARGIN, TITLE, around, surrounded
from virtdesigner.model.layout import arrange
from virtdesigner.model.packing import GRID, Rect
from virtdesigner.model.placement import place
from virtdesigner.model.room import completed, settle


@pytest.fixture(scope="module")
def whole() -> Design:
    return every_kind()


def rect(design: Design, name: str) -> Rect:
    return extents(design)[id_of(name)]


def test_every_kind_is_in_the_design(whole: Design) -> None:
    assert {element.kind for element in whole.elements.values()} == set(KINDS)


def test_nothing_overlaps_but_frames_and_all_lies_in_its_parent(whole: Design) -> None:
    rects = dict(extents(whole))
    assert rects.keys() == whole.elements.keys()
    solid = {id: rect for id, rect in rects.items() if not whole.elements[id].lies_behind}
    assert siblings_apart(whole, solid)
    assert children_inside(whole, rects)
    assert all(rect.x % GRID == rect.y % GRID == 0 for rect in rects.values())


def test_every_kind_has_its_row(whole: Design) -> None:
    rows = {id for parent in (None, *whole.elements) for _, ids in bands(whole, parent) for id in ids}
    assert rows == {id for id, element in whole.elements.items() if not element.lies_behind}


def test_in_a_cluster_pools_and_the_distributed_switch_stand_above_the_servers(whole: Design) -> None:
    order = [rect(whole, name) for name in ("Test and build", "dvSwitch", "esx-01")]
    assert all(upper.bottom < lower.y for upper, lower in pairwise(order))
    cluster, switch = rect(whole, "production"), rect(whole, "dvSwitch")
    assert switch.right == cluster.right - PADDING


def test_an_engine_fills_the_vm_or_server_that_it_lies_in(whole: Design) -> None:
    for engine, machine in (("Docker", "docker-01"), ("LXC", "lxc-01")):
        inner, outer = rect(whole, engine), rect(whole, machine)
        assert inner.right == outer.right - PADDING
        assert inner.y - outer.y == header(whole.elements[id_of(machine)].kind)
    assert rect(whole, "Docker").bottom == rect(whole, "docker-01").bottom - PADDING


def test_in_a_hypervisor_guests_stand_above_groups_above_switches_above_io_servers() -> None:
    drawing = Drawing().add("physical-server", "s").add("hypervisor", "hv", "s")
    drawing.add("virtual-io-server", "vios", "hv").add("virtual-switch", "vs", "hv")
    drawing.add("resource-pool", "pool", "hv").add("virtual-machine", "inner", "pool")
    drawing.add("virtual-machine", "vm", "hv").add("virtual-machine", "open", "hv")
    drawing.add("container-engine", "engine", "open").add("container", "c", "engine")
    design = arranged(drawing.design)
    order = [rect(design, name) for name in ("vm", "pool", "vs", "vios")]
    assert all(upper.bottom < lower.y for upper, lower in pairwise(order))
    assert rect(design, "vm").bottom < rect(design, "open").y < rect(design, "vs").y


def test_services_stand_above_servers_and_notes_below_everything(whole: Design) -> None:
    solid = [id for id in whole.children(None) if not whole.elements[id].lies_behind]
    lowest = max(extents(whole)[id].bottom for id in solid if whole.elements[id].kind != "note")
    assert rect(whole, "Mail for all").bottom < rect(whole, "production").y
    assert rect(whole, "Plan").y > lowest


def test_a_frame_goes_with_what_it_surrounds(whole: Design) -> None:
    again = {placement.element: placement for placement in arrange(whole)}
    lab = rect(whole, "lab-pc")
    moved = whole.edited([update("placements", whole.placements[p.id], p) for p in again.values()])
    assert surrounded(moved, extents(moved), id_of("Old hardware")) == (id_of("lab-pc"),)
    frame = rect(moved, "Old hardware")
    assert (frame.x, frame.y) == (lab.x - MARGIN, lab.y - TITLE)


def test_a_frame_round_nothing_keeps_its_size_and_comes_last() -> None:
    drawing = Drawing().add("physical-switch", "sw").add("note", "frame", style="frame")
    design = drawing.design
    stored = place(id_of("frame"), 4000, 4000).replace(width=300.0, height=200.0)
    design = design.edited([add("placements", place(id_of("sw"), 0, 0)), add("placements", stored)])
    again = {p.element: p for p in arrange(design)}
    assert (again[id_of("frame")].width, again[id_of("frame")].height) == (300, 200)
    assert again[id_of("frame")].y > rect(design, "sw").height


def test_around_leaves_a_margin_and_room_for_the_title() -> None:
    assert around([Rect(100, 100, 40, 20), Rect(160, 100, 40, 60)]) == Rect(
        100 - MARGIN, 100 - TITLE, 100 + 2 * MARGIN, 60 + TITLE + MARGIN
    )


def test_a_frame_takes_no_room_and_pushes_nobody(whole: Design) -> None:
    frame, switch = id_of("Old hardware"), extents(whole)[id_of("sw-1")]
    placed = settle(whole, {frame: switch}, extents(whole))
    assert {placement.element for placement in placed} == {frame}
    assert (placed[0].x, placed[0].y) == (switch.x, switch.y)


def test_a_note_is_as_large_as_it_was_made_but_not_too_small() -> None:
    design = arranged(Drawing().add("note", "note").design)
    stored = design.placements[f"physical:{id_of('note')}"]
    for made, seen in (((120.0, 48.0), (120, 48)), ((1.0, 1.0), (80, 40)), ((None, None), (200, 96))):
        changed = stored.replace(width=made[0], height=made[1])
        sized = design.edited([update("placements", stored, changed)])
        assert tuple(rect(sized, "note"))[2:] == seen


def test_a_vm_becomes_as_large_as_the_engine_that_is_put_into_it(whole: Design) -> None:
    engine = Drawing().add("container-engine", "new engine", "web-01").elements["new engine"]
    after = whole.edited([Change("elements", engine.id, None, engine)])
    rects = extents(after, extra=completed(after))
    vm, inner = rects[id_of("web-01")], rects[engine.id]
    assert vm.holds(inner)
    assert siblings_apart(after, {id: r for id, r in rects.items() if not after.elements[id].lies_behind})
