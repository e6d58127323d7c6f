"""Rectangles, and how to lay boxes side by side: grids, shelves, the first free place. Lengths in px."""

from collections.abc import Iterable, Sequence
from math import ceil, sqrt
from typing import Final, NamedTuple

GRID: Final = 4
"""Everything is placed on multiples of this."""

ASPECT: Final = 1.7
"""Width to height that a picture is brought near: that of the canvas between the panels of the window."""


_WIDER: Final = 1.05
"""Step between the widths that are tried."""


class Size(NamedTuple):
    """Width and height."""

    width: float
    height: float


class Rect(NamedTuple):
    """A rectangle by its top left corner and size; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """X of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Y of the bottom edge."""
        return self.y + self.height

    def overlaps(self, other: "Rect", gap: float = 0) -> bool:
        """Whether the two have an area in common, or are nearer than `gap`."""
        return (
            self.x < other.right + gap
            and other.x < self.right + gap
            and self.y < other.bottom + gap
            and other.y < self.bottom + gap
        )

    def holds(self, other: "Rect") -> bool:
        """Whether `other` lies inside, edges included."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def moved(self, dx: float, dy: float) -> "Rect":
        """The same rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)


def snapped(length: float) -> float:
    """The nearest length on the grid."""
    return float(round(length / GRID) * GRID)


def snapped_up(length: float) -> float:
    """The next length on the grid that is not smaller."""
    return float(ceil(length / GRID) * GRID)


def bounds(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around all; of size 0 at the origin when there are none."""
    found = tuple(rects)
    if not found:
        return Rect(0, 0, 0, 0)
    x, y = min(r.x for r in found), min(r.y for r in found)
    return Rect(x, y, max(r.right for r in found) - x, max(r.bottom for r in found) - y)


def columns_for(count: int, cell: Size, least: int = 3) -> int:
    """Columns of a grid of `count` cells that make it near ASPECT; at least `least` if there are so many."""
    wanted = ceil(sqrt(ASPECT * count * cell.height / cell.width))
    return max(1, min(count, max(least, wanted)))


def shelves(sizes: Sequence[Size], width: float, gap: Size) -> tuple[Rect, ...]:
    """Boxes in rows from left to right, a new row where the next would go beyond `width`; tops aligned."""
    placed: list[Rect] = []
    x = y = row = 0.0
    for size in sizes:
        if x and x + size.width > width:
            x, y, row = 0.0, y + row + gap.height, 0.0
        placed.append(Rect(x, y, *size))
        x, row = x + size.width + gap.width, max(row, size.height)
    return tuple(placed)


def grid(sizes: Sequence[Size], gap: Size, least: int = 3) -> tuple[Rect, ...]:
    """Boxes of about one size as a grid of near ASPECT."""
    if not sizes:
        return ()
    cell = Size(max(s.width for s in sizes), max(s.height for s in sizes))
    columns = columns_for(len(sizes), Size(cell.width + gap.width, cell.height + gap.height), least)
    return shelves(sizes, columns * (cell.width + gap.width) - gap.width, gap)


def misfit(width: float, height: float) -> float:
    """How badly a picture uses the canvas: the least is the best.

    The area of the canvas that it takes to see it whole, and the picture's own, which is larger by its holes.
    """
    return ASPECT * max(width / ASPECT, height) ** 2 + width * height


def balanced_width(
    sizes: Sequence[Size], gap: Size, extra_height: float = 0, extra_width: float = 0
) -> float:
    """The width at which shelves of the boxes fit a picture best that has `extra_height` below them.

    extra_width: width of what is below them.
    """
    found = []
    width = widest = max((size.width for size in sizes), default=0.0)
    total = sum(size.width + gap.width for size in sizes)
    while width <= _WIDER * max(total, widest):
        box = bounds(shelves(sizes, width, gap))
        found.append((misfit(max(box.width, extra_width), box.height + extra_height), box.width))
        width = width * _WIDER + 1
    return min(found)[1] if found else 0.0


def width_for_rows(sizes: Sequence[Size], gap: Size, rows: int) -> float:
    """The least width, within a twentieth, at which shelves of the boxes make no more than so many rows."""
    total = sum(size.width + gap.width for size in sizes)
    width = max(total / rows - gap.width, *(size.width for size in sizes), 0.0)
    while len({rect.y for rect in shelves(sizes, width, gap)}) > rows:
        width *= _WIDER
    return width


def first_free(size: Size, taken: Sequence[Rect], width: float, gap: Size) -> tuple[float, float]:
    """Where a box fits among `taken` within `width`: the first place from the top, then from the left.

    Looks at the corners that the taken boxes leave; a place below all of them always fits.
    """
    xs = sorted({0.0, *(snapped_up(rect.right + gap.width) for rect in taken)})
    ys = sorted({0.0, *(snapped_up(rect.bottom + gap.height) for rect in taken)})
    for y in ys:
        near = [
            rect for rect in taken if rect.y < y + size.height + gap.height and y < rect.bottom + gap.height
        ]
        for x in xs:
            spot = Rect(x, y, *size)
            if (x == 0 or spot.right <= width) and not _crowded(spot, near, gap):
                return x, y
    raise AssertionError("there is always room below")


def _crowded(spot: Rect, others: Iterable[Rect], gap: Size) -> bool:
    wide = Rect(
        spot.x - gap.width, spot.y - gap.height, spot.width + 2 * gap.width, spot.height + 2 * gap.height
    )
    return any(wide.overlaps(other) for other in others)


def nearest_free(
    wanted: Rect, taken: Sequence[Rect], gap: Size, least: tuple[float, float] | None = None
) -> tuple[float, float]:
    """Where a box can lie that overlaps none of `taken`, nearest to where it is wanted.

    least: the smallest x and y allowed, or None for anywhere. A place that is free already is kept, though
    nearer than `gap` to others; one beside a taken box keeps the gap.
    """
    x, y = snapped(wanted.x), snapped(wanted.y)
    if least:
        x, y = max(x, snapped_up(least[0])), max(y, snapped_up(least[1]))
    home = Rect(x, y, wanted.width, wanted.height)
    if not any(home.overlaps(rect) for rect in taken):
        return x, y
    xs = {x, *(snapped_up(r.right + gap.width) for r in taken)}
    ys = {y, *(snapped_up(r.bottom + gap.height) for r in taken)}
    xs |= {snapped(r.x - gap.width - wanted.width) for r in taken} | {snapped(r.x) for r in taken}
    ys |= {snapped(r.y - gap.height - wanted.height) for r in taken} | {snapped(r.y) for r in taken}
    spots = sorted((abs(sx - x) + abs(sy - y), sy, sx) for sx in xs for sy in ys if _allowed(sx, sy, least))
    free = (
        (sx, sy)
        for _, sy, sx in spots
        if not any(Rect(sx, sy, wanted.width, wanted.height).overlaps(rect) for rect in taken)
    )
    return next(free)


def _allowed(x: float, y: float, least: tuple[float, float] | None) -> bool:
    return least is None or (x >= least[0] and y >= least[1])
