"""Cut, copy, paste, duplicate, delete, rename: what they do and what undo calls them."""

import pytest
from pytestqt.qtbot import QtBot

from tests.building import Drawing, id_of
from virtdesigner.ui.document import Document
from virtdesigner.ui.editing import Editing


@pytest.fixture
def editing(document: Document) -> Editing:
    return Editing(document)


def names(document: Document) -> list[str]:
    return sorted(element.name for element in document.design.elements.values())


def test_delete_takes_the_content_and_undo_brings_it_back(document: Document, editing: Editing) -> None:
    document.select([id_of("esx-01")])
    editing.delete()
    assert names(document) == []
    assert document.history.undo_name == "Delete esx-01"
    document.undo()
    assert names(document) == ["ESXi", "db-01", "esx-01", "web-01"]


def test_several_are_counted(document: Document, editing: Editing) -> None:
    document.select([id_of("web-01"), id_of("db-01")])
    editing.delete()
    assert document.history.undo_name == "Delete 2 elements"


def test_nothing_selected_nothing_done(document: Document, editing: Editing) -> None:
    for act in (editing.delete, editing.cut, editing.copy, editing.paste, editing.duplicate):
        act()
    assert document.history.undo_name == ""
    assert not editing.can_paste


def test_a_copy_goes_into_what_is_selected(document: Document, editing: Editing) -> None:
    document.select([id_of("web-01")])
    editing.copy()
    document.select([id_of("ESXi")])
    editing.paste()
    assert document.history.undo_name == "Paste web-01"
    (made,) = document.selection
    assert document.design.elements[made].name == "web-02"
    assert document.design.elements[made].parent == id_of("ESXi")
    assert document.design.placement(made)


def test_a_copy_pasted_on_a_sibling_goes_beside_it(document: Document, editing: Editing) -> None:
    document.select([id_of("web-01")])
    editing.copy()
    document.select([id_of("db-01")])
    editing.paste()
    (made,) = document.selection
    assert document.design.elements[made].parent == id_of("ESXi")


def test_cut_and_paste_moves_whole_trees(document: Document, editing: Editing) -> None:
    document.select([id_of("esx-01")])
    editing.cut()
    assert names(document) == []
    editing.paste()
    assert names(document) == ["ESXi", "db-01", "esx-01", "web-01"]
    assert [document.design.elements[id].name for id in document.selection] == ["esx-01"]


def test_duplicate_keeps_the_clipboard(document: Document, editing: Editing) -> None:
    document.select([id_of("esx-01")])
    editing.duplicate()
    assert not editing.can_paste
    assert names(document).count("esx-02") == 1
    assert document.history.undo_name == "Duplicate esx-01"


def test_select_all(document: Document, editing: Editing) -> None:
    editing.select_all()
    assert set(document.selection) == set(document.design.elements)


def test_a_copy_leaves_out_what_its_original_alone_can_have_and_says_so(qtbot: QtBot) -> None:
    document = Document()
    document.adopt(
        Drawing()
        .add("physical-server", "a")
        .add("physical-server", "b")
        .link("cable", "a:nic0", "b:nic0")
        .design
    )
    editing = Editing(document)
    document.select([id_of("a")])
    with qtbot.waitSignal(editing.told) as caught:
        editing.duplicate()
    assert caught.args
    (told,) = caught.args
    assert [message.code for message in told] == ["taken-already"]
    assert len(document.design.elements) == 3
    assert len(document.design.links) == 1
