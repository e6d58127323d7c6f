"""One substep of reclamation: balloons, swapping out and in, and memory given to guests that ask for it.

Source: MODELS.md section 3.
"""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.estimates import (
    FREE_MARGIN,
    LEAST_PACE,
    RECLAIM_SECONDS,
    SWAP_OUT_SHARE,
)
from virtdesigner.engine.memory_state import MemoryState, memory_state
from virtdesigner.engine.phases.work import Work


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


def room_of_hosts(work: Work) -> Floats:
    """Return the memory (hosts,) MiB that is there for guests: without the system and the overhead of VMs."""
    guests, hosts = work.compiled.guests, work.compiled.hosts
    overhead = np.where(work.runs, guests.memory_overhead, 0.0)
    return np.asarray(hosts.memory - hosts.system - total(overhead, work.place, hosts.memory.size))


def reclaim(work: Work, wanted: Floats, dt: float) -> Moved:
    """Advance memory by dt (at most a second or so): take back first, then give."""
    hosts, state = work.compiled.hosts, work.state
    size = hosts.memory.size
    holding = _holding(work)
    free = room_of_hosts(work) - total(holding - state.shared, work.place, size)
    state.memory_state = memory_state(free, hosts.thresholds, state.memory_state)
    out = _take_back(work, holding, free, dt)
    holding = _holding(work)
    free = np.maximum(room_of_hosts(work) - total(holding - state.shared, work.place, size), 0.0)
    asked, given, exchanged = _give(work, wanted, holding, free, dt)
    return Moved(out + exchanged, asked, given)


def _holding(work: Work) -> Floats:
    state = work.state
    return state.touched - state.ballooned - state.swapped_active - state.swapped_idle


def settle_swapped(work: Work) -> None:
    """Let what is swapped out be in or out of the working set as that grows and shrinks."""
    state = work.state
    out = state.swapped_active + state.swapped_idle
    idle = np.maximum(state.touched - work.active, 0.0)
    state.swapped_idle = np.clip(state.swapped_idle, np.maximum(out - work.active, 0.0), idle)
    state.swapped_active = np.maximum(out - state.swapped_idle, 0.0)


def _take_back(work: Work, holding: Floats, free: Floats, dt: float) -> Floats:
    """Inflate balloons from soft on, swap from hard on; return what was swapped out (guests,) MiB."""
    guests, hosts, state = work.compiled.guests, work.compiled.hosts, work.state
    level = work.at_host(state.memory_state.astype(np.float64), 0.0)
    over = np.maximum(holding - state.target, 0.0)
    over_limit = np.maximum(holding - guests.memory_limit, 0.0)
    left = _balloon_left(work)
    rate = work.at_host(hosts.reclaim_rate) * dt
    most = np.where(level >= MemoryState.SOFT, np.minimum(over, rate), 0.0)
    asked = most * _haste(work, most, free, dt)
    needed = np.maximum(asked, np.minimum(over_limit, over))
    inflated = np.minimum(np.minimum(needed, rate), np.minimum(left, holding))
    state.ballooned = state.ballooned + inflated
    # While free memory lasts, swapping takes only what no balloon can; without it, whatever is needed now.
    beyond = np.maximum(needed - left, 0.0)
    swaps = np.where(level >= MemoryState.HARD, beyond, np.maximum(over_limit - left, 0.0))
    swaps = np.where(level >= MemoryState.LOW, needed - inflated, swaps)
    out = _as_disks_take(work, np.minimum(np.minimum(swaps, rate), holding - inflated), dt)
    # What doesn't fit at all (a server made smaller, a guest moved in) goes out whatever the rate.
    size = hosts.memory.size
    excess = np.maximum(-(free + total(inflated + out, work.place, size)), 0.0)
    rest = holding - inflated - out
    left_in = total(rest, work.place, size)
    share = np.minimum(excess / np.where(left_in > 0.0, left_in, 1.0), 1.0)
    out = out + rest * work.at_host(share, 0.0)
    _swap_out(work, out, holding - inflated)
    return out


def _haste(work: Work, most: Floats, free: Floats, dt: float) -> Floats:
    """Return what part of `most` (guests,) MiB to take back in dt: all of it where memory is worse than soft.

    While it is only softly short, what is missing comes back within RECLAIM_SECONDS, not at once.
    """
    hosts, state = work.compiled.hosts, work.state
    missing = np.maximum(FREE_MARGIN * hosts.thresholds.target - free, 0.0) * min(dt / RECLAIM_SECONDS, 1.0)
    can = total(most, work.place, free.size)
    share = np.minimum(missing / np.where(can > 0.0, can, 1.0), 1.0)
    return work.at_host(np.where(state.memory_state >= MemoryState.HARD, 1.0, share))


def _balloon_left(work: Work) -> Floats:
    """Return what balloons could still take (guests,) MiB."""
    hosts, state = work.compiled.hosts, work.state
    balloons = work.at_host(hosts.ballooning.astype(np.float64), 0.0) > 0.0
    return np.where(balloons, np.maximum(work.compiled.guests.balloon_most - state.ballooned, 0.0), 0.0)


def _as_disks_take(work: Work, out: Floats, dt: float) -> Floats:
    """Return how much of `out` (guests,) MiB the disks of the swap files take in dt."""
    stores = work.compiled.stores
    if not stores.ios.guest.size:
        return out
    group = np.where(stores.swap >= 0, stores.ios.group[stores.swap], -1)
    capacity = work.group_capacity
    if not capacity.size:
        return out
    row = np.maximum(group, 0)
    time = total(np.where(group >= 0, out * stores.swap_out_s, 0.0), row, capacity.size)
    share = np.minimum(SWAP_OUT_SHARE * capacity * dt / np.where(time > 0.0, time, 1.0), 1.0)
    return np.where(group >= 0, out * np.where(time > 0.0, share, 1.0)[row], out)


def _swap_out(work: Work, out: Floats, holding: Floats) -> None:
    """Swap pages out, taken at random: of the working set as much as its share of what is held."""
    state = work.state
    inside = np.maximum(work.active - state.swapped_active, 0.0)
    share = np.where(holding > 0.0, np.minimum(inside / np.where(holding > 0.0, holding, 1.0), 1.0), 0.0)
    state.swapped_active = state.swapped_active + out * share
    state.swapped_idle = state.swapped_idle + out * (1.0 - share)


def _give(
    work: Work, wanted: Floats, holding: Floats, free: Floats, dt: float
) -> tuple[Floats, Floats, Floats]:
    """Deflate balloons, swap in what is touched, and let guests fill memory, as far as there is room.

    Returns pages of the working set asked for and given, and pages swapped out in exchange; MiB (guests,).
    """
    guests, hosts, state = work.compiled.guests, work.compiled.hosts, work.state
    below = np.maximum(np.minimum(state.target, guests.memory_limit) - holding, 0.0)
    deflate = np.minimum(np.minimum(state.ballooned, below), work.at_host(hosts.reclaim_rate) * dt)
    pace = np.maximum(state.progress, LEAST_PACE) * dt
    swap_in = state.swapped_active * np.minimum(pace / work.at_host(hosts.reuse_time), 1.0)
    used = np.minimum(
        np.maximum(work.active - state.touched, 0.0), guests.memory / work.at_host(hosts.touch_time) * pace
    )
    room = np.maximum(wanted - state.touched - used, 0.0)
    new = used + np.minimum(room, guests.memory / work.at_host(hosts.fill_time) * pace)
    # Without free memory, who has its target gets nothing new.
    blocked = work.at_host(state.memory_state.astype(np.float64), 0.0) >= MemoryState.LOW
    new = np.where(blocked & (holding >= state.target), 0.0, new)
    wants = deflate + new + swap_in
    own = np.maximum(guests.memory_limit - holding, 0.0)
    exchanged, swapped = _exchangeable(work, np.maximum(wants - own, 0.0), dt)
    taken = np.minimum(wants, own)
    sums = total(taken, work.place, free.size)
    share = work.at_host(np.minimum(1.0, free / np.where(sums > 0.0, sums, 1.0)), 0.0)
    given = (taken * share + exchanged + swapped) / np.where(wants > 0.0, wants, 1.0)
    given = np.minimum(given, 1.0)
    state.ballooned = state.ballooned - deflate * given + exchanged
    state.touched = state.touched + new * given
    state.swapped_active = state.swapped_active - swap_in * given
    _swap_out(work, swapped, holding + wants * given - exchanged)
    return used, np.minimum(new, used) * given, swapped


def _exchangeable(work: Work, excess: Floats, dt: float) -> tuple[Floats, Floats]:
    """Return how much of what goes over a guest's own limit is made room for: ballooned, and swapped out."""
    left = np.minimum(_balloon_left(work), work.at_host(work.compiled.hosts.reclaim_rate) * dt)
    ballooned = np.minimum(excess, left)
    # A balloon that still has room is waited for, however fast the guest touches its pages.
    beyond = np.where(left < _balloon_left(work), 0.0, excess - ballooned)
    return ballooned, _as_disks_take(work, beyond, dt)
