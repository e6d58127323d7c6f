"""A file read in the background: nothing is seen of a quick one, a slow one can be cancelled."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from virtdesigner.files.errors import UnreadableError
from virtdesigner.ui.reading import Job, Reading


@pytest.fixture
def reading(qtbot: QtBot) -> Iterator[Reading]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield Reading(window)
    window.hide()


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """What lets a slow read end; the test's own end does too."""
    made = threading.Event()
    yield made
    made.set()


def job(read: Callable[[], Any], use: Callable[[Any], object]) -> Job:
    return Job(Path("plan.vdt"), "open", "Open", "This file can't be opened", read, use)


def dialogs(reading: Reading) -> list[QProgressDialog]:
    return [dialog for dialog in reading._window.findChildren(QProgressDialog) if dialog.isVisible()]


def test_what_was_read_is_used_in_this_thread(reading: Reading, qtbot: QtBot) -> None:
    used: list[tuple[str, threading.Thread]] = []
    task = job(
        lambda: threading.current_thread().name,
        lambda thread: used.append((thread, threading.current_thread())),
    )
    with qtbot.waitSignal(reading.ended), qtbot.assertNotEmitted(reading.failed):
        reading.begin(task)
        assert reading.is_busy
    assert used == [("open", threading.main_thread())]
    assert not reading.is_busy


def test_a_quick_file_shows_no_dialog(reading: Reading, qtbot: QtBot) -> None:
    seen: list[QProgressDialog] = []
    with qtbot.waitSignal(reading.ended):
        reading.begin(job(lambda: None, lambda _: seen.extend(dialogs(reading))))
    assert seen == dialogs(reading) == []


def test_a_slow_file_shows_a_dialog_that_cancels(
    reading: Reading, qtbot: QtBot, release: threading.Event
) -> None:
    used: list[object] = []
    reading.begin(job(lambda: release.wait(30), used.append))
    qtbot.waitUntil(lambda: len(dialogs(reading)) == 1)
    (dialog,) = dialogs(reading)
    assert "plan.vdt" in dialog.labelText()
    assert dialog.isModal()
    cancel = dialog.findChild(QPushButton)
    assert cancel
    with qtbot.waitSignal(reading.ended):
        cancel.click()
    assert not dialogs(reading)
    release.set()
    with qtbot.waitSignal(reading.ended):  # the next file is read as if nothing had been
        reading.begin(job(lambda: "next", used.append))
    assert used == ["next"]


def test_one_file_at_a_time(reading: Reading, qtbot: QtBot, release: threading.Event) -> None:
    used: list[object] = []
    reading.begin(job(lambda: release.wait(30) and "first", used.append))
    reading.begin(job(lambda: "second", used.append))
    with qtbot.waitSignal(reading.ended):
        release.set()
    assert used == ["first"]


@pytest.mark.parametrize("error", [UnreadableError("plan.vdt isn't there"), RuntimeError("unforeseen")])
def test_a_failure_is_one_message(
    reading: Reading, qtbot: QtBot, errors: list[str], error: Exception
) -> None:
    def fail() -> None:
        raise error

    used: list[object] = []
    with qtbot.waitSignals([reading.failed, reading.ended], order="strict"):
        reading.begin(job(fail, used.append))
    assert used == []
    (shown,) = errors
    assert shown.startswith("This file can't be opened: ")
    assert str(error) in shown
    assert not reading.is_busy


@pytest.mark.parametrize("text", ["It is damaged.", "plan.vdt is damaged."])
def test_a_failure_names_its_file_once(reading: Reading, qtbot: QtBot, errors: list[str], text: str) -> None:
    def fail() -> None:
        raise UnreadableError(text)

    with qtbot.waitSignal(reading.ended):
        reading.begin(job(fail, lambda _: None))
    assert errors[0].count("plan.vdt") == 1
