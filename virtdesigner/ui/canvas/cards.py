"""Cards in full, by kind, as they are seen over 70 % zoom."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from virtdesigner.ui import space
from virtdesigner.ui.canvas.look import (
    LEFT,
    MIDDLE,
    RIGHT,
    badge,
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
from virtdesigner.ui.palettes import colour, vlan_colour

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_PAD: Final = 12.0
_METER_GAP: Final = 14.0
_WIDE: Final = 420.0
_GUEST_ICON: Final = 14

FILLS: Final[Mapping[str, str]] = MappingProxyType(
    {"cluster": "card2", "hypervisor": "card3", "storage-array": "card2"}
)
"""Token of a kind's fill; white (the first level) for what is not named."""

RADII: Final[Mapping[str, float]] = MappingProxyType(
    {
        "cluster": 12,
        "physical-server": space.RADIUS_SERVER,
        "physical-switch": space.RADIUS_PANEL,
        "storage-array": space.RADIUS_SERVER,
        "hypervisor": space.RADIUS_PANEL,
    }
)
"""Radius of a kind's corners; that of a guest for what is not named."""


def paint(painter: QPainter, card: "Card") -> None:
    """A card with everything on it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    _PAINTERS.get(card.kind, _plain)(painter, card)


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


def stripe(painter: QPainter, card: "Card") -> None:
    """The heat of a card as a stripe at its left edge, cut by the card's corners."""
    path, edge = QPainterPath(), QPainterPath()
    radius = RADII.get(card.kind, space.RADIUS_GUEST)
    path.addRoundedRect(QRectF(0, 0, card.width, card.height), radius, radius)
    edge.addRect(QRectF(0, 0, space.HEAT_STRIPE, card.height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(card.look.heat(card.heat))
    painter.drawPath(path.intersected(edge))


def _plain(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    _title(painter, card, card.width - 40 - _PAD)


def _title(painter: QPainter, card: "Card", room: float, top: float = 8) -> None:
    """Icon, name, and the line of what it is."""
    icon(painter, card.kind, 14, top + 2, space.ICON, card.look.colour("soft"))
    name = name_fitting(card.name, font("section"), room)
    write_as(painter, QRectF(40, top, room, 18), name, card.look.colour("ink"), "section")
    if card.subtitle:
        line = QRectF(40, top + 19, card.width - 40 - _PAD, 16)
        write_as(painter, line, card.subtitle, card.look.colour("soft"), "detail")


def _meters(painter: QPainter, card: "Card", meters: tuple[tuple[str, float | None], ...]) -> float:
    """Labelled bars with per cent at the right of a title; returns where they begin."""
    width = 74.0 if card.width >= _WIDE else 58.0
    x = card.width - _PAD - 2 + _METER_GAP
    for label, share in reversed(meters):
        x -= width + _METER_GAP
        row = QRectF(x, 6, width, 14)
        write_as(painter, row, QCoreApplication.translate("Canvas", label), card.look.colour("soft"), "caps")
        if share is not None:
            percent = f"{round(100 * share)} %"
            write(painter, row, percent, card.look.ink_for(share), bold(), RIGHT)
        bar(painter, card.look, bar_rect(x, 21, width), share)
    return x


def _server(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    stripe(painter, card)
    if card.selected:
        _outline_again(painter, card)
    start = _meters(painter, card, (("CPU", card.reading.cpu), ("MEM", card.reading.memory)))
    _title(painter, card, start - 40 - _PAD)


def _outline_again(painter: QPainter, card: "Card") -> None:
    radius = RADII.get(card.kind, space.RADIUS_GUEST)
    box(
        painter,
        QRectF(0, 0, card.width, card.height),
        radius,
        QColor(Qt.GlobalColor.transparent),
        *outline(card),
    )


def _switch(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    reading = card.reading
    # A fibre-channel switch carries storage.
    carried = reading.network if reading.network is not None else reading.storage
    start = _meters(painter, card, (("NET", carried),))
    _title(painter, card, start - 40 - _PAD, top=10)


def _array(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    start = card.width
    if card.reading.storage is not None:
        start = _meters(painter, card, (("I/O", card.reading.storage),))
    _title(painter, card, start - 40 - _PAD, top=10)


def _hypervisor(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    icon(painter, card.kind, 12, 9, space.ICON, card.look.colour("soft"))
    face = font("section")
    room = card.width - 36 - _PAD
    width = min(text_width(card.name, face) + 1, room)
    write(painter, QRectF(36, 8, width, 18), card.name, card.look.colour("ink"), face)
    if room - width > 60:
        rest = QRectF(36 + width + 10, 9, room - width - 10, 18)
        write_as(painter, rest, card.subtitle, card.look.colour("soft"), "detail")


def _cluster(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    icon(painter, card.kind, 14, 13, space.ICON, card.look.colour("soft"))
    rest = QRectF(40, 12, card.width - 40 - _PAD, 18)
    write_as(painter, rest, card.name, card.look.colour("ink"), "section")


def _guest(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    look, reading = card.look, card.reading
    icon(painter, card.kind, 10, 8, _GUEST_ICON, look.colour("soft"))
    write_as(painter, QRectF(31, 6, card.width - 31 - 8, 18), card.name, look.colour("ink"), "name")
    rows = (("CPU", 29, reading.cpu, reading.wanted), ("MEM", 42, reading.memory, None))
    for label, y, share, wanted in rows:
        words = QCoreApplication.translate("Canvas", label)
        write_as(painter, QRectF(10, y, 28, 12), words, look.colour("soft"), "caps")
        bar(painter, look, bar_rect(40, y + 4, card.width - 50), share, wanted)
    if reading.badge:
        badge(painter, look, card.width - 4, 0, reading.badge, card.width - 8)


def _lun(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    look = card.look
    icon(painter, card.kind, 10, 7, _GUEST_ICON, look.colour("soft"))
    write_as(painter, QRectF(31, 5, card.width - 31 - 8, 18), card.name, look.colour("ink"), "name")
    size = text_width(card.subtitle, font("detail"))
    write_as(painter, QRectF(31, 23, size + 1, 15), card.subtitle, look.colour("soft"), "detail", LEFT)
    start = 31 + size + 8
    bar(painter, look, bar_rect(start, 29, card.width - start - 10), card.reading.storage)


def _virtual_switch(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    icon(painter, card.kind, 10, 9, _GUEST_ICON, card.look.colour("soft"))
    rest = QRectF(31, 7, card.width - 31 - 8, 18)
    write_as(painter, rest, card.name, card.look.colour("ink"), "name")


def _vlan(painter: QPainter, card: "Card") -> None:
    rect = QRectF(0, 0, card.width, card.height)
    line = card.look.colour("accent") if card.selected else colour(vlan_colour(card.vlan))
    width = space.SELECTED_LINE if card.selected else 1.4
    box(painter, rect, card.height / 2, card.look.colour("card1"), line, width)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(vlan_colour(card.vlan)))
    painter.drawEllipse(QPointF(12, card.height / 2), 3, 3)
    write_as(painter, rect.adjusted(20, 0, -10, 0), card.name, card.look.colour("ink"), "detail", MIDDLE)


_PAINTERS: Final[Mapping[str, Callable[[QPainter, "Card"], None]]] = MappingProxyType(
    {
        "cluster": _cluster,
        "physical-server": _server,
        "physical-switch": _switch,
        "storage-array": _array,
        "hypervisor": _hypervisor,
        "virtual-machine": _guest,
        "container": _guest,
        "virtual-switch": _virtual_switch,
        "vlan": _vlan,
        "lun": _lun,
    }
)
