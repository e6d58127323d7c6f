"""Division: resources that are each divided among their users by weight, all of them by one solution.

Hosts, links, disk groups and queues differ in unit and in who weighs what, not in the rule. Solved together
they take as many numpy calls as one of them.
"""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, rows_of, total
from virtdesigner.engine.phases import storage
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.layout import Layout, Members, Queued, capacities
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.sharing import fill
from virtdesigner.engine.water_level import Ramps


class Division(NamedTuple):
    """Who divides what in a step.

    capacity: (segments,) in the unit of the uses. weight: (queues,) of those of `Members.queued`. level:
    (segments, then these queues,) where the solver starts, and what it came to last; group_level: likewise
    of the disk groups that they share.
    """

    members: Members
    capacity: Floats
    weight: Floats
    level: Floats
    group_level: Floats

    @classmethod
    def of(cls, work: Work, layout: Layout) -> Self:
        """Take what the resources of a layout have in this step."""
        members = layout.members
        capacity = np.concatenate(capacities(work)).take(members.known)
        host, queued = members.host, members.queued
        weight = storage.weights(work)[queued.known] if queued else capacity[:0]
        level = np.zeros(host.size + weight.size)
        of_hosts = rows_of(host >= 0)
        level[of_hosts] = work.state.cpu_level[host[of_hosts]]
        return cls(members, capacity, weight, level, np.zeros(queued.segment.size if queued else 0))

    def set_bounds(self, work: Work, demand: Floats, shown: Floats, bounds: Floats) -> None:
        """Set the bounds of the members among those of all uses (uses,), when they ask for `shown`."""
        members = self.members
        if not members.use.size:
            return
        asked = shown.take(members.use)
        segment, capacity = members.segment, self.capacity
        if members.queued is not None:
            segment = members.queued.split
            capacity = np.concatenate((capacity, self._of_queues(members.queued, asked)))
        # The claims were looked at when they were collected: `share` would look again in each pass.
        high = np.minimum(members.limit, asked)
        low, overbooked = members.kept_reservations(high, segment, capacity)
        found = fill(Ramps(members.weight, None, low, high, segment), capacity, overbooked, self.level)
        bounds[members.use] = working.bound(found.grant, asked, demand.take(members.use))
        self.level[:] = found.level
        if overbooked.any():
            hosts = members.host[overbooked[: members.host.size]]
            work.overbooked.append(hosts[hosts >= 0])

    def _of_queues(self, queued: Queued, asked: Floats) -> Floats:
        """Return what each queue on a disk group that several share gets of the group (queues,)."""
        wanted = total(asked[queued.part], queued.queue, self.weight.size)
        capacity, nothing = self.capacity[queued.segment], np.zeros(wanted.size)
        ramps = Ramps(self.weight, None, nothing, wanted, queued.of_group)
        found = fill(ramps, capacity, np.zeros(capacity.size, dtype=np.bool_), self.group_level)
        self.group_level[:] = found.level
        return found.grant

    def take_levels(self, few: Self) -> None:
        """Take the levels that some of the resources came to by themselves."""
        known = few.members.known
        self.level[np.searchsorted(self.members.known, known)] = few.level[: known.size]

    def keep_levels(self, work: Work) -> None:
        """Let the next step start from the levels of the hosts."""
        host = self.members.host
        known = rows_of((host >= 0) & np.isfinite(self.level[: host.size]))
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


def overuse(used: Floats, row: Ints, capacity: Floats) -> Floats:
    """Return, for each use, how much over its capacity its resource is: 1 or more."""
    load = total(used, row, capacity.size)
    over = np.maximum(load / np.where(capacity > 0.0, capacity, 1.0), 1.0)
    return np.where((capacity <= 0.0) & (load > 0.0), np.inf, over)[row]
