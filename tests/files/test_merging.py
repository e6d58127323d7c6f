"""A second import: what the source says is brought up to date, what people made stays."""

from pathlib import Path
from typing import Any

from tests.rvtools_sheets import inventory, write_workbook
from virtdesigner.files.importers import import_file
from virtdesigner.files.importers.merging import Merge, merge, update_of
from virtdesigner.kinds import Cluster, StorageArray, VirtualMachine
from virtdesigner.model.change import add, remove, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import replace
from virtdesigner.model.link import Cable, Vnic
from virtdesigner.model.placement import place
from virtdesigner.model.record import new_id
from virtdesigner.model.topology import Topology
from virtdesigner.rules import judge

Tabs = dict[str, list[dict[str, Any]]]


def imported(folder: Path, tabs: Tabs) -> Design:
    return import_file(write_workbook(folder / "export.xlsx", tabs)).design


def merged(design: Design, merge_: Merge) -> Design:
    """The design after a merge, let through by the rules."""
    topology = Topology(design, judge)
    topology.apply(merge_.changes)
    return topology.design


def id_of(design: Design, name: str) -> str:
    return next(id for id, element in design.elements.items() if element.name == name)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=6, hosts=2))
    assert merge(design, imported(tmp_path, inventory(guests=6, hosts=2))) == Merge((), ())


def test_what_the_source_says_anew_wins_and_what_is_new_is_placed(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=2, hosts=2))
    tabs = inventory(guests=3, hosts=2)
    tabs["vInfo"][0]["Memory"] = 65_536
    after = merged(design, merge(design, imported(tmp_path, tabs)))
    grown = after.elements[id_of(after, "web-0000")]
    assert isinstance(grown, VirtualMachine)
    assert grown.memory.size == 65_536
    fresh = id_of(after, "app-0002")
    assert after.placement(fresh) is not None
    assert {link.kind for link in after.links_of(fresh)} == {"vnic", "disk"}


def test_a_machine_that_moved_takes_its_adapter_along(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=2, hosts=2))
    tabs = inventory(guests=2, hosts=2)
    for tab in ("vInfo", "vCPU", "vMemory"):
        tabs[tab][0]["Host"] = "esx-001.example.org"
    after = merged(design, merge(design, imported(tmp_path, tabs)))
    machine = after.elements[id_of(after, "web-0000")]
    assert any(e.name == "esx-001.example.org" for e in after.ancestors(machine.id))
    assert len([link for link in after.links_of(machine.id) if link.kind == "vnic"]) == 1


def test_what_somebody_added_drew_or_set_in_place_of_an_assumption_stays(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=2, hosts=2))
    own = Cluster(id=new_id(), name="mine")
    machine, array = id_of(design, "web-0000"), id_of(design, "Storage array DC1")
    guest, store = design.elements[machine], design.elements[array]
    assert isinstance(guest, VirtualMachine)
    assert guest.workload is not None
    assert isinstance(store, StorageArray)
    groups = (store.disk_groups[0].replace(disks=99),)
    spot = place(machine, 777, 888)
    design = design.edited(
        [
            add("elements", own),
            *replace(design, guest, workload=guest.workload.replace(cpu=1.75)),
            *replace(design, store, disk_groups=groups),
            update("placements", design.placements[spot.id], spot),
        ]
    )
    tabs = inventory(guests=2, hosts=2)
    tabs["vCPU"][0]["Overall"] = 1999
    tabs["vInfo"][0]["CPUs"] = 12
    after = merged(design, merge(design, imported(tmp_path, tabs)))
    kept = after.elements[machine]
    assert isinstance(kept, VirtualMachine)
    assert kept.workload is not None
    assert kept.workload.cpu == 1.75  # set by hand: no assumption any more
    assert kept.cpus.count == 12  # said by the source
    assert after.elements[array] == design.elements[array]
    assert own.id in after.elements
    assert after.placements[spot.id] == spot


def test_what_is_no_longer_listed_is_reported_and_stays(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=3, hosts=1))
    result = merge(design, imported(tmp_path, inventory(guests=2, hosts=1)))
    assert [design.elements[id].name for id in result.gone] == ["app-0002"]
    assert "app-0002" in {e.name for e in merged(design, result).elements.values()}


def test_an_end_that_somebody_cabled_otherwise_is_left_alone(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=1, hosts=1))
    cable = next(link for link in design.links.values() if isinstance(link, Cable))
    mine = Cable(id=new_id(), source=cable.source, source_part=cable.source_part, target=cable.target)
    design = design.edited([remove("links", cable), add("links", mine)])
    after = merged(design, merge(design, imported(tmp_path, inventory(guests=1, hosts=1))))
    assert mine.id in after.links
    assert cable.id not in after.links


def test_an_adapter_that_is_gone_takes_its_links_along(tmp_path: Path) -> None:
    tabs = inventory(guests=1, hosts=1)
    second = tabs["vNetwork"][0] | {"NIC label": "Network adapter 2"}
    design = imported(tmp_path, tabs | {"vNetwork": [*tabs["vNetwork"], second]})
    machine = id_of(design, "web-0000")
    mine = Vnic(
        id=new_id(),
        source=machine,
        source_part="nic1",
        target=next(link.target for link in design.links_of(machine) if link.kind == "vnic"),
    )
    old = next(link for link in design.links_of(machine) if link.source_part == "nic1")
    design = design.edited([remove("links", old), add("links", mine)])
    after = merged(design, merge(design, imported(tmp_path, tabs)))
    assert [link.source_part for link in after.links_of(machine) if link.kind == "vnic"] == ["nic0"]


def test_an_adapter_that_went_over_to_another_switch_leaves_the_old_one(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=1, hosts=1))
    tabs = inventory(guests=1, hosts=1)
    tabs["vNIC"][1]["Switch"] = "vSwitch1"
    after = merged(design, merge(design, imported(tmp_path, tabs)))
    uplinks = {
        after.elements[link.source].name: link.target_part
        for link in after.links.values()
        if link.kind == "uplink" and link.target_part == "nic1"
    }
    assert uplinks == {"vSwitch1": "nic1"}


def test_an_update_needs_something_of_the_same_source(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=2, hosts=1))
    assert update_of(design, imported(tmp_path, inventory(guests=2, hosts=1))) == Merge((), ())
    drawn = Design.of({"elements": [Cluster(id=new_id(), name="mine")]})
    assert update_of(drawn, design) is None
    assert update_of(Design.of(), design) is None
