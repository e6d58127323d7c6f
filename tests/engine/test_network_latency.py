"""How long packets take: in systems, on busy links, outside. Numbers: MODELS.md sections 2 and 4."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import ExternalNetwork
from virtdesigner.model.parts import Flow, Nic

PAYLOAD = 1000.0 * 1448 / 1538
"""Mb/s that a 1 Gb/s adapter carries at MTU 1500: (1500 - 52) / (1500 + 38)."""

PACKET_MS = 1448 * 8 / (PAYLOAD * 1e6) * 1000
"""What a packet of 1448 bytes takes on it alone."""

VM_MS, NATIVE_MS, NAT_MS = 0.068, 0.0377, 0.0731
"""[P: Felter 2014] Round trips of 68.0, 37.7 and 73.1 us."""


def _plan(latency: float = 5.0) -> Plan:
    """A host on 1 Gb/s, one switch away from the outside."""
    plan = Plan()
    host(plan, "h", cores=64, nics=(Nic(id="nic0", name="nic0", speed=1000.0),))
    plan.virtual_switch("vs", "h hv")
    plan.switch("sw", port_speed=1000.0)
    plan._add(ExternalNetwork(id=ident("outside"), name="outside", rate=1000.0, latency=latency))
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    plan.link("cable", "sw", "outside")
    return plan


def _flow(rate: float, peer: str | None = None, id: str = "f") -> Flow:
    return Flow(id=id, name=id, rate=rate, packet=1448.0, peer=ident(peer) if peer else None)


def _vm(plan: Plan, name: str, *flows: Flow) -> None:
    plan.guest(name, "h hv", cpu=0.1, vcpus=4, flows=flows)
    plan.link("vnic", f"{name}/nic0", "vs")


def _latency(plan: Plan, name: str = "vm") -> float:
    simulation = Simulation(plan.design())
    frame = simulation.step()
    return float(frame.guests.network_latency[simulation.compiled.row["guests"][ident(name)]])


def _busy(rate: float) -> float:
    """M/M/1: W = S / (1 - rho)."""
    return PACKET_MS / (1.0 - rate / PAYLOAD)


@pytest.mark.parametrize("rate", [1.0, 500.0, 900.0])
def test_a_packet_waits_on_each_busy_hop_and_outside(rate: float) -> None:
    plan = _plan()
    _vm(plan, "vm", _flow(rate))
    assert _latency(plan) == pytest.approx(VM_MS + 5.0 + 2 * _busy(rate))


def test_others_on_a_link_make_packets_wait() -> None:
    plan = _plan(latency=0.0)
    _vm(plan, "vm", _flow(100.0))
    _vm(plan, "other", _flow(700.0))
    assert _latency(plan) == pytest.approx(VM_MS + 2 * _busy(800.0))


def test_a_full_queue_is_the_longest_wait() -> None:
    plan = _plan(latency=0.0)
    _vm(plan, "vm", _flow(5000.0))
    # 1000 packets in the queue of each of two full hops.
    assert _latency(plan) == pytest.approx(VM_MS + 2 * 1000 * PACKET_MS, rel=1e-6)


def test_flows_weigh_as_much_as_they_would_send() -> None:
    plan = _plan(latency=10.0)
    _vm(plan, "peer")
    _vm(plan, "vm", _flow(300.0), _flow(100.0, "peer", "g"))
    out, inside = 10.0 + 2 * _busy(300.0), 1448 * 8 / (28_000 * 1e6) * 1000 / (1.0 - 100.0 / 28_000)
    assert _latency(plan) == pytest.approx(VM_MS + (300.0 * out + 100.0 * inside) / 400.0)


@pytest.mark.parametrize(("nat", "own"), [(True, NAT_MS), (False, NATIVE_MS)])
def test_translation_of_addresses_doubles_what_the_system_takes(nat: bool, own: float) -> None:
    plan = _plan(latency=0.0)
    plan.server("bare", cores=64, nics=(Nic(id="nic0", name="nic0", speed=1000.0),))
    plan.link("cable", "bare/nic0", "sw")
    plan.engine("engine", "bare")
    plan.virtual_switch("bridge", "engine", nat=nat)
    plan.link("uplink", "bridge", "bare/nic0")
    plan.container("box", "engine", cpu=0.1, vcpus=4, flows=(_flow(10.0),))
    plan.link("vnic", "box/nic0", "bridge")
    assert _latency(plan, "box") == pytest.approx(own + 2 * _busy(10.0), rel=0.02)


def test_a_guest_that_sends_nothing_has_none() -> None:
    plan = _plan()
    _vm(plan, "vm")
    assert _latency(plan) == 0.0
