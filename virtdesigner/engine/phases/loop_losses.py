"""Losses of closed loops: what their users wait for, and where. Source: MODELS.md section 10.

A cycle of a user is thinking, the work itself, and waiting: what the waits take of it is what is lost, and
what each of them takes, in seconds of a request, is its part of that.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, rows_of
from virtdesigner.engine.closed_loops import SHORTEST_CYCLE
from virtdesigner.engine.phases import network
from virtdesigner.engine.phases.answers import COLUMN
from virtdesigner.engine.phases.routes import TAKES
from virtdesigner.engine.phases.work import Work

UNDER_WAY: Final = TAKES.index("under_way")


def split(work: Work, guest: Ints, loss: Floats, cap: Floats) -> Floats:
    """Return what some closed loops lost to each cause (causes, rows), each column summing to its loss.

    guest: (rows,); loss: (rows,) 1 - progress; cap: (causes, rows) progress that each cause allows alone.
    Sets the time of their answers to what N = X (R + Z) leaves: more than the waits that were found where
    something short cuts the users down, which is then what they wait for.
    """
    loops = work.here.loops
    row = loops.place[guest]
    parts = _lawful(work, row, 1.0 - loss, cap)
    work.loop_parts[row] = np.where(loss[:, None] < 1.0, parts, 0.0)
    waits = parts[:, 1:].sum(axis=1)
    share = parts * (quotient(loss, waits))[:, None]
    share[:, 0] = 0.0
    # Waiting for a processor and co-stop are told apart where those of all guests are.
    share[:, COLUMN["cpu"]] += share[:, COLUMN["costop"]]
    share[:, COLUMN["costop"]] = 0.0
    return share.T


def _lawful(work: Work, row: Ints, progress: Floats, cap: Floats) -> Floats:
    """Return the s of an answer (rows, causes) that agree with what users got done: R = N/X - Z."""
    loops = work.here.loops
    parts = work.loop_parts[row].copy()
    alone, think = loops.alone[row], loops.think[row]
    # Users who never think and ask for nothing pause for the shortest time all the same: that is no wait.
    waits = quotient(alone, progress) - np.maximum(think + parts[:, 0], SHORTEST_CYCLE)
    waits = np.where(progress > 0.0, np.maximum(waits, 0.0), 1.0)
    excess = np.maximum(waits - parts[:, 1:].sum(axis=1), 0.0)
    cut = cap.min(axis=0) < 1.0
    cause = np.where(cut, cap.argmin(axis=0), parts[:, 1:].argmax(axis=1) + 1)
    parts[np.arange(row.size), cause] += excess
    found = parts[:, 1:].sum(axis=1)
    parts[:, 1:] *= (quotient(waits, found))[:, None]
    return parts


def limiters(work: Work, guest: Ints, cause: Ints, known: Ints) -> Ints:
    """Return the element (rows,) that some closed loops wait for most, by cause, where none is known."""
    found = known.copy()
    for name, where in _WHERE.items():
        rows = rows_of((known < 0) & (cause == COLUMN[name]))
        if rows.size:
            found[rows] = where(work, guest[rows])
    own = rows_of((found < 0) & (cause > 0))
    found[own] = work.compiled.guests.element[guest[own]]
    return found


def _host(work: Work, guest: Ints) -> Ints:
    return np.asarray(work.compiled.hosts.element[work.here.place[guest]])


def _scheduler(work: Work, guest: Ints) -> Ints:
    return np.asarray(work.here.scheduler[guest])


def _lun(work: Work, guest: Ints) -> Ints:
    """Return the LUN that each of some guests spends most time on, -1 for none."""
    queues, stores = work.here.queues, work.compiled.stores
    rows = rows_of(np.isin(queues.guest, guest))
    of, lun = queues.guest[rows], stores.queue_lun[queues.queue[rows]]
    spent = work.moved[work.native.size : 2 * work.native.size][of] * queues.per_read[UNDER_WAY, rows]
    return _most(guest, of, stores.element[lun], spent, work.native.size)


def _link(work: Work, guest: Ints) -> Ints:
    """Return what has the fullest link on the way of each guest's largest flow, -1 for none."""
    flows = work.compiled.flows
    rows = rows_of(np.isin(flows.guest, guest) & (flows.io < 0) & ~flows.is_cut)
    constraint = network.fullest(work, rows, np.full(rows.size, -1, dtype=np.int64))
    rows, constraint = rows[constraint >= 0], constraint[constraint >= 0]
    return _most(guest, flows.guest[rows], flows.holder[constraint], flows.rate[rows], work.native.size)


def _most(guest: Ints, of: Ints, element: Ints, amount: Floats, guests: int) -> Ints:
    """Return the element with the largest amount of each of some guests, -1 for none."""
    order = np.argsort(amount, kind="stable")
    found = np.full(guests, -1, dtype=np.int64)
    # Of several of a guest the last that is set counts: the largest.
    found[of[order]] = element[order]
    return found[guest]


_WHERE: Final[Mapping[str, Callable[[Work, Ints], Ints]]] = MappingProxyType(
    {
        "cpu": _host,
        "costop": _host,
        "memory": _host,
        "overhead": _scheduler,
        "network": _link,
        "storage": _lun,
    }
)
"""Cause to where its element is found; for any other it is the guest itself."""
