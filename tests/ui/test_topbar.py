"""The bar at the top: keys in the tips of the run's buttons, the colour of heat."""

from PySide6.QtGui import QColor

from virtdesigner.ui.palettes import HEAT
from virtdesigner.ui.window import MainWindow


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
