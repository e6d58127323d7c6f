"""Wide guests and crowded caches: what sockets make of CPU work.

A server's socket is a NUMA node, with its cores and its part of the memory. All figures that these
functions are given are estimates [E] that can be edited: nothing published gives them for all servers.
"""

import numpy as np

from virtdesigner.engine.arrays import Floats, quotient


def nodes_spanned(vcpus: Floats, memory: Floats, cores: Floats, node_memory: Floats, nodes: Floats) -> Floats:
    """Return over how many nodes guests lie (guests,): as many as vCPUs or memory need, at most all.

    vcpus, memory (MiB): of each guest; cores, node_memory (MiB): of a node of its server; nodes: it has.
    """
    by_memory = np.ceil(quotient(memory, node_memory))
    wanted = np.where(node_memory > 0.0, by_memory, nodes)
    return np.minimum(np.maximum(np.maximum(np.ceil(vcpus / cores), wanted), 1.0), nodes)


def far_share(nodes: Floats) -> Floats:
    """Return the part of accesses that goes to another node (guests,): (n - 1)/n of n that aren't told apart.

    Threads and pages then lie anywhere, so a page is on the thread's own node once in n times.
    """
    return 1.0 - 1.0 / nodes


def far_work(nodes: Floats, kept_near: Floats, memory_bound: Floats, longer: Floats) -> Floats:
    """Return the core-seconds that far memory adds to a core-second of work (guests,).

    kept_near: part of far accesses that the guest's system avoids; memory_bound: part of its CPU time that
    waits for memory; longer: how much longer it waits for far memory; all 0 to 1.
    """
    return far_share(nodes) * (1.0 - kept_near) * memory_bound * longer


def crowding(others: Floats, longer: Floats) -> Floats:
    """Return the factor (guests,), from 1, by which neighbours in caches and memory channels slow CPU work.

    others: part of the server's cores that neighbours keep busy, 0 to 1; longer: what they add to the time of
    the work when they keep all busy. In proportion, as a mean over the server's sockets [E]: nothing
    published says more.
    """
    return 1.0 + longer * others
