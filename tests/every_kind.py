"""A design in which every kind, every kind of link and every state of a card occurs once or more."""

import base64
import struct
import zlib

from tests.building import DISK_GROUP, TWO_HBAS, Drawing, flow, id_of
from virtdesigner.model.change import add, update
from virtdesigner.model.design import Design
from virtdesigner.model.frames import around
from virtdesigner.model.layout import arrange, extents
from virtdesigner.model.parts import (
    ContainerRuntime,
    DiskGroup,
    HostSystem,
    Nic,
    PoolCpu,
    PoolMemory,
    Processor,
    Scaling,
    SharedAdapter,
    VirtualHba,
    Virtualisation,
    VirtualNic,
    Workload,
)

NICS = tuple(Nic(id=f"nic{n}", name=f"nic{n}", virtual_functions=8 if n == 3 else 0) for n in range(4))
VNIC = VirtualNic(id="nic0", name="Adapter 1")
DIRECT = VirtualNic(id="nic1", name="Adapter 2")
SAN_PORT = VirtualHba(id="fc0", name="Port 1")
DEGRADED = DiskGroup(id="group0", name="Disks", disks=6, raid="5", failed_disks=1)
ARRAY = DiskGroup(id="group0", name="Disks", disks=12, raid="10")
DATABASE = Workload(template="oltp-database")


def png(width: int, height: int, shade: tuple[int, int, int]) -> bytes:
    """A picture of one colour."""
    rows = (b"\0" + bytes(shade) * width) * height

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def every_kind() -> Design:
    """A cluster, a POWER server with a virtual I/O server, bare, hosted and container servers, a cloud."""
    drawing = Drawing()
    _fabric(drawing)
    _cluster(drawing)
    _power(drawing)
    _others(drawing)
    _cloud(drawing)
    _notes(drawing)
    return _framed(drawing.design)


def _framed(design: Design) -> Design:
    """With a place for everything, and the frame round the hosted server."""
    design = design.edited([add("placements", placement) for placement in arrange(design)])
    frame, box = design.placement(id_of("Old hardware")), around([extents(design)[id_of("lab-pc")]])
    assert frame is not None
    moved = frame.replace(x=box.x, y=box.y, width=box.width, height=box.height)
    return design.edited([update("placements", frame, moved)])


def _fabric(drawing: Drawing) -> None:
    drawing.add("physical-switch", "sw-1").add("physical-switch", "sw-2")
    drawing.add("physical-switch", "fc-1", fabric="fibre-channel")
    drawing.add("external-network", "Internet", routes=True)
    drawing.add("storage-array", "array-1", disk_groups=(ARRAY,))
    for number in range(3):
        drawing.add("lun", f"LUN-{number + 1}", "array-1")
    drawing.link("cable", "sw-1", "sw-2").link("cable", "sw-1", "Internet")
    drawing.link("fibre", "array-1:fc0", "fc-1").link("fibre", "array-1:fc1", "fc-1")


def _cluster(drawing: Drawing) -> None:
    drawing.add("cluster", "production")
    drawing.add("virtual-switch", "dvSwitch", "production", teaming="load-based")
    drawing.add("vlan", "web", "dvSwitch", vlan_id=10).add("vlan", "db", "dvSwitch", vlan_id=120)
    drawing.add("resource-pool", "Test and build", "production", cpu=PoolCpu(limit=8))
    drawing.add("virtual-machine", "build-01", "Test and build")
    for name in ("esx-01", "esx-02"):
        drawing.add(
            "physical-server", name, "production", nics=NICS, hbas=TWO_HBAS, maintenance=name == "esx-02"
        )
        drawing.add("hypervisor", f"ESXi 8 on {name}", name)
        for number in (0, 1):
            drawing.link("cable", f"{name}:nic{number}", f"sw-{number + 1}")
            drawing.link("uplink", "dvSwitch", f"{name}:nic{number}", order=number)
            drawing.link("fibre", f"{name}:hba{number}", "fc-1")
    _first_host(drawing)
    for name in ("report-01", "vdi-01"):
        _plugged(drawing.add("virtual-machine", name, "ESXi 8 on esx-02"), name, "web", "LUN-2")
    drawing.set("vdi-01", powered_on=False)


def _first_host(drawing: Drawing) -> None:
    on = "ESXi 8 on esx-01"
    drawing.add(
        "resource-pool", "Gold", on, cpu=PoolCpu(reservation=8), memory=PoolMemory(reservation=32_768)
    )
    drawing.add("virtual-machine", "db-01", "Gold", nics=(VNIC, DIRECT), hbas=(SAN_PORT,), workload=DATABASE)
    drawing.add("virtual-machine", "db-02", "Gold", fault="system")
    drawing.add("virtual-machine", "web-01", on)
    for name, vlan in (("db-01", "db"), ("db-02", "db"), ("web-01", "web")):
        _plugged(drawing, name, vlan, "LUN-1")
    drawing.link("passthrough", "esx-01:nic3", "db-01:nic1", mode="virtual")
    drawing.link("passthrough", "esx-01:hba1", "db-01:fc0", mode="virtual")
    _plugged(drawing.add("virtual-machine", "docker-01", on, workload=None), "docker-01", "web", "LUN-1")
    drawing.add("container-engine", "Docker", "docker-01")
    drawing.add("virtual-switch", "docker0", "Docker", nat=True)
    drawing.link("uplink", "docker0", "docker-01:nic0")
    for name in ("shop", "cart", "search"):
        drawing.add("container", name, "Docker").link("vnic", f"{name}:nic0", "docker0")
        drawing.link("disk", f"{name}:disk0", "LUN-1")


def _plugged(drawing: Drawing, guest: str, network: str, store: str) -> None:
    drawing.link("vnic", f"{guest}:nic0", network).link("disk", f"{guest}:disk0", store)


def _power(drawing: Drawing) -> None:
    power = Processor(architecture="power", sockets=2, cores_per_socket=4, model="POWER5")
    drawing.add("physical-server", "p570", processor=power, nics=NICS, hbas=TWO_HBAS)
    firmware = Virtualisation(product="power-hypervisor", technique="paravirtual", drivers="driver-domain")
    drawing.add("hypervisor", "PowerVM", "p570", virtualisation=firmware)
    drawing.add("virtual-switch", "ethernet0", "PowerVM").add("vlan", "lpar", "ethernet0", vlan_id=1)
    drawing.add("virtual-io-server", "vios1", "PowerVM", nics=(VNIC,))
    drawing.add("virtual-switch", "sea0", "vios1", shared_adapter=SharedAdapter())
    drawing.link("vnic", "vios1:nic0", "lpar")
    drawing.link("passthrough", "p570:nic0", "vios1").link("passthrough", "p570:hba0", "vios1")
    drawing.link("uplink", "sea0", "p570:nic0").link("cable", "p570:nic0", "sw-2")
    drawing.link("fibre", "p570:hba0", "fc-1")
    for name in ("aix-01", "aix-02"):
        drawing.add("virtual-machine", name, "PowerVM", guest_os="aix", kernel="paravirtual")
        drawing.link("vnic", f"{name}:nic0", "lpar")
        drawing.link("disk", f"{name}:disk0", "LUN-3", via=drawing.elements["vios1"].id)


def _others(drawing: Drawing) -> None:
    linux = HostSystem(family="linux", version="Debian 12")
    drawing.add("physical-server", "lxc-01", host_system=linux, disk_groups=(DEGRADED,))
    drawing.add("container-engine", "LXC", "lxc-01", runtime=ContainerRuntime(product="lxc"))
    drawing.add("lun", "local-1", "lxc-01")
    drawing.add("virtual-switch", "br0", "LXC").link("uplink", "br0", "lxc-01:nic0")
    for name in ("mail", "dns", "proxy"):
        drawing.add("container", name, "LXC").link("vnic", f"{name}:nic0", "br0")
        drawing.link("disk", f"{name}:disk0", "local-1")
    drawing.add("physical-server", "lab-pc", host_system=HostSystem(family="windows"), powered_on=False)
    hosted = Virtualisation(product="workstation", placement="hosted", technique="binary-translation")
    drawing.add("hypervisor", "Workstation", "lab-pc", virtualisation=hosted)
    drawing.add("virtual-machine", "lab-01", "Workstation")
    drawing.add(
        "physical-server", "sap-01", host_system=linux, workload=flow("db-01"), disk_groups=(DISK_GROUP,)
    )
    for name in ("lxc-01", "sap-01"):
        drawing.link("cable", f"{name}:nic0", "sw-2")
    drawing.add("virtual-machine", "new-01")
    drawing.add("container", "new-02")


def _cloud(drawing: Drawing) -> None:
    for name, model in (("Rented servers", "iaas"), ("Shop platform", "paas"), ("Mail for all", "saas")):
        drawing.add("cloud-service", name, model=model, provider="Nimbus", customer="Harbour Ltd")
    drawing.set("Shop platform", scaling=Scaling())
    for member in ("web-01", "web", "LUN-2"):
        drawing.link("member", member, "Rented servers")
    for member in ("shop", "cart"):
        drawing.link("member", member, "Shop platform")
    drawing.link("member", "mail", "Mail for all")


def _notes(drawing: Drawing) -> None:
    drawing.add(
        "note", "Plan", content="Move the reports to esx-01 before the maintenance of esx-02 on Friday."
    )
    drawing.add(
        "note", "Reminder", tint="orange", content="Ask for the second fibre switch.\nOne is not enough."
    )
    drawing.add("note", "Old hardware", style="frame", tint="blue")
    picture = base64.b64encode(png(160, 90, (90, 169, 201))).decode()
    drawing.add("note", "Room plan", style="picture", content="Row 4, racks 7 and 8", picture=picture)
