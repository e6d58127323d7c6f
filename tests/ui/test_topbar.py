"""The bar at the top: keys in the tips of the run's buttons, the colour of heat."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.model.edits import replace
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import HEAT
from virtdesigner.ui.topbar import FIND, NARROW_TITLE
from virtdesigner.ui.window import MainWindow

Make = Callable[[Document], MainWindow]


def test_run_and_pause_say_their_key(window: MainWindow) -> None:
    run = window.topbar.run
    key = window.commands["run-pause"].shortcut().toString()
    assert (key, run.play.toolTip(), run.pause.toolTip()) == ("F5", "Run (F5)", "Pause (F5)")
    assert run.play.accessibleName() == "Run"


def test_each_choice_of_heat_shows_a_colour_of_the_heat_scale(window: MainWindow) -> None:
    heat = window.topbar.heat
    shades = {shade for _, shade in HEAT}
    for index in range(heat.count()):
        image = heat.itemIcon(index).pixmap(heat.iconSize()).toImage()
        middle = QColor(image.pixel(image.width() // 2, image.height() // 2))
        assert middle.name().upper() in shades


@pytest.fixture
def busy(make_window: Make, document: Document, tmp_path: Path) -> MainWindow:
    """A window with all that the bar can show: a long name, an edit, the pace of a run."""
    document.save(tmp_path / "quite-a-long-name-of-a-design-for-two-sites.vdt")
    window = make_window(document)
    document.do("Rename", replace(document.design, document.design.elements[id_of("web-01")], name="www"))
    window.resize(1600, 900)
    window.show()
    return window


def shown(window: MainWindow) -> list[QWidget]:
    bar = window.topbar
    return [bar.title, bar.edited, bar.run, bar.views, bar.heat, bar.search]


def _check_whole(window: MainWindow) -> None:
    """Parts stand one after the other within the window, each as wide as its words."""
    places = sorted((part.mapTo(window, QPoint()).x(), part.width()) for part in shown(window))
    ends = [x + width for x, width in places]
    assert all(end <= x for end, (x, _) in zip(ends, places[1:], strict=False))
    assert ends[-1] <= window.width()
    for part in shown(window):
        if part is not window.topbar.search:
            assert part.width() >= part.sizeHint().width(), part


def test_a_wide_bar_shows_all(busy: MainWindow) -> None:
    bar = busy.topbar
    assert bar.run.pace.isVisible()
    assert bar.search.width() == FIND
    assert bar.title.width() > NARROW_TITLE


@pytest.mark.parametrize("width", [1024, 1100])
def test_in_a_narrow_bar_parts_give_way_and_nothing_is_clipped(
    busy: MainWindow, qtbot: QtBot, width: int
) -> None:
    bar = busy.topbar
    busy.resize(width, 700)
    qtbot.waitUntil(lambda: bar.width() == width)
    assert busy.width() == width, "the bar lets the window be as narrow"
    assert not bar.run.pace.isVisible()
    qtbot.waitUntil(lambda: _check_whole(busy))
    busy.resize(1600, 900)
    qtbot.waitUntil(bar.run.pace.isVisible)


def test_a_picture_of_the_window_never_says_how_long_a_step_took(busy: MainWindow) -> None:
    busy.topbar.allow_pace(False)
    busy.topbar.refresh()
    assert not busy.topbar.run.pace.isVisible()
