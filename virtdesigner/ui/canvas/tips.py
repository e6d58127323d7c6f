"""Tooltips: what a card is, with its main figures in words; what links share a line."""

from html import escape

from PySide6.QtCore import QCoreApplication

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.model.fields import spec
from virtdesigner.model.link import Link, Passthrough, Uplink
from virtdesigner.ui.canvas.card import Card
from virtdesigner.ui.canvas.facts import load
from virtdesigner.ui.canvas.link_layer import LinkLayer
from virtdesigner.ui.canvas.wire import Wire
from virtdesigner.ui.wording import kind_label

_LABELS = {"cpu": "CPU", "memory": "Memory", "network": "Network", "storage": "Storage", "space": "Space"}


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


def link_tip(wire: Wire, layer: LinkLayer, design: Design) -> str:
    """The links that share a line, each with what it carries."""
    ends = (design.elements[wire.link.source].name, design.elements[wire.link.target].name)
    lines = [f"<b>{escape(ends[0])} – {escape(ends[1])}</b>", escape(_form(wire.link))]
    for link in wire.links:
        reading = layer.reading(link.id)
        parts = [_part(design, link.source, link.source_part), _part(design, link.target, link.target_part)]
        words = [" – ".join(part for part in parts if part)]
        words += [load(reading.used, reading.capacity)] if reading else []
        lines.append(escape(": ".join(word for word in words if word)))
    return "<br>".join(line for line in lines if line)


def _form(link: Link) -> str:
    """What kind of link it is, where its ends don't say."""
    if isinstance(link, Passthrough):
        return QCoreApplication.translate("fields", dict(spec(Passthrough, "mode").choices)[link.mode])
    if isinstance(link, Uplink) and link.role == "standby":
        return QCoreApplication.translate("Canvas", "Standby uplink")
    return ""


def _part(design: Design, element: str, part: str) -> str:
    """What an adapter or a port is called; "" where the link says none."""
    named = design.elements[element].named_parts()
    return next((getattr(one, "name", "") or one.id for one in named if one.id == part), "")


def _figures(card: Card) -> list[str]:
    shown = ((name, getattr(card.reading, name)) for name in _LABELS)
    return [
        f"{QCoreApplication.translate('Canvas', _LABELS[name])}: {round(100 * share)} %"
        for name, share in shown
        if share is not None
    ]
