"""Proving ground: designs of any size to measure the engine on, the same on every machine.

Hosts in racks of ten, each rack with a switch and a LUN of its own; guests from the workload templates, every
one with a load that is drawn anew in each step. The plain design keeps within its capacity. In the contended
one some hosts, uplinks and LUNs are too small for what is asked of them, each drawn by its own lot, so some
guests are short of several things at once. How many are short in fact is measured (`Shortage`), not assumed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from random import Random
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.frame import Frame
from virtdesigner.kinds import (
    Hypervisor,
    Lun,
    PhysicalServer,
    PhysicalSwitch,
    StorageArray,
    VirtualMachine,
    VirtualSwitch,
)
from virtdesigner.kinds.workloads import SIZINGS, TEMPLATES
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.link import LINK_KINDS
from virtdesigner.model.parts import (
    DiskGroup,
    GuestMemory,
    Hba,
    MachineMemory,
    Nic,
    Processor,
    VirtualCpus,
    Workload,
)
from virtdesigner.model.record import Record

RACK: Final = 10
"""Hosts that share a switch and a LUN."""

NOISE: Final = 10.0
"""Per cent by which every load strays from step to step."""

BUSIEST: Final = 0.6
"""Most load of a vCPU: with its noise and what virtualisation costs a guest still has room in its vCPUs."""

ENOUGH: Final = 2.0
"""What a resource that is not short has, for each unit that is asked of it."""

FEW_CORES: Final = 0.6
"""What a host that is short of cores has of them."""

TOO_LITTLE: Final = 0.4
"""What a short uplink or LUN has: so little that it stays short when its guests lack cores too."""

SYSTEM_MEMORY: Final = 2304.0
"""MiB of a host for the hypervisor itself, and a little of what its VMs cost it."""

CORES_SHORT: Final = 0.3
"""Share of contended hosts with too few cores."""

OTHERS_SHORT: Final = 0.1
"""Share of contended hosts with too little memory, of uplinks and of LUNs."""

MEMORY_SHORT: Final = 0.85
"""Memory of a host that has too little, for each MiB of its guests: their working sets still fit."""

FULL: Final = 0.99
"""Utilisation from which on a resource counts as short."""


@dataclass(frozen=True)
class Ground:
    """What to build.

    only_cpu: guests that want nothing but cores, and memory that there is plenty of. cores: of each host, to
    which the loads of its guests are scaled; None for as many as suit the loads.
    """

    guests: int
    hosts: int
    contended: bool = False
    only_cpu: bool = False
    cores: int | None = None

    @property
    def racks(self) -> int:
        """How many there are."""
        return ceil(self.hosts / RACK)

    def design(self) -> Design:
        """Build it."""
        return _Builder(self).design()


@dataclass
class _Builder:
    """Collects the records of a design."""

    ground: Ground
    elements: list[Record] = field(default_factory=list)
    links: list[Record] = field(default_factory=list)
    few_cores: frozenset[int] = frozenset()
    little_memory: frozenset[int] = frozenset()
    thin_uplinks: frozenset[int] = frozenset()
    slow_luns: frozenset[int] = frozenset()

    def design(self) -> Design:
        ground = self.ground
        if ground.contended:
            self.few_cores = _lot("cores", ground.hosts, CORES_SHORT)
        if ground.contended and not ground.only_cpu:
            self.little_memory = _lot("memory", ground.hosts, OTHERS_SHORT)
            self.thin_uplinks = _lot("uplinks", ground.hosts, OTHERS_SHORT)
            self.slow_luns = _lot("luns", ground.racks, OTHERS_SHORT)
        on = [[] for _ in range(ground.hosts)]  # type: list[list[VirtualMachine]]
        for number in range(ground.guests):
            host = number * ground.hosts // ground.guests
            on[host].append(_guest(number, host, ground.only_cpu))
        for rack in range(ground.racks):
            self._add_rack(rack, on[rack * RACK : (rack + 1) * RACK])
        return Design.of({"elements": self.elements, "links": self.links})

    def _add_rack(self, rack: int, on: list[list[VirtualMachine]]) -> None:
        if not self.ground.only_cpu:
            asked = sum(_asked(guest).reads + _asked(guest).writes for guests in on for guest in guests)
            enough = TOO_LITTLE if rack in self.slow_luns else ENOUGH
            self._add_store(rack, max(enough * asked, 1.0))
        for place, guests in enumerate(on):
            self._add_host(rack * RACK + place, rack, guests)

    def _add_store(self, rack: int, iops: float) -> None:
        """A switch of each fabric, and an array with one disk of so many IOPS behind a LUN."""
        self._add(PhysicalSwitch, f"switch {rack}")
        self._add(PhysicalSwitch, f"fabric {rack}", fabric="fibre-channel")
        disk = DiskGroup(
            id="disks", name="Disks", device="nvme", disks=1, raid="0", device_iops=iops, capacity=16_384.0
        )
        port = Hba(id="fc0", name="fc0", speed="32")
        self._add(StorageArray, f"array {rack}", disk_groups=(disk,), hbas=(port,))
        self._add(
            Lun,
            f"lun {rack}",
            f"array {rack}",
            backing="disks",
            queue_depth=256,
            outstanding=256,
            capacity=8192.0,
        )
        self._link("fibre", f"array {rack}/fc0", f"fabric {rack}")

    def _add_host(self, number: int, rack: int, guests: list[VirtualMachine]) -> None:
        enough = FEW_CORES if number in self.few_cores else ENOUGH
        cores = enough * sum(_asked(guest).cpu for guest in guests)
        if self.ground.cores and guests:
            guests = [_scaled(guest, self.ground.cores / cores) for guest in guests]
        loads = [_asked(guest) for guest in guests]
        memory = sum(guest.memory.size for guest in guests)
        memory *= MEMORY_SHORT if number in self.little_memory else ENOUGH
        rate = sum(flow.rate for load in loads for flow in load.flows)
        rate *= TOO_LITTLE if number in self.thin_uplinks else ENOUGH
        name = f"host {number}"
        self._add(
            PhysicalServer,
            name,
            processor=Processor(sockets=1, cores_per_socket=self.ground.cores or max(1, round(cores))),
            memory=MachineMemory(size=memory + SYSTEM_MEMORY),
            nics=(Nic(id="nic0", name="nic0", speed=max(rate, 1.0)),),
            hbas=(Hba(id="fc0", name="fc0", speed="32"),),
        )
        self._add(Hypervisor, f"hypervisor {number}", name)
        self.elements.extend(guests)
        if not self.ground.only_cpu:
            self._wire(number, rack, guests)

    def _wire(self, number: int, rack: int, guests: list[VirtualMachine]) -> None:
        switch = f"virtual switch {number}"
        self._add(VirtualSwitch, switch, f"hypervisor {number}")
        self._link("uplink", switch, f"host {number}/nic0")
        self._link("cable", f"host {number}/nic0", f"switch {rack}")
        self._link("fibre", f"host {number}/fc0", f"fabric {rack}")
        for guest in guests:
            self._link("vnic", f"{guest.name}/nic0", switch)
            self._link("disk", f"{guest.name}/disk0", f"lun {rack}")

    def _add(self, kind: type[Element], name: str, parent: str | None = None, **values: Any) -> None:
        inside = _id(parent) if parent else None
        self.elements.append(kind(id=_id(name), name=name, parent=inside, **values))

    def _link(self, kind: str, source: str, target: str) -> None:
        (a, a_part), (b, b_part) = (end.partition("/")[::2] for end in (source, target))
        self.links.append(
            LINK_KINDS[kind](
                id=_id(f"{kind} {source} {target}"),
                source=_id(a),
                source_part=a_part,
                target=_id(b),
                target_part=b_part,
            )
        )


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))


def _lot(name: str, of: int, share: float) -> frozenset[int]:
    """Draw a share of some numbers, rounded up; the same in every run."""
    return frozenset(Random(name).sample(range(of), ceil(of * share)))


def _guest(number: int, host: int, only_cpu: bool) -> VirtualMachine:
    """A guest from the templates in turn, with a load that is drawn anew in each step."""
    template = tuple(SIZINGS)[(number + host) % len(SIZINGS)]
    size, usual = SIZINGS[template], TEMPLATES[template]
    load = usual.replace(noise=NOISE, cpu=size.vcpus * min(size.load, BUSIEST))
    if only_cpu:
        load = load.replace(reads=0.0, writes=0.0, flows=())
    none: dict[str, Any] = {"nics": (), "disks": ()} if only_cpu else {}
    return VirtualMachine(
        id=_id(f"guest {number}"),
        name=f"guest {number}",
        parent=_id(f"hypervisor {host}"),
        cpus=VirtualCpus(count=size.vcpus),
        memory=GuestMemory(size=float(size.memory)),
        workload=load,
        **none,
    )


def _scaled(guest: VirtualMachine, factor: float) -> VirtualMachine:
    """A guest that wants more or fewer cores, as far as its vCPUs go."""
    load = _asked(guest)
    return guest.replace(workload=load.replace(cpu=min(load.cpu * factor, BUSIEST * guest.cpus.count)))


def _asked(guest: VirtualMachine) -> Workload:
    assert guest.workload is not None
    return guest.workload


@dataclass
class Shortage:
    """The shares of hosts, uplinks and LUNs that were short, as means over the frames that are added.

    cpu: hosts that used all their cores; memory: hosts that took memory back from their guests; uplinks,
    luns: those that were busy all the time.
    """

    frames: int = 0
    _sums: Floats = field(default_factory=lambda: np.zeros(4))

    def add(self, frame: Frame) -> None:
        """Count one more frame."""
        self.frames += 1
        self._sums += tuple(_shares(frame))

    @property
    def shares(self) -> dict[str, float]:
        """Each by its name."""
        means = self._sums / max(self.frames, 1)
        return dict(zip(("cpu", "memory", "uplinks", "luns"), means.tolist(), strict=True))


def _shares(frame: Frame) -> Iterator[float]:
    guests, hosts = frame.guests, frame.hosts
    yield _share(hosts.cpu_used >= FULL * hosts.cpu_capacity)
    taken = guests.memory_ballooned + guests.memory_swapped
    placed = guests.host >= 0
    yield _share(total(taken[placed], guests.host[placed], hosts.cpu_used.size) >= 1.0)
    design = frame.compiled.design
    is_uplink = [id in design.links and design.links[id].kind == "cable" for id in frame.compiled.link_ids]
    yield _share(frame.links.utilisation[np.array(is_uplink, dtype=np.bool_)] >= FULL)
    yield _share(frame.luns.utilisation >= FULL)


def _share(short: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    return float(short.mean()) if short.size else 0.0
