"""Answers: how long a request of a guest takes, and where. Source: MODELS.md sections 0 and 10.

A request takes CPU on one vCPU, waits for it, reads block after block, and goes there and back once over the
network; pages that were swapped out come to it one after another.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, rows_of, total
from virtdesigner.engine.closed_loops import others_share, server_wait
from virtdesigner.engine.estimates import MOST_BUSY_OPEN
from virtdesigner.engine.frame import CAUSES, Answers
from virtdesigner.engine.phases import network, storage, waiting
from virtdesigner.engine.phases.contest import page_waits
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.routes import TAKES
from virtdesigner.engine.phases.swapping import Swapping
from virtdesigner.engine.phases.work import Work

COLUMN: Final = {cause: column for column, cause in enumerate(CAUSES)}


TIME: Final = TAKES.index("time")
WAITING: Final = TAKES.index("waiting")


class Moment(NamedTuple):
    """What the time of an answer follows from, as it was in a step. Guests (guests,).

    level: what arrived and was taken off the backlog, of full load. progress; waits; inside, overhead,
    moved: as in `Work`. thread_speed: (hosts,). Worked out when they are asked for: page_ms: what pages take
    of a second at full progress; delay: ms there and back.
    """

    here: Presence
    level: tuple[Floats, Floats]
    progress: Floats
    waits: waiting.Waiting
    inside: Floats
    overhead: Floats
    moved: Floats
    page_ms: Callable[[], Floats]
    thread_speed: Floats
    device: storage.Device
    delay: Callable[[], Floats]

    def wanted(self, guest: Ints) -> Floats:
        """Return the requests/s that some guests would answer if nothing held them back."""
        arriving, draining = self.level
        rate = self.here.requests.rate[guest] * self.here.running[guest]
        return np.asarray((arriving[guest] + draining[guest]) * rate)

    def parts(self, guest: Ints, users: Floats) -> Floats:
        """Return the s of a request of some guests by cause (rows, causes); column "none" is the work itself.

        Without the wait for the guest's own vCPUs. users: (rows,) how many ask, infinite for open arrivals.
        """
        one, here = self.here.requests, self.here
        speed = here.at_host(self.thread_speed)[guest]
        native, busy = one.native(guest), one.busy(guest, self.overhead)
        running = self.waits.run[guest]
        on_thread = quotient(busy, speed)
        per_run = quotient(on_thread, running) * (running > 0.0)
        wanted = self.wanted(guest)
        found = np.zeros((guest.size, len(CAUSES)))
        found[:, COLUMN["none"]] = native + one.storage[guest] + one.network[guest]
        found[:, COLUMN["overhead"]] = busy - native
        found[:, COLUMN["cpu"]] = on_thread - busy + per_run * self.waits.ready[guest]
        found[:, COLUMN["costop"]] = per_run * self.waits.costop[guest]
        pages = self.page_ms()[guest] / 1000.0
        found[:, COLUMN["memory"]] = quotient(pages, wanted) * (wanted > 0.0)
        over = self.delay()[guest] / 1000.0 - one.network[guest]
        found[:, COLUMN["network"]] = np.maximum(over, 0.0) * (one.rate[guest] > 0.0)
        found[:, COLUMN["storage"]] = self._disk_waits(guest, users)
        return found

    def _disk_waits(self, guest: Ints, users: Floats) -> Floats:
        """Return the s that a request of some guests waits for disks that others use (rows,)."""
        waits = self.disk_waits()
        if not waits.any():
            return np.zeros(guest.size)
        rows, here = here_rows(self.here, guest)
        queues, one = self.here.queues, self.here.requests
        seen = waits[queues.group[rows]] * self._unlike_own(rows, users[here])
        each = one.rate[guest][here]
        reads = quotient(self.here.compiled.stores.reads[queues.guest[rows]], each)
        return total(reads * queues.per_read[WAITING, rows] * seen * (each > 0.0), here, guest.size)

    def disk_waits(self) -> Floats:
        """Return the s that I/O waits for others at each disk group (groups,)."""
        return self.device.wait / 1000.0

    def _unlike_own(self, rows: Ints, users: Floats) -> Floats:
        """Return what of a disk's wait is left where a request finds no more than the other users' I/O.

        rows: of `queues`; users: (rows,). Of M/M/c (Sakasegawa), as everywhere.
        """
        queues, size = self.here.queues, self.progress.size
        guest, group = queues.guest[rows], queues.group[rows]
        pace = self.progress[guest]
        own = self.moved[size : 2 * size][guest] * queues.per_read[TIME, rows]
        own = (own + self.moved[2 * size :][guest] * queues.per_write[TIME, rows]) * pace
        disks, busy = self.here.group_capacity[group], self.device.busy[group]
        servers = np.maximum(disks, 1.0)
        rho = np.minimum(quotient(busy, disks), 1.0 - 1e-12)
        mine = np.minimum(quotient(own, busy), 1.0) * (busy > 0.0)
        less = rho * (1.0 - mine * (1.0 - others_share(users)))
        part = quotient(less, rho)
        return np.asarray(part ** (np.sqrt(2.0 * (servers + 1.0)) - 1.0) * (1.0 - rho) / (1.0 - less))


def here_rows(here: Presence, guest: Ints) -> tuple[Ints, Ints]:
    """Return the rows of `queues` of some guests, and the place of each one's guest among them."""
    place = np.full(here.host.size, -1, dtype=np.int64)
    place[guest] = np.arange(guest.size)
    found = place[here.queues.guest]
    rows = rows_of(found >= 0)
    return rows, found[rows]


def of_loops(work: Work) -> Floats:
    """Return the s of an answer of closed loops by cause (loops, causes) at the progress of now.

    Without the wait for the guest's own vCPUs, nor what the scheduler keeps from whom it cuts: that follows
    from how many wait.
    """
    through = storage.sums(work, work.progress)
    device = storage.devices(work, through)
    latency = storage.lun_loads(work, through, device).latency
    moment = moment_of(work, waiting.queued(work), device, latency, network.delay(work).of_guests)
    return moment.parts(work.here.loops.guest, work.users)


def moment_of(
    work: Work,
    waits: waiting.Waiting,
    device: storage.Device,
    latency: Floats,
    delay: Callable[[], Floats],
) -> Moment:
    """Note down what answers follow from, and no more: a frame keeps it. latency: (luns,) ms."""
    return Moment(
        here=work.here,
        level=(work.arriving, work.draining),
        progress=work.progress,
        waits=waits,
        inside=work.inside,
        overhead=work.overhead,
        moved=work.moved,
        page_ms=partial(_page_ms, work.here, work.swapping, latency),
        thread_speed=work.thread_speed,
        device=device,
        delay=delay,
    )


def _page_ms(here: Presence, swapping: Swapping, latency: Floats) -> Floats:
    found = np.zeros(here.host.size)
    if swapping.guest.size:
        found[swapping.guest] = page_waits(here, swapping, latency)
    return found


class Asked(NamedTuple):
    """Who asked in a step, and what came of it.

    backlog: (guests,) s of full load that wait. loops: rows of closed loops; loop_parts: (loops, causes) s of
    an answer. limited_by: (guests,).
    """

    moment: Moment
    backlog: Floats
    limited_by: Ints
    loops: Ints
    loop_parts: Floats

    def answers(self) -> Answers:
        """Return how many requests guests answer, and where the time of an answer goes."""
        moment, one = self.moment, self.moment.here.requests
        rate = moment.wanted(np.arange(moment.progress.size)) * moment.progress
        guest = rows_of(rate > 0.0)
        parts = np.zeros((rate.size, len(CAUSES)))
        found = moment.parts(guest, np.full(guest.size, np.inf))
        found[:, COLUMN["limit"]] += self._own_wait(guest)
        # What waits in front of the guest is answered in its turn (Little).
        queued = self.backlog[guest] * one.rate[guest] / rate[guest]
        cause = np.where(self.limited_by[guest] > 0, self.limited_by[guest], COLUMN["limit"])
        found[np.arange(guest.size), cause] += queued
        parts[guest] = found
        if self.loops.size:
            parts[self.loops] = self.loop_parts
        return Answers(rate, parts)

    def _own_wait(self, guest: Ints) -> Floats:
        """Return how long (s) open arrivals wait for the guest's own vCPUs; of some guests (rows,)."""
        here, moment, most = self.moment.here, self.moment, MOST_BUSY_OPEN
        width, used = here.width[guest], moment.inside[guest] * moment.progress[guest]
        rho = np.minimum(quotient(used, width), most)
        busy = here.requests.busy(guest, moment.overhead)
        lanes = here.compiled.guests.lanes[guest]
        capacity = quotient(lanes, busy) * (busy > 0.0)
        return server_wait(rho * capacity, capacity, lanes)
