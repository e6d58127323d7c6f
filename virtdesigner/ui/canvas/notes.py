"""Cards of notes: a text, a frame round others, a picture with its caption."""

import base64
import binascii
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from virtdesigner.kinds import Note
from virtdesigner.model.packing import Rect
from virtdesigner.ui import space
from virtdesigner.ui.canvas.look import MIDDLE, Look, fitting, text_width, write
from virtdesigner.ui.fonts import font

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

BORDER: Final = 8.0
"""How near to the edge of a frame a click takes hold of it, px."""

TITLE: Final = 28.0
"""Height of the title of a frame."""

_SHEER: Final = 0.45
"""How much of its colour a frame has: the dots of the canvas and what lies on it come first."""

_PAD: Final = 10.0
_CAPTION: Final = 22.0
_TINTS: Final = {
    "blue": ("accent_fill", "accent", "accent_ink"),
    "green": ("good_fill", "good", "good_ink"),
    "orange": ("warning_fill", "warning", "warning_ink"),
    "red": ("bad_fill", "bad", "bad_ink"),
}
_NEUTRAL: Final = ("card1", "line", "ink")


def tokens(note: Note) -> tuple[str, str, str]:
    """Tokens of a note's fill, border and title."""
    return _TINTS.get(note.tint, _NEUTRAL)


def words(note: Note) -> str:
    """What a note says; a frame without words goes by its name."""
    return note.content or (note.name if note.style == "frame" else "")


def first_lines(text: str, face: QFont, width: float, most: int) -> list[str]:
    """The lines that a text begins with, where so many of a width have room; the last one is cut short."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        taken = _that_fit(rest, face, width)
        lines.append(fitting(" ".join(rest[:taken]), face, width))
        rest = rest[taken:]
    return [*lines, fitting(" ".join(rest), face, width)] if rest else lines


def _that_fit(parts: list[str], face: QFont, width: float) -> int:
    """How many words fit on a line; at least one, which may be cut short."""
    longer = (n for n in range(2, len(parts) + 1) if text_width(" ".join(parts[:n]), face) > width)
    return next(longer, len(parts) + 1) - 1


def is_on_frame(rect: Rect, x: float, y: float) -> bool:
    """Whether a point inside of a frame takes hold of it: on its border or on its title."""
    return y < rect.y + TITLE or y >= rect.bottom - BORDER or x < rect.x + BORDER or x >= rect.right - BORDER


def paint(painter: QPainter, card: "Card") -> None:
    """A note by its style."""
    assert isinstance(card.element, Note)
    {"text": _text, "frame": _frame, "picture": _picture}[card.element.style](painter, card, card.element)


def paint_brief(painter: QPainter, card: "Card", face: QFont) -> None:
    """A note from afar: its words as large as names are."""
    note, look = card.element, card.look
    assert isinstance(note, Note)
    if note.style == "picture":
        _picture(painter, card, note.replace(content=""))
        return
    fill, line, ink = tokens(note)
    ground = QColor(look.colour(fill))
    ground.setAlphaF(_SHEER if note.style == "frame" else 1.0)
    _surface(painter, card, ground, look.colour(line), 0)
    room = QRectF(_PAD, 4, card.width - 2 * _PAD, card.height - 8)
    if note.style == "frame":
        first = fitting(words(note).splitlines()[0], face, room.width())
        write(painter, QRectF(_PAD, 4, room.width(), TITLE), first, look.colour(ink), face)
    else:
        paragraph(painter, room, note.content, look.colour("ink"), face)


def _outline(card: "Card", line: QColor) -> QPen:
    if card.selected:
        return QPen(card.look.colour("accent"), space.SELECTED_LINE)
    return QPen(line, space.LINE)


def _surface(painter: QPainter, card: "Card", fill: QColor, line: QColor, radius: float) -> None:
    pen = _outline(card, line)
    painter.setPen(pen)
    painter.setBrush(fill)
    inset = pen.widthF() / 2
    rect = QRectF(0, 0, card.width, card.height).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, radius, radius)


def _text(painter: QPainter, card: "Card", note: Note) -> None:
    fill, line, _ = tokens(note)
    look = card.look
    _surface(painter, card, look.colour(fill), look.colour(line), space.RADIUS_GUEST)
    room = QRectF(_PAD, _PAD - 2, card.width - 2 * _PAD, card.height - 2 * _PAD + 4)
    if note.content:
        paragraph(painter, room, note.content, look.colour("ink"))
    else:
        hint = QCoreApplication.translate("Canvas", "Double-click to write")
        paragraph(painter, room, hint, look.colour("soft"))


def paragraph(painter: QPainter, room: QRectF, text: str, ink: QColor, face: QFont | None = None) -> None:
    """Text of several lines, cut off where the room ends."""
    painter.save()
    painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
    painter.setFont(face or font("body"))
    painter.setPen(ink)
    painter.drawText(room, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft), text)
    painter.restore()


def _frame(painter: QPainter, card: "Card", note: Note) -> None:
    fill, line, ink = tokens(note)
    ground = QColor(card.look.colour(fill))
    ground.setAlphaF(_SHEER)
    _surface(painter, card, ground, card.look.colour(line), space.RADIUS_SERVER)
    face, first = font("section"), words(note).splitlines()[0]
    room = QRectF(12, 6, card.width - 24, 18)
    write(painter, room, fitting(first, face, room.width()), card.look.colour(ink), face)


def _picture(painter: QPainter, card: "Card", note: Note) -> None:
    look = card.look
    _surface(painter, card, look.colour("card1"), look.colour(tokens(note)[1]), space.RADIUS_GUEST)
    caption = _CAPTION if note.content else 0.0
    room = QRectF(4, 4, card.width - 8, card.height - 8 - caption)
    draw_picture(painter, look, note.picture, room)
    if note.content:
        below = QRectF(8, card.height - caption - 2, card.width - 16, caption)
        first = note.content.splitlines()[0]
        write(
            painter,
            below,
            fitting(first, font("detail"), below.width()),
            look.colour("soft"),
            font("detail"),
            MIDDLE,
        )


def draw_picture(painter: QPainter, look: Look, data: str, room: QRectF) -> None:
    """A picture as large as fits into a room, in its proportions; words where there is none."""
    image = decoded(data)
    if image.isNull():
        none = QCoreApplication.translate("Canvas", "No picture")
        if text_width(none, font("detail")) < room.width():
            write(painter, room, none, look.colour("soft"), font("detail"), MIDDLE)
        return
    scale = min(room.width() / image.width(), room.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    target = QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)
    painter.drawImage(target, image)


@lru_cache(maxsize=32)
def decoded(data: str) -> QImage:
    """The picture of a note; an empty one where its data can't be read."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return QImage()
    return QImage.fromData(QByteArray(raw))
