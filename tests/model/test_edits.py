"""Delete, replace, move, copy and paste keep everything together."""

import pydantic
import pytest

from tests.building import Drawing, flow, id_of, two_hosts
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.edits import confirmed, copy, delete, free_name, move, paste, replace
from virtdesigner.model.element import Element, Origin
from virtdesigner.model.parts import MemoryPolicy, VirtualNic, Workload
from virtdesigner.model.placement import place
from virtdesigner.model.record import WHOLE


def without(drawing: Drawing, *names: str) -> Design:
    return drawing.design.edited(delete(drawing.design, [id_of(name) for name in names]))


def test_deleting_takes_content_links_and_placements() -> None:
    drawing = two_hosts()
    design = drawing.design.edited(
        [add("placements", place(id_of(name), 0, 0)) for name in ("a1", "b1", "host-a")]
    )
    after = design.edited(delete(design, [id_of("host-a")]))
    assert {element.name for element in after.elements.values()} == {
        "tor", "host-b", "hv-b", "lun-b", "vs-b", "b-vlan10", "b-vlan20", "b1", "b3",
    }  # fmt: skip
    assert len(after.links) == 8
    assert [placement.element for placement in after.placements.values()] == [id_of("b1")]


def test_deleting_empties_references_that_may_be_empty() -> None:
    drawing = two_hosts().set("hv-a", memory_policy=MemoryPolicy(swap_lun=id_of("lun-a")))
    hypervisor = without(drawing, "lun-a").elements[id_of("hv-a")]
    assert hypervisor.carried(MemoryPolicy)[0].swap_lun is None


def test_deleting_a_receiver_takes_the_flow_to_it() -> None:
    """An empty peer would mean clients, to whom nothing was sent before."""
    drawing = two_hosts().set("a1", workload=flow("b1"))
    (workload,) = without(drawing, "b1").elements[id_of("a1")].carried(Workload)
    assert workload.flows == ()


def test_deleting_takes_a_server_out_of_the_masking() -> None:
    drawing = two_hosts().set("lun-a", hosts=(id_of("host-a"), id_of("host-b")))
    lun = without(drawing, "host-b").elements[id_of("lun-a")]
    assert lun.hosts == (id_of("host-a"),)  # type: ignore[attr-defined]


def test_deleting_a_link_takes_nothing_else() -> None:
    drawing = two_hosts()
    design = drawing.design
    after = design.edited(delete(design, [drawing.link_id("vnic a1")]))
    assert len(after.links) == len(design.links) - 1
    assert after.elements is design.elements


def test_replacing_takes_links_to_parts_that_are_gone() -> None:
    design = two_hosts().design
    changes = replace(design, design.elements[id_of("a1")], nics=(VirtualNic(id="nic5", name="New"),))
    after = design.edited(changes)
    assert [link.kind for link in after.links_of(id_of("a1"))] == ["disk"]


def test_replacing_keeps_links_to_parts_that_stay() -> None:
    design = two_hosts().design
    nic = VirtualNic(id="nic0", name="Renamed", adapter="emulated")
    after = design.edited(replace(design, design.elements[id_of("a1")], nics=(nic,)))
    assert [link.kind for link in after.links_of(id_of("a1"))] == ["vnic", "disk"]


def test_replacing_refuses_a_value_that_is_not_allowed() -> None:
    design = two_hosts().design
    with pytest.raises(pydantic.ValidationError):
        replace(design, design.elements[id_of("a1")], name="")


def test_editing_a_field_takes_its_assumed_mark_away() -> None:
    drawing = two_hosts().set("a1", assumed=("workload.reads", "nics", "notes"))
    design = drawing.design
    (change,) = replace(design, design.elements[id_of("a1")], workload=Workload())
    assert change.after is not None
    assert change.after.assumed == ("nics", "notes")


def test_a_record_assumed_as_a_whole_is_confirmed_by_any_edit() -> None:
    element = two_hosts().set("a1", assumed=(WHOLE, "nics")).elements["a1"]
    assert confirmed(element, ["name"]) == ("nics",)


def test_moving_to_where_it_is_is_no_edit() -> None:
    design = two_hosts().design
    assert move(design, id_of("a1"), id_of("hv-a")) == []
    (change,) = move(design, id_of("a1"), None)
    assert isinstance(change.after, Element)
    assert change.after.parent is None


def pasted(design: Design, *names: str, parent: str | None = None) -> tuple[Design, dict[str, Element]]:
    """The design with a copy pasted in, and what was added by name."""
    changes = paste(design, copy(design, [id_of(name) for name in names]), parent and id_of(parent))
    added = [change.after for change in changes]
    return design.edited(changes), {
        element.name: element for element in added if isinstance(element, Element)
    }


def test_a_pasted_guest_is_plugged_in_where_the_first_one_is() -> None:
    after, added = pasted(two_hosts().design, "a1", parent="hv-a")
    assert added.keys() == {"a5"}
    targets = [link.target for link in after.links_of(added["a5"].id)]
    assert targets == [id_of("a-vlan10"), id_of("lun-a")]


def test_a_pasted_host_has_content_of_its_own() -> None:
    after, added = pasted(two_hosts().design, "host-b")
    assert added.keys() == {"host-b-02", "hv-b", "lun-b", "vs-b", "b-vlan10", "b-vlan20", "b1", "b3"}
    inner = next(link for link in after.links_of(added["b1"].id) if link.kind == "vnic")
    assert inner.target == added["b-vlan10"].id
    assert {element.parent for element in added.values()} == {
        None, added["host-b-02"].id, added["hv-b"].id, added["vs-b"].id,
    }  # fmt: skip


def test_flows_between_pasted_guests_stay_among_them() -> None:
    design = two_hosts().set("a1", workload=flow("a2")).set("a3", workload=flow("b3")).design
    _, added = pasted(design, "a1", "a2", "a3", parent="hv-a")
    peers = {name: element.carried(Workload)[0].flows[0].peer for name, element in added.items()}
    assert peers["a5"] == added["a6"].id
    assert peers["a7"] == id_of("b3")


def test_references_to_what_is_gone_by_then_are_dropped() -> None:
    design = two_hosts().set("a1", workload=flow("b1")).design
    clipping = copy(design, [id_of("a1")])
    later = design.edited(delete(design, [id_of("a-vlan10"), id_of("b1")]))
    changes = paste(later, clipping, id_of("hv-a"))
    after = later.edited(changes)
    (element,) = [change.after for change in changes if change.table == "elements"]
    assert isinstance(element, Element)
    assert element.carried(Workload)[0].flows == ()
    assert [link.kind for link in after.links_of(element.id)] == ["disk"]


def test_a_copy_has_no_origin() -> None:
    design = two_hosts().set("a1", origin=Origin(source="sheet", key="vm-1")).design
    _, added = pasted(design, "a1")
    assert [element.origin for element in added.values()] == [None]


def test_only_the_outermost_placements_are_shifted() -> None:
    design = two_hosts().design
    design = design.edited([add("placements", place(id_of(name), 10, 20)) for name in ("host-b", "b1")])
    after, added = pasted(design, "host-b")
    outer, inner = (after.placement(added[name].id) for name in ("host-b-02", "b1"))
    assert outer is not None
    assert inner is not None
    assert (outer.x, outer.y, inner.x, inner.y) == (34, 44, 10, 20)


@pytest.mark.parametrize(("wanted", "taken", "given"), [
    ("web", [], "web"), ("web-01", ["web-01"], "web-02"), ("web-09", ["web-09"], "web-10"),
    ("database", ["database"], "database-02"), ("db", ["db", "db-02"], "db-03"),
    ("vm7", ["vm7", "vm8"], "vm9"), ("99", ["99"], "100"), ("x" * 200, ["x" * 200], "x" * 198 + "02"),
])  # fmt: skip
def test_a_taken_name_gets_the_next_free_number(wanted: str, taken: list[str], given: str) -> None:
    assert free_name(wanted, taken) == given
