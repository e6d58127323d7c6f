"""Levels: what lies above what on the canvas."""

from typing import Final

from virtdesigner.model.design import Design

BLOCKS: Final = -1.0
BEHIND: Final = -0.5
LINES: Final = 1.0
LABELS: Final = 2.2
LAYERS: Final = 2.4
HELD: Final = 3.0
MARKS: Final = 6.0
"""Blocks, frames, then containers (0 to 1), lines, the innermost cards, labels of lines, management layers;
cards that are held are lifted by HELD; marks of gestures lie over all."""

_INNERMOST: Final = 1.1
_DEPTHS: Final = 100
"""More than cards can lie in one another."""


def level(design: Design, id: str, depth: int) -> float:
    """The level of a card that lies in so many others: above those, and behind all if it is a frame.

    What holds nothing lies above lines too, which would cross its words and its badge; a container below,
    or it would hide the lines inside.
    """
    if design.elements[id].lies_behind:
        return BEHIND
    return depth / _DEPTHS + (0.0 if design.children(id) else _INNERMOST)
