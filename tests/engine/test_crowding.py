"""Neighbours in caches and memory channels: off unless the design counts them."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.numa import crowding
from virtdesigner.engine.simulation import Simulation
from virtdesigner.engine.state import State
from virtdesigner.model.change import add, update
from virtdesigner.model.design import Design

NESTED = 1.03


def _design(neighbours: int, *, counted: bool) -> Design:
    """A victim that asks for all of its 2 vCPUs on 8 cores, and neighbours of a core each."""
    plan = Plan()
    name = host(plan, cores=8, cpu_crowded_cache=100.0)
    plan.guest("victim", name, cpu=2.0, vcpus=2, memory_bound=50.0)
    for number in range(neighbours):
        plan.guest(f"neighbour{number}", name, cpu=1.0, vcpus=1, memory_bound=0.0)
    design = plan.design()
    after = design.settings.replace(crowded_caches=counted)
    stored = "settings" in design.table("settings")
    return design.edited([update("settings", design.settings, after) if stored else add("settings", after)])


def _victim(design: Design, steps: int = 10) -> tuple[int, Frame]:
    simulation = Simulation(design)
    frame = [simulation.step() for _ in range(steps)][-1]
    return simulation.compiled.row["guests"][ident("victim")], frame


def test_the_factor_grows_from_one_with_the_cores_that_others_keep_busy() -> None:
    assert crowding(np.array([0.0, 0.5, 1.0]), np.array([0.2, 0.2, 0.2])) == pytest.approx([1, 1.1, 1.2])


def test_busy_neighbours_slow_a_guest_down() -> None:
    row, frame = _victim(_design(4, counted=True))
    # Four of eight cores are busy with others, half of its time waits for memory, up to 100 % longer.
    assert frame.guests.cpu_overhead[row] == pytest.approx(NESTED * 1.25)
    assert frame.guests.cpu_crowded[row] == pytest.approx(NESTED * 0.25)
    assert frame.guests.progress[row] == pytest.approx(1 / (NESTED * 1.25))
    assert frame.guests.lost[row, CAUSES.index("overhead")] == pytest.approx(1 - frame.guests.progress[row])


def test_neighbours_that_never_wait_for_memory_are_not_slowed() -> None:
    row, frame = _victim(_design(4, counted=True))
    others = np.delete(frame.guests.cpu_crowded, row)
    assert others == pytest.approx(0)


def test_alone_nothing_is_slowed() -> None:
    row, frame = _victim(_design(0, counted=True))
    assert frame.guests.cpu_crowded[row] == 0


def test_without_the_switch_nothing_is_slowed_or_remembered() -> None:
    simulation = Simulation(_design(4, counted=False))
    frame = [simulation.step() for _ in range(5)][-1]
    assert frame.guests.cpu_crowded.max() == 0
    assert simulation.state.cores_busy.max() == 0


def test_lifting_it_raises_the_progress_of_the_victim() -> None:
    """The second run that makes the sentence true."""
    row, slowed = _victim(_design(6, counted=True))
    _, lifted = _victim(_design(6, counted=False))
    assert lifted.guests.progress[row] > slowed.guests.progress[row] * 1.2


def test_it_is_replayed_from_a_checkpoint_to_the_bit() -> None:
    simulation = Simulation(_design(5, counted=True))
    for _ in range(4):
        simulation.step()
    saved = simulation.checkpoint()
    after = simulation.step()
    state = State.restored(simulation.compiled, saved)
    assert state.cores_busy.max() > 0
    again = Simulation.restored(simulation.compiled.design, saved).step()
    assert again.guests.progress.tobytes() == after.guests.progress.tobytes()
