"""A run is a function of design, seed and step: repeated, restored, or beside another guest, to the bit."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.designs import Plan, designs, host, ident
from tests.frames import arrays
from virtdesigner.engine.compiled import compile_topology
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.engine.state import CheckpointError, State
from virtdesigner.model.change import add, remove, update
from virtdesigner.model.design import Design


def _bits(frame: Frame) -> bytes:
    return pickle.dumps([*arrays(frame), frame.time, frame.alarms])


def _steps(simulation: Simulation, count: int) -> list[bytes]:
    return [_bits(simulation.step()) for _ in range(count)]


@settings(max_examples=25)
@given(designs())
def test_the_same_run_twice_is_the_same_to_the_bit(design: Design) -> None:
    assert _steps(Simulation(design), 5) == _steps(Simulation(design), 5)


@settings(max_examples=25)
@given(designs(), st.integers(1, 4))
def test_a_checkpoint_goes_on_to_the_same_bits(design: Design, at: int) -> None:
    whole, first = Simulation(design), Simulation(design)
    expected = _steps(whole, 6)
    _steps(first, at)
    assert _steps(Simulation.restored(design, first.checkpoint()), 6 - at) == expected[at:]


def test_another_seed_draws_other_noise() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=0.5, noise=20.0)
    design = plan.design()
    one, two = (Simulation(design, seed=seed).step().guests.cpu_demand[0] for seed in (1, 2))
    assert one != two


@settings(max_examples=25)
@given(designs())
def test_a_guest_added_elsewhere_changes_nobodys_demand(design: Design) -> None:
    plan = Plan()
    plan.guest("newcomer", host(plan, "elsewhere"), cpu=1.0, noise=30.0)
    more = design.edited([add("elements", element) for element in plan.elements])
    one, two = Simulation(design), Simulation(more)
    rows = [two.compiled.row["guests"][id] for id in one.compiled.guest_ids]
    for _ in range(3):
        before, after = one.step().guests, two.step().guests
        for column in ("cpu_demand", "network_demand", "iops_demand", "memory_active"):
            assert (getattr(before, column) == getattr(after, column)[rows]).all()


@settings(max_examples=25)
@given(designs())
def test_an_edit_keeps_the_state_of_what_stays(design: Design) -> None:
    simulation = Simulation(design)
    _steps(simulation, 3)
    kept = simulation.state
    old = simulation.compiled
    plan = Plan()
    plan.guest("newcomer", host(plan, "elsewhere"))
    simulation.swap(design.edited([add("elements", element) for element in plan.elements]))
    assert simulation.time == kept.time
    rows = [simulation.compiled.row["guests"][id] for id in old.guest_ids]
    for column in ("backlog", "ballooned", "swapped_active", "touched", "progress"):
        assert (getattr(simulation.state, column)[rows] == getattr(kept, column)).all()
    simulation.step()


def test_a_smaller_guest_holds_no_more_than_it_has() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), memory=8192.0)
    design = plan.design()
    simulation = Simulation(design)
    simulation.step()
    vm = design.elements[ident("vm")]
    smaller = vm.replace(memory=vm.memory.replace(size=1024.0))  # type: ignore[attr-defined]
    simulation.swap(design.edited([update("elements", vm, smaller)]))
    simulation.step()
    assert simulation.state.touched[0] == 1024


def test_a_removed_guest_leaves_no_row() -> None:
    plan = Plan()
    name = host(plan)
    plan.guest("one", name, cpu=0.5)
    plan.guest("two", name, cpu=0.25)
    design = plan.design()
    simulation = Simulation(design)
    simulation.step()
    simulation.swap(design.edited([remove("elements", design.elements[ident("one")])]))
    frame = simulation.step()
    assert simulation.compiled.guest_ids == (ident("two"),)
    assert frame.guests.cpu_demand == pytest.approx([0.25 * 1.03])


def test_a_checkpoint_of_another_design_is_refused() -> None:
    plan = Plan()
    plan.guest("vm", host(plan))
    with pytest.raises(CheckpointError, match="another design"):
        Simulation.restored(Design.of(), Simulation(plan.design()).checkpoint())


@pytest.mark.parametrize("data", [b"", b"not a checkpoint"])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint"):
        State.restored(compile_topology(Design.of()), data)


def test_an_empty_design_runs() -> None:
    simulation = Simulation(Design.of())
    frame = simulation.step()
    assert frame.time == 1.0
    assert frame.converged
    assert frame.guests.progress.shape == (0,)
    assert not np.isnan(frame.guests.lost).any()


@settings(max_examples=25)
@given(designs())
def test_what_another_host_goes_through_moves_nobody_here(design: Design) -> None:
    """A crowded host that shares nothing with the others, and takes more passes than they."""
    plan = Plan()
    name = host(plan, "elsewhere", cores=2, scheduler="xen-credit", drivers="driver-domain", memory=2048.0)
    for number in range(4):
        plan.guest(f"crowd{number}", name, cpu=4.0, vcpus=4, memory=1024.0, pattern="bursts", period=2.0)
    more = design.edited([add("elements", element) for element in plan.elements])
    one, two = Simulation(design), Simulation(more)
    rows = [two.compiled.row["guests"][id] for id in one.compiled.guest_ids]
    for _ in range(4):
        before, after = one.step().guests, two.step().guests
        assert (before.progress == after.progress[rows]).all()
        assert (before.cpu_ready == after.cpu_ready[rows]).all()
