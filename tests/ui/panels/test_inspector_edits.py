"""Edits in the inspector: refusals, undo in one go, several elements at once, parts, in-place updates."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.building import id_of
from tests.ui.panels.conftest import open_all
from virtdesigner.kinds.workloads import workload
from virtdesigner.model.change import update
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector import Inspector

Make = Callable[..., Inspector]
VCPUS = ("cpus", "count")
SIZE = ("memory", "size")


def row(inspector: Inspector, *path: str | int) -> Any:
    assert inspector.form
    return inspector.form.rows[path]


def type_in(editor: Any, words: str) -> None:
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def press(inspector: Inspector, *path: str | int) -> None:
    """Press the button in the heading of a section."""
    assert inspector.form
    item = inspector.form.sections[path].buttons.itemAt(0)
    button = item.widget() if item else None
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def machine(document: Document, name: str) -> Any:
    return document.design.elements[id_of(name)]


def test_a_number_out_of_bounds_is_refused_with_the_bounds_and_stays(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "loose")
    before = everything.design
    field = row(inspector, *VCPUS)
    type_in(field.editor, "2000")
    assert field.problem.isVisible()
    assert field.problem.text() == "A whole number from 1 to 1024"
    assert field.editor.text() == "2000"
    assert everything.design is before
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
    assert field.editor.text() == "2"
    assert field.problem.isHidden()


def test_what_is_no_number_or_has_a_foreign_unit_is_refused(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "loose")
    field = row(inspector, *SIZE)
    type_in(field.editor, "4 GHz")
    assert field.problem.text() == '"GHz" is no unit here; use MiB'
    type_in(field.editor, "much")
    assert field.problem.text().startswith("Not a number.")
    type_in(row(inspector, *VCPUS).editor, "2.5")
    assert row(inspector, *VCPUS).problem.text() == "A whole number from 1 to 1024"
    assert not everything.history.undo_name


def test_a_text_against_its_pattern_is_refused(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "spare")
    field = row(inspector, "vlans")
    type_in(field.editor, "ten")
    assert field.problem.text() == "This isn't written as it should be"
    assert machine(everything, "spare").vlans == "all"


def test_an_empty_name_is_refused(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "loose")
    QTest.keyClick(inspector.header.name, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(inspector.header.name, Qt.Key.Key_Delete)
    QTest.keyClick(inspector.header.name, Qt.Key.Key_Return)
    assert inspector.header.problem.text() == "This can't be empty"
    assert id_of("loose") in everything.design.elements
    assert machine(everything, "loose").name == "loose"


def test_what_the_rules_refuse_is_said_below_the_field(everything: Document, make_inspector: Make) -> None:
    # a1 is plugged into a VLAN of host-a: it can't lie on host-b without leaving it.
    inspector = make_inspector(everything, "a1")
    field = row(inspector, "parent")
    field.editor.choose(id_of("hv-b"))
    assert "a1 can't reach a-vlan10" in field.problem.text()
    assert machine(everything, "a1").parent == id_of("hv-a")
    assert field.editor.currentData() == id_of("hv-a")


def test_an_edit_has_a_name_and_typing_on_is_taken_back_in_one_go(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "loose")
    for words in ("4", "8"):
        type_in(row(inspector, *VCPUS).editor, words)
    assert everything.history.undo_name == "Set vCPUs of loose"
    everything.undo()
    assert machine(everything, "loose").cpus.count == 2
    assert row(inspector, *VCPUS).editor.text() == "2"
    everything.redo()
    assert row(inspector, *VCPUS).editor.text() == "8"


def test_the_arrow_keys_step_in_the_unit_that_is_shown(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "loose")
    editor = row(inspector, *SIZE).editor
    QTest.keyClick(editor, Qt.Key.Key_Up)
    QTest.keyClick(editor, Qt.Key.Key_Up)
    assert machine(everything, "loose").memory.size == 6 * 1024
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert machine(everything, "loose").memory.size == 5 * 1024
    everything.undo()
    assert machine(everything, "loose").memory.size == 4 * 1024


def test_a_half_typed_field_is_left_alone_when_something_else_changes(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "loose")
    editor = row(inspector, *VCPUS).editor
    editor.selectAll()
    QTest.keyClicks(editor, "12")
    form, own = inspector.form, machine(everything, "loose")
    inspector.area.verticalScrollBar().setValue(40)
    larger = own.replace(memory=own.memory.replace(size=8192.0))
    assert everything.do("Elsewhere", [update("elements", own, larger)])
    assert inspector.form is form
    assert editor.text() == "12"
    assert row(inspector, *SIZE).editor.text() == "8"
    assert inspector.area.verticalScrollBar().value() == 40
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert machine(everything, "loose").cpus.count == 12


def test_several_of_one_kind_are_edited_together_in_one_step(
    everything: Document, make_inspector: Make
) -> None:
    own = machine(everything, "a1")
    everything.do("Make it differ", [update("elements", own, own.replace(cpus=own.cpus.replace(count=16)))])
    inspector = make_inspector(everything, "a1", "a2")
    editor = row(inspector, *VCPUS).editor
    assert (editor.text(), editor.placeholderText()) == ("", "several values")
    assert row(inspector, *SIZE).editor.text() == "4"
    type_in(editor, "6")
    assert {machine(everything, name).cpus.count for name in ("a1", "a2")} == {6}
    assert everything.history.undo_name == "Set vCPUs of 2 elements"
    everything.undo()
    assert [machine(everything, name).cpus.count for name in ("a1", "a2")] == [16, 2]


def test_a_flag_of_several_shows_a_dash_and_then_says_yes_to_all(
    everything: Document, make_inspector: Make
) -> None:
    own = machine(everything, "a1")
    everything.do("Off", [update("elements", own, own.replace(powered_on=False))])
    inspector = make_inspector(everything, "a1", "a2")
    editor = row(inspector, "powered_on").editor
    assert editor.checkState() == Qt.CheckState.PartiallyChecked
    QTest.keyClick(editor, Qt.Key.Key_Space)
    assert machine(everything, "a1").powered_on
    assert editor.checkState() == Qt.CheckState.Checked


def test_a_mixture_of_kinds_is_counted_and_not_edited(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "loose")
    everything.select([id_of("a1"), id_of("a2"), id_of("tor")])
    assert inspector.form is None
    assert inspector.counts.words() == {"Switch": "1", "Virtual machine": "2"}


def test_parts_are_added_and_removed(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "a1")
    assert inspector.form
    press(inspector, "disks")
    assert [disk.id for disk in machine(everything, "a1").disks] == ["disk0", "disk1"]
    assert [disk.name for disk in machine(everything, "a1").disks] == ["Disk 1", "Disk 2"]
    assert everything.history.undo_name == "Add to disks of a1"
    open_all(inspector)
    # The first one is connected: its link goes with it.
    links = sum(link.kind == "disk" for link in everything.design.links_of(id_of("a1")))
    press(inspector, "disks", 0)
    assert [disk.id for disk in machine(everything, "a1").disks] == ["disk1"]
    assert sum(link.kind == "disk" for link in everything.design.links_of(id_of("a1"))) == links - 1
    everything.undo()
    everything.undo()
    assert [disk.id for disk in machine(everything, "a1").disks] == ["disk0"]


def test_a_workload_is_added_and_taken_away(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "bare")
    for present in (True, False):
        assert inspector.form
        press(inspector, "workload")
        assert (machine(everything, "bare").workload is not None) == present


def test_a_template_offers_its_figures(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "loose")
    row(inspector, "workload", "template").editor.choose("oltp-database")
    assert machine(everything, "loose").workload.reads == 10  # choosing changes nothing else
    assert inspector.form
    QTest.mouseClick(inspector.form.offers["workload",], Qt.MouseButton.LeftButton)
    now, usual = machine(everything, "loose").workload, workload("oltp-database", vcpus=2)
    assert (now.reads, now.cpu, now.working_set) == (usual.reads, usual.cpu, usual.working_set)
    assert now.flows[0].rate == usual.flows[0].rate
    assert everything.history.undo_name == "Use template figures for loose"


def test_a_part_says_what_it_is_connected_to(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "a1")
    assert inspector.form
    assert inspector.form.facts["disks", 0].value.words == "lun-box · box"
    assert inspector.form.facts["nics", 0].value.words == "a-vlan10 · vs-a"


def test_a_link_shows_its_fields_and_both_ends(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "loose")
    uplink = next(link for link in everything.design.links.values() if link.kind == "uplink")
    everything.select([uplink.id])
    open_all(inspector)
    assert "vs-a" in inspector.header.title.words
    assert "host-a" in inspector.header.title.words
    row(inspector, "role").editor.choose("standby")
    changed: Any = everything.design.links[uplink.id]
    assert changed.role == "standby"
    assert not row(inspector, "source").editor.isEnabled()


def test_nothing_selected_shows_the_design(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything)
    assert inspector.counts.words()["Virtual machine"] == "8"
    type_in(row(inspector, "name").editor, "Head office")
    type_in(row(inspector, "seed").editor, "7")
    assert everything.design.settings.name == "Head office"
    assert everything.design.settings.seed == 7
    assert everything.history.undo_name == "Set seed of the design"


def test_the_same_form_serves_the_next_element_of_the_same_build(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "a1")
    form = inspector.form
    editor = row(inspector, *VCPUS).editor
    QTest.keyClicks(editor, "9")
    everything.select([id_of("a2")])
    assert inspector.form is form
    assert editor.text() == "2"
    assert inspector.header.name.text() == "a2"
    assert inspector.header.subtitle.words == "Virtual machine on host-a"


def test_what_was_folded_stays_folded(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "a1")
    assert inspector.form
    QTest.mouseClick(inspector.form.sections["memory",].header, Qt.MouseButton.LeftButton)
    everything.select([id_of("tor")])
    everything.select([id_of("a2")])
    assert not inspector.form.sections["memory",].is_open
    assert inspector.form.sections["cpus",].is_open


def test_a_bare_number_has_the_unit_shown_which_is_that_of_reading(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "loose")
    editor = row(inspector, "memory", "size").editor
    for typed, size, shown in (
        ("512 MiB", 512, ("512", "MiB")),  # less than a GiB
        ("2048", 2048, ("2", "GiB")),  # MiB, as shown; then in what a size of a GiB and more is read in
        ("16", 16 * 1024, ("16", "GiB")),
    ):
        type_in(editor, typed)
        assert machine(everything, "loose").memory.size == size
        assert (editor.text(), editor._beside()) == shown


def test_the_unit_stays_beside_an_emptied_field(
    everything: Document, make_inspector: Make, qtbot: QtBot
) -> None:
    inspector = make_inspector(everything, "loose")
    with qtbot.waitActive(inspector):
        inspector.activateWindow()
    editor = row(inspector, "memory", "size").editor
    unit = editor._beside()
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert (editor.text(), editor._beside()) == ("", unit)
    assert editor.textMargins().right() > 0
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.text()
