"""Where elements are drawn: the geometry that the canvas and the importers share. Lengths in px at 100 %.

Servers stand in rows on top, physical switches below them, arrays below those, guests without a host last.
Inside a container its content lies in bands too: guests in a grid, virtual switches below them. Placements
are relative to the parent's top left corner; a container grows to hold what lies in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.packing import (
    ASPECT,
    Rect,
    Size,
    balanced_width,
    bounds,
    columns_for,
    first_free,
    grid,
    shelves,
    snapped,
    snapped_up,
)
from virtdesigner.model.placement import Placement, View, place

__all__ = ["HEADERS", "PADDING", "Rect", "arrange", "extents", "header", "missing"]

PADDING: Final = 12
"""Between a container's edge and its content."""

GUEST_GAP: Final = Size(16, 16)
"""Between cards inside a container; high enough for a badge that sits on a card's upper edge."""

GUEST_CARD: Final = Size(*Element.card)
PILL_GAP: Final = Size(8, 8)
SERVER_GAP: Final = Size(40, 56)
BAND_GAP: Final = 76
"""Between rows of servers, switches and arrays: links run here."""

HEADERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "cluster": 44,
        "physical-server": 52,
        "storage-array": 56,
        "hypervisor": 40,
        "virtual-switch": 32,
    }
)
"""Height of the title of a container, by kind; its content begins below."""

_HEADER_USUAL: Final = 40

_BANDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "cluster": 0,
        "physical-server": 0,
        "hypervisor": 0,
        "physical-switch": 1,
        "external-network": 1,
        "storage-array": 2,
        "virtual-machine": 3,
        "container": 3,
        "resource-pool": 4,
        "virtual-io-server": 4,
        "virtual-switch": 5,
        "vlan": 6,
        "lun": 7,
    }
)
"""Which row of its parent a kind lies in, from the top. Kinds not named lie last."""

_LAST_BAND: Final = 9
_ALIKE: Final = 0.6
_ROW: Final = 88
_LINE: Final = 1600
_LINKED_BANDS: Final = (1, 2)
_STRETCHED: Final = frozenset({"virtual-switch", "hypervisor"})
"""Kinds that are drawn as wide as what they lie in."""


def header(kind: str) -> int:
    """Height of the title of a container of a kind."""
    return HEADERS.get(kind, _HEADER_USUAL)


def arrange(design: Design, view: View = "physical") -> tuple[Placement, ...]:
    """Fresh placements for every element of a design. The same design always gives the same."""
    plan = _Plan({}, {})
    for id in reversed(_parents_first(design)):
        _lay_content(design, id, plan)
    _lay_top(design, plan)
    for id in _parents_first(design):
        _stretch_content(design, id, plan)
    return tuple(_placement(design, id, plan, view) for id in design.elements)


def missing(design: Design, view: View = "physical") -> tuple[Placement, ...]:
    """Placements for the elements that have none, put where there is room beside those that have."""
    bare = [id for id in _parents_first(design) if design.placement(id, view) is None]
    if not bare:
        return ()
    fresh = {placement.element: placement for placement in arrange(design, view)}
    if len(bare) == len(design.elements):
        return tuple(fresh[id] for id in design.elements)
    return _filled_in(design, bare, fresh, view)


def extents(design: Design, view: View = "physical", extra: Iterable[Placement] = ()) -> Mapping[str, Rect]:
    """Absolute scene rectangle of each placed element, parents before children.

    extra: placements that hold beside the design's, and instead of them where both place an element. What
    lies in an element that is not placed is not placed either.
    """
    placed = {p.element: p for p in design.placements.values() if p.view == view}
    placed |= {placement.element: placement for placement in extra}
    order = _parents_first(design)
    sizes: dict[str, Size] = {}
    for id in reversed(order):
        if id in placed:
            sizes[id] = _extent(design, id, placed, sizes)
    return _absolute(design, [id for id in order if id in placed], placed, sizes)


def grown(design: Design, id: str, content: Iterable[Rect]) -> Size:
    """The size that an element needs to hold `content` (relative to its top left), at least its card's."""
    card, inner = design.elements[id].card, tuple(content)
    if not inner:
        return Size(*card)
    box = bounds((Rect(0, 0, 0, 0), *inner))
    return Size(max(card[0], snapped_up(box.right + PADDING)), max(card[1], snapped_up(box.bottom + PADDING)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a layout under way has found: sizes, and places relative to the parent."""

    sizes: dict[str, Size]
    places: dict[str, tuple[float, float]]


def _parents_first(design: Design) -> list[str]:
    found: list[str] = []
    wave: Sequence[str] = design.children(None)
    while wave:
        found.extend(wave)
        wave = [child for id in wave for child in design.children(id)]
    return found


def _bands(design: Design, parent: str | None) -> list[tuple[int, list[str]]]:
    """The children of an element by band, from the top; within a band in the order of their names."""
    bands: dict[int, list[str]] = {}
    for id in design.children(parent):
        bands.setdefault(_BANDS.get(design.elements[id].kind, _LAST_BAND), []).append(id)
    for ids in bands.values():
        ids.sort(key=lambda id: (_natural(design.elements[id]), id))
    return sorted(bands.items())


def _natural(element: Element) -> tuple[tuple[int, int, str], ...]:
    """Sorts web-2 before web-10, and VLANs by their number."""
    key: list[tuple[int, int, str]] = [(0, getattr(element, "vlan_id", 0), "")]
    digits = "".join(c if c.isdecimal() else " " for c in element.name).split()
    words = "".join(" " if c.isdecimal() else c for c in element.name).split()
    for position in range(max(len(words), len(digits))):
        word = words[position] if position < len(words) else ""
        number = int(digits[position]) if position < len(digits) else -1
        key.append((1, number, "")) if not word else key.extend(((2, 0, word.casefold()), (1, number, "")))
    return tuple(key)


def _lay_content(design: Design, id: str, plan: _Plan) -> None:
    """Place the children of an element and find its size; those of its children are known."""
    top = header(design.elements[id].kind)
    y = float(top)
    content: list[Rect] = []
    for band, children in _bands(design, id):
        rects = _packed(design, band, children, plan)
        content += [
            _put(child, rect.moved(PADDING, y), plan) for child, rect in zip(children, rects, strict=True)
        ]
        y = bounds(content).bottom + GUEST_GAP.height
    plan.sizes[id] = grown(design, id, content)


def _stretch_content(design: Design, id: str, plan: _Plan) -> None:
    """Make hypervisors and virtual switches as wide as what they lie in; a lone hypervisor as high, too."""
    width, height = plan.sizes[id]
    children = design.children(id)
    for child in children:
        kind, own = design.elements[child].kind, plan.sizes[child]
        if kind in _STRETCHED:
            high = (
                height - plan.places[child][1] - PADDING if kind == "hypervisor" and len(children) == 1 else 0
            )
            plan.sizes[child] = Size(max(own.width, width - 2 * PADDING), max(own.height, high))


def _packed(design: Design, band: int, ids: Sequence[str], plan: _Plan) -> tuple[Rect, ...]:
    sizes = [plan.sizes[id] for id in ids]
    if band == 0:
        return _level_rows(ids, plan, balanced_width(sizes, SERVER_GAP, _height_below(design)))
    if band == _BANDS["virtual-switch"]:
        return shelves(sizes, 0, GUEST_GAP)
    if band == _BANDS["vlan"]:
        return shelves(sizes, _width_for_pills(design, ids[0]), PILL_GAP)
    return grid(sizes, GUEST_GAP)


def _width_for_pills(design: Design, vlan: str) -> float:
    """As wide as the guests above the switch that a VLAN lies in."""
    _, *around = design.ancestors(vlan)
    siblings = design.children(around[0].id if around else None)
    guests = sum(_BANDS.get(design.elements[id].kind) == _BANDS["virtual-machine"] for id in siblings)
    cell = Size(GUEST_CARD.width + GUEST_GAP.width, GUEST_CARD.height + GUEST_GAP.height)
    columns = max(3, columns_for(guests, cell))
    return columns * cell.width - GUEST_GAP.width - 2 * PADDING


def _height_below(design: Design) -> float:
    """About how high the rows below the servers are: switches and arrays, each with room for links."""
    bands = {_BANDS.get(design.elements[id].kind, _LAST_BAND) for id in design.children(None)}
    return sum(BAND_GAP + _ROW for band in _LINKED_BANDS if band in bands)


def _put(id: str, rect: Rect, plan: _Plan) -> Rect:
    plan.places[id] = (snapped(rect.x), snapped(rect.y))
    return rect


def _level_rows(ids: Sequence[str], plan: _Plan, width: float) -> tuple[Rect, ...]:
    """Shelves whose boxes are as high as the highest of their row, so that a row ends in one line.

    A box much lower than that (a bare server beside full ones) stays as it is.
    """
    rects = shelves([plan.sizes[id] for id in ids], width, SERVER_GAP)
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


def _lay_top(design: Design, plan: _Plan) -> None:
    """Place what lies in the design itself: rows one below the other, in a picture of about 16:10."""
    bands = _bands(design, None)
    width = _top_width(bands, plan)
    y = 0.0
    for band, ids in bands:
        rects = _top_row(design, band, ids, plan, width)
        for id, rect in zip(ids, rects, strict=True):
            _put(id, rect.moved(0, y), plan)
        y += bounds(rects).bottom + BAND_GAP


def _top_width(bands: Sequence[tuple[int, list[str]]], plan: _Plan) -> float:
    sizes = {band: [plan.sizes[id] for id in ids] for band, ids in bands}
    first = sizes.pop(0, [])
    rows = [bounds(shelves(group, _LINE, SERVER_GAP)) for group in sizes.values()]
    widest = max((row.width for row in rows), default=0.0)
    below = sum(row.height + BAND_GAP for row in rows)
    return max(balanced_width(first, SERVER_GAP, below), widest)


def _top_row(design: Design, band: int, ids: list[str], plan: _Plan, width: float) -> tuple[Rect, ...]:
    sizes = [plan.sizes[id] for id in ids]
    if band == 0:
        return _centred(_level_rows(ids, plan, width), width)
    if band in _LINKED_BANDS and sum(s.width + SERVER_GAP.width for s in sizes) <= width + SERVER_GAP.width:
        return _under_their_links(design, ids, plan, width)
    return _centred(
        grid(sizes, GUEST_GAP) if band not in _LINKED_BANDS else shelves(sizes, width, SERVER_GAP), width
    )


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
        if child not in wanted and placement is not None:
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


def _extent(design: Design, id: str, placed: Mapping[str, Placement], sizes: Mapping[str, Size]) -> Size:
    children = [child for child in design.children(id) if child in placed]
    need = grown(design, id, (Rect(placed[c].x, placed[c].y, *sizes[c]) for c in children))
    return Size(max(need.width, placed[id].width or 0), max(need.height, placed[id].height or 0))


def _absolute(
    design: Design, order: Sequence[str], placed: Mapping[str, Placement], sizes: Mapping[str, Size]
) -> Mapping[str, Rect]:
    found: dict[str, Rect] = {}
    for id in order:
        parent = design.elements[id].parent
        if parent is not None and parent not in found:
            continue
        x, y = (found[parent].x, found[parent].y) if parent else (0.0, 0.0)
        found[id] = Rect(x + placed[id].x, y + placed[id].y, *sizes[id])
    return found
