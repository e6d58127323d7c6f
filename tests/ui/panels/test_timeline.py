"""The timeline: events newest first, in words; a click selects whom it happened to."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from tests.building import id_of
from tests.frames import compiled, frame
from tests.ui.panels.runs import DESIGN, GUESTS, HOSTS
from virtdesigner.engine.frame import Event, Frame
from virtdesigner.engine.recording import Recording
from virtdesigner.model.messages import message
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import DARK
from virtdesigner.ui.panels.charts import ChartsPanel
from virtdesigner.ui.panels.timeline import WHAT, WHEN, WHO, EventRows, Timeline
from virtdesigner.ui.theme import Theme

SOFT = Event(30.0, HOSTS[0], message("memory-state-worse", host=HOSTS[0], before="high", state="soft"))
INFLATES = Event(31.0, GUESTS[0], message("balloon-inflates", guest=GUESTS[0], amount=64.0))
GONE = Event(32.0, "gone", message("balloon-deflates", guest="gone", amount=0.0))


@pytest.fixture
def document() -> Document:
    made = Document()
    made.adopt(DESIGN)
    return made


@pytest.fixture
def rows(document: Document) -> EventRows:
    return EventRows(document)


@pytest.fixture
def panel(steady: Theme, document: Document) -> Iterator[ChartsPanel]:
    made = ChartsPanel(document, steady)
    made.resize(1060, 260)
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def timeline(qapp: QApplication, document: Document) -> Iterator[Timeline]:
    made = Timeline(document)
    made.resize(1060, 260)
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _told(rows: EventRows) -> list[tuple[str | None, ...]]:
    return [
        tuple(rows.data(rows.index(row, column)) for column in (WHEN, WHAT, WHO))
        for row in range(rows.rowCount())
    ]


def _run(*events: Event) -> tuple[Frame, Recording]:
    of = compiled(GUESTS, HOSTS, design=DESIGN)
    recording = Recording()
    for time in range(1, 61):
        last = frame(of, time=float(time), events=[event for event in events if event.time == time])
        recording.add(last)
    return last, recording


def test_the_newest_comes_first_in_words(rows: EventRows) -> None:
    rows.show_events((SOFT, INFLATES))
    assert _told(rows) == [
        ("00:00:31", "The hypervisor inflates the balloon in a1: 64 MiB", "a1"),
        ("00:00:30", "host-a runs short of memory: from high to soft", "host-a"),
    ]


def test_it_is_a_sound_model(rows: EventRows, qtmodeltester: ModelTester) -> None:
    rows.show_events((SOFT, INFLATES))
    qtmodeltester.check(rows)


def test_what_came_on_top_leaves_the_rest_where_it_is(rows: EventRows) -> None:
    inserted: list[tuple[int, int]] = []
    resets: list[bool] = []
    rows.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    rows.modelReset.connect(lambda: resets.append(True))
    rows.show_events((SOFT,))
    rows.show_events((SOFT,))
    rows.show_events((SOFT, INFLATES, GONE))
    assert (inserted, resets) == ([(0, 1)], [True])
    rows.show_events((INFLATES,))
    assert len(_told(rows)) == 1


def test_a_click_tells_whom_it_happened_to(timeline: Timeline) -> None:
    timeline.show_run(_run(SOFT, INFLATES, GONE)[1])
    chosen: list[str] = []
    timeline.chosen.connect(chosen.append)
    view = timeline.list
    assert view.isVisible()
    for row in (1, 0):
        place = view.visualRect(timeline.rows.index(row, WHAT)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    # The newest is of an element that the design no longer has.
    assert chosen == [id_of("a1")]


def test_it_says_so_where_nothing_has_happened_or_nothing_has_run(timeline: Timeline) -> None:
    timeline.show_run(None)
    assert timeline.empty.text().startswith("Start a run")
    timeline.show_run(_run()[1])
    assert timeline.empty.isVisible()
    assert timeline.empty.text().startswith("Nothing has happened")


def test_hidden_it_waits_and_shown_it_catches_up(timeline: Timeline) -> None:
    timeline.hide()
    timeline.show_run(_run(SOFT)[1])
    assert timeline.rows.rowCount() == 0
    timeline.show()
    assert timeline.rows.rowCount() == 1


def test_the_memory_chart_is_marked(panel: ChartsPanel) -> None:
    run = _run(SOFT, INFLATES)
    panel._document.select([HOSTS[0]])
    panel.show_frame(*run)
    assert panel.charts["memory"].plot.marked == ((30.0, "soft"),)
    panel._document.select([GUESTS[0]])
    assert panel.charts["memory"].plot.marked == ((31.0, "balloon"),)
    assert not panel.charts["cpu"].plot.marked
    panel._dress(DARK)
    panel._document.select([GUESTS[1]])
    assert not panel.charts["memory"].plot.marked
