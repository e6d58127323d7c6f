"""Frames: elements that lie behind others, and what they surround."""

from collections.abc import Iterable, Mapping
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.packing import Rect, bounds, snapped, snapped_up

MARGIN: Final = 24
TITLE: Final = 36
"""Between a frame's edge and what it surrounds; the title lies above that."""


def surrounded(design: Design, rects: Mapping[str, Rect], frame: str) -> tuple[str, ...]:
    """Ids of the outermost elements that lie wholly on a frame, other frames not among them."""
    if frame not in rects:
        return ()
    return tuple(
        id
        for id in design.children(None)
        if id in rects and not design.elements[id].lies_behind and rects[frame].holds(rects[id])
    )


def around(rects: Iterable[Rect]) -> Rect:
    """The rectangle of a frame that surrounds these."""
    box = bounds(rects)
    x, y = snapped(box.x - MARGIN), snapped(box.y - TITLE)
    return Rect(x, y, snapped_up(box.right + MARGIN - x), snapped_up(box.bottom + MARGIN - y))
