"""Attribution: how much of a guest's time each cause took, and which element binds.

Each cause alone would cap progress; the loss is the largest gap, split fairly (Shapley) among the causes.
Source: MODELS.md section 10.
"""

from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.phases import cpu
from virtdesigner.engine.phases.work import Work

_COLUMN: Final = {cause: column for column, cause in enumerate(CAUSES)}


class Attribution(NamedTuple):
    """lost: (guests, causes) of time; limited_by: (guests,) cause; limiter: (guests,) element row or -1."""

    lost: Floats
    limited_by: Ints
    limiter: Ints


def shapley(caps: Floats, loss: Floats) -> Floats:
    """Split a loss fairly among causes that cap progress at `caps`, in proportion where they explain less.

    caps: (guests, causes) 0 to 1; loss: (guests,). Returns (guests, causes), each row summing to its loss:
    sort the gaps 1 - cap, and share each step between two gaps among all causes that reach so far.
    Rows without any gap are 0.
    """
    gaps = 1.0 - caps
    order = np.argsort(gaps, axis=1, kind="stable")
    rising = np.take_along_axis(gaps, order, axis=1)
    steps = np.diff(rising, axis=1, prepend=0.0)
    above = np.arange(gaps.shape[1], 0, -1)
    shares = np.zeros_like(gaps)
    np.put_along_axis(shares, order, np.cumsum(steps / above, axis=1), axis=1)
    whole = shares.sum(axis=1)
    scale = loss / np.where(whole > 0.0, whole, 1.0)
    return np.asarray(shares * scale[:, None])


def attribute(work: Work, ready: Floats, costop: Floats) -> Attribution:
    """Split what each guest lost in the step; ready, costop: (guests,) of wall time."""
    guests = work.compiled.guests
    caps, limiters = _caps(work)
    loss = 1.0 - work.progress
    lost = shapley(caps, loss)
    down = _COLUMN["down"]
    lost[work.is_down] = 0.0
    lost[work.is_down, down] = loss[work.is_down]
    limited = np.where(loss > 1e-9, np.argmin(caps, axis=1), 0)
    limited = np.where(work.is_down, down, limited)
    # A loss that no cap explains is rounding: charge it to the processor, so that the parts sum to the whole.
    unexplained = (loss > 0.0) & (lost.sum(axis=1) <= 0.0)
    lost[unexplained, _COLUMN["cpu"]] = loss[unexplained]
    waiting = ready + costop
    part = np.where(waiting > 0.0, costop / np.where(waiting > 0.0, waiting, 1.0), 0.0)
    lost[:, _COLUMN["costop"]] = lost[:, _COLUMN["cpu"]] * part
    lost[:, _COLUMN["cpu"]] *= 1.0 - part
    limited = np.where((limited == _COLUMN["cpu"]) & (part > 0.5), _COLUMN["costop"], limited)
    limiters[:, _COLUMN["costop"]] = limiters[:, _COLUMN["cpu"]]
    rows = np.arange(loss.size)
    limiters[work.is_down, down] = guests.element[work.is_down]
    return Attribution(lost, limited, np.where(limited > 0, limiters[rows, limited], -1))


def _caps(work: Work) -> tuple[Floats, Ints]:
    """Return what progress each cause allows, and its element: (guests, causes)."""
    compiled, guests = work.compiled, work.compiled.guests
    size = guests.cpu.size
    caps = np.ones((size, len(CAUSES)))
    limiters = np.full((size, len(CAUSES)), -1, dtype=np.int64)
    host = np.where(work.state.host >= 0, compiled.hosts.element[work.place], -1) if size else work.state.host
    _set_own_limits(work, caps, limiters)
    held = _use_caps(work)
    _lower(caps, limiters, "cpu", np.arange(size), held[compiled.uses.cpu], host)
    memory = held[compiled.uses.memory]
    own = guests.memory_limit <= work.state.target * (1.0 + 1e-9)
    own &= guests.memory_limit < guests.memory
    _lower(caps, limiters, "limit", np.flatnonzero(own), memory[own], guests.element[own])
    _lower(caps, limiters, "memory", np.flatnonzero(~own), memory[~own], host[~own])
    _set_flows(work, caps, limiters, held[compiled.uses.flows])
    _set_disks(work, caps, limiters, held)
    return caps, limiters


def _use_caps(work: Work) -> Floats:
    """Return the progress that each use (uses,) allows alone: its bound, or less where it was overused."""
    before = work.before[work.compiled.uses.guest]
    over = np.where(work.overuse > 1.0, before / work.overuse, 1.0)
    return np.minimum(work.bounds, over)


def _set_own_limits(work: Work, caps: Floats, limiters: Ints) -> None:
    guests = work.compiled.guests
    rows = np.arange(guests.cpu.size)
    # Too narrow even for the native work is the guest's own limit; what the technique adds to it is overhead.
    native = cpu.ratio(work.width, work.native)
    _lower(caps, limiters, "limit", rows, np.minimum(native, cpu.limit_bound(work)), guests.element)
    virtual = cpu.ratio(work.width, work.inside)
    overhead = np.minimum(1.0, virtual / np.where(native > 0.0, native, 1.0))
    _lower(caps, limiters, "overhead", rows, overhead, work.scheduler)


def _lower(caps: Floats, limiters: Ints, cause: str, rows: Ints, cap: Floats, element: Ints) -> None:
    """Lower the caps of one cause where a use (one a row, rows may repeat) allows less."""
    column = _COLUMN[cause]
    order = np.lexsort((cap, rows))
    first = np.ones(order.size, dtype=np.bool_)
    first[1:] = rows[order][1:] != rows[order][:-1]
    lowest = order[first]
    lowest = lowest[cap[lowest] < caps[rows[lowest], column]]
    caps[rows[lowest], column] = cap[lowest]
    limiters[rows[lowest], column] = element[lowest]


def _set_flows(work: Work, caps: Floats, limiters: Ints, held: Floats) -> None:
    """Charge flows to the network, a disk's to storage, and one that its adapter's own limit cut to that."""
    flows, compiled = work.compiled.flows, work.compiled
    slow = np.flatnonzero(held < 1.0)
    constraint = _constraints(work, slow)
    element = (
        np.where(constraint >= 0, flows.holder[np.maximum(constraint, 0)], -1)
        if flows.holder.size
        else np.full(slow.size, -1, dtype=np.int64)
    )
    element = np.where(element >= 0, element, compiled.guests.element[flows.guest[slow]])
    owned = (constraint >= 0) & flows.owned[np.maximum(constraint, 0)] if flows.owned.size else slow < 0
    disk = flows.io[slow] >= 0
    for cause, chosen in (("limit", owned), ("storage", disk & ~owned), ("network", ~disk & ~owned)):
        _take(caps, limiters, cause, flows.guest[slow], held[slow], element, chosen)


def _constraints(work: Work, slow: Ints) -> Ints:
    """Return the constraint that cut each of some flows: that of the solver, else its most loaded one."""
    flows = work.compiled.flows
    found = work.binding[slow]
    if not (found < 0).any() or not flows.flow_index.size:
        return found
    used = (work.demand * work.progress[work.compiled.uses.guest])[work.compiled.uses.flows]
    load = np.bincount(flows.link_index, weights=used[flows.flow_index], minlength=flows.capacity.size)
    capacity = work.link_capacity
    full = load / np.where(capacity > 0.0, capacity, 1e-9)
    order = np.lexsort((-full[flows.link_index], flows.flow_index))
    place = np.searchsorted(flows.flow_index[order], slow)
    place = np.minimum(place, order.size - 1)
    crosses = flows.flow_index[order][place] == slow
    return np.where((found < 0) & crosses, flows.link_index[order][place], found)


def _set_disks(work: Work, caps: Floats, limiters: Ints, held: Floats) -> None:
    """Charge I/O to the LUN that it waits for; without a LUN to the guest."""
    stores, uses, guests = work.compiled.stores, work.compiled.uses, work.compiled.guests
    ios = stores.ios
    lowest = np.minimum(held[uses.groups], held[uses.queues])
    slow = np.flatnonzero(lowest < 1.0)
    own = guests.element[ios.guest[slow]]
    element = np.where(ios.lun[slow] >= 0, stores.element[ios.lun[slow]], own) if stores.element.size else own
    _lower(caps, limiters, "storage", ios.guest[slow], lowest[slow], element)


def _take(
    caps: Floats, limiters: Ints, cause: str, rows: Ints, cap: Floats, element: Ints, chosen: Bools
) -> None:
    if chosen.any():
        _lower(caps, limiters, cause, rows[chosen], cap[chosen], element[chosen])
