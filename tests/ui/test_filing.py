"""Open, save, import, export as a person does them."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from tests.building import Drawing, id_of
from virtdesigner import resources
from virtdesigner.files.document import read
from virtdesigner.files.errors import ImportRefusedError
from virtdesigner.files.importers import Imported, ImportReport, Note
from virtdesigner.model import edits
from virtdesigner.model.design import Design
from virtdesigner.model.messages import message
from virtdesigner.ui import filing, importing
from virtdesigner.ui.dialogs.import_report import ImportReportDialog
from virtdesigner.ui.document import Document
from virtdesigner.ui.importing import Inventory
from virtdesigner.ui.window import MainWindow

Answer = Callable[[str], list[str]]


def edit(document: Document) -> None:
    element = document.design.elements[id_of("web-01")]
    assert document.do("Rename web-01", edits.replace(document.design, element, name="shop"))


def waiting(window: MainWindow, qtbot: QtBot) -> SignalBlocker:
    """Wait at the end of the block until the file that is read in it was dealt with."""
    return qtbot.waitSignal(window.filing.reading.ended, timeout=20_000)


def inventory() -> Inventory:
    """What is read of a source that the open design doesn't come from."""
    design = Drawing().add("physical-server", "imported-host", assumed=("*",)).design
    note = Note("warning", message("rvtools-host-missing", count=1), "vHost!A2")
    report = ImportReport({"physical-server": 1200, "lun": 0}, (note,))
    return Inventory(Imported(design, report), Design.of(), None)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | str], None]:
    """Answer the next file dialogs with a path."""

    def give(path: Path | str) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))

    return give


def test_save_asks_for_a_name_once(window: MainWindow, ask: Callable, tmp_path: Path) -> None:
    ask(tmp_path / "plan")
    edit(window.document)
    window.commands["save"].trigger()
    assert window.document.path == tmp_path / "plan.vdt"
    assert not window.document.is_dirty
    assert window.settings.values.recent == (str(tmp_path / "plan.vdt"),)
    ask("")  # a second question would now be answered with Cancel
    window.document.undo()
    window.commands["save"].trigger()
    assert not window.document.is_dirty
    assert read(tmp_path / "plan.vdt").elements[id_of("web-01")].name == "web-01"


def test_a_save_that_fails_is_said_and_leaves_the_changes_unsaved(
    window: MainWindow, ask: Callable, tmp_path: Path, errors: list[str]
) -> None:
    edit(window.document)
    (tmp_path / "file").write_text("")
    ask(tmp_path / "file" / "plan.vdt")
    assert window.filing.save() is False
    assert window.document.is_dirty
    assert len(errors) == 1
    assert "Traceback" not in errors[0]


def test_open_asks_about_unsaved_changes_first(
    window: MainWindow, qtbot: QtBot, ask: Callable, answer: Answer, tmp_path: Path
) -> None:
    Document(Drawing().add("cluster", "other").design).save(tmp_path / "other.vdt")
    ask(tmp_path / "other.vdt")
    edit(window.document)
    asked = answer("Cancel")
    with waiting(window, qtbot):
        window.commands["open"].trigger()
    assert (asked, window.document.title) == (["branch"], "branch")
    answer("Discard")
    with waiting(window, qtbot):
        window.commands["open"].trigger()
    assert window.document.title == "other.vdt"
    assert window.settings.values.recent == (str(tmp_path / "other.vdt"),)


def test_saving_first_and_cancelling_the_name_keeps_the_design(
    window: MainWindow, ask: Callable, answer: Answer
) -> None:
    edit(window.document)
    ask("")
    answer("Save")
    window.commands["new"].trigger()
    assert id_of("web-01") in window.document.design.elements


def test_a_file_that_is_none_of_ours_is_refused_in_one_message(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, errors: list[str]
) -> None:
    (tmp_path / "bad.vdt").write_text('{"format": 1, "elements": 3}', encoding="utf-8")
    before = window.document.design
    with waiting(window, qtbot):
        window.filing.open(tmp_path / "bad.vdt")
    assert window.document.design is before
    assert len(errors) == 1
    assert "elements" in errors[0]


def test_an_open_that_is_cancelled_leaves_the_design(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go = threading.Event()

    def slow(path: Path) -> Design:
        go.wait(5)
        return Design.of()

    monkeypatch.setattr(filing, "_design", slow)
    before = window.document.design
    with waiting(window, qtbot):
        window.filing.open(tmp_path / "large.vdt")
        window.filing.open(tmp_path / "other.vdt")  # one at a time: this one is not even looked at
        window.filing.reading.cancel()
    go.set()
    assert window.document.design is before
    assert window.settings.values.recent == ()


def test_a_recent_file_that_is_gone_is_forgotten(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, errors: list[str]
) -> None:
    window.settings.remember(tmp_path / "gone.vdt")
    menu = window.commands.menu("recent")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [str(tmp_path / "gone.vdt")]
    with waiting(window, qtbot):
        menu.actions()[0].trigger()
    assert len(errors) == 1
    menu.aboutToShow.emit()
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [
        ("Nothing opened yet", False)
    ]


def test_a_file_of_the_program_s_own_examples_is_opened_as_a_copy_however_it_is_named(
    window: MainWindow, ask: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    (_, example) = window.filing.examples()[0]
    before = example.read_bytes()
    for path in (example, example.parent / ".." / "examples" / example.name):
        with waiting(window, qtbot):
            window.filing.open(path)
        assert window.document.path is None
        assert window.document.design.elements
        assert window.document.title == path.stem
    ask(tmp_path / "mine.vdt")
    window.commands["save"].trigger()  # asks where, as it has no file of its own
    assert window.document.path == tmp_path / "mine.vdt"
    assert example.read_bytes() == before


def test_examples_open_as_designs_without_a_file(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.commands.menu("examples")
    menu.aboutToShow.emit()
    with waiting(window, qtbot):
        menu.actions()[0].trigger()
    assert window.document.path is None
    assert not window.document.is_dirty
    assert len(window.document.design.elements) > 4


def test_examples_are_offered_by_title_in_the_order_of_their_list(window: MainWindow) -> None:
    menu = window.commands.menu("examples")
    menu.aboutToShow.emit()
    listed = resources.path("examples", "order.txt").read_text(encoding="utf-8").split()
    titles = [read(resources.path("examples", f"{slug}.vdt")).settings.name for slug in listed]
    assert [action.text() for action in menu.actions()] == titles
    assert titles[0] == "Branch office"


def test_examples_that_are_not_listed_come_last(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("a-new-one", "first", "second"):
        (tmp_path / f"{name}.vdt").write_text("{}\n", encoding="utf-8")
    (tmp_path / "order.txt").write_text("second\nfirst\n", encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda *_: tmp_path)
    assert [title for title, _ in window.filing.examples()] == ["Second", "First", "A new one"]


def test_the_picture_shows_the_whole_design(window: MainWindow, ask: Callable, tmp_path: Path) -> None:
    ask(tmp_path / "plan")
    window.commands["export-picture"].trigger()
    image = QImage(str(tmp_path / "plan.png"))
    assert image.width() > 300
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 3  # cards, bars, text: more than a background


def test_an_import_shows_its_report_and_then_the_design(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []

    def accept(dialog: ImportReportDialog) -> int:
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        return ImportReportDialog.OPEN

    threads: list[str] = []

    def import_file(path: Path, design: Design) -> Inventory:
        threads.append(threading.current_thread().name)
        return inventory()

    monkeypatch.setattr(importing, "_read", import_file)
    monkeypatch.setattr(ImportReportDialog, "exec", accept)
    with waiting(window, qtbot):
        window.filing.import_from(tmp_path / "export.xlsx")
    assert threads == ["import"]
    assert "1\u202f200" in shown
    assert [element.name for element in window.document.design.elements.values()] == ["imported-host"]
    assert (window.document.title, window.document.path) == ("export", None)
    assert window.document.is_dirty


@pytest.mark.parametrize("answered", ["report", "changes"])
def test_an_import_that_is_not_wanted_leaves_the_design(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    tmp_path: Path,
    answered: str,
) -> None:
    edit(window.document)
    before = window.document.design
    answer("Cancel")
    monkeypatch.setattr(importing, "_read", lambda path, design: inventory())
    monkeypatch.setattr(ImportReportDialog, "exec", lambda dialog: 0 if answered == "report" else dialog.OPEN)
    with waiting(window, qtbot):
        window.filing.import_from(tmp_path / "export.xlsx")
    assert window.document.design is before
    assert window.document.history.undo_name == "Rename web-01"


@pytest.mark.parametrize("error", [ImportRefusedError("vInfo is missing"), RuntimeError("unforeseen")])
def test_an_import_that_fails_says_so_and_leaves_the_design(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    errors: list[str],
    tmp_path: Path,
    error: Exception,
) -> None:
    def fail(path: Path, design: Design) -> Inventory:
        raise error

    before = window.document.design
    monkeypatch.setattr(importing, "_read", fail)
    with waiting(window, qtbot):
        window.filing.import_from(tmp_path / "export.xlsx")
    assert window.document.design is before
    assert len(errors) == 1
    assert str(error) in errors[0]


def test_a_cancelled_import_is_dropped_when_it_comes(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go = threading.Event()

    def slow(path: Path, design: Design) -> Inventory:
        go.wait(5)
        return inventory()

    monkeypatch.setattr(importing, "_read", slow)
    before = window.document.design
    with waiting(window, qtbot):
        window.filing.import_from(tmp_path / "export.xlsx")
        assert window.filing.reading.is_busy
        window.filing.reading.cancel()
    go.set()
    assert not window.filing.reading.is_busy
    assert window.document.design is before


@pytest.mark.parametrize("name", ["kubev2v-example1.xlsx", "rvtools-small-complete.xlsx"])
def test_a_real_export_becomes_the_open_design(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, shared: Path, name: str
) -> None:
    monkeypatch.setattr(ImportReportDialog, "exec", lambda dialog: ImportReportDialog.OPEN)
    with waiting(window, qtbot):
        window.filing.open(shared / "samples" / "rvtools" / name)
    kinds = [element.kind for element in window.document.design.elements.values()]
    assert kinds.count("virtual-machine") >= 3
    assert all(window.document.design.placement(id) for id in window.document.design.elements)


def test_a_workbook_of_something_else_is_refused(
    window: MainWindow, qtbot: QtBot, errors: list[str], tmp_path: Path
) -> None:
    (tmp_path / "other.xlsx").write_bytes(b"not a workbook")
    before = window.document.design
    with waiting(window, qtbot):
        window.filing.open(tmp_path / "other.xlsx")
    assert window.document.design is before
    assert len(errors) == 1
    assert "Traceback" not in errors[0]
