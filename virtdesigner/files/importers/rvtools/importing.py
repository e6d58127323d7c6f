"""An RVTools export made into a design: read, joined, completed with what is assumed, built, laid out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.importers.report import Imported, ImportReport, Notes
from virtdesigner.files.importers.rvtools.building_guests import GuestBuilder
from virtdesigner.files.importers.rvtools.building_hosts import HostBuilder
from virtdesigner.files.importers.rvtools.building_pools import PoolBuilder
from virtdesigner.files.importers.rvtools.building_storage import (
    StorageBuilder,
    fibre_ports,
    fibre_sites,
    internal_disks,
)
from virtdesigner.files.importers.rvtools.datastores import read_datastores
from virtdesigner.files.importers.rvtools.draft import Draft
from virtdesigner.files.importers.rvtools.facts import DiskFacts, GuestFacts, HostFacts
from virtdesigner.files.importers.rvtools.guests import read_guests
from virtdesigner.files.importers.rvtools.homes import name_of, settle
from virtdesigner.files.importers.rvtools.host_plans import plan_hosts
from virtdesigner.files.importers.rvtools.hosts import HostKey, host_key, read_hosts
from virtdesigner.files.importers.rvtools.loads import guest_loads, reference_clock
from virtdesigner.files.importers.rvtools.networks import read_networks
from virtdesigner.files.importers.rvtools.pools import read_pools
from virtdesigner.files.importers.rvtools.sheets import Sheets, read_sheets
from virtdesigner.files.importers.rvtools.store_plans import plan_stores
from virtdesigner.files.limits import LIMITS, Limits
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.layout import arrange
from virtdesigner.model.settings import Settings


def read_rvtools(path: Path, limits: Limits = LIMITS) -> Imported:
    """The design of an export. Raises UnreadableError or ImportRefusedError."""
    sheets = read_sheets(path, limits)
    notes = Notes()
    guests = read_guests(sheets, notes)
    if not guests:
        raise ImportRefusedError(f"{path} lists no virtual machine that could be taken in.")
    if len(guests) > limits.elements:
        raise ImportRefusedError(f"{path} lists more than {limits.elements:,} virtual machines.")
    hosts = read_hosts(sheets, notes)
    read = Counter({"virtual-machine": len(guests), "physical-server": len(hosts)})
    _complete(guests, hosts, notes)
    draft, counts = _drafted(sheets, guests, hosts, notes)
    read.update(counts)
    return Imported(_laid_out(draft, path), ImportReport(dict(read), notes.collected()))


def _complete(guests: Sequence[GuestFacts], hosts: Mapping[HostKey, HostFacts], notes: Notes) -> None:
    """Fill in what one tab says about another's rows, and a disk where a machine has none."""
    for guest in guests:
        host = hosts.get(host_key(guest.source, guest.host))
        if host is not None:
            host.cluster = host.cluster or guest.cluster
            host.datacenter = host.datacenter or guest.datacenter
        if not guest.disks:
            notes.warn("rvtools-disk-assumed", guest.where, name=guest.name)
            guest.disks.append(DiskFacts("Hard disk 1", None))


def _drafted(
    sheets: Sheets, guests: Sequence[GuestFacts], hosts: dict[HostKey, HostFacts], notes: Notes
) -> tuple[Draft, Counter[str]]:
    homes = settle(guests, hosts, notes)
    clock = reference_clock(hosts.values(), notes)
    loads = guest_loads(guests, homes, clock, notes)
    networks = read_networks(sheets, {(guest.source, guest.name): guest.host for guest in guests})
    plans = plan_hosts(hosts, guests, homes, networks, notes)
    known = read_datastores(sheets, guests)
    stores = plan_stores(known, plans, loads, notes)
    draft, sites = Draft(notes), fibre_sites(stores)
    builder = HostBuilder(draft, loads, clock)
    built = {
        key: builder.build(plan, fibre_ports(plan, sites), internal_disks(plan, stores))
        for key, plan in plans.items()
    }
    storage = StorageBuilder(draft, built, stores)
    storage.build()
    machines = GuestBuilder(draft, clock, stores, storage.luns, PoolBuilder(draft, read_pools(sheets), clock))
    for guest in guests:
        home = homes[name_of(guest)]
        machines.build(guest, loads[name_of(guest)], built[host_key(home.source, home.name)])
    return draft, _counts(draft, sum(store.listed for store in known.values()))


def _counts(draft: Draft, datastores: int) -> Counter[str]:
    """How many switches and port groups were read, not made up."""
    kinds: Iterable[str] = (e.kind for e in draft.elements.values() if "*" not in e.assumed)
    wanted = {"cluster", "resource-pool", "virtual-switch", "vlan"}
    return Counter(kind for kind in kinds if kind in wanted) + Counter({"lun": datastores})


def _laid_out(draft: Draft, path: Path) -> Design:
    design = draft.design()
    changes = [add("placements", placement) for placement in arrange(design)]
    return design.edited([*changes, add("settings", Settings(name=path.stem))])
