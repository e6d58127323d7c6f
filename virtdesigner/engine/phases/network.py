"""Network: links shared among flows, in each direction; fibre is one of them. Source: MODELS.md section 4."""

import numpy as np

from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.maxmin import max_min
from virtdesigner.engine.phases import work as working
from virtdesigner.engine.phases.work import Work

KIB_TO_MEGABIT = 1024 * 8 / 1e6


def demands(work: Work) -> Floats:
    """Return what flows would carry (flows,) Mb/s: what workloads send, and their disks' reads and writes."""
    flows, ios = work.compiled.flows, work.compiled.stores.ios
    disks = np.flatnonzero(flows.io >= 0)
    rate = work.flow_rate.copy()
    io = flows.io[disks]
    iops = np.where(flows.reads[disks], work.reads[io], work.writes[io])
    rate[disks] = iops * ios.block[io] * KIB_TO_MEGABIT
    return rate


def bound(work: Work, shown: Floats) -> Floats:
    """Return the bound of each flow (flows,) when links carry `shown`; note which constraint cut it."""
    flows, demand = work.compiled.flows, work.demand[work.compiled.uses.flows]
    shown = np.where(flows.is_cut, 0.0, shown)
    capacity = work.link_capacity - work.swap_traffic
    load = total(shown[flows.flow_index], flows.link_index, capacity.size)
    work.binding = np.full(demand.size, -1, dtype=np.int64)
    bounds = np.where(flows.is_cut & (demand > 0.0), 0.0, 1.0)
    over = load > capacity
    if not over.any():
        return bounds
    # Only flows on a link that is asked for too much can be cut; the others on it still take their part.
    pairs = np.flatnonzero(over[flows.link_index])
    crosses = np.zeros(demand.size, dtype=np.bool_)
    crosses[flows.flow_index[pairs]] = True
    touched, number = np.flatnonzero(crosses), np.cumsum(crosses) - 1
    found = max_min(
        shown[touched],
        flows.weight[touched],
        number[flows.flow_index[pairs]],
        flows.link_index[pairs],
        capacity,
    )
    work.binding[touched] = found.binding
    bounds[touched] = np.minimum(bounds[touched], working.bound(found.rate, shown[touched], demand[touched]))
    return bounds
