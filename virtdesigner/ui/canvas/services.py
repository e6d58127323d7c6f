"""The card of a cloud service: whose it is, and a strip of its layers by who manages them."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRectF
from PySide6.QtGui import QColor, QPainter

from virtdesigner.kinds import CloudService
from virtdesigner.rules.management_layers import CUSTOMER, LAYERS, Manager, stack
from virtdesigner.ui.canvas.look import Look, write_as
from virtdesigner.ui.canvas.surface import PAD, body, title

if TYPE_CHECKING:
    from virtdesigner.ui.canvas.card import Card

_STRIP: Final = 6.0
_GAP: Final = 2.0

_NOTHING = QT_TRANSLATE_NOOP("Canvas", "the provider manages all layers")
_SOME = QT_TRANSLATE_NOOP("Canvas", "the customer manages {count} of {all} layers")


def shade(look: Look, manager: Manager) -> QColor:
    """The colour of who manages a layer; words beside it say so too."""
    return look.colour("accent" if manager == "customer" else "faint")


def paint(painter: QPainter, card: "Card") -> None:
    """Title, strip of layers from the top one on the left, and what the strip says in words."""
    body(painter, card)
    title(painter, card, card.width - 40 - PAD, top=6)
    assert isinstance(card.element, CloudService)
    layers = stack(card.element.model)
    width = (card.width - 14 - PAD - _GAP * (len(layers) - 1)) / len(layers)
    for place, (_, manager) in enumerate(layers):
        rect = QRectF(14 + place * (width + _GAP), 46, width, _STRIP)
        painter.fillRect(rect, shade(card.look, manager))
    words = QRectF(14, 55, card.width - 14 - PAD, 15)
    write_as(painter, words, share_in_words(card.element.model), card.look.colour("soft"), "detail")


def share_in_words(model: str) -> str:
    """How much of a service its customer manages."""
    count = len(CUSTOMER[model])
    text = QCoreApplication.translate("Canvas", str(_SOME if count else _NOTHING))
    return text.format(count=count, all=len(LAYERS))
