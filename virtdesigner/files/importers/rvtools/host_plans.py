"""What stands in each server: its virtual switches with their port groups and uplinks, and its adapters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.facts import GuestFacts, HostFacts, NicFacts, PortFacts
from virtdesigner.files.importers.rvtools.homes import name_of
from virtdesigner.files.importers.rvtools.hosts import HostKey, host_key
from virtdesigner.files.importers.rvtools.networks import Networks

_USUAL_SWITCH = "vSwitch0"
_USUAL_NETWORK = "VM Network"
_USUAL_PORTS = 2


@dataclass(slots=True)
class SwitchPlan:
    """A virtual switch on a server. groups: port group to its VLAN and whether it was assumed."""

    name: str
    mtu: float | None = None
    is_assumed: bool = False
    is_distributed: bool = False
    groups: dict[str, tuple[int, bool]] = field(default_factory=dict)
    uplinks: list[str] = field(default_factory=list)
    uplinks_assumed: bool = False


@dataclass(slots=True)
class HostPlan:
    """A server: what the export says of it, what runs on it, and what is put into it."""

    facts: HostFacts
    guests: list[GuestFacts] = field(default_factory=list)
    switches: dict[str, SwitchPlan] = field(default_factory=dict)
    ports: list[PortFacts] = field(default_factory=list)
    ports_assumed: bool = False
    plugs: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> HostKey:
        """What the server is looked up by."""
        return host_key(self.facts.source, self.facts.name)


def plan_hosts(
    hosts: Mapping[HostKey, HostFacts],
    guests: Sequence[GuestFacts],
    homes: Mapping[str, HostFacts],
    networks: Networks,
    notes: Notes,
) -> dict[HostKey, HostPlan]:
    """Server to its plan, machines sorted in."""
    plans = {key: HostPlan(facts) for key, facts in hosts.items()}
    for guest in guests:
        home = homes[name_of(guest)]
        plans[host_key(home.source, home.name)].guests.append(guest)
    for plan in plans.values():
        _plan_listed_switches(plan, networks)
        for guest in plan.guests:
            _plug_in(plan, guest, networks, notes)
        _plan_ports(plan, notes)
        _plan_uplinks(plan, networks, notes)
    return plans


def _plan_listed_switches(plan: HostPlan, networks: Networks) -> None:
    for name, switch in networks.switches.get(plan.key, {}).items():
        plan.switches[name] = SwitchPlan(name, switch.mtu)
    for name, switch in networks.switches.get((plan.facts.source, ""), {}).items():
        if plan.facts.name.casefold() in (member.casefold() for member in switch.members):
            plan.switches[name] = SwitchPlan(name, switch.mtu, is_distributed=True)
    for group in networks.groups.get(plan.key, {}).values():
        if group.switch in plan.switches:
            plan.switches[group.switch].groups[group.name] = (group.vlan, False)


def _plug_in(plan: HostPlan, guest: GuestFacts, networks: Networks, notes: Notes) -> None:
    if not guest.nics:
        notes.warn("rvtools-adapter-assumed", guest.where, name=guest.name)
        guest.nics.append(NicFacts("Network adapter 1", network=_only_network(plan)))
    for index, nic in enumerate(guest.nics):
        name = nic.network or _only_network(plan)
        group = networks.group(plan.key, name)
        switch = _switch(plan, nic.switch or (group.switch if group else ""), networks, notes)
        if name not in switch.groups:
            switch.groups[name] = (group.vlan if group else 0, group is None)
            if group is None:
                notes.info("rvtools-vlan-assumed", network=name)
        plan.plugs[name_of(guest), index] = (switch.name, name)


def _only_network(plan: HostPlan) -> str:
    return next((name for switch in plan.switches.values() for name in switch.groups), _USUAL_NETWORK)


def _switch(plan: HostPlan, name: str, networks: Networks, notes: Notes) -> SwitchPlan:
    name = name or next(iter(plan.switches), _USUAL_SWITCH)
    if name not in plan.switches:
        known = networks.switch(plan.key, name)
        is_distributed = known is not None and not known.host
        plan.switches[name] = SwitchPlan(name, known.mtu if known else None, known is None, is_distributed)
        if known is None:
            notes.info("rvtools-switch-assumed", switch=name)
        elif is_distributed:
            notes.info("rvtools-distributed-switch", switch=name)
    return plan.switches[name]


def _plan_ports(plan: HostPlan, notes: Notes) -> None:
    plan.ports = list(plan.facts.ports)
    if not plan.ports:
        plan.ports = [PortFacts(f"vmnic{index}") for index in range(plan.facts.port_count or _USUAL_PORTS)]
        plan.ports_assumed = True
    if any(port.speed is None for port in plan.ports):
        notes.info("rvtools-port-speed-assumed")


def _plan_uplinks(plan: HostPlan, networks: Networks, notes: Notes) -> None:
    """Uplinks as listed; a switch without any shares the free adapters with the others like it."""
    taken: set[str] = set()
    names = {port.name for port in plan.ports}
    for switch in plan.switches.values():
        known = networks.switch(plan.key, switch.name)
        listed = [port.name for port in plan.ports if port.switch == switch.name]
        listed += [name for name in (known.uplinks if known else ()) if name in names]
        switch.uplinks = [name for name in dict.fromkeys(listed) if name not in taken]
        taken.update(switch.uplinks)
    without = [switch for switch in plan.switches.values() if not switch.uplinks and _is_used(switch, plan)]
    free = [port.name for port in plan.ports if port.name not in taken and port.speed != 0]
    each = max(1, min(_USUAL_PORTS, len(free) // len(without))) if without else 0
    for switch in without:
        switch.uplinks = [free.pop(0) for _ in range(min(each, len(free)))] or [_added_port(plan)]
        switch.uplinks_assumed = True
        notes.info("rvtools-uplink-assumed", switch=switch.name)


def _is_used(switch: SwitchPlan, plan: HostPlan) -> bool:
    return any(name == switch.name for name, _ in plan.plugs.values())


def _added_port(plan: HostPlan) -> str:
    names = {port.name for port in plan.ports}
    name = next(f"vmnic{index}" for index in range(len(names) + 1) if f"vmnic{index}" not in names)
    plan.ports.append(PortFacts(name))
    plan.ports_assumed = True
    return name
