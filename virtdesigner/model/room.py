"""Making room: what an edit by hand does to the neighbours, so that no card ever hides another."""

from collections.abc import Iterable, Mapping
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.extents import PADDING, extents, header
from virtdesigner.model.layout import GUEST_GAP
from virtdesigner.model.packing import Rect, Size, nearest_free, snapped_up
from virtdesigner.model.placement import Placement, View

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
        if child in rects and child not in leaving
    ]
    least = (PADDING, header(design.elements[parent].kind)) if parent else None
    return nearest_free(wanted.moved(-left, -top), taken, GUEST_GAP if parent else _TOP_GAP, least)


def make_room(
    design: Design, grown: Iterable[str], view: View = "physical", extra: Iterable[Placement] = ()
) -> tuple[Placement, ...]:
    """New placements for siblings that the containers of `grown` elements now overlap: pushed right or down.

    extra: placements not written yet, as in `extents`.
    """
    held = {placement.element: placement for placement in extra}
    pushed: dict[str, Placement] = {}
    for id in dict.fromkeys(grown):
        current: str | None = id
        while current is not None:
            for moved in _pushed(design, current, view, held | pushed):
                pushed[moved.element] = moved
            current = design.elements[current].parent
    return tuple(pushed.values())


def _pushed(design: Design, fixed: str, view: View, held: Mapping[str, Placement]) -> list[Placement]:
    """The siblings that must give way to one element, and those that must give way to these in turn."""
    rects = dict(extents(design, view, held.values()))
    siblings = [id for id in design.children(design.elements[fixed].parent) if id in rects and id != fixed]
    gap = GUEST_GAP.width if design.elements[fixed].parent else _TOP_GAP.width
    moved: dict[str, tuple[float, float]] = {}
    wave = [fixed]
    # Each push goes right or down, so it ends; the bound only guards against a crowd pushed over and over.
    for _ in range(len(siblings) ** 2 + 1):
        if not wave:
            break
        pusher = wave.pop(0)
        for id in siblings:
            if id != pusher and rects[id].overlaps(rects[pusher]):
                dx, dy = _push(rects[pusher], rects[id], gap)
                rects[id] = rects[id].moved(dx, dy)
                before = moved.get(id, (0.0, 0.0))
                moved[id] = (before[0] + dx, before[1] + dy)
                wave.append(id)
    return [_shifted(design, id, view, held, offset) for id, offset in moved.items()]


def _push(pusher: Rect, other: Rect, gap: float) -> tuple[float, float]:
    """The shorter way out, to the right or down."""
    dx, dy = snapped_up(pusher.right + gap - other.x), snapped_up(pusher.bottom + gap - other.y)
    return (dx, 0.0) if dx <= dy else (0.0, dy)


def _shifted(
    design: Design, id: str, view: View, held: Mapping[str, Placement], offset: tuple[float, float]
) -> Placement:
    placement = held.get(id) or design.placement(id, view)
    assert placement is not None
    return placement.replace(x=placement.x + offset[0], y=placement.y + offset[1])
