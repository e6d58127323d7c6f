"""No resource does more than it can, on sums that nothing has clipped, and no work is lost or made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.designs import designs
from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.phases import PHASES, network, storage
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

ROUNDING = 1e-9


def _stepped(simulation: Simulation, dt: float) -> Work:
    """One step, with what its phases handed on."""
    work = Work(simulation.compiled, simulation.state, dt)
    for phase in PHASES:
        phase(work)
    return work


def _within(used: Floats, capacity: Floats) -> None:
    assert (used <= capacity * (1 + ROUNDING) + ROUNDING).all()


@settings(max_examples=60)
@given(designs(), st.sampled_from((0.5, 1.0, 30.0)))
def test_no_resource_is_overused(design: Design, dt: float) -> None:
    simulation = Simulation(design)
    for _ in range(5):
        work = _stepped(simulation, dt)
        compiled, uses = work.compiled, work.compiled.uses
        used = work.demand * work.progress[uses.guest]
        placed = work.state.host >= 0
        _within(
            total(used[uses.cpu][placed], work.state.host[placed], work.capacity.size), work.capacity
        )  # fmt: skip
        flows = compiled.flows
        carried = np.where(flows.is_cut, 0.0, used[uses.flows])
        load = total(carried[flows.flow_index], flows.link_index, flows.capacity.size)
        _within(load + work.swap_traffic, work.link_capacity)
        _within(storage.devices(work, work.progress).busy, work.group_capacity)
        ios, depth = compiled.stores.ios, compiled.stores.queue_depth
        queued = np.flatnonzero(ios.queue >= 0)
        _within(total(used[uses.queues][queued], ios.queue[queued], depth.size), depth)


@settings(max_examples=60)
@given(designs(), st.sampled_from((0.5, 1.0, 30.0)))
def test_work_is_done_kept_or_dropped_at_a_full_backlog(design: Design, dt: float) -> None:
    simulation = Simulation(design)
    most = simulation.compiled.guests.backlog_most
    for _ in range(5):
        before = simulation.state.backlog.copy()
        work = _stepped(simulation, dt)
        done = work.progress * (work.arriving + work.draining) * dt
        after = simulation.state.backlog
        dropped = np.where(work.is_on, before + work.arriving * dt - done - after, 0.0)
        assert (dropped >= -1e-9 * (1 + dt)).all()
        # Only what finds no room to wait is lost.
        full = after >= most * (1 - ROUNDING)
        assert (np.abs(dropped[~full & work.is_on]) <= 1e-9 * (1 + dt)).all()


@settings(max_examples=40)
@given(designs())
def test_flows_of_disks_carry_their_reads_and_writes(design: Design) -> None:
    simulation = Simulation(design)
    work = _stepped(simulation, 1.0)
    flows, ios = work.compiled.flows, work.compiled.stores.ios
    rates = network.demands(work)
    for flow in np.flatnonzero(flows.io >= 0):
        io = flows.io[flow]
        iops = (work.reads if flows.reads[flow] else work.writes)[io]
        assert rates[flow] == pytest.approx(iops * ios.block[io] * 1024 * 8 / 1e6)
