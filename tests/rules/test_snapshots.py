"""Snapshots: everything comes back as it was, what is gone is told, and what comes back keeps the rules."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.building import Drawing, id_of, two_hosts_and_array
from tests.declared import designs
from tests.model.random_edits import random_edit, records
from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import delete, move, replace
from virtdesigner.model.errors import DesignError
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Flow, Nic, VirtualNic, Workload
from virtdesigner.model.placement import place
from virtdesigner.model.snapshot import Snapshot
from virtdesigner.model.topology import Topology
from virtdesigner.rules import judge
from virtdesigner.rules.snapshots import can_have_snapshots, clone_of, revert, take_snapshot

A1 = id_of("a1")


def with_containers() -> Drawing:
    """Two hosts and an array; in a1 an engine with a bridge and two containers plugged into it."""
    drawing = two_hosts_and_array().add("container-engine", "docker", "a1")
    drawing.add("virtual-switch", "bridge", "docker", nat=True)
    for name in ("c1", "c2"):
        drawing.add("container", name, "docker").link("vnic", f"{name}:nic0", "bridge")
    return drawing.link("uplink", "bridge", "a1:nic0")


def kept(design: Design, id: str = A1) -> tuple[Design, Snapshot]:
    """The design with a snapshot of an element, and the snapshot."""
    after = design.edited(take_snapshot(design, id, "before", "2026-05-04 12:00"))
    (snapshot,) = after.snapshots_of(id)
    return after, snapshot


def accepted(design: Design, changes: Sequence[Change]) -> Design:
    """The design after an edit that the rules must allow."""
    topology = Topology(design, judge)
    topology.apply(changes)
    return topology.design


def test_it_holds_the_guest_all_that_lies_in_it_and_every_link() -> None:
    design = with_containers().design
    after, snapshot = kept(design)
    inside = ["a1", "docker", "bridge", "c1", "c2"]
    assert snapshot.elements == tuple(design.elements[id_of(name)] for name in inside)
    # Of a1: an adapter, a disk, the uplink of its bridge; of the containers an adapter each.
    assert sorted(link.kind for link in snapshot.links) == ["disk", "uplink", "vnic", "vnic", "vnic"]
    assert records(after)["elements"] == records(design)["elements"]


def changed(design: Design) -> Design:
    """a1 with other memory, no adapter, a third container, without c2 and without its disk."""
    machine = design.elements[A1]
    new = [("memory", machine.memory.replace(size=512)), ("nics", ())]  # type: ignore[attr-defined]
    design = design.edited(replace(design, machine, **dict(new)))
    disk = next(link.id for link in design.links_of(A1) if link.kind == "disk")
    design = design.edited(delete(design, [id_of("c2"), disk]))
    more = Drawing().add("container", "c3").elements["c3"].replace(parent=id_of("docker"))
    return design.edited([add("elements", more)])


def test_everything_comes_back_exactly_and_what_came_since_goes() -> None:
    before, snapshot = kept(with_containers().design)
    made = revert(changed(before), snapshot)
    assert made.left_out == ()
    assert records(accepted(changed(before), made.changes)) == records(before)


def test_nothing_to_do_is_no_change() -> None:
    design, snapshot = kept(with_containers().design)
    assert revert(design, snapshot).changes == ()


def test_it_goes_back_to_where_it_lay_with_the_links_of_there() -> None:
    before, snapshot = kept(two_hosts_and_array().design)
    plugged = next(link for link in before.links_of(A1) if link.kind == "vnic")
    there = update("links", plugged, plugged.replace(target=id_of("b-vlan10")))
    moved = accepted(before, [*move(before, A1, id_of("hv-b")), there])
    made = revert(moved, snapshot)
    assert made.left_out == ()
    assert records(accepted(moved, made.changes)) == records(before)


def test_where_it_lay_is_gone_it_stays_and_links_to_what_is_gone_are_told() -> None:
    before, snapshot = kept(two_hosts_and_array().design)
    plugged = next(link for link in before.links_of(A1) if link.kind == "vnic")
    moved = before.edited([*move(before, A1, id_of("hv-b")), Change("links", plugged.id, plugged, None)])
    design = moved.edited(delete(moved, [id_of("host-a")]))
    made = revert(design, snapshot)
    assert made.left_out == (message("stays-here", element=A1), message("gone-since", element=A1, count=1))
    after = accepted(design, made.changes)
    assert after.elements[A1].parent == id_of("hv-b")
    assert [link.kind for link in after.links_of(A1)] == ["disk"]


def adapter_handed_over() -> Drawing:
    """a1 with a second adapter that host-a's nic2 is handed over to; a2 has one that waits for it."""
    two = tuple(VirtualNic(id=f"nic{n}", name=f"Adapter {n}") for n in range(2))
    drawing = two_hosts_and_array().set("a1", nics=two).set("a2", nics=two)
    drawing.set("host-a", nics=tuple(Nic(id=f"nic{n}", name=f"nic{n}") for n in range(3)))
    return drawing.link("passthrough", "host-a:nic2", "a1:nic1")


def test_an_adapter_that_another_guest_was_given_is_told_and_left_there() -> None:
    before, snapshot = kept(adapter_handed_over().design)
    handed = next(link for link in before.links.values() if link.kind == "passthrough")
    half = before.edited([Change("links", handed.id, handed, None)])
    given = handed.replace(id=id_of("given"), target=id_of("a2"))
    design = half.edited([add("links", given)])
    made = revert(design, snapshot)
    assert [refusal.code for refusal in made.left_out] == ["adapter-in-use"]
    assert accepted(design, made.changes).links.keys() == design.links.keys()


def test_a_link_that_was_led_elsewhere_stays_there_and_is_told() -> None:
    before, snapshot = kept(adapter_handed_over().design)
    handed = next(link for link in before.links.values() if link.kind == "passthrough")
    design = before.edited([update("links", handed, led := handed.replace(target=id_of("a2")))])
    made = revert(design, snapshot)
    assert made.left_out == (message("gone-since", element=A1, count=1),)
    assert accepted(design, made.changes).links[handed.id] == led


def test_flows_to_what_is_gone_are_left_out() -> None:
    load = Workload(flows=(Flow(id="f", name="f", peer=id_of("b1")), Flow(id="g", name="g")))
    before, snapshot = kept(two_hosts_and_array().set("a1", workload=load).design)
    design = before.edited(delete(before, [id_of("b1")]))
    made = revert(design, snapshot)
    assert made.left_out == (message("gone-since", element=A1, count=1),)
    assert made.changes == ()  # deleting b1 had taken the flow out already


def test_it_goes_with_its_guest_and_comes_back_with_undo() -> None:
    design, snapshot = kept(two_hosts_and_array().design)
    assert delete(design, [snapshot.id]) == [Change("snapshots", snapshot.id, snapshot, None)]
    assert not design.edited(delete(design, [A1])).snapshots


def test_what_the_content_names_may_be_deleted() -> None:
    design, snapshot = kept(two_hosts_and_array().design)
    after = design.edited(delete(design, [id_of("lun-box"), id_of("a-vlan10")]))
    assert after.snapshots_of(A1) == [snapshot]


def test_where_things_are_drawn_stays_and_what_comes_back_is_drawn_where_it_was() -> None:
    design = with_containers().design
    places = {name: place(id_of(name), 10, 20) for name in ("a1", "c2")}
    before, snapshot = kept(design.edited([add("placements", spot) for spot in places.values()]))
    shifted = places["a1"].replace(x=300.0)
    half = before.edited([update("placements", places["a1"], shifted)])
    design = half.edited(delete(half, [id_of("c2")]))
    after = accepted(design, revert(design, snapshot).changes)
    assert after.placement(A1) == shifted
    assert after.placement(id_of("c2")) == places["c2"]


def test_a_copy_of_a_snapshot_is_the_guest_as_it_was_under_another_name() -> None:
    before, snapshot = kept(with_containers().design)
    design = changed(before)
    made = clone_of(design, snapshot)
    assert made.left_out == ()
    after = accepted(design, made.changes)
    (copied,) = (e for e in after.elements.values() if e.name == "a5")  # a2, a3, a4 are there already
    assert copied.replace(id=A1, name="a1") == before.elements[A1]
    assert [after.elements[id].kind for id in after.descendants(copied.id)] == [
        "container-engine", "virtual-switch", "container", "container",
    ]  # fmt: skip
    assert {(link.kind, link.target) for link in after.links_of(copied.id) if link.kind == "disk"} == {
        ("disk", id_of("lun-box"))
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"elements": ()}, "the first of its elements must be the one that it is of"),
        ({"name": ""}, "at least 1 character"),
        ({"element": id_of("a2")}, "the first of its elements must be"),
    ],
)
def test_content_that_does_not_hang_together_is_refused(change: dict[str, Any], reason: str) -> None:
    _, snapshot = kept(with_containers().design)
    with pytest.raises(ValidationError, match=reason):
        snapshot.replace(**change)


def test_content_holds_what_lies_in_it_and_links_of_it_only() -> None:
    design, snapshot = kept(with_containers().design)
    _, other = kept(design, id_of("a2"))
    for change, reason in (
        ({"elements": (*snapshot.elements, *other.elements)}, "must lie in one of the elements before it"),
        ({"elements": (snapshot.elements[0],) * 2}, "two of its elements have the same id"),
        ({"links": other.links}, "must start or end in it"),
        ({"placements": (place(id_of("a2"), 0, 0),)}, "must be of something in it"),
    ):
        with pytest.raises(ValidationError, match=reason):
            snapshot.replace(**change)


@given(designs(("virtual-machine", "container"), most=5), st.randoms(use_true_random=False))
def test_whatever_happened_since_it_can_be_brought_back_and_taken_back(design: Design, dice: Any) -> None:
    guests = [element.id for element in design.elements.values() if can_have_snapshots(element)]
    id = dice.choice(guests)
    topology = Topology(design, judge)
    topology.apply(take_snapshot(design, id, "before"))
    (snapshot,) = (s for s in topology.design.snapshots_of(id) if s.name == "before" and s.taken == "")
    for _ in range(12):
        try:
            topology.apply(random_edit(topology.design, dice))
        except DesignError:
            continue
    if id in topology.design.elements and snapshot.id in topology.design.snapshots:
        made = revert(topology.design, snapshot)
        after = accepted(topology.design, made.changes)
        assert revert(after, snapshot).changes == ()
        if not made.left_out:
            assert [after.elements[e.id] for e in snapshot.elements] == list(snapshot.elements)
            assert all(after.links[link.id] == link for link in snapshot.links)
            assert len(list(after.descendants(id))) == len(snapshot.elements) - 1
