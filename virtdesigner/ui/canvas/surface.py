"""What painters of cards share: surface and border, heat stripe, title, meters."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from virtdesigner.ui import space
from virtdesigner.ui.canvas.look import (
    RIGHT,
    bar,
    bar_rect,
    bold,
    box,
    icon,
    name_fitting,
    text_width,
    write,
    write_as,
)
from virtdesigner.ui.fonts import font

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

PAD: Final = 12.0
GUEST_ICON: Final = 14
_METER_GAP: Final = 14.0
_WIDE: Final = 420.0

FILLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cluster": "card2",
        "hypervisor": "card3",
        "container-engine": "card3",
        "virtual-io-server": "card2",
        "resource-pool": "card2",
        "storage-array": "card2",
        "cloud-service": "card2",
    }
)
"""Token of a kind's fill; white (the first level) for what is not named."""

RADII: Final[Mapping[str, float]] = MappingProxyType(
    {
        "cluster": 12,
        "physical-server": space.RADIUS_SERVER,
        "physical-switch": space.RADIUS_PANEL,
        "external-network": space.RADIUS_PANEL,
        "storage-array": space.RADIUS_SERVER,
        "cloud-service": space.RADIUS_SERVER,
        "hypervisor": space.RADIUS_PANEL,
        "container-engine": space.RADIUS_PANEL,
        "virtual-io-server": space.RADIUS_PANEL,
        "resource-pool": space.RADIUS_PANEL,
    }
)
"""Radius of a kind's corners; that of a guest for what is not named."""


def outline(card: "Card") -> tuple[QColor, float]:
    """Colour and width of a card's border: the accent when it is selected."""
    if card.selected:
        return card.look.colour("accent"), space.SELECTED_LINE
    return card.look.colour("soft" if card.hovered else "line"), space.LINE


def body(painter: QPainter, card: "Card") -> None:
    """The card's surface and border."""
    fill = card.look.colour(FILLS.get(card.kind, "card1"))
    radius = RADII.get(card.kind, space.RADIUS_GUEST)
    box(painter, QRectF(0, 0, card.width, card.height), radius, fill, *outline(card))


def edge(painter: QPainter, card: "Card") -> None:
    """The border once more, over what was drawn on the surface."""
    radius = RADII.get(card.kind, space.RADIUS_GUEST)
    nothing = QColor(Qt.GlobalColor.transparent)
    box(painter, QRectF(0, 0, card.width, card.height), radius, nothing, *outline(card))


def stripe(painter: QPainter, card: "Card") -> None:
    """The heat of a card as a stripe at its left edge, cut by the card's corners."""
    path, strip = QPainterPath(), QPainterPath()
    radius = RADII.get(card.kind, space.RADIUS_GUEST)
    path.addRoundedRect(QRectF(0, 0, card.width, card.height), radius, radius)
    strip.addRect(QRectF(0, 0, space.HEAT_STRIPE, card.height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(card.look.heat(card.heat))
    painter.drawPath(path.intersected(strip))


def title(painter: QPainter, card: "Card", room: float, top: float = 8) -> None:
    """Icon, name, and below it the line of what it is."""
    icon(painter, card.kind, 14, top + 2, space.ICON, card.look.colour("soft"))
    name = name_fitting(card.name, font("section"), room)
    write_as(painter, QRectF(40, top, room, 18), name, card.look.colour("ink"), "section")
    if card.subtitle:
        line = QRectF(40, top + 19, card.width - 40 - PAD, 16)
        write_as(painter, line, card.subtitle, card.look.colour("soft"), "detail")


def heading(painter: QPainter, card: "Card", room: float, left: float = 12, top: float = 9) -> None:
    """Icon, name, and beside it, where there is room, the line of what it is. room: up to this x."""
    icon(painter, card.kind, left, top, space.ICON, card.look.colour("soft"))
    face, start = font("section"), left + 24
    width = min(text_width(card.name, face) + 1, room - start)
    name = name_fitting(card.name, face, width)
    write(painter, QRectF(start, top - 1, width, 18), name, card.look.colour("ink"), face)
    if room - start - width > 60:
        rest = QRectF(start + width + 10, top, room - start - width - 10, 18)
        write_as(painter, rest, card.subtitle, card.look.colour("soft"), "detail")


def meters(painter: QPainter, card: "Card", shown: tuple[tuple[str, float | None], ...]) -> float:
    """Labelled bars with per cent at the right of a title; returns where they begin."""
    width = 74.0 if card.width >= _WIDE else 58.0
    x = card.width - PAD - 2 + _METER_GAP
    for label, share in reversed(shown):
        x -= width + _METER_GAP
        row = QRectF(x, 6, width, 14)
        write_as(painter, row, QCoreApplication.translate("Canvas", label), card.look.colour("soft"), "caps")
        if share is not None:
            percent = f"{round(100 * share)} %"
            write(painter, row, percent, card.look.ink_for(share), bold(), RIGHT)
        bar(painter, card.look, bar_rect(x, 21, width), share)
    return x
