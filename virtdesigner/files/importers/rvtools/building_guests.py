"""Machines made into elements, plugged into their port groups and joined with their datastores."""

import re
from collections.abc import Mapping

from virtdesigner.files.importers.rvtools.building_hosts import BuiltHost
from virtdesigner.files.importers.rvtools.building_pools import PoolBuilder
from virtdesigner.files.importers.rvtools.draft import Draft
from virtdesigner.files.importers.rvtools.facts import DiskFacts, GuestFacts, NicFacts
from virtdesigner.files.importers.rvtools.homes import name_of
from virtdesigner.files.importers.rvtools.loads import GuestLoad
from virtdesigner.files.importers.rvtools.store_plans import StorePlans
from virtdesigner.kinds import VirtualMachine
from virtdesigner.model.link import DiskLink, Vnic
from virtdesigner.model.parts import GuestMemory, VirtualCpus, VirtualDisk, VirtualNic, Workload

_GIBIBYTE = 1024.0
_USUAL_DISK = 40.0
_MOST_DISK = 1e6
_MOST_CORES = 1e6
_PARAVIRTUAL_NIC, _PARAVIRTUAL_DISK = "vmxnet", ("paravirtual", "nvme")
_NARROW = re.compile(r"32[- ]?bit", re.IGNORECASE)
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "windows": ("windows",),
    "solaris": ("solaris", "sunos"),
    "bsd": ("bsd",),
    "linux": (
        "linux", "ubuntu", "centos", "red hat", "debian", "suse", "fedora", "photon", "rocky", "alma",
        "coreos", "flatcar", "mandrake", "mandriva",
    ),
}  # fmt: skip
"""Family to words in the names of systems, as vSphere writes them."""


class GuestBuilder:
    """Makes machines."""

    def __init__(
        self,
        draft: Draft,
        clock: float,
        stores: StorePlans,
        luns: Mapping[tuple[str, str], str],
        pools: PoolBuilder,
    ) -> None:
        """clock: MHz of a core of speed 1.0; luns: datastore to LUN."""
        self._draft, self._clock, self._stores, self._luns = draft, clock, stores, luns
        self._pools = pools

    def build(self, guest: GuestFacts, load: GuestLoad, host: BuiltHost) -> None:
        """A machine on its server."""
        nics = tuple(_nic(index, nic) for index, nic in enumerate(guest.nics))
        parent, server = self._pools.home(guest, host)
        disks = tuple(_disk(index, disk) for index, disk in enumerate(guest.disks))
        plugged = [index for index, nic in enumerate(guest.nics) if nic.connected]
        machine = self._draft.add(
            VirtualMachine,
            (guest.source, guest.key),
            guest.name,
            parent,
            self._assumed(guest, load, server),
            powered_on=guest.powered_on,
            host=server,
            guest_os=system_of(guest.os),
            bits="32" if _NARROW.search(guest.os) else "64",
            notes=guest.os,
            cpus=self._cpus(guest, load.vcpus),
            memory=_memory(guest, load.memory),
            nics=nics,
            disks=disks,
            workload=self._workload(guest, load.workload, plugged),
        )
        for index in plugged:
            group = host.groups[host.plan.plugs[name_of(guest), index]]
            self._draft.link(Vnic, (machine.id, nics[index].id), (group, ""))
        for index, disk in enumerate(disks):
            lun = self._luns[self._stores.disks[name_of(guest), index]]
            self._draft.link(DiskLink, (machine.id, disk.id), (lun, ""))

    def _assumed(self, guest: GuestFacts, load: GuestLoad, server: str | None) -> tuple[str, ...]:
        marks = [*load.assumed]
        if guest.moved:
            marks.append("host" if server else "parent")
        if any(disk.capacity is None for disk in guest.disks):
            marks.append("disks")
        if not any(nic.adapter for nic in guest.nics):
            marks.append("nics")
        return tuple(marks)

    def _cpus(self, guest: GuestFacts, vcpus: int) -> VirtualCpus:
        limit = guest.cpu_limit
        return VirtualCpus(
            count=vcpus,
            shares=guest.cpu_shares,
            reservation=min((guest.cpu_reservation or 0) / self._clock, _MOST_CORES),
            limit=min(limit / self._clock, _MOST_CORES) if limit else None,
        )

    def _workload(self, guest: GuestFacts, load: Workload, plugged: list[int]) -> Workload:
        """The load, sent by the first adapter that is connected; without one nothing is sent."""
        if plugged:
            return load.replace(flows=tuple(flow.replace(nic=f"nic{plugged[0]}") for flow in load.flows))
        self._draft.notes.warn("rvtools-not-connected", guest.where, name=guest.name)
        return load.replace(flows=())


def _memory(guest: GuestFacts, size: float) -> GuestMemory:
    return GuestMemory(
        size=size,
        shares=guest.memory_shares,
        reservation=guest.memory_reservation or 0.0,
        limit=guest.memory_limit,
        tools=guest.tools,
    )


def _nic(index: int, facts: NicFacts) -> VirtualNic:
    is_emulated = facts.adapter != "" and _PARAVIRTUAL_NIC not in facts.adapter.casefold()
    return VirtualNic(
        id=f"nic{index}", name=facts.name[:200], adapter="emulated" if is_emulated else "paravirtual"
    )


def _disk(index: int, facts: DiskFacts) -> VirtualDisk:
    controller = facts.controller.casefold()
    is_emulated = controller != "" and not any(word in controller for word in _PARAVIRTUAL_DISK)
    capacity = facts.capacity / _GIBIBYTE if facts.capacity else _USUAL_DISK
    return VirtualDisk(
        id=f"disk{index}",
        name=facts.name[:200],
        capacity=min(max(capacity, 0.001), _MOST_DISK),
        thin=facts.thin,
        adapter="emulated" if is_emulated else "paravirtual",
    )


def system_of(text: str) -> str:
    """The family of an operating system as vSphere names it; Linux where it says nothing."""
    words = text.casefold()
    found = (family for family, names in _FAMILIES.items() if any(name in words for name in names))
    return next(found, "other" if words else "linux")
