"""The explanation card: why the selected guest is slow, with the evidence; a quiet line when it isn't."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.ui.panels.inspector.texts import text
from virtdesigner.ui.stylesheet import BoxRole, WordRole, set_role
from virtdesigner.ui.wording import in_words

SERIOUS: Final = 0.10
"""Share of its time from which a guest's loss is shown in red, below in orange [E]."""

CALM: Final = ("not-slow", "is-off")
_LINES: Final = 6


class Explanation(QFrame):
    """Headline and evidence. Each text is set only when it changed: this is called ten times a second."""

    def __init__(self) -> None:
        super().__init__()
        self.headline = _line()
        self.evidence = [_line() for _ in range(_LINES)]
        self._looks: tuple[BoxRole, WordRole, WordRole] | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(4)
        for label in (self.headline, *self.evidence):
            self._layout.addWidget(label)
        self.hide()

    def show_messages(self, messages: Sequence[Message], design: Design, is_current: bool = True) -> None:
        """Show what `insight.explain` says; nothing when it says nothing.

        is_current: it is so now; else it was before an edit, and the words are grey.
        """
        self.setVisible(bool(messages))
        if not messages:
            return
        headline, *evidence = messages
        self._set_look(headline, is_current)
        _show(self.headline, in_words(headline, design))
        for index, label in enumerate(self.evidence):
            _show(label, _sentence(evidence[index], design) if index < len(evidence) else "")

    def _set_look(self, headline: Message, is_current: bool) -> None:
        looks = _looks(headline, is_current)
        if looks == self._looks:
            return
        self._looks = looks
        is_calm = headline.code in CALM
        set_role(self, looks[0])
        set_role(self.headline, looks[1])
        for label in self.evidence:
            set_role(label, looks[2])
        self.setToolTip("" if is_current else text("This was before the edit: run on to see what is now"))
        self._layout.setContentsMargins(*((0, 0, 0, 0) if is_calm else (12, 10, 12, 10)))


def _looks(headline: Message, is_current: bool) -> tuple[BoxRole, WordRole, WordRole]:
    """Roles of the box, the headline and the evidence."""
    if headline.code in CALM:
        return "panel", "good" if is_current and headline.code == "not-slow" else "hint", "body"
    if not is_current:
        return "card", "hint", "hint"
    share = dict(headline.parameters).get("share", 0.0)
    return ("box-bad", "bad", "body") if float(share) >= SERIOUS else ("box-warning", "warning", "body")


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
