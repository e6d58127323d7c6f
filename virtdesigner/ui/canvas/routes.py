"""Ways for links: lines of right angles that leave a card, go round the others and enter the next."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from virtdesigner.model.layout import Rect

Point = tuple[float, float]
Path = tuple[Point, ...]

MARGIN: Final = 10.0
"""Least distance of a line from a card that it passes."""

LANE: Final = 5.0
"""Distance between lines that run side by side."""

LANES: Final = 5
"""Lines side by side; they must fit between two servers."""


def route(start: Rect, end: Rect, ports: tuple[float, float], lane: int, obstacles: Sequence[Rect]) -> Path:
    """The way from one card to another.

    ports: where on its edge each end lies, 0 to 1. lane: which of several lines side by side this is.
    The line leaves and enters at top and bottom where one card lies above the other, else at the sides.
    """
    if start.bottom <= end.y:
        return _downwards(start, end, ports, lane, obstacles)
    if end.bottom <= start.y:
        return _downwards(end, start, ports[::-1], lane, obstacles)[::-1]
    turned = [_turned(rect) for rect in obstacles]
    if start.x <= end.x:
        return _swapped(_downwards(_turned(start), _turned(end), ports, lane, turned))
    return _swapped(_downwards(_turned(end), _turned(start), ports[::-1], lane, turned)[::-1])


def _turned(rect: Rect) -> Rect:
    return Rect(rect.y, rect.x, rect.height, rect.width)


def _swapped(path: Path) -> Path:
    return tuple((y, x) for x, y in path)


def _downwards(
    start: Rect, end: Rect, ports: tuple[float, float], lane: int, obstacles: Sequence[Rect]
) -> Path:
    x1, y1 = start.x + start.width * ports[0], start.bottom
    x2, y2 = end.x + end.width * ports[1], end.y
    if abs(x1 - x2) <= MARGIN and start.x < x2 < start.right:
        x1 = x2
    near = [rect for rect in obstacles if rect.bottom > y1 and rect.y < y2]
    way = _descended((x1, y1), (x2, y2), lane, near)
    if way is None or not is_free(way, near):
        way = _bent((x1, y1), (x2, y2), (y1 + y2) / 2)
    return _straightened(way)


def _descended(start: Point, end: Point, lane: int, near: Sequence[Rect]) -> Path | None:
    """Straight down to just above what is in the way, aside to a gap between cards, down again, and so on.

    None when a row of cards leaves no gap.
    """
    (x, y), way = start, [start]
    for _ in range(len(near) + 1):
        below = [rect for rect in near if rect.x < x < rect.right and rect.y >= y]
        if not below:
            break
        first = min(below, key=lambda rect: rect.y)
        channel = first.y - min(_offset(lane), (first.y - y) / 2)
        gap = _gap(x, end[0], channel, first.bottom, lane, near)
        if gap is None:
            return None
        way += [(x, channel), (gap, channel)]
        x, y = gap, first.bottom
    last = end[1] - min(_offset(lane), (end[1] - y) / 2)
    return (*way, (x, last), (end[0], last), end)


def _gap(
    x: float, towards: float, channel: float, bottom: float, lane: int, near: Sequence[Rect]
) -> float | None:
    """Where a line at x can go past a row of cards, with the least way aside and nearest to its end."""
    row = [rect for rect in near if rect.y < bottom and rect.bottom > channel]
    sides = {side for rect in row for side in (rect.x - _offset(lane), rect.right + _offset(lane))}
    free = (
        side for side in {towards, *sides} if is_free(((x, channel), (side, channel), (side, bottom)), row)
    )
    return min(
        free, key=lambda side: (abs(x - side) + abs(side - towards), abs(side - towards)), default=None
    )


def _bent(start: Point, end: Point, y: float) -> Path:
    return (start, (start[0], y), (end[0], y), end)


def _offset(lane: int) -> float:
    return MARGIN + LANE * (lane % LANES)


def is_free(path: Path, obstacles: Iterable[Rect]) -> bool:
    """Whether no part of a way goes through a card."""
    return not any(_crosses(one, other, rect) for rect in obstacles for one, other in pairwise(path))


def _crosses(one: Point, other: Point, rect: Rect) -> bool:
    return (
        min(one[0], other[0]) < rect.right
        and max(one[0], other[0]) > rect.x
        and min(one[1], other[1]) < rect.bottom
        and max(one[1], other[1]) > rect.y
    )


def _straightened(path: Path) -> Path:
    """The way without corners that are none."""
    kept = list(path[:1])
    for here, after in zip(path[1:], (*path[2:], None), strict=True):
        before = kept[-1]
        in_line = after is not None and (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
        if here != before and not in_line:
            kept.append(here)
    return tuple(kept)


def distance(path: Path, point: Point) -> float:
    """How far a point is from a way, px."""
    return min(
        (_to_segment(one, other, point) for one, other in pairwise(path)),
        default=float("inf"),
    )


def _to_segment(one: Point, other: Point, point: Point) -> float:
    dx = max(min(one[0], other[0]) - point[0], 0, point[0] - max(one[0], other[0]))
    dy = max(min(one[1], other[1]) - point[1], 0, point[1] - max(one[1], other[1]))
    return float((dx * dx + dy * dy) ** 0.5)


def longest(path: Path) -> Point:
    """The middle of the longest part of a way, where a label has most room."""
    parts = list(pairwise(path))
    one, other = max(parts, key=lambda part: abs(part[0][0] - part[1][0]) + abs(part[0][1] - part[1][1]))
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
