"""The overview: one item that draws all elements as blocks in heat colours, where cards are too small."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.ui.canvas.cards import FILLS
from virtdesigner.ui.canvas.look import Look, fitting, sized
from virtdesigner.ui.palettes import colour, heat

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_NAMED: Final = frozenset({"physical-server", "cluster"})
_HEATED: Final = frozenset({"virtual-machine", "container", "lun", "physical-switch"})
_NAME: Final = 11
_ROOM: Final = 60.0


class _Group:
    """The blocks of one outermost element, to be drawn or passed over together."""

    def __init__(self, cards: Iterable["Card"]) -> None:
        self.rect = QRectF()
        self.plain: list[tuple[int, str, QRectF]] = []
        self.heated: list[tuple[str, QRectF]] = []
        self.named: list[tuple[QRectF, Card]] = []
        for card in cards:
            rect = QRectF(card.x(), card.y(), card.width, card.height)
            self.rect = self.rect.united(rect)
            self._sort_in(card, rect)

    def _sort_in(self, card: "Card", rect: QRectF) -> None:
        if card.kind in _HEATED:
            self.heated.append((card.element.id, rect))
        else:
            self.plain.append((card.depth, FILLS.get(card.kind, "card1"), rect))
        if card.kind in _NAMED:
            self.named.append((rect, card))


class Overview(QGraphicsItem):
    """Blocks from prepared rectangles: call `show_cards` when cards came, went or moved."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._groups: list[_Group] = []
        self._rects: dict[str, QRectF] = {}
        self._shades: dict[str, str] = {}
        self._heats: Mapping[str, float] = {}
        self._selected: frozenset[str] = frozenset()
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_cards(self, groups: Iterable[Sequence["Card"]]) -> None:
        """Draw these cards, containers before their content; a group per outermost element."""
        self.prepareGeometryChange()
        self._groups, self._bounds, self._rects = [], QRectF(), {}
        for cards in groups:
            group = _Group(cards)
            self._groups.append(group)
            self._bounds = self._bounds.united(group.rect)
            for card in cards:
                self._rects[card.element.id] = QRectF(card.x(), card.y(), card.width, card.height)
        self.update()

    def show_heats(self, heats: Mapping[str, float]) -> None:
        """Colour the blocks by these shares of 1."""
        if heats != self._heats:
            self._heats = heats
            self._shades = {id: heat(share) for id, share in heats.items()}
            self.update()

    def set_selected(self, ids: frozenset[str]) -> None:
        """Draw a border round these."""
        if ids != self._selected:
            self._selected = ids
            self.update()

    def boundingRect(self) -> QRectF:
        """Around everything."""
        return self._bounds.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """The blocks of the groups that are exposed, one call per colour; then the servers' names."""
        zoom = painter.worldTransform().m11()
        exposed: QRectF = option.exposedRect  # type: ignore[attr-defined]
        shown = [group for group in self._groups if group.rect.intersects(exposed)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._containers(painter, shown)
        self._blocks(painter, shown)
        self._marks(painter, shown, zoom)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for group in shown:
            for rect, card in group.named:
                self._name(painter, rect, card, zoom)

    def _containers(self, painter: QPainter, groups: list[_Group]) -> None:
        batches: dict[tuple[int, str], list[QRectF]] = {}
        for group in groups:
            for depth, token, rect in group.plain:
                batches.setdefault((depth, token), []).append(rect)
        painter.setPen(QPen(self._look.colour("line"), 0))
        for (_, token), rects in sorted(batches.items(), key=lambda batch: batch[0]):
            painter.setBrush(self._look.colour(token))
            painter.drawRects(rects)

    def _blocks(self, painter: QPainter, groups: list[_Group]) -> None:
        """Guests and stores; those without a figure look like their cards."""
        batches: dict[str, list[QRectF]] = {}
        for group in groups:
            for id, rect in group.heated:
                batches.setdefault(self._shades.get(id, ""), []).append(rect)
        for shade, rects in batches.items():
            painter.setPen(QPen(colour(shade or self._look.palette.line), 0))
            painter.setBrush(colour(shade or self._look.palette.card1))
            painter.drawRects(rects)

    def _marks(self, painter: QPainter, groups: list[_Group], zoom: float) -> None:
        """Stripes of servers' heat, and the border of what is selected."""
        for group in groups:
            for rect, card in group.named:
                if card.kind == "physical-server":
                    stripe = QRectF(rect.x(), rect.y(), max(4.0, 3 / zoom), rect.height())
                    painter.fillRect(stripe, self._look.heat(card.heat))
        painter.setPen(QPen(self._look.colour("accent"), 2 / zoom))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([self._rects[id] for id in self._selected if id in self._rects])

    def _name(self, painter: QPainter, rect: QRectF, card: "Card", zoom: float) -> None:
        """A name of readable size whatever the zoom, if it finds room over the card's title."""
        width = rect.width() * zoom - 12
        if width < 24:
            return
        painter.save()
        painter.translate(rect.x(), rect.y())
        painter.scale(1 / zoom, 1 / zoom)
        face = sized(_NAME)
        words = fitting(card.name, face, width)
        label = QRectF(7, 2, width, _NAME + 4)
        painter.setFont(face)
        painter.setPen(self._look.colour("ink"))
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
