"""The bridge between the simulation's thread and the widgets, with the real runner and engine."""

import math
import threading
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from tests.building import id_of, two_hosts
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.runner import RunError
from virtdesigner.model import edits
from virtdesigner.model.change import update
from virtdesigner.ui import bridge as module
from virtdesigner.ui.bridge import FLAT_OUT, Bridge, StepClock
from virtdesigner.ui.document import Document


@pytest.fixture
def document(qapp: object) -> Document:
    made = Document()
    made.adopt(two_hosts().design)
    return made


@pytest.fixture
def bridge(document: Document, qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge(document)
    made.load()
    qtbot.waitUntil(lambda: made.is_ready)
    yield made
    made.close()


def _more_than(shown: Sequence[Frame], count: int) -> bool:
    return len(shown) > count


def rename(document: Document, name: str) -> None:
    element = document.design.elements[id_of("a1")]
    assert document.do("Rename", edits.replace(document.design, element, name=name))


def test_nothing_runs_until_it_is_started(bridge: Bridge) -> None:
    assert not bridge.is_running
    assert (bridge.frame, bridge.time, bridge.step_ms) == (None, 0.0, None)


def test_single_steps_advance_by_the_design_s_step(bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.frame_shown) as told:
        bridge.step_once()
    assert isinstance(told.args[0], Frame)
    assert bridge.time == 1.0  # one step of 1 s, the default of the settings
    bridge.step_once(3)
    qtbot.waitUntil(lambda: bridge.time == 4.0)
    assert not bridge.is_running
    assert bridge.step_ms
    assert bridge.step_ms > 0


def test_frames_come_in_the_gui_thread_while_it_runs_and_stop_when_paused(
    bridge: Bridge, qtbot: QtBot
) -> None:
    seen: list[str] = []
    bridge.frame_shown.connect(lambda _: seen.append(threading.current_thread().name))
    bridge.set_speed(FLAT_OUT)
    bridge.start()
    qtbot.waitUntil(lambda: len(seen) >= 3)
    assert set(seen) == {"MainThread"}
    assert bridge.is_running
    with qtbot.waitSignal(bridge.run_state_changed):
        bridge.pause()
    assert not bridge.is_running


def test_what_is_asked_before_the_engine_is_there_is_remembered(document: Document, qtbot: QtBot) -> None:
    early = Bridge(document)
    early.step_once(2)
    early.set_speed(10.0)
    assert not early.is_ready
    early.load()
    qtbot.waitUntil(lambda: early.time == 2.0)
    assert early.speed == 10.0
    early.close()


def test_started_before_the_engine_is_there_it_runs_then(document: Document, qtbot: QtBot) -> None:
    early = Bridge(document, FLAT_OUT)
    early.start()
    assert early.is_running
    early.load()
    qtbot.waitUntil(lambda: early.time > 0)
    early.close()


def test_an_edit_goes_on_in_the_edited_design(bridge: Bridge, document: Document, qtbot: QtBot) -> None:
    bridge.step_once(5)
    qtbot.waitUntil(lambda: bridge.time == 5.0)
    document.do("Delete", edits.delete(document.design, [id_of("a1")]))
    assert bridge.frame is not None
    assert not bridge.is_current  # what stays on the screen is of yesterday's design, and said to be
    bridge.step_once()
    qtbot.waitUntil(lambda: bridge.is_current)
    assert bridge.time == 6.0  # time goes on
    assert bridge.frame is not None
    assert bridge.frame.compiled.design is document.design
    assert id_of("a1") not in bridge.frame.compiled.guest_ids


def test_an_edit_in_a_pause_shows_the_last_frame_again_as_one_of_the_past(
    bridge: Bridge, document: Document, qtbot: QtBot
) -> None:
    bridge.step_once()
    qtbot.waitUntil(lambda: bridge.is_current)
    frame = bridge.frame
    told: list[tuple[object, bool]] = []
    bridge.frame_shown.connect(lambda shown: told.append((shown, bridge.is_current)))
    rename(document, "other")
    assert told == [(frame, False)]


def test_frames_of_yesterday_s_design_are_dropped(bridge: Bridge, document: Document, qtbot: QtBot) -> None:
    shown: list[Frame] = []
    bridge.frame_shown.connect(lambda frame: shown.extend([frame] if frame else []))
    bridge.set_speed(FLAT_OUT)
    bridge.start()
    for number in range(10):
        rename(document, f"a1-{number}")
        before = len(shown)
        qtbot.waitUntil(partial(_more_than, shown, before))
        assert shown[-1].compiled.design is document.design


def test_moving_a_card_compiles_nothing(bridge: Bridge, document: Document, qtbot: QtBot) -> None:
    bridge.step_once()
    qtbot.waitUntil(lambda: bridge.frame is not None)
    frame = bridge.frame
    placement = document.design.placement(id_of("a1"))
    assert placement
    document.do("Move", [update("placements", placement, placement.replace(x=placement.x + 8))])
    assert bridge.frame is frame


def test_restart_begins_at_time_0_and_forgets_the_past(
    bridge: Bridge, document: Document, qtbot: QtBot
) -> None:
    bridge.step_once(5)
    qtbot.waitUntil(lambda: bridge.time == 5.0)
    bridge.restart()
    assert (bridge.time, bridge.frame) == (0.0, None)
    bridge.step_once()
    qtbot.waitUntil(lambda: bridge.time == 1.0)
    assert bridge.recording
    times, _ = bridge.recording.series("guests", id_of("a1"), "cpu_granted")
    assert list(times) == [1.0]


def test_another_design_starts_its_own_run(bridge: Bridge, document: Document, qtbot: QtBot) -> None:
    bridge.step_once(5)
    qtbot.waitUntil(lambda: bridge.time == 5.0)
    told: list[Frame | None] = []
    bridge.frame_shown.connect(told.append)
    document.adopt(two_hosts().design)
    assert told[-1] is None
    assert bridge.frame is None
    bridge.step_once()
    qtbot.waitUntil(lambda: bridge.time == 1.0)


def test_an_error_stops_the_run_and_is_told_once(
    bridge: Bridge, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(design: object, clock: StepClock) -> None:
        raise RuntimeError("no such model")

    monkeypatch.setattr(module, "_timed", broken)
    failures: list[RunError] = []
    bridge.failed.connect(failures.append)
    before = document.design
    bridge.restart()
    bridge.start()
    qtbot.waitUntil(lambda: bool(failures))
    bridge.poll()
    bridge.poll()
    (error,) = failures
    assert (error.doing, error.message) == ("compile", "no such model")
    assert "Traceback" in error.details
    assert not bridge.is_running
    assert document.design is before


def test_the_stopwatch_smooths() -> None:
    clock = StepClock()
    clock.add(0.010)
    assert clock.mean == 0.010
    clock.add(0.020)
    assert math.isclose(clock.mean, 0.012)  # 0.010 + 0.2 x (0.020 - 0.010)


def test_going_back_shows_the_frame_of_then_and_pauses(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.step_once(12)
    qtbot.waitUntil(lambda: bridge.time == 12.0)
    bridge.start()
    bridge.seek(5.0)
    qtbot.waitUntil(lambda: bridge.time == 5.0)
    assert not bridge.is_running


def test_going_back_to_the_start_shows_that_nothing_has_run(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.step_once(3)
    qtbot.waitUntil(lambda: bridge.time == 3.0)
    with qtbot.waitSignal(bridge.frame_shown) as told:
        bridge.seek(bridge.time - 60.0)
    assert told.args == [None]
    assert (bridge.time, bridge.is_running) == (0.0, False)


def test_going_back_beyond_the_start_goes_to_the_first_step(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.step_once(3)
    qtbot.waitUntil(lambda: bridge.time == 3.0)
    bridge.seek(-60.0)
    bridge.step_once()
    qtbot.waitUntil(lambda: bridge.time == 1.0)
