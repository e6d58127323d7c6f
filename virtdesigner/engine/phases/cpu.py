"""CPU: the cores that hosts have for their guests, shared by weight within reservation and limit.

Source: MODELS.md section 1.
"""

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.pool_forest import Claims, entitlement, share_forest
from virtdesigner.engine.queueing import hyperthreaded_cores, switch_loss
from virtdesigner.model.messages import message


def demands(work: Work) -> Floats:
    """Return the cores (guests,) that guests and what the hypervisor does for them want."""
    return work.inside + work.outside


def fixed_bound(work: Work) -> Floats:
    """Return the bound (guests,) that a guest sets itself: never wider than its vCPUs, nor over its limit."""
    return np.asarray(np.minimum(ratio(work.width, work.inside), limit_bound(work)))


def limit_bound(work: Work) -> Floats:
    """Return the bound (guests,) of the limit alone."""
    return ratio(work.compiled.guests.limit, work.inside + work.outside)


def ratio(most: Floats, wanted: Floats) -> Floats:
    """Return min(1, most / wanted), 1 where nothing is wanted."""
    return np.minimum(1.0, most / np.where(wanted > 0.0, wanted, 1.0) + np.where(wanted > 0.0, 0.0, 1.0))


def set_capacity(work: Work) -> None:
    """Set the cores each host has in this step: what its threads are worth, without the tax of switches.

    Counts as runnable what the guests want, no wider than their vCPUs; switches cost where they are more than
    the threads.
    """
    hosts, state = work.compiled.hosts, work.state
    wanted = np.minimum(work.inside, work.width) + work.outside
    runnable = total(wanted, work.place, hosts.cores.size) / hosts.speed
    cores = hosts.cores * state.cpu_factor
    threaded = hyperthreaded_cores(runnable, cores)
    # A host with few runnable vCPUs has its other cores still; only pairs of threads add to them.
    available = np.where(hosts.hyperthreading, np.maximum(threaded, cores), cores)
    threads = hosts.threads * state.cpu_factor
    tax = np.where(runnable > threads, switch_loss(hosts.slice_ms, hosts.switch_ms), 0.0)
    busy = np.minimum(runnable, threads)
    work.thread_speed = np.where(busy > cores, available / np.where(busy > 0.0, busy, 1.0), 1.0)
    work.capacity = np.where(state.host_up, available * hosts.speed * (1.0 - tax), 0.0)


def claims(work: Work) -> Claims:
    """Return what guests may claim: weight, reservation and limit (guests,)."""
    guests = work.compiled.guests
    return Claims(guests.shares, guests.reservation, guests.limit)


def bound(work: Work, shown: Floats) -> Floats:
    """Return the bound (guests,) that the host's scheduler sets when guests ask for `shown` cores."""
    compiled, state = work.compiled, work.state
    found = share_forest(
        compiled.pools,
        compiled.pool_claims,
        work.capacity,
        state.host,
        claims(work),
        shown,
        state.cpu_level,
    )
    state.cpu_level = found.level
    for host in np.flatnonzero(found.overbooked):
        work.alarms.append(message("cpu-reservations-scaled", host=compiled.host_ids[host]))
    return working.bound(found.grant, shown, work.demand[compiled.uses.cpu])


def entitlements(work: Work) -> Floats:
    """Return what each running guest (guests,) would get if all asked for everything they can use."""
    compiled = work.compiled
    width = np.where(work.runs, work.width, 0.0)
    return entitlement(
        compiled.pools, compiled.pool_claims, work.capacity, work.state.host, claims(work), width
    )
