"""Cards from afar: names and heat stripes between 40 and 70 % zoom, blocks in heat colours below."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from virtdesigner.ui import space
from virtdesigner.ui.canvas.cards import FILLS, outline
from virtdesigner.ui.canvas.look import sized, write
from virtdesigner.ui.palettes import colour, vlan_colour

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_NAME_ON_SCREEN: Final = 9.0
"""Least height of a name on the screen, px."""

_STRIPED: Final = frozenset({"physical-server", "virtual-machine", "container", "lun", "physical-switch"})
_TITLES: Final = {
    "physical-server": 48,
    "cluster": 40,
    "storage-array": 48,
    "hypervisor": 34,
    "virtual-switch": 28,
}


def paint(painter: QPainter, card: "Card", zoom: float) -> None:
    """A card's body, its name as large as it must be to be read, and its stripe. Not antialiased."""
    look = card.look
    line, width = outline(card)
    painter.setPen(QPen(line, 0 if width == space.LINE else width / zoom))
    painter.setBrush(look.colour(FILLS.get(card.kind, "card1")))
    painter.drawRect(QRectF(0, 0, card.width, card.height))
    if card.kind == "vlan":
        painter.fillRect(QRectF(0, 0, space.HEAT_STRIPE, card.height), colour(vlan_colour(card.vlan)))
    elif card.kind in _STRIPED:
        painter.fillRect(QRectF(0, 0, 2 * space.HEAT_STRIPE, card.height), look.heat(card.heat))
    height = _TITLES.get(card.kind, card.height)
    room = QRectF(13, 0, card.width - 16, height)
    write(painter, room, card.short_name, look.colour("ink"), sized(_pixels(zoom)))
    if card.reading.badge and card.kind in _STRIPED:
        _mark(painter, card)


def _pixels(zoom: float) -> int:
    """Height of names in the scene, in few steps so that few fonts are needed."""
    return 2 * round(max(12.0, _NAME_ON_SCREEN / zoom) / 2)


def _mark(painter: QPainter, card: "Card") -> None:
    """A corner in the colour of the badge that there is no room for."""
    assert card.reading.badge is not None
    token = "bad" if card.reading.badge.severe else "warning"
    painter.fillRect(QRectF(card.width - 14, 0, 14, 14), card.look.colour(token))
