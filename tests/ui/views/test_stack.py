from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from virtdesigner.ui.window import MainWindow


def seen(window: "MainWindow") -> str:
    return window.views.view


def named(window: "MainWindow", name: str) -> str:
    return next(e.id for e in window.document.design.elements.values() if e.name == name)


def test_keys_and_buttons_change_the_view(window: "MainWindow", qtbot: QtBot) -> None:
    assert seen(window) == "physical"
    window.activateWindow()
    window.commands["view-logical"].trigger()
    assert seen(window) == "logical"
    assert window.views.logical.isVisible()
    assert window.topbar.views.buttons["logical"].isChecked()
    assert not window.topbar.views.buttons["physical"].isChecked()
    qtbot.mouseClick(window.topbar.views.buttons["physical"], Qt.MouseButton.LeftButton)
    assert seen(window) == "physical"
    assert window.canvas.isVisible()


def test_keys_are_ctrl_and_a_number(window: "MainWindow") -> None:
    keys = [
        window.commands[f"view-{name}"].shortcut().toString() for name in ("physical", "logical", "memory")
    ]
    assert keys == ["Ctrl+1", "Ctrl+2", "Ctrl+3"]


def test_pressing_the_view_that_is_seen_leaves_it_pressed(window: "MainWindow", qtbot: QtBot) -> None:
    button = window.topbar.views.buttons["physical"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()


def test_the_selection_is_the_same_in_both(window: "MainWindow") -> None:
    web = named(window, "web-01")
    window.document.select([web])
    window.views.show_view("logical")
    assert window.views.logical.logical_scene.cards[web].selected
    window.views.logical.document.select([named(window, "db-01")])
    assert window.canvas.canvas.cards[named(window, "db-01")].selected


def test_zoom_and_fit_act_on_the_view_that_is_seen(window: "MainWindow") -> None:
    window.views.show_view("logical")
    physical, logical = window.canvas.zoom, window.views.logical.zoom
    window.commands["zoom-out"].trigger()
    assert window.canvas.zoom == physical
    assert window.views.logical.zoom < logical
    window.commands["zoom-100"].trigger()
    assert window.views.logical.zoom == 1.0


def test_going_to_a_guest_stays_and_going_to_a_server_changes_to_the_physical_view(
    window: "MainWindow",
) -> None:
    window.views.show_view("logical")
    window.go_to(named(window, "web-01"))
    assert seen(window) == "logical"
    window.go_to(named(window, "esx-01"))
    assert seen(window) == "physical"


def test_what_edits_drawn_cables_waits_for_the_physical_view(window: "MainWindow") -> None:
    window.document.select([named(window, "web-01")])
    assert window.commands["rename"].isEnabled()
    window.views.show_view("logical")
    assert not window.commands["rename"].isEnabled()
    assert not window.commands["connect"].isEnabled()
    assert not window.commands["insert-note"].isEnabled()


def test_adding_from_the_palette_shows_where_it_went(window: "MainWindow") -> None:
    window.views.show_view("logical")
    window.palette_panel.activated_kind.emit("physical-server")
    assert seen(window) == "physical"


def test_the_memory_view_is_no_drawing_and_runs_the_design(window: "MainWindow", qtbot: QtBot) -> None:
    window.commands["view-memory"].trigger()
    assert seen(window) == "memory"
    assert not window.commands["zoom-in"].isEnabled()
    assert not window.commands["arrange"].isEnabled()
    window.go_to(named(window, "web-01"))
    assert seen(window) == "memory"
    window.commands["view-physical"].trigger()
    assert window.commands["zoom-in"].isEnabled()


def test_what_is_on_no_server_is_revealed_in_the_physical_view(window: "MainWindow") -> None:
    window.palette_panel.activated_kind.emit("physical-switch")
    switch = window.document.selection[0]
    window.views.show_view("memory")
    window.go_to(switch)
    assert seen(window) == "physical"
