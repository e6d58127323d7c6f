"""Virtual machines of an export: vInfo, with what vCPU, vMemory, vDisk, vNetwork and vTools add."""

import re
from collections.abc import Iterator, Sequence

from virtdesigner.files.importers.report import Notes
from virtdesigner.files.importers.rvtools.columns import Row
from virtdesigner.files.importers.rvtools.facts import DiskFacts, GuestFacts, NicFacts
from virtdesigner.files.importers.rvtools.joining import Details, identities
from virtdesigner.files.importers.rvtools.sheets import Sheets

_DATASTORE = re.compile(r"^\s*\[([^\]]+)\]")
_NETWORKS = 8


def read_guests(sheets: Sheets, notes: Notes) -> list[GuestFacts]:
    """Every machine that is no template, in the order of vInfo."""
    machines = [row for row in sheets["vInfo"] if _is_guest(row, notes)]
    details = {
        tab: Details(machines, sheets[tab], notes)
        for tab in ("vCPU", "vMemory", "vDisk", "vNetwork", "vTools")
    }
    guests: dict[tuple[str, str], GuestFacts] = {}
    for machine in machines:
        guest = _identified(machine, guests)
        if (guest.source, guest.key) in guests:
            notes.warn("rvtools-machine-repeated", machine.where, name=guest.name)
            continue
        guests[guest.source, guest.key] = guest
        _read_cpu(guest, machine, details["vCPU"].first(machine), notes)
        _read_memory(guest, machine, details["vMemory"].first(machine), notes)
        guest.disks = list(_disks(details["vDisk"].of(machine)))
        guest.nics = list(_nics(guest, machine, details["vNetwork"].of(machine)))
        tools = details["vTools"].first(machine)
        guest.tools = tools is None or "notinstalled" not in tools.text("Tools").casefold()
    return list(guests.values())


def _is_guest(row: Row, notes: Notes) -> bool:
    name = row.text("VM")
    if not name:
        notes.warn("rvtools-row-without-name", row.where)
    elif row.flag("Template"):
        notes.info("rvtools-template-skipped", row.where, name=name)
    elif row.flag("SRM Placeholder"):
        notes.info("rvtools-placeholder-skipped", row.where, name=name)
    else:
        return True
    return False


def _identified(row: Row, taken: dict[tuple[str, str], GuestFacts]) -> GuestFacts:
    source = row.source
    known = identities(row)
    own = known[0] if known else _key_by_name(row, source, taken)
    return GuestFacts(
        key=f"vm:{own}",
        source=source,
        where=row.where,
        name=row.text("VM"),
        powered_on=row.text("Powerstate").casefold() in ("poweredon", ""),
        datacenter=row.text("Datacenter"),
        cluster=row.text("Cluster"),
        host=row.text("Host"),
        os=row.text("OS according to the configuration file") or row.text("OS according to the VMware Tools"),
        datastore=_datastore(row.text("Path")),
        pool=row.text("Resource pool"),
    )


def _key_by_name(row: Row, source: str, taken: dict[tuple[str, str], GuestFacts]) -> str:
    """A key for a machine without an id; machines of one name are told apart by their order."""
    name = f"name:{row.text('Datacenter')}/{row.text('Cluster')}/{row.text('VM')}"
    number, key = 1, name
    while (source, f"vm:{key}") in taken:
        number += 1
        key = f"{name}#{number}"
    return key


def _datastore(path: str) -> str:
    found = _DATASTORE.match(path)
    return found.group(1) if found else ""


def _read_cpu(guest: GuestFacts, machine: Row, row: Row | None, notes: Notes) -> None:
    guest.vcpus = machine.positive("CPUs") or (row.positive("CPUs") if row else None)
    guest.cpu_share = machine.positive("CPU usage %")
    if row is None:
        return
    guest.cpu_used = row.positive("Overall")
    guest.cpu_reservation = row.positive("Reservation")
    guest.cpu_limit = _limit(row, notes)
    if row.text("Level").casefold() == "custom":
        guest.cpu_shares = row.positive("Shares")


def _read_memory(guest: GuestFacts, machine: Row, row: Row | None, notes: Notes) -> None:
    guest.memory = machine.positive("Memory") or (row.positive("Size") if row else None)
    guest.memory_active = machine.positive("Active Memory")
    if row is None:
        return
    guest.memory_active = row.positive("Active") or guest.memory_active
    guest.memory_reservation = row.positive("Reservation")
    guest.memory_limit = _limit(row, notes)
    if row.text("Level").casefold() == "custom":
        guest.memory_shares = row.positive("Shares")


def _limit(row: Row, notes: Notes) -> float | None:
    """A limit; -1 is none, and so must 0 be: nothing could run under it."""
    if row.number("Limit") == 0:
        notes.info("rvtools-limit-of-zero", row.where, tab=row.table.name)
    return row.positive("Limit")


def _disks(rows: Sequence[Row]) -> Iterator[DiskFacts]:
    for index, row in enumerate(rows, start=1):
        yield DiskFacts(
            name=row.text("Disk") or f"Hard disk {index}",
            capacity=row.positive("Capacity"),
            thin=row.flag("Thin") or not row.table.has("Thin"),
            controller=row.text("Controller"),
            datastore=_datastore(row.text("Path")),
        )


def _nics(guest: GuestFacts, machine: Row, rows: Sequence[Row]) -> Iterator[NicFacts]:
    for index, row in enumerate(rows, start=1):
        # A machine that is off has nothing connected now; what counts is what it will have.
        column = "Connected" if guest.powered_on else "Starts Connected"
        yield NicFacts(
            name=row.text("NIC label") or f"Network adapter {index}",
            adapter=row.text("Adapter"),
            network=row.text("Network"),
            switch=row.text("Switch"),
            connected=row.flag(column) or not row.text(column),
        )
    if not rows:
        networks = (machine.text(f"Network #{index}") for index in range(1, _NETWORKS + 1))
        for index, network in enumerate(filter(None, networks), start=1):
            yield NicFacts(name=f"Network adapter {index}", network=network)
