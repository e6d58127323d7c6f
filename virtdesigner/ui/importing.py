"""Importing: an inventory is read in a thread; its report is shown before the design is opened or updated."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from virtdesigner.model.design import Design
from virtdesigner.ui.document import Document
from virtdesigner.ui.reading import Job, Reading
from virtdesigner.ui.theme import Theme

if TYPE_CHECKING:
    from virtdesigner.files.importers import Imported, Merge


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was read. merge: what brings `compared` up to date by it; None when that is of another source."""

    imported: "Imported"
    compared: Design
    merge: "Merge | None"


class Importing(QObject):
    """Imports an inventory as a new design or, when the open one came from it, as an update of that."""

    def __init__(
        self,
        document: Document,
        reading: Reading,
        theme: Theme,
        window: QWidget,
        may_discard: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._document = document
        self._reading = reading
        self._theme = theme
        self._window = window
        self._may_discard = may_discard

    def begin(self, path: Path) -> None:
        """Read `path` in the background, then show what was read."""
        design = self._document.design
        self._reading.begin(
            Job(
                path,
                "import",
                self.tr("Import"),
                self.tr("This inventory can't be imported"),
                lambda: _read(path, design),
                lambda inventory: self._offer(path, inventory),
            )
        )

    def _offer(self, path: Path, inventory: Inventory) -> None:
        from virtdesigner.ui.dialogs.import_report import ImportReportDialog

        imported, merge = inventory.imported, self._merge(inventory)
        dialog = ImportReportDialog(
            path.name, imported, self._theme.palette, merge, self._document.design, self._window
        )
        chosen = dialog.exec()
        dialog.deleteLater()
        if chosen == ImportReportDialog.UPDATE and merge:
            self._document.do(self.tr("Update from {name}").format(name=path.name), merge.changes)
        elif chosen == ImportReportDialog.OPEN and self._may_discard():
            self._document.adopt(imported.design, suggested=path.stem, saved=False)

    def _merge(self, inventory: Inventory) -> "Merge | None":
        """The merge into the design as it is now: it may have been edited while the inventory was read."""
        if self._document.design is inventory.compared:
            return inventory.merge
        from virtdesigner.files.importers import update_of

        return update_of(self._document.design, inventory.imported.design)


def _read(path: Path, design: Design) -> Inventory:
    from virtdesigner.files.importers import import_file, update_of

    imported = import_file(path)
    return Inventory(imported, design, update_of(design, imported.design))
