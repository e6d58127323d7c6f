"""The typeface, Inter, and the type scale. Needs a QGuiApplication, and nothing at import."""

from functools import cache
from typing import Final, Literal

from PySide6.QtGui import QFont, QFontDatabase

from virtdesigner import resources

FAMILY: Final = "Inter"

FontRole = Literal["title", "section", "name", "body", "detail", "caps"]

SCALE: Final[dict[FontRole, tuple[int, int]]] = {
    "title": (15, 600),
    "section": (13, 600),
    "name": (12, 500),
    "body": (12, 400),
    "detail": (11, 400),
    "caps": (10, 600),
}
"""Pixels and weight of each role; whole pixels, as Qt's font engines round 11.5 and 9.5 up anyway."""

_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
_KOREAN = ("Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic")


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the shipped fonts and return the families to ask for, best first.

    Only families that exist are named: Qt spends 100 ms and a warning on each one that does not.
    """
    for file in _FILES:
        QFontDatabase.addApplicationFont(str(resources.path("fonts", file)))
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return tuple(name for name in (FAMILY, system, *_KOREAN) if QFontDatabase.hasFamily(name))


@cache
def font(role: FontRole = "body", tabular: bool = False) -> QFont:
    """Return the font of a role, the same object each time: copy it before you change it.

    `tabular` gives all digits one width, for numbers that change or stand in columns.
    """
    pixels, weight = SCALE[role]
    made = QFont(list(load_fonts()))
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role == "caps":
        made.setCapitalization(QFont.Capitalization.AllUppercase)
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
