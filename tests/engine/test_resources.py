"""No resource does more than it can, on sums that nothing has clipped, and no work is lost or made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.designs import designs
from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.phases import PHASES, network, storage
from virtdesigner.engine.phases.asks import ios_ask
from virtdesigner.engine.phases.start import begin
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

ROUNDING = 1e-9


def _stepped(simulation: Simulation, dt: float) -> Work:
    """One step, with what its phases handed on."""
    work = Work(begin(simulation.compiled, simulation.state), simulation.state, dt)
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
        compiled, progress, placed = work.compiled, work.progress, work.state.host >= 0
        used = (work.demand * progress)[placed]
        _within(total(used, work.state.host[placed], work.capacity.size), work.capacity)
        flows = compiled.flows
        carried = network.demands(work, np.arange(flows.guest.size)) * progress[flows.guest]
        carried = np.where(flows.is_cut, 0.0, carried)
        load = total(carried[flows.flow_index], flows.link_index, flows.capacity.size)
        _within(load + work.swap_traffic, work.here.link_capacity)
        np.testing.assert_allclose(network.loads(work, progress), load, rtol=1e-9, atol=1e-9)
        through = storage.sums(work, progress)
        _within(storage.devices(work, through).busy, work.here.group_capacity)
        ios, depth = compiled.stores.ios, compiled.stores.queue_depth
        queued = np.flatnonzero(~ios.is_cut)
        under_way = storage.queue_asks(work, queued).now(work) * progress[ios.guest[queued]]
        under_way = total(under_way, ios.queue[queued], depth.size)
        _within(under_way, depth)
        np.testing.assert_allclose(through.under_way, under_way, rtol=1e-9, atol=1e-9)


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
        dropped = np.where(work.here.is_on, before + work.arriving * dt - done - after, 0.0)
        assert (dropped >= -1e-9 * (1 + dt)).all()
        # Only what finds no room to wait is lost.
        full = after >= most * (1 - ROUNDING)
        assert (np.abs(dropped[~full & work.here.is_on]) <= 1e-9 * (1 + dt)).all()


@settings(max_examples=40)
@given(designs())
def test_flows_of_disks_carry_their_reads_and_writes(design: Design) -> None:
    simulation = Simulation(design)
    work = _stepped(simulation, 1.0)
    flows, ios = work.compiled.flows, work.compiled.stores.ios
    rates = network.demands(work, np.arange(flows.guest.size))
    rows, one, none = np.arange(ios.guest.size), np.ones(ios.guest.size), np.zeros(ios.guest.size)
    reads, writes = (ios_ask(work, rows, *per).now(work) for per in ((one, none), (none, one)))
    for flow in np.flatnonzero(flows.io >= 0):
        io = flows.io[flow]
        iops = (reads if flows.reads[flow] else writes)[io]
        assert rates[flow] == pytest.approx(iops * ios.block[io] * 1024 * 8 / 1e6)
