"""Session: the application object and the one window, from start to end."""

import logging
import platform
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer, qVersion
from PySide6.QtWidgets import QApplication

from virtdesigner.ui.collector import Collector
from virtdesigner.ui.dialogs import messages
from virtdesigner.ui.dialogs.about import own_version
from virtdesigner.ui.document import Document
from virtdesigner.ui.logs import start_logging
from virtdesigner.ui.settings import APPLICATION, SettingsFile
from virtdesigner.ui.theme import Mode, Theme
from virtdesigner.ui.window import MainWindow

_log = logging.getLogger(__name__)

SWITCH_INTERVAL: Final = 0.001
"""Python's default of 5 ms lets a busy simulation hold up a frame that long per item."""


class Session:
    """Everything that lives as long as the application does."""

    def __init__(self, settings: SettingsFile, mode: Mode | None = None) -> None:
        application = QApplication.instance() or QApplication([APPLICATION])
        assert isinstance(application, QApplication)
        application.setApplicationName(APPLICATION)
        application.setApplicationDisplayName("VirtDesigner")
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.application = application
        self.collector = Collector(application)
        self.theme = Theme(application, mode or settings.values.theme)
        self.window = MainWindow(Document(), self.theme, settings)

    def close(self) -> None:
        """End what would outlive the window."""
        self.window.bridge.close()
        self.collector.stop()


def run_window(path: str | Path | None) -> int:
    """Show the window until it is closed."""
    start_logging()
    _log.info("VirtDesigner %s, Qt %s, Python %s", own_version(), qVersion(), platform.python_version())
    session = Session(SettingsFile.of_user())
    sys.excepthook = _shown
    threading.excepthook = _shown_from_thread
    session.window.painted.connect(lambda: _begin(session.window, path))
    session.window.show()
    code = session.application.exec()
    session.close()
    return code


def _begin(window: MainWindow, path: str | Path | None) -> None:
    """Open what was asked for, bring in the rest of the program, and offer unsaved work."""
    window.load()
    if path is None:
        window.recovering.offer()
    else:
        # Only then: an open that comes after work was taken up would ask to save that.
        window.filing.reading.ended.connect(window.recovering.offer, Qt.ConnectionType.SingleShotConnection)
        window.filing.open(Path(path))


def _shown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what nobody foresaw, and say it in one message once the present work is done."""
    if issubclass(kind, KeyboardInterrupt):
        QCoreApplication.quit()
        return
    _log.critical("unforeseen", exc_info=(kind, error, trace))
    QTimer.singleShot(0, lambda: _say(kind, error))


def _say(kind: type[BaseException], error: BaseException) -> None:
    text = QCoreApplication.translate(
        "session",
        "{kind}: {error}. The design is as it was before; save it under another name to be safe."
        " Details are in the log (Help, Open log folder).",
    )
    title = QCoreApplication.translate("session", "Something went wrong that should not have")
    messages.show_error(QApplication.activeWindow(), title, text.format(kind=kind.__name__, error=error))


def _shown_from_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _log.critical(
            "unforeseen, in thread %s",
            arguments.thread.name if arguments.thread else "?",
            exc_info=(arguments.exc_type, arguments.exc_value, arguments.exc_traceback),
        )
