"""Where the figures of a preset come from: its sources, each with its mark and the fields that rest on it."""

from collections.abc import Iterator
from html import escape
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from virtdesigner.kinds import KINDS
from virtdesigner.kinds.presets import MARKS, Preset, Source
from virtdesigner.model.fields import FieldSpec, spec
from virtdesigner.ui.panels.inspector.texts import field_text, quantity_text, text
from virtdesigner.ui.stylesheet import set_role

Figure = tuple[str, str]
"""A field in words, and its value."""


class PresetSourcesDialog(QDialog):
    """Lists the sources of a preset, and below each what it says of which field."""

    def __init__(self, preset: Preset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = field_text(preset.label)
        self.setWindowTitle(self.tr("Sources of {preset}").format(preset=label))
        self.resize(640, 620)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        title = QLabel(label)
        set_role(title, "title")
        layout.addWidget(title)
        line = QLabel(" ".join(part for part in (_years(preset), field_text(preset.note)) if part))
        line.setWordWrap(True)
        set_role(line, "hint")
        layout.addWidget(line)
        self.page = QTextBrowser()
        self.page.setAccessibleName(self.tr("Sources"))
        self.page.setHtml("".join(_section(source, figures) for source, figures in grouped(preset)))
        layout.addWidget(self.page, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def grouped(preset: Preset) -> Iterator[tuple[Source, list[Figure]]]:
    """The sources of a preset in their order, each with the figures that rest on it."""
    found: dict[Source, list[Figure]] = {source: [] for source in preset.sources}
    for path, value in preset.figures():
        source = preset.source_of(path)
        if source is not None:
            field, words = _field(preset.kind, path)
            found[source].append((words, _value_words(field, value)))
    return ((source, figures) for source, figures in found.items() if figures)


def _section(source: Source, figures: list[Figure]) -> str:
    mark = escape(field_text(MARKS[source.mark]))
    said = escape(" ".join(part for part in (field_text(source.says), source.document) if part))
    rows = "".join(
        f'<tr><td width="60%">{escape(name)}</td><td align="right">{escape(value)}</td></tr>'
        for name, value in figures
    )
    return (
        f'<p style="margin-top:10px; margin-bottom:2px"><b>{mark}.</b> {said}</p>'
        f'<table width="100%" cellpadding="2" cellspacing="0">{rows}</table>'
    )


def _years(preset: Preset) -> str:
    if preset.until is None:
        return text("Since {since}.").format(since=preset.since)
    return text("{since} to {until}.").format(since=preset.since, until=preset.until)


def _field(kind: str, path: str) -> tuple[FieldSpec | None, str]:
    """The declaration of a field named by its path, and its labels in a row: "Processor · Sockets"."""
    record: Any = KINDS.get(kind)
    labels, found = [], None
    for name in path.split("."):
        if record is None or name not in record.model_fields:
            return None, path
        found = spec(record, name)
        labels.append(field_text(found.label))
        record = found.part
    return found, " · ".join(labels)


def _value_words(field: FieldSpec | None, value: Any) -> str:
    if value is None and field is not None:
        return field_text(field.none)
    if isinstance(value, bool):
        return text("Yes") if value else text("No")
    if isinstance(value, int | float):
        return quantity_text(value, field.unit if field else "")
    words = dict(field.choices) if field else {}
    return field_text(words.get(str(value), str(value)))
