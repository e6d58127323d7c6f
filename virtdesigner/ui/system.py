"""What the system must provide before Qt can be imported: shared libraries, and a display for windows."""

import ctypes
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from virtdesigner import resources

NO_DISPLAY = (
    "There is no display to open a window on: set DISPLAY, or start this under xvfb-run. Commands that need"
    " none: {commands}."
)


def problem(
    needs_display: bool,
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    load: Callable[[str], Any] = ctypes.CDLL,
    commands: Sequence[str] = (),
) -> str:
    """What stands in the way of a window (or a picture of one), and what to do; "" when nothing does.

    commands: those that can be typed instead.
    Qt's own message names the wrong library, so each one that it loads is tried here first.
    """
    if not platform.startswith("linux"):
        return ""
    groups = _groups(environment)
    if needs_display and not groups:
        return NO_DISPLAY.format(commands=", ".join(f"virtdesigner {command}" for command in commands))
    missing = _missing_packages(["always", *(groups if needs_display else ())], load)
    if not missing:
        return ""
    names = " ".join(missing)
    return f"Qt needs libraries that this system lacks. On Debian or Ubuntu: sudo apt-get install -y {names}"


def _groups(environment: Mapping[str, str]) -> list[str]:
    """The groups of libraries of the displays that are there; of a platform chosen by hand, its own."""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if chosen and chosen not in ("xcb", "wayland"):
        return ["always"]
    named = {"x11": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
    return [group for group, variable in named.items() if environment.get(variable)]


def _missing_packages(groups: list[str], load: Callable[[str], Any]) -> list[str]:
    """Debian's packages of the libraries in `groups` that can't be loaded."""
    table = json.loads(resources.path("qt-libraries.json").read_text(encoding="utf-8"))
    missing = set()
    for group in groups:
        for library, packages in table[group].items():
            try:
                load(library)
            except OSError:
                missing.add(packages[0])
    return sorted(missing)
