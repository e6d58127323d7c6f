"""Plans of datastores made into elements: LUNs on internal disks and on assumed arrays, and the way to them.

The export knows datastores, not what they lie on: every array, disk group, fibre-channel port and physical
switch is assumed, large enough not to be a bottleneck by invention.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from virtdesigner.files.importers.rvtools.building_hosts import BuiltHost
from virtdesigner.files.importers.rvtools.draft import Draft
from virtdesigner.files.importers.rvtools.host_plans import HostPlan
from virtdesigner.files.importers.rvtools.hosts import HostKey
from virtdesigner.files.importers.rvtools.loads import GuestLoad
from virtdesigner.files.importers.rvtools.sizing import arrays_for, disk_group, ports_for
from virtdesigner.files.importers.rvtools.store_plans import StorePlan, StorePlans, masked_hosts
from virtdesigner.kinds import Lun, PhysicalSwitch, StorageArray
from virtdesigner.model.link import Cable, Fibre
from virtdesigner.model.parts import DiskGroup, Hba, Nic
from virtdesigner.model.record import WHOLE

Site = tuple[str, str]
"""Source and datacenter: what shares physical switches and arrays."""

_GIBIBYTE = 1024.0
_HOST_PORTS = 2
_ARRAY_PORTS = 2
_ARRAY_SPEED = 25_000.0
_LOCAL = "Internal disks"
_USUAL_MTU, _LARGEST_MTU = 1500, 9216


def site_of(plan: HostPlan) -> Site:
    """Where a server stands."""
    return plan.facts.source, plan.facts.datacenter


def fibre_sites(stores: StorePlans) -> frozenset[Site]:
    """Where there are datastores over fibre channel."""
    plans = stores.stores.values()
    return frozenset((plan.key[0], plan.datacenter) for plan in plans if plan.transport == "fibre")


def fibre_ports(plan: HostPlan, sites: frozenset[Site]) -> tuple[Hba, ...]:
    """A server's fibre-channel ports: as listed, or two where there is storage to reach over them."""
    names = plan.facts.fibre_ports or [f"vmhba{index}" for index in range(_HOST_PORTS)]
    is_needed = site_of(plan) in sites
    listed = tuple(Hba(id=f"hba{index}", name=name[:200]) for index, name in enumerate(names))
    return listed if is_needed or plan.facts.fibre_ports else ()


def internal_disks(plan: HostPlan, stores: StorePlans) -> tuple[DiskGroup, ...]:
    """A server's internal disks, when datastores lie on them."""
    own = [s for s in stores.stores.values() if s.transport == "internal" and plan.key in s.users]
    return (_group(_LOCAL, own),) if own else ()


def _group(name: str, stores: Iterable[StorePlan]) -> DiskGroup:
    loads: dict[str, GuestLoad] = {}
    capacity = 0.0
    for store in stores:
        loads |= store.loads
        capacity += store.capacity / _GIBIBYTE
    return disk_group(name, capacity, (load.workload for load in loads.values()))


class StorageBuilder:
    """Makes LUNs, arrays and physical switches, and cables them."""

    def __init__(self, draft: Draft, hosts: Mapping[HostKey, BuiltHost], stores: StorePlans) -> None:
        """hosts: the servers that were made."""
        self._draft, self._hosts, self._stores = draft, hosts, stores
        self._plans = {key: host.plan for key, host in hosts.items()}
        self._cables: defaultdict[Site, list[tuple[str, str]]] = defaultdict(list)
        self.luns: dict[tuple[str, str], str] = {}

    def build(self) -> None:
        """Make all of it; `luns` then names the LUN of each datastore."""
        groups: defaultdict[tuple[Site, str], list[StorePlan]] = defaultdict(list)
        for store in self._stores.stores.values():
            if store.transport == "internal":
                host = self._hosts[next(iter(store.users))]
                self._lun(store, host.server, ())
            else:
                groups[(store.key[0], store.datacenter), store.transport].append(store)
        for (site, transport), stores in groups.items():
            self._arrays(site, transport, stores)
        for host in self._hosts.values():
            free = [port.name for port in host.plan.ports if port.speed != 0]
            self._cables[site_of(host.plan)] += [(host.server, host.ports[name]) for name in free]
        for site, ends in self._cables.items():
            self._ethernet(site, ends)

    def _here(self, site: Site) -> dict[HostKey, BuiltHost]:
        return {key: host for key, host in self._hosts.items() if site_of(host.plan) == site}

    def _reaching(self, site: Site, stores: Sequence[StorePlan]) -> dict[HostKey, BuiltHost]:
        """The servers of a site, and those elsewhere that use a datastore of it all the same."""
        users = {key: self._hosts[key] for store in stores for key in store.users}
        return self._here(site) | users

    def _arrays(self, site: Site, transport: str, stores: Sequence[StorePlan]) -> None:
        """As many arrays as their ports need not to be in the way; datastores by turns, busiest first."""
        count = arrays_for(transport, (load.workload for store in stores for load in store.loads.values()))
        busiest = sorted(stores, key=lambda store: (-len(store.loads), store.key))
        hosts = self._reaching(site, stores)
        arrays = [
            self._array(site, transport, f"{index + 1}" if count > 1 else "", share, hosts)
            for index in range(count)
            if (share := busiest[index::count])
        ]
        if transport == "fibre":
            self._fabrics(site, arrays, hosts)
        else:
            self._cables[site] += [(array.id, nic.id) for array in arrays for nic in array.nics]

    def _array(
        self,
        site: Site,
        transport: str,
        number: str,
        stores: Sequence[StorePlan],
        hosts: Mapping[HostKey, BuiltHost],
    ) -> StorageArray:
        is_fibre = transport == "fibre"
        nics = tuple(Nic(id=f"nic{i}", name=f"e{i}", speed=_ARRAY_SPEED) for i in range(_ARRAY_PORTS))
        hbas = tuple(Hba(id=f"fc{i}", name=f"fc{i}", speed="32") for i in range(_ARRAY_PORTS))
        array = self._draft.add(
            StorageArray,
            (site[0], f"array:{transport}:{site[1]}:{number}"),
            " ".join(("Storage array" if is_fibre else "Network storage", site[1], number)).strip(),
            None,
            (WHOLE,),
            hbas=hbas if is_fibre else (),
            nics=() if is_fibre else nics,
            disk_groups=(_group("Disk group 1", stores),),
        )
        self._draft.notes.info("rvtools-array-assumed", name=array.name)
        for store in stores:
            self._lun(store, array.id, masked_hosts(store, self._plans, hosts))
        return array

    def _lun(self, store: StorePlan, parent: str, masked: Iterable[HostKey]) -> None:
        lun = self._draft.add(
            Lun,
            (store.key[0], f"datastore:{store.key[1]}"),
            store.facts.name,
            parent,
            self._unsaid(store),
            capacity=min(max(store.capacity / _GIBIBYTE, 0.001), 1e9),
            hosts=tuple(self._hosts[key].server for key in masked),
        )
        self.luns[store.key] = lun.id

    def _unsaid(self, store: StorePlan) -> tuple[str, ...]:
        if not store.facts.listed:
            self._draft.notes.info("rvtools-datastore-size-assumed")
            return ("capacity", "backing")
        return ("backing",) if store.facts.capacity else ("capacity", "backing")

    def _fabrics(
        self, site: Site, arrays: Sequence[StorageArray], hosts: Mapping[HostKey, BuiltHost]
    ) -> None:
        """Two switches that don't know each other, every machine's ports on them by turns: the usual way."""
        ends: list[list[tuple[str, str]]] = [[], []]
        for host in hosts.values():
            for index, hba in enumerate(self._hbas(host.server)):
                ends[index % 2].append((host.server, hba))
        for array in arrays:
            for index, port in enumerate(array.hbas):
                ends[index % 2].append((array.id, port.id))
        for letter, own in zip("AB", ends, strict=True):
            switch = self._switch(site, "fibre-channel", len(own), letter)
            for end in own:
                self._draft.link(Fibre, end, (switch, ""), is_assumed=True)

    def _hbas(self, server: str) -> list[str]:
        return [hba.id for hba in self._draft.elements[server].carried(Hba)]

    def _ethernet(self, site: Site, ends: Sequence[tuple[str, str]]) -> None:
        fastest = max(nic.speed for id, _ in ends for nic in self._draft.elements[id].carried(Nic))
        switch = self._switch(site, "ethernet", len(ends), "", port_speed=fastest, mtu=self._mtu(site))
        for end in ends:
            self._draft.link(Cable, end, (switch, ""), is_assumed=True)

    def _mtu(self, site: Site) -> int:
        """Packets as large as the virtual switches send must get through what nobody has listed."""
        plans = (switch for host in self._here(site).values() for switch in host.plan.switches.values())
        return int(min(max([_USUAL_MTU, *(plan.mtu or 0 for plan in plans)]), _LARGEST_MTU))

    def _switch(self, site: Site, fabric: str, cables: int, letter: str, **fields: float) -> str:
        name = "Fibre-channel switch" if fabric == "fibre-channel" else "Switch"
        made = self._draft.add(
            PhysicalSwitch,
            (site[0], f"switch:{fabric}:{site[1]}:{letter}"),
            " ".join((name, site[1], letter)).strip(),
            None,
            (WHOLE,),
            fabric=fabric,
            ports=ports_for(cables),
            **fields,
        )
        self._draft.notes.info("rvtools-physical-switch-assumed", name=made.name)
        return made.id
