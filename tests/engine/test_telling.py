"""Events of a run: states of memory that change, and the six steps of ballooning (MODELS.md section 3)."""

from collections import Counter

import pytest
from hypothesis import given, settings

from tests.engine.designs import Plan, designs, host
from virtdesigner.engine.frame import MEMORY_STATES, Event, Frame
from virtdesigner.engine.phases.telling import EVENTS_MOST
from virtdesigner.engine.recording import Recording
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design

STEPS = [
    "balloon-demand",
    "balloon-inflates",
    "balloon-pressure",
    "balloon-chooses",
    "balloon-pages-out",
    "balloon-given-on",
]


def _crowd(guests: int = 8, working_set: float = 60.0, **values: object) -> Simulation:
    """VMs of 4 GiB on 16 GiB; all but the last begin to work at once, it begins later."""
    plan = Plan()
    name = host(plan, cores=64, memory=16_384.0)
    for number in range(guests):
        start = 300.0 if number == guests - 1 else 0.0
        plan.guest(
            f"vm{number}", name, cpu=0.1, memory=4096.0, working_set=working_set, start=start, **values
        )  # fmt: skip
    return Simulation(plan.design())


def _frames(simulation: Simulation, steps: int = 900) -> list[Frame]:
    return [simulation.step() for _ in range(steps)]


def _events(frames: list[Frame]) -> list[Event]:
    return [event for frame in frames for event in frame.events]


def test_the_six_steps_come_in_their_order() -> None:
    simulation = _crowd()
    events = _events(_frames(simulation))
    guest = simulation.compiled.guest_ids[0]
    steps = [event.message.code for event in events if event.element == guest]
    assert [code for code in steps if code in STEPS[:5]] == STEPS[:5]
    assert "balloon-given-on" in steps


def test_each_step_is_told_once_until_the_balloon_deflates() -> None:
    simulation = _crowd()
    counts = Counter((event.element, event.message.code) for event in _events(_frames(simulation)))
    for guest in simulation.compiled.guest_ids:
        assert counts[guest, "balloon-inflates"] >= 1
        assert all(counts[guest, code] <= 1 + counts[guest, "balloon-deflates"] for code in STEPS)


def test_steps_say_how_much() -> None:
    simulation = _crowd()
    for frame in _frames(simulation):
        for event in frame.events:
            row = simulation.compiled.row["guests"].get(event.element)
            if event.message.code == "balloon-inflates":
                assert event.time == frame.time
                assert event.message["amount"] == pytest.approx(frame.guests.memory_ballooned[row])
            if event.message.code == "balloon-given-on":
                assert event.message["other"] in simulation.compiled.guest_ids
                assert event.message["other"] != event.element


def test_nothing_is_told_where_there_is_room() -> None:
    plan = Plan()
    plan.guest("vm", host(plan), cpu=1.0, working_set=50.0)
    assert not _events(_frames(Simulation(plan.design()), 60))


def test_a_guest_without_tools_is_compressed_then_swapped() -> None:
    simulation = _crowd(mem_tools=False, working_set=100.0)
    codes = [
        e.message.code for e in _events(_frames(simulation)) if e.element == simulation.compiled.guest_ids[0]
    ]
    assert codes[:2] == ["memory-compressed", "memory-swapped"]
    assert not set(codes) & set(STEPS)


def test_every_change_of_state_is_told() -> None:
    before = "high"
    for frame in _frames(_crowd(mem_tools=False), 300):
        now = MEMORY_STATES[frame.hosts.memory_state[0]]
        told = [event.message for event in frame.events if event.message.code.startswith("memory-state")]
        assert bool(told) == (now != before)
        for message in told:
            worse = MEMORY_STATES.index(now) > MEMORY_STATES.index(before)
            assert message.code == ("memory-state-worse" if worse else "memory-state-better")
            assert (message["before"], message["state"]) == (before, now)
        before = now


def test_a_balloon_that_deflates_says_so_and_can_begin_anew() -> None:
    simulation = _crowd()
    _frames(simulation)
    state = simulation.state
    state.guest_up = state.guest_up.copy()
    state.guest_up[2:] = False
    codes = [
        event.message.code for event in _events(_frames(simulation, 300)) if event.element == _id(simulation)
    ]
    assert codes == ["balloon-deflates"]
    state.guest_up = state.guest_up.copy()
    state.guest_up[2:] = True
    codes = [
        event.message.code for event in _events(_frames(simulation, 1800)) if event.element == _id(simulation)
    ]
    assert "balloon-inflates" in codes


def _id(simulation: Simulation) -> str:
    return simulation.compiled.guest_ids[0]


def test_a_step_tells_no_more_than_can_be_read() -> None:
    plan = Plan()
    for number in range(30):
        name = host(plan, f"h{number}", cores=64, memory=8192.0)
        for guest in range(6):
            plan.guest(f"h{number} {guest}", name, cpu=0.1, memory=4096.0, working_set=100.0)
    frames = _frames(Simulation(plan.design()), 60)
    assert max(len(frame.events) for frame in frames) == EVENTS_MOST


def test_a_checkpoint_goes_on_to_the_same_events() -> None:
    simulation = _crowd()
    _frames(simulation, 20)
    other = Simulation.restored(simulation.compiled.design, simulation.checkpoint())
    assert _events(_frames(simulation, 100)) == _events(_frames(other, 100))


def test_a_recording_keeps_them() -> None:
    recording = Recording()
    frames = _frames(_crowd(), 100)
    for frame in frames:
        recording.add(frame)
    assert list(recording.events()) == _events(frames)
    recording.clear()
    assert recording.events() == ()


@settings(max_examples=30)
@given(designs())
def test_events_are_of_elements_that_there_are(design: Design) -> None:
    for event in _events(_frames(Simulation(design), 8)):
        assert event.element in design.elements
