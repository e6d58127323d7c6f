"""Where elements are drawn: the geometry that the canvas and the importers share. Lengths in px at 100 %.

Servers stand in rows, physical switches below them, arrays below those, guests without a host and notes last.
Inside a container its content lies in bands too: guests in a grid, virtual switches below them. Placements
are relative to the parent's top left corner; a container grows to hold what lies in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from virtdesigner.model.bands import LINKED, Band, band, bands
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.extents import HEADERS, PADDING, PLATFORMS, extents, grown, header, parents_first
from virtdesigner.model.frames import around, surrounded
from virtdesigner.model.packing import (
    ASPECT,
    Rect,
    Size,
    balanced_width,
    bounds,
    columns_for,
    first_free,
    grid,
    misfit,
    shelves,
    snapped,
    width_for_rows,
)
from virtdesigner.model.placement import Placement, View, place

__all__ = ["HEADERS", "PADDING", "Rect", "arrange", "extents", "header", "missing"]

GUEST_GAP: Final = Size(16, 16)
"""Between cards inside a container; high enough for a badge that sits on a card's upper edge."""

GUEST_CARD: Final = Size(*Element.card)
PILL_GAP: Final = Size(8, 8)
SERVER_GAP: Final = Size(40, 48)
BAND_GAP: Final = 64
"""Between rows of servers, switches and arrays: links run here."""

SWITCH_GAP: Final = 32
"""Between a distributed switch and the servers below it: its uplinks run here."""

_ALIKE: Final = 0.6
_FINE: Final = 12
"""Up to so many rows of servers in a cluster each number is tried, then ever fewer."""

_LINE: Final = 1600
"""Width up to which switches, and arrays, stand in one row even if the servers above take less."""

_STRETCHED: Final = PLATFORMS | {"virtual-switch"}
"""Kinds that are drawn as wide as what they lie in."""


def arrange(design: Design, view: View = "physical") -> tuple[Placement, ...]:
    """Fresh placements for every element of a design. The same design always gives the same."""
    plan = _Plan({}, {})
    for id in reversed(parents_first(design)):
        if design.elements[id].kind != "cluster":
            _lay_content(design, id, plan)
    plan, width = _with_clusters(design, plan)
    _lay_top(design, plan, width)
    for id in parents_first(design):
        _stretch_content(design, id, plan)
    placed = {id: _placement(design, id, plan, view) for id in plan.places}
    return tuple((placed | _frames(design, plan, view))[id] for id in design.elements)


def missing(design: Design, view: View = "physical") -> tuple[Placement, ...]:
    """Placements for the elements that have none, put where there is room beside those that have."""
    bare = [id for id in parents_first(design) if design.placement(id, view) is None]
    if not bare:
        return ()
    fresh = {placement.element: placement for placement in arrange(design, view)}
    if len(bare) == len(design.elements):
        return tuple(fresh[id] for id in design.elements)
    return _filled_in(design, bare, fresh, view)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a layout under way has found: sizes, and places relative to the parent."""

    sizes: dict[str, Size]
    places: dict[str, tuple[float, float]]


def _with_clusters(design: Design, plan: _Plan) -> tuple[_Plan, float]:
    """The plan with clusters laid so that the whole is seen as large as can be, and how wide it is.

    All clusters get the same number of rows, so that clusters side by side end in one line.
    """
    clusters = [id for id in design.children(None) if design.elements[id].kind == "cluster"]
    most = max((len(design.children(id)) for id in clusters), default=1)
    found = []
    for rows in _row_counts(max(most, 1)):
        tried = _Plan(dict(plan.sizes), dict(plan.places))
        for id in clusters:
            _lay_content(design, id, tried, rows)
        width, height = _top_size(bands(design, None), tried)
        found.append((misfit(width, height), rows, tried, width))
    _, _, best, width = min(found, key=lambda each: each[:2])
    return best, width


def _row_counts(most: int) -> list[int]:
    counts = list(range(1, min(most, _FINE) + 1))
    while counts[-1] < most:
        counts.append(min(most, ceil(counts[-1] * 1.25)))
    return counts


def _lay_content(design: Design, id: str, plan: _Plan, rows: int = 1) -> None:
    """Place the children of an element and find its size; those of its children are known.

    rows: in how many rows servers stand.
    """
    top = header(design.elements[id].kind)
    y = float(top)
    content: list[Rect] = []
    for row, children in bands(design, id):
        rects = _packed(design, row, children, plan, rows)
        content += [
            _put(child, rect.moved(PADDING, y), plan) for child, rect in zip(children, rects, strict=True)
        ]
        gap = SWITCH_GAP if row == Band.CLUSTER_SWITCHES else GUEST_GAP.height
        y = bounds(content).bottom + gap
    plan.sizes[id] = grown(design, id, content)


def _stretch_content(design: Design, id: str, plan: _Plan) -> None:
    """Make platforms and virtual switches as wide as what they lie in; the one platform as high, too."""
    width, height = plan.sizes[id]
    children = design.children(id)
    platforms = [child for child in children if design.elements[child].kind in PLATFORMS]
    if len(platforms) == 1:
        _stretch_down(platforms[0], children, plan, height - PADDING)
    for child in children:
        if design.elements[child].kind in _STRETCHED:
            own = plan.sizes[child]
            plan.sizes[child] = own._replace(width=max(own.width, width - 2 * PADDING))


def _stretch_down(id: str, siblings: Sequence[str], plan: _Plan, bottom: float) -> None:
    """Make an element higher, and those below it lower, so that the lowest sibling ends at `bottom`."""
    lowest = max(plan.places[child][1] + plan.sizes[child].height for child in siblings)
    slack, top = bottom - lowest, plan.places[id][1]
    if slack <= 0:
        return
    plan.sizes[id] = plan.sizes[id]._replace(height=plan.sizes[id].height + slack)
    for child in siblings:
        x, y = plan.places[child]
        if y > top:
            plan.places[child] = (x, y + slack)


def _packed(design: Design, row: Band, ids: Sequence[str], plan: _Plan, rows: int) -> tuple[Rect, ...]:
    sizes = [plan.sizes[id] for id in ids]
    if row == Band.MACHINES:
        return _level_rows(ids, plan, width_for_rows(sizes, SERVER_GAP, rows))
    if row in (Band.GROUPS, Band.CLUSTER_POOLS):
        return _level_rows(ids, plan, balanced_width(sizes, GUEST_GAP), GUEST_GAP)
    if row in (Band.VIRTUAL_SWITCHES, Band.CLUSTER_SWITCHES):
        return shelves(sizes, 0, GUEST_GAP)
    if row == Band.VLANS:
        return shelves(sizes, _width_for_pills(design, ids[0]), PILL_GAP)
    return grid(sizes, GUEST_GAP)


def _width_for_pills(design: Design, vlan: str) -> float:
    """As wide as the guests above the switch that a VLAN lies in."""
    _, *around = design.ancestors(vlan)
    siblings = design.children(around[0].id if around else None)
    guests = sum(band(design, id) == Band.GUESTS for id in siblings)
    cell = Size(GUEST_CARD.width + GUEST_GAP.width, GUEST_CARD.height + GUEST_GAP.height)
    columns = max(3, columns_for(guests, cell))
    return columns * cell.width - GUEST_GAP.width - 2 * PADDING


def _put(id: str, rect: Rect, plan: _Plan) -> Rect:
    plan.places[id] = (snapped(rect.x), snapped(rect.y))
    return rect


def _level_rows(ids: Sequence[str], plan: _Plan, width: float, gap: Size = SERVER_GAP) -> tuple[Rect, ...]:
    """Shelves whose boxes are as high as the highest of their row, so that a row ends in one line.

    A box much lower than that (a bare server beside full ones) stays as it is.
    """
    rects = shelves([plan.sizes[id] for id in ids], width, gap)
    highest: dict[float, float] = {}
    for rect in rects:
        highest[rect.y] = max(highest.get(rect.y, 0), rect.height)
    level = tuple(
        rect._replace(height=highest[rect.y]) if rect.height >= _ALIKE * highest[rect.y] else rect
        for rect in rects
    )
    for id, rect in zip(ids, level, strict=True):
        plan.sizes[id] = Size(rect.width, rect.height)
    return level


def _lay_top(design: Design, plan: _Plan, width: float) -> None:
    """Place what lies in the design itself: rows one below the other."""
    y = 0.0
    for row, ids in bands(design, None):
        rects = _top_row(design, row, ids, plan, width)
        for id, rect in zip(ids, rects, strict=True):
            _put(id, rect.moved(0, y), plan)
        y += bounds(rects).bottom + BAND_GAP


def _top_size(found: Sequence[tuple[Band, list[str]]], plan: _Plan) -> Size:
    """How large the whole is at its best width: servers in rows, all switches in one, all arrays in one."""
    sizes = {row: [plan.sizes[id] for id in ids] for row, ids in found}
    first = sizes.pop(Band.MACHINES, [])
    rows = [bounds(_other_row(row, group)) for row, group in sizes.items()]
    below = sum(row.height + BAND_GAP for row in rows)
    widest = max((row.width for row in rows), default=0.0)
    width = balanced_width(first, SERVER_GAP, below, widest) if first else widest
    return Size(max(width, widest), bounds(shelves(first, width, SERVER_GAP)).height + below)


def _other_row(row: Band, sizes: Sequence[Size], width: float = 0) -> tuple[Rect, ...]:
    """A row of anything but servers, at least `width` wide before it is broken; a grid of guests."""
    if row == Band.GUESTS:
        return grid(sizes, GUEST_GAP)
    return shelves(sizes, max(width, _LINE), SERVER_GAP)


def _top_row(design: Design, row: Band, ids: list[str], plan: _Plan, width: float) -> tuple[Rect, ...]:
    sizes = [plan.sizes[id] for id in ids]
    if row == Band.MACHINES:
        return _centred(_level_rows(ids, plan, width), width)
    if row in LINKED and sum(s.width + SERVER_GAP.width for s in sizes) <= width + SERVER_GAP.width:
        return _under_their_links(design, ids, plan, width)
    return _centred(_other_row(row, sizes, width), width)


def _centred(rects: tuple[Rect, ...], width: float) -> tuple[Rect, ...]:
    shift = snapped((width - bounds(rects).width) / 2)
    return tuple(rect.moved(shift, 0) for rect in rects)


def _under_their_links(design: Design, ids: list[str], plan: _Plan, width: float) -> tuple[Rect, ...]:
    """One row, each box as near as can be below the middle of what it is linked with."""
    wished = {id: _middle_of_links(design, id, plan, width) - plan.sizes[id].width / 2 for id in ids}
    ids.sort(key=lambda id: wished[id])
    starts: list[float] = []
    x = 0.0
    for id in ids:
        starts.append(max(x, wished[id]))
        x = starts[-1] + plan.sizes[id].width + SERVER_GAP.width
    late = sum(start - wished[id] for start, id in zip(starts, ids, strict=True)) / len(ids)
    beyond = max(0.0, x - SERVER_GAP.width - width)
    shift = min(max(late, beyond), starts[0])
    return tuple(
        Rect(snapped(start - shift), 0, *plan.sizes[id]) for start, id in zip(starts, ids, strict=True)
    )


def _middle_of_links(design: Design, id: str, plan: _Plan, width: float) -> float:
    ends = {link.source if link.target == id else link.target for link in design.links_of(id)}
    middles = [
        _left(design, end, plan) + plan.sizes[end].width / 2 for end in ends if _is_laid(design, end, plan)
    ]
    return sum(middles) / len(middles) if middles else width / 2


def _is_laid(design: Design, id: str, plan: _Plan) -> bool:
    return all(one in plan.places for one in (id, *(element.id for element in design.ancestors(id))))


def _left(design: Design, id: str, plan: _Plan) -> float:
    return sum(plan.places[one][0] for one in (id, *(element.id for element in design.ancestors(id))))


def _placement(design: Design, id: str, plan: _Plan, view: View) -> Placement:
    """The placement of an element, with its size only where its content would not give it the same."""
    natural = grown(
        design, id, (Rect(*plan.places[child], *plan.sizes[child]) for child in design.children(id))
    )
    width, height = plan.sizes[id]
    return place(id, *plan.places[id], view).replace(
        width=width if width > natural.width else None, height=height if height > natural.height else None
    )


def _frames(design: Design, plan: _Plan, view: View) -> dict[str, Placement]:
    """Placements of what lies behind others: round what it surrounded, else last and as large as it was."""
    frames = [id for id in design.children(None) if design.elements[id].lies_behind]
    if not frames:
        return {}
    before = extents(design, view)
    outer = {id: Rect(*plan.places[id], *plan.sizes[id]) for id in design.children(None) if id in plan.places}
    below = bounds(outer.values()).bottom + BAND_GAP if outer else 0.0
    found: dict[str, Placement] = {}
    for id in frames:
        stored = design.placement(id, view) or place(id, 0, 0, view)
        if held := surrounded(design, before, id):
            found[id] = _at(stored, around(outer[one] for one in held))
        else:
            found[id] = stored.replace(x=0.0, y=snapped(below))
            height = before[id].height if id in before else design.elements[id].card[1]
            below += height + GUEST_GAP.height
    return found


def _at(placement: Placement, rect: Rect) -> Placement:
    return placement.replace(x=rect.x, y=rect.y, width=rect.width, height=rect.height)


def _filled_in(
    design: Design, bare: Sequence[str], fresh: Mapping[str, Placement], view: View
) -> tuple[Placement, ...]:
    """Put bare elements beside their placed siblings; where no sibling is placed, as `arrange` would."""
    wanted = set(bare)
    sizes = {
        id: Size(rect.width, rect.height) for id, rect in extents(design, view, _only(fresh, wanted)).items()
    }
    made: list[Placement] = []
    taken: dict[str | None, list[Rect]] = {}
    for id in bare:
        parent = design.elements[id].parent
        if parent in wanted or all(child in wanted for child in design.children(parent)):
            made.append(fresh[id])
            continue
        if parent not in taken:
            taken[parent] = _taken(design, parent, wanted, sizes, view)
        spot = _free_spot(design, parent, sizes[id], taken[parent])
        taken[parent].append(spot)
        made.append(fresh[id].replace(x=spot.x, y=spot.y))
    return tuple(made)


def _only(fresh: Mapping[str, Placement], wanted: set[str]) -> list[Placement]:
    return [placement for id, placement in fresh.items() if id in wanted]


def _taken(
    design: Design, parent: str | None, wanted: set[str], sizes: Mapping[str, Size], view: View
) -> list[Rect]:
    found = []
    for child in design.children(parent):
        placement = design.placement(child, view)
        solid = child not in wanted and not design.elements[child].lies_behind
        if solid and placement is not None:
            found.append(Rect(placement.x, placement.y, *sizes[child]))
    return found


def _free_spot(design: Design, parent: str | None, size: Size, taken: Sequence[Rect]) -> Rect:
    """The first free place within a width that keeps the container about 16:10."""
    left, top = (PADDING, header(design.elements[parent].kind)) if parent else (0, 0)
    box = bounds(taken) if parent is None else bounds((Rect(left, top, 0, 0), *taken))
    if parent is None:
        left, top = int(box.x), int(box.y)
    gap = GUEST_GAP if parent else SERVER_GAP
    width = box.right - left
    if width < ASPECT * (box.bottom - top):
        width += size.width + gap.width
    x, y = first_free(size, [rect.moved(-left, -top) for rect in taken], width, gap)
    return Rect(x + left, y + top, *size)
