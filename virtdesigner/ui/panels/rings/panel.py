"""The panel: the host of the selection, its guests by how they run, the diagram, and words beside it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.insight.privileged import tolls
from virtdesigner.model.design import Design
from virtdesigner.report.words_privilege import WAYS
from virtdesigner.rules.privilege import Case, Residents, residents, way
from virtdesigner.ui.document import Document
from virtdesigner.ui.hosts import server_shown
from virtdesigner.ui.palettes import Palette
from virtdesigner.ui.panels.rings.diagram import RingDiagram, say
from virtdesigner.ui.panels.rings.tables import Table, show_costs, show_steps
from virtdesigner.ui.space import PANEL_PADDING
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme

_STEPS_WIDTH: Final = 304
_COSTS_WIDTH: Final = 240


class RingsPanel(QWidget):
    """Who runs in which ring on the host of what is selected. Works only while it is seen."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._groups: tuple[Residents, ...] = ()
        self._server: str | None = None
        self._shown: tuple[object, ...] = ()
        self.diagram = RingDiagram(theme.palette)
        self.steps, self.costs = Table(), Table()
        self.steps.setFixedWidth(_STEPS_WIDTH)
        self.costs.setFixedWidth(_COSTS_WIDTH)
        self._build()
        theme.changed.connect(self._dress)
        document.changed.connect(lambda _: self.refresh())
        document.selection_changed.connect(lambda _: self.refresh())

    def _build(self) -> None:
        set_role(self, "panel")
        self.title = QLabel()
        set_role(self.title, "section")
        self.choice = QFrame()
        set_role(self.choice, "segments")
        self._line = QHBoxLayout(self.choice)
        self._line.setContentsMargins(2, 2, 2, 2)
        self._line.setSpacing(0)
        self.buttons = QButtonGroup(self)
        self.buttons.idClicked.connect(self._choose)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addSpacing(8)
        head.addWidget(self.choice)
        head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.diagram, 1)
        row.addWidget(self.steps)
        row.addWidget(self.costs)
        filled = QWidget()
        set_role(filled, "panel")
        column = QVBoxLayout(filled)
        column.setContentsMargins(PANEL_PADDING, 4, PANEL_PADDING - 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(row, 1)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        set_role(self.empty, "hint")
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        # In a narrow window it scrolls sideways: it may not make the window wider.
        self._filled = QScrollArea()
        self._filled.setFrameShape(QFrame.Shape.NoFrame)
        self._filled.setWidgetResizable(True)
        self._filled.setWidget(filled)
        self._pages.addWidget(self._filled)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self.refresh()

    def _dress(self, palette: Palette) -> None:
        self.diagram.dress(palette)

    def refresh(self) -> None:
        """Show the host of the selection, else the one shown before, else the first."""
        if not self.isVisible():
            return
        design = self._document.design
        self._server = server_shown(design, self._document.selection, self._server)
        self._groups = residents(design, self._server) if self._server else ()
        self._pages.setCurrentWidget(self._filled if self._groups else self.empty)
        if not self._groups:
            self.empty.setText(self._what_to_do(design))
            return
        assert self._server
        self.title.setText(self.tr("Inside {name}").format(name=design.elements[self._server].name))
        self._offer_groups()
        self._show_group(self._place_of_selection())

    def _what_to_do(self, design: Design) -> str:
        if self._server is None:
            return self.tr("Add a server with a hypervisor to see who runs in which ring")
        name = design.elements[self._server].name
        return self.tr("{name} runs nothing yet: put a hypervisor or a container engine on it").format(
            name=name
        )

    def _offer_groups(self) -> None:
        for button in self.buttons.buttons():
            self.buttons.removeButton(button)
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place, group in enumerate(self._groups):
            button = QToolButton()
            button.setText(case_words(group.case, len(group.guests)))
            button.setCheckable(True)
            self.buttons.addButton(button, place)
            self._line.addWidget(button)

    def _place_of_selection(self) -> int:
        chosen = set(self._document.selection)
        places = (n for n, group in enumerate(self._groups) if chosen.intersection(group.guests))
        return next(places, 0)

    def _choose(self, place: int) -> None:
        self._show_group(place)

    def _show_group(self, place: int) -> None:
        assert self._server
        self.buttons.button(place).setChecked(True)
        design, case = self._document.design, self._groups[place].case
        self.diagram.show_case(case)
        charged = tolls(design, self._server, case)
        show_steps(self.steps, way(case), charged)
        chosen = [id for id in self._document.selection if id in self._groups[place].guests]
        show_costs(self.costs, design, chosen[0] if chosen else None, charged)


def case_words(case: Case, count: int) -> str:
    """What a group of guests is called: "Hardware-assisted, 64-bit · 6"."""
    name = say(WAYS[case.way])
    if case.way not in ("container", "native"):
        name = f"{name}, {case.bits}-bit"
    if case.inner:
        name = f"{say(WAYS['container'])} · {name}"
    return f"{name} · {count}" if count else name
