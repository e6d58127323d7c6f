"""The scene: a card for each element and the layer of links, kept as the document is. Changed ids only."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsScene

from virtdesigner.kinds import Vlan
from virtdesigner.model.change import Change
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.extents import extents
from virtdesigner.model.link import Link
from virtdesigner.model.packing import Rect, bounds
from virtdesigner.model.placement import Placement
from virtdesigner.model.room import completed
from virtdesigner.ui.canvas import levels
from virtdesigner.ui.canvas.card import Card
from virtdesigner.ui.canvas.facts import vlan_positions
from virtdesigner.ui.canvas.inner_wires import within_machines
from virtdesigner.ui.canvas.layers import LayersOverlay
from virtdesigner.ui.canvas.link_layer import LinkLayer
from virtdesigner.ui.canvas.look import Look
from virtdesigner.ui.canvas.notes import is_on_frame
from virtdesigner.ui.canvas.overlay import Overlay
from virtdesigner.ui.canvas.overview import Overview
from virtdesigner.ui.canvas.wire import Wire
from virtdesigner.ui.canvas.wires import between_machines, is_between_machines, machines, visible, wires
from virtdesigner.ui.document import Document

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.live import Live

_MARGIN = 1200.0
"""Empty scene around the drawing, so that its edges can be brought to the middle of the view."""

_SEEN_FROM_AFAR = frozenset({"physical-server", "physical-switch", "storage-array", "virtual-io-server"})


class CanvasScene(QGraphicsScene):
    """What the canvas shows of a document in the physical view.

    rects: scene rectangle of each element; box: around all. extra: placements of elements that have none of
    their own; they are shown there, but written only with the next edit by hand, so that looking at a file
    changes nothing.
    """

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__()
        self.document = document
        self.look = look
        self.cards: dict[str, Card] = {}
        self.rects: Mapping[str, Rect] = {}
        self.box = Rect(0, 0, 0, 0)
        self.extra: tuple[Placement, ...] = ()
        self._live: Live | None = None
        self._path: frozenset[str] = frozenset()
        self._standing: tuple[dict[str, Rect], list[int]] = ({}, [])
        self._cables: list[Wire] = []
        self._is_overview_stale = True
        self.overview = Overview(look)
        self.links = LinkLayer(look, self._vlan_of)
        self.overlay = Overlay(look)
        self.layers = LayersOverlay(look)
        items = (
            (levels.BLOCKS, self.overview),
            (levels.LINES, self.links),
            (levels.LABELS, self.links.labels),
            (levels.LAYERS, self.layers),
            (levels.MARKS, self.overlay),
        )
        for level, item in items:
            item.setZValue(level)
            self.addItem(item)
        self.overview.setVisible(False)
        document.changed.connect(self._follow)
        document.selection_changed.connect(self._select)
        self._add(document.design.elements.values())
        self._colour_vlans()
        self._lay_out()

    @property
    def design(self) -> Design:
        """The document's design."""
        return self.document.design

    def _follow(self, changes: Sequence[Change]) -> None:
        elements = [change for change in changes if change.table == "elements"]
        for change in elements:
            self._follow_element(change)
        if elements:
            self._colour_vlans()
            self._is_overview_stale = True
        tables = {change.table for change in changes}
        if "placements" in tables or any(_moves(change) for change in elements):
            self._lay_out()
        elif tables & {"links", "elements"}:
            self.rewire()

    def _follow_element(self, change: Change) -> None:
        if change.after is None:
            self.removeItem(self.cards.pop(change.id))
        elif change.id in self.cards:
            assert isinstance(change.after, Element)
            self.cards[change.id].show_element(change.after)
        else:
            assert isinstance(change.after, Element)
            self._add((change.after,))

    def _add(self, elements: Iterable[Element]) -> None:
        for element in elements:
            card = Card(element, self.look)
            card.setVisible(not self.overview.isVisible())
            self.addItem(card)
            self.cards[element.id] = card

    def _colour_vlans(self) -> None:
        positions = self.design.derived(vlan_positions)
        for element in self.design.elements.values():
            if isinstance(element, Vlan) and element.id in self.cards:
                self.cards[element.id].vlan = positions[element.vlan_id]

    def _lay_out(self) -> None:
        """Give every card the place that the document says; only those that move are touched."""
        self.extra = completed(self.design)
        self.rects = extents(self.design, extra=self.extra)
        for id, rect in self.rects.items():
            card = self.cards[id]
            card.set_rect(rect)
            parent = self.design.elements[id].parent
            depth = self.cards[parent].depth + 1 if parent else 0
            card.set_open(bool(self.design.children(id)))
            if card.depth != depth or card.zValue() != levels.level(self.design, id, depth):
                card.depth = depth
                card.setZValue(levels.level(self.design, id, depth))
        self._is_overview_stale = True
        self._prepare_overview()
        self.rewire()
        self.box = bounds(self.rects.values())
        self.setSceneRect(QRectF(*self.box).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    def _prepare_overview(self) -> None:
        if self._is_overview_stale and self.overview.isVisible():
            self._is_overview_stale = False
            self.overview.show_cards(self._groups())
            self.overview.prepare(self.overlay.zoom)

    def _groups(self) -> Iterator[list[Card]]:
        for id in self.design.children(None):
            yield [self.cards[one] for one in (id, *self.design.descendants(id))]

    def rewire(self) -> None:
        """Find the ways of links again; of cables only when a machine moved or a cable changed."""
        links = visible(self.design, {*self.document.selection, *self._path})
        placed = [link for link in links if link.source in self.rects and link.target in self.rects]
        outer = [link for link in placed if is_between_machines(self.design, link)]
        inner = [link for link in placed if not is_between_machines(self.design, link)]
        standing = (machines(self.design, self.rects), [id(link) for link in outer])
        if standing != self._standing:
            self._standing, self._cables = standing, between_machines(self.design, self.rects, outer)
        around = self._standing[0]
        made = [*self._cables, *within_machines(self.design, self.rects, inner, self._cables, around)]
        self.links.show_wires({wire.link.id: wire for wire in made})

    def _select(self, ids: Collection[str]) -> None:
        chosen = frozenset(ids)
        for id, card in self.cards.items():
            card.set_selected(id in chosen)
        self.links.set_selected(chosen | self._path)
        self.rewire()
        self.overview.set_selected(chosen)

    def show_path(self, ids: Collection[str]) -> None:
        """Bring out the elements and links of a way through the design; none for an empty one."""
        self._path = frozenset(id for id in ids if id in self.design.links)
        self.overlay.show_path(tuple(QRectF(*self.rects[id]) for id in ids if id in self.rects))
        self.links.set_selected(frozenset(self.document.selection) | self._path)
        self.rewire()

    def _vlan_of(self, link: Link) -> int | None:
        target = self.design.elements.get(link.target)
        if link.kind == "vnic" and isinstance(target, Vlan):
            return self.design.derived(vlan_positions)[target.vlan_id]
        return None

    @property
    def places(self) -> Mapping[str, Rect]:
        """Where elements are drawn now: as cards, or as blocks."""
        return self.overview.places if self.overview.isVisible() else self.rects

    def element_at(self, point: QPointF, without: Collection[str] = ()) -> str | None:
        """The innermost element at a scene point, passing through those `without` and their content."""
        return self._innermost(None, point.x(), point.y(), without)

    def _innermost(self, parent: str | None, x: float, y: float, without: Collection[str]) -> str | None:
        places = self.places
        behind = None
        for id in reversed(self.design.children(parent)):
            rect = places.get(id)
            if rect and rect.x <= x < rect.right and rect.y <= y < rect.bottom and id not in without:
                if not self.design.elements[id].lies_behind:
                    return self._innermost(id, x, y, without) or id
                behind = behind or (id if is_on_frame(rect, x, y) else None)
        return behind

    def elements_in(self, area: QRectF) -> list[str]:
        """Elements that lie wholly in a rectangle, without those whose container does too."""
        frame = Rect(area.x(), area.y(), area.width(), area.height())
        inside = [id for id, rect in self.rects.items() if frame.holds(rect)]
        held = set(inside)
        return [id for id in inside if self.design.elements[id].parent not in held]

    def placement(self, id: str) -> Placement:
        """Where an element is drawn, written or not."""
        unwritten = next((placement for placement in self.extra if placement.element == id), None)
        placement = unwritten or self.design.placement(id)
        assert placement is not None
        return placement

    def preview_move(self, ids: Collection[str], dx: float, dy: float) -> None:
        """Show elements and their content moved by an offset, with their links; (0, 0) shows them at home."""
        moved = {one for id in ids for one in (id, *self.design.descendants(id))}
        for id in moved:
            rect = self.rects[id]
            card = self.cards[id]
            card.setPos(rect.x + dx, rect.y + dy)
            held = levels.HELD if (dx or dy) and not self.design.elements[id].lies_behind else 0
            card.setZValue(levels.level(self.design, id, card.depth) + held)
        self._preview_wires(moved, dx, dy)

    def _preview_wires(self, moved: Collection[str], dx: float, dy: float) -> None:
        shifted = {id: rect.moved(dx, dy) if id in moved else rect for id, rect in self.rects.items()}
        touched = [
            link
            for wire in self.links.wires.values()
            for link in wire.links
            if link.source in moved or link.target in moved
        ]
        if touched:
            fresh: dict[str, Wire] = {wire.link.id: wire for wire in wires(self.design, shifted, touched)}
            self.links.show_wires({**self.links.wires, **fresh})

    def show_overview(self, shown: bool) -> None:
        """Draw blocks instead of cards."""
        if shown != self.overview.isVisible():
            self.overview.setVisible(shown)
            self._prepare_overview()
            for card in self.cards.values():
                card.setVisible(not shown)
        if shown:
            self.overview.prepare(self.overlay.zoom)

    def show_live(self, live: "Live | None", area: QRectF) -> None:
        """Show the figures of a frame on what lies in the area seen; None takes them away everywhere."""
        self._live = live
        if live is None:
            self._forget_live()
        else:
            self.links.show_readings(live.links(self.links.ids))
            self.refresh(area)

    def refresh(self, area: QRectF) -> None:
        """Bring the cards in an area up to the frame of now."""
        if self._live is None:
            return
        if self.overview.isVisible():
            self.overview.show_heats(self._live.heats(self.look.metric))
        afar = self.overview.isVisible()
        for id, card in self.cards.items():
            shown = not afar or card.kind in _SEEN_FROM_AFAR or card.is_open
            if shown and _meets(self.rects[id], area):
                card.show_reading(self._live.reading(id))

    def _forget_live(self) -> None:
        from virtdesigner.ui.canvas.readings import NOTHING

        for card in self.cards.values():
            card.show_reading(NOTHING)
        self.links.show_readings({})
        self.overview.show_heats({})


def _moves(change: Change) -> bool:
    """An edit of an element that changes where cards are: it comes, goes, or lies in another."""
    before, after = change.before, change.after
    if not isinstance(before, Element) or not isinstance(after, Element):
        return True
    return (before.parent, before.lies_behind) != (after.parent, after.lies_behind)


def _meets(rect: Rect, area: QRectF) -> bool:
    return (
        rect.x < area.right() and rect.right > area.x() and rect.y < area.bottom() and rect.bottom > area.y()
    )
