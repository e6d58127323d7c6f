"""Layout: who contests what with whom, as index arrays.

It holds as long as the same resources are short and nothing moves: mostly for many steps. So whatever
follows from it alone, and not from the load, is worked out once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, require_finite
from virtdesigner.engine.phases import network, storage, uses
from virtdesigner.engine.phases.asks import Asks
from virtdesigner.engine.phases.network import Crossings
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.routes import Queues
from virtdesigner.engine.phases.uses import Rows, Short
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.sharing import scale_reservations


class Members(NamedTuple):
    """Uses (members,) of resources (segments,) that are simply divided among their users, by weight.

    use: number of the use in its layout; weight, reservation, limit: its claim; segment: its resource.
    known: (segments,) place of the resource among all, hosts, constraints, disk groups and queues one after
    another; host, link: row of the host or constraint, -1 for another resource. are_reserved: somebody has
    a reservation. queued: of disk groups that several queues share, None without any.
    """

    use: Ints
    weight: Floats
    reservation: Floats
    limit: Floats
    segment: Ints
    known: Ints
    host: Ints
    link: Ints
    are_reserved: bool
    queued: "Queued | None"

    @classmethod
    def of(cls, work: Work, rows: Rows, starts: Sequence[int], links: Ints) -> Self:
        """Collect them. starts: of each family; links: (flows,) the one that each crosses, else empty.

        A host with pools inside, and links of which a flow crosses several that are short, need more than
        a division: `cpu.bound` and `network.bound`.
        """
        guests, stores, flows = work.compiled.guests, work.compiled.stores, work.compiled.flows
        cpus = rows.cpu if work.here.tree.is_flat else rows.cpu[:0]
        sent = rows.flows[: links.size]
        resources = (
            work.here.place[cpus], links, stores.ios.group[rows.groups], stores.slots.queue[rows.queues]
        )  # fmt: skip
        sizes = [column.size for column in capacities(work)]
        offsets = np.cumsum([0, *sizes])
        resource = np.concatenate([row + start for row, start in zip(resources, offsets[:-1], strict=True)])
        known, segment = np.unique(resource, return_inverse=True)
        others = work.here.ios.weight[np.concatenate((rows.groups, stores.slots.io[rows.queues]))]
        weight = np.concatenate((guests.shares[cpus], flows.weight[sent], others))
        reservation = np.concatenate((guests.reservation[cpus], flows.reservation[sent], others * 0.0))
        require_finite(weight=weight, reservation=reservation)
        return cls(
            use=np.concatenate(
                [start + np.arange(row.size) for start, row in zip(starts[1:5], resources, strict=True)]
            ),
            weight=weight,
            reservation=reservation,
            limit=np.concatenate((guests.limit[cpus], np.full(sent.size + others.size, np.inf))),
            segment=segment,
            known=known,
            host=np.where(known < offsets[1], known, -1),
            are_reserved=bool(reservation.any()),
            link=np.where((known >= offsets[1]) & (known < offsets[2]), known - offsets[1], -1),
            queued=Queued.of(work, rows.groups, cpus.size + links.size, segment),
        )

    def kept_reservations(self, high: Floats, segment: Ints, capacity: Floats) -> tuple[Floats, Bools]:
        """Return what of the reservations can be kept (members,), and which segments have too many."""
        if not self.are_reserved:
            return np.zeros(high.size), np.zeros(capacity.size, dtype=np.bool_)
        return scale_reservations(np.minimum(self.reservation, high), segment, capacity)


class Queued(NamedTuple):
    """I/O (ios,) on disk groups that several queues share: by what each can have under way, then by shares.

    part: the members that are such I/O; queue: (ios,) number of its queue; known, of_group: (queues,) row of
    each, and number of its group; segment: (groups,) of each; split: (members,) segment of each member when
    each of these queues is a segment of its own, after the others.
    """

    part: slice
    queue: Ints
    known: Ints
    of_group: Ints
    segment: Ints
    split: Ints

    @classmethod
    def of(cls, work: Work, ios: Ints, first: int, segment: Ints) -> "Queued | None":
        """Find them for some rows of I/O, the members from `first` on; segment: (members,).

        None where each group has one queue, which takes it all.
        """
        known, queue = np.unique(work.compiled.stores.ios.queue[ios], return_inverse=True)
        group, of_group = np.unique(work.here.queues.group_of[known], return_inverse=True)
        if group.size == known.size:
            return None
        part, of = slice(first, first + ios.size), np.zeros(group.size, dtype=np.int64)
        of[of_group[queue]] = segment[part]
        split = segment.copy()
        split[part] = queue + int(segment.max(initial=-1)) + 1
        return cls(part, queue, known, of_group, of, split)


def capacities(work: Work) -> tuple[Floats, Floats, Floats, Floats]:
    """Return what all resources that may be divided have: hosts, constraints, disk groups, queues."""
    return work.capacity, network.room(work), storage.room(work), storage.depths(work)


@dataclass(frozen=True, eq=False)
class Layout:
    """Contested uses (uses,), family after family, and the guests that have them (contestants,).

    rows: of each family; guests: rows, ascending; guest: (uses,) number of each use's among them; key:
    (uses,) row in `compiled.uses`; part: slice of each family. order: uses sorted by guest; first:
    (contestants,) where each one's begin. crossings: where flows cross links that are short; members: of
    resources that are simply divided; asks: of flows, disk groups and queues. leaf: of the CPU pools. beside:
    I/O on the disk groups that pages are swapped in from.
    """

    rows: Rows
    guests: Ints
    guest: Ints
    key: Ints
    part: Mapping[str, slice]
    order: Ints
    first: Ints
    crossings: Crossings
    members: Members
    asks: Asks
    leaf: Ints
    beside: Queues

    @classmethod
    def of(cls, work: Work, rows: Rows, links: Bools) -> Self:
        """Put uses of all families together; links: (constraints,) those that are short."""
        of_guest = np.concatenate(rows.guests(work))
        guests, guest = np.unique(of_guest, return_inverse=True)
        order = np.argsort(guest, kind="stable")
        ends = np.cumsum([0, *(family.size for family in rows)]).tolist()
        starts = [getattr(work.compiled.uses, family).start for family in Rows._fields]
        crossings = Crossings.of(work, rows.flows, links)
        return cls(
            rows=rows,
            guests=guests,
            guest=guest,
            key=np.concatenate([row + start for row, start in zip(rows, starts, strict=True)]),
            part={name: slice(*pair) for name, pair in zip(Rows._fields, pairwise(ends), strict=True)},
            order=order,
            first=np.searchsorted(guest[order], np.arange(guests.size)),
            crossings=crossings,
            members=Members.of(work, rows, ends, crossings.only_links()),
            asks=Asks.joined(
                (
                    network.asks(work, rows.flows),
                    storage.group_asks(work, rows.groups),
                    storage.slot_asks(work, rows.queues),
                )
            ),
            leaf=rows.leaves(work),
            beside=work.here.queues.only(work.compiled.stores.ios.group[_read_files(work)]),
        )

    def only(self, work: Work, kept: Bools) -> Self:
        """Keep some uses (uses,)."""
        links = np.zeros(work.swap_traffic.size, dtype=np.bool_)
        links[self.crossings.link] = True
        return type(self).of(work, self.rows.only([kept[part] for part in self.part.values()]), links)

    def touched_by(self, guests: Bools) -> Bools:
        """Return the uses (uses,) of the resources that are divided and that some contestants use."""
        kept = guests.take(self.guest)
        members = self.members
        resources = np.zeros(members.known.size, dtype=np.bool_)
        resources[members.segment[kept[members.use]]] = True
        kept[members.use] = resources[members.segment]
        return kept

    def lowest(self, bounds: Floats) -> Floats:
        """Return the lowest bound of each contestant of the bounds of its uses (uses,)."""
        return np.minimum.reduceat(bounds.take(self.order), self.first)

    def lowest_of_others(self, bounds: Floats) -> Floats:
        """Return for each use (uses,) the lowest bound of the guest's other uses; 1 where it has none."""
        lowest = self.lowest(bounds)
        own = lowest.take(self.guest)
        is_lowest = bounds == own
        times = np.bincount(self.guest, weights=is_lowest, minlength=lowest.size)
        second = self.lowest(np.where(is_lowest, np.inf, bounds))
        alone = is_lowest & (times == 1.0).take(self.guest)
        return np.minimum(np.where(alone, second.take(self.guest), own), 1.0)

    def on_cpus(self, column: Floats) -> Floats:
        """What a column of uses has for the leaves of the CPU pools: guests, then services."""
        return np.concatenate((column[self.part["cpu"]], column[self.part["services"]]))

    def set_on_cpus(self, column: Floats, values: Floats) -> None:
        """Set what a column of uses has for the leaves of the CPU pools."""
        own = self.rows.cpu.size
        column[self.part["cpu"]], column[self.part["services"]] = values[:own], values[own:]


@dataclass(frozen=True, eq=False)
class Layouts:
    """Who decides alone, and who must agree; None where there is nobody. key: what it follows from."""

    here: Presence
    key: tuple[Bools | Ints, ...]
    alone: Layout | None
    together: Layout | None

    @classmethod
    def of(cls, work: Work, short: Short) -> Self:
        """Return those of this step: of the last one if they still hold."""
        key = (*short, work.swapping.slowed(), _read_files(work))
        known = work.state.layouts
        if isinstance(known, cls) and known.here is work.here and all(map(np.array_equal, known.key, key)):
            return known
        rows = uses.contested(work, short)
        agree = uses.coupled(work, rows)
        alone = _layout(work, rows.only([~flags for flags in agree]), short.links)
        together = _layout(work, rows.only(agree), short.links)
        work.state.layouts = found = cls(work.here, key, alone, together)
        return found


def _read_files(work: Work) -> Ints:
    """Return the rows of the swap files that pages come from in this step."""
    files = work.swapping.files.held()
    return np.unique(files.io[files.faults > 0.0])


def _layout(work: Work, rows: Rows, links: Bools) -> Layout | None:
    return Layout.of(work, rows, links) if any(row.size for row in rows) else None
