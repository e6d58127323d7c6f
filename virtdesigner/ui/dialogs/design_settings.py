"""The settings of a design: title, seed, step; the form is made from their declaration."""

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from virtdesigner.model.change import Change, add, update
from virtdesigner.model.design import Design
from virtdesigner.model.fields import FieldSpec, specs
from virtdesigner.model.settings import SETTINGS_ID, Settings
from virtdesigner.ui.stylesheet import indent_number, set_role
from virtdesigner.ui.wording import kind_label

Editor = QLineEdit | QPlainTextEdit | QSpinBox | QDoubleSpinBox


class DesignSettingsDialog(QDialog):
    """Edits the one settings record. `changes` is what it would take to make it so."""

    def __init__(self, design: Design, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._design = design
        self.setWindowTitle(self.tr("Design settings"))
        self.setMinimumWidth(420)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        self.editors: dict[str, Editor] = {}
        for field in specs(Settings):
            if field.form in ("quantity", "text") and field.name != "id":
                editor = _editor(field, getattr(design.settings, field.name))
                editor.setToolTip(kind_label(field.doc))
                self.editors[field.name] = editor
                form.addRow(kind_label(field.label), editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        title = QLabel(self.tr("Design settings"))
        set_role(title, "title")
        layout.addWidget(title)
        layout.addLayout(form)
        layout.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        apply = box.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_role(apply, "primary")
        apply.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def changes(self) -> list[Change]:
        """The edit that gives the design these settings; empty when nothing was changed."""
        before = self._design.settings
        after = before.replace(**{name: _value(editor) for name, editor in self.editors.items()})
        if after == before:
            return []
        if SETTINGS_ID in self._design.table("settings"):
            return [update("settings", before, after)]
        return [add("settings", after)]


def _editor(field: FieldSpec, value: object) -> Editor:
    if field.form == "text":
        return _text_editor(field, str(value))
    editor: QSpinBox | QDoubleSpinBox = QSpinBox() if field.whole else QDoubleSpinBox()
    assert field.minimum is not None
    assert field.maximum is not None
    if isinstance(editor, QSpinBox):
        editor.setRange(int(field.minimum), int(field.maximum))
        editor.setValue(int(value))  # type: ignore[call-overload]
    else:
        editor.setDecimals(1)
        editor.setRange(field.minimum, field.maximum)
        editor.setValue(float(value))  # type: ignore[arg-type]
    if field.unit:
        editor.setSuffix(f" {field.unit}")
    indent_number(editor)
    return editor


def _text_editor(field: FieldSpec, value: str) -> QLineEdit | QPlainTextEdit:
    if field.name == "description":
        area = QPlainTextEdit(value)
        area.setFixedHeight(88)
        return area
    line = QLineEdit(value)
    line.setMaxLength(200)
    return line


def _value(editor: Editor) -> object:
    if isinstance(editor, QLineEdit):
        return editor.text().strip()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText().strip()
    return editor.value()
