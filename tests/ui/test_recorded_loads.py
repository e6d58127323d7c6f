"""Recorded loads through the window: added, played by what is selected, refused, undone."""

import io
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.kinds import VirtualMachine
from virtdesigner.ui.window import MainWindow

LONGEST_S = 1.0
"""A window that answers no sooner has frozen. Adding the public day takes a tenth of it."""


@pytest.fixture
def add(window: MainWindow, qtbot: QtBot) -> Callable[[Path], None]:
    """Add the recorded loads of a file, and wait until they are there."""

    def act(path: Path) -> None:
        with qtbot.waitSignal(window.filing.reading.ended, timeout=20_000):
            window.filing.loads.add_from(path)

    return act


def saved(path: Path, content: str = "10\n20\n30\n") -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def archive(path: Path, count: int) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for number in range(count):
            content = f"{number % 100}\n50\n".encode() + b"1\n" * (number // 100)
            entry = tarfile.TarInfo(f"node-{number}")
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return path


def played(window: MainWindow, name: str) -> str:
    """The name of the recording that a guest plays, "" when it plays none."""
    design = window.document.design
    guest = design.elements[id_of(name)]
    assert isinstance(guest, VirtualMachine)
    assert guest.workload
    plays = guest.workload.pattern == "trace"
    return design.traces[guest.workload.trace].name if plays and guest.workload.trace else ""


def test_a_recording_is_added_and_can_be_taken_back(
    window: MainWindow, add: Callable, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    path = saved(tmp_path / "node-7")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(window.filing.reading.ended):
        window.commands["add-loads"].trigger()
    assert [trace.name for trace in window.document.design.traces.values()] == ["node-7"]
    assert played(window, "web-01") == ""
    assert window.document.history.undo_name == "Add recorded loads"
    assert "1 recorded load added" in window.status.state.text()
    window.document.undo()
    assert not window.document.design.traces


def test_the_selected_guest_plays_it(window: MainWindow, add: Callable, tmp_path: Path) -> None:
    window.document.select([id_of("web-01")])
    add(saved(tmp_path / "node-7"))
    assert played(window, "web-01") == "node-7"
    assert played(window, "db-01") == ""
    assert "web-01" in window.status.state.text()
    window.document.undo()
    assert played(window, "web-01") == ""


def test_several_are_handed_out_in_the_order_of_selection(
    window: MainWindow, add: Callable, tmp_path: Path
) -> None:
    window.document.select([id_of("db-01"), id_of("web-01")])
    add(archive(tmp_path / "day.tar.gz", 3))
    assert len(window.document.design.traces) == 3
    assert (played(window, "db-01"), played(window, "web-01")) == ("node-0", "node-1")


def test_the_same_again_adds_nothing_and_says_so(window: MainWindow, add: Callable, tmp_path: Path) -> None:
    add(saved(tmp_path / "node-7"))
    before = window.document.design
    add(tmp_path / "node-7")
    assert window.document.design is before
    assert "already" in window.status.state.text()


def test_a_file_of_something_else_is_refused_in_one_message(
    window: MainWindow, add: Callable, errors: list[str], tmp_path: Path
) -> None:
    before = window.document.design
    add(saved(tmp_path / "load.csv", "time,colour\n0,red\n"))
    assert window.document.design is before
    (shown,) = errors
    assert shown.startswith("These loads can't be added: ")
    assert "no recording that is known" in shown


@pytest.mark.parametrize("count", [1052])
def test_a_whole_day_of_machines_does_not_freeze_the_window(
    window: MainWindow, add: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, count: int
) -> None:
    path = archive(tmp_path / "day.tar.gz", count)
    loads = window.filing.loads
    spent: list[float] = []
    inner = loads._add

    def measured(traces: object) -> None:
        begin = time.process_time()
        inner(traces)  # type: ignore[arg-type]
        spent.append(time.process_time() - begin)

    monkeypatch.setattr(loads, "_add", measured)
    window.document.select([id_of("web-01")])
    add(path)
    assert len(window.document.design.traces) == count
    assert len(spent) == 1
    assert spent[0] < LONGEST_S


def test_the_public_day_of_planetlab_comes_in_whole(window: MainWindow, add: Callable, shared: Path) -> None:
    path = shared / "traces" / "planetlab-20110303.tar.gz"
    if not path.is_file():
        pytest.skip("needs the public trace")
    add(path)
    assert len(window.document.design.traces) == 1052
