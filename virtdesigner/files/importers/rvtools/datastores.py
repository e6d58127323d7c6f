"""Datastores of an export: vDatastore, and those that only the paths of disks name."""

import re
from collections.abc import Iterable

from virtdesigner.files.importers.rvtools.facts import DatastoreFacts, GuestFacts
from virtdesigner.files.importers.rvtools.sheets import Sheets

_SPLIT = re.compile(r"[,;\s]+")

StoreKey = tuple[str, str]
"""Source and name of a datastore."""


def read_datastores(sheets: Sheets, guests: Iterable[GuestFacts]) -> dict[StoreKey, DatastoreFacts]:
    """Datastores by source and name; those without a row of their own are marked as not listed."""
    stores: dict[StoreKey, DatastoreFacts] = {}
    for row in sheets["vDatastore"]:
        name, count = row.text("Name"), row.positive("# Hosts")
        if name:
            stores.setdefault(
                (row.source, name),
                DatastoreFacts(
                    name=name,
                    type=row.text("Type").casefold(),
                    capacity=row.positive("Capacity"),
                    hosts=tuple(filter(None, _SPLIT.split(row.text("Hosts")))),
                    host_count=int(count) if count else None,
                ),
            )
    for guest in guests:
        for name in (guest.datastore, *(disk.datastore for disk in guest.disks)):
            if name:
                stores.setdefault((guest.source, name), DatastoreFacts(name, listed=False))
    return stores
