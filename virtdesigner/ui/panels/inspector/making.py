"""Which editor a field gets, by the form that its declaration names."""

from collections.abc import Callable
from typing import Any, Final

from virtdesigner.model.fields import FieldSpec
from virtdesigner.model.link import BaseLink
from virtdesigner.model.record import Frozen
from virtdesigner.ui.panels.inspector.choice_field import ChoiceField, FlagField, ManyField
from virtdesigner.ui.panels.inspector.edits import Edits
from virtdesigner.ui.panels.inspector.field import Commit, Editor
from virtdesigner.ui.panels.inspector.number_field import NumberField
from virtdesigner.ui.panels.inspector.references import names_part, options, part_options, reference_name
from virtdesigner.ui.panels.inspector.subject import Path, Subject, value_at
from virtdesigner.ui.panels.inspector.text_field import NotesField, TextField
from virtdesigner.ui.panels.inspector.texts import field_text
from virtdesigner.ui.theme import Theme

_LONG: Final = ("notes", "description")


class _Binding:
    """What an editor needs to know of the records that it edits, whichever they are by then."""

    def __init__(self, edits: Edits, subject: Callable[[], Subject], path: Path, field: FieldSpec) -> None:
        self._edits = edits
        self._subject = subject
        self._path = path
        self._field = field

    def commit(self, value: Any) -> str:
        return self._edits.set(self._subject(), self._path, self._field, value)

    def record(self) -> Any:
        return self._subject().records(self._edits.document.design)[0]

    def options(self) -> list[tuple[Any, str]]:
        holder = value_at(self.record(), self._path[:-1])
        return list(options(self._edits.document.design, self._field, holder))

    def reference(self, id: Any) -> str:
        return reference_name(self._edits.document.design, self._field, id)

    def parts(self) -> list[tuple[Any, str]]:
        holder = value_at(self.record(), self._path[:-1])
        return list(part_options(self._edits.document.design, holder, self.record(), self._field.name))

    def part(self, id: Any) -> str:
        return dict(self.parts()).get(id, str(id or ""))

    def choices(self) -> list[tuple[Any, str]]:
        return [(value, field_text(words)) for value, words in self._field.choices]

    def choice(self, value: Any) -> str:
        return field_text(dict(self._field.choices).get(value, str(value)))


def make_editor(
    edits: Edits,
    theme: Theme,
    subject: Callable[[], Subject],
    path: Path,
    field: FieldSpec,
    holder: Frozen,
) -> tuple[Editor, bool]:
    """The editor of a field of `holder` at a path, and whether it takes the whole width.

    subject: gives the records that are edited when it comes to that.
    """
    binding = _Binding(edits, subject, path, field)
    commit: Commit = binding.commit
    if field.form == "quantity":
        return NumberField(field, commit, theme), False
    if field.form == "flag":
        return FlagField(commit), False
    if field.form == "choice":
        return ChoiceField(binding.choices, binding.choice, commit), False
    if field.form == "ref":
        return _reference(binding, field, holder)
    if names_part(holder, field.name):
        return ChoiceField(binding.parts, binding.part, commit), False
    return (NotesField(commit), True) if field.name in _LONG else (TextField(commit), False)


def _reference(binding: _Binding, field: FieldSpec, holder: Frozen) -> tuple[Editor, bool]:
    if field.many:
        return ManyField(binding.options, field_text(field.none), binding.commit), True
    editor = ChoiceField(binding.options, binding.reference, binding.commit)
    editor.setEnabled(not isinstance(holder, BaseLink))
    return editor, False
