"""The preset of an element: which one its figures come from, which others are offered, and their sources."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from virtdesigner.kinds.presets import PRESETS, Preset, presets
from virtdesigner.model.element import Element
from virtdesigner.ui.panels.inspector.choice_field import ChoiceField
from virtdesigner.ui.panels.inspector.edits import Edits
from virtdesigner.ui.panels.inspector.row import Row
from virtdesigner.ui.panels.inspector.subject import Subject
from virtdesigner.ui.panels.inspector.texts import field_text, text
from virtdesigner.ui.stylesheet import set_role

NO_PRESET: Final = ""
"""Value of an element that no preset made."""


def has_presets(kind: str) -> bool:
    """Whether there are presets of any period for a kind."""
    return any(preset.kind == kind for preset in PRESETS.values())


class PresetRow(QWidget):
    """Chooses a preset for the elements of a subject, those of the design's period."""

    def __init__(self, edits: Edits, subject: Callable[[], Subject]) -> None:
        super().__init__()
        self._edits = edits
        self._subject = subject
        self.choice = ChoiceField(self._options, self._name, self._take)
        tooltip = text(
            "Takes over the figures of a product or a class of devices. What is connected stays connected."
        )
        self.row = Row(text("Preset"), tooltip, self.choice)
        self.sources = QPushButton(text("Sources"))
        set_role(self.sources, "link")
        self.sources.setToolTip(text("What the preset sets, and where each figure comes from"))
        self.sources.clicked.connect(self._show_sources)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.sources)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addLayout(line)
        column.setAlignment(line, Qt.AlignmentFlag.AlignRight)

    def refresh(self) -> None:
        """Show which presets the elements were made from."""
        self.choice.show_values([element.preset for element in self._elements()])
        self.sources.setVisible(self._shown() is not None)

    def _elements(self) -> Sequence[Any]:
        return self._subject().records(self._edits.document.design)

    def _shown(self) -> Preset | None:
        """The one preset that all elements come from, if it is known."""
        found = {element.preset for element in self._elements()}
        return PRESETS.get(found.pop()) if len(found) == 1 else None

    def _options(self) -> list[tuple[Any, str]]:
        kind = self._elements()[0].kind
        offered = presets(kind, self._edits.document.design.settings.period)
        return [(preset.id, preset_label(preset)) for preset in offered]

    def _name(self, id: Any) -> str:
        if id == NO_PRESET:
            return text("Own figures")
        preset = PRESETS.get(id)
        if preset is None:
            return str(id)
        edited = any(not matches(element, preset) for element in self._elements() if element.preset == id)
        return (
            text("{preset}, edited").format(preset=preset_label(preset)) if edited else preset_label(preset)
        )

    def _take(self, id: Any) -> str:
        return self._edits.apply_preset(self._subject(), PRESETS[id]) if id in PRESETS else ""

    def _show_sources(self) -> None:
        from virtdesigner.ui.dialogs.preset_sources import PresetSourcesDialog

        if preset := self._shown():
            PresetSourcesDialog(preset, self.window()).exec()


def preset_label(preset: Preset) -> str:
    """What a list calls a preset: its label, with its vendor where that doesn't say it."""
    label = field_text(preset.label)
    group = field_text(preset.group)
    return label if group.casefold() in label.casefold() else f"{group} · {label}"


def matches(element: Element, preset: Preset) -> bool:
    """Whether an element has the figures of a preset still, as far as the preset sets any."""
    return all(_covers(getattr(element, name), value) for name, value in preset.values.items())


def _covers(own: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        return len(own) >= len(wanted) and all(map(_covers, own, wanted))
    names = set(_set_fields(wanted))
    return (
        all(getattr(own, name, None) == getattr(wanted, name) for name in names) if names else own == wanted
    )


def _set_fields(value: Any) -> Iterator[str]:
    """The fields that a part sets, other than which part of its element it is."""
    return (name for name in getattr(value, "model_fields_set", ()) if name not in ("id", "name"))
