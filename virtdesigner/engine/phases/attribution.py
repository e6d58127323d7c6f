"""Attribution: how much of a guest's time each cause took, and which element binds.

Each cause alone would cap progress; the loss is the largest gap, split fairly (Shapley) among the causes.
Source: MODELS.md section 10.
"""

from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, rows_of
from virtdesigner.engine.frame import CAUSES
from virtdesigner.engine.phases import cpu, loop_losses, network
from virtdesigner.engine.phases.contest import Held
from virtdesigner.engine.phases.work import Work

_COLUMN: Final = {cause: column for column, cause in enumerate(CAUSES)}


class Attribution(NamedTuple):
    """lost: (guests, causes) of time; limited_by: (guests,) cause; limiter: (guests,) element row or -1."""

    lost: Floats
    limited_by: Ints
    limiter: Ints


def shapley(caps: Floats, loss: Floats) -> Floats:
    """Split a loss fairly among causes that cap progress at `caps`, in proportion where they explain less.

    caps: (causes, guests) 0 to 1; loss: (guests,). Returns (causes, guests), each column summing to its loss:
    sort the gaps 1 - cap, and share each step between two gaps among all causes that reach so far.
    Columns without any gap are 0. Where a single cause has a gap, all of the loss is its own.
    """
    gaps = 1.0 - caps
    has = gaps > 0.0
    shares = has * loss
    several = rows_of(has.sum(axis=0, dtype=np.int8) > 1)
    if several.size:
        shares[:, several] = _split(gaps[:, several], loss[several])
    return shares


def _split(gaps: Floats, loss: Floats) -> Floats:
    order = np.argsort(gaps, axis=0, kind="stable")
    rising = np.take_along_axis(gaps, order, axis=0)
    steps = np.diff(rising, axis=0, prepend=0.0)
    above = np.arange(gaps.shape[0], 0, -1)
    shares = np.zeros_like(gaps)
    np.put_along_axis(shares, order, np.cumsum(steps / above[:, None], axis=0), axis=0)
    return np.asarray(shares * (loss / shares.sum(axis=0)))


def attribute(work: Work, ready: Floats, costop: Floats) -> Attribution:
    """Split what each guest lost in the step; ready, costop: (guests,) of wall time."""
    here = work.here
    losers = rows_of(work.progress < 1.0)
    if not losers.size:
        return Attribution(here.no_loss, here.no_cause, here.no_limiter)
    found = _of_losers(work, losers, ready[losers], costop[losers])
    spread = Attribution(np.zeros_like(here.no_loss), here.no_cause.copy(), here.no_limiter.copy())
    spread.lost.T[:, losers] = found.lost
    spread.limited_by[losers], spread.limiter[losers] = found.limited_by, found.limiter
    return spread


def _of_losers(work: Work, losers: Ints, ready: Floats, costop: Floats) -> Attribution:
    """Split what some guests lost; all arrays are (losers,), lost is (causes, losers)."""
    caps = _caps(work, losers)
    loss, is_down = 1.0 - work.progress[losers], work.here.is_down[losers]
    lost, limiter = shapley(caps.cap, loss), caps.limiter
    down, cpu_column, costop_column = _COLUMN["down"], _COLUMN["cpu"], _COLUMN["costop"]
    lowest = caps.cap.min(axis=0)
    limited = np.where(loss > 1e-9, caps.cap.argmin(axis=0), 0)
    if work.loop_pace is not None:
        _set_loops(work, caps, lost, limited)
    # A loss that no cap explains is rounding: charge it to the processor, so that the parts sum to the whole.
    unexplained = rows_of((lowest >= 1.0) & (lost.sum(axis=0) <= 0.0))
    lost[cpu_column, unexplained] = loss[unexplained]
    waiting = ready + costop
    part = quotient(costop, waiting, 0.0)
    lost[costop_column] = lost[cpu_column] * part
    lost[cpu_column] *= 1.0 - part
    limited = np.where((limited == cpu_column) & (part > 0.5), costop_column, limited)
    limiter[costop_column] = limiter[cpu_column]
    off = rows_of(is_down)
    lost[:, off] = 0.0
    lost[down, off], limited[off] = loss[off], down
    limiter[down, off] = work.compiled.guests.element[losers[off]]
    return Attribution(lost, limited, np.where(limited > 0, limiter[limited, np.arange(losers.size)], -1))


def _set_loops(work: Work, caps: "_Caps", lost: Floats, limited: Ints) -> None:
    """Set what closed loops lost, and to what: (causes, losers) and (losers,)."""
    rows = rows_of(work.here.loops.place[caps.guests] >= 0)
    guest = caps.guests[rows]
    lost[:, rows] = loop_losses.split(work, guest, 1.0 - work.progress[guest], caps.cap[:, rows])
    some = lost[:, rows].sum(axis=0) > 1e-9
    limited[rows] = np.where(some, lost[:, rows].argmax(axis=0), 0)
    named = caps.limiter[limited[rows], rows]
    caps.limiter[limited[rows], rows] = loop_losses.limiters(work, guest, limited[rows], named)


class _Caps(NamedTuple):
    """The progress that each cause allows some guests, and its element: (causes, losers)."""

    guests: Ints
    number: Ints
    cap: Floats
    limiter: Ints

    def lower(self, cause: str, guest: Ints, cap: Floats, element: Ints) -> None:
        """Lower the caps of one cause where a use (one a row, guests may repeat) allows less.

        guest: row of the design; those who lost nothing are passed over.
        """
        slow = rows_of(cap < 1.0)
        if not slow.size:
            return
        slow = slow[np.argsort(cap[slow], kind="stable")[::-1]]
        rows, caps, limiter = self.number[guest[slow]], self.cap[_COLUMN[cause]], self.limiter[_COLUMN[cause]]
        # Of several uses of a guest the last one that is set counts, and the first of those as low.
        lowers = rows_of((rows >= 0) & (cap[slow] < caps[rows]))
        caps[rows[lowers]], limiter[rows[lowers]] = cap[slow[lowers]], element[slow[lowers]]


def _caps(work: Work, losers: Ints) -> _Caps:
    """Return what progress each cause allows the losers, and its element."""
    shape = (len(CAUSES), losers.size)
    number = np.full(work.progress.size, -1, dtype=np.int64)
    number[losers] = np.arange(losers.size)
    caps = _Caps(losers, number, np.ones(shape), np.full(shape, -1, dtype=np.int64))
    _set_own_limits(work, caps)
    for held in work.held:
        _set_held(work, caps, held)
    _set_cut(work, caps)
    return caps


def _set_own_limits(work: Work, caps: _Caps) -> None:
    rows = caps.guests
    if work.loop_pace is not None:
        # Users wait for vCPUs that are too few: of them that wait tells, not how many they could use.
        rows = rows[work.here.loops.place[rows] < 0]
    # Too narrow even for the native work is the guest's own limit; what the technique adds to it is overhead.
    native = cpu.ratio(work.here.width[rows], work.native[rows])
    own = np.minimum(native, cpu.limit_bound(work, rows))
    caps.lower("limit", rows, own, work.compiled.guests.element[rows])
    full = work.compiled.stores.ios.guest[work.full_ios]
    caps.lower("limit", full, work.full_bound, work.compiled.guests.element[work.full_owner])
    overhead = np.minimum(1.0, quotient(cpu.width_bound(work, rows), native))
    caps.lower("overhead", rows, overhead, work.here.scheduler[rows])
    caps.lower("overhead", work.full_ways, work.way_bound, work.here.scheduler[work.full_ways])


def _set_held(work: Work, caps: _Caps, held: Held) -> None:
    """Charge the uses that the passes found to hold guests back."""
    layout, cap = held.layout, held.caps()
    rows, part = layout.rows, layout.part
    on_cpus = np.concatenate((rows.cpu, work.compiled.services.guest[rows.services]))
    caps.lower("cpu", on_cpus, layout.on_cpus(cap), cutting(work, held))
    _set_memory(work, caps, rows.memory, cap[part["memory"]])
    _set_flows(work, caps, rows.flows, cap[part["flows"]], held.binding)
    _set_disks(work, caps, rows.groups, cap[part["groups"]])
    _set_queues(work, caps, rows.queues, cap[part["queues"]])


def cutting(work: Work, held: Held) -> Ints:
    """Return the element whose processors are too few for each leaf of the contest: a host or a pool."""
    pool = work.here.tree.pool[held.layout.leaf]
    pools = work.compiled.pools.element
    if not pools.size:
        return pool
    return np.where(pool >= 0, pools[held.cutter[np.maximum(pool, 0)]], -1)


def _set_memory(work: Work, caps: _Caps, guest: Ints, cap: Floats) -> None:
    """Charge memory to the host, or to the guest where its own limit is what keeps it short."""
    guests = work.compiled.guests
    limit = guests.memory_limit[guest]
    own = (limit <= work.state.target[guest] * (1.0 + 1e-9)) & (limit < guests.memory[guest])
    hosts = work.compiled.hosts.element
    element = hosts[work.here.place[guest]] if hosts.size else guests.element[guest]
    if (inside := work.inside_vms) is not None:
        short = rows_of(inside.missing > 0.0)
        within = np.full(work.progress.size, -1, dtype=np.int64)
        within[inside.guest[short]] = guests.element[inside.around[short]]
        element = np.where(within[guest] >= 0, within[guest], element)
        own |= np.isin(guest, inside.guest[inside.by_limit])
    caps.lower("limit", guest[own], cap[own], guests.element[guest[own]])
    caps.lower("memory", guest[~own], cap[~own], element[~own])


def _set_cut(work: Work, caps: _Caps) -> None:
    """Charge what has no way to go, and no space."""
    nobody = np.full(work.cut_flows.size, -1, dtype=np.int64)
    _set_flows(work, caps, work.cut_flows, np.zeros(work.cut_flows.size), nobody)
    _set_disks(work, caps, work.cut_ios, np.zeros(work.cut_ios.size))
    _set_disks(work, caps, work.full_disks, work.space_bound)


def _set_flows(work: Work, caps: _Caps, rows: Ints, cap: Floats, binding: Ints) -> None:
    """Charge flows to the network, a disk's to storage, and one that its adapter's own limit cut to that."""
    flows = work.compiled.flows
    slow = rows_of(cap < 1.0)
    if not slow.size:
        return
    rows, cap = rows[slow], cap[slow]
    constraint = network.fullest(work, rows, binding[slow])
    own = work.compiled.guests.element[flows.guest[rows]]
    known = np.maximum(constraint, 0)
    has = constraint >= 0
    element = np.where(has, flows.holder[known], own) if flows.holder.size else own
    element = np.where(element >= 0, element, own)
    owned = has & flows.owned[known] if flows.owned.size else has
    disk = flows.io[rows] >= 0
    for cause, chosen in (("limit", owned), ("storage", disk & ~owned), ("network", ~disk & ~owned)):
        caps.lower(cause, flows.guest[rows[chosen]], cap[chosen], element[chosen])


def _set_disks(work: Work, caps: _Caps, rows: Ints, cap: Floats) -> None:
    """Charge I/O to the LUN that it waits for; without a LUN to the guest."""
    stores, ios = work.compiled.stores, work.compiled.stores.ios
    slow = rows_of(cap < 1.0)
    if not slow.size:
        return
    rows = rows[slow]
    own = work.compiled.guests.element[ios.guest[rows]]
    lun = ios.lun[rows]
    element = np.where(lun >= 0, stores.element[lun], own) if stores.element.size else own
    caps.lower("storage", ios.guest[rows], cap[slow], element)


def _set_queues(work: Work, caps: _Caps, rows: Ints, cap: Floats) -> None:
    """Charge I/O to the LUN whose queue it waits for, or to the machine with the port that is full."""
    stores = work.compiled.stores
    io, pair = stores.slots.io[rows], stores.slots.pair[rows]
    in_lun, in_port = rows_of(pair < 0), rows_of(pair >= 0)
    _set_disks(work, caps, io[in_lun], cap[in_lun])
    machine = stores.ports.element[stores.ports.port[pair[in_port]]]
    caps.lower("storage", stores.ios.guest[io[in_port]], cap[in_port], machine)
