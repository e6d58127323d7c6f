"""Waiting: for a processor, behind a device, on a link; and the capacity that threads and switches cost.

Sources: MODELS.md sections 1, 4 and 5.
"""

from typing import Final

import numpy as np

from virtdesigner.engine.arrays import Floats, Ints, quotient, rows_of, total

THREAD_PAIR_CORES: Final = 1.25
"""[P: Broadcom KB 421543] What the two hyperthreads of a core deliver together, in cores."""

SWITCH_MS_BARHAM: Final = 0.405
"""[C: Barham 2003] Cost of a context switch that reproduces a loss of 7.5 % at a slice of 5 ms."""

SWITCH_MS_TODAY: Final = 0.05
"""[E] Cost of a context switch on today's processors."""


def ready_fraction(vcpus: Ints, alone: Floats, threads: Ints) -> Floats:
    """Return the share of wall time (0 to 1) that a vCPU of each host waits for a free thread.

    A closed queue M/M/c//N: vcpus (hosts,) N, each of which would run the fraction alone (hosts,) u of the
    time with a processor of its own, on threads (hosts,) c. ready = E[max(k - c, 0)] / N with the probability
    of k vCPUs that want to run P_k proportional to P_(k-1) * (N - k + 1) * z / min(k, c), z = u/(1 - u). The
    products are summed as logarithms, so thousands of vCPUs do not overflow. A host without threads makes its
    vCPUs wait u. For guests with a backlog ready is 1 - run - co-stop instead. Source: MODELS.md section 1.
    """
    ready = np.where(threads > 0, np.maximum(vcpus - threads, 0) / np.maximum(vcpus, 1), alone)
    ready[(alone <= 0.0) | (vcpus == 0)] = 0.0
    hosts = rows_of((vcpus > threads) & (threads > 0) & (alone > 0.0) & (alone < 1.0))
    if hosts.size:
        ready[hosts] = _closed_queue_wait(vcpus[hosts], alone[hosts], threads[hosts])
    return ready


NODES: Final = 2048
"""Numerical: steps of a table of ready times. By cubic interpolation it is off by 2e-6 of wall time at
worst (hosts with hundreds of threads and hardly more vCPUs), and mostly by less than 1e-7."""


class ReadyTable:
    """Ready times of hosts that differ in how much their vCPUs want only, looked up instead of worked out.

    A node is worked out when it is first asked for, so a table holds few of them, and its values do not
    depend on what was asked before. Its nodes are even in t = u (1 + f)/(u + f) with f = c/N, from 0 to 1
    like u: the bend of the curve, near u = f, has as many of them as all that lies beyond it.
    """

    def __init__(self, vcpus: Ints, threads: Ints) -> None:
        """vcpus, threads: (hosts,) as in `ready_fraction`."""
        self._vcpus, self._threads = vcpus, threads
        self._queues = (vcpus > threads) & (threads > 0)
        pairs, self._pair = np.unique(np.stack([vcpus, threads]), axis=1, return_inverse=True)
        self._pair = self._pair.reshape(-1)
        self._pairs = pairs.astype(np.int64)
        self._full = threads / np.maximum(vcpus, 1)
        self._nodes = np.full((pairs.shape[1], NODES + 1), np.nan)

    def at(self, alone: Floats) -> Floats:
        """Return the ready time of each host (hosts,), as `ready_fraction` does."""
        hosts = rows_of(self._queues & (alone > 0.0))
        ready = np.where(self._threads > 0, 0.0, np.where(self._vcpus > 0, alone, 0.0))
        if hosts.size:
            ready[hosts] = self._interpolated(hosts, alone[hosts])
        return ready

    def _interpolated(self, hosts: Ints, alone: Floats) -> Floats:
        full = self._full[hosts]
        place = np.minimum(alone, 1.0) * (1.0 + full) / (alone + full) * NODES
        # At its ends the curve is carried on from within: beyond them there is nothing to interpolate.
        below = np.minimum(np.maximum(place.astype(np.int64), 1), NODES - 2)
        around = self._pair[hosts] * (NODES + 1) + below + _AROUND
        values = self._nodes.take(around)
        if np.isnan(values).any():
            self._work_out(np.unique(around))
            values = self._nodes.take(around)
        return np.clip(_cubic(values, place - below), 0.0, 1.0)

    def _work_out(self, nodes: Ints) -> None:
        missing = nodes[np.isnan(self._nodes.take(nodes))]
        pair, number = np.divmod(missing, NODES + 1)
        vcpus, threads = self._pairs[:, pair]
        full, t = threads / vcpus, number / NODES
        alone = np.where(number < NODES, t * full / (1.0 + full - t), 1.0)
        self._nodes.ravel()[missing] = ready_fraction(vcpus, alone, threads)


_AROUND: Final = np.arange(-1, 3).reshape(4, 1)
"""The nodes (4, 1) that a cubic goes through, beside the one below."""


def _cubic(around: Floats, part: Floats) -> Floats:
    """Interpolate between the two inner of four even nodes (4, hosts), by the cubic through all of them."""
    before, low, high, after = around
    return np.asarray(
        low
        + part
        * (
            (high - low)
            - (1.0 - part)
            * ((2.0 - part) * (high - 2.0 * low + before) + (1.0 + part) * (after - 2.0 * high + low))
            / 6.0
        )
    )


def _closed_queue_wait(vcpus: Ints, alone: Floats, threads: Ints) -> Floats:
    """Solve the closed queue where N > c > 0 and 0 < u < 1; one entry per host and number of vCPUs 0 to N."""
    states = vcpus + 1
    first = np.cumsum(states) - states
    host = np.repeat(np.arange(vcpus.size), states)
    k = np.arange(host.size) - first.take(host)
    c = threads.take(host)
    queued = np.maximum(k - c, 0)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, vcpus.max() + 1.0)))])
    # The recurrence, unrolled: N!/(N-k)! z^k over k! while all run, over c! c^(k-c) beyond.
    log_weight = (
        k * np.log(alone / (1.0 - alone)).take(host)
        - log_factorial.take(vcpus.take(host) - k)
        - log_factorial.take(np.minimum(k, c))
        - queued * np.log(threads).take(host)
    )
    weight = np.exp(log_weight - np.maximum.reduceat(log_weight, first).take(host))
    mean_queue = total(weight * queued, host, vcpus.size) / total(weight, host, vcpus.size)
    return mean_queue / vcpus


def spread_ready(ready: Floats, run: Floats, vcpus: Floats, host: Ints) -> Floats:
    """Spread each host's ready time over its guests: ready_i = ready * run_i / mean run.

    ready: (hosts,) of `ready_fraction`; run, vcpus: (guests,) running share of a vCPU of the guest, and how
    many it has; host: (guests,) row. Returns the share of wall time (guests,), never more than what running
    leaves. Source: MODELS.md section 1.
    """
    count = total(vcpus, host, ready.size)
    mean = quotient(total(run * vcpus, host, ready.size), count)
    factor = quotient(ready, mean)
    return np.minimum(run * factor.take(host), np.maximum(1.0 - run, 0.0))


def hyperthreaded_cores(runnable: Floats, cores: Floats) -> Floats:
    """Return the cores that runnable vCPUs get out of cores with two threads each (hosts,).

    r up to c cores, then 0.75 c + 0.25 r, up to 2c vCPUs where the pairs deliver 1.25 c.
    Source: [P: Broadcom KB 421543], MODELS.md section 1.
    """
    paired = np.clip(runnable - cores, 0.0, cores)
    return np.minimum(runnable, cores) + (THREAD_PAIR_CORES - 1.0) * paired


def switch_loss(slice_ms: Floats, switch_ms: Floats | float = SWITCH_MS_TODAY) -> Floats:
    """Return the share of a contended processor lost to context switches: c/(slice + c).

    slice_ms: (any,) time slice of the scheduler; switch_ms: cost of a switch. Source: MODELS.md section 1.
    """
    return np.asarray(switch_ms / (slice_ms + switch_ms), dtype=np.float64)


def quota_stall(period_ms: Floats, quota_ms: Floats, busy_threads: Floats) -> Floats:
    """Return how long (ms) a cgroup stands still in each period: P - Q/n, 0 where the quota is enough.

    period_ms, quota_ms: (groups,) cpu.max; busy_threads: (groups,). Source: [C] MODELS.md section 1.
    """
    used_up = quotient(quota_ms, busy_threads)
    return np.where(busy_threads > 0.0, np.maximum(period_ms - used_up, 0.0), 0.0)


def hop_latency(service: Floats, utilisation: Floats, longest: Floats | float = np.inf) -> Floats:
    """Return the time in a busy hop, M/M/1: W = S/(1 - rho), at most `longest`.

    service, longest and the result in the same unit of time; utilisation: (hops,), 1 or more means saturated:
    the result is then `longest`, which a finite buffer sets. Source: MODELS.md section 4.
    """
    idle = 1.0 - utilisation
    return np.minimum(quotient(service, idle, np.inf), longest)


def device_latency(iops: Floats, most_iops: Floats, service_ms: Floats, queue_depth: Floats) -> Floats:
    """Return the latency (ms) of a device under load, after Sakasegawa's approximation of M/M/c.

    W = S * (1 + rho^(sqrt(2(c + 1)) - 1) / (c (1 - rho))) with c = max(1, round(most_iops * S)) and
    rho = iops / most_iops; at most Q/most_iops, the time to drain a full queue, and never below S.
    All (devices,): iops offered; most_iops the device can do; service_ms of one I/O; queue_depth Q.
    A device that can do nothing has infinite latency. Source: MODELS.md section 5.
    """
    works = most_iops > 0.0
    most = np.where(works, most_iops, 1.0)
    servers = np.maximum(1.0, np.rint(most * service_ms / 1000.0))
    rho = np.where(works, iops / most, 1.0)
    idle = np.maximum(1.0 - rho, 0.0)
    # A saturated queue is full; the formula's pole is left out rather than divided by.
    wait = np.minimum(rho, 1.0) ** (np.sqrt(2.0 * (servers + 1.0)) - 1.0) / (
        servers * np.where(idle > 0, idle, 1.0)
    )
    latency = np.where(idle > 0.0, service_ms * (1.0 + wait), np.inf)
    full = np.where(works, 1000.0 * queue_depth / most, np.inf)
    return np.maximum(np.minimum(latency, full), service_ms)
