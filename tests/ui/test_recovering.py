"""Unsaved work is kept aside, and offered at the next start."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.files.document import dumps
from virtdesigner.model import edits
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.document import Document
from virtdesigner.ui.window import MainWindow

NO_PROCESS = 2**22 + 1
"""Over the largest process number that Linux gives out: a program that surely ended."""


def edit(document: Document) -> None:
    element = document.design.elements[id_of("web-01")]
    assert document.do("Rename web-01", edits.replace(document.design, element, name="shop"))


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "recovery").glob("*"))


def leave_behind(folder: Path, document: Document, content: str = "") -> None:
    heading = json.dumps({"original": "/plans/branch.vdt", "kept": 1_700_000_000.0, "process": NO_PROCESS})
    (folder / "recovery").mkdir()
    (folder / "recovery" / "1-a.recovery").write_text(f"{heading}\n{content or dumps(document.design)}")


def test_an_edit_is_kept_and_a_save_ends_that(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    edit(window.document)
    window.recovering.keep()
    qtbot.waitUntil(lambda: window.recovering.is_idle)
    (file,) = kept(tmp_path)
    assert '"shop"' in file.read_text(encoding="utf-8")
    window.document.save(tmp_path / "a.vdt")
    assert kept(tmp_path) == []


def test_a_save_while_it_is_being_kept_leaves_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    edit(window.document)
    window.recovering.keep()
    window.document.save(tmp_path / "a.vdt")
    qtbot.waitUntil(lambda: window.recovering.is_idle)
    assert kept(tmp_path) == []


def test_work_left_behind_is_offered_and_taken_up(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edit(window.document)
    leave_behind(tmp_path, window.document)
    window.document.new()
    asked: list[str] = []

    def yes(_: object, title: str, when: str) -> bool:
        asked.append(title)
        return True

    monkeypatch.setattr(messages, "ask_to_recover", yes)
    assert window.recovering.offer()
    assert asked == ["branch.vdt"]
    assert window.document.design.elements[id_of("web-01")].name == "shop"
    assert window.document.path == Path("/plans/branch.vdt")
    assert window.document.is_dirty
    assert kept(tmp_path) == []


def test_work_that_is_thrown_away_is_not_offered_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    leave_behind(tmp_path, window.document)
    monkeypatch.setattr(messages, "ask_to_recover", lambda *_: False)
    assert not window.recovering.offer()
    assert kept(tmp_path) == []


def test_a_damaged_file_is_said_and_changes_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, errors: list[str]
) -> None:
    leave_behind(tmp_path, window.document, "{")
    monkeypatch.setattr(messages, "ask_to_recover", lambda *_: True)
    before = window.document.design
    assert not window.recovering.offer()
    assert window.document.design is before
    assert len(errors) == 1


def test_closing_leaves_nothing_behind(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, answer: Callable[[str], list[str]]
) -> None:
    edit(window.document)
    window.recovering.keep()
    qtbot.waitUntil(lambda: window.recovering.is_idle)
    answer("Discard")
    window.close()
    assert kept(tmp_path) == []
