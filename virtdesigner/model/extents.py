"""Where elements lie once they are placed: scene rectangles from placements relative to the parent.

A container grows to hold what lies in it; a hypervisor or engine alone in its machine fills it. Lengths in
px at 100 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from virtdesigner.model.design import Design
from virtdesigner.model.packing import Rect, Size, bounds, snapped_up
from virtdesigner.model.placement import Placement, View

PADDING: Final = 12
"""Between a container's edge and its content."""

HEADERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "cluster": 44,
        "physical-server": 52,
        "storage-array": 56,
        "hypervisor": 40,
        "virtual-switch": 32,
        "virtual-io-server": 52,
        "virtual-machine": 52,
    }
)
"""Height of the title of a container, by kind; its content begins below."""

_HEADER_USUAL: Final = 40

PLATFORMS: Final = frozenset({"hypervisor", "container-engine"})
"""Kinds that fill what they lie in when nothing else does."""


def header(kind: str) -> int:
    """Height of the title of a container of a kind."""
    return HEADERS.get(kind, _HEADER_USUAL)


def extents(design: Design, view: View = "physical", extra: Iterable[Placement] = ()) -> Mapping[str, Rect]:
    """Absolute scene rectangle of each placed element, parents before children.

    extra: placements that hold beside the design's, and instead of them where both place an element. What
    lies in an element that is not placed is not placed either.
    """
    placed = {p.element: p for p in design.placements.values() if p.view == view}
    placed |= {placement.element: placement for placement in extra}
    order = parents_first(design)
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


def parents_first(design: Design) -> list[str]:
    """All elements, containers before their content."""
    found: list[str] = []
    wave: Sequence[str] = design.children(None)
    while wave:
        found.extend(wave)
        wave = [child for id in wave for child in design.children(id)]
    return found


def _extent(design: Design, id: str, placed: Mapping[str, Placement], sizes: Mapping[str, Size]) -> Size:
    children = [child for child in design.children(id) if child in placed]
    need = grown(design, id, (Rect(placed[c].x, placed[c].y, *sizes[c]) for c in children))
    width, height = placed[id].width, placed[id].height
    if least := design.elements[id].least:
        return Size(max(least[0], width or need.width), max(least[1], height or need.height))
    return Size(max(need.width, width or 0), max(need.height, height or 0))


def _absolute(
    design: Design, order: Sequence[str], placed: Mapping[str, Placement], sizes: Mapping[str, Size]
) -> Mapping[str, Rect]:
    found: dict[str, Rect] = {}
    for id in order:
        parent = design.elements[id].parent
        if parent is None:
            found[id] = Rect(placed[id].x, placed[id].y, *sizes[id])
        elif parent in found:
            outer, own = found[parent], placed[id]
            rect = Rect(outer.x + own.x, outer.y + own.y, *sizes[id])
            found[id] = _filling(rect, outer) if _is_alone(design, id, parent) else rect
    return found


def _is_alone(design: Design, id: str, parent: str) -> bool:
    return design.elements[id].kind in PLATFORMS and len(design.children(parent)) == 1


def _filling(rect: Rect, outer: Rect) -> Rect:
    width = max(rect.width, outer.right - PADDING - rect.x)
    return rect._replace(width=width, height=max(rect.height, outer.bottom - PADDING - rect.y))
