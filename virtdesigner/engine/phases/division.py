"""Division: resources that are each divided among their users by weight, all of them by one solution.

Hosts, links, disk groups and queues differ in unit and in who weighs what, not in the rule. Solved together
they take as many numpy calls as one of them.
"""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, rows_of, total
from virtdesigner.engine.phases import storage
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.layout import Layout, Members, capacities
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.sharing import fill, share
from virtdesigner.engine.water_level import Ramps
from virtdesigner.model.messages import message


class Division(NamedTuple):
    """Who divides what in a step.

    capacity: (segments,) in the unit of the uses; level: where the solver starts, and what it came to last;
    weight: (queues,) of those of `Members.queued`.
    """

    members: Members
    capacity: Floats
    level: Floats
    weight: Floats

    @classmethod
    def of(cls, work: Work, layout: Layout) -> Self:
        """Take what the resources of a layout have in this step."""
        members = layout.members
        capacity = np.concatenate(capacities(work)).take(members.known)
        host = members.host
        level = np.where(host >= 0, work.state.cpu_level.take(host), 0.0) if host.size else np.zeros(0)
        weight = storage.weights(work)[members.queued.known] if members.queued else capacity[:0]
        return cls(members, capacity, level, weight)

    def set_bounds(self, work: Work, demand: Floats, shown: Floats, bounds: Floats) -> None:
        """Set the bounds of the members among those of all uses (uses,), when they ask for `shown`."""
        members = self.members
        if not members.use.size:
            return
        asked = shown.take(members.use)
        segment, capacity, level = members.segment, self.capacity, self.level
        if members.queued is not None:
            segment, capacity, level = _by_queue(members, self.weight, asked, segment, capacity, level)
        # The claims were looked at when they were collected: `share` would look again in each pass.
        high = np.minimum(members.limit, asked)
        low, overbooked = members.kept_reservations(high, segment, capacity)
        found = fill(Ramps(members.weight, None, low, high, segment), capacity, overbooked, level)
        bounds[members.use] = working.bound(found.grant, asked, demand.take(members.use))
        self.level[:] = found.level[: self.level.size]
        for segment in rows_of(found.overbooked[: members.host.size] & (members.host >= 0)):
            name = work.compiled.host_ids[members.host[segment]]
            work.alarms.append(message("cpu-reservations-scaled", host=name))

    def take_levels(self, few: Self) -> None:
        """Take the levels that some of the resources came to by themselves."""
        self.level[np.searchsorted(self.members.known, few.members.known)] = few.level

    def keep_levels(self, work: Work) -> None:
        """Let the next step start from the levels of the hosts."""
        host = self.members.host
        known = rows_of((host >= 0) & np.isfinite(self.level))
        work.state.cpu_level[host[known]] = self.level[known]

    def binding(self, bounds: Floats) -> Ints:
        """Return the constraint that holds back each use (uses,), -1 for none."""
        members = self.members
        found = np.full(bounds.size, -1, dtype=np.int64)
        found[members.use] = np.where(bounds[members.use] < 1.0, members.link[members.segment], -1)
        return found

    def overuse(self, used: Floats, found: Floats) -> None:
        """Set how much over its capacity the resource of each member is, among all uses (uses,)."""
        members = self.members
        found[members.use] = overuse(used[members.use], members.segment, self.capacity)


def _by_queue(
    members: Members, weight: Floats, asked: Floats, segment: Ints, capacity: Floats, level: Floats
) -> tuple[Ints, Floats, Floats]:
    """Give each queue on a disk group that it shares a segment of its own, with what it gets of the group.

    Returns segment, capacity and level with these after the others.
    """
    queued = members.queued
    assert queued is not None
    part, queues = slice(queued.first, queued.first + queued.queue.size), weight.size
    of_group = np.zeros(queued.group.size, dtype=np.int64)
    of_group[queued.of_group[queued.queue]] = segment[part]
    found = share(
        total(asked[part], queued.queue, queues),
        weight,
        np.zeros(queues),
        np.full(queues, np.inf),
        queued.of_group,
        capacity[of_group],
    )
    split = segment.copy()
    split[part] = queued.queue + capacity.size
    return split, np.concatenate((capacity, found.grant)), np.concatenate((level, np.zeros(queues)))


def overuse(used: Floats, row: Ints, capacity: Floats) -> Floats:
    """Return, for each use, how much over its capacity its resource is: 1 or more."""
    load = total(used, row, capacity.size)
    over = np.maximum(load / np.where(capacity > 0.0, capacity, 1.0), 1.0)
    return np.where((capacity <= 0.0) & (load > 0.0), np.inf, over)[row]
