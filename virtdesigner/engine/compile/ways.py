"""Ways of I/O: the queues of initiators on LUNs, the paths that each has, and the ports that those pass.

Whatever an initiator (a host, a virtual I/O server, a guest with a port of its own) has under way on a LUN is
in one queue. Its paths stand in the order in which they are preferred.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, places_in, rows_of, total
from virtdesigner.kinds import Lun
from virtdesigner.model.design import Design, part_of
from virtdesigner.model.link import DiskLink
from virtdesigner.model.messages import Message
from virtdesigner.model.parts import Hba
from virtdesigner.rules.storage_paths import PortPath, StoragePath, disk_path, initiator, storage_path
from virtdesigner.rules.wiring import Hop


class Paths(NamedTuple):
    """Paths (paths,), those of a queue one after another, the preferred one first.

    queue: (paths,) row; first, choices: (queues,) where each one's begin, and how many; spreads: (queues,)
    all are used in turn; returns: (queues,) the preferred one is taken again as soon as it is there.
    on_path, link: (crossings,) path p crosses link l, as written: row 2 * link, and + 1 for backwards.
    by_path, pair: (passages,) path p passes the port of a pair of `Ports`.
    """

    queue: Ints
    first: Ints
    choices: Ints
    spreads: Bools
    returns: Bools
    on_path: Ints
    link: Ints
    by_path: Ints
    pair: Ints
    keys: tuple[str, ...]

    def parts(self, used: Bools) -> Floats:
        """Return the part of its queue's I/O that takes each path (paths,); used: (paths,)."""
        times = np.bincount(self.queue[used], minlength=self.first.size)
        return np.where(used, 1.0 / np.maximum(times, 1)[self.queue], 0.0)

    def preferred(self) -> Bools:
        """Return the paths (paths,) that are used while all are there."""
        found = self.spreads[self.queue]
        found[self.first] = True
        return found


class Ports(NamedTuple):
    """Fibre-channel ports that can be full (ports,): those of whom queues can ask for more than their depth.

    element: row in `element_ids`; depth: I/Os under way at once. queue, port: (pairs,) what is under way in
    queue q passes port p; part: (pairs,) of it. keys: ids of element and part.
    """

    element: Ints
    depth: Floats
    queue: Ints
    port: Ints
    part: Floats
    keys: tuple[str, ...]

    def loads(self, under_way: Floats) -> Floats:
        """Return what is under way through each port (ports,) of what is in each queue (queues,)."""
        return total(under_way[self.queue] * self.part, self.port, self.depth.size)


class _Path(NamedTuple):
    """A path as it is collected: its links, and the ports at its ends, as ids of element and part."""

    key: str
    hops: tuple[Hop, ...]
    ports: tuple[tuple[str, str], ...]


@dataclass
class WayCollector:
    """Finds the way from an initiator to a LUN once, and numbers the queues."""

    design: Design
    keys: list[str] = field(default_factory=list)
    luns: list[str] = field(default_factory=list)
    paths: list[tuple[_Path, ...]] = field(default_factory=list)
    refusals: dict[tuple[str, str], Message] = field(default_factory=dict)
    _found: dict[tuple[str, str], int] = field(default_factory=dict)

    def queue(self, host: str, lun: str, link: DiskLink | None = None) -> int:
        """The row of the queue of a host on a LUN, -1 where there is no way.

        link: of a disk that may get there by other adapters than its host's.
        """
        who = initiator(self.design, link) if link else host
        if (who, lun) not in self._found:
            path = disk_path(self.design, link) if link else storage_path(self.design, host, lun)
            self._found[who, lun] = -1 if path.refusal else len(self.keys)
            if path.refusal:
                self.refusals[host, lun] = path.refusal
            else:
                self.keys.append(f"{who} {lun}")
                self.luns.append(lun)
                self.paths.append(tuple(self._paths(host, f"{who} {lun}", lun, path)))
        return self._found[who, lun]

    def _paths(self, host: str, key: str, lun: str, path: StoragePath) -> Iterator[_Path]:
        """The paths of a queue; one without links to internal disks."""
        store = self.design.elements[lun].parent or ""
        for way in path.ways or (PortPath("", "", path.links),):
            ports = ((host, way.host_port), (store, way.store_port))
            yield _Path(
                f"{key} {way.host_port} {way.store_port}",
                tuple(_hops(self.design, host, way.links)),
                tuple(port for port in ports if _has_queue(self.design, *port)),
            )


def _hops(design: Design, host: str, links: tuple[str, ...]) -> Iterator[Hop]:
    """The links of a path, each with its direction when walked from the host."""
    here = host
    for id in links:
        link = design.links[id]
        forward = link.source == here
        here = link.target if forward else link.source
        yield Hop(id, forward)


def _has_queue(design: Design, element: str, part: str) -> bool:
    return isinstance(part_of(design.elements[element], part), Hba)


def compile_ways(
    collector: WayCollector, depth: Floats, link_row: dict[str, int], row: dict[str, int]
) -> tuple[Paths, Ports]:
    """Make the tables of paths and of ports. depth: (queues,) of each queue; row: of `element_ids`."""
    design = collector.design
    count = np.array([len(paths) for paths in collector.paths], dtype=np.int64)
    paths = list(chain.from_iterable(collector.paths))
    queue = np.repeat(np.arange(count.size), count)
    passing = [(number, port) for number, path in enumerate(paths) for port in path.ports]
    pairs: dict[tuple[int, tuple[str, str]], int] = {}
    ports = _can_be_full(design, [(int(queue[number]), port) for number, port in passing], depth)
    passing = [(number, port) for number, port in passing if port in ports]
    of_pair = [pairs.setdefault((int(queue[number]), port), len(pairs)) for number, port in passing]
    crossing = [(number, hop) for number, path in enumerate(paths) for hop in path.hops]
    policies = [_policy(design, lun) for lun in collector.luns]
    table = Paths(
        queue=queue,
        first=np.cumsum(count) - count,
        choices=count,
        spreads=np.array([policy == "round-robin" for policy in policies], dtype=np.bool_),
        returns=np.array([policy == "fixed" for policy in policies], dtype=np.bool_),
        on_path=_ints([number for number, _ in crossing]),
        link=_ints([2 * link_row[hop.id] + (not hop.forward) for _, hop in crossing]),
        by_path=_ints([number for number, _ in passing]),
        pair=_ints(of_pair),
        keys=tuple(path.key for path in paths),
    )
    parts, number = table.parts(table.preferred()), {port: row for row, port in enumerate(ports)}
    return table, Ports(
        element=_ints([row[element] for element, _ in ports]),
        depth=np.array(list(ports.values()), dtype=np.float64),
        queue=_ints([queue for queue, _ in pairs]),
        port=_ints([number[port] for _, port in pairs]),
        part=total(parts[table.by_path], table.pair, len(pairs)),
        keys=tuple(f"{element} {part}" for element, part in ports),
    )


def _can_be_full(
    design: Design, passing: list[tuple[int, tuple[str, str]]], depth: Floats
) -> dict[tuple[str, str], float]:
    """The ports, each with its depth, whose queues hold more together: all others are never full."""
    through: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for queue, port in passing:
        through[port].add(queue)
    found: dict[tuple[str, str], float] = {}
    for element, part in sorted(through):
        hba = part_of(design.elements[element], part)
        assert isinstance(hba, Hba)
        if sum(float(depth[queue]) for queue in through[element, part]) > hba.queue_depth:
            found[element, part] = float(hba.queue_depth)
    return found


def _policy(design: Design, lun: str) -> str:
    record = design.elements[lun]
    assert isinstance(record, Lun)
    return record.multipathing


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


class Slots(NamedTuple):
    """Places in queues (slots,): each I/O's in its LUN's queue, in their order, then those in ports.

    io: row; queue: row of a queue, ports after the queues on LUNs, -1 for none; pair: of `Ports`, -1 for a
    queue on a LUN.
    """

    io: Ints
    queue: Ints
    pair: Ints


def compile_slots(queue: Ints, ports: Ports, queues: int) -> Slots:
    """Give each I/O its places; queue: (ios,) row of each one's queue on its LUN."""
    own = np.arange(queue.size)
    if not ports.depth.size:
        return Slots(own, queue, np.full(queue.size, -1, dtype=np.int64))
    order = np.argsort(ports.queue, kind="stable")
    first = np.searchsorted(ports.queue[order], np.arange(queues + 1))
    rows = rows_of(queue >= 0)
    times = (first[1:] - first[:-1])[queue[rows]]
    place = places_in(times)
    pair = order[np.repeat(first[queue[rows]], times) + place]
    return Slots(
        np.concatenate((own, np.repeat(rows, times))),
        np.concatenate((queue, ports.port[pair] + queues)),
        np.concatenate((np.full(queue.size, -1, dtype=np.int64), pair)),
    )
