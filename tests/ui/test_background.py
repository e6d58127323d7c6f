"""A function in a thread, its result in the GUI thread."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from virtdesigner.ui.background import Background


def test_the_function_runs_in_another_thread_and_its_result_comes_back_in_this_one(qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    task = Background(threading.current_thread, "work", owner)
    task.done.connect(lambda worker: seen.append((worker, threading.current_thread())))
    with qtbot.waitSignal(task.done):
        task.start()
    ((worker, here),) = seen
    assert worker.name == "work"
    assert here is threading.main_thread()


def test_an_error_comes_back_as_an_error(qtbot: QtBot) -> None:
    owner = QObject()
    task = Background(lambda: 1 / 0, "work", owner)
    with qtbot.waitSignal(task.failed) as told, qtbot.assertNotEmitted(task.done):
        task.start()
    assert isinstance(told.args[0], ZeroDivisionError)


def test_what_was_abandoned_is_heard_of_no_more(qtbot: QtBot) -> None:
    owner, go = QObject(), threading.Event()
    first = Background(go.wait, "work", owner).start()
    heard: list[object] = []
    first.done.connect(heard.append)
    first.abandon()
    go.set()
    second = Background(int, "later work", owner)
    with qtbot.waitSignal(second.done):
        second.start()
    assert heard == []
