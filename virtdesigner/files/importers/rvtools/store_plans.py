"""Where each datastore lies: on the disks of a server, or on an array over fibre channel or Ethernet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.datastores import StoreKey
from virtdesigner.files.importers.rvtools.facts import DatastoreFacts, GuestFacts
from virtdesigner.files.importers.rvtools.homes import name_of
from virtdesigner.files.importers.rvtools.host_plans import HostPlan
from virtdesigner.files.importers.rvtools.hosts import HostKey, host_key
from virtdesigner.files.importers.rvtools.loads import GuestLoad
from virtdesigner.files.importers.rvtools.sizing import SPACE_HEADROOM, USUAL_DATASTORE

Transport = Literal["internal", "fibre", "ethernet"]
_OVER_ETHERNET = ("nfs", "vsan", "vvol")


@dataclass(slots=True)
class StorePlan:
    """A datastore. users: servers whose machines have disks on it; loads: of those machines; used: MiB."""

    key: StoreKey
    facts: DatastoreFacts
    transport: Transport = "fibre"
    datacenter: str = ""
    users: dict[HostKey, None] = field(default_factory=dict)
    loads: dict[str, GuestLoad] = field(default_factory=dict)
    used: float = 0.0

    @property
    def capacity(self) -> float:
        """MiB; an unknown one has room for its disks."""
        return self.facts.capacity or max(USUAL_DATASTORE, self.used * SPACE_HEADROOM)


@dataclass
class StorePlans:
    """All datastores, and which of them each disk of a machine lies on."""

    stores: dict[StoreKey, StorePlan] = field(default_factory=dict)
    disks: dict[tuple[str, int], StoreKey] = field(default_factory=dict)


def plan_stores(
    known: Mapping[StoreKey, DatastoreFacts],
    hosts: Mapping[HostKey, HostPlan],
    loads: Mapping[str, GuestLoad],
    notes: Notes,
) -> StorePlans:
    """Sort every disk onto a datastore, then decide where the datastores lie."""
    plans = StorePlans({key: StorePlan(key, facts) for key, facts in known.items()})
    for host in hosts.values():
        for guest in host.guests:
            for index in range(len(guest.disks)):
                _put(plans, host, guest, index, loads[name_of(guest)], notes)
    for plan in plans.stores.values():
        _decide(plan, hosts, notes)
    return plans


def _put(
    plans: StorePlans, host: HostPlan, guest: GuestFacts, index: int, load: GuestLoad, notes: Notes
) -> None:
    disk = guest.disks[index]
    named = disk.datastore or guest.datastore
    key = (guest.source, named) if named else _usual_store(plans, host, notes)
    plan = plans.stores[key]
    plan.users[host.key] = None
    plan.loads[name_of(guest)] = load
    plan.used += disk.capacity or 0.0
    plans.disks[name_of(guest), index] = key


def _usual_store(plans: StorePlans, host: HostPlan, notes: Notes) -> StoreKey:
    """The datastore of disks whose own isn't named: one a cluster, made up."""
    place = host.facts.cluster or host.facts.datacenter or host.facts.name
    key = (host.facts.source, f"{place} datastore")
    if key not in plans.stores:
        plans.stores[key] = StorePlan(key, DatastoreFacts(key[1], listed=False))
        notes.info("rvtools-datastore-assumed", name=key[1])
    return key


def _decide(plan: StorePlan, hosts: Mapping[HostKey, HostPlan], notes: Notes) -> None:
    seen = _seers(plan, hosts)
    plan.datacenter = next((hosts[key].facts.datacenter for key in seen), _first_datacenter(plan, hosts))
    is_local = plan.facts.host_count == 1 or (plan.facts.host_count is None and len(plan.facts.hosts) == 1)
    if plan.facts.type.startswith(_OVER_ETHERNET):
        plan.transport = "ethernet"
        if plan.facts.type.startswith("vsan"):
            notes.info("rvtools-vsan-as-array", name=plan.facts.name)
    elif is_local and len(seen) == 1:
        plan.transport = "internal"
        plan.users = dict.fromkeys(seen)
    elif is_local and len(seen) > 1:
        notes.warn("rvtools-datastore-shared-after-all", name=plan.facts.name)


def _seers(plan: StorePlan, hosts: Mapping[HostKey, HostPlan]) -> dict[HostKey, None]:
    """The servers that are known to see it: named, or with a machine on it."""
    named = (host_key(plan.key[0], name) for name in plan.facts.hosts)
    return dict.fromkeys(key for key in (*named, *plan.users) if key in hosts)


def masked_hosts(
    plan: StorePlan, hosts: Mapping[HostKey, HostPlan], connected: Iterable[HostKey]
) -> tuple[HostKey, ...]:
    """The servers that a LUN is shown to; none for all that are connected."""
    seen = _seers(plan, hosts) if plan.facts.hosts else {}
    return tuple(seen) if seen and set(connected) - set(seen) else ()


def _first_datacenter(plan: StorePlan, hosts: Mapping[HostKey, HostPlan]) -> str:
    return next((host.facts.datacenter for key, host in hosts.items() if key[0] == plan.key[0]), "")
