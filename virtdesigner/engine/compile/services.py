"""The table of services: what driver domains do for the guests whose I/O they carry.

Source: MODELS.md sections 2 and 4: a driver domain has its own vCPUs, and can saturate.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints

Served = Mapping[tuple[int, str], float]
"""Row of a guest and id of a driver domain to cycles."""


class Services(NamedTuple):
    """Services, arrays (services,): one for each guest and driver domain that carries I/O of it.

    guest: row of the client, whose pace it goes with; domain: row of the driver domain, among guests.
    of_traffic: cycles/s when the client sends all that it would at full load; of_io: cycles for each of its
    I/Os. keys: to find a service again after an edit.
    """

    guest: Ints
    domain: Ints
    of_traffic: Floats
    of_io: Floats
    keys: tuple[str, ...]


def compile_services(guest_row: Mapping[str, int], traffic: Served, disks: Served) -> Services:
    """Make the table; traffic: cycles/s of all that a guest sends, disks: cycles of one of its I/Os."""
    pairs = sorted({*traffic, *disks})
    ids = tuple(guest_row)
    return Services(
        guest=np.array([guest for guest, _ in pairs], dtype=np.int64),
        domain=np.array([guest_row[domain] for _, domain in pairs], dtype=np.int64),
        of_traffic=np.array([traffic.get(pair, 0.0) for pair in pairs], dtype=np.float64),
        of_io=np.array([disks.get(pair, 0.0) for pair in pairs], dtype=np.float64),
        keys=tuple(f"{ids[guest]} service {domain}" for guest, domain in pairs),
    )
