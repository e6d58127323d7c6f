"""The colours of the interface: two palettes of named tokens, the heat scale, the VLAN colours."""

from dataclasses import dataclass
from functools import cache
from math import inf

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours as `#RRGGBB` text; `colour()` makes a QColor of one.

    `good`, `warning`, `bad` and `accent` are for shapes and borders; words take the `*_ink` of the same name.
    `faint` and `disabled` do not reach 4.5:1: for hints and disabled controls; units take `soft`.
    """

    dark: bool
    window: str
    panel: str
    canvas: str
    dots: str
    card1: str
    card2: str
    card3: str
    line: str
    ink: str
    soft: str
    faint: str
    disabled: str
    accent: str
    accent_fill: str
    accent_hover: str
    on_accent: str
    good: str
    good_fill: str
    warning: str
    warning_fill: str
    bad: str
    bad_fill: str
    trough: str
    scroll: str
    good_ink: str
    warning_ink: str
    bad_ink: str
    accent_ink: str

    def card(self, level: int) -> str:
        """Return the fill of a card nested `level` deep, 1 or more; deeper than 3 repeats the third."""
        return (self.card1, self.card2, self.card3)[min(max(level, 1), 3) - 1]


LIGHT = Palette(
    dark=False,
    window="#F4F6F9",
    panel="#FFFFFF",
    canvas="#F8FAFC",
    dots="#DCE3EB",
    card1="#FFFFFF",
    card2="#F7F9FB",
    card3="#EFF3F7",
    line="#DDE3EA",
    ink="#17202B",
    soft="#5B6878",
    faint="#8A96A5",
    disabled="#788594",
    accent="#2563EB",
    accent_fill="#E8EFFD",
    accent_hover="#1D4ED8",
    on_accent="#FFFFFF",
    good="#0F8A6D",
    good_fill="#E6F5F0",
    warning="#C77700",
    warning_fill="#FFF4E0",
    bad="#C62828",
    bad_fill="#FDECEA",
    trough="#E4E9EF",
    scroll="#C3CCD7",
    good_ink="#0B6E57",
    warning_ink="#8A5200",
    bad_ink="#B3261E",
    accent_ink="#1D4ED8",
)

DARK = Palette(
    dark=True,
    window="#12161C",
    panel="#191F27",
    canvas="#141A21",
    dots="#25303B",
    card1="#1E2630",
    card2="#232C37",
    card3="#28323E",
    line="#2B3440",
    ink="#E8EDF3",
    soft="#A3B0BF",
    faint="#748192",
    disabled="#8591A0",
    accent="#6EA0FF",
    accent_fill="#1E2C48",
    accent_hover="#8AB4FF",
    on_accent="#12161C",
    good="#3CC5A0",
    good_fill="#17352F",
    warning="#F0A93B",
    warning_fill="#3A2E18",
    bad="#FF6B5E",
    bad_fill="#3A2020",
    trough="#323D4A",
    scroll="#46525F",
    good_ink="#4FD1AB",
    warning_ink="#F5B85A",
    bad_ink="#FF8A80",
    accent_ink="#8AB4FF",
)

HEAT = ((0.40, "#5AA9C9"), (0.60, "#3F8FBF"), (0.75, "#E3B341"), (0.90, "#E67E34"), (inf, "#D64545"))
"""Utilisation below which a colour holds, and the colour; always shown with a number or a badge beside it."""

VLAN_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""The Okabe-Ito colours, told apart with any colour vision, in the order VLANs and curves take them."""


def heat(fraction: float) -> str:
    """Return the colour of a utilisation (1.0 is all of it); what is not a number counts as over the top."""
    return next((shade for below, shade in HEAT if fraction < below), HEAT[-1][1])


def vlan_colour(position: int) -> str:
    """Return the colour of the VLAN or curve at `position` in its list, round again after the sixth."""
    return VLAN_COLOURS[position % len(VLAN_COLOURS)]


@cache
def colour(value: str) -> QColor:
    """Return the QColor of a `#RRGGBB` token, the same object each time: don't change it."""
    return QColor(value)
