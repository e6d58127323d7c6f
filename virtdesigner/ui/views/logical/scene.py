"""The scene of the logical view: kept as the document is while somebody looks at it."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsScene

from virtdesigner.model.design import Design
from virtdesigner.model.packing import Rect
from virtdesigner.model.placement import Placement, place
from virtdesigner.rules.guest_devices import devices
from virtdesigner.rules.logical_networks import LogicalNetworks, Network
from virtdesigner.ui.canvas.facts import vlan_positions
from virtdesigner.ui.canvas.look import Look
from virtdesigner.ui.canvas.overlay import Overlay
from virtdesigner.ui.canvas.readings import NOTHING
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import colour, vlan_colour
from virtdesigner.ui.views.logical import words
from virtdesigner.ui.views.logical.guest_card import GuestCard
from virtdesigner.ui.views.logical.plan import ALONE, Frame, Plan, Zone, plan
from virtdesigner.ui.views.logical.surroundings import FrameBox, Heading, RouterBox, Surroundings, ZoneBox

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.live import Live

_MARGIN = 800.0
_EMPTY = Plan((), (), {}, {})


class LogicalScene(QGraphicsScene):
    """Cards of guests by id in `cards`, everything's place in `plan`. Call `show_design` after an edit."""

    def __init__(self, document: Document, look: Look) -> None:
        super().__init__()
        self.document = document
        self.look = look
        self.plan = _EMPTY
        self.cards: dict[str, GuestCard] = {}
        self.surroundings = Surroundings(look)
        self.overlay = Overlay(look)
        self.overlay.setZValue(4)
        self.addItem(self.surroundings)
        self.addItem(self.overlay)
        self._shown: Design | None = None

    @property
    def logical(self) -> LogicalNetworks:
        """The networks of the design shown."""
        return self.document.design.derived(LogicalNetworks)

    def show_design(self) -> None:
        """Bring the scene up to the design, if it is not."""
        design = self.document.design
        if design is self._shown:
            return
        self._shown, self.plan = design, plan(design)
        for id in self.cards.keys() - self.plan.cards.keys():
            self.removeItem(self.cards.pop(id))
        memberships = self.logical.memberships
        for id, rect in self.plan.cards.items():
            self._show_guest(id, rect, dict(memberships.get(id, ())))
        self._surround()
        self.show_selection()
        self.setSceneRect(QRectF(*self.plan.box).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    def _show_guest(self, id: str, rect: Rect, networks: dict[str, int]) -> None:
        design, element = self.document.design, self.document.design.elements[id]
        if id not in self.cards:
            self.cards[id] = GuestCard(element, self.look)
            self.addItem(self.cards[id])
        shades = {part: self._shade(self.logical.networks[number]) for part, number in networks.items()}
        self.cards[id].show_guest(element, devices(design, id), shades)
        self.cards[id].set_rect(rect)

    def _shade(self, network: Network) -> QColor:
        position = self.document.design.derived(vlan_positions).get(network.vlan)
        tagged = position is not None and network.vlan > 0
        return colour(vlan_colour(position)) if tagged and position is not None else self.look.colour("soft")

    def _surround(self) -> None:
        chosen = set(self.document.selection)
        self.surroundings.show_boxes(
            map(self._zone, self.plan.zones),
            (self._frame(frame, frame.service in chosen) for frame in self.plan.frames),
            (self._router(id, rect, id in chosen) for id, rect in self.plan.routers.items()),
        )

    def _zone(self, zone: Zone) -> ZoneBox:
        design = self.document.design
        if zone.number == ALONE:
            told = words.nobody(len(zone.guests))
            return ZoneBox(zone.rect, Heading(words.alone(), "", told, None), ())
        network = self.logical.networks[zone.number]
        heading = Heading(
            words.network_name(design, network),
            words.network_tag(network),
            words.network_size(network),
            self._shade(network),
        )
        return ZoneBox(zone.rect, heading, [(id, design.elements[id].name) for id in zone.visitors])

    def _frame(self, frame: Frame, selected: bool) -> FrameBox:
        service = self.document.design.elements[frame.service]
        return FrameBox(frame.service, frame.rect, service.name, words.service_model(service), selected)

    def _router(self, id: str, rect: Rect, selected: bool) -> RouterBox:
        element = self.document.design.elements[id]
        routes = bool(getattr(element, "routes", False))
        joined = [zone.rect for zone in self.plan.zones if zone.number in self.logical.outside[id]]
        ends = [QPointF(one.x + one.width / 2, one.y) for one in joined]
        return RouterBox(id, rect, element.name, words.joins(len(joined), routes), routes, ends, selected)

    def show_selection(self) -> None:
        """Mark what is selected; of one guest, dim those that it doesn't hear."""
        chosen = frozenset(self.document.selection)
        guests = [id for id in self.document.selection if id in self.cards]
        near = self.logical.peers(guests[0]) | chosen if len(guests) == 1 else self.cards.keys()
        for id, card in self.cards.items():
            card.set_state(id in chosen, id not in near)
        self._surround()

    def element_at(self, point: QPointF) -> str | None:
        """The guest, service or external network at a point."""
        for id, rect in reversed(tuple(self.plan.cards.items())):
            if QRectF(*rect).contains(point):
                return id
        around = self.surroundings
        return around.chip_at(point) or around.router_at(point) or around.frame_at(point)

    def held_at(self, point: QPointF) -> tuple[str, ...]:
        """What a drag from a point moves beside the selection: a zone's guests by its heading."""
        place = self.surroundings.zone_at(point)
        return self.plan.zones[place].guests if place is not None else ()

    def guests_in(self, area: QRectF) -> list[str]:
        """Guests whose cards lie wholly in a rectangle."""
        return [id for id, rect in self.plan.cards.items() if area.contains(QRectF(*rect))]

    def rect_of(self, id: str) -> Rect | None:
        """Where an element is drawn, if it is."""
        frames = {frame.service: frame.rect for frame in self.plan.frames}
        return self.plan.cards.get(id) or self.plan.routers.get(id) or frames.get(id)

    def preview_move(self, ids: Collection[str], dx: float, dy: float) -> None:
        """Show guests moved by an offset; (0, 0) shows them at home."""
        for id in ids:
            if id in self.cards:
                rect = self.plan.cards[id]
                self.cards[id].setPos(rect.x + dx, rect.y + dy)
                self.cards[id].setZValue(2 if dx or dy else 0)

    def moved(self, ids: Collection[str], dx: float, dy: float) -> list[Placement]:
        """Placements of everything with `ids` moved: what was never placed may not shift later either."""
        design, found = self.document.design, []
        for id, rect in (*self.plan.cards.items(), *self.plan.routers.items()):
            x, y = (rect.x + dx, rect.y + dy) if id in ids else (rect.x, rect.y)
            stored = design.placement(id, "logical") or place(id, 0, 0, "logical")
            found.append(stored.replace(x=float(x), y=float(y)))
        return found

    def show_live(self, live: "Live | None", ids: Iterable[str]) -> None:
        """Show the figures of a frame on some cards; None takes them away everywhere."""
        if live is None:
            for card in self.cards.values():
                card.show_reading(NOTHING)
            return
        for id in ids:
            self.cards[id].show_reading(live.reading(id))
