"""Multipathing: which path the I/O of an initiator to a LUN takes, and what happens when none is left.

Fixed goes back to the preferred path as soon as that is there, most recently used stays where it went, round
robin takes all that are there. Source: MODELS.md section 5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.compile.ways import Paths
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.frame import Event
from virtdesigner.engine.phases import teaming
from virtdesigner.engine.phases.saying import alarm
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.state import State
from virtdesigner.model.messages import Message, message

TIMEOUT_S: Final = 140.0
"""[P] Time without any path after which those to a LUN count as failed for good; MODELS.md section 5."""


@dataclass(frozen=True, eq=False)
class Taken:
    """The paths that are taken while the links stay as they are.

    compiled: the design before, found: with the ways that I/O takes; links: part of each that is left
    (links,); cut: queues (rows) that some guest has a disk in and that have no path.
    """

    compiled: Compiled
    found: Compiled
    links: Floats
    cut: Ints


def repath(compiled: Compiled, state: State) -> tuple[Compiled, Ints]:
    """Let I/O take other paths where a link has changed since the step before.

    Returns the design with the ways that traffic and I/O take now, the design itself in most runs; and the
    queues (rows) whose I/O has taken another path.
    """
    teamed = teaming.routed(compiled, state)
    if not teamed.stores.paths.on_path.size:
        return teamed, _NO_QUEUES
    links, known = np.where(state.link_up, state.link_factor, 0.0), state.taken
    if isinstance(known, Taken) and known.compiled is teamed and np.array_equal(known.links, links):
        return known.found, _NO_QUEUES
    return _take(teamed, state, links)


_NO_QUEUES: Final[Ints] = np.zeros(0, dtype=np.int64)


def _take(compiled: Compiled, state: State, links: Floats) -> tuple[Compiled, Ints]:
    paths, before = compiled.stores.paths, state.path_used
    there = _there(paths, links > 0.0)
    state.path_used = _used(paths, there, before)
    had, changed = (
        total(flags.astype(np.float64), paths.queue, paths.first.size) > 0.0
        for flags in (before, before != state.path_used)
    )
    is_left = np.logical_or.reduceat(there, paths.first)
    in_use = np.zeros(is_left.size + 1, dtype=np.bool_)
    in_use[compiled.stores.ios.queue] = True
    found = _by(compiled, state.path_used)
    state.taken = Taken(compiled, found, links, rows_of(in_use[:-1] & ~is_left))
    return found, rows_of(in_use[:-1] & had & changed & is_left)


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
    """Tell which I/O has taken another path, and since when what has none waits."""
    _tell(work, _of(work, "path-changed", work.start.moved))
    known = work.state.taken
    if isinstance(known, Taken) and (known.cut.size or (work.state.path_lost >= 0.0).any()):
        _wait(work, known.cut)


def _wait(work: Work, cut: Ints) -> None:
    """Note since when queues have had no path; alarm, and tell when they count as failed, or are back."""
    state = work.state
    before, lost = state.path_lost, np.full(state.path_lost.size, -1.0)
    lost[cut] = np.where(before[cut] >= 0.0, before[cut], work.began)
    state.path_lost = lost
    late = _are_late(state.time, lost[cut])
    known = np.where(before[cut] < 0.0, -1, _are_late(work.began, lost[cut]))
    for code, is_late in (("all-paths-down", False), ("all-paths-failed", True)):
        rows = rows_of(late == is_late)
        said = partial(_without, work, code, cut[rows])
        alarm(work, code, (cut[rows], lost[cut[rows]]), said)
        _tell(work, _without(work, code, cut[rows[known[rows] != is_late]]))
    _tell(work, _of(work, "paths-back", rows_of((before >= 0.0) & (lost < 0.0))))


def _are_late(now: float, since: Floats) -> Bools:
    """Which paths, lost since so many s, count as failed; what rounding leaves of the time is none."""
    return np.asarray(now - since >= TIMEOUT_S * (1.0 - 1e-9))


def _tell(work: Work, messages: Iterable[Message]) -> None:
    """Tell what has just happened to I/O on LUNs."""
    work.events.extend(Event(work.state.time, str(said["lun"]), said) for said in messages)


def _of(work: Work, code: str, queues: Ints) -> Iterator[Message]:
    """Make a message of a code for each of some queues (rows)."""
    for queue in queues.tolist():
        host, lun = _ends(work, queue)
        yield message(code, lun=lun, host=host)


def _without(work: Work, code: str, queues: Ints) -> Iterator[Message]:
    """Make a message of a code for each of some queues (rows) without a path."""
    for queue in queues.tolist():
        host, lun = _ends(work, queue)
        yield message(code, lun=lun, host=host, since=float(work.state.path_lost[queue]))


def _ends(work: Work, queue: int) -> tuple[str, str]:
    """Return the ids of who has the queue and of the LUN."""
    stores = work.compiled.stores
    return stores.queue_keys[queue].split(" ")[0], work.compiled.lun_ids[stores.queue_lun[queue]]
