"""Making room: what an edit does to the neighbours, so that no card ever hides another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from virtdesigner.model.change import Change, add, combined, update
from virtdesigner.model.design import Design
from virtdesigner.model.extents import PADDING, extents, header
from virtdesigner.model.layout import GUEST_GAP, missing
from virtdesigner.model.packing import Rect, Size, nearest_free, snapped_up
from virtdesigner.model.placement import Placement, View, place

_TOP_GAP: Final = Size(40, 40)


def spot(
    design: Design, parent: str | None, wanted: Rect, rects: Mapping[str, Rect], moving: Iterable[str] = ()
) -> tuple[float, float]:
    """Where in `parent` a box goes that somebody wants at `wanted` (scene): there if it is free, else near.

    moving: elements that leave their place. Returns x, y relative to the parent's top left.
    """
    leaving = set(moving)
    left, top = (rects[parent].x, rects[parent].y) if parent else (0.0, 0.0)
    taken = [
        rects[child].moved(-left, -top)
        for child in design.children(parent)
        if child in rects and child not in leaving and not design.elements[child].lies_behind
    ]
    least = (PADDING, header(design.elements[parent].kind)) if parent else None
    return nearest_free(wanted.moved(-left, -top), taken, GUEST_GAP if parent else _TOP_GAP, least)


def settle(
    design: Design,
    wanted: Mapping[str, Rect],
    rects: Mapping[str, Rect],
    extra: Iterable[Placement] = (),
    view: View = "physical",
) -> tuple[Placement, ...]:
    """Placements for elements as near as can be to where they are wanted (scene), and for who gives way.

    rects: where all elements are now. extra: placements not written yet, as in `extents`; returned too.
    """
    held = {placement.element: placement for placement in extra}
    now, waiting = dict(rects), set(wanted)
    for id, rect in wanted.items():
        parent = design.elements[id].parent
        free = design.elements[id].lies_behind
        x, y = (rect.x, rect.y) if free else spot(design, parent, rect, now, waiting)
        held[id] = (held.get(id) or design.placement(id, view) or place(id, 0, 0, view)).replace(x=x, y=y)
        left, top = (now[parent].x, now[parent].y) if parent else (0.0, 0.0)
        now[id] = rect._replace(x=left + x, y=top + y)
        waiting.discard(id)
    held |= {placement.element: placement for placement in make_room(design, wanted, view, held.values())}
    return tuple(held.values())


def completed(design: Design, view: View = "physical") -> tuple[Placement, ...]:
    """Placements for the elements that have none, and for the neighbours of containers that grow by them."""
    fresh = missing(design, view)
    if len(fresh) == len(design.elements):
        return fresh
    pushed = make_room(design, [placement.element for placement in fresh], view, fresh)
    return tuple(({p.element: p for p in fresh} | {p.element: p for p in pushed}).values())


def settled(design: Design, edit: Sequence[Change], view: View = "physical") -> list[Change]:
    """An edit with places for what it adds at which nothing overlaps."""
    after = design.edited(edit)
    held = completed(after, view)
    rects = extents(after, view, held)
    come = {c.id: None for c in edit if c.table == "elements" and c.before is None}
    outer = [id for id in come if after.elements[id].parent not in come]
    placements = settle(after, {id: rects[id] for id in outer}, rects, held, view)
    return list(combined((*edit, *written(after, placements))))


def written(design: Design, placements: Iterable[Placement]) -> list[Change]:
    """The changes that write placements, in the place of those that the design has."""
    return [
        update("placements", stored, placement)
        if (stored := design.placements.get(placement.id))
        else add("placements", placement)
        for placement in placements
    ]


def make_room(
    design: Design, grown: Iterable[str], view: View = "physical", extra: Iterable[Placement] = ()
) -> tuple[Placement, ...]:
    """New placements for siblings that `grown` elements, or what they lie in, now overlap: right or down.

    extra: placements not written yet, as in `extents`.
    """
    held = {placement.element: placement for placement in extra}
    pushed: dict[str, Placement] = {}
    for groups in _levels(design, grown):
        rects = extents(design, view, (held | pushed).values())
        for parent, fixed in groups.items():
            for id, (dx, dy) in _pushed(design, parent, fixed, rects).items():
                placement = pushed.get(id) or held.get(id) or design.placement(id, view)
                assert placement is not None
                pushed[id] = placement.replace(x=placement.x + dx, y=placement.y + dy)
    return tuple(pushed.values())


def _levels(design: Design, grown: Iterable[str]) -> list[dict[str | None, list[str]]]:
    """The elements and all that they lie in, by depth, the deepest first; at each depth by parent."""
    around = {one: None for id in grown for one in (id, *(e.id for e in design.ancestors(id)))}
    levels: dict[int, dict[str | None, list[str]]] = {}
    for id in around:
        depth = sum(1 for _ in design.ancestors(id))
        levels.setdefault(depth, {}).setdefault(design.elements[id].parent, []).append(id)
    return [groups for _, groups in sorted(levels.items(), reverse=True)]


def _pushed(
    design: Design, parent: str | None, fixed: Collection[str], rects: Mapping[str, Rect]
) -> Mapping[str, tuple[float, float]]:
    """How far children of `parent` must go so that none overlaps another; `fixed` ones stay if they can."""
    children = design.children(parent)
    solid = dict.fromkeys(id for id in children if id in rects and not design.elements[id].lies_behind)
    first = [id for id in fixed if id in solid]
    chosen = set(first)
    others = [id for id in solid if id not in chosen]
    others.sort(key=lambda id: (rects[id].y, rects[id].x))
    order = [*first, *others]
    if not any(rects[a].overlaps(rects[b]) for a in first for b in order if a != b):
        return {}
    gap = GUEST_GAP.width if parent and design.elements[parent].kind != "cluster" else _TOP_GAP.width
    standing: list[Rect] = []
    moved = {}
    for id in order:
        rect = rects[id]
        # Each push leads beyond one of the settled for good, so it ends.
        while pusher := next((other for other in standing if other.overlaps(rect)), None):
            rect = rect.moved(*_push(pusher, rect, gap))
        standing.append(rect)
        if rect != rects[id]:
            moved[id] = (rect.x - rects[id].x, rect.y - rects[id].y)
    return moved


def _push(pusher: Rect, other: Rect, gap: float) -> tuple[float, float]:
    """The shorter way out, to the right or down."""
    dx, dy = snapped_up(pusher.right + gap - other.x), snapped_up(pusher.bottom + gap - other.y)
    return (dx, 0.0) if dx <= dy else (0.0, dy)
