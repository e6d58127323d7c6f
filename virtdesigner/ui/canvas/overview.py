"""The overview: one item that draws all elements as blocks in heat colours, where cards are too small."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from virtdesigner.kinds import Note
from virtdesigner.model.extents import header
from virtdesigner.model.packing import Rect
from virtdesigner.ui.canvas.look import Look, host_part, name_fitting, sized, write
from virtdesigner.ui.canvas.notes import draw_picture, first_lines, tokens, words
from virtdesigner.ui.canvas.surface import FILLS
from virtdesigner.ui.palettes import colour, heat

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_NAMED: Final = frozenset(
    {"physical-server", "cluster", "physical-switch", "storage-array", "external-network", "cloud-service"}
)
_STRIPED: Final = frozenset({"physical-server", "physical-switch", "storage-array", "virtual-io-server"})
_HEATED: Final = frozenset({"virtual-machine", "container", "lun"})
_NAME: Final = 11
_LABEL: Final = 15.0
"""Height of a name with the room around it, px on the screen."""

_BESIDE: Final = 7.0
"""What must be left of a container below its name, px on the screen."""

_INDENT: Final = 7.0
"""Room beside a name, px on the screen."""

_NARROWEST: Final = 36.0
_ROOM: Final = 60.0


_Key = tuple[tuple[object, ...], ...]


def _key(card: "Card") -> tuple[object, ...]:
    """All of a card that decides where its block is drawn."""
    # The card itself as well: the same element may come back as another card when it is restored.
    look = card.element if card.kind == "note" else card.is_open
    return (card, card.element.parent, card.x(), card.y(), card.width, card.height, look)


class _Group:
    """The blocks of one outermost element at a zoom, to be drawn or passed over together.

    A container that is named keeps a strip for its name, whatever the zoom: its content is drawn lower by it.
    """

    def __init__(self, cards: Iterable["Card"], zoom: float) -> None:
        self.rect = QRectF()
        self.plain: list[tuple[int, str, QRectF]] = []
        self.heated: list[tuple[str, QRectF]] = []
        self.named: list[tuple[QRectF, Card]] = []
        self.striped: list[tuple[QRectF, Card]] = []
        self.notes: list[tuple[QRectF, Note]] = []
        self.places: dict[str, Rect] = {}
        self._zoom = zoom
        # By container: factor and offset from where its content lies to where it is drawn.
        self._squeezed: dict[str | None, tuple[float, float]] = {}
        for card in cards:
            factor, offset = self._squeezed.get(card.element.parent, (1.0, 0.0))
            place = Rect(card.x(), factor * card.y() + offset, card.width, factor * card.height)
            self.places[card.element.id] = place
            self.rect = self.rect.united(QRectF(*place))
            self._sort_in(card, place)
            self._squeeze(card, place, factor, offset)

    def _sort_in(self, card: "Card", place: Rect) -> None:
        rect = QRectF(*place)
        if isinstance(card.element, Note):
            self.notes.append((rect, card.element))
            return
        is_nested = card.is_open and card.kind in _HEATED
        if card.kind in _HEATED and not is_nested:
            self.heated.append((card.element.id, rect))
        else:
            self.plain.append((card.depth, FILLS.get(card.kind, "card1"), rect))
        if card.kind in _STRIPED or is_nested:
            self.striped.append((rect, card))
        if self._is_named(card, place):
            self.named.append((rect, card))

    def _is_named(self, card: "Card", place: Rect) -> bool:
        least = _LABEL + _BESIDE if card.is_open else _LABEL
        fits = place.height * self._zoom >= least and place.width * self._zoom >= _NARROWEST
        return card.kind in _NAMED and fits

    def _squeeze(self, card: "Card", place: Rect, factor: float, offset: float) -> None:
        """Find where the content of a container is drawn: below the strip, where the title is too low."""
        title, strip = header(card.kind), _LABEL / self._zoom
        if self._is_named(card, place) and strip > factor * title and card.height > title:
            inner = (place.height - strip) / (card.height - title)
            self._squeezed[card.element.id] = (inner, place.y + strip - inner * (card.y() + title))
        else:
            self._squeezed[card.element.id] = (factor, offset)


class Overview(QGraphicsItem):
    """Blocks from prepared rectangles: call `show_cards` when cards came, went or moved."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._cards: list[Sequence[Card]] = []
        self._groups: list[_Group] = []
        self._made: dict[_Key, _Group] = {}
        self._zoom = 0.0
        self._is_stale = True
        self.places: dict[str, Rect] = {}
        self._shades: dict[str, str] = {}
        self._heats: Mapping[str, float] = {}
        self._selected: frozenset[str] = frozenset()
        self._bounds = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_cards(self, groups: Iterable[Sequence["Card"]]) -> None:
        """Draw these cards, containers before their content; a group per outermost element."""
        self.prepareGeometryChange()
        self._cards, self._bounds, self._is_stale = list(groups), QRectF(), True
        for cards in self._cards:
            for card in cards[:1]:
                self._bounds = self._bounds.united(QRectF(card.x(), card.y(), card.width, card.height))
        self.update()

    def prepare(self, zoom: float) -> None:
        """Find where the blocks are drawn at a zoom; `places` says it then, by element."""
        if zoom == self._zoom and not self._is_stale:
            return
        before = self._made if zoom == self._zoom else {}
        self._zoom, self._is_stale = zoom, False
        keys = [tuple(map(_key, cards)) for cards in self._cards]
        # An edit moves few cards: the groups that it leaves alone are kept.
        self._made = {
            key: before.get(key) or _Group(cards, zoom) for key, cards in zip(keys, self._cards, strict=True)
        }
        self._groups = list(self._made.values())
        self.places = {id: place for group in self._groups for id, place in group.places.items()}

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
        self.prepare(zoom)
        exposed: QRectF = option.exposedRect  # type: ignore[attr-defined]
        shown = [group for group in self._groups if group.rect.intersects(exposed)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._notes(painter, shown)
        self._containers(painter, shown)
        self._blocks(painter, shown)
        self._marks(painter, shown, zoom)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for group in shown:
            for rect, card in group.named:
                self._name(painter, rect, card, zoom)
            for rect, note in group.notes:
                self._first_words(painter, rect, note, zoom)

    def _notes(self, painter: QPainter, groups: list[_Group]) -> None:
        """Notes in their colours, frames first: they lie behind."""
        found = [note for group in groups for note in group.notes]
        for rect, note in sorted(found, key=lambda each: not each[1].lies_behind):
            fill, line, _ = tokens(note)
            painter.setPen(QPen(self._look.colour(line), 0))
            painter.setBrush(self._look.colour(fill))
            painter.drawRect(rect)
            if note.style == "picture":
                draw_picture(painter, self._look, note.picture, rect)

    def _first_words(self, painter: QPainter, rect: QRectF, note: Note, zoom: float) -> None:
        """What a note begins with, as large as names; one too small for that is left with its colour."""
        width, height = rect.width() * zoom - 2 * _INDENT, rect.height() * zoom
        if note.style == "picture" or width < _NARROWEST or height < _LABEL:
            return
        most = 1 if note.style == "frame" else int(height // _LABEL)
        painter.save()
        painter.translate(rect.x(), rect.y())
        painter.scale(1 / zoom, 1 / zoom)
        face, ink = sized(_NAME), self._look.colour(tokens(note)[2])
        lines = first_lines(words(note), face, width, most)
        top = (height - most * _LABEL) / 2 if note.style != "frame" else 0.0
        for row, line in enumerate(lines):
            write(painter, QRectF(_INDENT, top + row * _LABEL, width, _LABEL), line, ink, face)
        painter.restore()

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
            for rect, card in group.striped:
                stripe = QRectF(rect.x(), rect.y(), max(4.0, 3 / zoom), rect.height())
                painter.fillRect(stripe, self._look.heat(card.heat))
        painter.setPen(QPen(self._look.colour("accent"), 2 / zoom))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([QRectF(*self.places[id]) for id in self._selected if id in self.places])

    def _name(self, painter: QPainter, rect: QRectF, card: "Card", zoom: float) -> None:
        """A name of readable size whatever the zoom, in the strip above the content."""
        painter.save()
        painter.translate(rect.x(), rect.y())
        painter.scale(1 / zoom, 1 / zoom)
        face, width = sized(_NAME), rect.width() * zoom - 10
        height = max(_LABEL, header(card.kind) * zoom) if card.is_open else rect.height() * zoom
        label = QRectF(_INDENT, 0, width, height)
        write(painter, label, name_fitting(host_part(card.name), face, width), self._look.colour("ink"), face)
        painter.restore()
