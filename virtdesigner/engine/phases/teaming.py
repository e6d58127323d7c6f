"""Teaming by load: traffic of an adapter moves off an uplink that stays busy. Source: MODELS.md section 4."""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, quotient, rows_of, total
from virtdesigner.engine.compile.teams import Teams
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.phases import network
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.state import State

BUSY_SHARE: Final = 0.75
"""[P: vSphere networking] Share of its capacity above which an uplink is busy."""

BUSY_SECONDS: Final = 30.0
"""[P: vSphere networking] Time for which it must be, before traffic moves."""


class Routed(NamedTuple):
    """A design as compiled, the uplinks (teams,) that are used, and the design with the ways by them."""

    compiled: Compiled
    uplink: Ints
    found: Compiled


def routed(compiled: Compiled, state: State) -> Compiled:
    """Return the design with the ways that traffic takes now; the design itself while nothing has moved."""
    if not (state.uplink >= 0).any():
        return compiled
    known = state.routed
    if (
        isinstance(known, Routed)
        and known.compiled is compiled
        and np.array_equal(known.uplink, state.uplink)
    ):
        return known.found
    flows, teams = compiled.flows, compiled.teams
    is_link = flows.link_index < 2 * compiled.links.capacity.size
    moves = np.zeros(flows.guest.size, dtype=np.bool_)
    moves[teams.flow] = True
    kept, taken = rows_of(~(is_link & moves[flows.flow_index])), rows_of(_taken(teams, _places(teams, state)))
    found = replace(
        compiled,
        flows=flows._replace(
            flow_index=np.concatenate((flows.flow_index[kept], teams.flow[taken])),
            link_index=np.concatenate((flows.link_index[kept], teams.link[taken])),
        ),
    )
    state.routed = Routed(compiled, state.uplink.copy(), found)
    return found


def _places(teams: Teams, state: State) -> Ints:
    """Return the place (movers,) of the uplink that each mover uses; then -1, for what doesn't move."""
    return np.append(np.where(state.uplink >= 0, state.uplink, teams.first), -1)


def _taken(teams: Teams, places: Ints) -> Bools:
    """Return which pairs of the ways (pairs,) are crossed now."""
    return np.asarray((places[teams.near] == teams.near_place) & (places[teams.far] == teams.far_place))


def run(work: Work) -> None:
    """Note how long uplinks have been busy, and move one adapter's traffic off each that was for too long.

    It goes to the least busy of the adapter's other uplinks, if the busier of the two is then less busy than
    before: of the adapters there the one whose moving helps most.
    """
    teams, state = work.compiled.teams, work.state
    if not teams.keys:
        return
    links = state.link_busy.size
    capacity = work.here.link_capacity[: 2 * links].reshape(links, 2)
    load = work.load[: 2 * links].reshape(links, 2)
    share = quotient(load, capacity, 0.0).max(axis=1)
    uplinks = np.zeros(links, dtype=np.bool_)
    uplinks[teams.exit_link] = True
    state.link_busy = np.where(uplinks & (share > BUSY_SHARE), state.link_busy + work.dt, 0.0)
    late = state.link_busy >= BUSY_SECONDS
    if late.any():
        _move(work, late, share, capacity.min(axis=1))
        state.link_busy = np.where(late, 0.0, state.link_busy)


def _move(work: Work, late: Bools, share: Floats, capacity: Floats) -> None:
    """Move traffic off the links (links,) that were busy for too long. share, capacity: (links,)."""
    teams, state = work.compiled.teams, work.state
    places = _places(teams, state)
    now = np.full(len(teams.keys), -1, dtype=np.int64)
    is_now = teams.exit_place == places[teams.exit_mover]
    now[teams.exit_mover[is_now]] = teams.exit_link[is_now]
    link, other = now[teams.exit_mover], teams.exit_link
    rows = rows_of(~is_now & (link >= 0) & late[link] & (capacity[other] > 0.0))
    mover, link, other = teams.exit_mover[rows], link[rows], other[rows]
    carried = _carried(work)[mover]
    after = np.maximum(share[link] - carried / capacity[link], share[other] + carried / capacity[other])
    better = rows_of((after < share[link] * (1.0 - 1e-9)) & (carried > 0.0))
    # Where several help as much, the first by id moves: rows stand in the order of the guests.
    best = better[np.lexsort((mover[better], share[other[better]], after[better]))]
    best = best[np.sort(np.unique(link[best], return_index=True)[1])]
    best = best[np.sort(np.unique(other[best], return_index=True)[1])]
    state.uplink = state.uplink.copy()
    state.uplink[mover[best]] = teams.exit_place[rows[best]]


def _carried(work: Work) -> Floats:
    """Return what each mover sends or receives (movers,) Mb/s, whichever is more."""
    teams, size = work.compiled.teams, len(work.compiled.teams.keys)
    rows, first = np.unique(teams.flow, return_index=True)
    rate = network.demands(work, rows) * work.progress[work.compiled.flows.guest[rows]]
    sent, received = (
        total(rate[on], end[on], size)
        for end, on in ((end, rows_of(end >= 0)) for end in (teams.near[first], teams.far[first]))
    )
    return np.maximum(sent, received)
