"""Memory targets of the guests of all hosts, each host with an idle memory tax of its own."""

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.reclamation import memory_targets


def targets(
    compiled: Compiled,
    host: Ints,
    runs: Bools,
    wanted: Floats,
    active: Floats,
    room: Floats,
    start: Floats,
) -> tuple[Floats, Floats, Bools]:
    """Find what each running guest should hold (guests,) MiB so that each host's memory is used well.

    host, runs: (guests,) where each is, and whether it runs.
    wanted, active: (guests,) MiB; room: (hosts,) MiB for all guests; start: (hosts,) levels of an earlier
    call. Returns targets, levels, and the hosts whose reservations exceed their memory. Source: MODELS.md
    section 3.
    """
    guests, hosts = compiled.guests, compiled.hosts
    target, level = np.zeros(host.size), start.copy()
    overbooked = np.zeros(room.size, dtype=np.bool_)
    for tax in np.unique(hosts.tax):
        on = np.flatnonzero(hosts.tax == tax)
        row = np.full(room.size, -1, dtype=np.int64)
        row[on] = np.arange(on.size)
        place = np.where(host >= 0, row[host], -1)
        member = np.flatnonzero(runs & (place >= 0))
        found = memory_targets(
            wanted[member],
            np.minimum(active, wanted)[member],
            guests.memory_shares[member],
            np.minimum(guests.memory_reservation, wanted)[member],
            guests.memory_limit[member],
            place[member],
            room[on],
            tax=float(tax),
            start_level=start[on],
        )
        target[member], level[on], overbooked[on] = found.grant, found.level, found.overbooked
    return target, level, overbooked
