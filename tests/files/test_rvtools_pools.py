"""Resource pools, operating systems, versions and maintenance as an export says them."""

from pathlib import Path
from typing import Any

import pytest

from tests.rvtools_sheets import VCENTER, inventory, write_workbook
from virtdesigner.files.importers import Imported, import_file
from virtdesigner.files.importers.rvtools.building_guests import system_of
from virtdesigner.files.importers.rvtools.pools import pool_path
from virtdesigner.kinds import Hypervisor, PhysicalServer, ResourcePool, VirtualMachine
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.rules import judge
from virtdesigner.rules.visibility import server_of

Tabs = dict[str, list[dict[str, Any]]]
ROOT = "/DC1/Cluster 1/Resources"


def imported(tmp_path: Path, tabs: Tabs) -> Imported:
    return import_file(write_workbook(tmp_path / "export.xlsx", tabs))


def pooled() -> Tabs:
    """Three machines on two hosts: in a pool, in a pool of that, in none."""
    tabs = inventory(guests=3, hosts=2, datastores=1)
    for row, path in zip(tabs["vInfo"], (f"{ROOT}/Prod", f"{ROOT}/Prod/Web", ROOT), strict=True):
        row["Resource pool"] = path
    tabs["vRP"] = [
        {"Resource Pool name": "Prod", "Resource Pool path": f"{ROOT}/Prod", "CPU limit": 8000,
         "CPU level": "custom", "CPU shares": 9000, "CPU reservation": 4000, "Mem limit": -1,
         "Mem level": "normal", "Mem shares": 163_840, "Mem reservation": 2048, "VI SDK UUID": VCENTER},
    ]  # fmt: skip
    return tabs


def named(design: Design, kind: type, name: str) -> Any:
    (found,) = (e for e in design.elements.values() if isinstance(e, kind) and e.name == name)
    return found


def test_a_machine_lies_in_its_pool_of_the_cluster_and_names_its_host(tmp_path: Path) -> None:
    design = imported(tmp_path, pooled()).design
    prod, web = (named(design, ResourcePool, name) for name in ("Prod", "Web"))
    assert design.elements[prod.parent].kind == "cluster"
    assert web.parent == prod.id
    machines = sorted(
        (e for e in design.elements.values() if isinstance(e, VirtualMachine)), key=lambda e: e.name
    )
    by_index = {machine.name[-4:]: machine for machine in machines}
    assert [by_index[f"000{n}"].parent for n in range(2)] == [prod.id, web.id]
    assert design.elements[by_index["0002"].parent or ""].kind == "hypervisor"
    hosts = [design.elements[server_of(design, by_index[f"000{n}"].id) or ""].name for n in range(3)]
    assert hosts == ["esx-000.example.org", "esx-001.example.org", "esx-000.example.org"]


def test_what_a_pool_claims_is_read_in_cores_and_mebibytes(tmp_path: Path) -> None:
    prod = named(imported(tmp_path, pooled()).design, ResourcePool, "Prod")
    # A core of speed 1.0 has the hosts' 2,000 MHz.
    assert (prod.cpu.shares, prod.cpu.reservation, prod.cpu.limit) == (9000, 2, 4)
    assert (prod.memory.shares, prod.memory.reservation, prod.memory.limit) == (None, 2048, None)


def test_the_rules_have_nothing_against_it_and_it_is_the_same_again(tmp_path: Path) -> None:
    result = imported(tmp_path, pooled())
    design = result.design
    links = [add("links", link) for link in design.links.values()]
    assert not judge(design, [*links, *(add("elements", element) for element in design.elements.values())])
    assert imported(tmp_path, pooled()).design.elements == design.elements
    assert result.report.read["resource-pool"] == 2
    assert not [note for note in result.report.notes if note.severity == "warning"]


def test_a_pool_of_a_host_in_no_cluster_is_of_its_hypervisor(tmp_path: Path) -> None:
    tabs = pooled()
    for row in (*tabs["vHost"], *tabs["vInfo"]):
        row["Cluster"] = ""
    design = imported(tmp_path, tabs).design
    pools = [e for e in design.elements.values() if isinstance(e, ResourcePool) and e.name == "Prod"]
    # Both hosts have machines below Prod, and nothing joins their pools.
    assert [design.elements[pool.parent or ""].kind for pool in pools] == ["hypervisor"] * 2
    assert all(e.host is None for e in design.elements.values() if isinstance(e, VirtualMachine))


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/DC/Cluster/Resources", ()), ("/DC/Cluster/Resources/", ()), ("", ()), ("Prod", ()),
        ("/DC/Cluster/Resources/Prod/Web", ("Prod", "Web")), ("DC/host/resources/A%2fB", ("A/B",)),
    ],
)  # fmt: skip
def test_the_root_is_no_pool(path: str, names: tuple[str, ...]) -> None:
    assert pool_path(path) == names


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Oracle Solaris 11 (64-bit)", "solaris"), ("FreeBSD 12 (32-bit)", "bsd"), ("", "linux"),
        ("Microsoft Windows Server 2019 (64-bit)", "windows"), ("Ubuntu Linux (64-bit)", "linux"),
        ("Amazon Linux 2 (64-bit)", "linux"), ("Other (32-bit)", "other"),
    ],
)  # fmt: skip
def test_systems_are_sorted_into_families(text: str, family: str) -> None:
    assert system_of(text) == family


def test_a_32_bit_system_makes_a_32_bit_guest(tmp_path: Path) -> None:
    tabs = inventory(guests=2, hosts=1, datastores=1)
    tabs["vInfo"][0]["OS according to the configuration file"] = "FreeBSD 8 (32-bit)"
    design = imported(tmp_path, tabs).design
    machines = [e for e in design.elements.values() if isinstance(e, VirtualMachine)]
    assert sorted(machine.bits for machine in machines) == ["32", "64"]


@pytest.mark.parametrize(
    ("version", "product", "preset"),
    [
        ("VMware ESXi 8.0.2 build-22380479", "esxi", "esxi-8"), ("VMware ESXi 6.5.0", "esxi", "esxi-6"),
        ("VMware ESX 4.1.0 build-1", "esx", "esx-4"), ("VMware ESXi 9.0", "esxi", "esxi-8"),
        ("VMware ESX 1.5", "esxi", ""), ("", "esxi", ""),
    ],
)  # fmt: skip
def test_what_a_hypervisor_does_goes_by_its_version(
    tmp_path: Path, version: str, product: str, preset: str
) -> None:
    tabs = inventory(guests=1, hosts=1, datastores=1)
    tabs["vHost"][0]["ESX Version"] = version
    design = imported(tmp_path, tabs).design
    (found,) = (e for e in design.elements.values() if isinstance(e, Hypervisor))
    assert (found.virtualisation.product, found.preset) == (product, preset)
    assert found.memory_policy.thresholds == ("share-of-host" if preset == "esx-4" else "min-free")


def test_a_host_under_maintenance_is_said_to_be(tmp_path: Path) -> None:
    tabs = inventory(guests=2, hosts=2, datastores=1)
    for row, mode in zip(tabs["vHost"], (True, False), strict=True):
        row["in Maintenance Mode"] = mode
    hosts = [e for e in imported(tmp_path, tabs).design.elements.values() if isinstance(e, PhysicalServer)]
    assert [host.maintenance for host in hosts] == [True, False]
