"""What frames hold on to: arrays that something may be asked of later, never the whole work of a step."""

import gc

import numpy as np

from tests.engine.designs import Plan, host
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.phases.work import Work
from virtdesigner.engine.simulation import Simulation


def _works() -> int:
    gc.collect()
    return sum(isinstance(thing, Work) for thing in gc.get_objects())


def _swapping() -> Plan:
    """Two guests that touch twice the memory of their host, and answer requests."""
    plan = Plan()
    name = host(plan, memory=4096.0, system=512.0, reclaim_rate=5000.0, ballooning=False, compression=False)
    for number in range(2):
        plan.guest(f"vm{number}", name, memory=4096.0, working_set=95.0, requests=10.0)
    return plan


def test_kept_frames_keep_no_work_of_their_steps() -> None:
    before, simulation = _works(), Simulation(_swapping().design())
    frames: list[Frame] = [simulation.step() for _ in range(20)]
    assert frames[-1].guests.memory_swapped.any()
    assert _works() == before


def test_answers_can_be_asked_for_long_after_the_step() -> None:
    early, late = Simulation(_swapping().design()), Simulation(_swapping().design())
    frames = [late.step() for _ in range(20)]
    for frame in frames:
        at_once = early.step().guests.answers
        np.testing.assert_array_equal(frame.guests.answers.parts, at_once.parts)
    assert any(frame.guests.answers.parts.any() for frame in frames)
