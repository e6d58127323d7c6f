"""The ways of links within machines: of guests to what they use, of virtual switches to adapters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.layout import Rect
from virtdesigner.model.link import DiskLink, Link
from virtdesigner.ui.canvas.routes import LANES, Path, is_free, route
from virtdesigner.ui.canvas.wire import Wire

_INSIDE: Final = 10.0
_CHANNEL: Final = 6.0
_BESIDE: Final = 8.0

Sockets = Mapping[tuple[str, str], float]
"""Element and adapter to the x at which its cable leaves below."""

_Machines = tuple[Rect | None, Rect | None]


def within_machines(
    design: Design,
    rects: Mapping[str, Rect],
    links: Iterable[Link],
    cables: Iterable[Wire],
    obstacles: Mapping[str, Rect],
) -> list[Wire]:
    """The ways of links of guests and virtual switches; uplinks and passthroughs meet their adapter's cable.

    obstacles: the machines, which lines beyond them go round.
    """
    sockets = _sockets(rects, cables)
    made = []
    plugs: dict[tuple[str, str, str, float | None], list[Link]] = {}
    for number, link in enumerate(links):
        if link.kind in ("uplink", "passthrough"):
            inner, outer, part = _ends(link)
            plugs.setdefault((link.kind, inner, outer, sockets.get((outer, part))), []).append(link)
        else:
            made.append(Wire((link,), _from_guest(design, rects, link, obstacles, number)))
    seats = _seats(plugs)
    for key, bundle in plugs.items():
        _, inner, outer, socket = key
        made.append(Wire(tuple(bundle), _to_adapter(design, rects, (inner, outer), socket, seats[key])))
    return made


def _ends(link: Link) -> tuple[str, str, str]:
    """What lies within, the machine whose adapter it uses, and the adapter."""
    if link.kind == "uplink":
        return link.source, link.target, link.target_part
    return link.target, link.source, link.source_part


_Plug = tuple[str, str, str, float | None]


def _seats(plugs: Iterable[_Plug]) -> dict[_Plug, float]:
    """Where on the lower edge of its card each line begins, 0 to 1, side by side."""
    at: dict[str, list[_Plug]] = {}
    for plug in plugs:
        at.setdefault(plug[1], []).append(plug)
    return {plug: (place + 1) / (len(group) + 1) for group in at.values() for place, plug in enumerate(group)}


def without_ends(design: Design, obstacles: Mapping[str, Rect], link: Link) -> list[Rect]:
    """Cards that a link must go round: all but those at its ends, and what these lie in."""
    own = {link.source, link.target}
    own |= {e.id for end in (link.source, link.target) for e in design.ancestors(end)}
    return [rect for id, rect in obstacles.items() if id not in own]


def _sockets(rects: Mapping[str, Rect], cables: Iterable[Wire]) -> Sockets:
    """Where cables leave machines, so that uplinks and passthroughs can meet them."""
    found = {}
    for wire in cables:
        ends = {wire.link.source: wire.path[0], wire.link.target: wire.path[-1]}
        for link in wire.links:
            for own, part in ((link.source, link.source_part), (link.target, link.target_part)):
                x, y = ends[own]
                if part and link.kind != "uplink" and y == rects[own].bottom:
                    found[own, part] = x
    return found


def _to_adapter(
    design: Design, rects: Mapping[str, Rect], ends: tuple[str, str], socket: float | None, seat: float
) -> Path:
    """Down to where a machine's adapter has its cable, or to the machine's edge, round the cards between."""
    inner, machine = rects[ends[0]], rects[ends[1]]
    x = inner.x + inner.width * seat if socket is None else socket
    start = min(max(x, inner.x + _INSIDE), inner.right - _INSIDE)
    bend = (inner.bottom + machine.bottom) / 2
    straight: Path = ((x, inner.bottom), (x, machine.bottom))
    if abs(start - x) >= 1:
        straight = ((start, inner.bottom), (start, bend), (x, bend), (x, machine.bottom))
    beside = [rects[id] for id in _cards_beside(design, *ends) if id in rects]
    if is_free(straight, beside):
        return straight
    port = (start - inner.x) / inner.width
    return route(inner, Rect(x, machine.bottom, 0, 0), (port, 0), 0, beside)


def _cards_beside(design: Design, id: str, machine: str) -> Iterator[str]:
    """What lies beside an element, and beside what it lies in, within a machine."""
    here: str | None = id
    while here is not None and here != machine:
        parent = design.elements[here].parent
        yield from (sibling for sibling in design.children(parent) if sibling != here)
        here = parent


def _from_guest(
    design: Design, rects: Mapping[str, Rect], link: Link, obstacles: Mapping[str, Rect], lane: int
) -> Path:
    """From a guest to what it uses; a disk by way of a virtual I/O server through that."""
    own = without_ends(design, obstacles, link)
    machines = (_machine(design, link.source, obstacles), _machine(design, link.target, obstacles))
    start, end = rects[link.source], rects[link.target]
    via = rects.get(link.via) if isinstance(link, DiskLink) and link.via else None
    if via is None:
        return _way(start, end, machines, lane, own)
    return (*_inside(start, via, lane), *_way(via, end, machines, lane, own))


def _way(start: Rect, end: Rect, machines: _Machines, lane: int, own: Sequence[Rect]) -> Path:
    """Within a machine between the cards, beyond it round the machines. machines: those of both ends."""
    here, there = machines
    if here is None or here == there:
        return _inside(start, end, lane)
    if here.bottom <= end.y:
        return _down(start, end, machines, lane, own)
    if end.bottom <= here.y:
        # From below no title is in the way: the line goes straight to the end.
        turned = [_upside_down(rect) for rect in own]
        path = _down(_upside_down(start), _upside_down(end), (_upside_down(here), None), lane, turned)
        return tuple((x, -y) for x, y in path)
    return _inside(start, end, lane)


def _upside_down(rect: Rect) -> Rect:
    return Rect(rect.x, -rect.bottom, rect.width, rect.height)


def _down(start: Rect, end: Rect, machines: _Machines, lane: int, own: Sequence[Rect]) -> Path:
    here, there = machines
    assert here is not None
    gap, bottom = _aside(start, end.x + end.width / 2), here.bottom
    store = there or end
    middle, target = start.x + start.width / 2, end.x + end.width / 2
    entry = _beside(store, target) if there else target
    beyond = route(Rect(gap, bottom, 0, 0), Rect(entry, store.y, 0, 0), (0, 0), lane % LANES, own)
    out = ((middle, start.bottom), (middle, start.bottom + _CHANNEL), (gap, start.bottom + _CHANNEL))
    return (*out, *beyond, (entry, end.y - _CHANNEL), (target, end.y - _CHANNEL), (target, end.y))


def _beside(store: Rect, towards: float) -> float:
    """Where a line passes an array's title on its way to a LUN: beside it, on the nearer side."""
    return store.x - _BESIDE if towards < store.x + store.width / 2 else store.right + _BESIDE


def _machine(design: Design, id: str, obstacles: Mapping[str, Rect]) -> Rect | None:
    """The server or array that something lies in; None when it lies free."""
    around = (e.id for e in design.ancestors(id) if e.id in obstacles and e.kind != "cluster")
    return next((obstacles[one] for one in around), None)


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
