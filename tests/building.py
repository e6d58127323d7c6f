"""Small readable designs for tests: elements by name, links by "name:part", the same ids every time."""

import uuid
from typing import Any, Self

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import LINK_KINDS, Link
from virtdesigner.model.parts import DiskGroup, Flow, Hba, Workload
from virtdesigner.model.trace import Trace

DISK_GROUP = DiskGroup(id="group0", name="Disks", disks=8, capacity=960, raid="5")
TWO_HBAS = (Hba(id="hba0", name="hba0"), Hba(id="hba1", name="hba1"))


def id_of(name: str) -> str:
    """The id that the element `name` has in every drawing."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def end(text: str) -> tuple[str, str]:
    """Id and part of "name:part" or "name"."""
    name, _, part = text.partition(":")
    return id_of(name), part


def flow(peer: str | None, nic: str = "") -> Workload:
    """A workload with one flow to the element `peer` (None: clients)."""
    return Workload(flows=(Flow(id="flow0", name="Traffic", peer=peer and id_of(peer), nic=nic),))


class Drawing:
    """A design being put together. Links get rising ids in the order of drawing."""

    def __init__(self) -> None:
        self.elements: dict[str, Element] = {}
        self.links: dict[str, Link] = {}
        self.traces: list[Trace] = []
        self._drawn = 0

    def add(self, kind: str, name: str, parent: str | None = None, **fields: Any) -> Self:
        """Add an element, in the element named `parent`."""
        values = {"id": id_of(name), "name": name, "parent": parent and id_of(parent)}
        self.elements[name] = KINDS[kind].model_validate(values | fields)
        return self

    def set(self, name: str, **fields: Any) -> Self:
        """Set fields of an element."""
        self.elements[name] = self.elements[name].replace(**fields)
        return self

    def link(self, kind: str, source: str, target: str, **fields: Any) -> Self:
        """Add a link between two ends, each "name" or "name:part"."""
        self._drawn += 1
        number = f"{self._drawn:08x}-0000-0000-0000-000000000000"
        (source_id, source_part), (target_id, target_part) = end(source), end(target)
        values = {"id": number, "source": source_id, "target": target_id}
        parts = {"source_part": source_part, "target_part": target_part}
        link: Link = LINK_KINDS[kind].model_validate(values | parts | fields)
        self.links[f"{kind} {source} {target}"] = link
        return self

    def record(self, trace: Trace) -> Self:
        """Add a recorded load."""
        self.traces.append(trace)
        return self

    def unlink(self, text: str) -> Self:
        """Take out the links whose "kind source target" begins with `text`."""
        gone = [key for key in self.links if key.startswith(text)]
        assert gone, f"no link is called {text}"
        for key in gone:
            del self.links[key]
        return self

    def link_id(self, text: str) -> str:
        """Id of the one link whose "kind source target" begins with `text`."""
        (found,) = (link.id for key, link in self.links.items() if key.startswith(text))
        return found

    @property
    def design(self) -> Design:
        """What has been drawn so far."""
        return Design.of(
            {"elements": self.elements.values(), "links": self.links.values(), "traces": self.traces}
        )


def host(drawing: Drawing, letter: str, **fields: Any) -> Drawing:
    """A server `host-x` with hypervisor `hv-x`, store `lun-x`, virtual switch `vs-x` and VLANs 10, 20.

    Both its network adapters are cabled to the switch `tor` and are active uplinks.
    """
    drawing.add("physical-server", f"host-{letter}", **{"disk_groups": (DISK_GROUP,)} | fields)
    drawing.add("hypervisor", f"hv-{letter}", f"host-{letter}").add("lun", f"lun-{letter}", f"host-{letter}")
    drawing.add("virtual-switch", f"vs-{letter}", f"hv-{letter}")
    for vlan in (10, 20):
        drawing.add("vlan", f"{letter}-vlan{vlan}", f"vs-{letter}", vlan_id=vlan)
    for order, nic in enumerate(("nic0", "nic1")):
        drawing.link("cable", f"host-{letter}:{nic}", "tor")
        drawing.link("uplink", f"vs-{letter}", f"host-{letter}:{nic}", order=order)
    return drawing


def guest(drawing: Drawing, name: str, letter: str, vlan: int = 10, **fields: Any) -> Drawing:
    """A virtual machine on `hv-x`, plugged into one of its VLANs, with its disk on the local store."""
    drawing.add("virtual-machine", name, f"hv-{letter}", **fields)
    drawing.link("vnic", f"{name}:nic0", f"{letter}-vlan{vlan}")
    return drawing.link("disk", f"{name}:disk0", f"lun-{letter}")


def two_hosts() -> Drawing:
    """Two hosts on one switch, nothing wrong: in VLAN 10 are a1, a2, b1, in VLAN 20 a3, a4, b3."""
    drawing = Drawing().add("physical-switch", "tor")
    for letter in "ab":
        host(drawing, letter)
    for name, vlan in (("a1", 10), ("a2", 10), ("a3", 20), ("a4", 20), ("b1", 10), ("b3", 20)):
        guest(drawing, name, name[0], vlan)
    return drawing


def two_hosts_and_array() -> Drawing:
    """`two_hosts` with two HBAs each, a fibre switch `san` and an array `box` that holds a1's disk."""
    drawing = two_hosts().add("physical-switch", "san", fabric="fibre-channel")
    drawing.add("storage-array", "box").add("lun", "lun-box", "box")
    for letter in "ab":
        drawing.set(f"host-{letter}", hbas=TWO_HBAS)
        for hba in ("hba0", "hba1"):
            drawing.link("fibre", f"host-{letter}:{hba}", "san")
    for port in ("fc0", "fc1"):
        drawing.link("fibre", f"box:{port}", "san")
    return drawing.unlink("disk a1").link("disk", "a1:disk0", "lun-box")
