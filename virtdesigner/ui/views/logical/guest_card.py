"""The card of a guest as it sees itself: processors, memory, adapters, disks; and how it fares in a run."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.model.element import Element
from virtdesigner.model.packing import Rect
from virtdesigner.rules.guest_devices import Device
from virtdesigner.ui import space
from virtdesigner.ui.canvas.facts import is_on
from virtdesigner.ui.canvas.look import (
    BADGE_HEIGHT,
    BADGE_RISE,
    FULL,
    MIDDLE,
    RIGHT,
    Look,
    badge,
    bar,
    bar_rect,
    box,
    icon,
    name_fitting,
    sized,
    text_width,
    write,
    write_as,
)
from virtdesigner.ui.canvas.readings import NOTHING, Reading
from virtdesigner.ui.fonts import font
from virtdesigner.ui.views.logical import words
from virtdesigner.ui.views.logical.plan import CARD_HEAD, MOST_ROWS, ROW

PAD: Final = 12.0
DIMMED: Final = 0.4
"""Opacity of guests that the selected one does not hear."""

_FACE: Final = 13


class GuestCard(QGraphicsItem):
    """A guest. colours: of its adapters' networks, by part."""

    def __init__(self, element: Element, look: Look) -> None:
        super().__init__()
        self.look = look
        self.element = element
        self.devices: tuple[Device, ...] = ()
        self.colours: dict[str, QColor] = {}
        self.reading: Reading = NOTHING
        self.selected = False
        self.size = (0.0, 0.0)
        self._bounds = QRectF()

    def show_guest(self, element: Element, devices: tuple[Device, ...], colours: dict[str, QColor]) -> None:
        """Show another state of the guest."""
        self.element, self.devices, self.colours = element, devices, colours
        self.update()

    def set_rect(self, rect: Rect) -> None:
        """Put the card there, in that size."""
        if (rect.width, rect.height) != self.size:
            self.prepareGeometryChange()
            self.size = (rect.width, rect.height)
            above = BADGE_HEIGHT / 2 + BADGE_RISE + 2
            self._bounds = QRectF(-2, -above, rect.width + 4, rect.height + above + 2)
        self.setPos(rect.x, rect.y)

    def show_reading(self, reading: Reading) -> None:
        """Show live figures."""
        if reading != self.reading:
            self.reading = reading
            self.update()

    def set_state(self, selected: bool, dimmed: bool) -> None:
        """Whether it is selected, and whether the selected one is out of its reach."""
        self.setOpacity(DIMMED if dimmed else 1.0)
        if selected != self.selected:
            self.selected = selected
            self.update()

    def boundingRect(self) -> QRectF:
        """The card, and the badge on its upper edge."""
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Everything from 70 % on, names only below."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not is_on(self.element):
            painter.setOpacity(painter.opacity() * 0.55)
        width, height = self.size
        line = self.look.colour("accent" if self.selected else "line")
        edge = space.SELECTED_LINE if self.selected else space.LINE
        box(painter, QRectF(0, 0, width, height), space.RADIUS_GUEST, self.look.colour("card1"), line, edge)
        zoom = painter.worldTransform().m11()
        if zoom < FULL:
            self._brief(painter, zoom)
            return
        self._head(painter)
        self._meters(painter)
        self._rows(painter)
        if self.reading.badge:
            badge(painter, self.look, width - 6, 0, self.reading.badge, width - 12)

    def _brief(self, painter: QPainter, zoom: float) -> None:
        width, height = self.size
        share = getattr(self.reading, self.look.metric)
        if share is not None:
            stripe = QRectF(1, 1, 6 / zoom, height - 2)
            painter.fillRect(stripe, self.look.heat(share))
        face = sized(min(28, round(_FACE / zoom)))
        name = name_fitting(self.element.name, face, width - 28)
        write(painter, QRectF(16, 0, width - 28, height), name, self.look.colour("ink"), face, MIDDLE)

    def _head(self, painter: QPainter) -> None:
        look, room = self.look, self.size[0] - 34 - PAD
        icon(painter, self.element.kind, PAD, 10, space.ICON, look.colour("soft"))
        name = name_fitting(self.element.name, font("section"), room)
        write_as(painter, QRectF(34, 8, room, 18), name, look.colour("ink"), "section")
        line = words.summary(self.element, self.devices)
        write_as(painter, QRectF(34, 26, room, 16), line, look.colour("soft"), "detail")

    def _meters(self, painter: QPainter) -> None:
        half = (self.size[0] - 2 * PAD - 16) / 2
        rows = (("CPU", self.reading.cpu, self.reading.wanted), ("MEM", self.reading.memory, None))
        for place, (label, share, wanted) in enumerate(rows):
            x = PAD + place * (half + 16)
            write_as(painter, QRectF(x, 47, 28, 12), label, self.look.colour("soft"), "caps")
            bar(painter, self.look, bar_rect(x + 31, 51, half - 31), share, wanted)

    def _rows(self, painter: QPainter) -> None:
        shown = [device for device in self.devices if device.form in ("adapter", "fibre-port", "disk")]
        if not shown:
            return
        painter.setPen(QPen(self.look.colour("line"), 1))
        painter.drawLine(QPointF(PAD, CARD_HEAD - 5), QPointF(self.size[0] - PAD, CARD_HEAD - 5))
        fits = len(shown) if len(shown) <= MOST_ROWS else MOST_ROWS - 1
        for place, device in enumerate(shown[:fits]):
            self._row(painter, CARD_HEAD + place * ROW, device)
        if fits < len(shown):
            more = words.more(len(shown) - fits)
            rest = QRectF(34, CARD_HEAD + fits * ROW, self.size[0] - 34 - PAD, ROW)
            write_as(painter, rest, more, self.look.colour("soft"), "detail")

    def _row(self, painter: QPainter, top: float, device: Device) -> None:
        look, right = self.look, self.size[0] - PAD
        if device.form == "disk":
            icon(painter, "lun", PAD + 1, top + 2, 14, look.colour("soft"))
        else:
            self._socket(painter, QPointF(PAD + 8, top + ROW / 2), self.colours.get(device.part))
        told = words.in_short(device)
        width = min(text_width(told, font("detail")) + 1, right - 34 - 40)
        write_as(painter, QRectF(right - width, top, width, ROW), told, look.colour("soft"), "detail", RIGHT)
        room = QRectF(34, top, right - width - 34 - 8, ROW)
        write_as(painter, room, device.name, look.colour("ink"), "detail")

    def _socket(self, painter: QPainter, middle: QPointF, shade: QColor | None) -> None:
        """A dot in the colour of the network; a ring for an adapter that is plugged in nowhere."""
        painter.setPen(QPen(shade or self.look.colour("faint"), 1.4))
        painter.setBrush(shade or Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, 3.5, 3.5)
