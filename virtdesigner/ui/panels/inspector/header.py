"""The head of the inspector: icon, name (to be edited in place), and what is selected."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from virtdesigner.kinds import KINDS
from virtdesigner.model.design import Design
from virtdesigner.model.fields import spec
from virtdesigner.report.words_design import LINK_NOUNS
from virtdesigner.rules.visibility import server_of
from virtdesigner.ui import icons
from virtdesigner.ui.fonts import font
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.panels.inspector.edits import Edits
from virtdesigner.ui.panels.inspector.row import ElidedLabel
from virtdesigner.ui.panels.inspector.subject import Subject
from virtdesigner.ui.panels.inspector.text_field import TextField
from virtdesigner.ui.panels.inspector.texts import field_text, text
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.wording import name_of

_ICON: Final = 20
_BARE: Final = "QLineEdit:!hover:!focus { background: transparent; border-color: transparent; }"
_INDENT: Final = 11
"""How far the words of a field stand in from its edge: other words beside an icon stand flush with them."""


class Header(QWidget):
    """What is selected. `name` is a field of one element, `title` plain words for anything else."""

    def __init__(self, edits: Edits, theme: Theme) -> None:
        super().__init__()
        self._edits = edits
        self._theme = theme
        self._subject: Subject | None = None
        self._icon_name = ""
        self.icon = QLabel()
        self.icon.setFixedWidth(_ICON + 4)
        self.name = TextField(self._rename)
        self.name.setFont(font("title"))
        self.name.setStyleSheet(_BARE)
        self.name.setAccessibleName(text("Name"))
        self.title = ElidedLabel()
        set_role(self.title, "title")
        self.subtitle = ElidedLabel()
        set_role(self.subtitle, "detail")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        set_role(self.problem, "bad")
        self.problem.hide()
        self._lay_out()
        self.name.refused.connect(self._show_problem)
        theme.changed.connect(self._paint)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        for label in (self.title, self.subtitle, self.problem):
            words.addWidget(label)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)

    def show_element(self, subject: Subject, design: Design) -> None:
        """Show one element, its name as a field."""
        element = design.elements[subject.ids[0]]
        is_other = subject != self._subject
        self._subject = subject
        self.name.show_values([element.name])
        if is_other:
            self.name.revert()
        self._show(element.kind, "", element_line(design, element.id))

    def show_words(self, icon: str, title: str, subtitle: str) -> None:
        """Show anything else: a link, several elements, the design."""
        self._subject = None
        self._show(icon, title, subtitle)

    def _show(self, icon: str, title: str, subtitle: str) -> None:
        self.name.setVisible(not title)
        self.title.setVisible(bool(title))
        self.title.set_words(title)
        self.title.setToolTip(title)
        self.subtitle.set_words(subtitle)
        self.subtitle.setToolTip(subtitle)
        self._icon_name = icon
        for label in (self.title, self.subtitle, self.problem):
            label.setContentsMargins(_INDENT if icon else 0, 0, 0, 0)
        self._paint(self._theme.palette)

    def _paint(self, palette: Palette) -> None:
        self.icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            shade = palette.accent if self._subject else palette.soft
            self.icon.setPixmap(icons.pixmap(self._icon_name, _ICON, shade, self.devicePixelRatioF()))

    def _rename(self, words: str) -> str:
        if self._subject is None:
            return ""
        field = spec(KINDS[self._kind()], "name")
        return self._edits.set(self._subject, ("name",), field, words)

    def _kind(self) -> str:
        assert self._subject is not None
        return self._edits.document.design.elements[self._subject.ids[0]].kind

    def _show_problem(self, reason: str) -> None:
        self.problem.setText(reason)
        self.problem.setVisible(bool(reason))


def element_line(design: Design, id: str) -> str:
    """What an element is and where: "Virtual machine on esx-02"."""
    element = design.elements[id]
    label = field_text(type(element).label)
    host = server_of(design, id)
    if host and host != id:
        return text("{kind} on {host}").format(kind=label, host=name_of(design, host))
    if element.parent:
        return text("{kind} in {parent}").format(kind=label, parent=name_of(design, element.parent))
    return label


def link_line(design: Design, id: str) -> str:
    """What a link is: "Network cable"."""
    noun = text(LINK_NOUNS[design.links[id].kind])
    return noun[:1].upper() + noun[1:]
