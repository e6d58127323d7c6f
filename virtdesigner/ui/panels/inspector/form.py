"""Form: every field of the selected records, made wholly from their declarations, updated in place."""

from collections.abc import Callable, MutableMapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from virtdesigner.kinds.workloads import TEMPLATES
from virtdesigner.model.element import Element
from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.parts import Flow, NamedPart, VirtualCpus, Workload
from virtdesigner.model.record import Frozen
from virtdesigner.ui.panels.inspector.claim_row import ClaimRow
from virtdesigner.ui.panels.inspector.connections import connection_names
from virtdesigner.ui.panels.inspector.edits import Edits
from virtdesigner.ui.panels.inspector.facts import FactRow
from virtdesigner.ui.panels.inspector.making import make_editor
from virtdesigner.ui.panels.inspector.preset_row import PresetRow, has_presets
from virtdesigner.ui.panels.inspector.row import Row
from virtdesigner.ui.panels.inspector.section import Section
from virtdesigner.ui.panels.inspector.subject import Path, Subject, is_assumed, shape, value_at
from virtdesigner.ui.panels.inspector.texts import field_text, text, tooltip
from virtdesigner.ui.stylesheet import set_role
from virtdesigner.ui.theme import Theme

_PLAIN: Final = ("quantity", "choice", "text", "flag", "ref")
_OPEN_PARTS: Final = 2
"""Parts of one list that are unfolded from the start; of more, none is."""

_ELSEWHERE: Final = ("name", "notes")
"""Fields of an element that stand in the panel's head and at its end."""

Folds = MutableMapping[tuple[str, ...], bool]
"""Which sections somebody has folded or opened, by the fields that lead to them."""


class Form(QWidget):
    """The fields of one subject. `rows`: path to row, for those that have been made."""

    def __init__(self, edits: Edits, theme: Theme, subject: Subject, folds: Folds) -> None:
        super().__init__()
        self._edits = edits
        self._theme = theme
        self._folds = folds
        self.subject = subject
        self.rows: dict[Path, Row] = {}
        self.sections: dict[Path, Section] = {}
        self.facts: dict[Path, FactRow] = {}
        self.claim: ClaimRow | None = None
        self._fields: dict[Path, FieldSpec] = {}
        self._titles: dict[Path, Section] = {}
        self.offers: dict[Path, QPushButton] = {}
        self.preset: PresetRow | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        records = self._records()
        self.shapes = tuple(shape(record) for record in records)
        self._build(records[0])
        self.refresh()

    def fits(self, subject: Subject) -> bool:
        """Whether the form can show another subject without being made anew."""
        records = subject.records(self._edits.document.design)
        return subject.table == self.subject.table and tuple(shape(r) for r in records) == self.shapes

    def rebind(self, subject: Subject) -> None:
        """Show another subject that the form fits; what was half typed for the old one is dropped."""
        is_other = subject != self.subject
        self.subject = subject
        self.refresh()
        if is_other:
            for row in self.rows.values():
                row.editor.revert()

    def refresh(self) -> None:
        """Show what the records have now; what is being typed stays."""
        for path, row in self.rows.items():
            self._refresh_row(path, row)
        if self.preset:
            self.preset.refresh()
        design, ids = self._edits.document.design, self.subject.ids
        for path, fact in self.facts.items():
            part = value_at(self._records()[0], path)
            fact.show_fact(", ".join(connection_names(design, ids[0], part.id)) or text("nothing"))
        if self.claim:
            self.claim.show_claim(design, ids[0])
        for path, section in self._titles.items():
            section.header.setText(value_at(self._records()[0], path).name)

    def _refresh_row(self, path: Path, row: Row) -> None:
        records = self._records()
        field = self._fields[path]
        values = [value_at(record, path) for record in records]
        assumed = any(is_assumed(record, path) for record in records)
        usual = field.estimate and any(_is_estimate(r, path, field) for r in records)
        row.show_values(values, assumed, usual)
        row.setVisible(any(field.applies(value_at(record, path[:-1])) for record in records))

    def _records(self) -> Sequence[Any]:
        return self.subject.records(self._edits.document.design)

    def _build(self, record: Frozen) -> None:
        fields = [f for f in specs(type(record)) if f.form != "hidden"]
        elsewhere = _ELSEWHERE if isinstance(record, Element) else ()
        own = [f for f in fields if f.form in _PLAIN and f.name not in elsewhere]
        if isinstance(record, Element):
            own.sort(key=lambda field: field.name == "parent")
        if isinstance(record, Element) and has_presets(record.kind):
            self.preset = PresetRow(self._edits, lambda: self.subject)
            self._layout.addWidget(self.preset)
        if own:
            title = text("General") if isinstance(record, Element) else text("Settings")
            self._section((), title, partial(self._add_rows, (), own), self._layout)
        for field in fields:
            if field.form in ("part", "parts"):
                self._add_parts((), field, self._layout)
        if isinstance(record, Element):
            notes = [f for f in fields if f.name == "notes"]
            self._section(("notes",), text("Notes"), partial(self._add_rows, (), notes), self._layout)

    def _section(
        self,
        path: Path,
        title: str,
        fill: Callable[[QVBoxLayout], None],
        layout: QVBoxLayout,
        *,
        is_open: bool = True,
        is_part: bool = False,
    ) -> Section:
        key = tuple(map(str, path))
        is_open = self._folds.get(key, is_open)
        section = Section(title, self._theme, fill, is_open=is_open, level="part" if is_part else "section")
        section.folded.connect(lambda folded: self._remember(key, not folded))
        self.sections[path] = section
        layout.addWidget(section)
        return section

    def _remember(self, key: tuple[str, ...], is_open: bool) -> None:
        self._folds[key] = is_open
        self.refresh()

    def _add_rows(self, path: Path, fields: Sequence[FieldSpec], layout: QVBoxLayout) -> None:
        for field in fields:
            self._add_row((*path, field.name), field, layout)

    def _add_row(self, path: Path, field: FieldSpec, layout: QVBoxLayout) -> None:
        holder = value_at(self._records()[0], path[:-1])
        editor, wide = make_editor(self._edits, self._theme, lambda: self.subject, path, field, holder)
        label = "" if path == ("notes",) else field_text(field.label)
        row = Row(label, tooltip(field), editor, wide=wide)
        row.label.setVisible(bool(label))
        self.rows[path] = row
        self._fields[path] = field
        layout.addWidget(row)
        self._refresh_row(path, row)
        if isinstance(holder, Workload) and field.name == "template":
            self._offer_template(path[:-1], layout)

    def _offer_template(self, path: Path, layout: QVBoxLayout) -> None:
        """A button below the template that takes over its figures: choosing one changes nothing else."""
        offer = QPushButton(text("Fill in the template's figures"))
        set_role(offer, "link")
        offer.clicked.connect(lambda: self._edits.fill_in_template(self.subject, path))
        editor: Any = self.rows[(*path, "template")].editor
        layout.addWidget(offer, 0, Qt.AlignmentFlag.AlignRight)
        offer.setVisible(value_at(self._records()[0], path).template in TEMPLATES)
        editor.activated.connect(lambda: offer.setVisible(editor.currentData() in TEMPLATES))
        self.offers[path] = offer

    def _add_parts(self, path: Path, field: FieldSpec, layout: QVBoxLayout, *, nested: bool = False) -> None:
        here = (*path, field.name)
        title = field_text(field.label)
        values = [value_at(record, here) for record in self._records()]
        if field.form == "part":
            self._add_single(here, field, title, values, layout)
            return
        fill = partial(self._add_several, here, field, min(map(len, values)))
        section = self._section(here, title, fill, layout, is_part=nested)
        words = text("Add to {list}").format(list=title)
        section.add_action("add", words, lambda: self._edits.add_part(self.subject, here, field))

    def _add_single(
        self, path: Path, field: FieldSpec, title: str, values: Sequence[Any], layout: QVBoxLayout
    ) -> None:
        present = all(value is not None for value in values)
        fill = partial(self._add_part, path, field) if present else _nothing
        section = self._section(path, title, fill, layout)
        if not field.optional:
            return
        if present:
            words = text("Remove {part}").format(part=title)
            section.add_action("delete", words, lambda: self._edits.remove_part(self.subject, path, field))
        else:
            words = text("Add {part}").format(part=title)
            section.add_action("add", words, lambda: self._edits.add_part(self.subject, path, field))

    def _add_several(self, path: Path, field: FieldSpec, count: int, layout: QVBoxLayout) -> None:
        for place in range(count):
            here = (*path, place)
            part: NamedPart = value_at(self._records()[0], here)
            fill = partial(self._add_part, here, field)
            section = self._section(here, part.name, fill, layout, is_open=count <= _OPEN_PARTS, is_part=True)
            self._titles[here] = section
            words = text("Remove {part}").format(part=part.name)
            section.add_action("delete", words, partial(self._remove, path, field, place))

    def _remove(self, path: Path, field: FieldSpec, place: int) -> None:
        self._edits.remove_part(self.subject, path, field, place)

    def _add_part(self, path: Path, field: FieldSpec, layout: QVBoxLayout) -> None:
        assert field.part is not None
        if issubclass(field.part, NamedPart) and len(path) == 2 and len(self.subject.ids) == 1:
            self.facts[path] = FactRow(text("Connected to"))
        inner = field.inner
        for each in (each for each in inner if each.form in _PLAIN):
            self._add_row((*path, each.name), each, layout)
            if each.name == "name" and path in self.facts:
                layout.addWidget(self.facts[path])
        for each in (each for each in inner if each.form in ("part", "parts")):
            self._add_parts(path, each, layout, nested=True)
        if field.part is VirtualCpus and len(self.subject.ids) == 1:
            self.claim = ClaimRow()
            layout.addWidget(self.claim)
            self.claim.show_claim(self._edits.document.design, self.subject.ids[0])

    def focused_path(self) -> Path | None:
        """The field that has the keyboard, if one has."""
        focus = QApplication.focusWidget()
        return next((path for path, row in self.rows.items() if row is _row_of(focus)), None)

    def focus(self, path: Path | None) -> None:
        """Give the keyboard to a field, when it is there."""
        row = self.rows.get(path or ())
        if row and isinstance(row.editor, QWidget):
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _row_of(widget: QWidget | None) -> QWidget | None:
    """The row that a widget is in."""
    while widget is not None and not isinstance(widget, Row):
        widget = widget.parentWidget()
    return widget


def _nothing(layout: QVBoxLayout) -> None:
    """Fill nothing in: the part is absent."""


def _is_estimate(record: Frozen, path: Path, field: FieldSpec) -> bool:
    """Whether a value is still the rule of thumb: the default, or the figure of its template."""
    return bool(value_at(record, path) == field.default) or isinstance(
        value_at(record, path[:-1]), Workload | Flow
    )
