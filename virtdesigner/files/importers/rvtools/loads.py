"""What every machine wants and every server gives, in the units of the model."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.facts import GuestFacts, HostFacts
from virtdesigner.files.importers.rvtools.homes import name_of
from virtdesigner.files.importers.rvtools.sizing import USUAL_CLOCK
from virtdesigner.files.importers.rvtools.workloads import template_of, workload_of
from virtdesigner.kinds.workloads import SIZINGS
from virtdesigner.model.parts import Workload

_MOST_VCPUS = 1024


@dataclass(frozen=True, slots=True)
class GuestLoad:
    """A machine's vCPUs, memory (MiB) and workload; assumed: which of its fields the export doesn't say."""

    vcpus: int
    memory: float
    workload: Workload
    assumed: tuple[str, ...]


def reference_clock(hosts: Iterable[HostFacts], notes: Notes) -> float:
    """The clock (MHz) of a core of speed 1.0: the most common one, of several as common the fastest."""
    clocks = Counter(host.clock for host in hosts if host.clock)
    if not clocks:
        return USUAL_CLOCK
    clock = max(clocks, key=lambda clock: (clocks[clock], clock))
    if len(clocks) > 1:
        notes.info("rvtools-reference-clock", clock=round(clock / 1000, 3))
    return clock


def guest_loads(
    guests: Sequence[GuestFacts], homes: Mapping[str, HostFacts], clock: float, notes: Notes
) -> dict[str, GuestLoad]:
    """Machine (see `name_of`) to its load. clock: MHz of a core of speed 1.0."""
    measured = {name_of(guest): _measured(guest, homes[name_of(guest)], clock) for guest in guests}
    measured |= _from_host_usage(guests, homes, measured, clock)
    return {name_of(guest): _load(guest, measured[name_of(guest)], notes) for guest in guests}


def _measured(guest: GuestFacts, host: HostFacts, clock: float) -> float | None:
    """Reference cores that a machine used when the export was taken."""
    if not guest.powered_on:
        return None
    if guest.cpu_used:
        return guest.cpu_used / clock
    if guest.cpu_share and guest.vcpus:
        return min(guest.cpu_share, 100) / 100 * guest.vcpus * (host.clock or clock) / clock
    return None


def _from_host_usage(
    guests: Sequence[GuestFacts],
    homes: Mapping[str, HostFacts],
    measured: Mapping[str, float | None],
    clock: float,
) -> dict[str, float | None]:
    """What a server used beyond what its machines are known to use, shared out among the others by vCPUs."""
    by_host: dict[str, list[GuestFacts]] = {}
    for guest in guests:
        host = homes[name_of(guest)]
        if guest.powered_on and not guest.moved and host.cpu_usage and host.cores and host.clock:
            by_host.setdefault(f"{host.source}/{host.key}", []).append(guest)
    found: dict[str, float | None] = {}
    for group in by_host.values():
        host = homes[name_of(group[0])]
        used = (host.cpu_usage or 0) / 100 * (host.cores or 0) * (host.clock or clock) / clock
        rest = used - sum(measured[name_of(guest)] or 0 for guest in group)
        unknown = [guest for guest in group if measured[name_of(guest)] is None]
        vcpus = sum(guest.vcpus or 1 for guest in unknown)
        if unknown and rest > 0:
            found |= {name_of(guest): rest * (guest.vcpus or 1) / vcpus for guest in unknown}
    return found


def _load(guest: GuestFacts, cpu: float | None, notes: Notes) -> GuestLoad:
    usual = SIZINGS[template_of(guest, None)]
    assumed = ["workload"]
    if guest.vcpus is None:
        assumed.append("cpus")
        notes.warn("rvtools-cpus-missing", guest.where, name=guest.name, vcpus=usual.vcpus)
    if guest.memory is None:
        assumed.append("memory")
        notes.warn("rvtools-memory-missing", guest.where, name=guest.name, memory=usual.memory)
    if cpu is None:
        notes.info("rvtools-cpu-use-assumed" if guest.powered_on else "rvtools-powered-off")
    vcpus = min(max(int(guest.vcpus or usual.vcpus), 1), _MOST_VCPUS)
    memory = max(guest.memory or usual.memory, 1.0)
    notes.info("rvtools-load-assumed")
    return GuestLoad(vcpus, memory, workload_of(guest, vcpus, memory, cpu), tuple(assumed))
