"""What is state, not compiled: where guests run, what is up, how much of a device is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.engine.state import State
from virtdesigner.model.change import add, remove, update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, Flow, Nic


def _two_hosts(**values: Any) -> Plan:
    """Host "a" of 4 cores with a VM that wants them all, host "b" of 2 with nothing."""
    plan = Plan()
    plan.guest("vm", host(plan, "a", cores=4), cpu=4.0, vcpus=4)
    host(plan, "b", cores=2, **values)
    return plan


def _row(simulation: Simulation, table: str, name: str) -> int:
    return simulation.compiled.row[table][ident(name)]


def _guest(simulation: Simulation, frame: Frame, name: str, column: str) -> Any:
    return getattr(frame.guests, column)[_row(simulation, "guests", name)]


def _last(simulation: Simulation, steps: int = 20) -> Frame:
    return [simulation.step() for _ in range(steps)][-1]


@contextmanager
def _without_compiling(simulation: Simulation) -> Iterator[State]:
    compiled = simulation.compiled
    yield simulation.state
    assert simulation.compiled is compiled


def test_a_run_starts_with_what_the_design_wishes() -> None:
    plan = _two_hosts()
    plan.guest("off", "b hv", powered_on=False)
    plan.guest("nowhere", None)
    simulation = Simulation(plan.design())
    state = simulation.state
    rows = [_row(simulation, "guests", name) for name in ("vm", "off", "nowhere")]
    a, b = (_row(simulation, "hosts", name) for name in "ab")
    assert state.host[rows].tolist() == [a, b, -1]
    assert state.guest_up[rows].tolist() == [True, False, True]
    for factor in (state.cpu_factor, state.link_factor, state.group_factor):
        assert (factor == 1.0).all()


def test_half_a_hosts_cores_are_half_its_capacity() -> None:
    simulation = Simulation(_two_hosts().design())
    a = _row(simulation, "hosts", "a")
    assert _last(simulation).hosts.cpu_capacity[a] == 4
    with _without_compiling(simulation) as state:
        state.cpu_factor[a] = 0.5
        frame = _last(simulation)
    assert frame.hosts.cpu_capacity[a] == 2
    assert _guest(simulation, frame, "vm", "cpu_granted") == pytest.approx(2, rel=0.01)


def test_a_guest_taken_down_is_down_and_comes_back() -> None:
    simulation = Simulation(_two_hosts().design())
    row = _row(simulation, "guests", "vm")
    with _without_compiling(simulation) as state:
        state.guest_up[row] = False
        frame = simulation.step()
        assert frame.guests.progress[row] == 0
        assert CAUSES[frame.guests.limited_by[row]] == "down"
        assert frame.guests.cpu_demand[row] == 0
        state.guest_up[row] = True
        # 4 cores of work that cost 1.03 each, of the 4 that there are.
        assert _last(simulation).guests.progress[row] == pytest.approx(1 / 1.03, rel=0.01)


def test_a_guest_that_is_switched_off_can_be_started_in_a_run() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.5, powered_on=False)
    simulation = Simulation(plan.design())
    assert simulation.step().guests.cpu_granted[0] == 0
    simulation.state.guest_up[0] = True
    assert simulation.step().guests.cpu_granted[0] == pytest.approx(0.5 * 1.03)


def test_a_failed_host_takes_its_guests_down_and_draws_nothing() -> None:
    simulation = Simulation(_two_hosts().design())
    a = _row(simulation, "hosts", "a")
    simulation.state.host_up[a] = False
    frame = simulation.step()
    assert CAUSES[_guest(simulation, frame, "vm", "limited_by")] == "down"
    assert frame.hosts.power[a] == 0
    assert frame.hosts.cpu_capacity[a] == 0


def test_a_guest_moved_in_the_state_competes_there() -> None:
    """The other has both cores of "b" to itself, until the VM of 4 vCPUs is there with twice its shares."""
    plan = _two_hosts()
    plan.guest("other", "b hv", cpu=2.0, vcpus=2)
    simulation = Simulation(plan.design())
    alone = _guest(simulation, _last(simulation), "other", "cpu_granted")
    assert alone == pytest.approx(2, rel=0.01)
    b = _row(simulation, "hosts", "b")
    with _without_compiling(simulation) as state:
        state.host[_row(simulation, "guests", "vm")] = b
        frame = _last(simulation)
    assert _guest(simulation, frame, "vm", "cpu_granted") == pytest.approx(2 * 4 / 6, rel=0.01)
    assert _guest(simulation, frame, "other", "cpu_granted") == pytest.approx(2 * 2 / 6, rel=0.01)
    assert _guest(simulation, frame, "vm", "host") == b
    assert frame.hosts.cpu_used[_row(simulation, "hosts", "a")] == 0


def test_a_moved_guest_pays_what_its_new_host_costs() -> None:
    """Binary translation makes user code 1.03, and kernel code twice as dear; cores twice as fast."""
    plan = Plan()
    plan.guest("vm", host(plan, "a"), cpu=1.0, user_share=50.0, vcpus=2)
    host(plan, "b", technique="binary-translation", cpu_relative_speed=2.0)
    simulation = Simulation(plan.design())
    before = simulation.step()
    assert before.guests.cpu_demand[0] == pytest.approx(0.5 + 0.5 * 1.02 + 0.03)
    simulation.state.host[0] = _row(simulation, "hosts", "b")
    after = simulation.step()
    assert after.guests.cpu_demand[0] == pytest.approx(0.5 * 1.03 + 0.5 * 2)
    assert after.guests.host[0] != before.guests.host[0]


def test_a_moved_guest_takes_its_memory_along() -> None:
    simulation = Simulation(_two_hosts().design())
    a, b = (_row(simulation, "hosts", name) for name in "ab")
    before = _last(simulation).hosts.memory_used
    simulation.state.host[0] = b
    after = simulation.step().hosts.memory_used
    assert before[a] > 1024 > before[b]
    assert after[b] > 1024 > after[a]


def _cabled() -> Plan:
    plan = Plan()
    plan.switch("sw")
    name = host(plan, cores=8, nics=(Nic(id="nic0", name="nic0", speed=1000.0),))
    plan.virtual_switch("vs", name)
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    plan.guest("vm", name, cpu=0.1, vcpus=4, flows=(Flow(id="f", name="f", rate=800.0),))
    plan.link("vnic", "vm/nic0", "vs")
    return plan


@pytest.mark.parametrize(("left", "up", "share"), [(1.0, True, 1.0), (0.5, True, 0.5), (1.0, False, 0.0)])
def test_what_is_left_of_a_link(left: float, up: bool, share: float) -> None:
    """A cable of 1 Gb/s carries 941.5 Mb/s of payload."""
    simulation = Simulation(_cabled().design())
    row = simulation.compiled.row["links"][ident("cable h/nic0 sw")]
    simulation.state.link_factor[row] = left
    simulation.state.link_up[row] = up
    frame = _last(simulation)
    capacity = 1000 * 1448 / 1538 * share
    assert frame.links.capacity[row] == pytest.approx(capacity)
    assert frame.guests.network_granted[0] == pytest.approx(min(800, capacity), rel=0.01)
    assert CAUSES[frame.guests.limited_by[0]] == ("none" if share == 1 else "network")


@pytest.mark.parametrize(("left", "up", "share"), [(1.0, True, 1.0), (0.5, True, 0.5), (1.0, False, 0.0)])
def test_what_is_left_of_a_disk_group(left: float, up: bool, share: float) -> None:
    """4 disks of 100 IOPS each."""
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="hdd", disks=4, raid="0", device_iops=100.0)
    name = host(plan, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", queue_depth=256)
    plan.guest("vm", name, cpu=0.1, vcpus=4, reads=1000.0)
    plan.link("disk", "vm/disk0", "lun")
    simulation = Simulation(plan.design())
    row = simulation.compiled.row["groups"][f"{ident('h')} g"]
    simulation.state.group_factor[row] = left
    simulation.state.group_up[row] = up
    frame = _last(simulation)
    assert frame.guests.iops_granted[0] == pytest.approx(400 * share, rel=0.01)
    assert np.isfinite(frame.luns.latency).all()
    assert CAUSES[frame.guests.limited_by[0]] == "storage"


def _changed(simulation: Simulation) -> State:
    """A state that a run has moved away from the design."""
    state = simulation.state
    state.host[_row(simulation, "guests", "vm")] = _row(simulation, "hosts", "b")
    state.guest_up[_row(simulation, "guests", "vm")] = False
    state.host_up[_row(simulation, "hosts", "a")] = False
    state.cpu_factor[_row(simulation, "hosts", "b")] = 0.25
    return state


def test_a_checkpoint_carries_it_all() -> None:
    design = _two_hosts().design()
    simulation = Simulation(design)
    state = _changed(simulation)
    restored = Simulation.restored(design, simulation.checkpoint()).state
    for name in ("host", "guest_up", "host_up", "link_up", "group_up"):
        assert getattr(restored, name).tolist() == getattr(state, name).tolist()
        assert getattr(restored, name).dtype == getattr(state, name).dtype
    for name in ("cpu_factor", "link_factor", "group_factor"):
        assert getattr(restored, name).tolist() == getattr(state, name).tolist()


def _edited(simulation: Simulation, name: str, **values: Any) -> None:
    design = simulation.compiled.design
    element = design.elements[ident(name)]
    simulation.swap(design.edited([update("elements", element, element.replace(**values))]))


def test_an_edit_elsewhere_keeps_what_the_run_changed() -> None:
    simulation = Simulation(_two_hosts().design())
    _changed(simulation)
    plan = Plan()
    host(plan, "c")
    design = simulation.compiled.design
    simulation.swap(design.edited([add("elements", element) for element in plan.elements]))
    state = simulation.state
    assert state.host[_row(simulation, "guests", "vm")] == _row(simulation, "hosts", "b")
    assert not state.guest_up[_row(simulation, "guests", "vm")]
    ups = [state.host_up[_row(simulation, "hosts", name)] for name in "abc"]
    assert ups == [False, True, True]
    assert state.cpu_factor[_row(simulation, "hosts", "b")] == 0.25


def test_a_guest_dragged_to_another_host_moves_there() -> None:
    plan = _two_hosts()
    host(plan, "c")
    simulation = Simulation(plan.design())
    _changed(simulation)
    _edited(simulation, "vm", parent=ident("c hv"))
    assert simulation.state.host.tolist() == [_row(simulation, "hosts", "c")]
    assert not simulation.state.guest_up[0]


def test_a_power_switch_acts_on_the_run() -> None:
    simulation = Simulation(_two_hosts().design())
    _edited(simulation, "vm", powered_on=False)
    assert not simulation.state.guest_up[0]
    _edited(simulation, "vm", powered_on=True)
    assert simulation.state.guest_up[0]
    _edited(simulation, "b", powered_on=False)
    ups = [simulation.state.host_up[_row(simulation, "hosts", name)] for name in "ab"]
    assert ups == [True, False]


def test_a_guest_whose_host_is_removed_is_back_at_home() -> None:
    design = _two_hosts().design()
    simulation = Simulation(design)
    simulation.state.host[0] = _row(simulation, "hosts", "b")
    gone = [remove("elements", design.elements[ident(name)]) for name in ("b hv", "b")]
    simulation.swap(design.edited(gone))
    assert simulation.state.host.tolist() == [_row(simulation, "hosts", "a")]


def test_an_edit_of_an_empty_design_starts_from_its_wishes() -> None:
    simulation = Simulation(Design.of())
    design = Design.of()
    plan = _two_hosts()
    simulation.swap(design.edited([add("elements", element) for element in plan.elements]))
    assert simulation.state.host.tolist() == [_row(simulation, "hosts", "a")]
    assert _last(simulation).guests.progress[0] == pytest.approx(1 / 1.03, rel=0.01)
