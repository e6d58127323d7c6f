"""A function in a thread, its result in the GUI thread."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from virtdesigner.ui.background import Background


def test_the_function_runs_in_another_thread_and_its_result_comes_back_in_this_one(qtbot: QtBot) -> None:
    owner = QObject()
    seen: list[tuple[threading.Thread, threading.Thread]] = []

    def see(worker: threading.Thread) -> None:
        seen.append((worker, threading.current_thread()))

    Background(threading.current_thread, "work", owner, see).start()
    qtbot.waitUntil(lambda: bool(seen))
    ((worker, here),) = seen
    assert worker.name == "work"
    assert here is threading.main_thread()


def test_an_error_comes_back_as_an_error(qtbot: QtBot) -> None:
    owner = QObject()
    results: list[object] = []
    errors: list[Exception] = []
    Background(lambda: 1 / 0, "work", owner, results.append, errors.append).start()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)
    assert results == []


def test_an_error_that_nobody_expects_is_raised(qtbot: QtBot) -> None:
    owner = QObject()
    with qtbot.captureExceptions() as raised:
        Background(lambda: 1 / 0, "work", owner).start()
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_what_was_abandoned_is_heard_of_no_more(qtbot: QtBot) -> None:
    owner, go = QObject(), threading.Event()
    heard: list[object] = []
    later: list[object] = []
    first = Background(go.wait, "work", owner, heard.append).start()
    first.abandon()
    go.set()
    Background(int, "later work", owner, later.append).start()
    qtbot.waitUntil(lambda: bool(later))
    assert heard == []
