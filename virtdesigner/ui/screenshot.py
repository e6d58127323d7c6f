"""A picture of the real window, without a display, after a run of so many simulated seconds."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from virtdesigner.model.errors import FileError, SimulationError, VirtDesignerError
from virtdesigner.ui.settings import SettingsFile

if TYPE_CHECKING:
    from virtdesigner.model.placement import View
    from virtdesigner.ui.session import Session
    from virtdesigner.ui.window import MainWindow

LOOK_MS: Final = 10
SETTLE_MS: Final = 50
"""Wall time in which queued layouts and repaints are done."""


def take(
    path: str | Path,
    out: str | Path,
    run_seconds: float,
    size: tuple[int, int],
    theme: str,
    view: "View" = "physical",
) -> int:
    """Write the picture to `out`; returns 0, or 2 with one message when that can't be done.

    The same design, run, size, theme and view give the same bytes.
    """
    if Path(out).suffix.lower() != ".png":
        return _refuse(f"{out}: a picture is written to a file that ends in .png")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(_pass_on)
    from virtdesigner.ui.session import Session

    session = Session(SettingsFile(), "dark" if theme == "dark" else "light")
    try:
        _open(session, Path(path))
        _show(session, size)
        session.window.views.show_view(view)
        if run_seconds:
            _run(session.window, run_seconds)
        _save(session.window, Path(out))
    except (VirtDesignerError, OSError) as error:
        return _refuse(str(error))
    finally:
        session.close()
    sys.stderr.write(f"Wrote {out}\n")
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(f"virtdesigner: {reason}\n")
    return 2


def _open(session: "Session", path: Path) -> None:
    try:
        session.window.document.open(path)
    except FileError as error:
        text = str(error)
        raise FileError(text if path.name in text else f"{path}: {text}") from error


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Print Qt's messages, but for one: that no window manager is told how small a window may get."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def _show(session: "Session", size: tuple[int, int]) -> None:
    """Show the window and wait until everything in it is there."""
    window = session.window
    window.topbar.allow_pace(False)  # how long a step took is another figure every time
    session.application.setCursorFlashTime(0)
    found: list[bool] = []
    window.findings.found.connect(lambda: found.append(True))
    window.resize(*size)
    window.show()
    if window.width() > size[0] or window.height() > size[1]:
        least = window.minimumSizeHint()
        raise VirtDesignerError(
            f"A picture of {size[0]}x{size[1]} is too small: the window needs"
            f" {least.width()}x{least.height()} or more."
        )
    window.load()
    _wait_until(lambda: window.bridge.is_ready and window.charts is not None and bool(found))
    window.canvas.fit()


def _run(window: "MainWindow", seconds: float) -> None:
    """Simulate, and select whoever is held back most, so that the picture says why.

    The charts see the last frame alone: what they show would else depend on which frames came by.
    Raises SimulationError when the run stops.
    """
    from virtdesigner.insight.bottlenecks import bottlenecks

    charts, window.charts = window.charts, None
    failures: list[str] = []
    window.bridge.failed.connect(lambda error: failures.append(error.message))
    steps = max(1, round(seconds / window.document.design.settings.step))
    window.bridge.step_once(steps)
    end = steps * window.document.design.settings.step
    _wait_until(lambda: bool(failures) or window.bridge.time > end - window.document.design.settings.step / 2)
    if failures:
        raise SimulationError(f"The run stopped: {failures[0]}")
    if window.bridge.frame and (tight := bottlenecks(window.bridge.frame)):
        window.document.select(tight[0].victims[:1])
    window.charts = charts
    window.bridge.pause()  # shows the frame once more


def _save(window: "MainWindow", out: Path) -> None:
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
    if not window.grab().save(str(out), "PNG"):
        raise OSError(f"The picture could not be written to {out}: choose another folder or name.")


def _wait_until(holds: Callable[[], bool]) -> None:
    """Let the application go on until a condition holds."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(LOOK_MS)
    timer.timeout.connect(lambda: loop.quit() if holds() else None)
    timer.start()
    loop.exec()
