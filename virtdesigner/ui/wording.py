"""Wording: codes from below put into sentences of the interface's language."""

from PySide6.QtCore import QCoreApplication

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.report.telling_apart import told_apart
from virtdesigner.report.words import names_of, repair, sentence


def in_words(message: Message, design: Design) -> str:
    """The sentence of a message, elements by their names."""
    return sentence(message, told_apart(design), _translate)


def repair_in_words(message: Message, design: Design) -> str:
    """What the fix of a finding does; "" for one that can't be mended without asking."""
    return repair(message, told_apart(design), _translate)


def name_of(design: Design, id: str) -> str:
    """What people call an element, or what joins the two ends of a link; the id itself when it is gone."""
    return names_of(design)(id)


def kind_label(label: str) -> str:
    """The label of a kind, a group or a field in the language of the interface."""
    return QCoreApplication.translate("kinds", label)


def _translate(text: str) -> str:
    return QCoreApplication.translate("words", text)


def clock(seconds: float) -> str:
    """Simulated time as hours, minutes and seconds; days in front when there are some."""
    days, rest = divmod(int(seconds), 86_400)
    hours, rest = divmod(rest, 3600)
    time = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return f"{days}d {time}" if days else time
