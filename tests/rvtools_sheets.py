"""RVTools exports made for tests: tabs as a workbook or a folder of CSV, and inventories of any size."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Tab = Sequence[Mapping[str, Any]]
"""Rows of a tab: heading to cell. The headings are those of the first row."""

VCENTER = "9a2c8ce1-0d52-4bd5-8b8e-6f0a2a4f9d10"
_GUESTS = ("web", "sql", "app", "file", "vdi", "build", "erp", "batch")


def write_workbook(path: Path, tabs: Mapping[str, Tab]) -> Path:
    """Write tabs as an .xlsx."""
    book = Workbook(write_only=True)
    for name, rows in tabs.items():
        sheet = book.create_sheet(name)
        headings = list(rows[0]) if rows else []
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def write_csv_folder(
    folder: Path,
    tabs: Mapping[str, Tab],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    prefix: str = "RVTools_tab",
) -> Path:
    """Write tabs as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tabs.items():
        with (folder / f"{prefix}{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def inventory(guests: int, hosts: int, datastores: int = 10) -> dict[str, list[dict[str, Any]]]:
    """An export of so many machines on so many hosts in clusters of 16, every tab that is read filled."""
    servers = [_server(index) for index in range(hosts)]
    tabs: dict[str, list[dict[str, Any]]] = {
        "vInfo": [], "vCPU": [], "vMemory": [], "vDisk": [], "vNetwork": [], "vTools": [],
        "vHost": servers, "vNIC": [], "vSwitch": [], "vPort": [], "vHBA": [],
        "vDatastore": [_datastore(index, servers) for index in range(datastores)],
    }  # fmt: skip
    for server in servers:
        _add_server_details(tabs, server["Host"])
    for index in range(guests):
        _add_guest(tabs, index, servers[index % hosts], datastores)
    return tabs


def _server(index: int) -> dict[str, Any]:
    return {
        "Host": f"esx-{index:03}.example.org", "Datacenter": "DC1", "Cluster": f"Cluster {index // 16 + 1}",
        "CPU Model": "Intel(R) Xeon(R) Gold 6338", "Speed": 2000, "HT Active": True, "# CPU": 2,
        "Cores per CPU": 32, "# Cores": 64, "CPU usage %": 35, "# Memory": 1_048_576, "Memory usage %": 60,
        "# NICs": 4, "# HBAs": 2, "# VMs": 40, "ESX Version": "VMware ESXi 8.0.2 build-22380479",
        "Vendor": "Dell Inc.", "Model": "PowerEdge R750", "VI SDK UUID": VCENTER,
    }  # fmt: skip


def _datastore(index: int, servers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "Name": f"vmfs-{index:02}", "Type": "VMFS", "Capacity MiB": 8_388_608, "Provisioned MiB": 9_000_000,
        "In Use MiB": 5_000_000, "Free MiB": 3_388_608, "# Hosts": len(servers),
        "Hosts": ", ".join(server["Host"] for server in servers), "SIOC enabled": False,
        "VI SDK UUID": VCENTER,
    }  # fmt: skip


def _add_server_details(tabs: dict[str, list[dict[str, Any]]], host: str) -> None:
    for index in range(4):
        switch = "vSwitch0" if index < 2 else "vSwitch1"
        tabs["vNIC"].append(
            {
                "Host": host,
                "Network Device": f"vmnic{index}",
                "Speed": 10_000,
                "Duplex": True,
                "Switch": switch,
            }
        )
    for switch in ("vSwitch0", "vSwitch1"):
        tabs["vSwitch"].append({"Host": host, "Switch": switch, "# Ports": 1536, "MTU": 1500})
    for vlan in (10, 20, 30):
        tabs["vPort"].append({"Host": host, "Port Group": f"VLAN {vlan}", "Switch": "vSwitch1", "VLAN": vlan})
    for index in range(2):
        tabs["vHBA"].append({"Host": host, "Device": f"vmhba{index}", "Type": "Fibre Channel"})


def _add_guest(
    tabs: dict[str, list[dict[str, Any]]], index: int, server: Mapping[str, Any], datastores: int
) -> None:
    name = f"{_GUESTS[index % len(_GUESTS)]}-{index:04}"
    vcpus, memory = 2 + index % 3 * 2, 4096 * (1 + index % 4)
    place = {"Datacenter": "DC1", "Cluster": server["Cluster"], "Host": server["Host"]}
    ids = {"VM ID": f"vm-{1000 + index}", "VM UUID": f"4203{index:028x}", "VI SDK UUID": VCENTER}
    state = {"VM": name, "Powerstate": "poweredOff" if index % 20 == 19 else "poweredOn", "Template": False}
    path = f"[vmfs-{index % datastores:02}] {name}/{name}"
    tabs["vInfo"].append(
        state
        | {
            "CPUs": vcpus,
            "Memory": memory,
            "NICs": 1,
            "Disks": 2,
            "Network #1": f"VLAN {index % 3 * 10 + 10}",
        }
        | {"Provisioned MiB": 140_000, "In Use MiB": 60_000, "Path": f"{path}.vmx"}
        | {"OS according to the configuration file": "Red Hat Enterprise Linux 9 (64-bit)"}
        | place
        | ids
    )
    used = 100 + index * 37 % 2900
    tabs["vCPU"].append(
        state
        | {"CPUs": vcpus, "Overall": used, "Level": "normal", "Reservation": 0, "Limit": -1}
        | place
        | ids
    )
    tabs["vMemory"].append(
        state
        | {"Size MiB": memory, "Active": memory // 3, "Level": "normal", "Reservation": 0, "Limit": -1}
        | place
        | ids
    )
    for disk, size in enumerate((40_960, 102_400)):
        tabs["vDisk"].append(
            state
            | {"Disk": f"Hard disk {disk + 1}", "Capacity MiB": size, "Thin": True}
            | {"Controller": "VMware paravirtual SCSI", "Path": f"{path}_{disk}.vmdk"}
            | ids
        )
    tabs["vNetwork"].append(
        state
        | {"NIC label": "Network adapter 1", "Adapter": "Vmxnet3", "Network": f"VLAN {index % 3 * 10 + 10}"}
        | {"Switch": "vSwitch1", "Connected": True, "Starts Connected": True}
        | ids
    )
    tabs["vTools"].append(state | {"Tools": "toolsOk"} | ids)
