"""Menus, buttons, keys: built from one list."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.ui import icons
from virtdesigner.ui.action_list import ENTRIES
from virtdesigner.ui.actions import Action, Submenu
from virtdesigner.ui.bridge import FLAT_OUT
from virtdesigner.ui.dialogs.shortcuts import ShortcutsDialog
from virtdesigner.ui.window import MainWindow

RECORDS = [entry for entry in ENTRIES if isinstance(entry, Action)]
MENUS = {entry.id for entry in ENTRIES if isinstance(entry, Submenu)}
ASKED_FOR = {
    "new", "open", "save", "save-as", "import", "import-folder", "add-loads", "export-picture",
    "settings", "quit",
    "undo", "redo", "cut", "copy", "paste", "duplicate", "delete", "rename", "connect",
    "select-all", "find", "arrange",
    "zoom-in", "zoom-out", "zoom-100", "fit", "theme-system", "theme-light", "theme-dark",
    "run-pause", "step", "restart", "speed-0.1", "speed-1", "speed-10", "speed-100", "speed-max",
    "shortcuts", "log-folder", "about", "period-today", "period-2006",
}  # fmt: skip


def test_everything_asked_for_is_in_the_list() -> None:
    assert {record.id for record in RECORDS} >= ASKED_FOR


def test_no_id_and_no_key_is_used_twice() -> None:
    keys = Counter(QKeySequence(key).toString() for record in RECORDS for key in record.keys)
    assert max(keys.values()) == 1
    assert "" not in keys
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_each_entry_stands_in_a_menu_and_names_an_icon_that_exists(entry: Action | Submenu) -> None:
    assert entry.menu in MENUS or (isinstance(entry, Submenu) and not entry.menu)
    assert not entry.icon or entry.icon in icons.names()


def test_the_menu_bar_holds_every_action(window: MainWindow) -> None:
    top = [action.text() for action in window.menuBar().actions()]
    assert top == ["&File", "&Edit", "&Insert", "&View", "&Run", "&Tools", "&Help"]
    shown = {action for id in MENUS for action in window.commands.menu(id).actions()}
    assert {window.commands[record.id] for record in RECORDS} <= shown


def test_undo_says_what_it_would_take_back(window: MainWindow) -> None:
    undo, redo = window.commands["undo"], window.commands["redo"]
    assert (undo.text(), undo.isEnabled()) == ("Undo", False)
    window.document.select([id_of("web-01")])
    window.commands["delete"].trigger()
    assert (undo.text(), undo.isEnabled()) == ("Undo Delete web-01", True)
    undo.trigger()
    assert (redo.text(), redo.isEnabled()) == ("Redo Delete web-01", True)
    assert id_of("web-01") in window.document.design.elements
    redo.trigger()
    assert id_of("web-01") not in window.document.design.elements


def test_actions_of_the_selection_wait_for_one(window: MainWindow) -> None:
    of_selection = [window.commands[id] for id in ("cut", "copy", "duplicate", "delete", "rename", "connect")]
    assert not any(action.isEnabled() for action in of_selection)
    window.document.select([id_of("web-01")])
    assert all(action.isEnabled() for action in of_selection)
    window.document.select([id_of("web-01"), id_of("db-01")])
    assert not window.commands["rename"].isEnabled()
    assert not window.commands["paste"].isEnabled()
    window.commands["copy"].trigger()
    assert window.commands["paste"].isEnabled()


def test_an_empty_design_has_nothing_to_run_find_or_export(window: MainWindow) -> None:
    names = ("run-pause", "step", "restart", "find", "export-picture", "arrange", "fit", "select-all")
    assert all(window.commands[name].isEnabled() for name in names)
    window.document.new()
    assert not any(window.commands[name].isEnabled() for name in names)


def test_one_speed_one_theme_and_one_view_is_marked(window: MainWindow) -> None:
    window.commands["speed-max"].trigger()
    window.commands["theme-dark"].trigger()
    marked = {record.id for record in RECORDS if window.commands[record.id].isChecked()}
    assert marked == {"speed-max", "theme-dark", "period-today", "view-physical"}
    assert window.bridge.speed == FLAT_OUT
    assert window.theme.palette.dark
    assert (window.settings.values.speed, window.settings.values.theme) == (0.0, "dark")


def test_the_context_menu_is_made_of_the_same_actions(window: MainWindow) -> None:
    window.document.select([id_of("web-01")])
    offered = [
        action for action in window.commands.context_menu(window).actions() if not action.isSeparator()
    ]
    assert offered == [
        window.commands[record.id]
        for record in RECORDS
        if record.context and (record.enabled(window) or not record.fleeting)
    ]
    assert window.commands["delete"] in offered


def test_the_page_of_shortcuts_lists_every_key(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ShortcutsDialog(RECORDS, {id: id for id in MENUS}, window)
    shown = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for record in RECORDS:
        for key in record.keys:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) in shown
    assert "Single step" in shown
