"""Undo and redo by keys while the keyboard is in a field."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.ui.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SIZE = ("memory", "size")


@pytest.fixture
def guest(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Give the window with db-01 selected, and all sections of its form open."""
    with qtbot.waitActive(window):
        window.activateWindow()
    window.document.select([id_of("db-01")])
    assert window.inspector.form
    for section in tuple(window.inspector.form.sections.values()):
        section.set_open(True)
    return window


def field(window: MainWindow, *path: str) -> Any:
    assert window.inspector.form
    return window.inspector.form.rows[path].editor


def type_in(editor: QWidget, words: str) -> None:
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(editor, words)


def size(window: MainWindow) -> float:
    return window.document.design.elements[id_of("db-01")].memory.size  # type: ignore[attr-defined]


def test_undo_after_an_edit_acts_on_the_design_wherever_the_keyboard_went(guest: MainWindow) -> None:
    editor, before = field(guest, *SIZE), size(guest)
    type_in(editor, "12 GiB")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert size(guest) == 12 * 1024
    for place in (editor, guest.inspector.header.name, field(guest, "notes")):
        place.setFocus()
        QTest.keyClick(place, Qt.Key.Key_Z, CTRL)
        assert size(guest) == before
        QTest.keyClick(place, Qt.Key.Key_Z, CTRL | SHIFT)
        assert size(guest) == 12 * 1024
        QTest.keyClick(place, Qt.Key.Key_Z, CTRL)
        QTest.keyClick(place, Qt.Key.Key_Y, CTRL)
        assert size(guest) == 12 * 1024


def test_what_is_being_typed_is_taken_back_in_the_field(guest: MainWindow) -> None:
    guest.document.select([id_of("db-01")])
    editor, before = field(guest, *SIZE), size(guest)
    type_in(editor, "12 GiB")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    type_in(editor, "99")
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert "99" not in editor.text()
    assert size(guest) == 12 * 1024  # the design was left alone
    editor.revert()
    QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert size(guest) == before


def test_a_search_keeps_its_own_undo_only_while_it_has_words(guest: MainWindow) -> None:
    search, before = guest.topbar.search, size(guest)
    type_in(field(guest, *SIZE), "12 GiB")
    search.setFocus()  # leaving the field takes what was typed
    assert size(guest) == 12 * 1024
    QTest.keyClicks(search, "web")
    QTest.keyClick(search, Qt.Key.Key_Z, CTRL)
    assert search.text() != "web"
    assert size(guest) == 12 * 1024
    search.clear()
    QTest.keyClick(search, Qt.Key.Key_Z, CTRL)
    assert size(guest) == before
