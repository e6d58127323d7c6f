"""Workers in the window: the number is asked for, and all that come or go are one step of undo."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from tests.building import id_of
from tests.rules.test_workers import farm
from virtdesigner.model.messages import message
from virtdesigner.rules.workers import copies
from virtdesigner.ui.document import Document
from virtdesigner.ui.window import MainWindow

SERVICE = id_of("service")


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    document = Document()
    document.adopt(farm().design)
    made = make_window(document)
    document.select([SERVICE])
    return made


def answer(monkeypatch: pytest.MonkeyPatch, count: int, is_given: bool = True) -> list[tuple[Any, ...]]:
    asked: list[tuple[Any, ...]] = []

    def ask(*arguments: Any) -> tuple[int, bool]:
        asked.append(arguments)
        return count, is_given

    monkeypatch.setattr(QInputDialog, "getInt", ask)
    return asked


def test_so_many_are_added_in_one_step_and_placed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, 3)
    window.commands["add-workers"].trigger()
    design = window.document.design
    assert all(design.placement(id) for id in copies(design, SERVICE))
    assert len(copies(design, SERVICE)) == 3
    assert window.document.history.undo_name == "Add 3 workers"
    window.document.undo()
    assert not copies(window.document.design, SERVICE)


def test_no_more_are_removed_than_there_are(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not window.commands["remove-workers"].isEnabled()
    window.workers.add(2)
    asked = answer(monkeypatch, 1)
    window.commands["remove-workers"].trigger()
    assert asked[0][-2:] == (1, 2)  # at least one, at most both copies
    assert len(copies(window.document.design, SERVICE)) == 1
    assert window.document.history.undo_name == "Remove worker"


def test_an_answer_that_is_not_given_changes_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, 3, is_given=False)
    window.workers.ask_and_add()
    window.workers.ask_and_remove()
    assert window.document.history.undo_name == ""


def test_they_are_offered_for_a_service_with_a_worker_only(window: MainWindow) -> None:
    assert window.commands["add-workers"].isEnabled()
    for chosen in ([id_of("worker-01")], [SERVICE, id_of("worker-01")], []):
        window.document.select(chosen)
        assert not window.commands["add-workers"].isEnabled()
        window.workers.add(1)
        window.workers.remove(1)
    assert window.document.history.undo_name == ""


def test_what_copies_can_not_have_is_told_once(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    document = Document()
    document.adopt(farm().unlink("disk worker-01").link("disk", "worker-01:disk0", "lun-b").design)
    window = make_window(document)
    document.select([SERVICE])
    with qtbot.waitSignal(window.workers.told) as caught:
        window.workers.add(3)
    assert caught.args
    (told,) = caught.args
    assert [each.code for each in told] == ["lun-not-connected"]
    assert told[0] != message("lun-not-connected")
