"""Cards in full, by kind, as they are seen over 70 % zoom."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from virtdesigner.kinds import Lun
from virtdesigner.ui import space
from virtdesigner.ui.canvas import notes, services
from virtdesigner.ui.canvas.facts import portion
from virtdesigner.ui.canvas.look import LEFT, MIDDLE, badge, bar, bar_rect, box, icon, text_width, write_as
from virtdesigner.ui.canvas.readings import CONGESTED
from virtdesigner.ui.canvas.surface import GUEST_ICON, PAD, body, edge, heading, meters, stripe, title
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import colour, vlan_colour

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_BADGE_INSET: Final = 12.0
"""How far the badge of a large card keeps from its right edge."""

BADGE_LIFT: Final = 3.0
"""How much higher than a guest's the badge of a large card lies: clear of the bars."""

_MARKED: Final = frozenset({"physical-server", "storage-array"})
"""Large cards with a badge; a guest's lies nearer to its edge."""


def paint(painter: QPainter, card: "Card") -> None:
    """A card with everything on it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter_of(card)(painter, card)
    if card.badge:
        is_large = card.kind in _MARKED or card.is_open
        inset, top = (_BADGE_INSET, -BADGE_LIFT) if is_large else (4.0, 0.0)
        badge(painter, card.look, card.width - inset, top, card.badge, card.width - 2 * inset)


def painter_of(card: "Card") -> "Callable[[QPainter, Card], None]":
    """What paints a card: by its kind, and for a guest by whether it holds others."""
    if card.kind == "virtual-machine" and card.is_open:
        return _server
    return _PAINTERS.get(card.kind, _plain)


def _plain(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    title(painter, card, card.width - 40 - PAD)


def _server(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    stripe(painter, card)
    if card.selected:
        edge(painter, card)
    start = meters(painter, card, (("CPU", card.reading.cpu), ("MEM", card.reading.memory)))
    title(painter, card, start - 40 - PAD)


def _switch(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    reading = card.reading
    # A fibre-channel switch carries storage.
    carried = reading.network if reading.network is not None else reading.storage
    start = meters(painter, card, (("NET", carried),))
    title(painter, card, start - 40 - PAD, top=10)


def _array(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    start = card.width
    if card.reading.storage is not None:
        start = meters(painter, card, (("I/O", card.reading.storage),))
    title(painter, card, start - 40 - PAD, top=10)


def _platform(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    heading(painter, card, card.width - PAD)


def _cluster(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    icon(painter, card.kind, 14, 13, space.ICON, card.look.colour("soft"))
    rest = QRectF(40, 12, card.width - 40 - PAD, 18)
    write_as(painter, rest, card.name, card.look.colour("ink"), "section")


def _guest(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    look, reading = card.look, card.reading
    icon(painter, card.kind, 10, 8, GUEST_ICON, look.colour("soft"))
    write_as(painter, QRectF(31, 6, card.width - 31 - 8, 18), card.name, look.colour("ink"), "name")
    rows = (("CPU", 29, reading.cpu, reading.wanted), ("MEM", 42, reading.memory, None))
    for label, y, share, wanted in rows:
        words = QCoreApplication.translate("Canvas", label)
        write_as(painter, QRectF(10, y, 28, 12), words, look.colour("soft"), "caps")
        bar(painter, look, bar_rect(40, y + 4, card.width - 50), share, wanted)


def _lun(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    look = card.look
    icon(painter, card.kind, 10, 7, GUEST_ICON, look.colour("soft"))
    write_as(painter, QRectF(31, 5, card.width - 31 - 8, 18), card.name, look.colour("ink"), "name")
    if isinstance(card.element, Lun) and card.reading.held is not None:
        _fill_level(painter, card, card.element.capacity, card.reading.held)
        return
    size = text_width(card.subtitle, font("detail"))
    write_as(painter, QRectF(31, 23, size + 1, 15), card.subtitle, look.colour("soft"), "detail", LEFT)
    start = 31 + size + 8
    bar(painter, look, bar_rect(start, 29, card.width - start - 10), card.reading.storage)


def _fill_level(painter: QPainter, card: "Card", capacity: float, held: float) -> None:
    """What is taken of a LUN, GiB: in words with a bar, red where it is full; below, how busy it is."""
    look, taken = card.look, card.reading.space
    words = portion(held * 1024, capacity * 1024)
    is_tight = taken is not None and taken >= CONGESTED
    size = text_width(words, font("detail"))
    ink = look.colour("bad_ink" if is_tight else "soft")
    write_as(painter, QRectF(10, 23, size + 1, 15), words, ink, "detail", LEFT)
    start = 10 + size + 8
    for y, share in ((26, taken), (33, card.reading.storage)):
        bar(painter, look, bar_rect(start, y, card.width - start - 10), share)


def _virtual_switch(painter: QPainter, card: "Card") -> None:
    body(painter, card)
    icon(painter, card.kind, 10, 9, GUEST_ICON, card.look.colour("soft"))
    width = min(text_width(card.name, font("name")) + 1, card.width - 39)
    write_as(painter, QRectF(31, 7, width, 18), card.name, card.look.colour("ink"), "name")
    rest = QRectF(31 + width + 8, 7, card.width - 31 - width - 16, 18)
    if rest.width() > 60 and card.subtitle:
        write_as(painter, rest, card.subtitle, card.look.colour("soft"), "detail")


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
        "external-network": _switch,
        "hypervisor": _platform,
        "container-engine": _platform,
        "resource-pool": _platform,
        "virtual-io-server": _server,
        "virtual-machine": _guest,
        "container": _guest,
        "virtual-switch": _virtual_switch,
        "vlan": _vlan,
        "lun": _lun,
        "cloud-service": services.paint,
        "note": notes.paint,
    }
)
