"""The actions of the Help menu."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from virtdesigner.ui.actions import Action, Entry, Submenu

HELP: Final[tuple[Entry, ...]] = (
    Submenu("help", QT_TRANSLATE_NOOP("actions", "&Help")),
    Action(
        "help-pages",
        QT_TRANSLATE_NOOP("actions", "Help"),
        lambda w: w.show_help(),
        "help",
        0,
        ("F1",),
        "help",
    ),
    Action(
        "shortcuts",
        QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts"),
        lambda w: w.show_shortcuts(),
        "help",
        0,
        ("Ctrl+F1",),
    ),
    Action(
        "products",
        QT_TRANSLATE_NOOP("actions", "Products and techniques"),
        lambda w: w.show_products(),
        "help",
        1,
    ),
    Action(
        "model-validation",
        QT_TRANSLATE_NOOP("actions", "Model validation"),
        lambda w: w.show_model_validation(),
        "help",
        1,
    ),
    Action(
        "log-folder",
        QT_TRANSLATE_NOOP("actions", "Open log folder"),
        lambda w: w.open_log_folder(),
        "help",
        2,
    ),
    Action(
        "about",
        QT_TRANSLATE_NOOP("actions", "About VirtDesigner"),
        lambda w: w.show_about(),
        "help",
        2,
        (),
        "info",
    ),
)
