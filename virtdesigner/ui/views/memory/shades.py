"""Colours and words that the memory view's bars, pages and legends share."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from virtdesigner.ui.canvas.look import Look
from virtdesigner.ui.palettes import VLAN_COLOURS, colour

_BLUE, _RED, _GREEN, _PINK, _ORANGE, _SKY = VLAN_COLOURS
_FIXED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "active": _BLUE,
        "idle": _SKY,
        "shared": _GREEN,
        "ballooned": _ORANGE,
        "swapped": _RED,
        "overhead": _PINK,
    }
)


def shade(look: Look, part: str) -> QColor:
    """The colour of a part of memory; of what is free or unused that of an empty bar."""
    if part in _FIXED:
        return colour(_FIXED[part])
    return look.colour("soft" if part == "system" else "trough")


def say(text: str, **values: object) -> str:
    """A text of `report` in the language of the interface."""
    return QCoreApplication.translate("words", text).format(**values)
