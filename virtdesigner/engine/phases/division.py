"""Division: resources that are each divided among their users by weight, all of them by one solution.

Hosts, links, disk groups and queues differ in unit and in who weighs what, not in the rule. Solved together
they take as many numpy calls as one of them. A host with pools inside, and links of which a flow crosses
several that are short, need more than this: `cpu.bound` and `network.bound`.
"""

from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, rows_of, total
from virtdesigner.engine.phases import network, storage
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.uses import Contested
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.sharing import share
from virtdesigner.model.messages import message


class Division(NamedTuple):
    """Uses of such resources (members,), and the resources (segments,).

    use: number of the use in its contest; weight, reservation, limit: its claim; segment: its resource.
    capacity: in the unit of the uses; host, link: row of the host or constraint, -1 for another resource;
    level: where the solver starts.
    """

    use: Ints
    weight: Floats
    reservation: Floats
    limit: Floats
    segment: Ints
    capacity: Floats
    host: Ints
    link: Ints
    level: Floats

    @classmethod
    def of(cls, work: Work, uses: Contested, links: Ints) -> Self:
        """Collect them. links: (flows,) the one constraint that each flow crosses, empty for none."""
        guests, stores = work.compiled.guests, work.compiled.stores
        cpus = uses.cpu.row if work.here.tree.is_flat else uses.cpu.row[:0]
        capacities = (work.capacity, network.room(work), storage.room(work), stores.queue_depth)
        offsets = np.cumsum([0, *(capacity.size for capacity in capacities)])
        of_group, of_queue = stores.ios.group[uses.groups.row], stores.ios.queue[uses.queues.row]
        rows = (work.here.place[cpus], links, of_group, of_queue)
        resource = np.concatenate([row + offset for row, offset in zip(rows, offsets[:-1], strict=True)])
        taken = np.zeros(offsets[-1], dtype=np.bool_)
        taken[resource] = True
        known = rows_of(taken)
        host, link = (
            np.where((known >= a) & (known < b), known - a, -1) for a, b in (offsets[:2], offsets[1:3])
        )
        alike = np.ones(resource.size - cpus.size)
        alike[: links.size] = work.compiled.flows.weight[uses.flows.row[: links.size]]
        kept, endless = np.zeros(alike.size), np.full(alike.size, np.inf)
        kept[: links.size] = work.compiled.flows.reservation[uses.flows.row[: links.size]]
        members = (cpus.size, links.size, uses.groups.row.size, uses.queues.row.size)
        return cls(
            use=np.concatenate(
                [first + np.arange(size) for first, size in zip(uses.starts[1:5], members, strict=True)]
            ),
            weight=np.concatenate((guests.shares[cpus], alike)),
            reservation=np.concatenate((guests.reservation[cpus], kept)),
            limit=np.concatenate((guests.limit[cpus], endless)),
            segment=(np.cumsum(taken) - 1)[resource],
            capacity=np.concatenate(capacities)[known],
            host=host,
            link=link,
            level=np.where(host >= 0, work.state.cpu_level[host], 0.0) if known.size else np.zeros(0),
        )

    def set_bounds(self, work: Work, demand: Floats, shown: Floats, bounds: Floats) -> None:
        """Set the bounds of the members among those of all uses (uses,), when they ask for `shown`."""
        if not self.use.size:
            return
        asked = shown[self.use]
        found = share(
            asked, self.weight, self.reservation, self.limit, self.segment, self.capacity, self.level
        )
        bounds[self.use] = working.bound(found.grant, asked, demand[self.use])
        self.level[:] = found.level
        of_host = rows_of((self.host >= 0) & np.isfinite(found.level))
        work.state.cpu_level[self.host[of_host]] = found.level[of_host]
        for segment in rows_of(found.overbooked & (self.host >= 0)):
            name = work.compiled.host_ids[self.host[segment]]
            work.alarms.append(message("cpu-reservations-scaled", host=name))

    def binding(self, bounds: Floats) -> Ints:
        """Return the constraint that holds back each use (uses,), -1 for none."""
        found = np.full(bounds.size, -1, dtype=np.int64)
        found[self.use] = np.where(bounds[self.use] < 1.0, self.link[self.segment], -1)
        return found

    def overuse(self, used: Floats, found: Floats) -> None:
        """Set how much over its capacity the resource of each member is, among all uses (uses,)."""
        found[self.use] = overuse(used[self.use], self.segment, self.capacity)


def overuse(used: Floats, row: Ints, capacity: Floats) -> Floats:
    """Return, for each use, how much over its capacity its resource is: 1 or more."""
    load = total(used, row, capacity.size)
    over = np.maximum(load / np.where(capacity > 0.0, capacity, 1.0), 1.0)
    return np.where((capacity <= 0.0) & (load > 0.0), np.inf, over)[row]
