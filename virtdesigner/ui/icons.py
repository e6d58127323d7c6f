"""Icons from `resources/icons`: one-colour SVG shapes on a grid of 16, painted in the colour asked for.

Names are the file names without `.svg`: element kinds (`virtual-machine`) and actions (`zoom-in`).
"""

from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from virtdesigner import resources

APPLICATION: Final = "virtdesigner"
"""Name of the application's own icon, the only one with colours of its own."""

_SIZES = (14, 16, 20, 24, 32, 48)
_APPLICATION_SIZES = (16, 24, 32, 48, 64, 128, 256)


@cache
def names() -> frozenset[str]:
    """Return the names of all icons that take a colour."""
    return frozenset(file.stem for file in resources.path("icons").glob("*.svg")) - {APPLICATION}


@cache
def source(name: str) -> str:
    """Return the SVG text of an icon, `currentColor` where its colour goes. Raises FileNotFoundError."""
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


def coloured(name: str, colour: str) -> bytes:
    """Return the SVG of an icon in a colour `#RRGGBB`."""
    return source(name).replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def renderer(name: str, colour: str) -> QSvgRenderer:
    """Return what paints an icon at any size, for pictures and print; on screen `pixmap` is faster."""
    return QSvgRenderer(QByteArray(coloured(name, colour)))


@lru_cache(maxsize=4096)
def pixmap(name: str, size: int, colour: str, device_pixel_ratio: float = 1.0) -> QPixmap:
    """Return an icon of `size` device-independent pixels, sharp at the device's pixel ratio (or zoom)."""
    side = max(1, round(size * device_pixel_ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer(name, colour).render(painter)
    painter.end()
    made.setDevicePixelRatio(side / size)
    return made


def icon(
    name: str, colour: str | None = None, checked: str | None = None, selected: str | None = None
) -> QIcon:
    """Return an icon in `colour` (the ink of buttons when None).

    It turns to `checked` while its button is on and to `selected` in a selected row, where these are given.
    """
    palette = QGuiApplication.palette()
    normal = colour or palette.color(QPalette.ColorRole.ButtonText).name()
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
    return _icon(name, normal, checked or normal, selected or normal, disabled)


@lru_cache(maxsize=512)
def _icon(name: str, normal: str, checked: str, selected: str, disabled: str) -> QIcon:
    looks = {
        (QIcon.Mode.Normal, QIcon.State.Off): normal,
        (QIcon.Mode.Normal, QIcon.State.On): checked,
        (QIcon.Mode.Selected, QIcon.State.Off): selected,
        (QIcon.Mode.Selected, QIcon.State.On): selected,  # the row of an open branch
        (QIcon.Mode.Disabled, QIcon.State.Off): disabled,
        (QIcon.Mode.Disabled, QIcon.State.On): disabled,
    }
    made = QIcon()
    for (mode, state), shade in looks.items():
        for size in _SIZES:
            made.addPixmap(pixmap(name, size, shade), mode, state)
    return made


def application_icon() -> QIcon:
    """Return the icon of the application's windows."""
    made = QIcon()
    for size in _APPLICATION_SIZES:
        made.addPixmap(pixmap(APPLICATION, size, ""))
    return made
