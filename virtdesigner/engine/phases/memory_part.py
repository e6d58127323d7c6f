"""The hosts whose memory moves in a step, and their guests: what reclamation works on.

Source: MODELS.md section 3.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, quotient, rows_of, total
from virtdesigner.engine.estimates import LEAST_PACE, PACKED
from virtdesigner.engine.memory_state import Thresholds
from virtdesigner.engine.phases.work import Work

_MOVING: Final = (
    "touched",
    "ballooned",
    "swapped_active",
    "swapped_idle",
    "compressed_active",
    "compressed_idle",
    "shared",
)
"""Arrays of `State` that a part changes."""


class Moved(NamedTuple):
    """What substeps moved, MiB (guests,).

    swapped_out: by the hypervisor; paged_out: by the guest for its balloon; packed: compressed. asked, given:
    pages of the working set touched first; demanded: what balloons were asked for; received: memory given.
    """

    swapped_out: Floats
    paged_out: Floats
    packed: Floats
    asked: Floats
    given: Floats
    demanded: Floats
    received: Floats

    @classmethod
    def none(cls, guests: int) -> Self:
        """Nothing yet."""
        return cls(*(np.zeros(guests) for _ in cls._fields))

    def plus(self, other: "Moved") -> "Moved":
        """Both together."""
        return Moved(*(one + two for one, two in zip(self, other, strict=True)))

    def stall(self) -> Floats:
        """Return the share (guests,) of what was asked for that was given; 1 where nothing was."""
        return quotient(self.given, self.asked, 1.0)


class Taken(NamedTuple):
    """What the hypervisor takes of guests itself, MiB (guests,): pages compressed, and swapped out."""

    packed: Floats
    out: Floats


@dataclass
class Part:
    """The hosts whose memory moves, and their guests; arrays (guests,) and (hosts,) of these alone.

    guest, host: rows in the compiled design; place: host of each guest, in the part. room: MiB for guests;
    state: `MemoryState`. wanted, active: MiB (guests,); pace: progress of the last step; works: 1 for
    who has anything to do, else 0. reclaim_rate,
    reuse_time, touch_time, fill_time, compressible: of the guest's host; cache: most MiB that compressed
    pages take. swap, own_swap: rows of I/O of the files, -1 for none. file_group, file_s: (ios,) of the whole
    design, disk group and device seconds of a MiB written; disks_left: (disk groups,) of the whole design,
    device seconds that swapping out may still take. The rest as in `State` and `Guests`.
    """

    guest: Ints
    host: Ints
    place: Ints
    room: Floats
    thresholds: Thresholds
    state: Ints
    wanted: Floats
    active: Floats
    pace: Floats
    works: Floats
    memory: Floats
    memory_limit: Floats
    reclaim_rate: Floats
    reuse_time: Floats
    touch_time: Floats
    fill_time: Floats
    balloon_most: Floats
    compressible: Floats
    cache: Floats
    swaps: Floats
    swap: Ints
    own_swap: Ints
    file_group: Ints
    file_s: Floats
    disks_left: Floats
    touched: Floats
    ballooned: Floats
    swapped_active: Floats
    swapped_idle: Floats
    compressed_active: Floats
    compressed_idle: Floats
    shared: Floats
    target: Floats

    @classmethod
    def of(cls, work: Work, moving: Bools, wanted: Floats) -> Self:
        """Take the hosts (hosts,) that are moving, and what `work` knows of them."""
        here, guests, hosts = work.here, work.compiled.guests, work.compiled.hosts
        stores, state = work.compiled.stores, work.state
        host = rows_of(moving)
        number = np.cumsum(moving) - 1
        guest = rows_of((here.host >= 0) & moving[here.place]) if host.size else host
        on = here.place[guest]
        ballooning = np.where(hosts.ballooning[on], guests.balloon_most[guest], 0.0)
        return cls(
            guest=guest,
            host=host,
            place=number[on],
            room=here.memory.room[host],
            thresholds=Thresholds._make(column[host] for column in hosts.thresholds),
            state=state.memory_state[host],
            wanted=wanted[guest],
            active=work.active[guest],
            pace=np.maximum(state.progress[guest], LEAST_PACE),
            works=work.works[guest].astype(np.float64),
            memory=guests.memory[guest],
            memory_limit=np.minimum(guests.memory_limit, state.memory_most)[guest],
            reclaim_rate=hosts.reclaim_rate[on],
            reuse_time=hosts.reuse_time[on],
            touch_time=hosts.touch_time[on],
            fill_time=hosts.fill_time[on],
            balloon_most=ballooning,
            compressible=hosts.compressible[on],
            cache=hosts.cache[on] * guests.memory[guest],
            swaps=hosts.swapping[on].astype(np.float64),
            swap=stores.swap[guest],
            own_swap=stores.own_swap[guest],
            file_group=stores.ios.group,
            file_s=stores.swap_out_s,
            disks_left=here.group_capacity,
            target=state.target[guest],
            **{name: getattr(state, name)[guest] for name in _MOVING},
        )

    def put_back(self, work: Work) -> None:
        """Let the state of the run have what the part came to. Frames keep the arrays they were given."""
        for name in _MOVING:
            column = getattr(work.state, name).copy()
            column[self.guest] = getattr(self, name)
            setattr(work.state, name, column)
        states = work.state.memory_state.copy()
        states[self.host] = self.state
        work.state.memory_state = states

    @property
    def swapped(self) -> Floats:
        """What is swapped out of guests (guests,) MiB."""
        return self.swapped_active + self.swapped_idle

    @property
    def compressed(self) -> Floats:
        """What of guests is compressed (guests,) MiB, before compression."""
        return self.compressed_active + self.compressed_idle

    @property
    def whole(self) -> Floats:
        """Pages (guests,) MiB that lie in memory as they are, shared ones counted for each."""
        return np.maximum(self.touched - self.ballooned - self.swapped - self.compressed, 0.0)

    @property
    def holding(self) -> Floats:
        """Machine memory (guests,) MiB that guests hold, shared pages counted for each."""
        return self.touched - self.ballooned - self.swapped - self.compressed * (1.0 - PACKED)

    @property
    def idle(self) -> Floats:
        """Free and cached pages (guests,) MiB, ballooned or not: what guests don't miss."""
        return np.maximum(self.touched - self.active - self.swapped_idle - self.compressed_idle, 0.0)

    @property
    def paged(self) -> Floats:
        """What guests have paged out to their own swap for their balloons (guests,) MiB."""
        return np.maximum(self.ballooned - self.idle, 0.0)

    def sum(self, values: Floats) -> Floats:
        """Sum by host; values: (guests,), returns (hosts,)."""
        return total(values, self.place, self.host.size)

    def free(self) -> Floats:
        """Memory (hosts,) MiB that nobody holds; less than 0 where more is held than there is."""
        return self.room - self.sum(self.holding - self.shared)
