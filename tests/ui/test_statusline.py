"""The status bar and the run controls: what they say."""

import pytest
from pytestqt.qtbot import QtBot

from tests import frames
from tests.building import id_of
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.model import edits
from virtdesigner.ui.bridge import FLAT_OUT
from virtdesigner.ui.topbar import speed_words
from virtdesigner.ui.window import MainWindow
from virtdesigner.ui.wording import clock


def starved(window: MainWindow, time: float = 75.0) -> Frame:
    """A frame in which db-01 loses 30 % of its time to the CPU of esx-01."""
    of = frames.compiled(
        guests=(id_of("web-01"), id_of("db-01")), hosts=(id_of("esx-01"),), design=window.document.design
    )
    lost = [[0.0] * len(CAUSES), [0.3 if cause == "cpu" else 0.0 for cause in CAUSES]]
    cpu = CAUSES.index("cpu")
    return frames.frame(
        of,
        time=time,
        guests_lost=lost,
        guests_limited_by=[0, cpu],
        guests_limiter=[-1, 0],
        guests_progress=[1, 0.7],
    )


def test_a_design_says_how_large_it_is(window: MainWindow) -> None:
    assert window.status.state.text() == "Ready to run · 2 guests · 1 host"
    window.document.new()
    assert window.status.state.text() == "Empty design"


def test_a_frame_says_what_is_tight_and_where(window: MainWindow) -> None:
    window.bridge._handed_over = window.document.design
    window.bridge._show(starved(window))
    assert window.status.state.text() == "Paused · 2 guests · 1 host · CPU is the bottleneck on esx-01"
    window.bridge._show(None)
    assert window.status.state.text() == "Ready to run · 2 guests · 1 host"


def test_a_frame_of_before_an_edit_is_said_to_be_one(window: MainWindow) -> None:
    window.bridge._handed_over = window.document.design
    window.bridge._show(starved(window))
    element = window.document.design.elements[id_of("web-01")]
    window.document.do("Rename", edits.replace(window.document.design, element, name="shop"))
    window.bridge._handed_over = window.document.design
    window.bridge._show(window.bridge.frame)
    assert window.status.state.text() == (
        "Paused · 2 guests · 1 host · before the edit, CPU was the bottleneck on esx-01"
    )


def test_a_frame_without_losses_says_so(window: MainWindow) -> None:
    of = frames.compiled(guests=(id_of("web-01"),), hosts=(id_of("esx-01"),), design=window.document.design)
    window.bridge._handed_over = window.document.design
    window.bridge._show(frames.frame(of))
    assert window.status.state.text().endswith("no guest is held back")


def test_a_hint_stands_in_for_a_while(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.hint.emit("Put it into ESXi")
    assert window.status.state.text() == "Put it into ESXi"
    window.bridge.run_state_changed.emit()  # the run goes on behind it
    assert window.status.state.text() == "Put it into ESXi"
    window.canvas.hint.emit("")
    assert window.status.state.text().startswith("Ready")


def test_zoom_seed_and_step_stand_on_the_right(window: MainWindow) -> None:
    window.commands["zoom-100"].trigger()
    assert window.status.zoom.text() == "Zoom 100 %"
    window.commands["zoom-in"].trigger()
    assert window.status.zoom.text() == "Zoom 125 %"
    assert window.status.seed.text() == "seed 1   step 1 s"


def test_the_clock_shows_simulated_time(window: MainWindow) -> None:
    window.bridge._show(starved(window, time=754.0))
    window.bridge.run_state_changed.emit()
    assert window.topbar.run.clock.text() == "00:12:34"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.0, "00:00:00"), (59.9, "00:00:59"), (86_399.0, "23:59:59"), (90_061.0, "1d 01:01:01")],
)
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_speeds_are_said_briefly(window: MainWindow) -> None:
    assert [speed_words(speed) for speed in (0.1, 1.0, 100.0, FLAT_OUT)] == ["0.1×", "1×", "100×", "max"]
    window.commands["speed-10"].trigger()
    assert window.topbar.run.speed.text() == "10×"


def test_run_and_pause_show_which_holds(window: MainWindow) -> None:
    run = window.topbar.run
    run.play.click()
    assert window.bridge.is_running
    assert run.play.property("role") == "primary"
    assert window.commands["run-pause"].text() == "Pause"
    assert window.status.state.text().startswith("Starting")
    run.pause.click()
    assert run.play.property("role") == "quiet"
    assert window.commands["run-pause"].text() == "Run"


def test_an_empty_design_cannot_be_run(window: MainWindow) -> None:
    window.document.new()
    assert not window.topbar.run.play.isEnabled()


def test_the_banner_says_what_stopped_the_run_and_leaves_the_design(window: MainWindow) -> None:
    from virtdesigner.engine.runner import RunError

    before = window.document.design
    window.bridge.failed.emit(RunError("step", "a queue ran over", "Traceback ..."))
    assert window.banner.isVisible()
    assert window.banner.text.text() == (
        "The run stopped while simulating a step: a queue ran over. The design is as it was."
    )
    assert window.document.design is before
    window.banner.close_button.click()
    assert not window.banner.isVisible()
