"""The tooltip of a card: what it is, and its main figures in words."""

from html import escape

from PySide6.QtCore import QCoreApplication

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.ui.canvas.card import Card
from virtdesigner.ui.wording import kind_label

_LABELS = {"cpu": "CPU", "memory": "Memory", "network": "Network", "storage": "Storage"}


def tip(card: Card, design: Design) -> str:
    """A few lines of rich text."""
    element = card.element
    kind = kind_label(KINDS[element.kind].label)
    if element.parent:
        text = QCoreApplication.translate("Canvas", "{kind} in {parent}")
        kind = text.format(kind=kind, parent=design.elements[element.parent].name)
    lines = [f"<b>{escape(card.name)}</b>", escape(kind), escape(card.subtitle), *_figures(card)]
    if card.reading.badge:
        lines.append(escape(card.reading.badge.text))
    if not card.is_on:
        lines.append(escape(QCoreApplication.translate("Canvas", "Switched off")))
    return "<br>".join(line for line in lines if line)


def _figures(card: Card) -> list[str]:
    shown = ((name, getattr(card.reading, name)) for name in _LABELS)
    return [
        f"{QCoreApplication.translate('Canvas', _LABELS[name])}: {round(100 * share)} %"
        for name, share in shown
        if share is not None
    ]
