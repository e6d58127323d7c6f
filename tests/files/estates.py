"""A large design as real ones are: clusters of hosts, guests with workloads, arrays, everything wired."""

from typing import Any

from tests.building import Drawing
from virtdesigner.kinds.workloads import TEMPLATES, workload
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Flow, GuestMemory, Hba, VirtualCpus, VirtualDisk, Workload
from virtdesigner.model.placement import place

HOSTS_OF_A_CLUSTER = 10
LUNS_OF_AN_ARRAY = 20
_TEMPLATES = sorted(set(TEMPLATES) - {"custom"})


def estate(hosts: int = 300, guests: int = 20, containers: int = 4) -> Design:
    """Clusters of ten `hosts`, each with so many `guests` and `containers`, an array a cluster, all placed.

    300 hosts with 20 guests and 4 containers each make 10,350 elements, 21,060 links, 10,350 placements.
    """
    drawing = Drawing()
    for number in range(-(-hosts // HOSTS_OF_A_CLUSTER)):
        _cluster(drawing, number)
    for number in range(hosts):
        _host(drawing, number, guests, containers)
    elements = list(drawing.elements.values())
    placements = [place(element.id, 24.0 * n, 16.0 * n) for n, element in enumerate(elements)]
    links = drawing.links.values()
    return Design.of({"elements": elements, "links": links, "placements": placements})


def _cluster(drawing: Drawing, number: int) -> None:
    """A cluster with its Ethernet and fibre-channel switches and its array."""
    drawing.add("cluster", f"cluster-{number}").add("storage-array", f"array-{number}")
    for side in "ab":
        drawing.add("physical-switch", f"tor-{number}{side}")
    drawing.add("physical-switch", f"san-{number}", fabric="fibre-channel")
    for port in ("fc0", "fc1"):
        drawing.link("fibre", f"array-{number}:{port}", f"san-{number}")
    for lun in range(LUNS_OF_AN_ARRAY):
        drawing.add("lun", f"lun-{number}-{lun}", f"array-{number}", capacity=2048.0)


def _host(drawing: Drawing, number: int, guests: int, containers: int) -> None:
    group, name = number // HOSTS_OF_A_CLUSTER, f"esx-{number}"
    hbas = tuple(Hba(id=f"hba{port}", name=f"vmhba{port}") for port in range(2))
    drawing.add("physical-server", name, f"cluster-{group}", hbas=hbas, notes="PowerEdge R650")
    drawing.add("hypervisor", f"hv-{number}", name)
    drawing.add("virtual-switch", f"vs-{number}", f"hv-{number}", mtu=9000)
    for vlan in range(3):
        drawing.add("vlan", f"vlan-{number}-{vlan}", f"vs-{number}", vlan_id=100 + vlan)
    for port, side in enumerate("ab"):
        drawing.link("cable", f"{name}:nic{port}", f"tor-{group}{side}")
        drawing.link("uplink", f"vs-{number}", f"{name}:nic{port}", order=port)
        drawing.link("fibre", f"{name}:hba{port}", f"san-{group}")
    for guest in range(guests):
        _guest(drawing, number, guest)
    _containers(drawing, number, containers)


def _guest(drawing: Drawing, host: int, guest: int) -> None:
    name, array = f"vm-{host}-{guest}", host // HOSTS_OF_A_CLUSTER
    drawing.add("virtual-machine", name, f"hv-{host}", **_figures(host + guest))
    drawing.link("vnic", f"{name}:nic0", f"vlan-{host}-{guest % 3}")
    for disk in range(2):
        drawing.link("disk", f"{name}:disk{disk}", f"lun-{array}-{guest % LUNS_OF_AN_ARRAY}")


def _figures(salt: int) -> dict[str, Any]:
    """What differs from guest to guest."""
    disks = tuple(
        VirtualDisk(id=f"disk{n}", name=f"Hard disk {n + 1}", capacity=40.0 * (n + 1)) for n in range(2)
    )
    return {
        "notes": "Red Hat Enterprise Linux 8 (64-bit)",
        "cpus": VirtualCpus(count=1 + salt % 8, reservation=float(salt % 2)),
        "memory": GuestMemory(size=2048.0 * (1 + salt % 8)),
        "disks": disks,
        "workload": _load(salt),
    }


def _load(salt: int) -> Workload:
    load = workload(_TEMPLATES[salt % len(_TEMPLATES)], cpu=0.25 * (1 + salt % 9))
    flows = tuple(Flow(id=f"flow{n}", name=f"Clients {n}", rate=10.0 + salt % 90) for n in range(2))
    return load.replace(flows=flows, pattern="daily", noise=5.0)


def _containers(drawing: Drawing, host: int, count: int) -> None:
    if not count:
        return
    drawing.add("container-engine", f"engine-{host}", f"vm-{host}-0")
    drawing.add("virtual-switch", f"bridge-{host}", f"engine-{host}", nat=True)
    for number in range(count):
        name = f"container-{host}-{number}"
        drawing.add("container", name, f"engine-{host}", workload=_load(number))
        drawing.link("vnic", f"{name}:nic0", f"bridge-{host}")
