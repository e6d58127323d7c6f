"""Card: one element on the canvas, a plain item that paints itself in as much detail as the zoom allows."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.model.element import Element
from virtdesigner.model.layout import Rect
from virtdesigner.ui.canvas import brief, cards
from virtdesigner.ui.canvas.facts import caption, is_on, subtitle
from virtdesigner.ui.canvas.look import BADGE_HEIGHT, BADGE_RISE, FULL, Look
from virtdesigner.ui.canvas.marks import mark
from virtdesigner.ui.canvas.readings import NOTHING, Badge, Reading

_EDGE: Final = 2.0


class Card(QGraphicsItem):
    """An element: what it is, its live reading, and whether it is selected. Scene coordinates are its rect's.

    depth: how many containers it lies in. is_open: it holds others. vlan: place of its VLAN among the
    design's, for the colour.
    """

    def __init__(self, element: Element, look: Look) -> None:
        super().__init__()
        self.look = look
        self.width = self.height = 0.0
        self._bounds = QRectF()
        self.depth = 0
        self.is_open = False
        self.vlan = 0
        self.reading: Reading = NOTHING
        self.selected = False
        self.hovered = False
        self.show_element(element)

    def show_element(self, element: Element) -> None:
        """Show another state of the element."""
        self.element = element
        self.name = caption(element)
        self.short_name = self.name.removeprefix("VLAN ")
        self.subtitle = subtitle(element)
        self.is_on = is_on(element)
        self.mark = mark(element)
        self.update()

    def set_rect(self, rect: Rect) -> None:
        """Put the card there, in that size."""
        if (rect.width, rect.height) != (self.width, self.height):
            self.prepareGeometryChange()
            self.width, self.height = rect.width, rect.height
            above = BADGE_HEIGHT / 2 + BADGE_RISE + cards.BADGE_LIFT + _EDGE
            self._bounds = QRectF(-_EDGE, -above, rect.width + 2 * _EDGE, rect.height + above + _EDGE)
        if (rect.x, rect.y) != (self.x(), self.y()):
            self.setPos(rect.x, rect.y)

    def set_open(self, is_open: bool) -> None:
        """Draw it as a guest that holds others, or not."""
        if is_open != self.is_open:
            self.is_open = is_open
            self.update()

    def show_reading(self, reading: Reading) -> None:
        """Show live figures; paints only when one of them is another."""
        if reading != self.reading:
            self.reading = reading
            self.update()

    def set_selected(self, selected: bool) -> None:
        """Draw the accent border or not."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    @property
    def kind(self) -> str:
        """Kind of the element."""
        return self.element.kind

    @property
    def badge(self) -> Badge | None:
        """The words at its corner: of a fault first, then of what the run says, then of its state."""
        said = self.reading.badge
        return self.mark if self.mark and (self.mark.severe or not said) else said

    @property
    def heat(self) -> float | None:
        """How hot it is in the respect that the canvas shows."""
        value: float | None = getattr(self.reading, self.look.metric)
        return value

    def boundingRect(self) -> QRectF:
        """The card, and the badge that sits on its upper edge."""
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Everything, or name and stripe only, by zoom."""
        zoom = painter.worldTransform().m11()
        if not self.is_on:
            painter.setOpacity(0.55)
        if zoom >= FULL:
            cards.paint(painter, self)
        else:
            brief.paint(painter, self, zoom)
