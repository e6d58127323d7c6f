"""What changes at the start of a step, and that nothing but the start changes it."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host
from virtdesigner.engine.compiled import Compiled, compile_topology
from virtdesigner.engine.phases.presence import Presence
from virtdesigner.engine.phases.start import begin, resume
from virtdesigner.engine.pieces import turns
from virtdesigner.engine.simulation import Simulation
from virtdesigner.engine.state import ROWS, State
from virtdesigner.model.design import Design


def _design(pattern: str = "constant") -> Design:
    plan = Plan()
    plan.guest("vm", host(plan, cores=4), cpu=1.0, pattern=pattern, work=5.0)
    return plan.design()


def test_whoever_is_up_comes_up_at_the_start() -> None:
    compiled = compile_topology(_design())
    state = State.fresh(compiled, 1)
    state.powered = np.array([False])
    begin(compiled, state)
    assert state.powered.tolist() == [True]


def test_to_look_changes_nothing() -> None:
    compiled = compile_topology(_design("batch"))
    state = State.fresh(compiled, 1)
    here = begin(compiled, state).here
    before = state.copy()
    assert turns(here, state, 10.0)
    again = resume(compiled, state)
    assert again.here is here
    assert not again.moved.size
    for name in ROWS:
        np.testing.assert_array_equal(getattr(state, name), getattr(before, name))


def test_a_step_looks_once_whether_anything_has_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    simulation, looks = Simulation(_design()), list[bool]()
    simulation.step()
    holds = Presence.still_holds

    def look(here: Presence, compiled: Compiled, state: State) -> bool:
        looks.append(True)
        return holds(here, compiled, state)

    monkeypatch.setattr(Presence, "still_holds", look)
    simulation.step()
    assert looks == [True]
