"""How the virtual network of an export becomes switches, port groups and uplinks on each server."""

from pathlib import Path
from typing import Any

import pytest

from tests.files.test_rvtools import codes, imported, machine, named, server
from tests.rvtools_sheets import inventory
from virtdesigner.kinds import PhysicalSwitch, VirtualSwitch, Vlan
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.parts import VirtualNic
from virtdesigner.rules import judge

Tabs = dict[str, list[dict[str, Any]]]


def one_host() -> Tabs:
    return inventory(guests=1, hosts=1, datastores=1)


def switches(design: Design) -> dict[str, VirtualSwitch]:
    return {e.name: e for e in design.elements.values() if isinstance(e, VirtualSwitch)}


def uplinks(design: Design) -> dict[str, list[str]]:
    """Switch to the adapters that it sends through."""
    return {
        name: [link.target_part for link in design.links_of(switch.id) if link.kind == "uplink"]
        for name, switch in switches(design).items()
    }


def group_of(design: Design, name: str) -> Vlan:
    """The port group that a machine's first adapter is in."""
    link = next(link for link in design.links_of(machine(design, name).id) if link.kind == "vnic")
    group = design.elements[link.target]
    assert isinstance(group, Vlan)
    return group


def test_a_network_that_no_tab_explains_is_assumed_without_a_vlan(tmp_path: Path) -> None:
    tabs = one_host()
    tabs["vNetwork"][0] |= {"Network": "mystery", "Switch": ""}
    result = imported(tmp_path, tabs)
    group = group_of(result.design, "web-0000")
    assert (group.name, group.vlan_id, group.assumed) == ("mystery", 0, ("*",))
    assert result.design.elements[group.parent or ""].name == "vSwitch0"  # the first that the host has
    assert codes(result)["rvtools-vlan-assumed"] == 1


def test_without_any_network_tab_vinfo_names_the_networks(tmp_path: Path) -> None:
    tabs = one_host()
    for tab in ("vNetwork", "vSwitch", "vPort", "vNIC"):
        del tabs[tab]
    tabs["vInfo"][0]["Network #2"] = "backup"
    design = imported(tmp_path, tabs).design
    assert [nic.name for nic in machine(design, "web-0000").carried(VirtualNic)] == [
        "Network adapter 1",
        "Network adapter 2",
    ]
    assert switches(design)["vSwitch0"].assumed == ("*",)
    assert len(server(design, "esx-000.example.org").nics) == 4  # vHost: # NICs
    assert "nics" in server(design, "esx-000.example.org").assumed


def test_free_adapters_are_shared_by_switches_without_uplinks_and_marked(tmp_path: Path) -> None:
    tabs = one_host()
    for row in tabs["vNIC"]:
        row["Switch"] = ""
    tabs["vNetwork"].append(tabs["vNetwork"][0] | {"NIC label": "2", "Network": "x", "Switch": "vSwitch0"})
    result = imported(tmp_path, tabs)
    assert uplinks(result.design) == {"vSwitch0": ["nic0", "nic1"], "vSwitch1": ["nic2", "nic3"]}
    marked = [link for link in result.design.links.values() if link.kind == "uplink"]
    assert all(link.assumed == ("*",) for link in marked)
    assert codes(result)["rvtools-uplink-assumed"] == 2


def test_a_switch_in_use_gets_an_adapter_of_its_own_when_none_is_free(tmp_path: Path) -> None:
    tabs = one_host()
    for row in tabs["vNIC"]:
        row["Switch"] = "vSwitch0"
    design = imported(tmp_path, tabs).design
    assert uplinks(design)["vSwitch1"] == ["nic4"]
    assert "nics" in server(design, "esx-000.example.org").assumed


def test_uplinks_named_by_the_switch_count_too(tmp_path: Path) -> None:
    tabs = one_host()
    for row in tabs["vNIC"]:
        row["Switch"] = ""
    tabs["vSwitch"][1]["Uplinks"] = "vmnic3, vmnic1"
    tabs["vSwitch"] = [dict.fromkeys(tabs["vSwitch"][1]), *tabs["vSwitch"][1:]]
    assert uplinks(imported(tmp_path, tabs).design) == {"vSwitch1": ["nic3", "nic1"]}


def test_members_of_a_distributed_switch_have_it_even_without_machines(tmp_path: Path) -> None:
    tabs = inventory(guests=1, hosts=2, datastores=1)
    tabs["dvSwitch"] = [
        {"Switch": "DS", "Host members": "ESX-000.example.org,esx-001.example.org", "Max MTU": 9000}
    ]
    result = imported(tmp_path, tabs).design
    assert [e.name for e in result.elements.values() if isinstance(e, VirtualSwitch)].count("DS") == 1


def distributed() -> dict[str, list[dict[str, Any]]]:
    """Two hosts whose machines and adapters are all on one distributed switch for 9000 bytes."""
    tabs = inventory(guests=4, hosts=2, datastores=1)
    del tabs["vSwitch"], tabs["vPort"]
    tabs["dvSwitch"] = [{"Switch": "DS", "Max MTU": 9000}]
    tabs["dvPort"] = [{"Port": f"VLAN {vlan}", "Switch": "DS", "VLAN": vlan} for vlan in (10, 20, 30)]
    for row in (*tabs["vNetwork"], *tabs["vNIC"]):
        row["Switch"] = "DS"
    return tabs


def test_a_distributed_switch_has_the_adapters_of_every_host_and_each_vlan_once(tmp_path: Path) -> None:
    design = imported(tmp_path, distributed()).design
    (switch,) = (e for e in design.elements.values() if isinstance(e, VirtualSwitch))
    used = [link for link in design.links_of(switch.id) if link.kind == "uplink"]
    hosts = {design.elements[link.target].name for link in used}
    assert len(used) == 8  # four adapters of each host
    assert hosts == {"esx-000.example.org", "esx-001.example.org"}
    vlans = [design.elements[id].name for id in design.children(switch.id)]
    assert len(vlans) == len(set(vlans))
    plugged = [link for link in design.links.values() if link.kind == "vnic"]
    assert {design.elements[link.target].parent for link in plugged} == {switch.id}
    assert not judge(design, [add("links", link) for link in design.links.values()])


def test_without_a_cluster_a_distributed_switch_lies_on_each_host(tmp_path: Path) -> None:
    tabs = distributed()
    for row in (*tabs["vHost"], *tabs["vInfo"]):
        row["Cluster"] = ""
    design = imported(tmp_path, tabs).design
    switches = [e for e in design.elements.values() if isinstance(e, VirtualSwitch)]
    assert [design.elements[switch.parent or ""].kind for switch in switches] == ["hypervisor"] * 2


@pytest.mark.parametrize(("mtu", "given"), [(9000, 9000), (None, 1500), (99_999, 9216)])
def test_the_physical_switch_passes_what_the_virtual_ones_send(
    tmp_path: Path, mtu: int | None, given: int
) -> None:
    tabs = distributed()
    tabs["dvSwitch"][0]["Max MTU"] = mtu
    design = imported(tmp_path, tabs).design
    found = (e for e in design.elements.values() if isinstance(e, PhysicalSwitch))
    assert [switch.mtu for switch in found if switch.fabric == "ethernet"] == [given]


def test_port_groups_of_uplinks_are_left_out(tmp_path: Path) -> None:
    tabs = one_host()
    tabs["dvPort"] = [{"Port": "DS-DVUplinks-77", "Switch": "DS", "VLAN": "0-4094"}]
    assert not any("DVUplinks" in e.name for e in imported(tmp_path, tabs).design.elements.values())


def test_ports_listed_by_machine_tell_of_its_host(tmp_path: Path) -> None:
    tabs = one_host()
    tabs["vPort"] = [{"VM": "web-0000", "Port Group": "VLAN 10", "Switch": "vSwitch1", "VLAN": 77}]
    assert group_of(imported(tmp_path, tabs).design, "web-0000").vlan_id == 77


def test_emulated_adapters_and_controllers_are_told_from_paravirtual_ones(tmp_path: Path) -> None:
    tabs = one_host()
    tabs["vNetwork"][0]["Adapter"] = "E1000e"
    tabs["vDisk"][0]["Controller"] = "LSI Logic SAS"
    found = machine(imported(tmp_path, tabs).design, "web-0000")
    assert found.nics[0].adapter == "emulated"
    assert [disk.adapter for disk in found.disks] == ["emulated", "paravirtual"]


def test_two_vcenters_in_one_export_stay_apart(tmp_path: Path) -> None:
    one, other = one_host(), one_host()
    for rows in other.values():
        for row in rows:
            row["VI SDK UUID"] = "other"
    for tab in ("vNIC", "vSwitch", "vPort", "vHBA"):
        for row in one[tab]:
            row["VI SDK UUID"] = one["vInfo"][0]["VI SDK UUID"]
    result = imported(tmp_path, {tab: [*one[tab], *other[tab]] for tab in one})
    assert result.report.read["virtual-machine"] == 2
    assert result.report.read["physical-server"] == 2
    assert result.report.read["cluster"] == 2


def test_tools_that_are_not_installed_leave_the_balloon_out(tmp_path: Path) -> None:
    tabs = one_host()
    tabs["vTools"][0]["Tools"] = "toolsNotInstalled"
    assert not machine(imported(tmp_path, tabs).design, "web-0000").memory.tools


def test_vsan_is_drawn_as_storage_over_the_network_with_a_note(tmp_path: Path) -> None:
    tabs = one_host()
    tabs["vDatastore"][0]["Type"] = "vsan"
    result = imported(tmp_path, tabs)
    assert codes(result)["rvtools-vsan-as-array"] == 1
    assert named(result.design, "Network storage DC1").kind == "storage-array"


def test_a_datastore_is_shown_to_those_that_are_listed(tmp_path: Path) -> None:
    tabs = inventory(guests=2, hosts=3, datastores=1)
    tabs["vDatastore"][0] |= {"# Hosts": 2, "Hosts": "esx-000.example.org esx-001.example.org"}
    design = imported(tmp_path, tabs).design
    lun = named(design, "vmfs-00")
    shown = {design.elements[id].name for id in getattr(lun, "hosts", ())}
    assert shown == {"esx-000.example.org", "esx-001.example.org"}


def test_a_datastore_that_only_a_path_names_is_as_large_as_its_disks_need(tmp_path: Path) -> None:
    tabs = one_host()
    del tabs["vDatastore"]
    tabs["vDisk"][0]["Capacity MiB"] = 4 * 2**20
    result = imported(tmp_path, tabs)
    lun = named(result.design, "vmfs-00")
    assert lun.assumed == ("capacity", "backing")
    assert getattr(lun, "capacity", 0) == (4 * 1024 + 100) * 1.25  # 4 TiB and 100 GiB, a quarter more
