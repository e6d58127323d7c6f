"""What holds in every step of every design: the invariants of MODELS.md section 0."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.designs import designs
from virtdesigner.engine.arrays import Floats, total
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

ROUNDING = 1e-9


@settings(max_examples=150)
@given(designs(), st.sampled_from((0.5, 1.0, 7.0, 60.0)))
def test_invariants(design: Design, dt: float) -> None:
    simulation = Simulation(design, dt=dt)
    for _ in range(6):
        before = simulation.state.backlog.copy()
        frame = simulation.step()
        _check_guests(frame)
        _check_hosts(frame)
        _check_links_and_luns(frame)
        _check_backlog(simulation, before)


def _check_guests(frame: Frame) -> None:
    guests = frame.guests
    assert np.isfinite(guests.progress).all()
    assert (guests.progress >= 0).all()
    assert (guests.progress <= 1).all()
    assert (guests.lost >= -ROUNDING).all()
    np.testing.assert_allclose(guests.lost.sum(axis=1), 1 - guests.progress, atol=1e-9)
    assert (guests.cpu_granted <= guests.cpu_demand * (1 + ROUNDING)).all()
    waited = guests.cpu_ready + guests.cpu_costop
    assert (waited >= 0).all()
    assert (waited <= 1 + ROUNDING).all()
    for column in (guests.memory_ballooned, guests.memory_swapped, guests.memory_shared):
        assert (column >= -ROUNDING).all()
    down = guests.lost[:, -1] > 0
    assert (guests.progress[down] == 0).all()
    named = guests.limited_by > 0
    assert (guests.limiter[named] >= 0).all()


def _check_hosts(frame: Frame) -> None:
    hosts = frame.hosts
    assert (hosts.cpu_used <= hosts.cpu_capacity * (1 + ROUNDING)).all()
    assert (hosts.memory_used >= 0).all()
    assert (hosts.memory_used <= hosts.memory_total * (1 + ROUNDING)).all()
    placed = frame.guests.host >= 0
    granted = total(frame.guests.cpu_granted[placed], frame.guests.host[placed], hosts.cpu_used.size)
    np.testing.assert_allclose(granted, hosts.cpu_used, rtol=1e-9, atol=1e-9)


def _check_links_and_luns(frame: Frame) -> None:
    assert (frame.links.used <= frame.links.capacity * (1 + ROUNDING)).all()
    assert (frame.luns.utilisation <= 1 + ROUNDING).all()
    assert np.isfinite(frame.luns.latency).all()


def _check_backlog(simulation: Simulation, before: Floats) -> None:
    state, most = simulation.state, simulation.compiled.guests.backlog_most
    assert (state.backlog >= 0).all()
    assert (state.backlog <= most).all()
    # Nothing waits that neither waited before nor arrived: full load is at most 1 but for noise, and for a
    # member of a service that scales, which may do the work of all that are on in the design.
    noise = 1 + 6 * simulation.compiled.guests.patterns.noise
    noise *= max(1.0, simulation.compiled.scalings.wished.max(initial=1.0))
    assert (state.backlog <= before + noise * simulation.dt + ROUNDING).all()


@settings(max_examples=60)
@given(designs())
def test_memory_of_hosts_adds_up(design: Design) -> None:
    simulation = Simulation(design)
    for _ in range(5):
        simulation.step()
        state = simulation.state
        out = state.ballooned + state.swapped_active + state.swapped_idle
        assert (out <= state.touched * (1 + ROUNDING) + ROUNDING).all()
        assert (state.touched <= simulation.compiled.guests.memory * (1 + ROUNDING)).all()
