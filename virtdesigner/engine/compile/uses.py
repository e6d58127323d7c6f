"""The uses that the coupling rule brings to agreement: each a guest's demand on one resource.

A guest uses memory, a processor, each link through each of its flows, each disk group, each queue
on a LUN and each port through each row of its I/O, and the processors of the driver domains that carry it.
They stand in one array, family after family, so that one rule serves them all.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Ints
from virtdesigner.engine.compile.services import Services
from virtdesigner.engine.compile.stores import Stores


class Uses(NamedTuple):
    """Uses, arrays (uses,), by family: memory, processors, flows, disk groups, queues, services.

    Memory and processors have one a guest, disk groups one a row of I/O, queues one a slot, services one.

    guest: row. memory, cpu, flows, groups, queues, services: the slice of each family. keys: to find a
    use again after an edit.
    """

    guest: Ints
    memory: slice
    cpu: slice
    flows: slice
    groups: slice
    queues: slice
    services: slice
    keys: tuple[str, ...]


def compile_uses(
    guest_ids: tuple[str, ...],
    flow_guest: Ints,
    flow_keys: tuple[str, ...],
    stores: Stores,
    services: Services,
) -> Uses:
    """Lay the families out one after another."""
    own = np.arange(len(guest_ids), dtype=np.int64)
    ios, slots = stores.ios, stores.slots
    families = (own, own, flow_guest, ios.guest, ios.guest[slots.io], services.guest)
    guest = np.concatenate(families)
    ends = np.cumsum([0, *(family.size for family in families)]).tolist()
    keys = (
        *(f"{id} memory" for id in guest_ids),
        *(f"{id} cpu" for id in guest_ids),
        *flow_keys,
        *(f"{key} group" for key in ios.keys),
        *(f"{key} queue" for key in ios.keys),
        *_in_ports(stores),
        *services.keys,
    )
    slices = [slice(*pair) for pair in pairwise(ends)]
    memory, cpu, flows, groups, queues, served = slices
    return Uses(guest, memory, cpu, flows, groups, queues, served, keys)


def _in_ports(stores: Stores) -> Iterator[str]:
    """The key of each place of I/O in the queue of a port."""
    slots, keys = stores.slots, stores.ports.keys
    first = len(stores.ios.keys)
    for io, pair in zip(slots.io[first:].tolist(), slots.pair[first:].tolist(), strict=True):
        yield f"{stores.ios.keys[io]} port {keys[stores.ports.port[pair]]}"
