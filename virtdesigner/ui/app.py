"""The application: what happens between the command and the window. Imports Qt only when it is asked for."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from virtdesigner.ui import system

if TYPE_CHECKING:
    from virtdesigner.model.placement import View


def run(path: str | Path | None = None, commands: Sequence[str] = ()) -> int:
    """Open the window, with the design at `path` if one is named; returns the exit code.

    2 when the system can't show a window; the reason and what to do (commands: without a window) are on
    standard error. A design that isn't there comes first: a display would not help.
    """
    if reason := system.problem(needs_display=True, commands=commands):
        return _refuse(_absent(path) or reason)
    from virtdesigner.ui.session import run_window

    return run_window(path)


def screenshot(
    path: str | Path,
    out: str | Path,
    run_seconds: float | None = None,
    size: tuple[int, int] = (1600, 1000),
    theme: str = "light",
    view: "View" = "physical",
) -> int:
    """Write a picture of the window with a design, after `run_seconds` of simulated time; exit code.

    Needs no display. 2 when the design can't be read or the picture not be written.
    """
    if reason := system.problem(needs_display=False):
        return _refuse(reason)
    from virtdesigner.ui.screenshot import take

    return take(path, out, run_seconds or 0.0, size, theme, view)


def _absent(path: str | Path | None) -> str:
    """That a design isn't there; "" when it is, or none is named."""
    if path is None or Path(path).exists():
        return ""
    from virtdesigner.files.reading import not_there

    return not_there(path)


def _refuse(reason: str) -> int:
    sys.stderr.write(f"virtdesigner: {reason}\n")
    return 2
