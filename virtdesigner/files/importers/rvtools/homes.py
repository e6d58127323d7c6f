"""Which server each machine runs on, where the export names one that it doesn't list, or none."""

from collections.abc import Iterable, Sequence

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.facts import GuestFacts, HostFacts
from virtdesigner.files.importers.rvtools.hosts import HostKey, host_key


def settle(
    guests: Sequence[GuestFacts], hosts: dict[HostKey, HostFacts], notes: Notes
) -> dict[str, HostFacts]:
    """Machine (source and key in one) to its server; servers that had to be made up join `hosts`.

    A machine on a server that isn't listed goes to the listed server of its cluster with the most memory
    left, and says so; in a cluster without listed servers, the server that it names is made up. A second
    import of the same export does the same.
    """
    homes: dict[str, HostFacts] = {}
    homeless = []
    for guest in guests:
        host = hosts.get(host_key(guest.source, guest.host)) if guest.host else None
        if host is None:
            homeless.append(guest)
        else:
            homes[name_of(guest)] = host
    left = _memory_left(hosts.values(), guests, homes)
    for guest in sorted(homeless, key=lambda guest: (not guest.powered_on, -(guest.memory or 0), guest.key)):
        listed = _candidates(guest, hosts.values())
        host = max(listed, key=lambda host: left[host_key(host.source, host.name)]) if listed else None
        if host is None:
            host = _made_up(guest, hosts, notes)
        else:
            guest.moved = True
            _note_moved(guest, notes)
        key = host_key(host.source, host.name)
        left[key] = left.get(key, 0.0) - (guest.memory or 0)
        homes[name_of(guest)] = host
    return homes


def _note_moved(guest: GuestFacts, notes: Notes) -> None:
    if guest.host:
        notes.warn("rvtools-host-not-listed", guest.where, host=guest.host)
    else:
        notes.warn("rvtools-host-missing", guest.where)


def name_of(guest: GuestFacts) -> str:
    """What a machine is called in look-ups: unique over all sources."""
    return f"{guest.source}/{guest.key}"


def _memory_left(
    hosts: Iterable[HostFacts], guests: Sequence[GuestFacts], homes: dict[str, HostFacts]
) -> dict[HostKey, float]:
    left = {host_key(host.source, host.name): host.memory or 0.0 for host in hosts}
    for guest in guests:
        if (host := homes.get(name_of(guest))) is not None and guest.powered_on:
            left[host_key(host.source, host.name)] -= guest.memory or 0
    return left


def _candidates(guest: GuestFacts, hosts: Iterable[HostFacts]) -> list[HostFacts]:
    """Listed servers that the machine may be meant to run on: of its cluster, or any if it names none."""
    listed = [host for host in hosts if host.listed and host.source == guest.source]
    near = [host for host in listed if (host.datacenter, host.cluster) == (guest.datacenter, guest.cluster)]
    return near or ([] if guest.cluster or guest.host else listed)


def _made_up(guest: GuestFacts, hosts: dict[HostKey, HostFacts], notes: Notes) -> HostFacts:
    name = guest.host or f"{guest.cluster or 'host'}-assumed"
    host = HostFacts(guest.source, name, guest.datacenter, guest.cluster, listed=False)
    notes.info("rvtools-host-assumed", guest.where, host=name)
    return hosts.setdefault(host_key(host.source, host.name), host)
