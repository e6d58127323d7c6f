"""One state of a design: look-ups, and what an edit shares with the state before."""

import pytest

from tests.building import DISK_GROUP, Drawing, flow, id_of, two_hosts
from virtdesigner.kinds import PhysicalServer
from virtdesigner.model.change import add, update
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.errors import IntegrityError
from virtdesigner.model.parts import (
    DiskGroup,
    NamedPart,
    Nic,
    Processor,
    Virtualisation,
    VirtualNic,
    Workload,
)
from virtdesigner.model.placement import place
from virtdesigner.model.settings import Settings


def names(drawing: Drawing, ids: object) -> list[str]:
    called = {id_of(name): name for name in drawing.elements}
    return [called[id] for id in ids]  # type: ignore[attr-defined]


def test_children_descendants_and_ancestors() -> None:
    drawing = two_hosts()
    design = drawing.design
    assert names(drawing, design.children(None)) == ["tor", "host-a", "host-b"]
    assert names(drawing, design.children(id_of("hv-a"))) == ["vs-a", "a1", "a2", "a3", "a4"]
    assert names(drawing, design.descendants(id_of("host-b"))) == [
        "hv-b", "vs-b", "b-vlan10", "b-vlan20", "b1", "b3", "lun-b",
    ]  # fmt: skip
    assert [element.name for element in design.ancestors(id_of("a-vlan10"))] == ["vs-a", "hv-a", "host-a"]
    assert design.children(id_of("a1")) == ()


def test_links_of_an_element_at_either_end() -> None:
    drawing = two_hosts()
    kinds = [link.kind for link in drawing.design.links_of(id_of("host-a"))]
    assert kinds == ["cable", "uplink", "cable", "uplink"]
    assert [link.kind for link in drawing.design.links_of(id_of("a1"))] == ["vnic", "disk"]


def test_parts_are_found_by_type() -> None:
    design = two_hosts().design
    assert len(list(design.carrying(Nic))) == 4
    assert {element.name for element, _ in design.carrying(Virtualisation)} == {"hv-a", "hv-b"}
    server = design.elements[id_of("host-a")]
    assert [part.id for part in server.carried(NamedPart)] == ["nic0", "nic1", "group0"]
    assert server.carried(VirtualNic) == ()
    assert server.carried(Workload) == ()
    assert len(server.carried(DiskGroup)) == 1


def test_the_nearest_carrier_of_a_part() -> None:
    design = two_hosts().design
    assert design.carrier(id_of("a1"), Processor) is design.elements[id_of("host-a")]
    assert design.carrier(id_of("host-a"), Processor) is design.elements[id_of("host-a")]
    assert design.carrier(id_of("tor"), Processor) is None


def test_a_part_by_its_id() -> None:
    server = two_hosts().elements["host-a"]
    assert part_of(server, "nic1") == Nic(id="nic1", name="nic1")
    assert part_of(server, "nic9") is None


def test_placements_by_view() -> None:
    drawing = two_hosts()
    placement = place(id_of("a1"), 10, 20)
    design = drawing.design.edited([add("placements", placement)])
    assert design.placement(id_of("a1")) is placement
    assert design.placement(id_of("a1"), "logical") is None
    assert design.placement(id_of("a2")) is None


def test_settings_have_defaults_until_they_are_set() -> None:
    design = Design.of()
    assert design.settings == Settings()
    assert design.edited([add("settings", Settings(seed=7))]).settings.seed == 7


def test_who_refers_to_an_element() -> None:
    drawing = two_hosts().set("a1", workload=flow("b1"))
    referrers = drawing.design.referrers(id_of("b1"))
    assert referrers[id_of("a1")] == "elements"
    assert sorted(referrers.values()) == ["elements", "links", "links"]


def test_an_edit_shares_what_it_does_not_touch() -> None:
    before = two_hosts().design
    element = before.elements[id_of("a1")]
    after = before.edited([update("elements", element, element.replace(name="other"))])
    assert before.elements[id_of("a1")].name == "a1"
    assert after.links is before.links
    assert after.elements[id_of("a2")] is before.elements[id_of("a2")]
    assert after.children(id_of("hv-a")) == before.children(id_of("hv-a"))


def test_derived_values_are_made_once() -> None:
    made = list[Design]()

    def count(design: Design) -> int:
        made.append(design)
        return len(design.elements)

    design = two_hosts().design
    assert design.derived(count) == design.derived(count) == len(design.elements)
    assert made == [design]


def test_a_link_must_name_parts_that_are_there() -> None:
    with pytest.raises(IntegrityError, match="has no part 'nic7'"):
        _ = two_hosts().link("cable", "host-a:nic7", "tor").design


def test_a_record_must_have_the_id_that_its_change_names() -> None:
    server = PhysicalServer(id=id_of("one"), name="one")
    wrong = update("elements", server, server.replace(id=id_of("two")))
    with pytest.raises(IntegrityError, match="holds a record with the id"):
        Design.of({"elements": [server]}).edited([wrong])


def test_an_element_cannot_lie_in_itself() -> None:
    server = PhysicalServer(id=id_of("one"), name="one", parent=id_of("one"))
    with pytest.raises(IntegrityError, match="would lie in itself"):
        Design.of({"elements": [server]})


def test_a_link_by_way_of_an_element_names_it_but_has_no_end_there() -> None:
    drawing = Drawing().add("physical-server", "s", disk_groups=(DISK_GROUP,)).add("lun", "l", "s")
    drawing.add("hypervisor", "h", "s").add("virtual-io-server", "v", "h").add("virtual-machine", "m", "h")
    design = drawing.link("disk", "m:disk0", "l", via=id_of("v")).design
    assert [link.source for link in design.links_naming(id_of("v"))] == [id_of("m")]
    assert list(design.links_of(id_of("v"))) == []
    assert len(list(design.links_of(id_of("m")))) == len(list(design.links_of(id_of("l")))) == 1
