"""Every field of every kind is in the form, and what is set through its editor is in the design."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.building import Drawing, id_of
from tests.ui.panels.conftest import SAMPLE
from tests.ui.panels.samples import Place, another_number, another_text, fields_of
from virtdesigner.kinds import KINDS
from virtdesigner.model.change import update
from virtdesigner.model.fields import FieldSpec, spec
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.inspector import Inspector
from virtdesigner.ui.panels.inspector.choice_field import ChoiceField, FlagField, ManyField
from virtdesigner.ui.panels.inspector.number_field import NumberField
from virtdesigner.ui.panels.inspector.subject import value_at
from virtdesigner.ui.panels.inspector.text_field import NotesField, TextField

Make = Callable[..., Inspector]
NO_MODIFIER = Qt.KeyboardModifier.NoModifier

LOCKED = {
    ("virtual-switch", ("parent",)),
    ("vlan", ("parent",)),
    ("lun", ("parent",)),
    ("hypervisor", ("parent",)),
}
LOCKED |= {("cluster", ("parent",)), ("physical-switch", ("parent",)), ("storage-array", ("parent",))}
LOCKED |= {(kind, ("parent",)) for kind in ("external-network", "cloud-service", "note")}
"""Fields of the sample that have nothing else they may be: the only other places are refused or none."""


def test_there_is_a_sample_of_every_kind() -> None:
    assert SAMPLE.keys() == KINDS.keys()


def editor_of(inspector: Inspector, path: Place) -> Any:
    if path == ("name",):
        return inspector.header.name
    assert inspector.form is not None
    return inspector.form.rows[path].editor


def type_in(editor: QWidget, words: str) -> None:
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, words)
    control = Qt.KeyboardModifier.ControlModifier if isinstance(editor, NotesField) else NO_MODIFIER
    QTest.keyClick(editor, Qt.Key.Key_Return, control)


def give(editor: Any, field: FieldSpec, value: Any) -> Any:
    """Set another value through the editor, as a person would; returns which."""
    match editor:
        case NumberField():
            wanted: Any = another_number(field, value)
            type_in(editor, f"{wanted} {field.unit}")
        case FlagField():
            wanted = not value
            QTest.keyClick(editor, Qt.Key.Key_Space)
        case ChoiceField():
            editor.fill()
            others = [editor.itemData(row) for row in range(editor.count())]
            wanted = next(each for each in others if each != value)
            editor.choose(wanted)
        case ManyField():
            wanted = (editor.item(0).data(Qt.ItemDataRole.UserRole),)
            editor.item(0).setCheckState(Qt.CheckState.Checked)
        case TextField() | NotesField():
            wanted = another_text(field, value)
            type_in(editor, wanted)
        case _:
            pytest.fail(f"no editor for {field.name}")
    return wanted


@pytest.mark.parametrize("kind", SAMPLE)
def test_every_field_is_shown_and_can_be_edited(
    kind: str, everything: Document, make_inspector: Make
) -> None:
    id = id_of(SAMPLE[kind])
    inspector = make_inspector(everything, SAMPLE[kind])
    record = everything.design.elements[id]
    for path, field, value in fields_of(record):
        editor = editor_of(inspector, path)
        assert editor.isVisible() == field.applies(value_at(record, path[:-1])), path
        if (kind, path) in LOCKED or not editor.isVisible():
            continue
        wanted = give(editor, field, value)
        assert value_at(everything.design.elements[id], path) == wanted, path
        assert everything.history.undo_name, path
        everything.undo()
        assert everything.design.elements[id] == record, path


BURSTS = {"low", "period", "duty", "requests", "users", "backlog"}
JOB = {"work"}
LOOP = {"requests", "users", "think_time"}
SOMETIMES = BURSTS | JOB | LOOP | {"trace"}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"pattern": "constant"}, {"requests", "users", "backlog"}),
        ({"pattern": "bursts"}, BURSTS),
        ({"pattern": "batch", "users": 5}, JOB),
        ({"pattern": "constant", "users": 5}, LOOP),
        ({"pattern": "trace"}, {"trace", "requests", "users", "backlog"}),
    ],
)
def test_a_field_is_there_only_where_it_counts(
    fields: dict[str, Any], shown: set[str], everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "loose")
    guest: Any = everything.design.elements[id_of("loose")]
    changed = guest.replace(workload=guest.workload.replace(**fields))
    everything.do("Edit", [update("elements", guest, changed)])
    visible = {name for name in SOMETIMES if editor_of(inspector, ("workload", name)).isVisible()}
    assert visible == shown


@pytest.mark.parametrize(
    ("name", "path"),
    [("loose", ("cpus", "limit")), ("loose", ("memory", "shares")), ("loose", ("workload", "threads"))],
)
def test_an_optional_quantity_left_empty_means_what_its_placeholder_says(
    name: str, path: Place, everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, name)
    editor: NumberField = editor_of(inspector, path)
    holder: Any = value_at(everything.design.elements[id_of(name)], path[:-1])
    field = spec(holder.__class__, str(path[-1]))
    assert editor.placeholderText() == field.none
    type_in(editor, "4")
    assert value_at(everything.design.elements[id_of(name)], path) == 4
    type_in(editor, "")
    assert value_at(everything.design.elements[id_of(name)], path) is None


def test_tooltips_say_what_a_field_is_its_bounds_default_and_that_it_is_an_estimate(
    everything: Document, make_inspector: Make
) -> None:
    inspector = make_inspector(everything, "hv-a")
    told = editor_of(inspector, ("memory_policy", "system")).toolTip()
    # 2^36 MiB is 64 PiB; 2048 MiB is 2 GiB.
    assert told.splitlines() == [
        "What the hypervisor keeps for itself.",
        "From 0 MiB to 64 PiB. Default: 2 GiB.",
        "The default is an estimate: a rule of thumb, not measured.",
    ]
    assert editor_of(inspector, ("virtualisation", "version")).toolTip() == "Release."


def test_an_estimate_is_marked_until_somebody_sets_it(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "hv-a")
    assert inspector.form
    row = inspector.form.rows["memory_policy", "system"]
    assert row.tag.isVisible()
    assert row.tag.text() == "est."
    type_in(editor_of(inspector, ("memory_policy", "system")), "4 GiB")
    assert row.tag.isHidden()


@pytest.mark.parametrize("mark", ["memory.size", "memory", "*"])
def test_what_an_import_assumed_is_marked_until_somebody_sets_it(
    mark: str, everything: Document, make_inspector: Make
) -> None:
    loose = everything.design.elements[id_of("loose")]
    everything.adopt(
        everything.design.edited([update("elements", loose, loose.replace(assumed=(mark, "disks")))])
    )
    inspector = make_inspector(everything, "loose")
    assert inspector.form
    row = inspector.form.rows["memory", "size"]
    assert row.tag.text() == "assumed"
    type_in(editor_of(inspector, ("memory", "size")), "8 GiB")
    assert everything.design.elements[id_of("loose")].assumed == (
        ("disks",) if mark != "memory" else ("memory", "disks")
    )


def test_a_container_shows_nothing_of_balloons_and_presented_adapters(make_inspector: Make) -> None:
    hidden = {("memory", "tools"), ("memory", "balloon_limit"), ("nics", 0, "adapter")}
    drawing = (
        Drawing().add("physical-server", "h").add("hypervisor", "hv", "h").add("virtual-machine", "vm", "hv")
    )
    drawing.add("container-engine", "docker", "vm").add("container", "c", "docker")
    document = Document()
    document.adopt(drawing.design)
    of_vm, of_container = make_inspector(document, "vm").form, make_inspector(document, "c").form
    assert of_vm is not None
    assert of_container is not None
    assert hidden <= of_vm.rows.keys()
    assert not hidden & of_container.rows.keys()
    assert ("memory", "limit") in of_container.rows
