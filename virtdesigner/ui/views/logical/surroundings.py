"""What is around the guests' cards: zones of networks, frames of services, external networks with lines."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.model.packing import Rect, bounds
from virtdesigner.ui import space
from virtdesigner.ui.canvas.look import (
    MIDDLE,
    Look,
    box,
    icon,
    name_fitting,
    sized,
    text_width,
    write,
    write_as,
)
from virtdesigner.ui.fonts import font
from virtdesigner.ui.views.logical.plan import FRAME_HEAD, VISITORS, ZONE_HEAD, ZONE_PAD

_STRIPE: Final = 4.0
_CHIP: Final = 20.0
_SMALL: Final = 0.6
"""Zoom under which headings are written larger, and nothing else of a zone."""


class Heading(NamedTuple):
    """What a zone says: name, VLAN, how many it holds; and its colour (None: guests without a network)."""

    name: str
    tag: str
    told: str
    shade: QColor | None


class ZoneBox(NamedTuple):
    """A zone to be drawn: names of visitors with their ids beside the heading."""

    rect: Rect
    heading: Heading
    visitors: Sequence[tuple[str, str]]


class Chip(NamedTuple):
    """The name of a visitor in a zone, and where it is drawn."""

    rect: QRectF
    guest: str
    name: str


class FrameBox(NamedTuple):
    """A service's frame."""

    service: str
    rect: Rect
    name: str
    model: str
    selected: bool


class RouterBox(NamedTuple):
    """An external network: where it is, whom it is joined to (scene points), whether it routes."""

    id: str
    rect: Rect
    name: str
    told: str
    routes: bool
    ends: Sequence[QPointF]
    selected: bool


class Surroundings(QGraphicsItem):
    """Draws all of it, below the cards, and says what lies at a point."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.zones: Sequence[ZoneBox] = ()
        self.frames: Sequence[FrameBox] = ()
        self.routers: Sequence[RouterBox] = ()
        self.chips: list[Chip] = []
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_boxes(
        self, zones: Iterable[ZoneBox], frames: Iterable[FrameBox], routers: Iterable[RouterBox]
    ) -> None:
        """Draw these and nothing else."""
        self.prepareGeometryChange()
        self.zones, self.frames, self.routers = tuple(zones), tuple(frames), tuple(routers)
        box = bounds((*(zone.rect for zone in self.zones), *(one.rect for one in self.routers)))
        self._bounds = QRectF(*box).adjusted(-40, -40, 40, 40)
        self.chips = [chip for zone in self.zones for chip in _chips(zone)]
        self.update()

    def boundingRect(self) -> QRectF:
        """Around everything."""
        return self._bounds

    def chip_at(self, point: QPointF) -> str | None:
        """The guest whose name as a visitor lies at a point."""
        return next((chip.guest for chip in self.chips if chip.rect.contains(point)), None)

    def frame_at(self, point: QPointF) -> str | None:
        """The service whose title lies at a point."""
        for frame in self.frames:
            if QRectF(frame.rect.x, frame.rect.y, frame.rect.width, FRAME_HEAD).contains(point):
                return frame.service
        return None

    def router_at(self, point: QPointF) -> str | None:
        """The external network at a point."""
        return next((one.id for one in self.routers if QRectF(*one.rect).contains(point)), None)

    def zone_at(self, point: QPointF) -> int | None:
        """Place of the zone whose heading lies at a point."""
        for place, zone in enumerate(self.zones):
            if QRectF(zone.rect.x, zone.rect.y, zone.rect.width, ZONE_HEAD).contains(point):
                return place
        return None

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Lines below, then zones with their frames, then external networks."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        zoom = painter.worldTransform().m11()
        for router in self.routers:
            self._lines(painter, router)
        for zone in self.zones:
            self._zone(painter, zone, zoom)
        for frame in self.frames:
            self._frame(painter, frame)
        for router in self.routers:
            self._router(painter, router)

    def _lines(self, painter: QPainter, router: RouterBox) -> None:
        """A trunk at the left of everything with a branch above each row, so that no zone is crossed."""
        pen = QPen(self._look.colour("soft"), space.LINK_LINE)
        if not router.routes:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start = QPointF(router.rect.x + router.rect.width / 2, router.rect.bottom)
        first = min((end.y() for end in router.ends), default=0.0)
        left = min((zone.rect.x for zone in self.zones), default=0.0) - 24
        for end in router.ends:
            path = QPainterPath(start)
            above = end.y() - 22
            if end.y() > first + 1:
                path.lineTo(start.x(), first - 22)
                path.lineTo(left, first - 22)
                path.lineTo(left, above)
            else:
                path.lineTo(start.x(), above)
            path.lineTo(end.x(), above)
            path.lineTo(end)
            painter.drawPath(path)

    def _zone(self, painter: QPainter, zone: ZoneBox, zoom: float) -> None:
        look, rect, heading = self._look, QRectF(*zone.rect), zone.heading
        box(painter, rect, space.RADIUS_SERVER, look.colour("card2"), look.colour("line"))
        shade = heading.shade or look.colour("faint")
        self._stripe(painter, rect, shade)
        left = rect.x() + ZONE_PAD
        room = rect.width() - 2 * ZONE_PAD
        if zoom < _SMALL:
            face = sized(min(30, round(13 / zoom)))
            name = name_fitting(f"{heading.tag}  {heading.name}".strip(), face, room)
            write(painter, QRectF(left, rect.y() + 8, room, ZONE_HEAD - 14), name, look.colour("ink"), face)
            return
        name = name_fitting(heading.name, font("section"), room - 90)
        write_as(painter, QRectF(left, rect.y() + 9, room, 18), name, look.colour("ink"), "section")
        if heading.tag:
            width = text_width(name, font("section"))
            rest = QRectF(left + width + 10, rect.y() + 10, room - width - 10, 18)
            write_as(painter, rest, heading.tag, look.colour("soft"), "detail")
        write_as(painter, QRectF(left, rect.y() + 27, room, 16), heading.told, look.colour("soft"), "detail")
        for chip in _chips(zone):
            self._chip(painter, chip, shade)

    def _stripe(self, painter: QPainter, rect: QRectF, shade: QColor) -> None:
        """The colour of the network along the top, cut by the corners."""
        shape, edge = QPainterPath(), QPainterPath()
        shape.addRoundedRect(rect, space.RADIUS_SERVER, space.RADIUS_SERVER)
        edge.addRect(QRectF(rect.x(), rect.y(), rect.width(), _STRIPE))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawPath(shape.intersected(edge))

    def _chip(self, painter: QPainter, chip: Chip, shade: QColor) -> None:
        painter.setPen(QPen(shade, 1.2))
        painter.setBrush(self._look.colour("card1"))
        painter.drawRoundedRect(chip.rect, _CHIP / 2, _CHIP / 2)
        write_as(painter, chip.rect, chip.name, self._look.colour("ink"), "detail", MIDDLE)

    def _frame(self, painter: QPainter, frame: FrameBox) -> None:
        look, rect = self._look, QRectF(*frame.rect)
        line = QPen(look.colour("accent" if frame.selected else "soft"), 2 if frame.selected else 1.2)
        line.setStyle(Qt.PenStyle.SolidLine if frame.selected else Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.setBrush(look.colour("card3"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        icon(painter, "cloud-service", rect.x() + 10, rect.y() + 6, 14, look.colour("soft"))
        room = rect.width() - 32 - 10
        name = name_fitting(frame.name, font("name"), room)
        write_as(painter, QRectF(rect.x() + 30, rect.y() + 4, room, 18), name, look.colour("ink"), "name")
        width = text_width(name, font("name")) + 8
        rest = QRectF(rect.x() + 30 + width, rect.y() + 5, max(room - width, 0), 18)
        write_as(painter, rest, frame.model, look.colour("soft"), "detail")

    def _router(self, painter: QPainter, router: RouterBox) -> None:
        look, rect = self._look, QRectF(*router.rect)
        line = look.colour("accent" if router.selected else "line")
        edge = space.SELECTED_LINE if router.selected else space.LINE
        box(painter, rect, space.RADIUS_PANEL, look.colour("card1"), line, edge)
        icon(painter, "external-network", rect.x() + 12, rect.y() + 12, space.ICON, look.colour("soft"))
        room = QRectF(rect.x() + 38, rect.y() + 10, rect.width() - 50, 18)
        name = name_fitting(router.name, font("section"), room.width())
        write_as(painter, room, name, look.colour("ink"), "section")
        write_as(painter, room.translated(0, 19), router.told, look.colour("soft"), "detail")


def _chips(zone: ZoneBox) -> list[Chip]:
    """Where the names of a zone's visitors are drawn; those that don't fit in are left out."""
    x, made = zone.rect.x + ZONE_PAD, []
    top = zone.rect.bottom - VISITORS - ZONE_PAD + 20
    for id, name in zone.visitors:
        width = text_width(name, font("detail")) + 20
        if x + width > zone.rect.right - ZONE_PAD:
            break
        made.append(Chip(QRectF(x, top, width, _CHIP), id, name))
        x += width + 6
    return made
