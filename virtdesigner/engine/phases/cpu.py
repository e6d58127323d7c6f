"""CPU: the cores that hosts have for their guests, shared by weight within reservation and limit.

Source: MODELS.md section 1.
"""

import numpy as np

from virtdesigner.engine.arrays import Bools, Floats, Ints
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.pool_forest import Claims, entitlement, share_forest
from virtdesigner.engine.queueing import hyperthreaded_cores, switch_loss
from virtdesigner.model.messages import message


def ratio(most: Floats, wanted: Floats) -> Floats:
    """Return min(1, most / wanted), 1 where nothing is wanted."""
    return np.minimum(1.0, most / np.where(wanted > 0.0, wanted, 1.0) + np.where(wanted > 0.0, 0.0, 1.0))


def set_capacity(work: Work) -> None:
    """Set the cores each host has in this step: what its threads are worth, without the tax of switches.

    Counts as runnable what the guests want, no wider than their vCPUs; switches cost where they are more than
    the threads.
    """
    hosts, here = work.compiled.hosts, work.here
    runnable = here.sum(np.minimum(work.inside, here.width) + work.outside) / hosts.speed
    cores, threads = here.cores, here.threads
    # A host with few runnable vCPUs has its other cores still; only pairs of threads add to them.
    threaded = np.maximum(hyperthreaded_cores(runnable, cores), cores)
    available = np.where(hosts.hyperthreading, threaded, cores)
    tax = np.where(runnable > threads, switch_loss(hosts.slice_ms, hosts.switch_ms), 0.0)
    busy = np.minimum(runnable, threads)
    work.thread_speed = np.where(busy > cores, available / np.where(busy > 0.0, busy, 1.0), 1.0)
    work.capacity = np.where(work.state.host_up, available * hosts.speed * (1.0 - tax), 0.0)


def set_fixed(work: Work) -> None:
    """Set the bounds that no pass changes: width and limit of a guest, and 0 for one that is down."""
    here, guests = work.here, work.compiled.guests
    work.fixed = np.ones(work.inside.size)
    bound = (work.inside > here.width) | (work.demand > guests.limit) | here.is_down
    if bound.any():
        rows = np.flatnonzero(bound)
        own = np.minimum(width_bound(work, rows), limit_bound(work, rows))
        work.fixed[rows] = np.where(here.is_down[rows], 0.0, own)


def width_bound(work: Work, rows: Ints) -> Floats:
    """Return the bound that some guests set themselves: never wider than their vCPUs."""
    return ratio(work.here.width[rows], work.inside[rows])


def limit_bound(work: Work, rows: Ints) -> Floats:
    """Return the bound of the limit alone of some guests."""
    return ratio(work.compiled.guests.limit[rows], work.demand[rows])


def claims(work: Work, rows: Ints) -> Claims:
    """Return what some guests may claim: weight, reservation and limit."""
    guests = work.compiled.guests
    return Claims(guests.shares[rows], guests.reservation[rows], guests.limit[rows])


def over_asked(work: Work) -> Bools:
    """Return which hosts (hosts,) are asked for more cores than they have."""
    return np.asarray(work.here.sum(work.demand * work.fixed) > work.capacity)


def bound(work: Work, rows: Ints, demand: Floats, shown: Floats) -> Floats:
    """Return the bound of some guests by their hosts' schedulers when they ask for `shown` of a demand."""
    compiled, state = work.compiled, work.state
    found = share_forest(
        compiled.pools,
        compiled.pool_claims,
        work.capacity,
        state.host[rows],
        claims(work, rows),
        shown,
        state.cpu_level,
    )
    state.cpu_level = found.level
    for host in np.flatnonzero(found.overbooked):
        work.alarms.append(message("cpu-reservations-scaled", host=compiled.host_ids[host]))
    return working.bound(found.grant, shown, demand)


def entitlements(here: Presence, capacity: Floats) -> Floats:
    """Return what each running guest (guests,) would get if all asked for everything they can use."""
    compiled, guests = here.compiled, here.compiled.guests
    claims = Claims(guests.shares, guests.reservation, guests.limit)
    width = np.where(here.runs, here.width, 0.0)
    return entitlement(compiled.pools, compiled.pool_claims, capacity, here.host, claims, width)
