"""Which links are drawn, and where: ports on the cards' edges, and for each a way round the others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.layout import Rect
from virtdesigner.model.link import Link
from virtdesigner.ui.canvas.routes import LANES, Path, Point, route

ALWAYS: Final = frozenset({"cable", "fibre", "uplink"})
"""Kinds that are always drawn; the others only for what is selected: there are several for each guest."""

_INSIDE: Final = 10.0
_CHANNEL: Final = 6.0
_BESIDE: Final = 8.0
_MARK: Final = 4.0
_MARK_DEPTH: Final = 24.0


_BUS: Final = 4
"""Bundles of a kind from which they enter a machine at one point, as a bus."""


@dataclass(frozen=True, slots=True)
class Wire:
    """Links as they are drawn: those of a kind between the same two machines share a line.

    mark: where there is room beside the line to say how many they are; None where it is not said.
    """

    links: tuple[Link, ...]
    path: Path
    mark: Point | None = None

    @property
    def link(self) -> Link:
        """The first of the links; its id is the wire's."""
        return self.links[0]


def visible(design: Design, selection: Collection[str]) -> list[Link]:
    """The links to draw: those between machines, and all that the selection has to do with."""
    chosen = {link.id: link for link in design.links.values() if link.kind in ALWAYS}
    for id in selection:
        if id in design.links:
            chosen[id] = design.links[id]
        elif id in design.elements:
            chosen |= {link.id: link for link in design.links_of(id)}
    return list(chosen.values())


def wires(design: Design, rects: Mapping[str, Rect], links: Iterable[Link]) -> list[Wire]:
    """The ways of links whose ends are both on the canvas."""
    placed = [link for link in links if link.source in rects and link.target in rects]
    outer = between_machines(design, rects, [link for link in placed if is_between_machines(link)])
    inner = [link for link in placed if not is_between_machines(link)]
    return [*outer, *within_machines(design, rects, inner, outer)]


def is_between_machines(link: Link) -> bool:
    """It runs between machines, not within one."""
    return link.kind in ("cable", "fibre")


def between_machines(design: Design, rects: Mapping[str, Rect], links: Sequence[Link]) -> list[Wire]:
    """The ways of cables. They depend on the rectangles of `machines` only."""
    bundles = _bundles(links)
    firsts = [bundle[0] for bundle in bundles]
    obstacles, ports, lanes = machines(design, rects), _ports(rects, firsts), _lanes(firsts)
    made = []
    for link, bundle in zip(firsts, bundles, strict=True):
        ends = (ports[link.id, link.source], ports[link.id, link.target])
        near = _without_ends(design, obstacles, link)
        path = route(rects[link.source], rects[link.target], ends, lanes[link.target], near)
        made.append(Wire(bundle, path, _mark(design, link, path) if len(bundle) > 1 else None))
    return made


def _bundles(links: Iterable[Link]) -> list[tuple[Link, ...]]:
    """Links by kind and the two machines that they join, whichever way round."""
    found: dict[tuple[str, frozenset[str]], list[Link]] = {}
    for link in links:
        found.setdefault((link.kind, frozenset((link.source, link.target))), []).append(link)
    return [tuple(bundle) for bundle in found.values()]


def _mark(design: Design, link: Link, path: Path) -> Point:
    """Beside the end that is not a switch's, as the other bundles of the switch are near that one."""
    way = path[::-1] if design.elements[link.source].kind == "physical-switch" else path
    (x, y), (_, beyond) = way[0], way[1]
    return (x + _MARK, y + min(max(beyond - y, -_MARK_DEPTH), _MARK_DEPTH) / 2)


def within_machines(
    design: Design, rects: Mapping[str, Rect], links: Iterable[Link], cables: Iterable[Wire]
) -> list[Wire]:
    """The ways of links of guests and virtual switches; an uplink meets the cable of its adapter."""
    obstacles, sockets = machines(design, rects), _sockets(rects, cables)
    made = []
    uplinks: dict[tuple[str, str, float | None], list[Link]] = {}
    for number, link in enumerate(links):
        if link.kind == "uplink":
            socket = sockets.get((link.target, link.target_part))
            uplinks.setdefault((link.source, link.target, socket), []).append(link)
        else:
            made.append(Wire((link,), _from_guest(design, rects, link, obstacles, number)))
    for (switch, server, socket), bundle in uplinks.items():
        made.append(Wire(tuple(bundle), _uplink(rects[switch], rects[server], socket)))
    return made


def _lanes(links: Iterable[Link]) -> dict[str, int]:
    """A lane for each element that links lead to: links to the same switch run as one bus."""
    targets = dict.fromkeys(link.target for link in links)
    return {target: position % LANES for position, target in enumerate(targets)}


def machines(design: Design, rects: Mapping[str, Rect]) -> dict[str, Rect]:
    """Cards that links between machines go round: what lies in the design itself or in a cluster."""
    outer = design.children(None)
    clusters = [id for id in outer if design.elements[id].kind == "cluster"]
    inner = [child for id in clusters for child in design.children(id)]
    return {id: rects[id] for id in (*outer, *inner) if id in rects}


def _without_ends(design: Design, obstacles: Mapping[str, Rect], link: Link) -> list[Rect]:
    own = {link.source, link.target}
    own |= {e.id for end in (link.source, link.target) for e in design.ancestors(end)}
    return [rect for id, rect in obstacles.items() if id not in own]


def _ports(rects: Mapping[str, Rect], links: Sequence[Link]) -> dict[tuple[str, str], float]:
    """Where on its edge each end of each link lies, 0 to 1: side by side, in the order of the other ends.

    Many of a kind enter at one point: they have come as a bus.
    """
    ends: dict[tuple[str, str], dict[str, list[tuple[float, str]]]] = {}
    for link in links:
        for own, other in ((link.source, link.target), (link.target, link.source)):
            side, along = _side(rects[own], rects[other])
            ends.setdefault((own, side), {}).setdefault(link.kind, []).append((along, link.id))
    found: dict[tuple[str, str], float] = {}
    for (own, _), kinds in ends.items():
        slots = sorted(slot for others in kinds.values() for slot in _slots(others))
        for position, (_, ids) in enumerate(slots):
            found |= {(id, own): (position + 1) / (len(slots) + 1) for id in ids}
    return found


def _slots(others: list[tuple[float, str]]) -> list[tuple[float, list[str]]]:
    """Points of entry for links of a kind: where they lie along the edge, and which enter there."""
    if len(others) < _BUS:
        return [(along, [id]) for along, id in others]
    return [(sum(along for along, _ in others) / len(others), [id for _, id in others])]


def _side(own: Rect, other: Rect) -> tuple[str, float]:
    """Which edge of a card a link to another leaves by, and where along it the other lies."""
    if own.bottom <= other.y:
        return "bottom", other.x + other.width / 2
    if other.bottom <= own.y:
        return "top", other.x + other.width / 2
    return ("right" if own.x <= other.x else "left"), other.y + other.height / 2


def _sockets(rects: Mapping[str, Rect], cables: Iterable[Wire]) -> dict[tuple[str, str], float]:
    """Element and adapter to the x at which its cable leaves below, so that an uplink can meet it."""
    found = {}
    for wire in cables:
        ends = {wire.link.source: wire.path[0], wire.link.target: wire.path[-1]}
        for link in wire.links:
            for own, part in ((link.source, link.source_part), (link.target, link.target_part)):
                x, y = ends[own]
                if part and link.kind == "cable" and y == rects[own].bottom:
                    found[own, part] = x
    return found


def _uplink(switch: Rect, server: Rect, socket: float | None) -> Path:
    """From a virtual switch down to where its server's adapter has its cable, or to the server's edge."""
    x = socket if socket is not None else switch.x + switch.width / 2
    start = min(max(x, switch.x + _INSIDE), switch.right - _INSIDE)
    bend = (switch.bottom + server.bottom) / 2
    if abs(start - x) < 1:
        return ((x, switch.bottom), (x, server.bottom))
    return ((start, switch.bottom), (start, bend), (x, bend), (x, server.bottom))


def _from_guest(
    design: Design, rects: Mapping[str, Rect], link: Link, obstacles: Mapping[str, Rect], lane: int
) -> Path:
    """From a guest to what it uses: within its machine between the cards, beyond it round the machines."""
    start, end = rects[link.source], rects[link.target]
    outer = [_machine(design, id, obstacles) for id in (link.source, link.target)]
    if outer[0] is None or outer[0] == outer[1] or obstacles[outer[0]].bottom > end.y:
        return _inside(start, end, lane)
    gap, edge = _aside(start, end.x + end.width / 2), obstacles[outer[0]].bottom
    store = obstacles[outer[1]] if outer[1] else end
    middle, target = start.x + start.width / 2, end.x + end.width / 2
    entry = _beside(store, target) if outer[1] else target
    own = _without_ends(design, obstacles, link)
    beyond = route(Rect(gap, edge, 0, 0), Rect(entry, store.y, 0, 0), (0, 0), lane % LANES, own)
    out = ((middle, start.bottom), (middle, start.bottom + _CHANNEL), (gap, start.bottom + _CHANNEL))
    return (*out, *beyond, (entry, end.y - _CHANNEL), (target, end.y - _CHANNEL), (target, end.y))


def _beside(store: Rect, towards: float) -> float:
    """Where a line passes an array's title on its way to a LUN: beside it, on the nearer side."""
    return store.x - _BESIDE if towards < store.x + store.width / 2 else store.right + _BESIDE


def _machine(design: Design, id: str, obstacles: Mapping[str, Rect]) -> str | None:
    """The server or array that something lies in; None when it lies free."""
    return next((e.id for e in design.ancestors(id) if e.id in obstacles and e.kind != "cluster"), None)


def _inside(start: Rect, end: Rect, lane: int) -> Path:
    """From a guest to what it is plugged into, along the gaps between cards."""
    down = start.bottom <= end.y
    y1, y2 = (start.bottom, end.y) if down else (start.y, end.bottom)
    x1, x2 = start.x + start.width / 2, end.x + end.width / 2
    step = (_CHANNEL if down else -_CHANNEL) + (lane % 3 - 1) * 2
    aside = _aside(start, x2)
    if abs(y2 - y1) < 3 * _CHANNEL:
        return ((x1, y1), (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2), (x2, y2))
    return ((x1, y1), (x1, y1 + step), (aside, y1 + step), (aside, y2 - step), (x2, y2 - step), (x2, y2))


def _aside(start: Rect, towards: float) -> float:
    """The middle of the gap beside a card, on the side that a line wants to go to."""
    return start.right + _BESIDE if towards >= start.x + start.width / 2 else start.x - _BESIDE
