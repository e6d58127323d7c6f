"""Recorded loads: measured elsewhere, read from a file, added to the design, played by selected guests."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from virtdesigner.ui.document import Document
from virtdesigner.ui.reading import Job, Reading
from virtdesigner.ui.wording import name_of

if TYPE_CHECKING:
    from virtdesigner.model.trace import Trace


class RecordedLoads(QObject):
    """Adds recorded loads to a document. told: what was done, in words."""

    told = Signal(str)

    def __init__(self, document: Document, reading: Reading, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._reading = reading
        self._window = window

    def ask_and_add(self, folder: str) -> None:
        """Ask for a file, beginning in a folder, and add what it holds."""
        known = self.tr("Recorded loads (*.csv *.tsv *.txt *.tar *.tar.gz *.tgz)")
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Add recorded loads"), folder, f"{self.tr('All files (*)')};;{known}"
        )
        if name:
            self.add_from(Path(name))

    def add_from(self, path: Path) -> None:
        """Read a file in the background; add its recordings, and have the selected guests play them."""
        self._reading.begin(
            Job(
                path,
                "recorded loads",
                self.tr("Recorded loads"),
                self.tr("These loads can't be added"),
                lambda: _read(path),
                self._add,
            )
        )

    def _add(self, traces: Sequence["Trace"]) -> None:
        from virtdesigner.model.recordings import add_recordings, players

        design = self._document.design
        guests = players(design, self._document.selection)
        changes = add_recordings(design, traces, guests)
        if not changes:
            self.told.emit(self.tr("The design holds these recorded loads already"))
        elif self._document.do(self.tr("Add recorded loads"), changes):
            added = sum(change.table == "traces" for change in changes)
            self.told.emit(self._words(added, guests))

    def _words(self, added: int, guests: Sequence[str]) -> str:
        one = self.tr("1 recorded load added")
        what = one if added == 1 else self.tr("{count} recorded loads added").format(count=f"{added:,}")
        if not guests:
            return self.tr("{added}: choose them in the workload of a guest").format(added=what)
        if len(guests) == 1:
            return self.tr("{added}; {guest} plays one").format(
                added=what, guest=name_of(self._document.design, guests[0])
            )
        return self.tr("{added}; played by {count} guests").format(added=what, count=len(guests))


def _read(path: Path) -> Sequence["Trace"]:
    from virtdesigner.files.traces import read_traces

    return read_traces(path)
