"""The layer of all links: one item, drawn in batches by pen; their labels are another, above the cards."""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from math import ceil
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.model.link import Link, Member, Passthrough, Uplink
from virtdesigner.ui import space
from virtdesigner.ui.canvas.facts import load
from virtdesigner.ui.canvas.look import BADGE_HEIGHT, FULL, NAMES, Look, pill, pill_width, sized
from virtdesigner.ui.canvas.readings import LinkReading
from virtdesigner.ui.canvas.routes import distance, longest
from virtdesigner.ui.canvas.wire import Wire
from virtdesigner.ui.canvas.wires import ALWAYS
from virtdesigner.ui.palettes import colour, vlan_colour

_REACH: Final = 6.0
"""How near to a line a click selects it, px on the screen."""

_STRENGTHS: Final = ((NAMES, 1.0), (0.25, 0.55), (0.0, 0.25))
"""Least zoom, and how much of their colour lines keep from it: from afar the blocks say more. Congested and
selected ones keep all."""

_ROOM: Final = 80.0
_COUNT: Final = 10
"""Least height on the screen of the number beside a line that stands for several links."""

_FIBRE: Final = {False: "#7C6BC4", True: "#9D8DE6"}
_CABLE: Final = {False: "#3E7CB1", True: "#5B9BD5"}
_DISK: Final = {False: "#8A6D3B", True: "#C9A86A"}
_PASSTHROUGH: Final = {False: "#A8557F", True: "#D88BB3"}
_MEMBER: Final = {False: "#5B6878", True: "#A3B0BF"}
"""Colours by kind, in the light and in the dark palette."""

_SHADES: Final = {"fibre": _FIBRE, "disk": _DISK, "passthrough": _PASSTHROUGH, "member": _MEMBER}

_SOLID: Final[tuple[float, ...]] = ()
_BUSY: Final = (2.4, 1.4)
_DOTTED: Final = (2.0, 3.0)
"""Patterns of lines, in widths: congested ones, and those that carry a part, nothing or only in need."""

_Pen = tuple[str, float, tuple[float, ...]]


class LinkLayer(QGraphicsItem):
    """All links of the canvas. vlan_of: place of the VLAN that a link leads to, None for no VLAN."""

    def __init__(self, look: Look, vlan_of: Callable[[Link], int | None]) -> None:
        super().__init__()
        self._look = look
        self._vlan_of = vlan_of
        self._wires: Mapping[str, Wire] = {}
        self._drawn: dict[str, _Drawn] = {}
        self._readings: Mapping[str, LinkReading] = {}
        self._worst: Mapping[str, LinkReading] = {}
        self._selected: frozenset[str] = frozenset()
        self._bounds = QRectF()
        self.labels = LinkLabels(self)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def wires(self) -> Mapping[str, Wire]:
        """What is drawn, by the id of the first link of each line."""
        return self._wires

    @property
    def ids(self) -> list[str]:
        """All links that are drawn, those that share a line with others too."""
        return [link.id for wire in self._wires.values() for link in wire.links]

    def show_wires(self, wires: Mapping[str, Wire]) -> None:
        """Draw these links in the place of those drawn before."""
        self.prepareGeometryChange()
        self.labels.prepareGeometryChange()
        before, self._wires = self._drawn, wires
        self._drawn = {
            id: before[id] if id in before and before[id].wire == wire else _Drawn(wire)
            for id, wire in wires.items()
        }
        self._bounds = QRectF()
        for drawn in self._drawn.values():
            self._bounds = self._bounds.united(drawn.bounds)
        self._worst = self._worst_of(self._readings)
        self.update()
        self.labels.update()

    def show_readings(self, readings: Mapping[str, LinkReading]) -> None:
        """Show what the links carry, the busiest of each line; paints only what has changed."""
        before, after = self._worst, self._worst_of(readings)
        self._readings, self._worst = readings, after
        for id in {*before, *after}:
            if before.get(id) != after.get(id) and _is_shown(before.get(id), after.get(id)):
                self.update(self._drawn[id].bounds)
                self.labels.update(self._drawn[id].bounds)

    def _worst_of(self, readings: Mapping[str, LinkReading]) -> Mapping[str, LinkReading]:
        """The reading of the busiest link of each line."""
        found = {}
        for id, wire in self._wires.items():
            known = [readings[link.id] for link in wire.links if link.id in readings]
            if known:
                found[id] = max(known, key=lambda reading: reading.utilisation)
        return found

    def set_selected(self, ids: frozenset[str]) -> None:
        """Draw these links in the accent colour."""
        if ids != self._selected:
            self._selected = ids
            self.update()

    def wire_at(self, point: QPointF, zoom: float) -> Wire | None:
        """The line drawn nearest to a scene point, if it is within reach of a click."""
        here = (point.x(), point.y())
        nearest = min(
            ((distance(wire.path, here), id) for id, wire in self._wires.items()), default=(float("inf"), "")
        )
        return self._wires[nearest[1]] if nearest[0] * zoom <= _REACH else None

    def link_at(self, point: QPointF, zoom: float) -> str | None:
        """The link that a click at a scene point means: of several that share a line, the busiest."""
        wire = self.wire_at(point, zoom)
        if wire is None:
            return None
        return max((link.id for link in wire.links), key=self._utilisation)

    def _utilisation(self, id: str) -> float:
        reading = self._readings.get(id)
        return reading.utilisation if reading else 0.0

    def reading(self, id: str) -> LinkReading | None:
        """What a link carries now."""
        return self._readings.get(id)

    def boundingRect(self) -> QRectF:
        """Around all lines and labels."""
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """All lines that meet what is exposed, one call per pen."""
        zoom = painter.worldTransform().m11()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        batches: dict[_Pen, list[QLineF]] = {}
        for id in self._exposed(option):
            drawn = self._drawn[id]
            batches.setdefault(self._pen(drawn.wire, self._is_congested(id), zoom), []).extend(drawn.lines)
        self._draw(painter, batches, zoom)

    def _exposed(self, option: QStyleOptionGraphicsItem) -> list[str]:
        exposed: QRectF = option.exposedRect  # type: ignore[attr-defined]
        return [id for id, drawn in self._drawn.items() if drawn.bounds.intersects(exposed)]

    def _is_congested(self, id: str) -> bool:
        return id in self._worst and self._worst[id].is_congested

    def paint_labels(self, painter: QPainter, option: QStyleOptionGraphicsItem) -> None:
        """How many links share a line, and the figures of congested ones; nothing from afar."""
        zoom = painter.worldTransform().m11()
        if zoom < NAMES:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._exposed(option)
        self._counts(painter, [self._wires[id] for id in shown], zoom)
        for id in filter(self._is_congested, shown):
            self._label(painter, self._wires[id], self._worst[id], zoom)

    def _pen(self, wire: Wire, congested: bool, zoom: float) -> _Pen:
        """Colour, width and pattern."""
        pattern = _BUSY if congested else _pattern(wire)
        if self._selected and any(link.id in self._selected for link in wire.links):
            return self._look.palette.accent, space.CONGESTED_LINE, pattern
        if congested:
            return colour("#D64545").name(), space.CONGESTED_LINE, pattern
        # The other kinds are drawn for what is selected only.
        strength = _strength(zoom) if wire.link.kind in ALWAYS else 1.0
        return _mixed(self._shade(wire.link), self._look.palette.canvas, strength), space.LINK_LINE, pattern

    def _shade(self, link: Link) -> str:
        dark = self._look.palette.dark
        vlan = self._vlan_of(link)
        if vlan is not None:
            return vlan_colour(vlan)
        return _SHADES.get(link.kind, _CABLE)[dark]

    def _draw(self, painter: QPainter, batches: Mapping[_Pen, list[QLineF]], zoom: float) -> None:
        for (shade, width, pattern), lines in sorted(batches.items(), key=lambda batch: batch[0][1:]):
            # From afar a pen of one pixel, whatever the zoom: any other is drawn as an area, 30 times slower.
            pen = QPen(colour(shade), ceil(width * zoom) if zoom >= FULL else 0)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap if pattern else Qt.PenCapStyle.SquareCap)
            if pattern and (pattern is _BUSY or zoom >= FULL):
                pen.setDashPattern(pattern)
            painter.setPen(pen)
            painter.drawLines(lines)

    def _counts(self, painter: QPainter, wires: list[Wire], zoom: float) -> None:
        """How many links share a line, beside it; as large on the screen from afar as at full detail."""
        painter.setPen(self._look.colour("soft"))
        painter.setFont(sized(max(_COUNT, round(_COUNT / zoom))))
        for wire in wires:
            if wire.mark:
                painter.drawText(QPointF(wire.mark[0], wire.mark[1] + _COUNT / 2), f"×{len(wire.links)}")

    def _label(self, painter: QPainter, wire: Wire, reading: LinkReading, zoom: float) -> None:
        words = load(reading.used, reading.capacity)
        x, y = longest(wire.path)
        width = pill_width(words) + 4
        painter.save()
        painter.translate(x, y)
        if zoom < FULL:
            painter.scale(FULL / zoom, FULL / zoom)
        rect = QRectF(-width / 2, -BADGE_HEIGHT / 2 - 1, width, BADGE_HEIGHT + 2)
        look = self._look
        pill(painter, rect, words, look.colour("bad_fill"), look.colour("bad"), look.colour("bad_ink"))
        painter.restore()


class LinkLabels(QGraphicsItem):
    """The words beside the lines of a layer, an item of its own so that no card covers them."""

    def __init__(self, layer: LinkLayer) -> None:
        super().__init__()
        self._layer = layer
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """That of the lines, which leaves room for labels."""
        return self._layer.boundingRect()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """The labels of lines that meet what is exposed."""
        self._layer.paint_labels(painter, option)


def _pattern(wire: Wire) -> tuple[float, ...]:
    """Dotted: standby uplinks, virtual functions and ports, membership."""
    return _DOTTED if all(_is_slight(link) for link in wire.links) else _SOLID


def _is_slight(link: Link) -> bool:
    standby = isinstance(link, Uplink) and link.role == "standby"
    shared = isinstance(link, Passthrough) and link.mode == "virtual"
    return standby or shared or isinstance(link, Member)


def _is_shown(before: LinkReading | None, after: LinkReading | None) -> bool:
    """A change that can be seen: a link becomes congested, or ceases to be, or its label is another."""
    words = [load(r.used, r.capacity) if r and r.is_congested else "" for r in (before, after)]
    return words[0] != words[1]


class _Drawn:
    """A wire made ready for painting."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.lines = [QLineF(*one, *other) for one, other in pairwise(wire.path)]
        xs, ys = [x for x, _ in wire.path], [y for _, y in wire.path]
        around = QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        self.bounds = around.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)


def _strength(zoom: float) -> float:
    """How much of their colour plain lines keep: the farther away, the less."""
    return next(strength for least, strength in _STRENGTHS if zoom >= least)


@cache
def _mixed(shade: str, ground: str, strength: float) -> str:
    """A colour as it looks when it is drawn faintly; opaque, as that is much faster."""
    front, back = colour(shade), colour(ground)
    parts = ((front.red(), back.red()), (front.green(), back.green()), (front.blue(), back.blue()))
    return QColor(*(round(strength * one + (1 - strength) * other) for one, other in parts)).name()
