"""The inspector panel: puts head, explanation, live figures and form together for whatever is selected."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from virtdesigner.model.change import Change
from virtdesigner.model.settings import SETTINGS_ID
from virtdesigner.rules.visibility import server_of
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector.counts import counts
from virtdesigner.ui.panels.inspector.edits import Edits
from virtdesigner.ui.panels.inspector.explanation import Explanation
from virtdesigner.ui.panels.inspector.form import Folds, Form
from virtdesigner.ui.panels.inspector.header import Header, link_line
from virtdesigner.ui.panels.inspector.live import Live
from virtdesigner.ui.panels.inspector.readings import readings
from virtdesigner.ui.panels.inspector.subject import Subject
from virtdesigner.ui.panels.inspector.texts import text
from virtdesigner.ui.space import PANEL_PADDING
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.wording import name_of

if TYPE_CHECKING:
    from virtdesigner.engine.frame import Frame

_FOLDED: Final[tuple[tuple[str, ...], ...]] = (("power",), ("notes",))
"""Sections that are folded until somebody opens them."""


class Inspector(QWidget):
    """What is selected, why it is slow, what is measured of it, and all its fields."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self._document = document
        self._theme = theme
        self._frame: Frame | None = None
        self._is_current = True
        self._folds: Folds = dict.fromkeys(_FOLDED, False)
        self._edits = Edits(document)
        self.form: Form | None = None
        self.header = Header(self._edits, theme)
        self.explanation = Explanation()
        self.live = Live(theme)
        self.counts = Live(theme)
        self._build()
        document.selection_changed.connect(lambda _: self._show())
        document.changed.connect(self._follow)
        self._show()

    def _build(self) -> None:
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(PANEL_PADDING, 8, PANEL_PADDING, PANEL_PADDING)
        self._column.setSpacing(8)
        for widget in (self.header, self.explanation, self.live, self.counts):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    def show_frame(self, frame: "Frame | None", is_current: bool = True) -> None:
        """Show what a frame has of the selection; None: there is no run to show.

        is_current: the frame is one of the design as it is now, not as it was before an edit.
        """
        self._frame, self._is_current = frame, is_current
        if self.isVisible():
            self._show_live()

    def showEvent(self, event: object) -> None:
        """Catch up with the run."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._show_live()

    def _follow(self, changes: tuple[Change, ...]) -> None:
        if any(change.table != "placements" for change in changes):
            self._show()

    def _show(self) -> None:
        subject = self._subject()
        self._show_head()
        self._show_form(subject)
        self._show_live()

    def _subject(self) -> Subject | None:
        """What the form shows: one class of record, or nothing."""
        design, selection = self._document.design, self._document.selection
        if not selection:
            return Subject("settings", (SETTINGS_ID,))
        for table in ("elements", "links"):
            rows = design.table(table)
            if all(id in rows for id in selection) and len({type(rows[id]) for id in selection}) == 1:
                return Subject(table, selection)
        return None

    def _show_head(self) -> None:
        design, selection = self._document.design, self._document.selection
        shown = counts(design, selection) if len(selection) > 1 else ()
        if not selection:
            self.header.show_words("", self._document.title, text("Nothing is selected: this is the design"))
            shown = counts(design, (*design.elements, *design.links))
        elif len(selection) > 1:
            title = text("{count} selected").format(count=len(selection))
            self.header.show_words("select", title, text("An edit here is made in all of them"))
            if len(shown) > 1:
                self.header.show_words("select", title, text("Select one kind to edit them together"))
        elif selection[0] in design.links:
            self.header.show_words("connect", name_of(design, selection[0]), link_line(design, selection[0]))
        else:
            self.header.show_element(Subject("elements", selection), design)
        self.counts.section.header.setText(text("Selected") if selection else text("In this design"))
        self.counts.show_readings(shown)

    def _show_form(self, subject: Subject | None) -> None:
        if self.form and subject and self.form.fits(subject):
            self.form.rebind(subject)
            return
        focus = self.form.focused_path() if self.form else None
        bar = self.area.verticalScrollBar()
        place = bar.value() if self.form and subject and subject == self.form.subject else 0
        self._drop_form()
        if subject:
            self.form = Form(self._edits, self._theme, subject, self._folds)
            self._column.insertWidget(self._column.count() - 1, self.form)
            self.form.show()
            self.form.focus(focus)
        self._settle()
        bar.setValue(place)

    def _drop_form(self) -> None:
        if self.form:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _settle(self) -> None:
        """Have the new form laid out now, so that the scroll bar has its length."""
        self._column.activate()
        self._content.adjustSize()

    def _show_live(self) -> None:
        frame, selection = self._frame, self._document.selection
        design = self._document.design
        if frame is None or len(selection) != 1:
            self.explanation.show_messages((), design)
            self.live.show_readings(())
            return
        from virtdesigner.insight.explain import explain

        id = selection[0]
        then = design if self._is_current else frame.compiled.design
        self.explanation.show_messages(explain(frame, id), then, self._is_current)
        self.live.section.header.setText(text("Now") if self._is_current else text("Before the edit"))
        self.live.show_readings(readings(frame, self._measured(id)), self._is_current)

    def _measured(self, id: str) -> str:
        """What the run measures for an element: a hypervisor is known by its server."""
        element = self._document.design.elements.get(id)
        if element is not None and element.kind == "hypervisor":
            return server_of(self._document.design, id) or id
        return id
