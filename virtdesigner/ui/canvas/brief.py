"""Cards from afar, between 40 and 70 % zoom: names, heat stripes, and what machines do in short bars."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter, QPen

from virtdesigner.ui import space
from virtdesigner.ui.canvas import notes
from virtdesigner.ui.canvas.look import RIGHT, icon, name_fitting, sized, write
from virtdesigner.ui.canvas.surface import FILLS, outline
from virtdesigner.ui.palettes import colour, vlan_colour

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_NAME_ON_SCREEN: Final = 9.0
"""Least height of a name on the screen, px."""

_STRIPED: Final = frozenset(
    {"physical-server", "virtual-machine", "virtual-io-server", "container", "lun", "physical-switch"}
)
_COMPUTES: Final = frozenset({"physical-server", "virtual-io-server"})
_MACHINES: Final = _COMPUTES | {"physical-switch", "external-network", "storage-array", "cloud-service"}
_WIDE: Final = 420.0
"""Width of a card from which its bars have labels and per cent."""

_SHORT: Final = 48.0
_BAR: Final = 6.0
_STEP: Final = 12.0
_OPEN: Final = 46.0
"""Height of the title of a guest that holds others."""

_TITLES: Final = {
    "physical-server": 48,
    "cluster": 40,
    "storage-array": 48,
    "hypervisor": 34,
    "container-engine": 34,
    "resource-pool": 34,
    "virtual-io-server": 46,
    "virtual-switch": 28,
}


def paint(painter: QPainter, card: "Card", zoom: float) -> None:
    """A card's body, its name as large as it must be to be read, and its stripe. Not antialiased."""
    if card.kind == "note":
        notes.paint_brief(painter, card, sized(_pixels(zoom)))
        return
    look = card.look
    line, width = outline(card)
    painter.setPen(QPen(line, 0 if width == space.LINE else width / zoom))
    painter.setBrush(look.colour(FILLS.get(card.kind, "card1")))
    painter.drawRect(QRectF(0, 0, card.width, card.height))
    if card.kind == "vlan":
        painter.fillRect(QRectF(0, 0, space.HEAT_STRIPE, card.height), colour(vlan_colour(card.vlan)))
    elif card.kind in _STRIPED:
        painter.fillRect(QRectF(0, 0, 2 * space.HEAT_STRIPE, card.height), look.heat(card.heat))
    pixels = _pixels(zoom)
    height = min(card.height, _TITLES.get(card.kind, _OPEN if card.is_open else card.height))
    left, right = 13.0, card.width - 3
    if card.kind in _MACHINES or _is_nested(card):
        left, right = _machine(painter, card, pixels, height)
    room = QRectF(left, 0, right - left, height)
    write(
        painter,
        room,
        name_fitting(card.short_name, sized(pixels), room.width()),
        look.colour("ink"),
        sized(pixels),
    )
    if card.badge:
        _mark(painter, card)


def _machine(painter: QPainter, card: "Card", pixels: int, height: float) -> tuple[float, float]:
    """The icon of a machine and what it does in short bars; returns the ends of the room left."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    size = pixels + 4
    icon(painter, card.kind, 14, (height - size) / 2, size, card.look.colour("soft"))
    left, right = 14.0 + size + 6, card.width - 8
    meters = _meters(card)
    if not meters:
        return left, right
    if card.width < _WIDE:
        top = height / 2 - _STEP * (len(meters) - 1) / 2 - _BAR / 2
        for position, (_, share) in enumerate(meters):
            _bar(painter, card, QRectF(right - _SHORT, top + _STEP * position, _SHORT, _BAR), share)
        return left, right - _SHORT - 8
    for label, share in reversed(meters):
        width = 5.5 * pixels
        spot = QRectF(right - width, 4, width, height - 16)
        write(
            painter, spot, f"{label} {round(100 * share)} %", card.look.ink_for(share), sized(pixels), RIGHT
        )
        _bar(painter, card, QRectF(right - width, height - 14, width, _BAR), share)
        right -= width + 12
    return left, right


def _is_nested(card: "Card") -> bool:
    """A guest that is drawn like a machine, as it holds others."""
    return card.kind == "virtual-machine" and card.is_open


def _meters(card: "Card") -> list[tuple[str, float]]:
    reading = card.reading
    named: tuple[tuple[str, float | None], ...]
    if card.kind in _COMPUTES or _is_nested(card):
        named = (("CPU", reading.cpu), ("MEM", reading.memory))
    elif card.kind == "storage-array":
        named = (("I/O", reading.storage),)
    else:
        named = (("NET", reading.storage if reading.network is None else reading.network),)
    return [
        (QCoreApplication.translate("Canvas", label), share) for label, share in named if share is not None
    ]


def _bar(painter: QPainter, card: "Card", rect: QRectF, share: float) -> None:
    painter.fillRect(rect, card.look.colour("trough"))
    painter.fillRect(QRectF(rect.x(), rect.y(), rect.width() * share, rect.height()), card.look.heat(share))


def _pixels(zoom: float) -> int:
    """Height of names in the scene, in few steps so that few fonts are needed."""
    return 2 * round(max(12.0, _NAME_ON_SCREEN / zoom) / 2)


def _mark(painter: QPainter, card: "Card") -> None:
    """A corner in the colour of the badge that there is no room for."""
    assert card.badge is not None
    token = "bad" if card.badge.severe else "warning"
    painter.fillRect(QRectF(card.width - 14, 0, 14, 14), card.look.colour(token))
