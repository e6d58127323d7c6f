"""The findings panel: computed off the GUI thread, coalesced, clickable."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.model import edits
from virtdesigner.model.design import Design
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels import findings
from virtdesigner.ui.panels.findings import FindingsPanel, Line, find_lines
from virtdesigner.ui.theme import Theme


@pytest.fixture
def panel(document: Document, theme: Theme, qtbot: QtBot) -> FindingsPanel:
    made = FindingsPanel(document, theme)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.found):
        made.refresh()
    return made


def rows(panel: FindingsPanel) -> list[str]:
    return [row.text(0) for row in panel.rows()]


def test_the_list_shows_the_findings_in_words(panel: FindingsPanel, document: Document) -> None:
    lines = find_lines(document.design)
    assert lines
    assert rows(panel) == [line.text for line in lines if not line.assumed]
    assert any("web-01" in text for text in rows(panel))


def test_an_empty_design_has_nothing_wrong_yet() -> None:
    assert find_lines(Design.of()) == ()


def test_a_click_selects_and_asks_to_be_shown(panel: FindingsPanel, document: Document, qtbot: QtBot) -> None:
    index = next(i for i, text in enumerate(rows(panel)) if "web-01" in text)
    row = panel.rows()[index]
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
        return (Line("slow", "info", (), False),)

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


def test_assumed_values_fold_into_one_row(
    panel: FindingsPanel, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        Line("esx-01 is full", "error", (id_of("esx-01"),), False),
        Line("array assumed", "info", (id_of("esx-01"),), True),
        Line("disk assumed", "info", (id_of("web-01"),), True),
    )
    monkeypatch.setattr(findings, "find_lines", lambda design: lines)
    with qtbot.waitSignal(panel.counted) as told:
        panel.refresh()
    assert rows(panel) == ["esx-01 is full", "2 assumed values"]
    assert told.args == [1, "error"]
    group = panel.rows()[1]
    assert group.childCount() == 2
    assert not group.isExpanded()
    panel.list.itemClicked.emit(group, 0)
    assert group.isExpanded()
    assert document.selection == ()


def test_an_error_in_a_check_is_said_and_logged(
    panel: FindingsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(findings, "find_lines", lambda design: 1 / 0)
    panel.refresh()
    qtbot.waitUntil(lambda: "log" in panel._empty.text())
    assert "division by zero" in caplog.text
