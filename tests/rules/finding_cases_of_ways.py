"""Findings, each with a design that has it and one that hasn't: adapters, paths, storage, single points."""

from typing import Any

from tests.building import DISK_GROUP, Drawing, guest, host, id_of, two_hosts, two_hosts_and_array
from tests.rules.finding_cases import Case
from virtdesigner.model.parts import Nic, Processor, VirtualDisk, VirtualHba, VirtualNic, Zone

THREE_NICS = tuple(Nic(id=f"nic{n}", name=f"nic{n}", virtual_functions=1) for n in range(3))


def given(mode: str = "virtual", **server: Any) -> Drawing:
    """`two_hosts`, where a1 has a third adapter of host-a to itself."""
    drawing = two_hosts().set("host-a", **{"nics": THREE_NICS} | server).unlink("vnic a1")
    return drawing.link("passthrough", "host-a:nic2", "a1:nic0", mode=mode)


def npiv(**server: Any) -> Drawing:
    """`two_hosts_and_array`, where a1 has a virtual port on an adapter."""
    drawing = two_hosts_and_array().set("host-a", **server)
    drawing.set("a1", hbas=(VirtualHba(id="vhba0", name="vhba0"),))
    return drawing.link("passthrough", "host-a:hba0", "a1:vhba0", mode="virtual")


def zoned(*members: str) -> Drawing:
    """`two_hosts_and_array`, where the fibre switch has one zone."""
    ids = tuple(id_of(name) for name in members)
    return two_hosts_and_array().set("san", zones=(Zone(id="z0", name="Zone 1", members=ids),))


def own_port(*masking: str) -> Drawing:
    """`npiv`, where a1's disk is reached by its own port and the LUN is masked from all but some."""
    drawing = npiv().set("a1", disks=(VirtualDisk(id="disk0", name="Disk 1", hba="vhba0"),))
    return drawing.set("lun-box", hosts=tuple(id_of(name) for name in masking))


def three_switches(vlans: str = "all", mtu: int = 1500, detour: bool = False) -> Drawing:
    """Two hosts on a switch each, `core` between them, with a VLAN 10 on both."""
    drawing = Drawing().add("physical-switch", "core", vlans=vlans, mtu=mtu)
    for letter in "ab":
        drawing.add("physical-switch", f"edge-{letter}", mtu=9000).link("cable", f"edge-{letter}", "core")
        host(drawing, letter).unlink(f"cable host-{letter}")
        for nic in ("nic0", "nic1"):
            drawing.link("cable", f"host-{letter}:{nic}", f"edge-{letter}")
        guest(drawing, f"{letter}1", letter)
    if detour:
        drawing.add("physical-switch", "way", mtu=9000)
        for letter in "ab":
            drawing.link("cable", f"edge-{letter}", "way")
    return drawing


def jumbo(*letters: str, **core: Any) -> Drawing:
    drawing = three_switches(**core)
    for letter in letters:
        drawing.set(f"vs-{letter}", mtu=9000)
    return drawing


def reserving(rate: float) -> Drawing:
    """`two_hosts`, where a1 has so many Mb/s reserved on uplinks of 10 Gb/s."""
    nic = VirtualNic(id="nic0", name="Adapter 1", reservation=rate)
    return two_hosts().set("vs-a", io_control=True).set("a1", nics=(nic,))


def in_cluster(*also_on: str) -> Drawing:
    """`two_hosts` in a cluster, where host-a has a VLAN 30 that others have too."""
    drawing = two_hosts().add("cluster", "rack").add("vlan", "a-vlan30", "vs-a", vlan_id=30)
    for name in ("host-a", "host-b"):
        drawing.set(name, parent=id_of("rack"))
    for switch in also_on:
        drawing.add("vlan", f"{switch}-vlan30", switch, vlan_id=30)
    return drawing


def distributed() -> Drawing:
    drawing = in_cluster().add("virtual-switch", "wide", "rack")
    return drawing.add("vlan", "wide-vlan30", "wide", vlan_id=30)


def broken(raid: str, failed: int) -> Drawing:
    group = DISK_GROUP.replace(raid=raid, failed_disks=failed)
    return two_hosts().set("host-a", disk_groups=(group,))


def doubled() -> Drawing:
    """`two_hosts_and_array` with everything there twice that guests hang on."""
    drawing = two_hosts_and_array().add("physical-switch", "tor-2").link("cable", "tor", "tor-2")
    drawing.add("physical-switch", "san-2", fabric="fibre-channel")
    for letter in "ab":
        drawing.unlink(f"cable host-{letter}:nic1").link("cable", f"host-{letter}:nic1", "tor-2")
        drawing.unlink(f"fibre host-{letter}:hba1").link("fibre", f"host-{letter}:hba1", "san-2")
    return drawing.unlink("fibre box:fc1").link("fibre", "box:fc1", "san-2")


def with_outside(*switches: str) -> Drawing:
    """`doubled`, with an external network beyond some switches."""
    drawing = doubled().add("external-network", "internet")
    for switch in switches:
        drawing.link("cable", switch, "internet")
    return drawing


def io_server(via: bool) -> Drawing:
    """`two_hosts`, where a1's disk passes a virtual I/O server or doesn't."""
    drawing = two_hosts().add("virtual-io-server", "vios", "hv-a").unlink("disk a1")
    return drawing.link("disk", "a1:disk0", "lun-a", via=id_of("vios") if via else None)


NETWORK_USERS = ["a1", "a2", "a3", "a4", "b1", "b3"]

WAYS: list[Case] = [
    Case("without-network", "warning", lambda: two_hosts().unlink("vnic a1").set("a1", nics=()), ["a1"],
     {"element": "a1"}, two_hosts),
    Case("without-disk", "warning", lambda: two_hosts().unlink("disk a1").set("a1", disks=()), ["a1"],
     {"element": "a1"}, two_hosts),
    # adapters given to guests
    Case("no-direct-io", "error", lambda: given(processor=Processor(direct_io=False)), ["host-a", "a1"],
     {"host": "host-a", "count": 1}, lambda: npiv(processor=Processor(direct_io=False))),
    Case("cannot-migrate", "info", given, ["a1", "host-a"],
     {"element": "a1", "host": "host-a", "adapter": "nic2"}, npiv),
    # ways through the network
    Case("vlan-cut", "warning", lambda: three_switches("20"), ["core", "a-vlan10", "b-vlan10"],
     {"switch": "core", "vlan": 10, "count": 2}, lambda: three_switches("20", detour=True)),
    Case("mtu-mismatch", "warning", lambda: jumbo("a", "b"), ["core", "vs-b"],
     {"switch": "core", "mtu": 1500, "needed": 9000, "count": 1}, lambda: jumbo("a")),
    Case("mtu-mismatch", "warning", lambda: two_hosts().set("vs-a", mtu=9000), ["tor", "vs-a"],
     {"switch": "tor", "mtu": 1500, "needed": 9000, "count": 1},
     lambda: two_hosts().set("vs-a", mtu=9000).set("tor", mtu=9000)),
    Case("vlan-out-of-range", "warning", lambda: two_hosts().set("tor", vlans="10, 20, 5000"), ["tor"],
     {"element": "tor", "vlans": "5000"}, lambda: two_hosts().set("tor", vlans="10-20, 4094")),
    Case("vlan-out-of-range", "warning", lambda: two_hosts().set("tor", vlans="20-10"), ["tor"],
     {"element": "tor", "vlans": "20-10"}, lambda: two_hosts().set("tor", vlans="10-20")),
    Case("io-reservations-over", "warning", lambda: reserving(7501.0), ["vs-a", "host-a", "a1"],
     {"switch": "vs-a", "host": "host-a", "reserved": 7501.0, "most": 7500.0}, lambda: reserving(7500.0)),
    Case("port-group-missing", "warning", in_cluster, ["a-vlan30", "host-b"],
     {"element": "a-vlan30", "vlan": 30, "count": 1, "cluster": "rack"}, lambda: in_cluster("vs-b")),
    Case("port-group-missing", "warning", in_cluster, ["a-vlan30", "host-b"],
     {"element": "a-vlan30", "vlan": 30, "count": 1, "cluster": "rack"}, distributed),
    # storage
    Case("disk-group-degraded", "warning", lambda: broken("6", 2), ["host-a"],
     {"store": "host-a", "group": "Disks", "count": 2, "raid": "6"}, lambda: broken("6", 0)),
    Case("disk-group-lost", "error", lambda: broken("5", 2), ["host-a"],
     {"store": "host-a", "group": "Disks", "count": 2, "raid": "5", "survives": 1}, lambda: broken("5", 1)),
    Case("lun-not-visible", "error", lambda: zoned("host-b", "box"), ["lun-box", "host-a", "a1"],
     {"lun": "lun-box", "host": "host-a", "count": 1, "reason": "lun-not-zoned", "reason_host": "host-a",
      "reason_store": "box", "reason_switch": "san"}, lambda: zoned("host-a", "box")),
    Case("lun-not-visible", "error", lambda: own_port("host-a"), ["lun-box", "a1"],
     {"lun": "lun-box", "host": "a1", "count": 1, "reason": "lun-masked", "reason_host": "a1",
      "reason_lun": "lun-box"}, lambda: own_port("a1")),
    # single points of failure
    Case("single-point-network", "info", two_hosts, ["tor", *NETWORK_USERS], {"element": "tor", "count": 6},
     doubled),
    Case("single-point-network", "info", lambda: with_outside("tor"), ["tor", *NETWORK_USERS],
     {"element": "tor", "count": 6}, lambda: with_outside("tor", "tor-2")),
    Case("single-point-storage", "warning", two_hosts_and_array, ["san", "a1"],
     {"element": "san", "count": 1}, doubled),
    Case("single-port", "warning", lambda: two_hosts_and_array().unlink("fibre box:fc1"),
     ["box", "a1"],
     {"store": "box", "adapter": "fc0", "count": 1}, two_hosts_and_array),
    Case("single-point-io-server", "info", lambda: io_server(True), ["vios", "a1"],
     {"element": "vios", "count": 1}, lambda: io_server(False)),
]  # fmt: skip
"""More than one of a code where it is found of different things."""
