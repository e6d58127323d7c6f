"""Where things lie in the logical view: a zone for each network, guests in it, routers above. px at 100 %.

A guest's home is the network of its first adapter; in others that it is in, it is a visitor. Placements of
this view are from the top left of the scene: a zone is where its guests are, and has no place of its own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.packing import Rect, Size, balanced_width, bounds, grid, nearest_free, shelves
from virtdesigner.model.parts import Nic, VirtualDisk, VirtualNic
from virtdesigner.model.placement import Placement
from virtdesigner.rules.logical_networks import LogicalNetworks

CARD_WIDTH: Final = 200
CARD_HEAD: Final = 72
ROW: Final = 18
CARD_FOOT: Final = 8
MOST_ROWS: Final = 5
"""Rows of devices that a card shows; of more, the last says how many there are."""

ZONE_HEAD: Final = 52
ZONE_PAD: Final = 16
ZONE_LEAST: Final = 2 * ZONE_PAD + CARD_WIDTH + 60
VISITORS: Final = 34
"""Height of the strip at the bottom of a zone that names its visitors."""

FRAME_HEAD: Final = 32
FRAME_PAD: Final = 10
ROUTER: Final = Size(232, 60)
GAP: Final = Size(16, 20)
ZONE_GAP: Final = Size(32, 48)
ALONE: Final = -1
"""Number of the zone of guests that are in no network."""


class Zone(NamedTuple):
    """A network as it is drawn. number: of the network, ALONE for guests without one."""

    number: int
    rect: Rect
    guests: tuple[str, ...]
    visitors: tuple[str, ...]


class Frame(NamedTuple):
    """A service's guests in one zone, by the number of that."""

    service: str
    zone: int
    rect: Rect


class Plan(NamedTuple):
    """Scene rectangles of everything in the view. cards: of guests; routers: of external networks."""

    zones: tuple[Zone, ...]
    frames: tuple[Frame, ...]
    cards: Mapping[str, Rect]
    routers: Mapping[str, Rect]

    @property
    def box(self) -> Rect:
        """Around everything."""
        return bounds((*(zone.rect for zone in self.zones), *self.routers.values()))


def plan(design: Design) -> Plan:
    """Lay the view out: what was placed by hand stays there, the rest finds its place."""
    logical = design.derived(LogicalNetworks)
    homes = _homes(logical)
    services = {guest: service for service, guest in _members(design)}
    fresh, empty = _arranged(design, logical, homes, services)
    stored = {p.element: p for p in design.placements.values() if p.view == "logical"}
    cards = _placed({id: fresh[id] for id in homes}, stored)
    routers = _placed({id: fresh[id] for id in logical.outside}, stored)
    frames = tuple(_frames(homes, services, cards))
    filled = [number for number in _numbers(homes, logical) if number not in empty]
    zones = [_zone(number, homes, cards, frames, logical) for number in filled]
    for number, rect in empty.items():
        x, y = nearest_free(rect, [zone.rect for zone in zones], ZONE_GAP)
        zones.append(Zone(number, rect._replace(x=x, y=y), (), _visitors(number, homes, logical)))
    return Plan(tuple(zones), frames, cards, routers)


def _numbers(homes: Mapping[str, int], logical: LogicalNetworks) -> tuple[int, ...]:
    """Numbers of all zones; the one of guests without a network comes last."""
    alone = (ALONE,) if ALONE in homes.values() else ()
    return (*range(len(logical.networks)), *alone)


def card_size(element: Element) -> Size:
    """The size of a guest's card: as high as its devices need."""
    rows = min(len(element.carried(VirtualNic) or element.carried(Nic)) + _disks(element), MOST_ROWS)
    return Size(CARD_WIDTH, CARD_HEAD + ROW * rows + (CARD_FOOT if rows else 0))


def _disks(element: Element) -> int:
    return len(element.carried(VirtualDisk))


def _homes(logical: LogicalNetworks) -> dict[str, int]:
    """Guest to the number of its zone, in the order of names."""
    guests = sorted(logical.guests, key=lambda guest: natural(guest.name))
    own = {guest.id: logical.memberships.get(guest.id, ()) for guest in guests}
    return {id: found[0][1] if found else ALONE for id, found in own.items()}


def _members(design: Design) -> Iterable[tuple[str, str]]:
    """Services with the guests that they consist of; of two services of a guest, the first drawn."""
    links = (link for link in reversed(tuple(design.links.values())) if link.kind == "member")
    return ((link.target, link.source) for link in links)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts web-2 before web-10."""
    pieces = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces)


def _arranged(
    design: Design, logical: LogicalNetworks, homes: Mapping[str, int], services: Mapping[str, str]
) -> tuple[dict[str, Rect], dict[int, Rect]]:
    """Fresh rectangles of guests and external networks; and of zones that have visitors only."""
    blocks = {}
    for number in _numbers(homes, logical):
        guests = [id for id, home in homes.items() if home == number]
        blocks[number] = _block(design, guests, services)
    visitors = {n: VISITORS if _visitors(n, homes, logical) else 0 for n in blocks}
    sizes = [_outer(block.values(), visitors[number]) for number, block in blocks.items()]
    routers = sorted(logical.outside, key=lambda id: natural(design.elements[id].name))
    top = ROUTER.height + ZONE_GAP.height if routers else 0.0
    places = shelves(sizes, balanced_width(sizes, ZONE_GAP, top), ZONE_GAP)
    found = {
        id: rect.moved(place.x + ZONE_PAD, place.y + top + ZONE_HEAD)
        for place, block in zip(places, blocks.values(), strict=True)
        for id, rect in block.items()
    }
    width = max(bounds(places).width, len(routers) * (ROUTER.width + GAP.width))
    step = width / max(len(routers), 1)
    for number, id in enumerate(routers):
        found[id] = Rect(round(step * (number + 0.5) - ROUTER.width / 2), 0, *ROUTER)
    empty = {
        n: place.moved(0, top) for place, (n, block) in zip(places, blocks.items(), strict=True) if not block
    }
    return found, empty


def _outer(rects: Iterable[Rect], visitors: float) -> Size:
    """The size of a zone around its block, which begins at the inner corner whatever lies there."""
    box = bounds((Rect(0, 0, 0, 0), *rects))
    width = max(ZONE_LEAST, box.right + 2 * ZONE_PAD)
    return Size(width, ZONE_HEAD + box.bottom + ZONE_PAD + visitors)


def _block(design: Design, guests: Sequence[str], services: Mapping[str, str]) -> dict[str, Rect]:
    """The guests of a zone, from its inner corner: those of services together, the others below."""
    groups: dict[str, list[str]] = {}
    for id in guests:
        groups.setdefault(services.get(id, ""), []).append(id)
    loose = groups.pop("", [])
    blocks = {service: _grid(design, ids) for service, ids in groups.items()}
    boxes = [bounds(block.values()) for block in blocks.values()]
    sizes = [Size(b.width + 2 * FRAME_PAD, b.height + FRAME_HEAD + FRAME_PAD) for b in boxes]
    frames = shelves(sizes, balanced_width(sizes, GAP), GAP)
    found = {
        id: rect.moved(frame.x + FRAME_PAD, frame.y + FRAME_HEAD)
        for frame, block in zip(frames, blocks.values(), strict=True)
        for id, rect in block.items()
    }
    below = bounds(frames).bottom + GAP.height if frames else 0.0
    return found | {id: rect.moved(0, below) for id, rect in _grid(design, loose).items()}


def _grid(design: Design, ids: Sequence[str]) -> dict[str, Rect]:
    sizes = [card_size(design.elements[id]) for id in ids]
    return dict(zip(ids, grid(sizes, GAP, least=2), strict=True))


def _placed(fresh: Mapping[str, Rect], stored: Mapping[str, Placement]) -> dict[str, Rect]:
    """Rectangles at the places that are stored; the rest as near as can be to where it would lie."""
    found = {id: rect._replace(x=stored[id].x, y=stored[id].y) for id, rect in fresh.items() if id in stored}
    if not found:
        return dict(fresh)
    taken = list(found.values())
    for id, rect in fresh.items():
        if id not in found:
            x, y = nearest_free(rect, taken, GAP)
            found[id] = rect._replace(x=x, y=y)
            taken.append(found[id])
    return {id: found[id] for id in fresh}


def _visitors(number: int, homes: Mapping[str, int], logical: LogicalNetworks) -> tuple[str, ...]:
    """Guests that are in a network as well, and at home in another."""
    guests = logical.networks[number].guests if number != ALONE else ()
    return tuple(guest for guest in guests if homes[guest] != number)


def _zone(
    number: int,
    homes: Mapping[str, int],
    cards: Mapping[str, Rect],
    frames: Sequence[Frame],
    logical: LogicalNetworks,
) -> Zone:
    guests = tuple(id for id, home in homes.items() if home == number)
    visitors = _visitors(number, homes, logical)
    box = bounds((*(cards[id] for id in guests), *(one.rect for one in frames if one.zone == number)))
    width = max(ZONE_LEAST, box.width + 2 * ZONE_PAD)
    height = ZONE_HEAD + box.height + ZONE_PAD + (VISITORS if visitors else 0)
    return Zone(number, Rect(box.x - ZONE_PAD, box.y - ZONE_HEAD, width, height), guests, visitors)


def _frames(
    homes: Mapping[str, int], services: Mapping[str, str], cards: Mapping[str, Rect]
) -> Iterable[Frame]:
    """A frame around the guests of a service in each zone."""
    groups: dict[tuple[str, int], list[Rect]] = {}
    for id, home in homes.items():
        if id in services:
            groups.setdefault((services[id], home), []).append(cards[id])
    for (service, zone), rects in groups.items():
        box = bounds(rects)
        width, height = box.width + 2 * FRAME_PAD, box.height + FRAME_HEAD + FRAME_PAD
        yield Frame(service, zone, Rect(box.x - FRAME_PAD, box.y - FRAME_HEAD, width, height))
