"""Recovering: unsaved work is kept aside while there is some, and offered at the next start."""

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from virtdesigner.model.errors import FileError
from virtdesigner.ui.background import Background
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.document import Document

if TYPE_CHECKING:
    from virtdesigner.files.recovery import Recovery, RecoveryFile

_log = logging.getLogger(__name__)

DELAY_MS: Final = 3000
"""How long after an edit the design is kept; edits in a row are kept together."""


class Recovering(QObject):
    """Keeps the unsaved state of a document in a recovery file. `folder` None: the user's own."""

    def __init__(self, document: Document, window: QWidget, folder: Path | None = None) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._folder = folder
        self._file: RecoveryFile | None = None
        self._task: Background | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.keep)
        document.history_changed.connect(self._follow)

    @property
    def is_idle(self) -> bool:
        """Nothing is being written."""
        return self._task is None

    def _follow(self) -> None:
        if self._document.is_dirty:
            self._timer.start()
        else:
            self.discard()

    def keep(self) -> None:
        """Write the design as it is now, in a thread."""
        from virtdesigner.files.recovery import RecoveryFile

        if self._task is not None:
            self._timer.start()
            return
        file = self._file = self._file or RecoveryFile(self._folder)
        design, path = self._document.design, self._document.path
        task = Background(
            lambda: file.write(design, path), "recovery file", self, lambda _: self._kept(), self._failed
        )
        self._task = task.start()

    def _kept(self) -> None:
        self._task = None
        if not self._document.is_dirty:
            self.discard()

    def _failed(self, error: Exception) -> None:
        self._task = None
        _log.warning("unsaved work can't be kept aside: %s", error)

    def discard(self) -> None:
        """There is nothing to lose any more."""
        self._timer.stop()
        if self._file:
            self._file.discard()

    def offer(self) -> bool:
        """Ask about work that an earlier run left behind, newest first. True when some was taken up."""
        from virtdesigner.files.recovery import discard, recoveries

        for recovery in recoveries(self._folder):
            if self._ask(recovery) and self._take_up(recovery):
                discard(recovery.path)
                return True
            discard(recovery.path)
        return False

    def _ask(self, recovery: "Recovery") -> bool:
        title = recovery.original.name if recovery.original else self.tr("An unsaved design")
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(recovery.kept))
        return messages.ask_to_recover(self._window, title, when)

    def _take_up(self, recovery: "Recovery") -> bool:
        try:
            design = recovery.design()
        except FileError as error:
            messages.show_error(self._window, self.tr("The unsaved work can't be read"), str(error))
            return False
        self._document.adopt(design, recovery.original, saved=False)
        return True
