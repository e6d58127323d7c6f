"""Memory: who holds how much, what is taken back, and how much that slows a guest down.

Reclamation goes in substeps of at most a second; its slowdown is a use like others in the passes. Hosts where
every guest has what it wants, with memory to spare, are at rest: only the others are worked on.
Source: MODELS.md section 3.
"""

from math import ceil

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.estimates import (
    BALANCE_SECONDS,
    FREE_MARGIN,
    PACKED,
    PAGES_PER_MIB,
)
from virtdesigner.engine.frame import MEMORY_STATES
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.memory_targets import targets
from virtdesigner.engine.page_sharing import sharing_reclaimed_mib, sharing_scan_mib_s
from virtdesigner.engine.phases import inside
from virtdesigner.engine.phases.memory_part import Moved, Part
from virtdesigner.engine.phases.reclaiming import reclaim, settle_away
from virtdesigner.engine.phases.swapping import Missed
from virtdesigner.engine.phases.telling import tell
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.swapping import balloon_slowdown, swap_faults
from virtdesigner.model.messages import message


def run(work: Work) -> None:
    """Move memory for the step; set what is swapped, its CPU, and what the guests miss."""
    state, here = work.state, work.here
    wanted = here.memory.wanted(work.active)
    _release(work, wanted)
    holding = held(work)
    used = here.sum(holding - state.shared)
    moving = _moving(work, wanted - holding, here.memory.room - used)
    part = Part.of(work, moving, wanted) if moving.any() else None
    moved = _advance(work, part, wanted)
    guest, missed = np.zeros(0, dtype=np.int64), Missed.nothing(0)
    if part is not None:
        _alarm_states(work, part)
        tell(work, part, moved)
        part.put_back(work)
        guest, missed = part.guest, _missed(work, part, moved)
        used[part.host] = part.room - part.free()
    inside.spread(work, guest, missed)
    _charge_swapping(work, guest, moved)
    hosts = work.compiled.hosts
    work.memory_used = np.clip(hosts.memory - here.memory.room + used, 0.0, hosts.memory)


def held(work: Work) -> Floats:
    """Return the machine memory (guests,) MiB that guests hold, shared pages counted for each."""
    state = work.state
    saved = (state.compressed_active + state.compressed_idle) * (1.0 - PACKED)
    return state.touched - state.ballooned - state.swapped_active - state.swapped_idle - saved


def _release(work: Work, wanted: Floats) -> None:
    """Give back what guests have no longer: those switched off, or made smaller by an edit."""
    state = work.state
    if not (state.touched > wanted).any():
        return
    state.touched = np.minimum(state.touched, wanted)
    state.ballooned = np.minimum(state.ballooned, state.touched)
    left = state.touched - state.ballooned
    for name in ("swapped_idle", "swapped_active", "compressed_idle", "compressed_active"):
        kept = np.minimum(getattr(state, name), left)
        setattr(state, name, kept)
        left = left - kept


def _moving(work: Work, missing: Floats, free: Floats) -> Bools:
    """Return the hosts (hosts,) whose memory is not at rest.

    missing: (guests,) MiB that guests want beyond what they hold; free: (hosts,) MiB.
    """
    hosts, state = work.compiled.hosts, work.state
    if work.whole:
        return np.ones(free.size, dtype=np.bool_)
    moving = (free < hosts.thresholds.clear) | (state.memory_state > MemoryState.HIGH)
    moving |= hosts.page_sharing & ~hosts.large_pages
    if state.shared.any():
        moving[work.here.place[rows_of(state.shared > 0.0)]] = True
    moving[work.here.place[rows_of(missing > 0.0)]] = True
    if np.isfinite(state.memory_most).any():
        moving[work.here.place[held(work) > state.memory_most]] = True
    return moving


def _advance(work: Work, part: Part | None, wanted: Floats) -> Moved:
    """Advance memory by the step, in substeps: sharing, targets when they are due, reclamation."""
    moved = Moved.none(part.guest.size if part else 0)
    substeps = ceil(work.dt - 1e-9) if work.dt > 1.0 else 1
    dt = work.dt / substeps
    for number in range(substeps):
        now = work.state.time + number * dt
        if part is not None:
            _share_pages(work, part, dt)
            settle_away(part)
        if now >= work.state.balance_due:
            _balance(work, part, wanted, now)
        if part is not None:
            moved = moved.plus(reclaim(part, work.here.group_capacity, dt))
    return moved


def _balance(work: Work, part: Part | None, wanted: Floats, now: float) -> None:
    """Set the memory targets of all hosts anew."""
    state, hosts, here = work.state, work.compiled.hosts, work.here
    room = np.maximum(here.memory.room - FREE_MARGIN * hosts.thresholds.target, 0.0)
    if part is not None:
        room[part.host] += part.sum(part.shared)
    found = targets(work.compiled, state.host, here.runs, wanted, work.active, room, state.memory_level)
    state.target, state.memory_most, state.memory_level, overbooked = found
    state.balance_due = now + BALANCE_SECONDS
    if part is not None:
        part.target = state.target[part.guest]
        part.memory_limit = np.minimum(work.compiled.guests.memory_limit, state.memory_most)[part.guest]
    for host in rows_of(overbooked):
        work.alarms.append(message("memory-reservations-scaled", host=work.compiled.host_ids[host]))


def _share_pages(work: Work, part: Part, dt: float) -> None:
    """Let page sharing go on, as fast as it scans: zero pages + share * image * (n - 1) over an image.

    Large pages are broken up under pressure alone; what is shared by then stays so.
    """
    guests, hosts = work.compiled.guests, work.compiled.hosts
    shares = hosts.page_sharing[part.host]
    if not shares.any() and not part.shared.any():
        return
    sharing = work.here.runs[part.guest] & shares[part.place] & ~guests.is_bare[part.guest]
    group = _images(part, guests.image[part.guest])
    members = total(sharing.astype(np.float64), group, group.size)[group]
    members = np.maximum(members, 1.0)
    image_share = hosts.image_share[part.host][part.place]
    most = sharing_reclaimed_mib(members, guests.sharable[part.guest], image_share) / members
    most = np.where(sharing, np.minimum(most, part.whole), 0.0)
    broken_up = ~hosts.large_pages[part.host] | (part.state >= MemoryState.CLEAR)
    most = np.where(broken_up[part.place], most, np.minimum(most, part.shared))
    per_host = np.maximum(part.sum(sharing.astype(np.float64)), 1.0)
    scanned = sharing_scan_mib_s(hosts.clock[part.host] / 1e9) * dt / per_host
    part.shared = np.minimum(most, part.shared + scanned[part.place])


def _images(part: Part, image: Ints) -> Ints:
    """Number the groups (guests,) of guests of one image on one host, below the number of guests."""
    rows = np.arange(image.size)
    # A guest whose image has no name shares with nobody: a group of its own, with zero pages only.
    key = np.where(image >= 0, part.place * (int(image.max(initial=0)) + 1) + image, -1 - rows)
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _alarm_states(work: Work, part: Part) -> None:
    worse = (part.state > work.state.memory_state[part.host]) & (part.state >= MemoryState.HARD)
    for row in rows_of(worse):
        name = MEMORY_STATES[part.state[row]]
        host = work.compiled.host_ids[part.host[row]]
        work.alarms.append(message("memory-short", host=host, state=name))


def _missed(work: Work, part: Part, moved: Moved) -> Missed:
    """Return what guests of the part miss at full progress, and what goes out of their memory."""
    memory = np.where(part.memory > 0.0, part.memory, 1.0)
    return Missed(
        faults=swap_faults(part.swapped_active, part.reuse_time),
        own_faults=swap_faults(part.paged, part.reuse_time),
        unpacked=swap_faults(part.compressed_active, part.reuse_time),
        out=moved.swapped_out / work.dt,
        own_out=moved.paged_out / work.dt,
        stall=moved.stall(),
        slowdown=balloon_slowdown(part.ballooned / memory),
    )


def _charge_swapping(work: Work, guest: Ints, moved: Moved) -> None:
    """Set the CPU that swapping and compressing take of the guests that they are done for."""
    files, here = work.swapping.files.held(), work.here
    cycles = (files.faults + files.writes) * work.compiled.stores.ios.outside[files.io]
    work.outside += total(
        cycles * here.platform_costs.cores_per_cycle[files.guest], files.guest, work.outside.size
    )
    if moved.packed.any():
        pages = moved.packed * PAGES_PER_MIB / work.dt
        hosts, place = work.compiled.hosts, here.place[guest]
        work.outside[guest] += pages * hosts.decompress_s[place] * hosts.speed[place]
