"""One substep of reclamation: balloons, compression, swapping, and memory given to guests that ask for it.

Source: MODELS.md section 3.
"""

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, total
from virtdesigner.engine.estimates import (
    FREE_MARGIN,
    PACKED,
    RECLAIM_SECONDS,
    SWAP_OUT_SHARE,
)
from virtdesigner.engine.memory_state import MemoryState, memory_state
from virtdesigner.engine.phases.memory_part import Moved, Part, Taken


def reclaim(part: Part, disks: Floats, dt: float) -> Moved:
    """Advance memory by dt (at most a second or so): take back first, then give.

    disks: (disk groups,) device seconds a second.
    """
    free = part.free()
    part.disks_left = SWAP_OUT_SHARE * disks * dt
    part.state = memory_state(free, part.thresholds, part.state)
    back = _take_back(part, free, dt)
    return back.plus(_give(part, np.maximum(part.free(), 0.0), dt))


def settle_away(part: Part) -> None:
    """Let what is swapped out or compressed be in or out of the working set as that grows and shrinks."""
    room, idle = part.active, np.maximum(part.touched - part.active, 0.0)
    for kind in ("swapped", "compressed"):
        away, outside = getattr(part, kind), getattr(part, f"{kind}_idle")
        outside = np.clip(outside, np.maximum(away - room, 0.0), idle)
        inside = np.maximum(away - outside, 0.0)
        setattr(part, f"{kind}_idle", outside)
        setattr(part, f"{kind}_active", inside)
        room, idle = np.maximum(room - inside, 0.0), np.maximum(idle - outside, 0.0)


def _take_back(part: Part, free: Floats, dt: float) -> Moved:
    """Inflate balloons from soft on; compress, then swap from hard on."""
    holding, level = part.holding, part.state[part.place]
    over = np.maximum(holding - part.target, 0.0)
    over_limit = np.maximum(holding - part.memory_limit, 0.0)
    left = _balloon_left(part)
    rate = part.reclaim_rate * dt
    most = np.where(level >= MemoryState.SOFT, np.minimum(over, rate), 0.0)
    asked = most * _haste(part, most, free, dt)
    needed = np.maximum(asked, np.minimum(over_limit, over))
    inflated, paged = _inflatable(part, np.minimum(np.minimum(needed, rate), np.minimum(left, part.whole)))
    part.ballooned = part.ballooned + inflated
    # While free memory lasts, swapping takes only what no balloon can; without it, whatever is needed now.
    beyond = np.maximum(needed - left, 0.0)
    more = np.where(level >= MemoryState.HARD, beyond, np.maximum(over_limit - left, 0.0))
    more = np.where(level >= MemoryState.LOW, needed - inflated, more)
    taken = _takeable(part, np.minimum(np.minimum(more, rate), part.whole))
    _put_away(part, taken, part.whole)
    out = taken.out + _force_out(part)
    nothing = np.zeros(out.size)
    wished = np.where(left > 0.0, needed, 0.0)
    return Moved(out, paged, taken.packed, nothing, nothing, wished, nothing)


def _force_out(part: Part) -> Floats:
    """Swap out whatever the rate what doesn't fit at all: a server made smaller, a guest moved in."""
    excess = np.maximum(-part.free(), 0.0)
    if not excess.any():
        return np.zeros(part.guest.size)
    whole = part.whole
    out = whole * _share(excess, part.sum(whole))[part.place]
    _put_away(part, Taken(np.zeros(out.size), out), whole)
    # What is compressed goes last: it takes the least room.
    excess = np.maximum(-part.free(), 0.0)
    share = _share(excess, part.sum(part.compressed * PACKED))[part.place]
    active, idle = part.compressed_active * share, part.compressed_idle * share
    part.compressed_active, part.compressed_idle = (
        part.compressed_active - active,
        part.compressed_idle - idle,
    )
    part.swapped_active, part.swapped_idle = part.swapped_active + active, part.swapped_idle + idle
    return out + active + idle


def _share(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, at most 1; 1 where there is neither."""
    return np.minimum(quotient(part, whole), 1.0)


def _haste(part: Part, most: Floats, free: Floats, dt: float) -> Floats:
    """Return what part of `most` (guests,) MiB to take back in dt: all of it where memory is worse than soft.

    While it is only softly short, what is missing comes back within RECLAIM_SECONDS, not at once.
    """
    missing = np.maximum(FREE_MARGIN * part.thresholds.target - free, 0.0) * min(dt / RECLAIM_SECONDS, 1.0)
    share = _share(missing, part.sum(most))
    return np.where(part.state >= MemoryState.HARD, 1.0, share)[part.place]


def _balloon_left(part: Part) -> Floats:
    """Return what balloons could still take (guests,) MiB."""
    return np.maximum(part.balloon_most - part.ballooned, 0.0)


def _inflatable(part: Part, wanted: Floats) -> tuple[Floats, Floats]:
    """Return what balloons take of `wanted` (guests,) MiB, and what of it guests page out to their own swap.

    A guest gives free pages first; for the rest its disk sets the pace.
    """
    spare = np.minimum(np.maximum(part.idle - part.ballooned, 0.0), wanted)
    paged = _as_disks_take(part, wanted - spare, part.own_swap)
    return spare + paged, paged


def _takeable(part: Part, wanted: Floats) -> Taken:
    """Return how the hypervisor takes `wanted` (guests,) MiB itself: pages that fit are compressed first."""
    could = np.minimum(part.compressible * (part.touched - part.ballooned), part.cache / PACKED)
    could = np.minimum(np.maximum(could - part.compressed, 0.0), part.whole)
    saved = 1.0 - PACKED
    packed = np.minimum(wanted / saved, could)
    out = np.minimum(wanted - packed * saved, part.whole - packed) * part.swaps
    return Taken(packed, _as_disks_take(part, out, part.swap))


def _as_disks_take(part: Part, out: Floats, file: Ints) -> Floats:
    """Return how much of `out` (guests,) MiB the disks of the swap files `file` (guests,) take; count it."""
    if not part.disks_left.size or not out.any():
        return out
    row = np.maximum(file, 0)
    group = np.where(file >= 0, part.file_group[row], -1)
    has, place = group >= 0, np.maximum(group, 0)
    spent = np.where(has, out * part.file_s[row], 0.0)
    time = total(spent, place, part.disks_left.size)
    share = np.where(time > 0.0, _share(part.disks_left, time), 1.0)
    part.disks_left = np.maximum(part.disks_left - time * share, 0.0)
    return np.where(has, out * share[place], out)


def _put_away(part: Part, taken: Taken, whole: Floats) -> None:
    """Put pages away, taken at random of `whole` (guests,) MiB: of the working set as much as its share."""
    away = part.swapped_active + part.compressed_active
    share = _share(np.maximum(part.active - away, 0.0), whole) * (whole > 0.0)
    part.swapped_active = part.swapped_active + taken.out * share
    part.swapped_idle = part.swapped_idle + taken.out * (1.0 - share)
    part.compressed_active = part.compressed_active + taken.packed * share
    part.compressed_idle = part.compressed_idle + taken.packed * (1.0 - share)


def _give(part: Part, free: Floats, dt: float) -> Moved:
    """Deflate balloons, bring back what is touched, and let guests fill memory, as far as there is room."""
    holding, whole = part.holding, part.whole
    below = np.maximum(np.minimum(part.target, part.memory_limit) - holding, 0.0)
    deflate = np.minimum(np.minimum(part.ballooned, below), part.reclaim_rate * dt)
    pace = part.pace * dt
    again = np.minimum(pace / part.reuse_time, 1.0) * part.works
    swap_in, unpack = part.swapped_active * again, part.compressed_active * again
    used = np.minimum(np.maximum(part.active - part.touched, 0.0), part.memory / part.touch_time * pace)
    room = np.maximum(part.wanted - part.touched - used, 0.0)
    new = used + np.minimum(room, part.memory / part.fill_time * pace)
    # Without free memory, who has its target gets nothing new.
    blocked = part.state[part.place] >= MemoryState.LOW
    new = np.where(blocked & (holding >= part.target), 0.0, new)
    wants = deflate + new + swap_in + unpack * (1.0 - PACKED)
    own = np.maximum(part.memory_limit - holding, 0.0)
    exchanged, paged, taken = _exchangeable(part, np.maximum(wants - own, 0.0), dt)
    asked = np.minimum(wants, own)
    sums = part.sum(asked)
    share = np.where(sums > 0.0, _share(free, sums), 1.0)[part.place]
    received = asked * share + exchanged + taken.packed * (1.0 - PACKED) + taken.out
    given = np.minimum(quotient(received, wants), 1.0)
    part.ballooned = part.ballooned - deflate * given + exchanged
    part.touched = part.touched + new * given
    part.swapped_active = part.swapped_active - swap_in * given
    part.compressed_active = part.compressed_active - unpack * given
    _put_away(part, taken, np.maximum(whole + wants * given - exchanged, 0.0))
    got = np.minimum(new, used) * given
    return Moved(taken.out, paged, taken.packed + unpack * given, used, got, exchanged, asked * share)


def _exchangeable(part: Part, excess: Floats, dt: float) -> tuple[Floats, Floats, Taken]:
    """Return how what goes over a guest's own limit (guests,) MiB is made room for.

    By its balloon, what of that it pages out itself, and what the hypervisor takes.
    """
    could, rate = _balloon_left(part), part.reclaim_rate * dt
    ballooned, paged = _inflatable(part, np.minimum(excess, np.minimum(could, rate)))
    # A balloon that still has room is waited for, however fast the guest touches its pages.
    beyond = np.where(rate < could, 0.0, np.maximum(excess - could, 0.0))
    return ballooned, paged, _takeable(part, beyond)
