from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter

from virtdesigner import resources
from virtdesigner.ui import icons
from virtdesigner.ui.palettes import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")

KINDS = {
    "cluster",
    "resource-pool",
    "physical-server",
    "physical-switch",
    "storage-array",
    "external-network",
    "hypervisor",
    "container-engine",
    "virtual-io-server",
    "virtual-machine",
    "container",
    "virtual-switch",
    "vlan",
    "lun",
    "cloud-service",
    "note",
}
ACTIONS = {
    *("play", "pause", "step", "undo", "redo", "open", "save", "import", "new", "recent", "camera", "chart"),
    *("fit", "zoom-in", "zoom-out", "select", "connect", "pan", "search", "theme", "help", "add"),
    *("delete", "copy", "paste", "rename", "chevron-down", "chevron-right", "check", "close"),
    *("warning", "error", "info"),
}
every_name = pytest.mark.parametrize(
    "name", sorted(file.stem for file in resources.path("icons").glob("*.svg"))
)


def painted(image: QImage) -> set[str]:
    """Return the colours of the pixels that are wholly covered."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    pixels = (image.pixelColor(x, y) for x, y in points)
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def distance(one: str, other: str) -> int:
    return max(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5))


def coverage(image: QImage) -> float:
    alphas = (image.pixelColor(x, y).alphaF() for x in range(image.width()) for y in range(image.height()))
    return sum(alphas) / (image.width() * image.height())


def test_every_kind_and_action_has_an_icon() -> None:
    assert icons.names() >= KINDS | ACTIONS
    assert icons.APPLICATION not in icons.names()


@every_name
def test_shapes_are_on_the_grid_in_one_colour(name: str) -> None:
    root = ET.fromstring(icons.source(name))
    if name == icons.APPLICATION:
        return
    assert root.get("viewBox") == "0 0 16 16"
    assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "1.4")
    own = {part.get(paint) for part in root.iter() for paint in ("stroke", "fill")}
    assert own <= {None, "none", "currentColor"}


@every_name
@pytest.mark.parametrize("shade", [LIGHT.ink, DARK.ink])
def test_icons_show_in_the_colour_asked_for(name: str, shade: str) -> None:
    image = icons.pixmap(name, 16, shade, 4.0).toImage()
    assert 0.02 < coverage(image) < 0.95
    if name != icons.APPLICATION:
        assert (
            max(distance(found, shade) for found in painted(image)) <= 1
        )  # rounding where two parts overlap


@every_name
def test_shapes_stay_inside_the_grid(name: str) -> None:
    """Paint on a sheet with a margin of 4 around the grid and look at the margin."""
    sheet = QImage(24, 24, QImage.Format.Format_ARGB32)
    sheet.fill(0)
    painter = QPainter(sheet)
    icons.renderer(name, LIGHT.ink).render(painter, QRectF(4, 4, 16, 16))
    painter.end()
    outside = [
        (x, y)
        for x in range(24)
        for y in range(24)
        if not (3 <= x <= 20 and 3 <= y <= 20) and sheet.pixel(x, y)
    ]
    assert outside == []


def test_all_shapes_differ_at_14_pixels() -> None:
    drawn = {bytes(icons.pixmap(name, 14, LIGHT.ink).toImage().constBits()) for name in icons.names()}
    assert len(drawn) == len(icons.names())


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_pixmaps_have_the_pixels_of_the_screen(ratio: float) -> None:
    made = icons.pixmap("lun", 16, LIGHT.ink, ratio)
    assert made.width() == 16 * ratio
    assert made.deviceIndependentSize().width() == pytest.approx(16)


def test_pixmaps_are_kept() -> None:
    assert icons.pixmap("lun", 16, LIGHT.ink) is icons.pixmap("lun", 16, LIGHT.ink)


def test_an_icon_has_a_colour_for_each_state() -> None:
    made = icons.icon("stop", "#112233", checked="#445566", selected="#778899")
    states = [
        (QIcon.Mode.Normal, QIcon.State.Off, "#112233"),
        (QIcon.Mode.Normal, QIcon.State.On, "#445566"),
        (QIcon.Mode.Selected, QIcon.State.Off, "#778899"),
        (QIcon.Mode.Selected, QIcon.State.On, "#778899"),
    ]
    for mode, state, shade in states:
        assert painted(made.pixmap(QSize(32, 32), 1.0, mode, state).toImage()) == {shade}


def test_an_icon_without_a_colour_takes_the_ink_of_buttons() -> None:
    ink = QGuiApplication.palette().buttonText().color().name().upper()
    assert painted(icons.icon("stop").pixmap(32, 32).toImage()) == {ink}


def test_the_application_icon_has_sizes_for_windows_and_docks() -> None:
    assert {16, 48, 256} <= {size.width() for size in icons.application_icon().availableSizes()}


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        icons.source("nothing")
