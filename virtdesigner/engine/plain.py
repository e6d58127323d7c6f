"""The solvers for plain numbers: one host, one pool, one device, a small network.

Each hands its numbers to the very function that the phases call with arrays, so that a reader can check by
hand what a run does.
"""

from collections.abc import Sequence

import numpy as np

from virtdesigner.engine import queueing
from virtdesigner.engine.arrays import Floats
from virtdesigner.engine.maxmin import max_min
from virtdesigner.engine.power import power, power_curve
from virtdesigner.engine.reclamation import IDLE_TAX, memory_targets
from virtdesigner.engine.sharing import share


def ready_time(vcpus: int, alone: float, pcpus: int) -> float:
    """Return the share of wall time (0 to 1) that each of `vcpus` waits for one of `pcpus`.

    alone: share of the time that each would run with a processor of its own. The closed queue M/M/c//N of
    `queueing.ready_fraction`. Source: MODELS.md section 1.
    """
    return float(queueing.ready_fraction(np.array([vcpus]), _one(alone), np.array([pcpus]))[0])


def hyperthreaded_cores(runnable: float, cores: float) -> float:
    """Return the cores that runnable vCPUs get out of cores with two threads each.

    Source: MODELS.md section 1 [P: Broadcom KB 421543].
    """
    return float(queueing.hyperthreaded_cores(_one(runnable), _one(cores))[0])


def switch_loss(slice_ms: float, switch_ms: float) -> float:
    """Return the share (0 to 1) of a contended processor that context switches cost: c/(slice + c).

    Source: MODELS.md section 1 [C: Barham 2003].
    """
    return float(queueing.switch_loss(_one(slice_ms), switch_ms)[0])


def quota_stall_ms(period_ms: float, quota_ms: float, busy_threads: int) -> float:
    """Return how long (ms) a cgroup with a CPU quota stands still in each period: P - Q/n.

    Source: MODELS.md section 1 [C].
    """
    return float(queueing.quota_stall(_one(period_ms), _one(quota_ms), _one(busy_threads))[0])


def hop_latency(service: float, utilisation: float) -> float:
    """Return the time in a busy hop, M/M/1: S/(1 - rho), in the unit of `service`; infinite when saturated.

    Source: MODELS.md section 4.
    """
    return float(queueing.hop_latency(_one(service), _one(utilisation))[0])


def device_latency_ms(iops: float, most_iops: float, service_ms: float, queue_depth: float) -> float:
    """Return the latency (ms) of a device under load, after Sakasegawa; at most the time of a full queue.

    iops: offered; most_iops: that the device can do; service_ms: of one I/O alone.
    Source: MODELS.md section 5.
    """
    return float(queueing.device_latency(_one(iops), _one(most_iops), _one(service_ms), _one(queue_depth))[0])


def weighted_sharing(
    capacity: float,
    demands: Sequence[float],
    weights: Sequence[float],
    reservations: Sequence[float] | None = None,
    limits: Sequence[float] | None = None,
) -> list[float]:
    """Return what each consumer gets of one capacity: by weight, within reservation, limit and demand.

    Source: MODELS.md section 1, `sharing.share`.
    """
    found = share(
        _column(demands),
        _column(weights),
        _column(reservations, len(demands), 0.0),
        _column(limits, len(demands), np.inf),
        np.zeros(len(demands), dtype=np.int64),
        _one(capacity),
    )
    return _list(found.grant)


def idle_tax_targets(
    shares: Sequence[float],
    memory_mib: Sequence[float],
    active_mib: Sequence[float],
    limits_mib: Sequence[float] | None,
    total_mib: float,
    *,
    reservations_mib: Sequence[float] | None = None,
    tax: float = IDLE_TAX,
) -> list[float]:
    """Return the memory (MiB) that each guest of one host should hold under the idle memory tax.

    shares, memory_mib (wanted), active_mib, limits_mib (None: unlimited), reservations_mib: one entry a
    guest; total_mib: what there is for them. Source: MODELS.md section 3 [P: Waldspurger 2002],
    `reclamation.memory_targets`.
    """
    size = len(memory_mib)
    found = memory_targets(
        _column(memory_mib),
        _column(active_mib),
        _column(shares),
        _column(reservations_mib, size, 0.0),
        _column(limits_mib, size, np.inf),
        np.zeros(size, dtype=np.int64),
        _one(total_mib),
        tax=tax,
    )
    return _list(found.grant)


def max_min_rates(
    capacities: Sequence[float],
    routes: Sequence[Sequence[int]],
    demands: Sequence[float] | None = None,
    weights: Sequence[float] | None = None,
) -> list[float]:
    """Return the weighted max-min fair rate of each flow over the links that it crosses.

    capacities: of each link; routes: of each flow, the numbers of its links; demands: None for all they can
    get; weights: None for equal ones. Source: MODELS.md section 4, `maxmin.max_min`.
    """
    pairs = [(flow, link) for flow, route in enumerate(routes) for link in route]
    flow_index, link_index = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    found = max_min(
        _column(demands, len(routes), np.inf),
        _column(weights, len(routes), 1.0),
        flow_index,
        link_index,
        _column(capacities),
    )
    return _list(found.rate)


def power_w(curve: str, utilisation: float, idle: float = 0.0, peak: float = 0.0) -> float:
    """Return what a server draws (W) at a utilisation of 0 to 1: a measured curve by name, else idle to peak.

    Source: MODELS.md section 7 [P: SPECpower, by way of CloudSim].
    """
    return float(power(power_curve(curve, idle, peak)[None, :], _one(utilisation))[0])


def _list(values: Floats) -> list[float]:
    return [float(value) for value in values]


def _one(value: float) -> Floats:
    return np.array([value], dtype=np.float64)


def _column(values: Sequence[float] | None, size: int = 0, otherwise: float = 0.0) -> Floats:
    return np.full(size, otherwise) if values is None else np.array(values, dtype=np.float64)
