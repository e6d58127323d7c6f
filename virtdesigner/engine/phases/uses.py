"""Uses of resources that are short, by family, and who of their guests must come to agreement with others."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Ints, rows_of, total
from virtdesigner.engine.phases import cpu, network, storage
from virtdesigner.engine.phases.work import Work


class Short(NamedTuple):
    """Which resources are asked for more than they have: hosts, constraints, disk groups, queues.

    Ports are the last of the queues.
    """

    hosts: Bools
    links: Bools
    groups: Bools
    queues: Bools

    @classmethod
    def of(cls, work: Work) -> Self:
        """Compare what all guests would do, as far as they themselves can, with what there is."""
        found = storage.sums(work, work.fixed)
        groups = storage.room(work)
        time = total(found.time, work.here.queues.group_of, groups.size) if groups.size else groups
        return cls(
            cpu.over_asked(work),
            network.loads(work, work.fixed) > network.room(work),
            time > groups,
            storage.in_queues(work, found) > storage.depths(work),
        )

    def any(self) -> bool:
        """Whether any is."""
        return any(bool(flags.any()) for flags in self)


class Rows(NamedTuple):
    """Rows of contested uses in the table of each family, in the order of the families in `compiled.uses`."""

    memory: Ints
    cpu: Ints
    flows: Ints
    groups: Ints
    queues: Ints
    services: Ints

    def only(self, kept: Sequence[Bools]) -> Self:
        """Keep some uses of each family."""
        return type(self)(*(rows[flags] for rows, flags in zip(self, kept, strict=True)))

    def guests(self, work: Work) -> list[Ints]:
        """Return the guest of each use of each family."""
        flows, stores, services = work.compiled.flows, work.compiled.stores, work.compiled.services
        ios, slots = stores.ios, stores.slots
        return [
            self.memory,
            self.cpu,
            flows.guest[self.flows],
            ios.guest[self.groups],
            ios.guest[slots.io[self.queues]],
            services.guest[self.services],
        ]

    def leaves(self, work: Work) -> Ints:
        """Return the leaves of the CPU pools among them: guests, then services."""
        return np.concatenate((self.cpu, self.services + work.native.size))


def contested(work: Work, short: Short) -> Rows:
    """Collect the uses of the resources that are short, and of memory where it holds a guest up.

    Those that ask for nothing in this step are among them if they may in another, so that the rows stay the
    same as long as the resources do.
    """
    here = work.here
    on_short = short.hosts[here.place] if short.hosts.size else here.is_down
    return Rows(
        work.swapping.slowed(),
        rows_of(on_short & here.runs),
        _flows(work, short),
        _ios(work, short.groups),
        _slots(work, short.queues),
        _services(work, short),
    )


def coupled(work: Work, rows: Rows) -> list[Bools]:
    """Return which uses, by family, have to come to agreement with others; the rest decide alone.

    A guest with one contested use is shown to its resource as far as it can go itself, whatever happens
    elsewhere, unless somebody else there has other contested uses too. Waiting for pages depends on all who
    use the disk. All links count as one resource.
    """
    guests = rows.guests(work)
    memory, cpus, flows, groups, queues, services = guests
    several = np.bincount(np.concatenate(guests), minlength=work.fixed.size) > 1
    several[memory] = True
    stores, here = work.compiled.stores, work.here
    of_cpus = several[np.concatenate((cpus, services))]
    on_cpus = _with(of_cpus, here.tree.place(rows.leaves(work)), work.capacity.size)
    return [
        np.ones(memory.size, dtype=np.bool_),
        on_cpus[: cpus.size],
        np.full(flows.size, bool(several[flows].any())),
        _with(several[groups], stores.ios.group[rows.groups], here.group_capacity.size),
        _with(several[queues], stores.slots.queue[rows.queues], storage.depths(work).size),
        on_cpus[cpus.size :],
    ]


def _with(chosen: Bools, resource: Ints, resources: int) -> Bools:
    """Choose every use of a resource that a chosen one uses; all (uses of a family,)."""
    touched = np.zeros(resources, dtype=np.bool_)
    touched[resource[chosen]] = True
    return touched[resource]


def _services(work: Work, short: Short) -> Ints:
    """Return the rows of the services on hosts that are short, for clients that run."""
    own, clients = work.native.size, work.compiled.services.guest
    place = work.here.tree.place(np.arange(own, own + clients.size))
    return rows_of(short.hosts[place] & work.here.runs[clients]) if place.size else place


def _flows(work: Work, short: Short) -> Ints:
    """Return the rows of the flows that cross a constraint which is short, and may carry something."""
    here, flows = work.here, work.compiled.flows
    routes = here.routes
    if not short.links.any() or not routes.routes:
        return np.zeros(0, dtype=np.int64)
    of_route = np.zeros(routes.routes + 1, dtype=np.bool_)
    of_route[routes.on_route[short.links[routes.link]]] = True
    # Flows without a way have -1, the last place, which is false.
    rows = rows_of(of_route[routes.of_flow])
    disk = flows.io[rows] >= 0
    moves = np.where(flows.reads[rows], here.ios.reads[flows.io[rows]], here.ios.writes[flows.io[rows]])
    swaps = _swaps_in(work)[flows.io[rows]] & flows.reads[rows]
    return rows[np.where(disk, moves | swaps, (flows.rate[rows] > 0.0) & here.runs[flows.guest[rows]])]


def _ios(work: Work, short: Bools) -> Ints:
    """Return the rows of I/O on disk groups that are short, where there may be any I/O."""
    ios = work.compiled.stores.ios
    if not short.any():
        return np.zeros(0, dtype=np.int64)
    rows = rows_of(~ios.is_cut & short[ios.group])
    return rows[_may_move(work)[rows]]


def _slots(work: Work, short: Bools) -> Ints:
    """Return the rows of the slots in queues and ports that are short, where there may be any I/O."""
    stores = work.compiled.stores
    slots = stores.slots
    if not short.any():
        return np.zeros(0, dtype=np.int64)
    used = np.append(stores.ports.part, 1.0)[slots.pair] > 0.0
    rows = rows_of(~stores.ios.is_cut[slots.io] & short[slots.queue] & used)
    return rows[_may_move(work)[slots.io[rows]]]


def _may_move(work: Work) -> Bools:
    """Return which rows of I/O (ios + 1,) may read, write or be swapped in from; the last is no row."""
    return np.asarray(work.here.ios.reads | work.here.ios.writes | _swaps_in(work))


def _swaps_in(work: Work) -> Bools:
    """Return which rows of I/O (ios + 1,) are swap files that pages come from now; the last is no row."""
    files = work.swapping.files.held()
    found = np.zeros(work.compiled.stores.ios.guest.size + 1, dtype=np.bool_)
    found[files.io[files.faults > 0.0]] = True
    return found
