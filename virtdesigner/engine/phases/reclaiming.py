"""One substep of reclamation: balloons, swapping out and in, and memory given to guests that ask for it.

Source: MODELS.md section 3.
"""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.estimates import CACHE_SECONDS, TOUCH_SECONDS
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


def _take_back(work: Work, holding: Floats, free: Floats, dt: float) -> Floats:
    """Inflate balloons, then swap; return what was swapped out (guests,) MiB."""
    guests, hosts, state = work.compiled.guests, work.compiled.hosts, work.state
    level = work.at_host(state.memory_state.astype(np.float64), 0.0)
    over = np.maximum(holding - state.target, 0.0)
    over_limit = np.maximum(holding - guests.memory_limit, 0.0)
    needed = np.where(level >= MemoryState.SOFT, over, np.minimum(over_limit, over))
    rate = work.at_host(hosts.reclaim_rate) * dt
    balloons = work.at_host(hosts.ballooning.astype(np.float64), 0.0) > 0.0
    left = np.where(balloons, np.maximum(guests.balloon_most - state.ballooned, 0.0), 0.0)
    inflated = np.minimum(np.minimum(needed, rate), np.minimum(left, holding))
    state.ballooned = state.ballooned + inflated
    # While free memory lasts, swapping takes only what no balloon can; without it, whatever is needed now.
    beyond = np.maximum(needed - left, 0.0)
    swaps = np.where(level >= MemoryState.HARD, beyond, np.maximum(over_limit - left, 0.0))
    swaps = np.where(level >= MemoryState.LOW, needed - inflated, swaps)
    out = np.minimum(np.minimum(swaps, rate), holding - inflated)
    # What doesn't fit at all (a server made smaller, a guest moved in) goes out whatever the rate.
    size = hosts.memory.size
    excess = np.maximum(-(free + total(inflated + out, work.place, size)), 0.0)
    rest = holding - inflated - out
    most = total(rest, work.place, size)
    share = np.minimum(excess / np.where(most > 0.0, most, 1.0), 1.0)
    out = out + rest * work.at_host(share, 0.0)
    _swap_out(work, out, holding - inflated)
    return out


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
    touched_again = state.swapped_active / work.at_host(hosts.reuse_time) * dt * state.progress
    swap_in = np.minimum(state.swapped_active, touched_again)
    used = np.minimum(np.maximum(work.active - state.touched, 0.0), guests.memory / TOUCH_SECONDS * dt)
    cached = np.minimum(wanted - state.touched - used, guests.memory / CACHE_SECONDS * dt)
    level = work.at_host(state.memory_state.astype(np.float64), 0.0)
    full = holding >= state.target
    new = np.where((level >= MemoryState.LOW) & full, 0.0, used + cached)
    wants = deflate + new + swap_in
    # Where memory is scarce a guest that has its target makes room itself, and takes nothing that is free.
    scarce = level >= MemoryState.CLEAR
    own = np.where(scarce, np.maximum(holding, state.target), np.inf)
    taken = np.minimum(wants, np.maximum(np.minimum(own, guests.memory_limit) - holding, 0.0))
    sums = total(taken, work.place, free.size)
    share = work.at_host(np.minimum(1.0, free / np.where(sums > 0.0, sums, 1.0)), 0.0)
    waits = np.where(taken > 0.0, share, 1.0)
    deflate, new = deflate * waits, new * waits
    most = holding + taken * share
    state.ballooned = state.ballooned - deflate
    state.touched = state.touched + new
    state.swapped_active = state.swapped_active - swap_in
    exchanged = _make_room(work, holding + deflate + new + swap_in, most, dt)
    return used, np.minimum(new, used), exchanged


def _make_room(work: Work, holding: Floats, most: Floats, dt: float) -> Floats:
    """Let another page go out for each that came in without room: by the balloon, then by swapping.

    Return what was swapped out (guests,) MiB.
    """
    guests, hosts, state = work.compiled.guests, work.compiled.hosts, work.state
    excess = np.maximum(holding - most, 0.0)
    left = np.minimum(
        np.maximum(guests.balloon_most - state.ballooned, 0.0), work.at_host(hosts.reclaim_rate) * dt
    )
    balloons = work.at_host(hosts.ballooning.astype(np.float64), 0.0) > 0.0
    inflated = np.where(balloons, np.minimum(excess, left), 0.0)
    state.ballooned = state.ballooned + inflated
    _swap_out(work, excess - inflated, holding - inflated)
    return excess - inflated
