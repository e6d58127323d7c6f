"""One substep of reclamation: balloons, swapping out and in, and memory given to guests that ask for it.

Source: MODELS.md section 3.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.estimates import (
    FREE_MARGIN,
    LEAST_PACE,
    RECLAIM_SECONDS,
    SWAP_OUT_SHARE,
)
from virtdesigner.engine.memory_state import MemoryState, Thresholds, memory_state
from virtdesigner.engine.phases.work import Work

_MOVING: Final = ("touched", "ballooned", "swapped_active", "swapped_idle", "shared")
"""Arrays of `State` that a part changes."""


class Moved(NamedTuple):
    """What substeps moved, MiB (guests,). asked, given: pages of the working set touched first."""

    swapped_out: Floats
    asked: Floats
    given: Floats

    @classmethod
    def none(cls, guests: int) -> Self:
        """Nothing yet."""
        return cls(np.zeros(guests), np.zeros(guests), np.zeros(guests))

    def plus(self, other: "Moved") -> "Moved":
        """Both together."""
        return Moved(*(one + two for one, two in zip(self, other, strict=True)))

    def stall(self) -> Floats:
        """Return the share (guests,) of what was asked for that was given; 1 where nothing was."""
        return np.where(self.asked > 0.0, self.given / np.where(self.asked > 0.0, self.asked, 1.0), 1.0)


@dataclass
class Part:
    """The hosts whose memory moves, and their guests; arrays (guests,) and (hosts,) of these alone.

    guest, host: rows in the compiled design; place: host of each guest, in the part. room: MiB for guests;
    state: `MemoryState`. wanted, active: MiB (guests,); pace: progress of the last step. reclaim_rate,
    reuse_time, touch_time, fill_time: of the guest's host. swap_out_s, swap_group: of its swap file, -1 for
    none; disks: (disk groups,) of the whole design, device seconds a second. The rest as in `State`
    and `Guests`.
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
    memory: Floats
    memory_limit: Floats
    reclaim_rate: Floats
    reuse_time: Floats
    touch_time: Floats
    fill_time: Floats
    balloon_most: Floats
    swaps: Floats
    swap_out_s: Floats
    swap_group: Ints
    disks: Floats
    touched: Floats
    ballooned: Floats
    swapped_active: Floats
    swapped_idle: Floats
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
        swap = stores.swap[guest]
        ballooning = np.where(hosts.ballooning[on], guests.balloon_most[guest], 0.0)
        return cls(
            guest=guest,
            host=host,
            place=number[on],
            room=here.memory_room[host],
            thresholds=Thresholds._make(column[host] for column in hosts.thresholds),
            state=state.memory_state[host],
            wanted=wanted[guest],
            active=work.active[guest],
            pace=np.maximum(state.progress[guest], LEAST_PACE),
            memory=guests.memory[guest],
            memory_limit=np.minimum(guests.memory_limit, state.memory_most)[guest],
            reclaim_rate=hosts.reclaim_rate[on],
            reuse_time=hosts.reuse_time[on],
            touch_time=hosts.touch_time[on],
            fill_time=hosts.fill_time[on],
            balloon_most=ballooning,
            swaps=hosts.swapping[on].astype(np.float64),
            swap_out_s=stores.swap_out_s[guest],
            swap_group=np.where(swap >= 0, stores.ios.group[swap], -1) if stores.ios.group.size else swap,
            disks=here.group_capacity,
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
    def holding(self) -> Floats:
        """Machine memory (guests,) MiB that guests hold, shared pages counted for each."""
        return self.touched - self.ballooned - self.swapped_active - self.swapped_idle

    def sum(self, values: Floats) -> Floats:
        """Sum by host; values: (guests,), returns (hosts,)."""
        return total(values, self.place, self.host.size)

    def free(self) -> Floats:
        """Memory (hosts,) MiB that nobody holds; less than 0 where more is held than there is."""
        return self.room - self.sum(self.holding - self.shared)


def reclaim(part: Part, dt: float) -> Moved:
    """Advance memory by dt (at most a second or so): take back first, then give."""
    free = part.free()
    part.state = memory_state(free, part.thresholds, part.state)
    out = _take_back(part, free, dt)
    asked, given, exchanged = _give(part, np.maximum(part.free(), 0.0), dt)
    return Moved(out + exchanged, asked, given)


def settle_swapped(part: Part) -> None:
    """Let what is swapped out be in or out of the working set as that grows and shrinks."""
    out = part.swapped_active + part.swapped_idle
    idle = np.maximum(part.touched - part.active, 0.0)
    part.swapped_idle = np.clip(part.swapped_idle, np.maximum(out - part.active, 0.0), idle)
    part.swapped_active = np.maximum(out - part.swapped_idle, 0.0)


def _take_back(part: Part, free: Floats, dt: float) -> Floats:
    """Inflate balloons from soft on, swap from hard on; return what was swapped out (guests,) MiB."""
    holding, level = part.holding, part.state[part.place]
    over = np.maximum(holding - part.target, 0.0)
    over_limit = np.maximum(holding - part.memory_limit, 0.0)
    left = _balloon_left(part)
    rate = part.reclaim_rate * dt
    most = np.where(level >= MemoryState.SOFT, np.minimum(over, rate), 0.0)
    asked = most * _haste(part, most, free, dt)
    needed = np.maximum(asked, np.minimum(over_limit, over))
    inflated = np.minimum(np.minimum(needed, rate), np.minimum(left, holding))
    part.ballooned = part.ballooned + inflated
    # While free memory lasts, swapping takes only what no balloon can; without it, whatever is needed now.
    beyond = np.maximum(needed - left, 0.0)
    swaps = np.where(level >= MemoryState.HARD, beyond, np.maximum(over_limit - left, 0.0))
    swaps = np.where(level >= MemoryState.LOW, needed - inflated, swaps) * part.swaps
    out = _as_disks_take(part, np.minimum(np.minimum(swaps, rate), holding - inflated), dt)
    # What doesn't fit at all (a server made smaller, a guest moved in) goes out whatever the rate.
    excess = np.maximum(-(free + part.sum(inflated + out)), 0.0)
    rest = holding - inflated - out
    left_in = part.sum(rest)
    share = np.minimum(excess / np.where(left_in > 0.0, left_in, 1.0), 1.0)
    out = out + rest * share[part.place]
    _swap_out(part, out, holding - inflated)
    return out


def _haste(part: Part, most: Floats, free: Floats, dt: float) -> Floats:
    """Return what part of `most` (guests,) MiB to take back in dt: all of it where memory is worse than soft.

    While it is only softly short, what is missing comes back within RECLAIM_SECONDS, not at once.
    """
    missing = np.maximum(FREE_MARGIN * part.thresholds.target - free, 0.0) * min(dt / RECLAIM_SECONDS, 1.0)
    can = part.sum(most)
    share = np.minimum(missing / np.where(can > 0.0, can, 1.0), 1.0)
    return np.where(part.state >= MemoryState.HARD, 1.0, share)[part.place]


def _balloon_left(part: Part) -> Floats:
    """Return what balloons could still take (guests,) MiB."""
    return np.maximum(part.balloon_most - part.ballooned, 0.0)


def _as_disks_take(part: Part, out: Floats, dt: float) -> Floats:
    """Return how much of `out` (guests,) MiB the disks of the swap files take in dt."""
    if not part.disks.size or not out.any():
        return out
    has, row = part.swap_group >= 0, np.maximum(part.swap_group, 0)
    time = total(np.where(has, out * part.swap_out_s, 0.0), row, part.disks.size)
    share = np.minimum(SWAP_OUT_SHARE * part.disks * dt / np.where(time > 0.0, time, 1.0), 1.0)
    return np.where(has, out * np.where(time > 0.0, share, 1.0)[row], out)


def _swap_out(part: Part, out: Floats, holding: Floats) -> None:
    """Swap pages out, taken at random: of the working set as much as its share of what is held."""
    inside = np.maximum(part.active - part.swapped_active, 0.0)
    share = np.where(holding > 0.0, np.minimum(inside / np.where(holding > 0.0, holding, 1.0), 1.0), 0.0)
    part.swapped_active = part.swapped_active + out * share
    part.swapped_idle = part.swapped_idle + out * (1.0 - share)


def _give(part: Part, free: Floats, dt: float) -> tuple[Floats, Floats, Floats]:
    """Deflate balloons, swap in what is touched, and let guests fill memory, as far as there is room.

    Returns pages of the working set asked for and given, and pages swapped out in exchange; MiB (guests,).
    """
    holding = part.holding
    below = np.maximum(np.minimum(part.target, part.memory_limit) - holding, 0.0)
    deflate = np.minimum(np.minimum(part.ballooned, below), part.reclaim_rate * dt)
    pace = part.pace * dt
    swap_in = part.swapped_active * np.minimum(pace / part.reuse_time, 1.0)
    used = np.minimum(np.maximum(part.active - part.touched, 0.0), part.memory / part.touch_time * pace)
    room = np.maximum(part.wanted - part.touched - used, 0.0)
    new = used + np.minimum(room, part.memory / part.fill_time * pace)
    # Without free memory, who has its target gets nothing new.
    blocked = part.state[part.place] >= MemoryState.LOW
    new = np.where(blocked & (holding >= part.target), 0.0, new)
    wants = deflate + new + swap_in
    own = np.maximum(part.memory_limit - holding, 0.0)
    exchanged, swapped = _exchangeable(part, np.maximum(wants - own, 0.0), dt)
    taken = np.minimum(wants, own)
    sums = part.sum(taken)
    share = np.minimum(1.0, free / np.where(sums > 0.0, sums, 1.0))[part.place]
    given = (taken * share + exchanged + swapped) / np.where(wants > 0.0, wants, 1.0)
    given = np.minimum(given, 1.0)
    part.ballooned = part.ballooned - deflate * given + exchanged
    part.touched = part.touched + new * given
    part.swapped_active = part.swapped_active - swap_in * given
    _swap_out(part, swapped, holding + wants * given - exchanged)
    return used, np.minimum(new, used) * given, swapped


def _exchangeable(part: Part, excess: Floats, dt: float) -> tuple[Floats, Floats]:
    """Return how much of what goes over a guest's own limit is made room for: ballooned, and swapped out."""
    could = _balloon_left(part)
    left = np.minimum(could, part.reclaim_rate * dt)
    ballooned = np.minimum(excess, left)
    # A balloon that still has room is waited for, however fast the guest touches its pages.
    beyond = np.where(left < could, 0.0, excess - ballooned)
    return ballooned, _as_disks_take(part, beyond * part.swaps, dt)
