"""Lab: small designs made in code, whose elements do nothing but what a case asks of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import LINK_KINDS, Link
from virtdesigner.model.parts import (
    ContainerRuntime,
    GuestMemory,
    Hba,
    MachineMemory,
    MemoryPolicy,
    Nic,
    Part,
    Processor,
    VirtualCpus,
    VirtualDisk,
    Virtualisation,
    VirtualNic,
    Workload,
)

PURE: Final = {
    "user_share": 100.0, "system_calls": 0.0, "page_faults": 0.0, "page_table_writes": 0.0,
    "context_switches": 0.0, "working_set": 0.0, "reads": 0.0, "writes": 0.0,
}  # fmt: skip
"""A workload of user code alone, without memory or I/O."""

XEN: Final[Mapping[str, Any]] = MappingProxyType(
    {"product": "xen", "scheduler": "xen-credit", "drivers": "driver-domain"}
)
"""Fields of a Xen host: weight of each domain, I/O through a driver domain."""

WALKS: Final = 1.03
"""What nested paging makes of user code: [E] its page walks, MODELS.md section 2."""


class Lab:
    """A design being put together: elements by name, links between "name" or "name/part"."""

    def __init__(self) -> None:
        self._elements: list[Element] = []
        self._links: list[Link] = []

    @property
    def design(self) -> Design:
        """What has been put together so far."""
        return Design.of({"elements": self._elements, "links": self._links})

    def add(self, kind: str, name: str, parent: str | None = None, **fields: Any) -> Self:
        """Add an element, in the element named `parent`."""
        self._elements.append(
            KINDS[kind](id=id_of(name), name=name, parent=parent and id_of(parent), **fields)
        )
        return self

    def link(self, kind: str, source: str, target: str, **fields: Any) -> Self:
        """Add a link between two ends."""
        (one, one_part), (other, other_part) = (end.partition("/")[::2] for end in (source, target))
        self._links.append(
            LINK_KINDS[kind](
                id=id_of(f"{kind} {source} {target}"),
                source=id_of(one), source_part=one_part, target=id_of(other), target_part=other_part,
                **fields,
            )
        )  # fmt: skip
        return self

    def host(self, cores: int = 4, memory: float = 65_536.0, **fields: Any) -> Self:
        """Add the server `host` and its hypervisor `hv`; fields go to the parts that have them.

        A hypervisor that keeps no memory for itself and switches for nothing, unless told otherwise.
        """
        fields = {"system": 0.0, "context_switch": 0.0} | fields
        kinds: tuple[type[Part], ...] = (Processor, Virtualisation, MemoryPolicy)
        parts = {part: _take(part, fields) for part in kinds}
        ports: dict[str, Any] = {"nics": (Nic(id="nic0", name="nic0"),), "hbas": (Hba(id="fc0", name="fc0"),)}
        self.add(
            "physical-server", "host",
            processor=Processor(**({"sockets": 1, "cores_per_socket": cores} | parts[Processor])),
            memory=MachineMemory(size=memory),
            **(ports | fields),
        )  # fmt: skip
        return self.add(
            "hypervisor", "hv", "host",
            virtualisation=Virtualisation(**parts[Virtualisation]),
            memory_policy=MemoryPolicy(**parts[MemoryPolicy]),
        )  # fmt: skip

    def guest(self, name: str, cpu: float = 0.0, **fields: Any) -> Self:
        """Add a VM that wants `cpu` cores; fields of its parts, claims on memory as `memory_...`."""
        return self._load("virtual-machine", name, "hv", cpu, fields)

    def container(self, name: str, cpu: float = 0.0, **fields: Any) -> Self:
        """Add a container on the server itself, as `guest`; `engine` is its engine."""
        if not any(element.id == id_of("engine") for element in self._elements):
            self.add("container-engine", "engine", "host", runtime=ContainerRuntime(system=0.0))
        return self._load("container", name, "engine", cpu, fields)

    def _load(self, kind: str, name: str, parent: str, cpu: float, fields: dict[str, Any]) -> Self:
        memory = {key[7:]: fields.pop(key) for key in list(fields) if key.startswith("memory_")}
        load = PURE | {"cpu": cpu} | _take(Workload, fields)
        cpus = _take(VirtualCpus, fields)
        return self.add(
            kind, name, parent,
            cpus=VirtualCpus(**({"count": 1} | cpus)),
            memory=GuestMemory(**({"size": 1024.0} | memory)),
            workload=Workload(**load),
            **({"nics": (), "disks": ()} | fields),
        )  # fmt: skip

    def network(self, speed: float = 10_000.0, mtu: int = 1500, vlan: int = 0) -> Self:
        """Cable `host` to the switch `tor` and give its hypervisor the VLAN `lan` on it."""
        self.add("physical-switch", "tor", port_speed=speed, mtu=mtu)
        self.add("virtual-switch", "vs", "hv", mtu=mtu).add("vlan", "lan", "vs", vlan_id=vlan)
        return self.link("uplink", "vs", "host/nic0").link("cable", "host/nic0", "tor")

    def plug(self, *guests: str) -> Self:
        """Plug the adapter of guests into `lan`."""
        for guest in guests:
            self.link("vnic", f"{guest}/nic0", "lan")
        return self


def adapter(**fields: Any) -> tuple[VirtualNic, ...]:
    """One virtual adapter."""
    return (VirtualNic(id="nic0", name="Adapter", **fields),)


def disk(**fields: Any) -> tuple[VirtualDisk, ...]:
    """One virtual disk."""
    return (VirtualDisk(id="disk0", name="Disk", **fields),)


def id_of(name: str) -> str:
    """The id of what is called `name`."""
    return str(uuid5(NAMESPACE_OID, name))


def run(lab: Lab, seconds: float = 20.0, dt: float = 1.0) -> tuple[Simulation, Frame]:
    """Step through a design; returns the simulation and its last frame."""
    simulation = Simulation(lab.design, seed=1, dt=dt)
    frame = simulation.step()
    while simulation.time < seconds:
        frame = simulation.step()
    return simulation, frame


def of_guest(frame: Frame, column: str, name: str) -> float:
    """A column of `GuestFrame` for one guest."""
    return float(getattr(frame.guests, column)[frame.compiled.guest_ids.index(id_of(name))])


def total_of(frame: Frame, column: str) -> float:
    """A column of `GuestFrame`, summed over all guests."""
    return float(np.sum(getattr(frame.guests, column)))


def _take(part: type[Part], fields: dict[str, Any]) -> dict[str, Any]:
    """Take the fields that a part has out of `fields`."""
    return {name: fields.pop(name) for name in list(fields) if name in part.model_fields}
