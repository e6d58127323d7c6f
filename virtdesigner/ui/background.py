"""Background: a function in a thread of its own, its result back in the GUI thread."""

import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

POLL_MS: Final = 15


class _Job:
    """What the thread holds: no Qt object, so that nothing of Qt is ever destroyed in it."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function
        self.result: Any = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.result = self._function()
        except Exception as error:
            self.error = error


def _nothing(_result: object) -> None:
    pass


def _raise(error: Exception) -> None:
    raise error


class Background(QObject):
    """Runs a function once started; then calls `done` with its result, or `failed` with its error.

    Plain calls, not signals: destroying an object that deletes itself while Python functions without an owner
    are connected to it ends the process now and then (PySide6 6.11).
    """

    def __init__(
        self,
        function: Callable[[], Any],
        name: str,
        parent: QObject,
        done: Callable[[Any], object] = _nothing,
        failed: Callable[[Exception], object] = _raise,
        look_ms: int = POLL_MS,
    ) -> None:
        """look_ms: wall time between two looks at whether it is done."""
        super().__init__(parent)
        self._job = _Job(function)
        self._done = done
        self._failed = failed
        self._thread = threading.Thread(target=self._job.run, name=name, daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(look_ms)
        self._timer.timeout.connect(self._look)

    def start(self) -> "Background":
        """Begin; returns itself."""
        self._thread.start()
        self._timer.start()
        return self

    def _look(self) -> None:
        if self._thread.is_alive():
            return
        self._timer.stop()
        self.deleteLater()
        if self._job.error is not None:
            self._failed(self._job.error)
        else:
            self._done(self._job.result)

    def abandon(self) -> None:
        """Want neither result nor error any more; the thread ends by itself."""
        self._timer.stop()
        self.deleteLater()
