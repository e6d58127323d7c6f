"""Putting presets into elements: what is set, what stays, and that undo brings all of it back."""

import pytest

from tests.building import Drawing, id_of, two_hosts
from virtdesigner.kinds import KINDS
from virtdesigner.kinds.presets import GENERIC, PRESETS, Preset, apply_preset, preset
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.history import History
from virtdesigner.model.parts import DiskGroup, Hba, MemoryPolicy, Nic
from virtdesigner.model.record import source_id
from virtdesigner.model.topology import Topology

WHOLE = [one for one in PRESETS.values() if not one.kind.startswith("part:")]


def made(kind: str, name: str = "mine") -> Element:
    return KINDS[kind](id=source_id("test", name), kind=kind, name=name)


def with_element(element: Element) -> Design:
    return Design.of().edited([add("elements", element)])


def server_preset(nics: int, groups: int = 0) -> Preset:
    values = {
        "nics": tuple(Nic(id=f"nic{n}", name=f"nic{n}", speed=25_000) for n in range(nics)),
        "disk_groups": tuple(DiskGroup(id=f"group{n}", name=f"group{n}", disks=2) for n in range(groups)),
    }
    return Preset("test", "physical-server", "Test server", GENERIC, 2020, None, values, ())


@pytest.mark.parametrize("one", WHOLE, ids=lambda one: one.id)
def test_a_preset_is_applied_and_undone(one: Preset) -> None:
    topology = Topology(with_element(made(one.kind)))
    before, history = topology.design, History(topology)
    history.do("Preset", apply_preset(before, before.elements[source_id("test", "mine")], one))
    after = topology.design.elements[source_id("test", "mine")]
    assert after.preset == one.id
    for name, value in one.values.items():
        assert getattr(after, name) == value
    assert apply_preset(topology.design, after, one) == ()
    history.undo()
    assert topology.design.elements == before.elements


PARTS = [one for one in PRESETS.values() if one.kind.startswith("part:")]
FIELDS = {"part:Nic": "nics", "part:Hba": "hbas", "part:DiskGroup": "disk_groups"}


def server_with_parts() -> Element:
    """A server with two of everything."""
    return made("physical-server").replace(
        nics=(Nic(id="n0", name="n0"), Nic(id="n1", name="n1")),
        hbas=(Hba(id="h0", name="h0"), Hba(id="h1", name="h1")),
        disk_groups=(DiskGroup(id="g0", name="g0"), DiskGroup(id="g1", name="g1")),
    )


@pytest.mark.parametrize("one", PARTS, ids=lambda one: one.id)
def test_a_preset_for_a_part_is_applied_and_undone(one: Preset) -> None:
    topology = Topology(with_element(server_with_parts()))
    before, history = topology.design, History(topology)
    server = before.elements[source_id("test", "mine")]
    first, second = getattr(server, FIELDS[one.kind])
    history.do("Preset", apply_preset(before, server, one, part=second.id))
    after = topology.design.elements[server.id]
    assert getattr(after, FIELDS[one.kind]) == (first, second.replace(**one.values))
    assert (after.name, after.preset) == (server.name, "")
    history.undo()
    assert topology.design.elements == before.elements


def test_a_preset_for_a_part_changes_all_of_them_when_none_is_named() -> None:
    server = server_with_parts()
    design = with_element(server)
    after = design.edited(apply_preset(design, server, preset("nic-25g"))).elements[server.id]
    assert [(nic.id, nic.speed) for nic in after.carried(Nic)] == [("n0", 25_000), ("n1", 25_000)]


def test_a_preset_for_a_part_that_the_kind_has_not_is_refused() -> None:
    hypervisor = made("hypervisor")
    with pytest.raises(ValueError, match="nic-25g is for a part Nic, which hypervisor hasn't"):
        apply_preset(with_element(hypervisor), hypervisor, preset("nic-25g"))


def test_an_element_is_not_called_generic() -> None:
    switch = made("physical-switch", "switch-01")
    design = with_element(switch)
    after = design.edited(apply_preset(design, switch, preset("ethernet-25g"))).elements[switch.id]
    assert after.name == "Ethernet switch 25G, 48 ports"
    assert preset("ethernet-25g").label == "Ethernet switch 25G, 48 ports (generic)"


def test_a_preset_for_another_kind_is_refused() -> None:
    server = made("physical-server")
    with pytest.raises(ValueError, match="esxi-8 is for hypervisor, not for physical-server"):
        apply_preset(with_element(server), server, preset("esxi-8"))


def named(name: str, drawn: Design | None = None) -> str:
    """The name of a hypervisor called `name` after it was given ESXi 8."""
    element = made("hypervisor", name)
    design = (drawn or Design.of()).edited([add("elements", element)])
    return design.edited(apply_preset(design, element, preset("esxi-8"))).elements[element.id].name


@pytest.mark.parametrize("name", ["hypervisor-01", "Hypervisor", "hypervisor", "VMware ESX 2.x"])
def test_a_first_name_and_another_presets_label_give_way(name: str) -> None:
    assert named(name) == "VMware ESXi 8"


@pytest.mark.parametrize("name", ["hv-a", "VMware ESXi 8-07", "VMware ESX 2.x of Anna"])
def test_a_name_that_somebody_gave_stays(name: str) -> None:
    assert named(name) == name


def test_a_label_that_is_taken_is_counted_not_read_as_a_version() -> None:
    first = made("hypervisor", "VMware ESXi 8")
    assert named("hypervisor-02", with_element(first)) == "VMware ESXi 8-02"


def test_the_swap_lun_stays() -> None:
    drawing = two_hosts().set("hv-a", memory_policy=MemoryPolicy(swap_lun=id_of("lun-a"), system=1))
    design = drawing.design
    after = design.edited(apply_preset(design, design.elements[id_of("hv-a")], preset("esx-2")))
    policy = after.elements[id_of("hv-a")].carried(MemoryPolicy)[0]
    assert policy.swap_lun == id_of("lun-a")
    assert policy.thresholds == "share-of-host"


def nics_after(drawing: Drawing, one: Preset, host: str = "host-a") -> list[tuple[str, float]]:
    design = drawing.design
    after = design.edited(apply_preset(design, design.elements[id_of(host)], one))
    assert after.links == design.links
    return [(nic.id, nic.speed) for nic in after.elements[id_of(host)].carried(Nic)]


def used_nics(drawing: Drawing, host: str) -> set[str]:
    links = drawing.design.links_of(id_of(host))
    return {
        part
        for link in links
        for end, part in ((link.source, link.source_part), (link.target, link.target_part))
        if end == id_of(host) and part
    }


def test_cabled_ports_keep_their_ids_and_take_the_new_speed() -> None:
    drawing = two_hosts()
    before = [nic.id for nic in drawing.design.elements[id_of("host-a")].carried(Nic)]
    after = nics_after(drawing, server_preset(len(before) + 2))
    assert [id for id, _ in after[: len(before)]] == before
    assert [speed for _, speed in after] == [25_000] * (len(before) + 2)
    assert len({id for id, _ in after}) == len(after)


def test_a_cabled_port_stays_although_the_preset_has_fewer() -> None:
    drawing = two_hosts()
    used = used_nics(drawing, "host-a")
    assert used
    after = nics_after(drawing, server_preset(0))
    assert {id for id, _ in after} == used


def test_spare_ports_go_when_the_preset_has_fewer() -> None:
    server = made("physical-server")
    design = with_element(server)
    after = design.edited(apply_preset(design, server, server_preset(1))).elements[server.id]
    assert [nic.id for nic in after.carried(Nic)] == ["nic0"]


def test_a_disk_group_that_a_lun_is_cut_from_keeps_its_id() -> None:
    drawing = two_hosts()
    design = drawing.design
    before = {group.id for group in design.elements[id_of("host-a")].carried(DiskGroup)}
    after = design.edited(apply_preset(design, design.elements[id_of("host-a")], server_preset(2, groups=0)))
    assert {group.id for group in after.elements[id_of("host-a")].carried(DiskGroup)} == before
