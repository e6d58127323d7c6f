"""Memory: who holds how much, what is taken back, and how much that slows a guest down.

Reclamation goes in substeps of at most a second; its slowdown is a use like others in the passes.
Source: MODELS.md section 3.
"""

from math import ceil

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, total
from virtdesigner.engine.estimates import (
    BALANCE_SECONDS,
    FREE_MARGIN,
    SWAP_CLUSTER_KIB,
    SWAP_FALLBACK_MS,
)
from virtdesigner.engine.frame import MEMORY_STATES
from virtdesigner.engine.memory_state import MemoryState
from virtdesigner.engine.memory_targets import targets
from virtdesigner.engine.page_sharing import sharing_reclaimed_mib, sharing_scan_mib_s
from virtdesigner.engine.phases.reclaiming import Moved, reclaim, room_of_hosts, settle_swapped
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.swapping import swap_faults, swap_progress
from virtdesigner.model.messages import message


def run(work: Work) -> None:
    """Move memory for the step; set the swap I/O, its CPU, and what the guests miss."""
    state, hosts = work.state, work.compiled.hosts
    wanted = wanted_memory(work)
    _release(work, wanted)
    previous = state.memory_state
    moved = Moved.none(wanted.size)
    substeps = ceil(work.dt - 1e-9) if work.dt > 1.0 else 1
    for number in range(substeps):
        moved = moved.plus(_substep(work, wanted, number, work.dt / substeps))
    worse = (state.memory_state > previous) & (state.memory_state >= MemoryState.HARD)
    for host in np.flatnonzero(worse):
        name = MEMORY_STATES[state.memory_state[host]]
        work.alarms.append(message("memory-short", host=work.compiled.host_ids[host], state=name))
    _set_missing(work, moved)
    used = hosts.memory - room_of_hosts(work) + _by_host(work, held(work) - state.shared)
    work.memory_used = np.clip(used, 0.0, hosts.memory)


def _substep(work: Work, wanted: Floats, number: int, dt: float) -> Moved:
    """Advance memory by a part of the step, of dt s: sharing, targets when they are due, reclamation."""
    state, hosts = work.state, work.compiled.hosts
    _share_pages(work, dt)
    settle_swapped(work)
    now = state.time + number * dt
    if now >= state.balance_due:
        room = np.maximum(room_of_hosts(work) - FREE_MARGIN * hosts.thresholds.target, 0.0)
        room = room + _by_host(work, state.shared)
        found = targets(work.compiled, state.host, work.runs, wanted, work.active, room, state.memory_level)
        state.target, state.memory_level, overbooked = found
        state.balance_due = now + BALANCE_SECONDS
        _alarm(work, "memory-reservations-scaled", overbooked)
    return reclaim(work, wanted, dt)


def wanted_memory(work: Work) -> Floats:
    """Return the memory (guests,) MiB that guests fill: all of theirs; on a bare server the working set."""
    guests = work.compiled.guests
    wanted = np.where(guests.is_bare, work.active, guests.memory)
    return np.where(work.runs, wanted, 0.0)


def held(work: Work) -> Floats:
    """Return the machine memory (guests,) MiB that guests hold, shared pages counted for each."""
    state = work.state
    return np.maximum(state.touched - state.ballooned - state.swapped_active - state.swapped_idle, 0.0)


def _by_host(work: Work, values: Floats) -> Floats:
    return total(np.where(work.state.host >= 0, values, 0.0), work.place, len(work.compiled.host_ids))


def _release(work: Work, wanted: Floats) -> None:
    """Give back what guests have no longer: those switched off, or made smaller by an edit."""
    state = work.state
    state.touched = np.minimum(state.touched, wanted)
    state.ballooned = np.minimum(state.ballooned, state.touched)
    left = state.touched - state.ballooned
    state.swapped_idle = np.minimum(state.swapped_idle, left)
    state.swapped_active = np.minimum(state.swapped_active, left - state.swapped_idle)


def _share_pages(work: Work, dt: float) -> None:
    """Let page sharing go on, as fast as it scans: zero pages + share * image * (n - 1) over an image."""
    guests, state, hosts = work.compiled.guests, work.state, work.compiled.hosts
    if not hosts.page_sharing.any() and not state.shared.any():
        return
    sharing = work.runs & work.at_host(hosts.page_sharing.astype(np.float64), 0.0).astype(np.bool_)
    sharing &= ~guests.is_bare
    group = _images(work)
    members = total(sharing.astype(np.float64), group, group.size)[group]
    members = np.maximum(members, 1.0)
    most = sharing_reclaimed_mib(members, guests.sharable, work.at_host(hosts.image_share)) / members
    most = np.where(sharing, np.minimum(most, held(work)), 0.0)
    per_host = np.maximum(_by_host(work, sharing.astype(np.float64)), 1.0)
    scanned = sharing_scan_mib_s(hosts.clock / 1e9) * dt / per_host
    state.shared = np.minimum(most, state.shared + work.at_host(scanned, 0.0))


def _images(work: Work) -> Ints:
    """Number the groups (guests,) of guests of one image on one host, below the number of guests."""
    image = work.compiled.guests.image
    rows = np.arange(image.size)
    # A guest whose image has no name shares with nobody: a group of its own, with zero pages only.
    key = np.where(image >= 0, work.state.host * image.size + image, -1 - rows)
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _set_missing(work: Work, moved: Moved) -> None:
    """Set the swap-ins/s that guests would cause at full progress, and the I/O of swapping."""
    state, ios, swap = work.state, work.compiled.stores.ios, work.compiled.stores.swap
    idle = np.maximum(state.touched - work.active - state.swapped_idle, 0.0)
    missing = state.swapped_active + np.maximum(state.ballooned - idle, 0.0)
    work.faults = swap_faults(missing, work.at_host(work.compiled.hosts.reuse_time))
    work.stall = moved.stall()
    rows = swap[swap >= 0]
    guest = ios.guest[rows]
    work.reads[rows] = work.faults[guest]
    work.writes[rows] = 0.0
    work.swapping = moved.swapped_out / work.dt
    work.swap_outs = np.zeros(ios.guest.size)
    work.swap_outs[rows] = work.swapping[guest] * 1024.0 / SWAP_CLUSTER_KIB
    iops = total((work.reads + work.swap_outs)[rows] * ios.outside[rows], guest, work.outside.size)
    work.outside = work.outside + iops * work.at_host(work.compiled.hosts.speed / work.compiled.hosts.clock)


def bound(work: Work) -> Floats:
    """Return the bound that memory sets (guests,): p = 1/(1 + F0 * L / parallelism), L of the last pass."""
    stores = work.compiled.stores
    parallel = work.at_host(work.compiled.hosts.fault_parallelism)
    lun = np.where(stores.swap >= 0, stores.ios.lun[stores.swap], -1) if stores.ios.lun.size else stores.swap
    latency = np.full(work.faults.size, SWAP_FALLBACK_MS)
    if work.latency.size:
        latency = np.where(lun >= 0, work.latency[lun], latency)
    return work.stall * swap_progress(work.faults, latency, parallel)


def _alarm(work: Work, code: str, hosts: Bools) -> None:
    for host in np.flatnonzero(hosts):
        work.alarms.append(message(code, host=work.compiled.host_ids[host]))
