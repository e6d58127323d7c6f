"""What can be done with guests as a whole: snapshots, and workers of a service. Part of the Edit menu."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from virtdesigner.ui.actions import Action, Entry

if TYPE_CHECKING:
    from virtdesigner.ui.window import MainWindow


def _take_snapshot(window: "MainWindow") -> None:
    if guest := window.snapshots.guest:
        window.snapshots.take(guest)


def _show_snapshots(window: "MainWindow") -> None:
    from virtdesigner.ui.dialogs.snapshots import SnapshotsDialog

    if guest := window.snapshots.guest:
        SnapshotsDialog(window.snapshots, guest, window).exec()


GUESTS: Final[tuple[Entry, ...]] = (
    Action(
        "take-snapshot",
        QT_TRANSLATE_NOOP("actions", "Take snapshot"),
        _take_snapshot,
        "edit",
        5,
        ("Ctrl+T",),
        "camera",
        lambda w: w.snapshots.guest is not None,
        context=True,
        fleeting=True,
    ),
    Action(
        "snapshots",
        QT_TRANSLATE_NOOP("actions", "Snapshots..."),
        _show_snapshots,
        "edit",
        5,
        ("Ctrl+Shift+T",),
        "recent",
        lambda w: w.snapshots.guest is not None,
        context=True,
        fleeting=True,
    ),
    Action(
        "add-workers",
        QT_TRANSLATE_NOOP("actions", "Add workers..."),
        lambda w: w.workers.ask_and_add(),
        "edit",
        6,
        (),
        "add",
        lambda w: w.workers.service is not None,
        context=True,
        fleeting=True,
    ),
    Action(
        "remove-workers",
        QT_TRANSLATE_NOOP("actions", "Remove workers..."),
        lambda w: w.workers.ask_and_remove(),
        "edit",
        6,
        (),
        "minus",
        lambda w: w.workers.removable > 0,
        context=True,
        fleeting=True,
    ),
)
"""Entries of the Edit menu, in its order."""
