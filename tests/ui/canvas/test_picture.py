import pytest
from PySide6.QtCore import QSize

from tests.ui.canvas.sites import arranged, branch_office, site
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas import CanvasView, render_picture
from virtdesigner.ui.palettes import DARK


@pytest.mark.parametrize("design", [branch_office(), site(20, 40)])
def test_a_picture_shows_a_whole_design(qapp: object, design: Design) -> None:
    image = render_picture(arranged(design), QSize(800, 500))
    colours = {image.pixelColor(x, y).name() for x in range(0, 800, 3) for y in range(0, 500, 3)}
    assert (image.width(), image.height()) == (800, 500)
    assert {"#ffffff", "#eff3f7"} <= colours


def test_a_picture_of_what_is_on_screen_leaves_it_as_it_was(view: CanvasView) -> None:
    view.zoom_to(0.3)
    image = render_picture(view.canvas, QSize(1600, 1000))
    assert view.canvas.overview.isVisible()
    assert image.pixelColor(3, 3).name() == view.look.colour("canvas").name()


def test_a_picture_may_be_dark_and_may_be_empty(qapp: object) -> None:
    image = render_picture(Design.of(), QSize(40, 30), DARK)
    assert image.pixelColor(20, 15).name() == DARK.canvas.lower()
