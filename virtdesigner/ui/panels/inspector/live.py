"""The section "Now": what is measured of the selection while a run is shown."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from virtdesigner.ui.panels.inspector.facts import FactRow
from virtdesigner.ui.panels.inspector.readings import Reading
from virtdesigner.ui.panels.inspector.section import Section
from virtdesigner.ui.theme import Theme


class Live(QWidget):
    """Rows of figures, the same ones used again from frame to frame."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rows: dict[str, FactRow] = {}
        self._order: tuple[str, ...] = ()
        self._list = QVBoxLayout()
        self.section = Section(self.tr("Now"), theme, lambda layout: layout.addLayout(self._list))
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.section)
        self.hide()

    def show_readings(self, readings: Sequence[Reading], is_current: bool = True) -> None:
        """Show these figures and no others; nothing at all when there are none.

        is_current: they are those of now, not grey ones of before an edit.
        """
        order = tuple(reading.label for reading in readings)
        for reading in readings:
            self._row(reading.label).show_fact(reading.words, reading.alarm, is_current)
        if order != self._order:
            self._arrange(order)
        self.setVisible(bool(readings))

    def words(self) -> dict[str, str]:
        """Label to words of the figures shown."""
        return {label: self._rows[label].value.words for label in self._order}

    def _row(self, label: str) -> FactRow:
        if label not in self._rows:
            self._rows[label] = row = FactRow(label, is_number=True)
            self._list.addWidget(row)
        return self._rows[label]

    def _arrange(self, order: tuple[str, ...]) -> None:
        for label, row in self._rows.items():
            self._list.removeWidget(row)
            row.setVisible(label in order)
        for label in order:
            self._list.addWidget(self._rows[label])
            self._rows[label].show()
        self._order = order
