"""Ways for links: lines of right angles that leave a card, go round the others and enter the next."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from virtdesigner.model.layout import Rect

Point = tuple[float, float]
Path = tuple[Point, ...]

MARGIN: Final = 12.0
"""Least distance of a line from a card that it passes."""

LANE: Final = 6.0
"""Distance between lines that run side by side."""

LANES: Final = 9
_NEAR: Final = 4
_STRAIGHT: Final = 1.0


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
    near = _between(obstacles, min(start.x, end.x), max(start.right, end.right), y1, y2)
    ways = _ways((x1, y1), (x2, y2), lane, near)
    found = next((way for way in ways if is_free(way, near)), None)
    return _straightened(found or _bent((x1, y1), (x2, y2), (y1 + y2) / 2))


def _between(obstacles: Iterable[Rect], left: float, right: float, top: float, bottom: float) -> list[Rect]:
    """The cards that a line between two heights could meet, with room on both sides to go round."""
    room = Rect(left - 600, top, right - left + 1200, max(bottom - top, 0))
    return [rect for rect in obstacles if rect.overlaps(room)]


def _ways(start: Point, end: Point, lane: int, near: Sequence[Rect]) -> Iterator[Path]:
    """Ways to try, simple ones first, then round the cards between, the nearest detour first."""
    (x1, y1), (x2, y2) = start, end
    if abs(x1 - x2) < _STRAIGHT:
        yield (start, (x1, y2))
    heights = _channels(y1, y2, lane, near)
    for y in heights:
        yield _bent(start, end, y)
    sides = {x for rect in near for x in (rect.x - _offset(lane), rect.right + _offset(lane))}
    for x in sorted({x1, x2, *sides}, key=lambda x: abs(x - x1) + abs(x - x2)):
        for upper in heights[:_NEAR]:
            for lower in heights[: -_NEAR - 1 : -1]:
                if upper < lower:
                    yield (start, (x1, upper), (x, upper), (x, lower), (x2, lower), end)


def _bent(start: Point, end: Point, y: float) -> Path:
    return (start, (start[0], y), (end[0], y), end)


def _offset(lane: int) -> float:
    return MARGIN + LANE * (lane % LANES)


def _channels(top: float, bottom: float, lane: int, near: Sequence[Rect]) -> list[float]:
    """Heights at which a line may run across, from the top: in the gaps below and above cards."""
    offset = min(_offset(lane), (bottom - top) / 2)
    heights = {top + offset, bottom - offset}
    for rect in near:
        heights |= {rect.bottom + _offset(lane), rect.y - _offset(lane)}
    return sorted(y for y in heights if top < y < bottom) or [(top + bottom) / 2]


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
