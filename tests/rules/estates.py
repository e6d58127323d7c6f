"""A design with every way of being on the network, for the tests of reachability."""

from typing import Any

from tests.building import Drawing, guest, host
from virtdesigner.model.parts import Nic, VirtualNic


def two_nics() -> tuple[VirtualNic, ...]:
    return tuple(VirtualNic(id=f"nic{n}", name=f"Adapter {n}") for n in (0, 1))


def estate() -> Drawing:
    """Hosts a and b in the cluster `rack`, on the switch `tor`; all is in VLAN 10 or untagged inside a VM.

    Host a has a third adapter with two virtual functions, cabled. VMs a1, a2, b1 on the usual switches.
    On a: the VM `shell` (nic0 in VLAN 10) with the bridge `br` over nic0 and the containers c1, c2; the VM
    `nat` likewise with the translating bridge `nbr` and n1, n2; the virtual I/O server `vios` with the shared
    Ethernet adapter `sea` over nic3, and s1, s2 on it in VLAN 10; f1 and f2 on virtual functions in VLAN 10.
    The distributed switch `dvs` with VLAN 10 over the fifth adapters; d1 and e1 on hosts a, d2 on b.
    """
    drawing = Drawing().add("physical-switch", "tor").add("cluster", "rack")
    for letter in "ab":
        host(drawing, letter, parent="rack")
        nics = tuple(
            Nic(id=f"nic{n}", name=f"nic{n}", virtual_functions=2 if n == 2 else 0) for n in range(5)
        )
        drawing.set(f"host-{letter}", nics=nics)
        for n in (2, 3, 4):
            drawing.link("cable", f"host-{letter}:nic{n}", "tor")
    for name in ("a1", "a2", "b1"):
        guest(drawing, name, name[0])
    for name, bridge, inside, nat in (("shell", "br", "c", False), ("nat", "nbr", "n", True)):
        guest(drawing, name, "a").add("container-engine", f"{name}-engine", name)
        drawing.add("virtual-switch", bridge, f"{name}-engine", nat=nat)
        drawing.link("uplink", bridge, f"{name}:nic0")
        for number in (1, 2):
            drawing.add("container", f"{inside}{number}", f"{name}-engine")
            drawing.link("vnic", f"{inside}{number}:nic0", bridge)
    return _distributed(_given(drawing))


def _given(drawing: Drawing) -> Drawing:
    drawing.add("virtual-io-server", "vios", "hv-a").add("virtual-switch", "sea", "vios")
    drawing.link("passthrough", "host-a:nic3", "vios").link("uplink", "sea", "host-a:nic3")
    drawing.add("vlan", "sea-vlan10", "sea", vlan_id=10)
    for name in ("s1", "s2"):
        drawing.add("virtual-machine", name, "hv-a").link("vnic", f"{name}:nic0", "sea-vlan10")
    for name in ("f1", "f2"):
        drawing.add("virtual-machine", name, "hv-a")
        drawing.link("passthrough", "host-a:nic2", f"{name}:nic0", mode="virtual", vlan_id=10)
    return drawing


def _distributed(drawing: Drawing) -> Drawing:
    drawing.add("virtual-switch", "dvs", "rack").add("vlan", "dvlan", "dvs", vlan_id=10)
    for letter in "ab":
        drawing.link("uplink", "dvs", f"host-{letter}:nic4")
    for name, letter in (("d1", "a"), ("e1", "a"), ("d2", "b")):
        drawing.add("virtual-machine", name, f"hv-{letter}").link("vnic", f"{name}:nic0", "dvlan")
    return drawing


def with_outside(drawing: Drawing, **fields: Any) -> Drawing:
    """With the external network `wan` cabled to `tor`."""
    return drawing.add("external-network", "wan", **fields).link("cable", "tor", "wan")


ENDS = ("a1", "a2", "b1", "shell", "c1", "c2", "nat", "n1", "n2", "s1", "s2", "f1", "f2", "d1", "e1", "d2")
"""Everything in `estate` that has an adapter plugged in."""
