"""Sockets: over how many NUMA nodes of its server each guest lies, and what that costs it."""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints
from virtdesigner.engine.compile.hosts import Hosts
from virtdesigner.engine.compile.platforms import Platforms
from virtdesigner.engine.numa import far_work, nodes_spanned


class Wide(NamedTuple):
    """What decides it, arrays (guests,): fields of `Guests`."""

    memory_bound: Floats
    whole_vcpus: Floats
    whole_memory: Floats


def nodes_on(wide: Wide, hosts: Hosts, host: Ints) -> Floats:
    """Return over how many nodes of a host (guests,) each guest lies; 1 for one without a host (-1)."""
    if not hosts.nodes.size:
        return np.ones(host.size)
    nodes, room = hosts.nodes[host], hosts.memory[host] - hosts.system[host]
    found = nodes_spanned(wide.whole_vcpus, wide.whole_memory, hosts.cores[host] / nodes, room / nodes, nodes)
    return np.where(host >= 0, found, 1.0)


def far_work_on(wide: Wide, hosts: Hosts, platforms: Platforms, host: Ints, platform: Ints) -> Floats:
    """Return the core-seconds that far memory adds to each core-second of work (guests,), where they run."""
    nodes = nodes_on(wide, hosts, host)
    longer = hosts.far[host] if hosts.far.size else np.zeros(host.size)
    return far_work(nodes, platforms.kept_near[platform], wide.memory_bound, longer)
