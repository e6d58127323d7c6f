"""The actions of the Run menu."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from virtdesigner.ui.actions import Action, Entry, Submenu, words
from virtdesigner.ui.bridge import FLAT_OUT
from virtdesigner.ui.view_actions import is_drawn

if TYPE_CHECKING:
    from virtdesigner.ui.window import MainWindow

BACK_SECONDS: Final = 60.0
"""Simulated time that going back goes back."""


def _has_run(window: "MainWindow") -> bool:
    return window.bridge.time > 0.0


def _run_words(window: "MainWindow") -> str:
    return words("Pause") if window.bridge.is_running else words("Run")


def _speed(id: str, text: Any, speed: float) -> Action:
    return Action(
        id,
        text,
        lambda window: window.set_speed(speed),
        menu="speed",
        checked=lambda window: window.bridge.speed == speed,
    )


RUN: Final[tuple[Entry, ...]] = (
    Submenu("run", QT_TRANSLATE_NOOP("actions", "&Run")),
    Action(
        "run-pause",
        QT_TRANSLATE_NOOP("actions", "Run"),
        lambda w: w.toggle_run(),
        "run",
        0,
        ("F5",),
        "play",
        is_drawn,
        words=_run_words,
    ),
    Action(
        "step",
        QT_TRANSLATE_NOOP("actions", "Single step"),
        lambda w: w.bridge.step_once(),
        "run",
        0,
        ("F10",),
        "step",
        is_drawn,
    ),
    Action(
        "back",
        QT_TRANSLATE_NOOP("actions", "Back one minute"),
        lambda w: w.bridge.seek(w.bridge.time - BACK_SECONDS),
        "run",
        0,
        ("Shift+F10",),
        enabled=_has_run,
    ),
    Action(
        "go-to-time",
        QT_TRANSLATE_NOOP("actions", "Go to time..."),
        lambda w: w.ask_for_time(),
        "run",
        0,
        ("Ctrl+G",),
        enabled=_has_run,
    ),
    Action(
        "restart",
        QT_TRANSLATE_NOOP("actions", "Restart from time 0"),
        lambda w: w.bridge.restart(),
        "run",
        0,
        ("Shift+F5",),
        "restart",
        is_drawn,
    ),
    Submenu("speed", QT_TRANSLATE_NOOP("actions", "Speed"), "run", 1),
    _speed("speed-0.1", QT_TRANSLATE_NOOP("actions", "0.1x"), 0.1),
    _speed("speed-1", QT_TRANSLATE_NOOP("actions", "1x"), 1.0),
    _speed("speed-10", QT_TRANSLATE_NOOP("actions", "10x"), 10.0),
    _speed("speed-100", QT_TRANSLATE_NOOP("actions", "100x"), 100.0),
    _speed("speed-max", QT_TRANSLATE_NOOP("actions", "As fast as possible"), FLAT_OUT),
)
