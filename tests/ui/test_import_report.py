"""The report of an import: marks, warnings first, and what an update of the open design would do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.building import Drawing, id_of
from tests.rvtools_sheets import inventory, write_workbook
from virtdesigner.files.importers import Imported, ImportReport, Merge, Note, import_file
from virtdesigner.kinds import Cluster
from virtdesigner.model import edits
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.messages import message
from virtdesigner.model.record import new_id
from virtdesigner.ui.dialogs.import_notes import ImportNotes
from virtdesigner.ui.dialogs.import_report import ImportReportDialog
from virtdesigner.ui.palettes import DARK, LIGHT
from virtdesigner.ui.window import MainWindow

NOTES = (
    Note("info", message("rvtools-uplink-assumed", switch="vSwitch0", count=2)),
    Note("warning", message("rvtools-template-skipped", name="golden"), "vInfo row 4"),
)


def report(notes: tuple[Note, ...] = NOTES) -> Imported:
    return Imported(Drawing().add("physical-server", "esx-01").design, ImportReport({"lun": 2}, notes))


def rows(notes: ImportNotes) -> list[tuple[str, str]]:
    items = map(notes.topLevelItem, range(notes.topLevelItemCount()))
    return [(item.text(0), item.text(1)) for item in items if item]


@pytest.fixture
def show(theme: object, qtbot: QtBot) -> Callable[..., ImportReportDialog]:
    def make(imported: Imported, *compared: object) -> ImportReportDialog:
        dialog = ImportReportDialog("export.xlsx", imported, LIGHT, *compared)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        return dialog

    return make


def test_warnings_come_first_and_each_note_bears_its_mark(show: Callable) -> None:
    notes = show(report()).notes
    assert [text.split()[1] for text, _ in rows(notes)] == ["template", "of"]
    assert rows(notes)[0][1] == "vInfo row 4"
    images = [notes.topLevelItem(n).icon(0).pixmap(14).toImage() for n in range(2)]
    assert images[0] != images[1]
    assert notes.topLevelItem(0).toolTip(0).startswith("Warning: ")
    assert notes.topLevelItem(1).toolTip(0).startswith("Note: ")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_marks_take_the_colours_of_the_theme(theme: object, qtbot: QtBot, palette: object) -> None:
    dialog = ImportReportDialog("export.xlsx", report(), palette)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    row = dialog.notes.topLevelItem(0)
    assert row
    image = row.icon(0).pixmap(14).toImage()
    shades = {image.pixelColor(x, y).name() for x in range(14) for y in range(14)}
    assert palette.warning.lower() in shades  # type: ignore[attr-defined]


def test_an_inventory_understood_whole_says_so(show: Callable) -> None:
    assert rows(show(report(())).notes) == [("Everything in the inventory was understood.", "")]


def test_an_inventory_of_another_source_can_only_be_opened(show: Callable) -> None:
    dialog = show(report())
    assert not hasattr(dialog, "update_button")
    assert dialog.open_button.isDefault()
    dialog.open_button.click()
    assert dialog.result() == ImportReportDialog.OPEN


def test_an_update_says_what_it_adds_and_what_is_gone(show: Callable) -> None:
    now = Drawing().add("physical-server", "old-host").design
    new = Drawing().add("physical-server", "new-host").design.elements[id_of("new-host")]
    dialog = show(report(), Merge((add("elements", new),), (id_of("old-host"),)), now)
    assert "adds: 1; elements that it changes: 0" in dialog.comparison.text()
    assert rows(dialog.notes)[0][0].startswith("old-host is no longer listed")
    assert dialog.update_button.isDefault()
    assert dialog.focusWidget() is dialog.update_button
    dialog.update_button.click()
    assert dialog.result() == ImportReportDialog.UPDATE


def test_a_design_that_is_up_to_date_needs_no_update(show: Callable) -> None:
    dialog = show(report(), Merge((), ()), Design.of())
    assert "the same already" in dialog.comparison.text()
    assert not dialog.update_button.isEnabled()
    assert dialog.open_button.isDefault()


def names(design: Design) -> set[str]:
    return {element.name for element in design.elements.values()}


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[ImportReportDialog]]:
    """Answer the next report; the list fills with the dialogs that were shown."""

    def give(code: int) -> list[ImportReportDialog]:
        shown: list[ImportReportDialog] = []

        def answer(dialog: ImportReportDialog) -> int:
            shown.append(dialog)
            return code

        monkeypatch.setattr(ImportReportDialog, "exec", answer)
        return shown

    return give


def test_importing_again_updates_the_open_design_in_one_step(
    window: MainWindow, qtbot: QtBot, choose: Callable, tmp_path: Path
) -> None:
    document = window.document
    first = import_file(write_workbook(tmp_path / "first.xlsx", inventory(guests=2, hosts=1)))
    document.adopt(first.design, suggested="first")
    element = next(e for e in document.design.elements.values() if e.name == "esx-000.example.org")
    document.do("Note it", edits.replace(document.design, element, notes="in the cellar"))
    before = document.design
    shown = choose(ImportReportDialog.UPDATE)
    second = write_workbook(tmp_path / "second.xlsx", inventory(guests=3, hosts=1))
    with qtbot.waitSignal(window.filing.reading.ended, timeout=20_000):
        window.filing.open(second)
    assert shown[0]._merge
    assert names(document.design) == names(before) | {"app-0002"}
    assert document.history.undo_name == "Update from second.xlsx"
    document.undo()
    assert document.design.elements == before.elements
    assert document.design.links == before.links


def test_importing_again_may_open_a_new_design_all_the_same(
    window: MainWindow, qtbot: QtBot, choose: Callable, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path / "first.xlsx", inventory(guests=2, hosts=1))
    window.document.adopt(import_file(path).design, suggested="first")
    shown = choose(ImportReportDialog.OPEN)
    with qtbot.waitSignal(window.filing.reading.ended, timeout=20_000):
        window.filing.open(path)
    assert shown[0]._merge == Merge((), ())
    assert window.document.history.undo_name == ""
    assert window.document.is_dirty


def test_an_edit_made_while_it_was_read_is_kept_by_the_update(
    window: MainWindow, qtbot: QtBot, choose: Callable, tmp_path: Path
) -> None:
    document = window.document
    first = import_file(write_workbook(tmp_path / "first.xlsx", inventory(guests=2, hosts=1)))
    document.adopt(first.design, suggested="first")
    choose(ImportReportDialog.UPDATE)
    with qtbot.waitSignal(window.filing.reading.ended, timeout=20_000):
        window.filing.open(write_workbook(tmp_path / "second.xlsx", inventory(guests=3, hosts=1)))
        element = next(e for e in document.design.elements.values() if e.name == "web-0000")
        document.do("Delete it", edits.delete(document.design, [element.id]))
        document.do("Add mine", [add("elements", Cluster(id=new_id(), name="mine"))])
    # What the merge was made for is gone, so it is made again: the machine comes back, the cluster stays.
    assert {"app-0002", "web-0000", "mine"} <= names(document.design)
