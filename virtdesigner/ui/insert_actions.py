"""The actions of the Insert menu."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from virtdesigner.ui.actions import Action, Entry, Submenu
from virtdesigner.ui.view_actions import is_physical

INSERT: Final[tuple[Entry, ...]] = (
    Submenu("insert", QT_TRANSLATE_NOOP("actions", "&Insert")),
    Action(
        "insert-note",
        QT_TRANSLATE_NOOP("actions", "Note"),
        lambda w: w.inserting.note(),
        "insert",
        0,
        ("Ctrl+Shift+N",),
        "note",
        enabled=is_physical,
    ),
    Action(
        "insert-frame",
        QT_TRANSLATE_NOOP("actions", "Frame"),
        lambda w: w.inserting.frame(),
        "insert",
        0,
        ("Ctrl+Shift+F",),
        enabled=is_physical,
    ),
    Action(
        "insert-picture",
        QT_TRANSLATE_NOOP("actions", "Picture..."),
        lambda w: w.inserting.ask_for_picture(),
        "insert",
        0,
        (),
        "camera",
        enabled=is_physical,
    ),
)
