"""Flows of disks: what rows of I/O move over cables and fibre, path by path."""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, places_in
from virtdesigner.engine.compile.stores import Stores


class Detours(NamedTuple):
    """What flows of disks cross on each path that they can take.

    flow, link, path: (pairs,) flow f crosses constraint l on path p, of flows that take one of several;
    lane: (flows,) the path of a flow that always takes the same, -1 for any other.
    """

    flow: Ints
    link: Ints
    path: Ints
    lane: Ints


class DiskFlows(NamedTuple):
    """The flows of disks: (flows,) I/O that each carries, part of it, and what it crosses, as in `Flows`."""

    io: Ints
    part: Floats
    reads: Bools
    flow_index: Ints
    link_index: Ints
    detours: Detours
    keys: list[str]


def disk_flows(stores: Stores, first: int) -> DiskFlows:
    """Let each row of I/O with links on its way write over them and read back; `first` flows come before.

    I/O that is spread over several paths has a flow on each. What is swapped takes one: it is little, and the
    host's.
    """
    paths = stores.paths
    io, place, lanes = _lanes(stores)
    queue = stores.ios.queue[io]
    path = paths.first[queue] + place
    # One that is spread keeps to its path; any other may have to take each of its queue's.
    keeps = lanes > 1
    flow, on = _candidates(
        np.where(keeps, 1, paths.choices[queue]), np.where(keeps, path, paths.first[queue])
    )
    flow, there, on = _crossed(stores, flow, on)
    usual = on == path[flow]
    size = io.size
    keys = [
        f"{stores.ios.keys[row]}{f' path {number}' if number else ''}"
        for row, number in zip(io.tolist(), place.tolist(), strict=True)
    ]
    moves = (paths.choices[queue] > 1)[flow] & ~keeps[flow]
    lane = np.where(keeps, path, -1)
    return DiskFlows(
        io=np.concatenate([io, io]),
        part=np.tile(1.0 / lanes, 2),
        reads=np.repeat([False, True], size),
        # The way back over a link is the other of its two rows.
        flow_index=np.concatenate([flow[usual], flow[usual] + size]) + first,
        link_index=np.concatenate([there[usual], there[usual] ^ 1]),
        detours=Detours(
            np.concatenate([flow[moves], flow[moves] + size]) + first,
            np.concatenate([there[moves], there[moves] ^ 1]),
            np.tile(on[moves], 2),
            np.concatenate([np.full(first, -1, dtype=np.int64), lane, lane]),
        ),
        keys=[f"{key} written" for key in keys] + [f"{key} read" for key in keys],
    )


def _lanes(stores: Stores) -> tuple[Ints, Ints, Ints]:
    """Return the row of I/O of each flow, its place among those of that I/O, and how many those are."""
    ios, paths = stores.ios, stores.paths
    length = np.bincount(paths.on_path, minlength=paths.queue.size)
    rows = np.flatnonzero(ios.queue >= 0)
    rows = rows[length[paths.first[ios.queue[rows]]] > 0] if rows.size else rows
    queue = ios.queue[rows]
    each = np.where(paths.spreads[queue] & ~ios.is_swap[rows], paths.choices[queue], 1)
    place = places_in(each)
    return np.repeat(rows, each), place, np.repeat(each, each)


def _candidates(count: Ints, first: Ints) -> tuple[Ints, Ints]:
    """Return pairs of a flow and a path that it can take: `count` of them, from `first`."""
    place = places_in(count)
    return np.repeat(np.arange(count.size), count), np.repeat(first, count) + place


def _crossed(stores: Stores, flow: Ints, path: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the flow, the link and the path of each crossing, of pairs of a flow and a path."""
    paths = stores.paths
    length = np.bincount(paths.on_path, minlength=paths.queue.size)
    begins = np.cumsum(length) - length
    each = length[path]
    place = places_in(each)
    crossing = np.repeat(begins[path], each) + place
    return np.repeat(flow, each), paths.link[crossing], np.repeat(path, each)
