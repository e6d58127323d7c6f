from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, get_args

import pytest
from PySide6.QtCore import QRect, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from virtdesigner import resources
from virtdesigner.ui import stylesheet, theme
from virtdesigner.ui.fonts import FAMILY
from virtdesigner.ui.palettes import DARK, LIGHT, Palette
from virtdesigner.ui.space import ROW_HEIGHT
from virtdesigner.ui.theme import Theme

W = TypeVar("W", bound=QWidget)
both = pytest.mark.parametrize("mode", ["light", "dark"])


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Theme]:
    """Give the light theme, and the application as it was afterwards."""
    font, palette = qapp.font(), qapp.palette()
    yield Theme(qapp, "light")
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


def palette_of(mode: theme.Mode) -> Palette:
    return DARK if mode == "dark" else LIGHT


def colours(image: QImage) -> set[str]:
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name().upper() for x, y in points}


def shown(qtbot: QtBot, widget: W) -> W:
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_application_is_dressed(qapp: QApplication, dressed: Theme) -> None:
    assert dressed.palette is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name().upper() == LIGHT.ink
    assert qapp.font().family() == FAMILY
    assert LIGHT.accent in qapp.styleSheet()
    assert not qapp.windowIcon().isNull()


def test_a_switch_changes_everything_and_tells_once(qapp: QApplication, dressed: Theme) -> None:
    heard: list[Palette] = []
    dressed.changed.connect(heard.append)
    dressed.set_mode("dark")
    assert heard == [DARK]
    assert (dressed.palette, dressed.mode) == (DARK, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.panel
    assert DARK.canvas not in LIGHT.canvas
    assert DARK.accent_fill in qapp.styleSheet()


def test_the_same_mode_again_tells_nobody(dressed: Theme) -> None:
    heard: list[Palette] = []
    dressed.changed.connect(heard.append)
    dressed.set_mode("light")
    assert heard == []


def test_toggle_goes_there_and_back(dressed: Theme) -> None:
    seen = []
    for _ in range(2):
        dressed.toggle()
        seen.append((dressed.mode, dressed.palette))
    assert seen == [("dark", DARK), ("light", LIGHT)]


@pytest.mark.parametrize(("mode", "follows"), [("system", True), ("light", False)])
def test_only_the_system_mode_follows_the_system(
    qapp: QApplication, dressed: Theme, monkeypatch: pytest.MonkeyPatch, mode: theme.Mode, follows: bool
) -> None:
    monkeypatch.setattr(theme, "system_is_dark", lambda _: False)
    dressed.set_mode(mode)
    heard: list[Palette] = []
    dressed.changed.connect(heard.append)
    monkeypatch.setattr(theme, "system_is_dark", lambda _: True)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert heard == ([DARK] if follows else [])


def test_icons_of_actions_take_the_new_colours(qtbot: QtBot, dressed: Theme) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    action, button = QAction(window), QPushButton(window)
    dressed.set_icon(action, "stop", "ink")
    dressed.set_icon(button, "stop", "soft", checked="accent_ink")
    dressed.set_mode("dark")
    size = QSize(32, 32)
    assert DARK.ink in colours(action.icon().pixmap(size, 1.0).toImage())
    assert DARK.soft in colours(button.icon().pixmap(size, 1.0).toImage())


def test_a_button_without_an_icon_is_left_without(qtbot: QtBot, dressed: Theme) -> None:
    button = QPushButton("Move build-02 to esx-01")
    qtbot.addWidget(button)
    dressed.toggle()
    assert button.icon().isNull()


def test_no_folder_for_images_is_said(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = str(tmp_path / "no" / "such" / "folder" / "XXXXXX")
    monkeypatch.setattr(theme, "QTemporaryDir", lambda: QTemporaryDir(missing))
    monkeypatch.setattr(theme, "_image_folder", theme._image_folder.__wrapped__)  # not made yet
    with pytest.raises(OSError, match="temporary files"):
        Theme(qapp, "light")


def test_a_theme_that_is_gone_no_longer_follows(
    qapp: QApplication, dressed: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Theme(qapp, "system")
    del second
    before = qapp.styleSheet()
    monkeypatch.setattr(theme, "system_is_dark", lambda _: True)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert qapp.styleSheet() == before


@both
def test_every_token_of_the_stylesheet_is_known(mode: theme.Mode, tmp_path: Path) -> None:
    made = stylesheet.build(palette_of(mode), tmp_path)
    assert "$" not in made.replace("$tokens are", "")
    for image in made.split('url("')[1:]:
        assert Path(image.split('"')[0]).read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("role", [role for part in get_args(stylesheet.StyleRole) for role in get_args(part)])
def test_every_role_is_in_the_stylesheet(role: str) -> None:
    assert f'role="{role}"' in resources.path("style", "virtdesigner.qss").read_text(encoding="utf-8")


@both
def test_the_focused_field_has_an_accent_border(qtbot: QtBot, dressed: Theme, mode: theme.Mode) -> None:
    dressed.set_mode(mode)
    field = shown(qtbot, QLineEdit("db-01"))
    field.clearFocus()
    accent = palette_of(mode).accent
    assert accent not in colours(field.grab().toImage())
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert accent in colours(field.grab().toImage())


@both
@pytest.mark.parametrize("kind", [QComboBox, QSpinBox])
def test_arrows_of_fields_can_be_seen(
    qtbot: QtBot, dressed: Theme, mode: theme.Mode, kind: type[QComboBox] | type[QSpinBox]
) -> None:
    """An empty field of one colour and a border would have two colours and the blends at its corners."""
    dressed.set_mode(mode)
    field = shown(qtbot, kind())
    field.resize(120, field.sizeHint().height())
    image = field.grab(field.rect().adjusted(98, 5, -5, -5)).toImage()
    darkest_or_lightest = (min if mode == "light" else max)(colours(image), key=brightness)
    assert abs(brightness(darkest_or_lightest) - brightness(palette_of(mode).card2)) > 60


def brightness(shade: str) -> float:
    return sum(int(shade[i : i + 2], 16) for i in (1, 3, 5)) / 3


@both
def test_a_checked_box_shows_a_mark_on_the_accent(qtbot: QtBot, dressed: Theme, mode: theme.Mode) -> None:
    dressed.set_mode(mode)
    box = shown(qtbot, QCheckBox())
    assert palette_of(mode).accent not in colours(box.grab().toImage())
    box.setChecked(True)
    inside = QRect(4, box.height() // 2 - 4, 8, 8)
    found = colours(box.grab(inside).toImage())
    assert palette_of(mode).accent in found
    mark = brightness(palette_of(mode).on_accent)
    assert min(abs(brightness(shade) - mark) for shade in found) < 40


def test_rows_are_27_high(qtbot: QtBot, dressed: Theme) -> None:
    names = shown(qtbot, QListWidget())
    names.addItems(["esx-01", "esx-02"])
    assert names.visualItemRect(names.item(1)).top() - names.visualItemRect(names.item(0)).top() == ROW_HEIGHT
    tree = shown(qtbot, QTreeWidget())
    row = QTreeWidgetItem(["esx-01"])
    tree.addTopLevelItem(row)
    assert tree.visualItemRect(row).height() == ROW_HEIGHT


@pytest.mark.parametrize("make", [QLineEdit, QComboBox, QSpinBox, lambda: QPushButton("Start")])
def test_controls_are_22_to_30_high(qtbot: QtBot, dressed: Theme, make: type[QWidget]) -> None:
    assert 22 <= shown(qtbot, make()).sizeHint().height() <= 30


@both
def test_the_chosen_tab_is_underlined(qtbot: QtBot, dressed: Theme, mode: theme.Mode) -> None:
    dressed.set_mode(mode)
    tabs = shown(qtbot, QTabWidget())
    for name in ("Charts", "Explain"):
        tabs.addTab(QWidget(), name)
    bar = tabs.tabBar()
    assert palette_of(mode).accent in colours(bar.grab(bar.tabRect(0)).toImage())
    assert palette_of(mode).accent not in colours(bar.grab(bar.tabRect(1)).toImage())


@both
def test_boxes_and_words_take_their_role(qtbot: QtBot, dressed: Theme, mode: theme.Mode) -> None:
    dressed.set_mode(mode)
    box = shown(qtbot, QFrame())
    box.resize(60, 40)
    stylesheet.set_role(box, "box-bad")
    assert {palette_of(mode).bad, palette_of(mode).bad_fill} <= colours(box.grab().toImage())
    stylesheet.set_role(box, "box-warning")
    assert palette_of(mode).warning_fill in colours(box.grab().toImage())
    words = shown(qtbot, QLabel("db-01"))
    stylesheet.set_role(words, "title")
    assert (words.font().pixelSize(), words.font().weight()) == (15, 600)
    stylesheet.set_role(words, "bad")
    assert words.palette().color(QPalette.ColorRole.WindowText).name().upper() == palette_of(mode).bad_ink


def test_numbers_stand_as_far_in_as_words(qtbot: QtBot, dressed: Theme) -> None:
    words, number = shown(qtbot, QLineEdit("8")), shown(qtbot, QSpinBox())
    stylesheet.indent_number(number)
    number.lineEdit().setCursorPosition(0)
    words.setCursorPosition(0)
    inner = number.lineEdit()
    assert inner.mapTo(number, inner.cursorRect().center()).x() == pytest.approx(
        words.cursorRect().center().x(), abs=2
    )


@both
def test_the_chosen_entry_of_a_list_is_tinted(qtbot: QtBot, dressed: Theme, mode: theme.Mode) -> None:
    dressed.set_mode(mode)
    box = shown(qtbot, QComboBox())
    box.addItems(["Low", "Normal"])
    box.showPopup()
    entries = box.view()
    chosen = entries.visualRect(entries.model().index(0, 0))
    assert palette_of(mode).accent_fill in colours(entries.viewport().grab(chosen).toImage())
    box.hidePopup()


def test_a_list_filled_before_it_is_shown_has_rows_apart(qtbot: QtBot, dressed: Theme) -> None:
    """Choosing a row lays a list out; before the style is known, unless the style is asked for first."""
    names = QListWidget()
    qtbot.addWidget(names)
    names.ensurePolished()
    names.addItems(["esx-01", "esx-02"])
    names.setCurrentRow(1)
    names.show()
    assert names.visualItemRect(names.item(1)).top() == ROW_HEIGHT
