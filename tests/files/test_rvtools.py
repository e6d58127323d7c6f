"""RVTools exports made by hand for each trap that they have."""

from pathlib import Path
from typing import Any

import pytest

from tests.rvtools_sheets import inventory, write_csv_folder, write_workbook
from virtdesigner.files.document import dumps, loads
from virtdesigner.files.errors import ImportRefusedError, UnreadableError
from virtdesigner.files.importers import Imported, import_file
from virtdesigner.kinds import PhysicalServer, VirtualMachine, VirtualSwitch
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.rules.storage_paths import storage_path

Tabs = dict[str, list[dict[str, Any]]]


def small() -> Tabs:
    """Two machines on two hosts."""
    return inventory(guests=2, hosts=2, datastores=1)


def imported(folder: Path, tabs: Tabs) -> Imported:
    return import_file(write_workbook(folder / "export.xlsx", tabs))


def named(design: Design, name: str) -> Element:
    (found,) = (element for element in design.elements.values() if element.name == name)
    return found


def machine(design: Design, name: str) -> VirtualMachine:
    found = named(design, name)
    assert isinstance(found, VirtualMachine)
    return found


def server(design: Design, name: str) -> PhysicalServer:
    found = named(design, name)
    assert isinstance(found, PhysicalServer)
    return found


def host_of(design: Design, name: str) -> str:
    return next(e.name for e in design.ancestors(named(design, name).id) if isinstance(e, PhysicalServer))


def codes(result: Imported) -> dict[str, int]:
    """Code of each note to how often it came up."""
    counts: dict[str, int] = {}
    for note in result.report.notes:
        counts[note.message.code] = counts.get(note.message.code, 0) + int(note.message["count"])
    return counts


def test_everything_that_is_listed_comes_in(tmp_path: Path) -> None:
    result = imported(tmp_path, inventory(guests=8, hosts=2, datastores=2))
    assert result.report.read == {
        "virtual-machine": 8, "physical-server": 2, "cluster": 1, "virtual-switch": 4, "vlan": 6, "lun": 2,
    }  # fmt: skip
    host = server(result.design, "esx-000.example.org")
    assert (host.processor.sockets, host.processor.cores_per_socket, host.processor.clock) == (2, 32, 2.0)
    assert host.processor.hyperthreading
    assert host.memory.size == 1_048_576
    assert [(nic.name, nic.speed) for nic in host.nics] == [(f"vmnic{i}", 10_000) for i in range(4)]
    assert host.assumed == ()
    first = machine(result.design, "web-0000")
    assert (first.cpus.count, first.memory.size, len(first.disks)) == (2, 4096, 2)
    assert first.guest_os == "linux"
    assert first.disks[1].capacity == 100  # 102,400 MiB


def test_what_was_measured_becomes_the_load_and_the_rest_is_scaled_from_a_template(tmp_path: Path) -> None:
    design = imported(tmp_path, small()).design
    load = machine(design, "web-0000").workload
    assert load is not None
    assert load.template == "web-server"
    assert load.cpu == pytest.approx(100 / 2000)  # 100 MHz of cores of 2,000 MHz
    assert load.working_set == pytest.approx(100 * 1365 / 4096)  # a third of 4,096 MiB active
    assert load.writes == pytest.approx(15 * (0.05 / 0.7))  # MODELS.md 9: 15 writes/s at 0.7 cores
    assert load.flows[0].rate == pytest.approx(120 * (0.05 / 0.7))
    assert "workload" in machine(design, "web-0000").assumed


def test_every_machine_wants_something_of_everything_and_can_get_it(tmp_path: Path) -> None:
    design = imported(tmp_path, inventory(guests=40, hosts=2)).design
    for found in design.elements.values():
        if not isinstance(found, VirtualMachine):
            continue
        load = found.workload
        assert load is not None
        assert min(load.cpu, load.working_set, load.writes, load.flows[0].rate) > 0
        kinds = [link.kind for link in design.links_of(found.id)]
        assert sorted(kinds) == ["disk", "disk", "vnic"]
        host = next(e for e in design.ancestors(found.id) if isinstance(e, PhysicalServer))
        for link in design.links_of(found.id):
            if link.kind == "disk":
                assert storage_path(design, host.id, link.target).refusal is None


def test_the_result_is_laid_out_and_survives_its_file(tmp_path: Path) -> None:
    design = imported(tmp_path, small()).design
    assert {placement.element for placement in design.placements.values()} >= {
        id for id in design.children(None) if not isinstance(design.elements[id], VirtualMachine)
    }
    assert dumps(loads(dumps(design))) == dumps(design)
    assert design.settings.name == "export"


def test_the_same_export_makes_the_same_design_again(tmp_path: Path) -> None:
    one = imported(tmp_path, inventory(guests=20, hosts=3)).design
    (tmp_path / "again").mkdir()
    other = imported(tmp_path / "again", inventory(guests=20, hosts=3)).design
    assert dumps(one) == dumps(other)


def test_old_headings_in_another_order_with_custom_columns_mean_the_same(tmp_path: Path) -> None:
    old = {
        tab: [
            {"Owner": "somebody", "Memory note": "x"}
            | {key.replace("MiB", "MB"): value for key, value in reversed(row.items())}
            for row in rows
        ]
        for tab, rows in small().items()
    }
    (tmp_path / "old").mkdir()
    assert dumps(imported(tmp_path / "old", old).design) == dumps(imported(tmp_path, small()).design)


def test_headings_with_the_tab_before_them_mean_the_same(tmp_path: Path) -> None:
    tabs = small()
    tabs["vInfo"] = [
        {f"vInfo{key.replace(' ', '')}": value for key, value in row.items() if key != "VM"}
        | {"vInfoVMName": row["VM"]}
        for row in tabs["vInfo"]
    ]
    assert machine(imported(tmp_path, tabs).design, "web-0000").cpus.count == 2


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")]
)
def test_a_folder_of_csv_means_the_same_as_a_workbook(tmp_path: Path, separator: str, encoding: str) -> None:
    tabs = small()
    for tab in ("vInfo", "vCPU", "vMemory", "vDisk", "vNetwork", "vTools"):
        for row in tabs[tab]:
            row["VM"] = row["VM"].replace("web", "büro-web")
    folder = write_csv_folder(tmp_path / "export", tabs, separator=separator, encoding=encoding)
    design = import_file(folder).design
    assert dumps(design) == dumps(imported(tmp_path, tabs).design)
    assert machine(design, "büro-web-0000").workload is not None


def test_one_csv_of_a_folder_stands_for_the_whole_export(tmp_path: Path) -> None:
    folder = write_csv_folder(tmp_path / "export", small())
    picked = import_file(folder / "RVTools_tabvDisk.csv").design
    assert set(picked.elements) == set(import_file(folder).design.elements)


def test_of_two_exports_in_a_folder_the_picked_one_is_read(tmp_path: Path) -> None:
    write_csv_folder(tmp_path / "x", small(), prefix="monday_tab")
    write_csv_folder(tmp_path / "x", inventory(guests=5, hosts=1), prefix="friday_tab")
    with pytest.raises(ImportRefusedError, match="holds 2 exports"):
        import_file(tmp_path / "x")
    assert import_file(tmp_path / "x" / "friday_tabvInfo.csv").report.read["virtual-machine"] == 5


def test_numbers_with_a_decimal_comma_are_read(tmp_path: Path) -> None:
    tabs = small()
    tabs["vInfo"][0]["Memory"] = "8.192"
    tabs["vCPU"][0]["Overall"] = "1.000,5"
    folder = write_csv_folder(tmp_path / "export", tabs, separator=";", encoding="cp1252")
    found = machine(import_file(folder).design, "web-0000")
    assert found.memory.size == 8192
    assert found.workload is not None
    assert found.workload.cpu == pytest.approx(1000.5 / 2000)


def test_minus_one_and_zero_are_no_limits(tmp_path: Path) -> None:
    tabs = small()
    tabs["vCPU"][0] |= {"Limit": 0, "Reservation": -1}
    tabs["vMemory"][0] |= {"Limit": -1, "Reservation": 512}
    tabs["vCPU"][1] |= {"Limit": 1000, "Reservation": 500}
    result = imported(tmp_path, tabs)
    first, second = machine(result.design, "web-0000"), machine(result.design, "sql-0001")
    assert (first.cpus.limit, first.cpus.reservation) == (None, 0)
    assert (first.memory.limit, first.memory.reservation) == (None, 512)
    assert (second.cpus.limit, second.cpus.reservation) == (0.5, 0.25)  # of cores of 2,000 MHz
    assert codes(result)["rvtools-limit-of-zero"] == 1


def test_shares_count_only_when_they_are_custom(tmp_path: Path) -> None:
    tabs = small()
    for row, level in zip(tabs["vCPU"], ("normal", "custom"), strict=True):
        row |= {"Level": level, "Shares": 3333}
    design = imported(tmp_path, tabs).design
    assert machine(design, "web-0000").cpus.shares is None
    assert machine(design, "sql-0001").cpus.shares == 3333


def test_machines_of_one_name_are_told_apart_by_id(tmp_path: Path) -> None:
    tabs = small()
    for tab in ("vInfo", "vCPU", "vMemory", "vDisk", "vNetwork", "vTools"):
        for row in tabs[tab]:
            row["VM"] = "twin"
    design = imported(tmp_path, tabs).design
    twins = [element for element in design.elements.values() if isinstance(element, VirtualMachine)]
    assert sorted(twin.cpus.count for twin in twins) == [2, 4]
    assert all(len(twin.disks) == 2 for twin in twins)


def test_without_any_id_rows_are_matched_by_name_only_where_it_is_unique(tmp_path: Path) -> None:
    tabs = inventory(guests=3, hosts=1, datastores=1)
    for tab in ("vInfo", "vCPU", "vMemory", "vDisk", "vNetwork", "vTools"):
        tabs[tab] = [
            {key: value for key, value in row.items() if key not in ("VM ID", "VM UUID")} for row in tabs[tab]
        ]
    for tab in ("vInfo", "vCPU"):
        tabs[tab][1]["VM"] = tabs[tab][0]["VM"]
    result = imported(tmp_path, tabs)
    assert codes(result)["rvtools-name-not-unique"] == 2 + 1 + 2 + 1 + 1  # of vCPU, vMemory, vDisk ...
    assert codes(result)["rvtools-row-of-unknown-machine"] == 1 + 2 + 1 + 1  # the name that is gone
    assert machine(result.design, "app-0002").workload is not None


def test_a_row_without_an_id_that_contradicts_is_left_out(tmp_path: Path) -> None:
    tabs = small()
    del tabs["vCPU"][0]["VM ID"], tabs["vCPU"][0]["VM UUID"]
    tabs["vCPU"][0] = {"Other": 1, **tabs["vCPU"][0], "Powerstate": "poweredOff", "VM ID": "", "VM UUID": ""}
    result = imported(tmp_path, tabs)
    assert codes(result)["rvtools-row-contradicts"] == 1


def test_templates_are_left_out_and_machines_that_are_off_come_in_off(tmp_path: Path) -> None:
    tabs = inventory(guests=3, hosts=1)
    tabs["vInfo"][0]["Template"] = "True"
    tabs["vInfo"][1]["Powerstate"] = "poweredOff"
    tabs["vCPU"][1]["Overall"] = 0
    result = imported(tmp_path, tabs)
    assert codes(result)["rvtools-template-skipped"] == 1
    assert not any(element.name == "web-0000" for element in result.design.elements.values())
    off = machine(result.design, "sql-0001")
    assert not off.powered_on
    assert off.workload is not None
    assert off.workload.cpu == pytest.approx(4 * 0.45)  # the template's load on its 4 vCPUs


def test_a_machine_on_an_unlisted_host_goes_where_memory_is_left_and_says_so(tmp_path: Path) -> None:
    tabs = inventory(guests=3, hosts=2)
    tabs["vInfo"][0]["Host"] = "gone.example.org"
    tabs["vHost"][0]["# Memory"] = 16_384  # 12 GiB of it are taken by the third machine
    result = imported(tmp_path, tabs)
    assert host_of(result.design, "web-0000") == "esx-001.example.org"
    assert "parent" in machine(result.design, "web-0000").assumed
    (note,) = (n for n in result.report.notes if n.message.code == "rvtools-host-not-listed")
    assert (note.severity, note.where, note.message["host"]) == ("warning", "vInfo row 2", "gone.example.org")


def test_without_hosts_they_are_made_up_for_what_runs_on_them(tmp_path: Path) -> None:
    tabs = {"vInfo": inventory(guests=40, hosts=2)["vInfo"]}
    result = imported(tmp_path, tabs)
    host = server(result.design, "esx-000.example.org")
    assert host.assumed == ("*",)
    carried = [e for e in result.design.elements.values() if isinstance(e, VirtualMachine)]
    vcpus = sum(e.cpus.count for e in carried if host_of(result.design, e.name) == host.name)
    assert host.processor.sockets * host.processor.cores_per_socket >= vcpus / 4
    assert codes(result)["rvtools-host-assumed"] == 40  # machines on two hosts


def test_a_clusters_memory_is_in_bytes_and_shared_by_its_hosts(tmp_path: Path) -> None:
    tabs = small()
    for host in tabs["vHost"]:
        host["# Memory"] = None
    tabs["vCluster"] = [{"Name": "Cluster 1", "NumHosts": 2, "TotalMemory": 2 * 512 * 2**30}]
    assert server(imported(tmp_path, tabs).design, "esx-000.example.org").memory.size == 512 * 1024


def test_cores_of_another_clock_have_another_speed(tmp_path: Path) -> None:
    tabs = inventory(guests=3, hosts=3)
    tabs["vHost"][2]["Speed"] = 3000
    design = imported(tmp_path, tabs).design
    assert server(design, "esx-000.example.org").processor.relative_speed == 1
    assert server(design, "esx-002.example.org").processor.relative_speed == 1.5  # 3,000 / 2,000 MHz


def test_uplinks_and_vlans_are_as_listed(tmp_path: Path) -> None:
    design = imported(tmp_path, small()).design
    host = server(design, "esx-000.example.org")
    switch = next(
        e
        for e in design.elements.values()
        if isinstance(e, VirtualSwitch) and e.name == "vSwitch1" and host in design.ancestors(e.id)
    )
    uplinks = [link for link in design.links_of(switch.id) if link.kind == "uplink"]
    assert [link.target_part for link in uplinks] == ["nic2", "nic3"]
    assert {design.elements[id].name for id in design.children(switch.id)} == {
        "VLAN 10",
        "VLAN 20",
        "VLAN 30",
    }
    assert not any(link.assumed for link in uplinks)


def test_a_distributed_switch_is_one_of_the_cluster(tmp_path: Path) -> None:
    tabs = small()
    del tabs["vSwitch"], tabs["vPort"]
    tabs["dvSwitch"] = [{"Switch": "DSwitch", "Max MTU": 9000}]
    tabs["dvPort"] = [{"Port": f"VLAN {vlan}", "Switch": "DSwitch", "VLAN": str(vlan)} for vlan in (10, 20)]
    for row in tabs["vNetwork"]:
        row["Switch"] = "DSwitch"
    result = imported(tmp_path, tabs)
    switches = [e for e in result.design.elements.values() if isinstance(e, VirtualSwitch)]
    (switch,) = switches
    assert (switch.name, switch.mtu) == ("DSwitch", 9000)
    assert result.design.elements[switch.parent or ""].kind == "cluster"
    assert codes(result)["rvtools-distributed-switch"] == 2


def test_a_port_without_a_cable_gets_none(tmp_path: Path) -> None:
    tabs = small()
    tabs["vNIC"][1]["Speed"] = 0
    design = imported(tmp_path, tabs).design
    host = server(design, "esx-000.example.org")
    cabled = {link.source_part for link in design.links_of(host.id) if link.kind == "cable"}
    assert cabled == {"nic0", "nic2", "nic3"}


def test_local_datastores_lie_on_internal_disks_and_nfs_is_reached_over_ethernet(tmp_path: Path) -> None:
    tabs = inventory(guests=4, hosts=2, datastores=2)
    local, shared = tabs["vDatastore"]
    local |= {"# Hosts": 1, "Hosts": "esx-000.example.org"}
    shared |= {"Type": "NFS"}
    design = imported(tmp_path, tabs).design
    parents = {e.name: design.elements[e.parent or ""] for e in design.elements.values() if e.kind == "lun"}
    assert parents["vmfs-00"].name == "esx-000.example.org"
    assert parents["vmfs-01"].kind == "storage-array"
    assert not any(link.kind == "fibre" for link in design.links.values())


def test_a_machine_without_disk_or_adapter_gets_an_assumed_one(tmp_path: Path) -> None:
    tabs = small()
    tabs["vDisk"] = tabs["vDisk"][2:]
    tabs["vNetwork"] = tabs["vNetwork"][1:]
    tabs["vInfo"][0]["Network #1"] = None
    result = imported(tmp_path, tabs)
    bare = machine(result.design, "web-0000")
    assert (len(bare.disks), len(bare.nics)) == (1, 1)
    assert {"disks", "nics"} <= set(bare.assumed)
    assert codes(result)["rvtools-disk-assumed"] == codes(result)["rvtools-adapter-assumed"] == 1


def test_an_adapter_that_is_not_connected_carries_nothing(tmp_path: Path) -> None:
    tabs = small()
    tabs["vNetwork"][0]["Connected"] = False
    result = imported(tmp_path, tabs)
    found = machine(result.design, "web-0000")
    assert not any(link.kind == "vnic" for link in result.design.links_of(found.id))
    assert found.workload is not None
    assert found.workload.flows == ()
    assert codes(result)["rvtools-not-connected"] == 1


def test_what_the_host_used_is_shared_out_where_machines_say_nothing(tmp_path: Path) -> None:
    tabs = inventory(guests=2, hosts=1)
    del tabs["vCPU"]
    tabs["vHost"][0] |= {"CPU usage %": 10, "# Cores": 60, "# CPU": 2, "Cores per CPU": 30}
    design = imported(tmp_path, tabs).design
    # 10 % of 60 cores are 6, shared by 2 + 4 vCPUs
    loads = [machine(design, name).workload for name in ("web-0000", "sql-0001")]
    assert [load.cpu for load in loads if load] == pytest.approx([2, 4])


def test_what_is_no_export_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"PK\x03\x04broken"), ("b.csv", b"a,b\n1,2\n"), ("c.txt", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ImportRefusedError):
            import_file(tmp_path / name)
    with pytest.raises(UnreadableError, match="isn't there"):
        import_file(tmp_path / "missing.xlsx")
    with pytest.raises(ImportRefusedError, match="no tab vInfo"):
        imported(tmp_path, {"Sheet1": [{"A": 1}]})
    with pytest.raises(ImportRefusedError, match="no virtual machine"):
        imported(tmp_path, {"vInfo": [{"VM": "t", "Template": True}]})
