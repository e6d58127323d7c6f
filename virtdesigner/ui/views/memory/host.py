"""The memory of one host: who holds it, its guests, and the pages of one of them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from virtdesigner.engine.frame import Frame
from virtdesigner.insight.address_map import TABLES, address_map, translation
from virtdesigner.insight.memory_holders import Held, Holders, holders
from virtdesigner.insight.privileged import tolls
from virtdesigner.report import words_memory as words
from virtdesigner.rules.privilege import residents
from virtdesigner.ui.canvas.facts import amount
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.stylesheet import BadgeRole, set_role
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.memory.bars import GuestBars, HostBar
from virtdesigner.ui.views.memory.pages import PagesDiagram
from virtdesigner.ui.views.memory.shades import say

_LIST: Final = 400
_ROLES: Final[dict[str, BadgeRole]] = {"high": "badge-good", "clear": "badge-good", "soft": "badge-warning"}


class HostMemory(QWidget):
    """Shows what `show_host` was given last; a click on a guest selects it."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self.bar, self.guests = HostBar(theme.palette), GuestBars(theme.palette)
        self.diagram = PagesDiagram(theme.palette)
        self.title, self.state, self.begins = QLabel(), QLabel(), QLabel()
        self.guest_title, self.tables = QLabel(), QLabel()
        set_role(self.title, "title")
        set_role(self.guest_title, "section")
        for label in (self.begins, self.tables):
            set_role(label, "detail")
        self.tables.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(self.bar)
        column.addSpacing(8)
        column.addLayout(self._lower(), 1)
        self.guests.chosen.connect(lambda id: document.select([id]))
        theme.changed.connect(self._dress)

    def _head(self) -> QLayout:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.state)
        head.addStretch(1)
        head.addWidget(self.begins)
        return head

    def _lower(self) -> QLayout:
        """The guests, as many as there are, beside the pages of one."""
        inner = QWidget()
        set_role(inner, "panel")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.addWidget(self.guests)
        rows.addStretch(1)
        listed = QScrollArea()
        listed.setFrameShape(QScrollArea.Shape.NoFrame)
        listed.setWidgetResizable(True)
        listed.setFixedWidth(_LIST)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setWidget(inner)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.guest_title)
        right.addWidget(self.diagram, 1)
        right.addWidget(self.tables)
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addWidget(listed)
        row.addLayout(right, 1)
        return row

    def _dress(self, palette: Palette) -> None:
        self.bar.dress(palette)
        self.guests.dress(palette)
        self.diagram.dress(palette)

    def show_host(self, frame: Frame, server: str) -> None:
        """Show the memory of a server that the frame knows."""
        design = self._document.design
        found = holders(frame, server)
        assert found is not None
        self.title.setText(self.tr("Memory of {name}").format(name=design.elements[server].name))
        self.state.setText(say(words.MEMORY_STATES[found.state]))
        set_role(self.state, _ROLES.get(found.state, "badge-bad"))
        self.begins.setText(self._thresholds(found))
        self.bar.show_holders(found)
        known = [held for held in found.guests if held.id in design.elements]
        known.sort(key=lambda held: (-held.size, design.elements[held.id].name))
        chosen = self._chosen(known)
        named = [(design.elements[held.id].name, held) for held in known]
        self.guests.show_guests(named, chosen.id if chosen else "")
        self._show_pages(server, chosen)

    def _thresholds(self, found: Holders) -> str:
        """Below how much free memory what begins."""
        marks = [(name, free) for name, free in found.thresholds if name != "clear"]
        told = ", ".join(f"{say(words.THRESHOLDS[name])} {amount(free)}" for name, free in marks)
        return self.tr("Begins below this free: {told}").format(told=told) if told else ""

    def _chosen(self, known: Sequence[Held]) -> Held | None:
        """The selected guest, else the one that most was taken from."""
        selected = next((held for held in known if held.id in self._document.selection), None)
        return selected or max(known, key=lambda held: held.ballooned + held.swapped, default=None)

    def _show_pages(self, server: str, chosen: Held | None) -> None:
        design = self._document.design
        groups = residents(design, server)
        case = next((group.case for group in groups if chosen and chosen.id in group.guests), None)
        self.diagram.setVisible(case is not None)
        if chosen is None or case is None:
            self.guest_title.setText(self.tr("Select a guest to see where its pages lie") if chosen else "")
            self.tables.setText("" if chosen else self.tr("Nothing runs on it"))
            return
        charged = tolls(design, server, case)
        kind = translation(charged.technique)
        self.diagram.show_pages(address_map(chosen), kind)
        text = self.tr("Where {count} pages of {name} lie, each a part of its {size}")
        name, size = design.elements[chosen.id].name, amount(chosen.size)
        self.guest_title.setText(text.format(count=len(self.diagram.pages), name=name, size=size))
        lines = (
            f"{words.SPANS[table.span]}: {say(words.TABLES[table.code], walk=charged.walk)}"
            for table in TABLES[kind]
        )
        self.tables.setText("\n".join(lines))
