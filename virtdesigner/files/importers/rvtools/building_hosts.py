"""Plans of servers made into elements: clusters, servers, hypervisors, virtual switches, port groups."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from virtdesigner.files.importers.rvtools.draft import Draft
from virtdesigner.files.importers.rvtools.facts import HostFacts, PortFacts
from virtdesigner.files.importers.rvtools.homes import name_of
from virtdesigner.files.importers.rvtools.host_plans import HostPlan, SwitchPlan
from virtdesigner.files.importers.rvtools.loads import GuestLoad
from virtdesigner.files.importers.rvtools.sizing import cores_for, memory_for
from virtdesigner.kinds import Cluster, Hypervisor, PhysicalServer, VirtualSwitch, Vlan
from virtdesigner.kinds.presets import PRESETS
from virtdesigner.model.link import Uplink
from virtdesigner.model.parts import DiskGroup, Hba, MachineMemory, Nic, Processor, Virtualisation
from virtdesigner.model.record import WHOLE

_USUAL_SPEED = 10_000.0
_TWO_SOCKETS_FROM = 16
_MOST_SOCKETS, _MOST_CORES = 64, 512
_SLOWEST, _FASTEST = 0.01, 100.0
_SMALLEST_MTU, _LARGEST_MTU = 576, 9216


@dataclass(slots=True)
class BuiltHost:
    """Ids of what was made of a server's plan. ports: adapter to part id; groups: (switch, group) to id."""

    plan: HostPlan
    server: str
    hypervisor: str
    cluster: str | None = None
    ports: dict[str, str] = field(default_factory=dict)
    groups: dict[tuple[str, str], str] = field(default_factory=dict)


class HostBuilder:
    """Makes servers, with all that they hold but machines."""

    def __init__(self, draft: Draft, loads: Mapping[str, GuestLoad], clock: float) -> None:
        """clock: MHz of a core of speed 1.0."""
        self._draft, self._loads, self._clock = draft, loads, clock
        self._clusters: dict[tuple[str, str, str], str] = {}
        self._made: dict[tuple[str, str], str] = {}

    def build(self, plan: HostPlan, hbas: tuple[Hba, ...], disks: tuple[DiskGroup, ...]) -> BuiltHost:
        """The server of a plan, with the fibre-channel ports and internal disks that storage needs."""
        facts = plan.facts
        processor, memory, assumed = self._capacity(plan)
        if plan.ports_assumed:
            assumed.append("nics")
        if disks:
            assumed.append("disk_groups")
        if len(facts.fibre_ports) < len(hbas):
            assumed.append("hbas")
            self._draft.notes.info("rvtools-hbas-assumed")
        if not facts.listed:
            assumed = [WHOLE]
        server = self._draft.add(
            PhysicalServer,
            (facts.source, facts.key),
            facts.name,
            cluster := self._cluster(facts),
            assumed,
            maintenance=facts.maintenance,
            notes=facts.model,
            processor=processor,
            memory=MachineMemory(size=memory),
            nics=tuple(_nic(index, port) for index, port in enumerate(plan.ports)),
            hbas=hbas,
            disk_groups=disks,
        )
        built = BuiltHost(plan, server.id, self._hypervisor(facts, server.id), cluster)
        built.ports = {port.name: f"nic{index}" for index, port in enumerate(plan.ports)}
        for switch in plan.switches.values():
            self._switch(built, switch)
        return built

    def _cluster(self, facts: HostFacts) -> str | None:
        if not facts.cluster:
            return None
        key = (facts.source, facts.datacenter, facts.cluster)
        if key not in self._clusters:
            own = f"cluster:{facts.datacenter}/{facts.cluster}"
            self._clusters[key] = self._draft.add(Cluster, (facts.source, own), facts.cluster).id
        return self._clusters[key]

    def _capacity(self, plan: HostPlan) -> tuple[Processor, float, list[str]]:
        facts, assumed = plan.facts, []
        loads = [self._loads[name_of(guest)] for guest in plan.guests]
        if facts.listed and not (facts.sockets and (facts.cores_per_socket or facts.cores)):
            assumed.append("processor")
            self._draft.notes.info("rvtools-sockets-assumed")
        if facts.listed and not facts.memory:
            assumed.append("memory")
            self._draft.notes.warn("rvtools-host-memory-assumed", host=facts.name)
        sockets, cores = _sockets(facts, cores_for(sum(load.vcpus for load in loads)))
        clock = facts.clock or self._clock
        processor = Processor(
            sockets=sockets,
            cores_per_socket=cores,
            clock=min(max(round(clock / 1000, 3), 0.1), 10.0),
            relative_speed=min(max(round(clock / self._clock, 4), _SLOWEST), _FASTEST),
            hyperthreading=facts.hyperthreading,
        )
        return processor, facts.memory or memory_for(sum(load.memory for load in loads)), assumed

    def _hypervisor(self, facts: HostFacts, server: str) -> str:
        assumed = () if facts.version else ("virtualisation",)
        if not facts.version:
            self._draft.notes.info("rvtools-hypervisor-assumed")
        made = self._draft.add(
            Hypervisor,
            (facts.source, f"hypervisor:{facts.key}"),
            f"ESXi {facts.version}".strip(),
            server,
            assumed,
            **_product(facts.version),
        )
        return made.id

    def _switch(self, built: BuiltHost, plan: SwitchPlan) -> None:
        """A switch of the host, or its part of the one that its cluster has."""
        switch, own = self._own_switch(built, plan)
        for name, (vlan, is_assumed) in plan.groups.items():
            built.groups[plan.name, name] = self._group(
                built, switch, f"{own}/{name}", name, vlan, is_assumed
            )
        for order, port in enumerate(plan.uplinks):
            self._draft.link(
                Uplink,
                (switch, ""),
                (built.server, built.ports[port]),
                is_assumed=plan.uplinks_assumed,
                order=order,
            )

    def _own_switch(self, built: BuiltHost, plan: SwitchPlan) -> tuple[str, str]:
        """Id of a switch, made when the first host has it, and its key in the source."""
        facts = built.plan.facts
        cluster = built.cluster if plan.is_distributed else None
        own = f"dvswitch:{cluster}/{plan.name}" if cluster else f"vswitch:{facts.key}/{plan.name}"
        key = (facts.source, own)
        if key not in self._made:
            mtu = int(min(max(plan.mtu or 1500, _SMALLEST_MTU), _LARGEST_MTU))
            assumed = (WHOLE,) if plan.is_assumed else () if plan.mtu else ("mtu",)
            home = cluster or built.hypervisor
            self._made[key] = self._draft.add(VirtualSwitch, key, plan.name, home, assumed, mtu=mtu).id
        return self._made[key], own

    def _group(self, built: BuiltHost, switch: str, own: str, name: str, vlan: int, is_assumed: bool) -> str:
        key = (built.plan.facts.source, own)
        if key not in self._made:
            assumed = (WHOLE,) if is_assumed else ()
            self._made[key] = self._draft.add(Vlan, key, name, switch, assumed, vlan_id=vlan).id
        return self._made[key]


def _product(version: str) -> dict[str, Any]:
    """What a hypervisor of a version is, by the newest preset that isn't newer than it."""
    known = [own for own in PRESETS.values() if own.kind == "hypervisor" and own.id.startswith("esx")]
    older = [own for own in known if _numbers(own.values["virtualisation"].version) <= _numbers(version)]
    if not older:
        return {"virtualisation": Virtualisation(product="esxi", version=version)}
    found = max(older, key=lambda own: _numbers(own.values["virtualisation"].version))
    exact = found.values["virtualisation"].replace(version=version)
    return {**found.values, "virtualisation": exact, "preset": found.id}


def _numbers(version: str) -> tuple[int, ...]:
    """8.0.2 as numbers, to be compared; the first two tell products apart."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def _nic(index: int, port: PortFacts) -> Nic:
    speed = port.speed if port.speed and port.speed >= 1 else _USUAL_SPEED
    return Nic(id=f"nic{index}", name=port.name[:200], speed=min(speed, 1e7))


def _sockets(facts: HostFacts, usual: int) -> tuple[int, int]:
    """Sockets, and cores of each: as they are listed, or from the cores, or for what runs on the server."""
    total = int(facts.cores or (facts.sockets or 0) * (facts.cores_per_socket or 0) or usual)
    two = 2 if total >= _TWO_SOCKETS_FROM and total % 2 == 0 else 1
    sockets = int(facts.sockets or two)
    cores = int(facts.cores_per_socket or max(total // sockets, 1))
    return min(sockets, _MOST_SOCKETS), min(cores, _MOST_CORES)
