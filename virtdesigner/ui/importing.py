"""Importing: an inventory is read in a thread; its report is shown before it replaces the open design."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QProgressDialog, QWidget

from virtdesigner.model.errors import FileError
from virtdesigner.ui.background import Background
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.document import Document

if TYPE_CHECKING:
    from virtdesigner.files.importers import Imported

_log = logging.getLogger(__name__)


class Importing(QObject):
    """One import at a time. `finished` says whether the open design was replaced."""

    finished = Signal(bool)

    def __init__(self, document: Document, window: QWidget, may_discard: Callable[[], bool]) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._may_discard = may_discard
        self._task: Background | None = None
        self._progress: QProgressDialog | None = None

    @property
    def is_busy(self) -> bool:
        """An inventory is being read."""
        return self._task is not None

    def begin(self, path: Path) -> None:
        """Read `path`; nothing happens when another import is under way."""
        if self._task:
            return
        self._show_progress(path)
        self._task = Background(lambda: _read(path), "import", self)
        self._task.done.connect(lambda imported: self._read(path, imported))
        self._task.failed.connect(lambda error: self._failed(path, error))
        self._task.start()

    def _show_progress(self, path: Path) -> None:
        text = self.tr("Reading {name}").format(name=path.name)
        self._progress = QProgressDialog(text, self.tr("Cancel"), 0, 0, self._window)
        self._progress.setWindowTitle(self.tr("Import"))
        self._progress.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress.setMinimumDuration(200)
        self._progress.canceled.connect(self.cancel)

    def _end_progress(self) -> None:
        self._task = None
        if self._progress:
            self._progress.canceled.disconnect(self.cancel)
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None

    def cancel(self) -> None:
        """Want the inventory under way no more."""
        if self._task:
            self._task.abandon()
        self._end_progress()
        self.finished.emit(False)

    def _read(self, path: Path, imported: "Imported") -> None:
        from virtdesigner.ui.dialogs.import_report import ImportReportDialog

        self._end_progress()
        dialog = ImportReportDialog(path.name, imported, self._window)
        wanted = dialog.exec() == QDialog.DialogCode.Accepted and self._may_discard()
        dialog.deleteLater()
        if wanted:
            self._document.adopt(imported.design, suggested=path.stem, saved=False)
        self.finished.emit(wanted)

    def _failed(self, path: Path, error: Exception) -> None:
        self._end_progress()
        _log.info("import of %s failed", path, exc_info=error)
        if isinstance(error, FileError | OSError):
            text = str(error)
        else:
            text = self.tr(
                "{name} could not be read: {error}. The open design is as it was; details are in the log."
            ).format(name=path.name, error=error)
        messages.show_error(self._window, self.tr("This inventory can't be imported"), text)
        self.finished.emit(False)


def _read(path: Path) -> "Imported":
    from virtdesigner.files.importers import import_file

    return import_file(path)
