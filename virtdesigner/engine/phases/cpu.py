"""CPU: the cores that hosts have for their guests, shared by weight within reservation and limit.

Source: MODELS.md section 1.
"""

from typing import NamedTuple

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints, quotient, rows_of
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.pool_forest import Claims, entitlement, share_forest
from virtdesigner.engine.queueing import hyperthreaded_cores, switch_loss


def ratio(most: Floats, wanted: Floats) -> Floats:
    """Return min(1, most / wanted), 1 where nothing is wanted."""
    return np.minimum(1.0, quotient(most, wanted) + np.where(wanted > 0.0, 0.0, 1.0))


def set_capacity(work: Work) -> None:
    """Set the cores each host has in this step: what its threads are worth, without the tax of switches.

    Counts as runnable what the guests want, no wider than their vCPUs; switches cost where they are more than
    the threads.
    """
    hosts, here = work.compiled.hosts, work.here
    wanted = np.minimum(work.runnable, here.width) + work.outside + work.served(here.running)
    runnable = here.sum(wanted) / hosts.speed
    cores, threads = here.cores, here.threads
    # A host with few runnable vCPUs has its other cores still; only pairs of threads add to them.
    threaded = np.maximum(hyperthreaded_cores(runnable, cores), cores)
    available = np.where(hosts.hyperthreading, threaded, cores)
    tax = np.where(runnable > threads, switch_loss(hosts.slice_ms, hosts.switch_ms), 0.0)
    busy = np.minimum(runnable, threads)
    work.thread_speed = np.where(busy > cores, quotient(available, busy), 1.0)
    left = np.maximum(available * hosts.speed * (1.0 - tax) - hosts.system_cpu, 0.0)
    work.capacity = np.where(work.state.host_up, left, 0.0)


def set_fixed(work: Work) -> None:
    """Set the bounds that no pass changes: width and limit of a guest, and 0 for one that is down."""
    here, guests = work.here, work.compiled.guests
    work.fixed = np.ones(work.inside.size)
    bound = (work.inside > here.width) | (work.demand > guests.limit) | here.is_down
    if bound.any():
        rows = rows_of(bound)
        own = np.minimum(width_bound(work, rows), limit_bound(work, rows))
        work.fixed[rows] = np.where(here.is_down[rows], 0.0, own)


def width_bound(work: Work, rows: Ints) -> Floats:
    """Return the bound that some guests set themselves: never wider than their vCPUs."""
    return ratio(work.here.width[rows], work.inside[rows])


def limit_bound(work: Work, rows: Ints) -> Floats:
    """Return the bound of the limit alone of some guests."""
    return ratio(work.compiled.guests.limit[rows], work.demand[rows])


def over_asked(work: Work) -> Bools:
    """Return which hosts (hosts,) are asked for more cores than they, or a pool in them, can give."""
    tree, wanted = work.here.tree, work.demand * work.fixed
    if tree.is_flat:
        return np.asarray(work.here.sum(wanted) > work.capacity)
    served = work.service * work.fixed[work.compiled.services.guest]
    load = tree.loads(np.arange(tree.pool.size), np.concatenate((wanted, served)))
    return (load[tree.forest.roots] > work.capacity) | tree.over_asked(load)


class Granted(NamedTuple):
    """What schedulers found: bounds of some leaves, and the pool that cuts what is in each (pools,)."""

    bounds: Floats
    cutter: Ints


def bound(work: Work, leaf: Ints, demand: Floats, shown: Floats) -> Granted:
    """Return the bound of some leaves of the pools when they ask for `shown` of a demand."""
    state, tree = work.state, work.here.tree
    claims = Claims(*(column[leaf] for column in tree.leaves))
    found = share_forest(
        tree.forest, tree.claims, work.capacity, tree.pool[leaf], claims, shown, state.cpu_level
    )
    # Of pools that nobody here asks, the last level stays a start for the next step.
    state.cpu_level = np.where(np.isfinite(found.level), found.level, state.cpu_level)
    if found.overbooked.any():
        work.overbooked.append(tree.host[found.overbooked])
    bounds = working.bound(found.grant, shown, demand)
    return Granted(bounds, tree.cutters(found.pool_grant, found.pool_wanted))


def entitlements(here: Presence, capacity: Floats) -> Floats:
    """Return what each running guest (guests,) would get if all asked for everything they can use.

    Of a driver domain it is what all of it would get.
    """
    tree, size = here.tree, here.host.size
    width = np.concatenate((np.where(here.runs, here.width, 0.0), np.zeros(tree.pool.size - size)))
    return entitlement(tree.forest, tree.claims, capacity, tree.pool, tree.leaves, width)[:size]
