"""Multipathing: which path the I/O of an initiator to a LUN takes, and what happens when none is left.

Fixed goes back to the preferred path as soon as that is there, most recently used stays where it went, round
robin takes all that are there. Source: MODELS.md section 5.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.compile.ways import Paths
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import Event
from virtdesigner.engine.phases import teaming
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.state import State
from virtdesigner.model.messages import message

TIMEOUT_S: Final = 140.0
"""[P] Time without any path after which those to a LUN count as failed for good; MODELS.md section 5."""


@dataclass(frozen=True, eq=False)
class Taken:
    """The paths that are taken while the links stay as they are.

    compiled: the design before, found: with the ways that I/O takes; links: part of each that is left
    (links,); cut: queues (rows) without a path; moved: queues (rows) that changed paths at that, in the step
    of that number.
    """

    compiled: Compiled
    found: Compiled
    links: Floats
    cut: Ints
    moved: Ints
    step: int


def routed(compiled: Compiled, state: State) -> Compiled:
    """Return the design with the ways that traffic and I/O take now; the design itself in most runs."""
    teamed = teaming.routed(compiled, state)
    if not teamed.stores.paths.on_path.size:
        return teamed
    return taken(teamed, state).found


def taken(compiled: Compiled, state: State) -> Taken:
    """Return the paths that are taken in a state: those of the step before unless a link has changed."""
    links, known = np.where(state.link_up, state.link_factor, 0.0), state.taken
    if isinstance(known, Taken) and known.compiled is compiled and np.array_equal(known.links, links):
        return known
    paths, before = compiled.stores.paths, state.path_used
    there = _there(paths, links > 0.0)
    state.path_used = _used(paths, there, before)
    had, changed = (
        total(flags.astype(np.float64), paths.queue, paths.first.size) > 0.0
        for flags in (before, before != state.path_used)
    )
    cut = np.logical_or.reduceat(there, paths.first)
    state.taken = made = Taken(
        compiled, _by(compiled, state.path_used), links, rows_of(~cut), rows_of(had & changed), state.step
    )
    return made


def _there(paths: Paths, link_up: Bools) -> Bools:
    """Return the paths (paths,) all of whose links are up; link_up: (links,)."""
    broken = paths.on_path[~link_up[paths.link // 2]]
    found = np.ones(paths.queue.size, dtype=np.bool_)
    found[broken] = False
    return found


def _used(paths: Paths, there: Bools, before: Bools) -> Bools:
    """Return the paths (paths,) that are used of those that are there; without any, those of before wait."""
    stays = before & there & ~(paths.spreads | paths.returns)[paths.queue]
    # Of its paths the first that is there, but for a queue that stays on the one it went to.
    wished = np.where(np.logical_or.reduceat(stays, paths.first)[paths.queue], stays, there)
    first = _first(paths, wished)
    used = np.where(paths.spreads[paths.queue], there, first)
    lost = ~np.logical_or.reduceat(there, paths.first)[paths.queue]
    waiting = np.where(np.logical_or.reduceat(before, paths.first)[paths.queue], before, paths.preferred())
    return np.where(lost, waiting, used)


def _first(paths: Paths, flags: Bools) -> Bools:
    """Keep the first flag of each queue; flags: (paths,)."""
    rows = rows_of(flags)
    found = np.zeros(flags.size, dtype=np.bool_)
    if rows.size:
        found[rows[np.unique(paths.queue[rows], return_index=True)[1]]] = True
    return found


def _by(compiled: Compiled, used: Bools) -> Compiled:
    """Return the design with the I/O on the paths (paths,) that are used."""
    stores, flows, paths = compiled.stores, compiled.flows, compiled.stores.paths
    if np.array_equal(used, paths.preferred()):
        return compiled
    parts, detours, leading = paths.parts(used), flows.detours, _first(paths, used)
    moves = np.zeros(flows.guest.size, dtype=np.bool_)
    moves[detours.flow] = True
    kept, now = rows_of(~moves[flows.flow_index]), rows_of(leading[detours.path])
    in_lane = detours.lane >= 0
    ports = stores.ports._replace(part=total(parts[paths.by_path], paths.pair, stores.ports.part.size))
    return replace(
        compiled,
        flows=flows._replace(
            part=np.where(in_lane, parts[detours.lane], flows.part),
            flow_index=np.concatenate((flows.flow_index[kept], detours.flow[now])),
            link_index=np.concatenate((flows.link_index[kept], detours.link[now])),
        ),
        stores=stores._replace(ports=ports),
    )


def run(work: Work) -> None:
    """Tell which I/O has taken another path, and how long what has none has waited."""
    state, known = work.state, work.state.taken
    if not isinstance(known, Taken):
        return
    # The clock has gone on by now.
    if known.step + 1 == state.step:
        _tell_moved(work, known)
    if known.cut.size or state.path_down.any():
        _wait(work, known.cut)


def _tell_moved(work: Work, known: Taken) -> None:
    moved = np.setdiff1d(_in_use(work, known.moved), known.cut)
    for queue in moved.tolist():
        host, lun = _ends(work, queue)
        work.events.append(Event(work.state.time, lun, message("path-changed", lun=lun, host=host)))


def _wait(work: Work, cut: Ints) -> None:
    """Count how long queues have had no path; alarm, and say when they count as failed, or are back."""
    state = work.state
    before, now = state.path_down, np.zeros(state.path_down.size)
    now[cut] = before[cut] + work.dt
    state.path_down = now
    for queue in _in_use(work, cut).tolist():
        host, lun = _ends(work, queue)
        failed = now[queue] >= TIMEOUT_S
        code = "all-paths-failed" if failed else "all-paths-down"
        said = message(code, lun=lun, host=host, seconds=float(now[queue]))
        work.alarms.append(said)
        if before[queue] == 0.0 or failed != (before[queue] >= TIMEOUT_S):
            work.events.append(Event(state.time, lun, said))
    for queue in _in_use(work, rows_of((before > 0.0) & (now == 0.0))).tolist():
        host, lun = _ends(work, queue)
        work.events.append(Event(state.time, lun, message("paths-back", lun=lun, host=host)))


def _in_use(work: Work, queues: Ints) -> Ints:
    """Keep the queues that some guest has a disk in."""
    return np.intersect1d(queues, work.compiled.stores.ios.queue)


def _ends(work: Work, queue: int) -> tuple[str, str]:
    """Return the ids of who has the queue and of the LUN."""
    stores = work.compiled.stores
    return stores.queue_keys[queue].split(" ")[0], work.compiled.lun_ids[stores.queue_lun[queue]]
