"""Reading: a file is read in a thread; a dialog says so when it takes long, one message when it fails."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from virtdesigner.model.errors import FileError
from virtdesigner.ui.background import Background
from virtdesigner.ui.dialogs import messages

_log = logging.getLogger(__name__)

SHOW_AFTER_MS: Final = 300
"""Nobody needs to be told about a file that is read sooner."""

SIZE: Final = QSize(360, 116)
"""Qt would make the dialog as small as its words."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read, in a thread called `name`, and what to do with what was read.

    title: of the dialog; refused: heading of the message when the file can't be read.
    """

    path: Path
    name: str
    title: str
    refused: str
    read: Callable[[], Any]
    use: Callable[[Any], object]


class Reading(QObject):
    """One file at a time. What fails or is cancelled changes nothing.

    failed: the path of a file that could not be read, after the message. ended: always at the end.
    """

    failed = Signal(object)
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._task: Background | None = None
        self._title = self._name = ""
        self._progress: QProgressDialog | None = None
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(SHOW_AFTER_MS)
        self._waiting.timeout.connect(self._show_progress)

    @property
    def is_busy(self) -> bool:
        """A file is being read."""
        return self._task is not None

    def begin(self, job: Job) -> None:
        """Read a file; nothing happens while another one is being read."""
        if self._task:
            return
        self._waiting.start()
        self._title, self._name = job.title, job.path.name
        done, failed = partial(self._done, job), partial(self._failed, job)
        self._task = Background(job.read, job.name, self, done, failed).start()

    def cancel(self) -> None:
        """Want the file under way no more."""
        if self._task:
            self._task.abandon()
            self._end_progress()
            self.ended.emit()

    def _show_progress(self) -> None:
        text = self.tr("Reading {name}").format(name=self._name)
        self._progress = QProgressDialog(text, self.tr("Cancel"), 0, 0, self._window)
        self._progress.setWindowTitle(self._title)
        self._progress.setMinimumSize(SIZE)
        self._progress.setWindowModality(Qt.WindowModality.WindowModal)
        self._progress.canceled.connect(self.cancel)
        self._progress.show()

    def _end_progress(self) -> None:
        self._task = None
        self._waiting.stop()
        if self._progress:
            self._progress.canceled.disconnect(self.cancel)
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None

    def _done(self, job: Job, content: Any) -> None:
        self._end_progress()
        job.use(content)
        self.ended.emit()

    def _failed(self, job: Job, error: Exception) -> None:
        self._end_progress()
        _log.info("%s: %s", job.refused, job.path, exc_info=error)
        if isinstance(error, FileError | OSError):
            text = _naming(job.path.name, str(error))
        else:
            text = self.tr(
                "{name} could not be read: {error}. The open design is as it was; details are in the log."
            ).format(name=job.path.name, error=error)
        messages.show_error(self._window, job.refused, text)
        self.failed.emit(job.path)
        self.ended.emit()


def _naming(name: str, text: str) -> str:
    """A message that names its file: what is wrong inside it is said without."""
    gap = "\n" if "\n" in text else " "
    return text if name in text else f"{name}:{gap}{text}"
