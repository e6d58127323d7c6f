"""Snapshots in the window: taken, shown, brought back, copied from and deleted, each one step of undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.model.edits import delete, replace
from virtdesigner.model.messages import Message
from virtdesigner.ui.dialogs.snapshots import SnapshotsDialog
from virtdesigner.ui.document import Document
from virtdesigner.ui.snapshots import Snapshots
from virtdesigner.ui.window import MainWindow

WEB = id_of("web-01")


@pytest.fixture
def snapshots(document: Document) -> Snapshots:
    return Snapshots(document, now=lambda: "2026-05-04T12:00:00")


def names(snapshots: Snapshots) -> list[str]:
    return [snapshot.name for snapshot in snapshots.of(WEB)]


def renamed(document: Document, name: str) -> None:
    document.do("rename", replace(document.design, document.design.elements[WEB], name=name))


def test_a_guest_alone_can_have_them(document: Document, snapshots: Snapshots) -> None:
    for chosen, guest in (([WEB], WEB), ([id_of("esx-01")], None), ([WEB, id_of("db-01")], None), ([], None)):
        document.select(chosen)
        assert snapshots.guest == guest


def test_they_are_numbered_and_timed(document: Document, snapshots: Snapshots) -> None:
    snapshots.take(WEB)
    snapshots.take(WEB)
    assert names(snapshots) == ["Snapshot 1", "Snapshot 2"]
    assert snapshots.of(WEB)[0].taken == "2026-05-04T12:00:00"
    assert document.history.undo_name == "Take snapshot of web-01"
    document.undo()
    assert names(snapshots) == ["Snapshot 1"]


def test_reverting_is_one_step_that_undo_takes_back(document: Document, snapshots: Snapshots) -> None:
    snapshots.take(WEB)
    renamed(document, "other")
    snapshots.revert(snapshots.of(WEB)[0])
    assert document.design.elements[WEB].name == "web-01"
    assert document.history.undo_name == "Revert other"
    document.undo()
    assert document.design.elements[WEB].name == "other"


def test_what_does_not_come_back_is_told(document: Document, snapshots: Snapshots, qtbot: QtBot) -> None:
    snapshots.take(WEB)
    (kept,) = snapshots.of(WEB)
    lost = kept.replace(elements=(kept.elements[0].replace(parent=id_of("gone")),))
    with qtbot.waitSignal(snapshots.told) as caught:
        snapshots.revert(lost)
    assert caught.args
    (told,) = caught.args
    assert [message.code for message in told] == ["stays-here"]


def test_a_clone_is_placed_and_selected(document: Document, snapshots: Snapshots) -> None:
    snapshots.take(WEB)
    renamed(document, "other")
    snapshots.clone(snapshots.of(WEB)[0])
    (made,) = document.selection
    assert document.design.elements[made].name == "web-01"
    assert document.design.placement(made)
    assert document.history.undo_name == "Clone other from snapshot"


def test_deleting_and_renaming(document: Document, snapshots: Snapshots) -> None:
    snapshots.take(WEB)
    for wanted, given in (("  before the patch ", "before the patch"), ("  ", "before the patch")):
        snapshots.rename(snapshots.of(WEB)[0], wanted)
        assert names(snapshots) == [given]
    snapshots.delete(snapshots.of(WEB)[0])
    assert names(snapshots) == []
    document.undo()
    assert names(snapshots) == ["before the patch"]


@pytest.fixture
def dialog(snapshots: Snapshots, qtbot: QtBot) -> SnapshotsDialog:
    made = SnapshotsDialog(snapshots, WEB)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(dialog: SnapshotsDialog) -> list[str]:
    found = (dialog.list.topLevelItem(n) for n in range(dialog.list.topLevelItemCount()))
    return [item.text(0) for item in found if item is not None]


def test_the_dialog_lists_them_and_its_buttons_act_on_the_chosen(
    dialog: SnapshotsDialog, document: Document, snapshots: Snapshots
) -> None:
    assert not dialog.revert.isEnabled()
    dialog.take.click()
    dialog.take.click()
    assert rows(dialog) == ["Snapshot 1", "Snapshot 2"]
    renamed(document, "other")
    first = dialog.list.topLevelItem(0)
    assert first is not None
    dialog.list.setCurrentItem(first)
    dialog.revert.click()
    assert document.design.elements[WEB].name == "web-01"
    assert dialog.chosen == snapshots.of(WEB)[0]
    dialog.clone.click()
    assert sum(e.name == "web-02" for e in document.design.elements.values()) == 1
    dialog.delete.click()
    assert rows(dialog) == ["Snapshot 2"]


def test_the_dialog_renames_in_place(dialog: SnapshotsDialog, snapshots: Snapshots) -> None:
    dialog.take.click()
    item = dialog.list.topLevelItem(0)
    assert item is not None
    item.setText(0, "before")
    assert names(snapshots) == ["before"]
    item = dialog.list.topLevelItem(0)
    assert item is not None
    item.setText(0, " ")
    assert rows(dialog) == ["before"]


def test_the_dialog_says_what_did_not_come_back_until_the_next_edit(
    dialog: SnapshotsDialog, snapshots: Snapshots
) -> None:
    snapshots.told.emit((Message("gone-since", (("count", 2), ("element", WEB))),))
    assert dialog.notice.text().startswith("2 connections of web-01")
    dialog.take.click()
    assert not dialog.notice.isVisible()


def test_the_dialog_goes_with_its_guest(dialog: SnapshotsDialog, document: Document) -> None:
    document.do("delete", delete(document.design, [WEB]))
    assert not dialog.isVisible()


def test_every_button_can_be_reached_by_keys(dialog: SnapshotsDialog, qtbot: QtBot) -> None:
    dialog.take.click()
    for button in (dialog.take, dialog.revert, dialog.clone, dialog.delete):
        assert "&" in button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_menu_offers_them_for_a_guest_only(
    document: Document, make_window: Callable[..., MainWindow]
) -> None:
    window = make_window(document)
    document.select([id_of("esx-01")])
    assert not window.commands["take-snapshot"].isEnabled()
    assert "take-snapshot" not in [
        action.objectName() for action in window.commands.context_menu(window).actions()
    ]
    document.select([WEB])
    offered = [action.objectName() for action in window.commands.context_menu(window).actions()]
    assert {"take-snapshot", "snapshots"} < set(offered)
    assert "add-workers" not in offered
    window.commands["take-snapshot"].trigger()
    assert len(document.design.snapshots) == 1
