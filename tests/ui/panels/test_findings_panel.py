"""The findings panel: computed off the GUI thread, coalesced, clickable."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.kinds import VirtualSwitch, Vlan
from virtdesigner.model import edits
from virtdesigner.model.change import add
from virtdesigner.model.design import Design
from virtdesigner.model.parts import GuestMemory
from virtdesigner.model.record import new_id
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels import findings
from virtdesigner.ui.panels.finding_lines import SHOWN, Line, find_lines
from virtdesigner.ui.panels.finding_rows import first_lines, line_of, mends
from virtdesigner.ui.panels.findings import FindingsPanel
from virtdesigner.ui.theme import Theme


@pytest.fixture
def panel(document: Document, theme: Theme, qtbot: QtBot) -> FindingsPanel:
    made = FindingsPanel(document, theme)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.found):
        made.refresh()
    return made


def rows(panel: FindingsPanel) -> list[str]:
    """The sentences of the list, without headings and fixes."""
    return [row.text(0) for row in panel.list.rows() if not mends(row)]


def heads(panel: FindingsPanel) -> list[str]:
    return [head.text(0) for head in panel.list.heads()]


def fix_row(panel: FindingsPanel, text: str) -> QTreeWidgetItem:
    return next(row for row in panel.list.rows() if mends(row) and row.text(0) == text)


def test_the_list_shows_the_findings_in_words(panel: FindingsPanel, document: Document) -> None:
    lines = find_lines(document.design)
    assert lines
    assert rows(panel) == [line.text for line in lines]
    assert any("web-01" in text for text in rows(panel))


def test_an_empty_design_has_nothing_wrong_yet() -> None:
    assert find_lines(Design.of()) == ()


def test_a_click_selects_and_asks_to_be_shown(panel: FindingsPanel, document: Document, qtbot: QtBot) -> None:
    row = next(row for row in panel.list.rows() if "web-01" in row.text(0) and not mends(row))
    with qtbot.waitSignal(panel.reveal) as told:
        panel.list.itemClicked.emit(row, 0)
    assert id_of("web-01") in document.selection
    assert told.args == [document.selection[0]]


def test_an_edit_brings_new_findings(panel: FindingsPanel, document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.found):
        document.do("Delete", edits.delete(document.design, [id_of("web-01")]))
    assert not any("web-01" in text for text in rows(panel))


def test_moving_a_card_looks_for_nothing(panel: FindingsPanel, document: Document, qtbot: QtBot) -> None:
    placement = document.design.placement(id_of("web-01"))
    assert placement
    from virtdesigner.model.change import update

    with qtbot.assertNotEmitted(panel.found, wait=100):
        document.do("Move", [update("placements", placement, placement.replace(x=placement.x + 8))])


def test_edits_during_a_search_lead_to_one_more(
    panel: FindingsPanel, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Design] = []
    go = threading.Event()

    def slow(design: Design) -> tuple[Line, ...]:
        searched.append(design)
        go.wait(5)
        return (Line("slow", "info", ()),)

    monkeypatch.setattr(findings, "find_lines", slow)
    element = document.design.elements[id_of("web-01")]
    for number in range(5):
        element = document.design.elements[id_of("web-01")]
        document.do("Rename", edits.replace(document.design, element, name=f"web-1{number}"))
    with qtbot.waitSignal(panel.found):
        go.set()
    # the first edit started one; the four during it are looked at once, in the newest design
    assert len(searched) == 2
    assert searched[-1] is document.design


@pytest.fixture
def told(panel: FindingsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[object]]:
    """Show these lines in the panel, and return what it counts."""

    def show(*lines: Line) -> list[object]:
        monkeypatch.setattr(findings, "find_lines", lambda design: lines)
        with qtbot.waitSignal(panel.counted) as counted:
            panel.refresh()
        return list(counted.args or ())

    return show


def test_findings_stand_under_their_severity(panel: FindingsPanel, told: Callable[..., list[object]]) -> None:
    lines = (
        Line("esx-01 is full", "error", (id_of("esx-01"),)),
        Line("one path", "warning", (id_of("esx-01"),)),
        Line("another path", "warning", (id_of("esx-01"),)),
        Line("array assumed", "assumed", (id_of("esx-01"),)),
    )
    assert told(*lines) == [3, "error"]
    assert heads(panel) == ["Errors  1", "Warnings  2", "Assumed values  1"]


def test_assumed_values_are_folded_until_somebody_looks(
    panel: FindingsPanel, document: Document, told: Callable[..., list[object]]
) -> None:
    told(Line("a", "info", ()), Line("array assumed", "assumed", (id_of("esx-01"),)))
    usual, assumed = panel.list.heads()
    assert (usual.isExpanded(), assumed.isExpanded()) == (True, False)
    for head in (usual, assumed):
        panel.list.itemClicked.emit(head, 0)
    assert (usual.isExpanded(), assumed.isExpanded()) == (False, True)
    assert document.selection == ()
    told(Line("b", "info", ()), Line("array assumed", "assumed", (id_of("esx-01"),)))
    assert [head.isExpanded() for head in panel.list.heads()] == [False, True]


def test_a_long_list_is_cut_and_counted(panel: FindingsPanel, told: Callable[..., list[object]]) -> None:
    told(*(Line(f"finding {number}", "info", ()) for number in range(SHOWN + 7)))
    assert len(rows(panel)) == SHOWN + 1
    assert rows(panel)[-1] == "and 7 more"
    assert heads(panel) == [f"Worth knowing  {SHOWN + 7}"]


def without_tools(document: Document) -> str:
    """Take the guest tools out of a VM, and return its id."""
    id = id_of("web-01")
    element = document.design.elements[id]
    (memory,) = element.carried(GuestMemory)
    document.do("Edit", edits.replace(document.design, element, memory=memory.replace(tools=False)))
    return id


def test_the_row_of_a_fix_mends_and_can_be_undone(
    panel: FindingsPanel, document: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.found):
        id = without_tools(document)
    before = document.design
    with qtbot.waitSignal(panel.found):
        panel.list.itemClicked.emit(fix_row(panel, "Install guest tools in web-01"), 0)
    assert document.design.elements[id].carried(GuestMemory)[0].tools
    assert document.history.undo_name == "Fix: Install guest tools in web-01"
    assert not any("guest tools" in text for text in rows(panel))
    with qtbot.waitSignal(panel.found):
        document.undo()
    assert document.design.elements == before.elements


def test_a_fix_is_reached_by_keys(panel: FindingsPanel, document: Document, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.found):
        id = without_tools(document)
    panel.resize(240, 600)
    panel.show()
    row = fix_row(panel, "Install guest tools in web-01")
    above = panel.list.itemAbove(row)
    assert above
    panel.list.setCurrentItem(above)
    with qtbot.waitSignal(panel.found):
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert document.design.elements[id].carried(GuestMemory)[0].tools


def test_a_fix_looks_like_a_button(
    panel: FindingsPanel, document: Document, theme: Theme, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.found):
        without_tools(document)
    panel.resize(240, 600)
    panel.show()
    row = fix_row(panel, "Install guest tools in web-01")
    panel.list.scrollToItem(row)
    picture = panel.list.viewport().grab(panel.list.visualItemRect(row)).toImage()
    # just right of the button's left edge, which is two dots wide of the list's
    middle = picture.pixelColor(30, (picture.height() - 4) // 2)
    assert middle.name() == theme.palette.accent_fill.lower()


def test_a_cut_sentence_ends_in_an_ellipsis(panel: FindingsPanel) -> None:
    face, text = panel.list.font(), "build-02 has 24 vCPUs, as many as its host has cores, and waits for all"
    width = QFontMetrics(face).horizontalAdvance("build-02 has 24 vCPUs,") + 2
    assert first_lines(text, face, width, 9) == text
    first, second = first_lines(text, face, width, 2).split("\n")
    assert first == "build-02 has 24 vCPUs,"
    assert second.startswith("as many")
    assert second.endswith("…")
    assert QFontMetrics(face).horizontalAdvance(second) <= width


def test_the_end_of_the_list_cuts_no_letters(
    panel: FindingsPanel, document: Document, theme: Theme, qtbot: QtBot
) -> None:
    """Of a row of which only a few px have room nothing is painted."""
    panel.list.fill([Line("A sentence of one line", "info", ())] * 8, theme.palette)
    panel.resize(400, 300)
    panel.show()
    row = panel.list.rows()[7]
    box = panel.list.visualItemRect(row)
    panel.resize(400, panel.height() - panel.list.viewport().height() + box.top() + 9)
    qtbot.waitUntil(lambda: panel.list.viewport().height() == box.top() + 9)
    picture = panel.list.viewport().grab(QRect(box.left(), box.top(), box.width(), 9)).toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width() - 20) for y in range(9)}
    assert len(seen) == 1


def test_a_fix_of_an_older_design_does_nothing(
    panel: FindingsPanel, document: Document, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.found):
        without_tools(document)
    row = fix_row(panel, "Install guest tools in web-01")
    line = line_of(row)
    assert line
    with qtbot.waitSignal(panel.found):
        document.do("Delete", edits.delete(document.design, [id_of("db-01")]))
        design = document.design
        panel.mend(line)
    assert document.design is design


def test_what_a_fix_draws_has_a_place(document: Document) -> None:
    switch = VirtualSwitch(id=new_id(), name="vSwitch0", parent=id_of("ESXi"))
    fresh = Vlan(id=new_id(), name="VLAN 7", parent=switch.id, vlan_id=7)
    changes = findings.placed(document.design, (add("elements", switch), add("elements", fresh)))
    assert document.do("Add", changes)
    assert document.design.placement(switch.id)
    assert document.design.placement(fresh.id)


def test_an_error_in_a_check_is_said_and_logged(
    panel: FindingsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(findings, "find_lines", lambda design: 1 / 0)
    panel.refresh()
    qtbot.waitUntil(lambda: "log" in panel._empty.text())
    assert "division by zero" in caplog.text
