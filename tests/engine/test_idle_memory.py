"""A guest that does nothing touches no page, so what is taken from it holds it up by nothing."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation


def _run(cpu: float, steps: int = 200, **values: object) -> tuple[Simulation, Frame]:
    """Two VMs of 4 GiB without tools on 4 GiB; one of them wants `cpu`."""
    plan = Plan()
    name = host(plan, cores=4, memory=4096.0, compression=False)
    plan.guest("quiet", name, cpu=cpu, memory=4096.0, working_set=60.0, mem_tools=False, **values)
    plan.guest("busy", name, cpu=1.0, memory=4096.0, working_set=60.0, mem_tools=False)
    simulation = Simulation(plan.design())
    return simulation, [simulation.step() for _ in range(steps)][-1]


def test_who_wants_nothing_loses_nothing_though_it_is_swapped_out() -> None:
    simulation, frame = _run(0.0)
    quiet = simulation.compiled.row["guests"][ident("quiet")]
    assert frame.guests.memory_swapped[quiet] > 500
    assert frame.guests.progress[quiet] == 1
    assert frame.guests.lost[quiet].sum() == 0


def test_who_wants_little_loses_time_to_it() -> None:
    simulation, frame = _run(0.1)
    assert frame.guests.progress[simulation.compiled.row["guests"][ident("quiet")]] < 0.9


def test_what_a_quiet_guest_had_is_left_to_the_busy_one() -> None:
    """Nobody asks for it back, so in time the busy one has its working set."""
    simulation, frame = _run(0.0, 900)
    busy = simulation.compiled.row["guests"][ident("busy")]
    assert frame.guests.progress[busy] > _run(0.1, 900)[1].guests.progress[busy]


def test_it_comes_back_when_there_is_something_to_do() -> None:
    """Bursts: nothing for 50 s, then full load, in which it waits for its pages."""
    simulation, _ = _run(0.5, 1, pattern="bursts", low=0.0, duty=50.0, period=100.0)
    quiet = simulation.compiled.row["guests"][ident("quiet")]
    frames = [simulation.step() for _ in range(300)]
    idle = [frame for frame in frames if frame.guests.cpu_demand[quiet] < 0.01]
    working = [frame for frame in frames if frame.guests.cpu_demand[quiet] > 0.1]
    assert min(float(frame.guests.progress[quiet]) for frame in idle) == pytest.approx(1)
    assert min(float(frame.guests.progress[quiet]) for frame in working) < 0.9
