"""Requests: what one costs a guest, and who asks. Source: MODELS.md sections 0 and 9.

What a guest does at full load, divided by its requests at full load, is what one request takes.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, rows_of
from virtdesigner.engine.closed_loops import SHORTEST_CYCLE

if TYPE_CHECKING:
    from virtdesigner.engine.phases.presence import Presence


class Requests(NamedTuple):
    """One request of each guest (guests,), where it is; 0 for a guest that answers none.

    rate: requests/s at full load. cpu, moving: s on a vCPU on bare metal, for the work itself and for its
    packets and I/O; outside: core-s of the hypervisor for it. speed: reference cores of a vCPU. storage,
    network: s that its reads and its packets take when nothing else is going on.
    """

    rate: Floats
    cpu: Floats
    moving: Floats
    outside: Floats
    speed: Floats
    storage: Floats
    network: Floats

    def native(self, guest: Ints) -> Floats:
        """Return the s on a vCPU that a request of some guests takes on bare metal."""
        return np.asarray(self.cpu[guest] + self.moving[guest])

    def busy(self, guest: Ints, overhead: Floats) -> Floats:
        """Return the s on a vCPU that a request of some guests takes where work costs so much (guests,)."""
        return np.asarray(self.cpu[guest] * np.maximum(overhead[guest], 1.0) + self.moving[guest])


def requests(here: "Presence") -> Requests:
    """Divide what guests do at full load by their requests."""
    guests, stores, costs = here.compiled.guests, here.compiled.stores, here.costs
    each = quotient(1.0, guests.requests, 0.0)
    iops = stores.reads + stores.writes
    moving = costs.sent_inside + iops * costs.io_inside
    speed = here.at_host(here.compiled.hosts.speed)
    return Requests(
        rate=guests.requests,
        cpu=guests.cpu * each / speed,
        moving=moving * each / speed,
        speed=speed,
        outside=(costs.sent_outside + iops * costs.io_outside) * each,
        storage=stores.reads * here.queues.own_read_ms * each / 1000.0,
        network=np.where(each > 0.0, here.idle_delay / 1000.0, 0.0),
    )


class Loops(NamedTuple):
    """Guests whose users wait for an answer before they ask again (loops,).

    guest: row; users: at full load; think: s; alone: s of a whole cycle on bare metal with nobody beside.
    place: (guests,) number of each guest among them, -1 for the others.
    """

    guest: Ints
    users: Floats
    think: Floats
    alone: Floats
    place: Ints


def loops(here: "Presence") -> Loops:
    """Find the closed loops."""
    guests = here.compiled.guests
    rows = rows_of(guests.users > 0.0)
    place = np.full(guests.users.size, -1, dtype=np.int64)
    place[rows] = np.arange(rows.size)
    if not rows.size:
        return Loops(rows, guests.users[rows], guests.think[rows], guests.think[rows], place)
    one = here.requests
    answer = one.native(rows) + one.storage[rows] + one.network[rows]
    alone = np.maximum(guests.think[rows] + answer, SHORTEST_CYCLE)
    return Loops(rows, guests.users[rows], guests.think[rows], alone, place)
