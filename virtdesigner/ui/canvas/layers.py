"""Management layers over the canvas: which parts of services the customer manages, which the provider."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.kinds import CloudService
from virtdesigner.model.design import Design
from virtdesigner.model.packing import Rect
from virtdesigner.rules.management_layers import Layer, Manager, managed, stack
from virtdesigner.ui.canvas.look import NAMES, RIGHT, Look, pill, pill_width, write_as
from virtdesigner.ui.canvas.services import shade

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.view import CanvasView

_WORDS: Final = {
    "customer": QT_TRANSLATE_NOOP("Canvas", "customer"),
    "provider": QT_TRANSLATE_NOOP("Canvas", "provider"),
    "both": QT_TRANSLATE_NOOP("Canvas", "customer and provider"),
    "application": QT_TRANSLATE_NOOP("Canvas", "Application"),
    "data": QT_TRANSLATE_NOOP("Canvas", "Data"),
    "runtime": QT_TRANSLATE_NOOP("Canvas", "Runtime"),
    "system": QT_TRANSLATE_NOOP("Canvas", "Operating system"),
    "virtualisation": QT_TRANSLATE_NOOP("Canvas", "Virtualisation"),
    "servers": QT_TRANSLATE_NOOP("Canvas", "Servers"),
    "storage": QT_TRANSLATE_NOOP("Canvas", "Storage"),
    "network": QT_TRANSLATE_NOOP("Canvas", "Network"),
}
_NONE = QT_TRANSLATE_NOOP("Canvas", "No cloud service is drawn. Add one and connect its members to it.")
_MORE = QT_TRANSLATE_NOOP("Canvas", "and {count} more: select one to see it")

_STRIP: Final = 4.0
_BESIDE: Final = 64.0
_PILL: Final = 15.0
_WIDTH: Final = 232
_CORNER: Final = 12
_PAD: Final = 12
_TITLE: Final = 22
_ROW: Final = 18
_MOST: Final = 3
"""Services in the legend at once."""

Parts = tuple[tuple[Layer, Manager], ...]


def words(key: str) -> str:
    """What a layer, or who manages it, is called."""
    return QCoreApplication.translate("Canvas", str(_WORDS[key]))


def who(parts: Parts) -> str:
    """Who manages the layers that an element is, in a word."""
    managers = {manager for _, manager in parts}
    return next(iter(managers)) if len(managers) == 1 else "both"


def services_meant(design: Design, selection: tuple[str, ...]) -> list[str]:
    """Ids of the services that are selected; of all when none is."""
    every = [id for id, element in design.elements.items() if isinstance(element, CloudService)]
    chosen = [id for id in every if id in selection]
    return chosen or every


class LayersOverlay(QGraphicsItem):
    """A strip of its layers, and who manages them in words, on every element that a service consists of."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._parts: Mapping[str, Parts] = {}
        self._rects: Mapping[str, Rect] = {}
        self._depths: Mapping[str, int] = {}
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setVisible(False)

    @property
    def parts(self) -> Mapping[str, Parts]:
        """The elements that are marked, each with its layers and who manages them."""
        return self._parts

    def show_parts(
        self, parts: Mapping[str, Parts], rects: Mapping[str, Rect], depths: Mapping[str, int]
    ) -> None:
        """Mark these elements, which lie there. depths: in how many others each lies."""
        self.prepareGeometryChange()
        self._parts, self._rects = parts, {id: rects[id] for id in parts if id in rects}
        self._depths = depths
        self.update()

    def boundingRect(self) -> QRectF:
        """Around all marks."""
        box = QRectF()
        for rect in self._rects.values():
            box = box.united(QRectF(*rect))
        return box.adjusted(-_PILL, -_PILL, _PILL + 2 * _BESIDE, _PILL)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Each mark in the colour of who manages it: a border, a strip, words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        in_words = painter.worldTransform().m11() >= NAMES
        for id, rect in self._rects.items():
            self._mark(painter, QRectF(*rect), self._parts[id])
            if in_words:
                self._say(painter, QRectF(*rect), who(self._parts[id]), self._depths[id])

    def _shade(self, manager: str) -> QColor:
        return shade(self._look, "provider" if manager == "provider" else "customer")

    def _mark(self, painter: QPainter, rect: QRectF, parts: Parts) -> None:
        line = self._shade(who(parts))
        painter.setPen(QPen(line, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 6, 6)
        width = rect.width() / len(parts)
        for place, (_, by) in enumerate(parts):
            strip = QRectF(rect.x() + place * width + 0.5, rect.bottom() - _STRIP, width - 1, _STRIP)
            painter.fillRect(strip, shade(self._look, by))

    def _say(self, painter: QPainter, rect: QRectF, manager: str, depth: int) -> None:
        """Who it is, hanging from the lower edge; of containers in one another beside each other."""
        look, text = self._look, words(manager)
        fill, ink = ("card2", "soft") if manager == "provider" else ("accent_fill", "accent_ink")
        x = rect.x() + 4 + (_BESIDE if depth % 2 and rect.width() > 3 * _BESIDE else 0)
        spot = QRectF(x, rect.bottom() - _STRIP, pill_width(text), _PILL)
        pill(painter, spot, text, look.colour(fill), self._shade(manager), look.colour(ink))


class LayersLegend(QWidget):
    """The stack of layers of each service meant, over the upper right corner of the view."""

    def __init__(self, view: "CanvasView") -> None:
        super().__init__(view)
        self._view = view
        self._services: list[CloudService] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Management layers"))
        self.hide()

    def show_services(self, services: list[CloudService]) -> None:
        """Show the stacks of these."""
        self._services = services
        shown = min(len(services), _MOST)
        height = 2 * _PAD + shown * (_TITLE + 8 * _ROW) + max(0, shown - 1) * _PAD
        if not shown:
            height = 2 * _PAD + 2 * _ROW
        elif len(services) > shown:
            height += _ROW
        self.resize(_WIDTH, height)
        self.setAccessibleDescription("; ".join(self._said(service) for service in services))
        self.follow()
        self.update()

    def _said(self, service: CloudService) -> str:
        rows = (f"{words(layer)}: {words(manager)}" for layer, manager in stack(service.model))
        return f"{service.name}: {', '.join(rows)}"

    def follow(self) -> None:
        """Stay in the corner."""
        self.move(self._view.width() - self.width() - _CORNER, _CORNER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A panel with a row for each layer: its name, and by colour and word who manages it."""
        painter, look = QPainter(self), self._view.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        y = float(_PAD)
        for service in self._services[:_MOST]:
            y = self._stack(painter, service, y) + _PAD
        rest = len(self._services) - _MOST
        if not self._services:
            room = QRectF(_PAD, _PAD, self.width() - 2 * _PAD, 2 * _ROW)
            painter.setPen(look.colour("soft"))
            painter.drawText(
                room, int(Qt.TextFlag.TextWordWrap), QCoreApplication.translate("Canvas", str(_NONE))
            )
        elif rest > 0:
            more = QCoreApplication.translate("Canvas", str(_MORE)).format(count=rest)
            write_as(painter, self._row(y - _PAD), more, look.colour("soft"), "detail")

    def _row(self, y: float) -> QRectF:
        return QRectF(_PAD, y, self.width() - 2 * _PAD, _ROW)

    def _stack(self, painter: QPainter, service: CloudService, y: float) -> float:
        look, row = self._view.look, self._row(y)
        write_as(painter, row.adjusted(0, 0, -48, 0), service.name, look.colour("ink"), "name")
        write_as(painter, row, _MODELS[service.model], look.colour("soft"), "detail", RIGHT)
        y += _TITLE
        for layer, manager in stack(service.model):
            row = self._row(y)
            painter.fillRect(QRectF(row.x(), y + 1, 4, _ROW - 2), shade(look, manager))
            write_as(painter, row.adjusted(12, 0, -80, 0), words(layer), look.colour("ink"), "detail")
            ink = look.colour("accent_ink" if manager == "customer" else "soft")
            write_as(painter, row, words(manager), ink, "detail", RIGHT)
            y += _ROW
        return y


_MODELS: Final = {"iaas": "IaaS", "paas": "PaaS", "saas": "SaaS"}


class ManagementLayers:
    """Overlay and legend of a view, shown or not, kept as the document is."""

    def __init__(self, view: "CanvasView") -> None:
        self._view = view
        self.overlay = view.canvas.layers
        self.legend = LayersLegend(view)
        self.is_shown = False
        view.document.changed.connect(lambda _: self.refresh())
        view.document.selection_changed.connect(lambda _: self.refresh())

    def show(self, shown: bool) -> None:
        """Show them or not."""
        self.is_shown = shown
        self.overlay.setVisible(shown)
        self.legend.setVisible(shown)
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the services consist of."""
        if not self.is_shown:
            return
        design = self._view.document.design
        meant = services_meant(design, self._view.document.selection)
        parts = managed(design, meant)
        depths = {id: sum(1 for _ in design.ancestors(id)) for id in parts}
        self.overlay.show_parts(parts, self._view.canvas.places, depths)
        found = (design.elements[id] for id in meant)
        self.legend.show_services([service for service in found if isinstance(service, CloudService)])
