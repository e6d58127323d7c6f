"""Which links are drawn, and where: ports on the cards' edges, and for each a way round the others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.layout import Rect
from virtdesigner.model.link import Link
from virtdesigner.ui.canvas.inner_wires import within_machines, without_ends
from virtdesigner.ui.canvas.routes import LANES, Path, Point, is_free, route
from virtdesigner.ui.canvas.wire import Wire

ALWAYS: Final = frozenset({"cable", "fibre", "uplink", "passthrough"})
"""Kinds that are always drawn; the others only for what is selected: there are several for each guest."""

_MARK: Final = 4.0
_MARK_DEPTH: Final = 24.0


_BUS: Final = 4
"""Bundles of a kind from which they enter a machine at one point, as a bus."""


def visible(design: Design, selection: Collection[str]) -> list[Link]:
    """The links to draw: those between machines, and all that the selection has to do with."""
    chosen = {link.id: link for link in design.links.values() if link.kind in ALWAYS}
    for id in selection:
        if id in design.links:
            chosen[id] = design.links[id]
        elif id in design.elements:
            chosen |= {link.id: link for link in design.links_naming(id)}
    return list(chosen.values())


def wires(design: Design, rects: Mapping[str, Rect], links: Iterable[Link]) -> list[Wire]:
    """The ways of links whose ends are both on the canvas."""
    placed = [link for link in links if link.source in rects and link.target in rects]
    outer = between_machines(design, rects, [link for link in placed if is_between_machines(design, link)])
    inner = [link for link in placed if not is_between_machines(design, link)]
    return [*outer, *within_machines(design, rects, inner, outer, machines(design, rects))]


def is_between_machines(design: Design, link: Link) -> bool:
    """It runs between machines, not within one: a cable, or an uplink of a distributed switch."""
    if link.kind == "uplink":
        parent = design.elements[link.source].parent
        return parent is not None and design.elements[parent].kind == "cluster"
    return link.kind in ("cable", "fibre")


def between_machines(design: Design, rects: Mapping[str, Rect], links: Sequence[Link]) -> list[Wire]:
    """The ways of cables. They depend on the rectangles of `machines` only."""
    bundles = _bundles(links)
    firsts = [bundle[0] for bundle in bundles]
    obstacles, ports, lanes = machines(design, rects), _ports(rects, firsts), _lanes(firsts)
    made = []
    for link, bundle in zip(firsts, bundles, strict=True):
        ends = (ports[link.id, link.source], ports[link.id, link.target])
        near = without_ends(design, obstacles, link)
        path = route(rects[link.source], rects[link.target], ends, lanes[link.target], near)
        if link.kind == "uplink":
            path = _upright(rects[link.source], rects[link.target], ends[1], near) or path
        made.append(Wire(bundle, path, _mark(design, link, path) if len(bundle) > 1 else None))
    return made


def _upright(switch: Rect, server: Rect, port: float, obstacles: Sequence[Rect]) -> Path | None:
    """Straight from a distributed switch to a server above or below it; None when that is not possible."""
    x = server.x + server.width * port
    ends = (switch.bottom, server.y) if switch.bottom <= server.y else (switch.y, server.bottom)
    path = ((x, ends[0]), (x, ends[1]))
    reaches = switch.x < x < switch.right and (switch.bottom <= server.y or server.bottom <= switch.y)
    return path if reaches and is_free(path, obstacles) else None


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


def _lanes(links: Iterable[Link]) -> dict[str, int]:
    """A lane for each element that links lead to: links to the same switch run as one bus."""
    targets = dict.fromkeys(link.target for link in links)
    return {target: position % LANES for position, target in enumerate(targets)}


def machines(design: Design, rects: Mapping[str, Rect]) -> dict[str, Rect]:
    """Cards that links between machines go round: what lies in the design or in a cluster, but no frames."""
    outer = design.children(None)
    clusters = [id for id in outer if design.elements[id].kind == "cluster"]
    inner = [child for id in clusters for child in design.children(id)]
    return {id: rects[id] for id in (*outer, *inner) if id in rects and not design.elements[id].lies_behind}


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
