"""Memory targets of the guests of all hosts, each host with an idle memory tax of its own.

Resource pools nest as they do for CPU: a pool holds what its children want, within its own claims, and shares
it among them. Source: MODELS.md sections 1 and 3.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, rows_of, total
from virtdesigner.engine.compile.pools import part_on
from virtdesigner.engine.compiled import Compiled
from virtdesigner.engine.pool_forest import Claims
from virtdesigner.engine.reclamation import memory_targets


class Targets(NamedTuple):
    """What guests should hold, MiB (guests,).

    most: what a pool at its limit lets each hold, infinite without one. level: (hosts,) start of the next
    call; overbooked: (hosts,) whose reservations exceed their memory.
    """

    target: Floats
    most: Floats
    level: Floats
    overbooked: Bools


class _Members(NamedTuple):
    """Who shares memory, arrays (members,): MiB, shares, and the row that each lies in, -1 for none."""

    wanted: Floats
    active: Floats
    claims: Claims
    around: Ints

    def within(self) -> Floats:
        """What each wants within its limit."""
        return np.minimum(self.wanted, self.claims.limit)


def targets(
    compiled: Compiled,
    host: Ints,
    runs: Bools,
    wanted: Floats,
    active: Floats,
    room: Floats,
    start: Floats,
) -> Targets:
    """Find what each running guest should hold so that each host's memory is used well.

    host, runs: (guests,) where each is, and whether it runs. wanted, active: (guests,) MiB; room: (hosts,)
    MiB for all guests; start: (hosts,) levels of an earlier call. Source: MODELS.md section 3.
    """
    guests = compiled.guests
    reservation = np.minimum(guests.memory_reservation, wanted)
    claims = Claims(guests.memory_shares, reservation, guests.memory_limit)
    around = np.where(runs, host, -1)
    members = _Members(wanted, np.minimum(active, wanted), claims, around)
    if compiled.pools.has_resource_pools:
        return _pooled(compiled, members, room)
    target, level, overbooked = _shared(members, room, compiled.hosts.tax, start)
    return Targets(target, np.full(host.size, np.inf), level, overbooked)


def _shared(members: _Members, room: Floats, tax: Floats, start: Floats) -> tuple[Floats, Floats, Bools]:
    """Share room (rows,) MiB among members, each row with an idle tax (rows,) of its own.

    Returns what each member should hold, and level and overbooking of the rows.
    """
    target, level = np.zeros(members.wanted.size), start.copy()
    overbooked = np.zeros(room.size, dtype=np.bool_)
    for one in np.unique(tax):
        on = rows_of(tax == one)
        # A member that is nowhere has -1, the last place.
        row = np.full(room.size + 1, -1, dtype=np.int64)
        row[on] = np.arange(on.size)
        place = row[members.around]
        rows = rows_of(place >= 0)
        weight, reservation, limit = (column[rows] for column in members.claims)
        found = memory_targets(
            members.wanted[rows], members.active[rows], weight, reservation, limit, place[rows], room[on],
            tax=float(one), start_level=start[on],
        )  # fmt: skip
        target[rows], level[on], overbooked[on] = found.grant, found.level, found.overbooked
    return target, level, overbooked


def _pooled(compiled: Compiled, guests: _Members, room: Floats) -> Targets:
    """Share the memory of hosts (hosts,) MiB down their resource pools, tier by tier."""
    forest = compiled.pools.forest
    guests = guests._replace(around=_around(compiled, guests.around))
    pools = _wanting(compiled, guests)
    granted = np.zeros(forest.parent.size)
    granted[forest.roots] = room
    target, capped = np.zeros(guests.wanted.size), pools.wanted > pools.claims.limit
    level, overbooked = np.zeros(room.size), np.zeros(room.size, dtype=np.bool_)
    for depth, tier in enumerate(forest.tiers):
        inner = rows_of(forest.depth == depth + 1)
        outer = rows_of((guests.around >= 0) & (forest.depth[guests.around] == depth))
        number = np.full(granted.size + 1, -1, dtype=np.int64)
        number[tier] = np.arange(tier.size)
        tax = compiled.hosts.tax[compiled.pools.host[tier]]
        both = _joined(_only(pools, inner), _only(guests, outer))
        both = both._replace(around=number[both.around])
        found, levels, over = _shared(both, granted[tier], tax, np.zeros(tier.size))
        granted[inner], target[outer] = found[: inner.size], found[inner.size :]
        capped[inner] |= capped[forest.parent[inner]]
        overbooked[compiled.pools.host[tier[over]]] = True
        if depth == 0:
            level = levels
    is_capped = (guests.around >= 0) & capped[guests.around]
    return Targets(target, np.where(is_capped, target, np.inf), level, overbooked)


def _around(compiled: Compiled, host: Ints) -> Ints:
    """Return the pool that each guest's memory comes out of; away from home its part there, or the host."""
    pools = compiled.pools
    leaf, parent = pools.leaf, pools.forest.parent
    own = np.where(pools.guest[leaf] >= 0, parent[leaf], leaf)
    own = np.where((compiled.guests.carrier < 0) & (leaf >= 0), own, host)
    found = np.where(host < 0, -1, own)
    away = np.flatnonzero((host >= 0) & (host != compiled.guests.home))
    if away.size:
        found[away] = part_on(pools, own[away], host[away])
    return found


def _wanting(compiled: Compiled, guests: _Members) -> _Members:
    """Return what pools (pools,) want for what is in them, summed from the deepest tier up."""
    forest, claims = compiled.pools.forest, compiled.claims.memory
    size, placed = forest.parent.size, rows_of(guests.around >= 0)
    around, high = guests.around[placed], guests.within()[placed]
    wanted = total(high, around, size)
    active = total(np.minimum(guests.active[placed], high), around, size)
    reserved = total(np.minimum(guests.claims.reservation[placed], high), around, size)
    for tier in reversed(forest.tiers[1:]):
        high = np.minimum(wanted[tier], claims.limit[tier])
        reserved[tier] = np.minimum(np.maximum(reserved[tier], claims.reservation[tier]), high)
        parent = forest.parent[tier]
        wanted += total(high, parent, size)
        active += total(np.minimum(active[tier], high), parent, size)
        reserved += total(reserved[tier], parent, size)
    return _Members(wanted, active, Claims(claims.weight, reserved, claims.limit), forest.parent)


def _only(members: _Members, rows: Ints) -> _Members:
    claims = Claims(*(column[rows] for column in members.claims))
    return _Members(members.wanted[rows], members.active[rows], claims, members.around[rows])


def _joined(one: _Members, other: _Members) -> _Members:
    claims = Claims(*(np.concatenate(pair) for pair in zip(one.claims, other.claims, strict=True)))
    return _Members(
        np.concatenate((one.wanted, other.wanted)),
        np.concatenate((one.active, other.active)),
        claims,
        np.concatenate((one.around, other.around)),
    )
