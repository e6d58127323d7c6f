"""The main window: how its parts are joined, what is kept, what happens on close and on drops."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.model import edits
from virtdesigner.model.change import add
from virtdesigner.ui.docks import title_of
from virtdesigner.ui.document import Document
from virtdesigner.ui.settings import SettingsFile
from virtdesigner.ui.window import MainWindow

Make = Callable[..., MainWindow]
Answer = Callable[[str], list[str]]


def edit(document: Document) -> None:
    element = document.design.elements[id_of("web-01")]
    assert document.do("Rename web-01", edits.replace(document.design, element, name="shop"))


def drop(window: MainWindow, *paths: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setAccepted(False)
    window.dropEvent(event)
    return event


def test_the_title_says_what_is_open_and_whether_it_was_edited(window: MainWindow) -> None:
    assert window.windowTitle() == "branch[*] - VirtDesigner"
    assert (window.topbar.title.text(), window.topbar.edited.isVisible()) == ("branch", False)
    edit(window.document)
    assert window.isWindowModified()
    assert window.topbar.edited.isVisible()
    window.document.undo()
    assert not window.isWindowModified()


def test_a_long_title_leaves_room_for_the_run(window: MainWindow) -> None:
    window.document.adopt(window.document.design, suggested="inventory of " + "a very long place " * 20)
    assert window.topbar.title.sizeHint().width() < 280
    assert window.topbar.title.toolTip() == window.document.title


def test_closing_a_design_with_nothing_to_lose_asks_nothing(window: MainWindow, answer: Answer) -> None:
    asked = answer("Cancel")
    assert window.close()
    assert asked == []


@pytest.mark.parametrize(("button", "closed"), [("Cancel", False), ("Discard", True)])
def test_closing_with_unsaved_changes_asks(
    window: MainWindow, answer: Answer, button: str, closed: bool
) -> None:
    edit(window.document)
    asked = answer(button)
    assert window.close() is closed
    assert asked == ["branch"]
    assert window.isVisible() is not closed


def test_closing_and_saving_writes_the_file(window: MainWindow, answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "a.vdt"
    window.document.save(path)
    edit(window.document)
    answer("Save")
    assert window.close()
    assert '"name":"shop"' in path.read_text(encoding="utf-8").replace(" ", "")


def test_the_arrangement_comes_back_at_the_next_start(make_window: Make, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = make_window(settings=SettingsFile(path))
    first.show()
    first.docks["findings"].close()
    first.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, first.docks["palette"])
    first.close()
    second = make_window(settings=SettingsFile(path))
    second.show()
    assert not second.docks["findings"].isVisible()
    assert second.dockWidgetArea(second.docks["palette"]) == Qt.DockWidgetArea.RightDockWidgetArea


def test_an_arrangement_that_cannot_be_used_is_left_out(make_window: Make) -> None:
    settings = SettingsFile()
    settings.update(geometry="nonsense", layout="nonsense")
    window = make_window(settings=settings)
    window.show()
    assert all(dock.isVisible() for dock in window.findChildren(QDockWidget))


def test_every_panel_can_be_brought_back_from_the_menu(window: MainWindow) -> None:
    texts = [action.text() for action in window.commands.menu("panels").actions()]
    assert texts == ["Add", "Findings", "Inspector", "Charts", "Rings", "Timeline"]
    window.docks["palette"].close()
    window.commands.menu("panels").actions()[0].trigger()
    assert window.docks["palette"].isVisible()


def test_a_refusal_is_said_in_the_status_bar(window: MainWindow) -> None:
    design = window.document.design
    assert not window.document.do("Move", edits.move(design, id_of("ESXi"), None))
    assert window.status.state.text().startswith("A hypervisor can't lie in")


def test_enter_in_the_palette_draws(window: MainWindow) -> None:
    window.document.new()
    window.palette_panel.activated_kind.emit("physical-server")
    assert [element.kind for element in window.document.design.elements.values()] == ["physical-server"]


def test_a_new_server_can_be_undone_by_name(window: MainWindow) -> None:
    window.document.new()
    window.palette_panel.activated_kind.emit("physical-server")
    window.commands["undo"].trigger()
    assert not window.document.design.elements
    assert "erver" in window.commands["redo"].text()


def test_find_jumps_to_an_element(window: MainWindow, qtbot: QtBot) -> None:
    field = window.topbar.search
    window.commands["find"].trigger()
    qtbot.keyClicks(field, "DB-")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.selection == (id_of("db-01"),)
    field.clear()
    qtbot.keyClicks(field, "nobody")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.selection == (id_of("db-01"),)


def test_an_exact_name_goes_before_one_that_holds_it(window: MainWindow) -> None:
    element = window.document.design.elements[id_of("db-01")]
    window.document.do("Rename", edits.replace(window.document.design, element, name="a-web-01-copy"))
    window.topbar.search.jump("web-01")
    assert window.document.selection == (id_of("web-01"),)


def test_the_count_of_findings_stands_beside_the_title(window: MainWindow) -> None:
    title = title_of(window.docks["findings"])
    window.findings.counted.emit(3, "error")
    assert (title.count.text(), title.count.isVisible()) == ("3", True)
    assert title.count.property("role") == "badge-bad"
    window.findings.counted.emit(0, "")
    assert not title.count.isVisible()


def test_an_empty_design_says_what_to_do_first(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.welcome.isVisible()
    window.document.new()
    assert window.welcome.isVisible()
    with qtbot.waitSignal(window.filing.reading.ended):
        window.welcome.example.click()
    assert window.document.design.elements
    assert not window.welcome.isVisible()
    assert window.document.path is None  # an example is never saved over


def test_a_kind_dropped_on_the_words_of_an_empty_design_lands_on_the_canvas(window: MainWindow) -> None:
    window.document.new()
    data = window.palette_panel.mimeData("physical-server")
    place, copy = window.welcome.rect().center(), Qt.DropAction.CopyAction
    none = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(place, copy, data, *none)
    QApplication.sendEvent(window.welcome, entered)
    assert entered.isAccepted()
    target = window.canvas.viewport()
    over = window.welcome.mapTo(target, place)
    QApplication.sendEvent(target, QDragMoveEvent(over, copy, data, *none))
    QApplication.sendEvent(target, QDropEvent(over, copy, data, *none))
    assert [element.kind for element in window.document.design.elements.values()] == ["physical-server"]


@pytest.mark.parametrize("name", ["plan.vdt", "export.xlsx", "EXPORT.XLSX"])
def test_a_dropped_design_or_workbook_is_opened(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(window.filing, "open", opened.append)
    assert drop(window, tmp_path / name).isAccepted()
    qtbot.waitUntil(lambda: opened == [tmp_path / name])


def test_other_files_and_several_at_once_are_not_taken(window: MainWindow, tmp_path: Path) -> None:
    assert not drop(window, tmp_path / "picture.png").isAccepted()
    assert not drop(window, tmp_path / "a.vdt", tmp_path / "b.vdt").isAccepted()


def test_design_settings_are_in_the_inspector_of_nothing(window: MainWindow) -> None:
    window.document.select([id_of("web-01")])
    window.docks["inspector"].close()
    window.commands["settings"].trigger()
    assert window.document.selection == ()
    assert window.docks["inspector"].isVisible()
    shown = {label.text() for label in window.inspector.findChildren(QLabel)}
    assert {"Seed", "Step"} <= shown


def test_settings_changed_are_shown_in_the_status_bar(window: MainWindow) -> None:
    settings = window.document.design.settings.replace(seed=7, step=0.5)
    window.document.do("Set seed", [add("settings", settings)])
    assert window.status.seed.text() == "seed 7   step 0.5 s"


@pytest.mark.parametrize("size", [(1600, 1000), (1100, 700), (1024, 700)])
def test_the_canvas_has_the_most_room(
    make_window: Make, document: Document, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = make_window(document)
    window.resize(*size)
    window.show()
    qtbot.waitUntil(lambda: window.canvas.width() > size[0] * 0.5)
    assert window.canvas.height() > size[1] * 0.45


def test_the_canvas_keeps_half_of_a_window_that_gets_narrower(
    make_window: Make, document: Document, qtbot: QtBot
) -> None:
    window = make_window(document)
    window.resize(1600, 1000)
    with qtbot.waitSignal(window.painted):
        window.show()
    wide = window.docks["inspector"].width()
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: window.canvas.width() > 512)
    assert window.docks["inspector"].width() < wide
    assert window.docks["inspector"].width() >= window.inspector.minimumSizeHint().width()
