"""What all painters of the canvas share: the palette, text that fits, bars, pills, icons."""

import re
from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from virtdesigner.ui import icons
from virtdesigner.ui.canvas.readings import Badge, Metric
from virtdesigner.ui.fonts import FontRole, font
from virtdesigner.ui.palettes import LIGHT, Palette, colour, heat

FULL: Final = 0.7
NAMES: Final = 0.4
"""Zoom from which cards show everything, and from which they show names and stripes; below, only blocks."""

BADGE_HEIGHT: Final = 16.0
BADGE_RISE: Final = 3.0
"""How far the middle of a badge lies above its card's upper edge, clear of the name."""

_ADDRESS: Final = re.compile(r"[0-9]+(\.[0-9]+){3}")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")

_PILL_PADDING: Final = 8.0
_BAR: Final = 4.0

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE: Final = Qt.AlignmentFlag.AlignCenter

_SHIFTS: Final = {LEFT: 0.0, MIDDLE: 0.5, RIGHT: 1.0}
"""How much of the room left beside a text lies before it."""


class Look:
    """How the canvas looks now: palette and heat metric. One object, shared by all items of a scene."""

    def __init__(self, palette: Palette = LIGHT) -> None:
        self.palette = palette
        self.metric: Metric = "cpu"

    def colour(self, token: str) -> QColor:
        """The QColor of a token of the palette."""
        return colour(getattr(self.palette, token))

    def heat(self, share: float | None) -> QColor:
        """The heat colour of a utilisation; the line colour where nothing is known."""
        return colour(self.palette.line if share is None else heat(share))

    def ink_for(self, share: float | None) -> QColor:
        """The ink of a number: red where the heat scale is."""
        return self.colour("bad_ink" if share is not None and share >= 0.9 else "ink")


@cache
def bold() -> QFont:
    """The font of badges and of percentages in card titles."""
    made = QFont(font("detail", tabular=True))
    made.setPixelSize(10)
    made.setWeight(QFont.Weight.DemiBold)
    return made


@lru_cache(maxsize=64)
def sized(pixels: int) -> QFont:
    """The font of names, `pixels` high."""
    made = QFont(font("name"))
    made.setPixelSize(pixels)
    return made


@lru_cache(maxsize=64)
def _metrics(key: int) -> QFontMetricsF:
    return QFontMetricsF(_FACES[key])


@lru_cache(maxsize=30_000)
def _elided(text: str, key: int, width: int) -> str:
    return _metrics(key).elidedText(text, Qt.TextElideMode.ElideRight, width)


_FACES: Final[dict[int, QFont]] = {}
"""Fonts by identity: they are made once and kept, and asking one for a key of its own takes 6 us."""


def fitting(text: str, face: QFont, width: float) -> str:
    """The text, shortened with an ellipsis where it is wider than `width`."""
    key = id(face)
    _FACES.setdefault(key, face)
    return _elided(text, key, max(0, int(width)))


@lru_cache(maxsize=30_000)
def _shortened(name: str, key: int, width: int) -> str:
    if _metrics(key).horizontalAdvance(name) <= width:
        return name
    if _ADDRESS.fullmatch(name):
        return _metrics(key).elidedText(name, Qt.TextElideMode.ElideLeft, width)
    return _elided(host_part(name), key, width)


def host_part(name: str) -> str:
    """The host of a domain name, esx-003 of esx-003.example.org; any other name as it is."""
    is_domain = _DOMAIN.fullmatch(name) and not _ADDRESS.fullmatch(name)
    return name.split(".", maxsplit=1)[0] if is_domain else name


def name_fitting(name: str, face: QFont, width: float) -> str:
    """A name in the room there is: of a domain name its host first, of an address the end; they tell most."""
    key = id(face)
    _FACES.setdefault(key, face)
    return _shortened(name, key, max(0, int(width)))


@lru_cache(maxsize=30_000)
def _laid_out(text: str, key: int) -> QStaticText:
    """A text whose glyphs are placed once: drawing it takes a quarter of the time of a plain text."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(font=_FACES[key])
    return made


def text_width(text: str, face: QFont) -> float:
    """Width of a text, px at 100 %."""
    key = id(face)
    _FACES.setdefault(key, face)
    return _metrics(key).horizontalAdvance(text)


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    ink: QColor,
    face: QFont,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """A line of text in a rectangle, shortened to fit."""
    painter.setFont(face)
    painter.setPen(ink)
    words = _laid_out(fitting(text, face, rect.width() + 0.5), id(face))
    size = words.size()
    x = rect.x() + (rect.width() - size.width()) * _SHIFTS[align]
    painter.drawStaticText(QPointF(x, rect.y() + (rect.height() - size.height()) / 2), words)


def write_as(
    painter: QPainter,
    rect: QRectF,
    text: str,
    ink: QColor,
    role: FontRole,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """A line of text in the font of a role."""
    write(painter, rect, text, ink, font(role), align)


def box(
    painter: QPainter, rect: QRectF, radius: float, fill: QColor, line: QColor, width: float = 1.0
) -> None:
    """A card's body: filled, with a line inside its edge."""
    painter.setPen(QPen(line, width))
    painter.setBrush(fill)
    inset = width / 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def bar(
    painter: QPainter, look: Look, rect: QRectF, share: float | None, wanted: float | None = None
) -> None:
    """A bar of utilisation in its heat colour; what is wanted beyond is drawn fainter."""
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, rect, rect.width(), look.colour("trough"))
    if share is None:
        return
    hot = max(share, wanted or 0)
    if wanted is not None and wanted > share:
        faint = QColor(look.heat(hot))
        faint.setAlphaF(0.45)
        _fill(painter, rect, rect.width() * wanted, faint)
    _fill(painter, rect, rect.width() * share, look.heat(hot))


def _fill(painter: QPainter, rect: QRectF, width: float, fill: QColor) -> None:
    if width <= 0.5:
        return
    if painter.worldTransform().m11() < 1:
        # Round ends are too small to be seen, and take thrice as long.
        painter.fillRect(QRectF(rect.x(), rect.y(), width, rect.height()), fill)
    else:
        painter.setBrush(fill)
        radius = min(_BAR, width) / 2
        painter.drawRoundedRect(QRectF(rect.x(), rect.y(), width, rect.height()), radius, radius)


def bar_rect(x: float, y: float, width: float) -> QRectF:
    """Where a bar lies that begins at x, y."""
    return QRectF(x, y, max(width, 0.0), _BAR)


def icon(painter: QPainter, name: str, x: float, y: float, size: int, ink: QColor) -> None:
    """An icon, sharp at the zoom of the moment."""
    zoom = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
    steps = max(1.0, round(zoom * 4) / 4)
    painter.drawPixmap(QRectF(x, y, size, size), *_pixmap(name, size, ink.name(), steps))


@lru_cache(maxsize=2048)
def _pixmap(name: str, size: int, shade: str, ratio: float) -> tuple[QPixmap, QRectF]:
    made = icons.pixmap(name, size, shade, ratio)
    return made, QRectF(made.rect())


def pill(painter: QPainter, rect: QRectF, text: str, fill: QColor, line: QColor, ink: QColor) -> None:
    """Words in a rounded frame."""
    painter.setPen(QPen(line, 1.2))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    write(painter, rect.adjusted(_PILL_PADDING - 2, 0, 2 - _PILL_PADDING, 0), text, ink, bold(), MIDDLE)


def pill_width(text: str) -> float:
    """Width that a pill needs for its words."""
    return text_width(text, bold()) + 2 * _PILL_PADDING


def badge(painter: QPainter, look: Look, right: float, top: float, shown: Badge, most: float) -> None:
    """A badge whose right end lies at `right`, across the line at `top`; at most `most` wide."""
    kind = "bad" if shown.severe else "warning"
    width = min(pill_width(shown.text), most)
    rect = QRectF(right - width, top - BADGE_RISE - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)
    pill(
        painter, rect, shown.text, look.colour(f"{kind}_fill"), look.colour(kind), look.colour(f"{kind}_ink")
    )
