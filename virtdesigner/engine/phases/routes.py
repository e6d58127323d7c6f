"""What guests move over links and through queues, summed along shared ways.

Everything that a guest moves is a multiple of three figures: its traffic (as a share of full load), its reads
and its writes. They stand in one array, `Work.moved`, traffic of all guests first, so that one sum serves
all. The guests of a host mostly share one route, so their rates are added up by route first, and then the few
routes by link. I/O of swapping is apart: it is the host's, and mostly none.
"""

from typing import Final, NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, total
from virtdesigner.engine.compile.flows import KIB_TO_MEGABIT
from virtdesigner.engine.compiled import Compiled


class Routes(NamedTuple):
    """Carriers (carriers,): a flow with a way. moved: row in `Work.moved`; rate: Mb/s for each unit of it.

    route: row of its route; of_flow: (flows,) the route of every flow, -1 for a flow without a way.
    on_route, link: (pairs,) route r crosses constraint l. swap_read, swap_write: (ios,) the routes of
    swap files.
    """

    moved: Ints
    rate: Floats
    route: Ints
    of_flow: Ints
    on_route: Ints
    link: Ints
    routes: int
    swap_read: Ints
    swap_write: Ints

    def by_link(self, by_route: Floats, links: int) -> Floats:
        """Sum what goes over each constraint (constraints,) of what takes each route (routes,)."""
        return total(by_route.take(self.on_route), self.link, links)


def routes(compiled: Compiled) -> Routes:
    """Find the routes that flows share."""
    flows, ios, size = compiled.flows, compiled.stores.ios, len(compiled.guest_ids)
    of_flow, on_route, link = _shared(flows.flow_index, flows.link_index, flows.guest.size)
    of_flow = np.where(flows.is_cut, -1, of_flow)
    is_disk = flows.io >= 0
    own = np.ones(is_disk.size, dtype=np.bool_)
    own[is_disk] = ~ios.is_swap[flows.io[is_disk]]
    rows = np.flatnonzero(own & (of_flow >= 0))
    disk = np.flatnonzero(is_disk[rows])
    io, reads = flows.io[rows[disk]], flows.reads[rows[disk]]
    moved, rate = flows.guest[rows].copy(), flows.rate[rows].copy()
    moved[disk] += np.where(reads, size, 2 * size)
    rate[disk] = ios.share[io] * ios.block[io] * KIB_TO_MEGABIT * flows.part[rows[disk]]
    # A flow that is cut may cross the limit of its adapter still: a route that nothing takes.
    number = int(max(of_flow.max(initial=-1), on_route.max(initial=-1))) + 1
    return Routes(
        moved, rate, of_flow[rows], of_flow, on_route, link, number, *_swap_routes(compiled, of_flow)
    )


def _swap_routes(compiled: Compiled, of_flow: Ints) -> tuple[Ints, Ints]:
    """Return the routes (ios,) over which swap files are read and written, -1 for none."""
    flows, ios = compiled.flows, compiled.stores.ios
    disk = np.flatnonzero(flows.io >= 0)
    swap = disk[ios.is_swap[flows.io[disk]]]
    found = []
    for rows in (swap[flows.reads[swap]], swap[~flows.reads[swap]]):
        route = np.full(ios.guest.size, -1, dtype=np.int64)
        route[flows.io[rows]] = of_flow[rows]
        found.append(route)
    return found[0], found[1]


def _shared(flow: Ints, link: Ints, flows: int) -> tuple[Ints, Ints, Ints]:
    """Number the sets of links that flows cross, link by link; a flow that crosses none has -1.

    Returns the number of each flow, and the pairs of number and link.
    """
    order = np.lexsort((link, flow))
    flow, link = flow[order], link[order]
    first = np.searchsorted(flow, np.arange(flows))
    length = np.bincount(flow, minlength=flows)
    number = np.where(length > 0, 0, -1)
    for hop in range(int(length.max(initial=0))):
        longer = np.flatnonzero(length > hop)
        step = np.zeros(flows, dtype=np.int64)
        step[longer] = link[first[longer] + hop] + 1
        number = np.where(number >= 0, number * (int(link.max()) + 2) + step, -1)
        crossing = np.flatnonzero(number >= 0)
        number[crossing] = np.unique(number[crossing], return_inverse=True)[1]
    _, example = np.unique(number, return_index=True)
    example = example[number[example] >= 0]
    pairs = [link[first[one] : first[one] + length[one]] for one in example.tolist()]
    on_route = np.repeat(np.arange(example.size), [hops.size for hops in pairs])
    return number, on_route, np.concatenate(pairs) if pairs else link[:0]


TAKES: Final = ("time", "under_way", "iops", "alone", "waiting")
"""What an I/O takes: see `storage.Sums`."""


class Queues(NamedTuple):
    """Rows of guests' own I/O that has a way (rows,); swapping is not in it.

    guest, group: rows. per_read, per_write: (TAKES, rows) what one read or write of the guest a second comes
    to in each row; place: (TAKES * rows,) where that is summed: see `sums`. own_iops, own_read_ms,
    own_write_ms: (guests,) I/Os and ms under way of all rows of a guest, cut or not. group_of: (queues,)
    group of each queue, 0 for none.
    """

    guest: Ints
    group: Ints
    per_read: Floats
    per_write: Floats
    place: Ints
    own_iops: Floats
    own_read_ms: Floats
    own_write_ms: Floats
    group_of: Ints

    @property
    def queue(self) -> Ints:
        """Row of the queue of each row (rows,)."""
        return self.place[: self.guest.size]

    def only(self, groups: Ints) -> Self:
        """Keep the rows on some disk groups."""
        kept = np.isin(self.group, groups)
        return self._replace(
            guest=self.guest[kept],
            group=self.group[kept],
            per_read=self.per_read[:, kept],
            per_write=self.per_write[:, kept],
            place=self.place.reshape(len(TAKES), -1)[:, kept].ravel(),
        )

    def sums(self, read: Floats, write: Floats) -> Floats:
        """Sum by queue what the reads and writes of each row's guest (rows,) take: (TAKES, queues)."""
        taken = read * self.per_read + write * self.per_write
        queues = self.group_of.size
        return total(taken.ravel(), self.place, len(TAKES) * queues).reshape(len(TAKES), queues)


def queues(compiled: Compiled) -> Queues:
    """Find the rows of guests' own I/O, and what they take."""
    stores, size = compiled.stores, len(compiled.guest_ids)
    ios, service = stores.ios, stores.service
    rows = np.flatnonzero(~ios.is_swap & ~ios.is_cut)
    share, group, count = ios.share[rows], ios.group[rows], stores.queue_depth.size
    own = np.where(ios.is_swap, 0.0, ios.share)
    alone, each = service.device_ms[rows], np.ones(rows.size)
    missed = 1.0 - stores.groups.hit[group]
    per_read = (service.read_s[rows], service.read_ms[rows] / 1000.0, each, alone, missed)
    per_write = (service.write_s[rows], service.write_ms[rows] / 1000.0, each, alone, each)
    return Queues(
        guest=ios.guest[rows],
        group=group,
        per_read=np.array(per_read) * share,
        per_write=np.array(per_write) * share,
        place=(count * np.arange(len(TAKES))[:, None] + ios.queue[rows]).ravel(),
        own_iops=total(own, ios.guest, size),
        own_read_ms=total(service.read_ms[rows] * share, ios.guest[rows], size),
        own_write_ms=total(service.write_ms[rows] * share, ios.guest[rows], size),
        group_of=np.maximum(stores.lun_group[stores.queue_lun], 0),
    )
