"""The explanation card: why the selected guest is slow, with the evidence; a quiet line when it isn't."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.ui.stylesheet import BoxRole, WordRole, set_role
from virtdesigner.ui.wording import in_words

SERIOUS: Final = 0.10
"""Share of its time from which a guest's loss is shown in red, below in orange [E]."""

CALM: Final = "not-slow"
_LINES: Final = 4


class Explanation(QFrame):
    """Headline and evidence. Each text is set only when it changed: this is called ten times a second."""

    def __init__(self) -> None:
        super().__init__()
        self.headline = _line()
        self.evidence = [_line() for _ in range(_LINES)]
        self._looks: tuple[BoxRole, WordRole] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(4)
        for label in (self.headline, *self.evidence):
            self._layout.addWidget(label)
        self.hide()

    def show_messages(self, messages: Sequence[Message], design: Design) -> None:
        """Show what `insight.explain` says; nothing when it says nothing."""
        self.setVisible(bool(messages))
        if not messages:
            return
        headline, *evidence = messages
        self._set_look(headline)
        _show(self.headline, in_words(headline, design))
        for index, label in enumerate(self.evidence):
            _show(label, _sentence(evidence[index], design) if index < len(evidence) else "")

    def _set_look(self, headline: Message) -> None:
        looks = _looks(headline)
        if looks == self._looks:
            return
        self._looks = looks
        is_calm = headline.code == CALM
        set_role(self, looks[0])
        set_role(self.headline, looks[1])
        self._layout.setContentsMargins(*((0, 0, 0, 0) if is_calm else (12, 10, 12, 10)))


def _looks(headline: Message) -> tuple[BoxRole, WordRole]:
    if headline.code == CALM:
        return "panel", "good"
    share = dict(headline.parameters).get("share", 0.0)
    return ("box-bad", "bad") if float(share) >= SERIOUS else ("box-warning", "warning")


def _sentence(message: Message, design: Design) -> str:
    return f"{in_words(message, design)}."


def _line() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _show(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)
    label.setVisible(bool(words))
