"""The help window: topics, search, and the page of what is selected."""

import pytest
from PySide6.QtGui import QTextTable
from pytestqt.qtbot import QtBot

from virtdesigner.kinds import KINDS
from virtdesigner.report.help_pages import TOPICS
from virtdesigner.ui.dialogs.help import HelpWindow


@pytest.fixture
def window(qtbot: QtBot) -> HelpWindow:
    made = HelpWindow()
    qtbot.addWidget(made)
    return made


def shown(window: HelpWindow) -> list[str]:
    rows = map(window.topics.item, range(window.topics.count()))
    return [row.text() for row in rows if not row.isHidden()]


def test_it_opens_at_the_first_topic(window: HelpWindow) -> None:
    assert window.page.toPlainText().startswith("Cluster")


@pytest.mark.parametrize("kind", KINDS)
def test_it_opens_at_the_page_of_a_kind(kind: str, window: HelpWindow) -> None:
    window.open_page(kind)
    assert window.page.toPlainText().startswith(KINDS[kind].label)
    assert window.topics.currentItem().text() == KINDS[kind].label


@pytest.mark.parametrize("topic", TOPICS)
def test_it_has_a_page_for_every_topic(topic: str, window: HelpWindow) -> None:
    window.open_page(topic)
    assert window.page.toPlainText().startswith(TOPICS[topic])
    assert window.topics.currentItem().text() == TOPICS[topic]


def test_tables_stand_off_the_text_and_have_lines_of_the_theme(window: HelpWindow) -> None:
    window.open_page("why-is-it-slow")
    tables = [
        each for each in window.page.document().rootFrame().childFrames() if isinstance(each, QTextTable)
    ]
    assert len(tables) == 2
    for table in tables:
        form = table.format().toTableFormat()
        assert form.topMargin() > 0
        assert form.borderBrush().color() == window.page.palette().mid().color()


def test_search_looks_into_the_pages_too(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.search, "lecture notes")
    assert shown(window) == ["Lecture notes and today"]
    window.search.clear()
    qtbot.keyClicks(window.search, "spindles")
    assert shown(window) == ["Storage array"]


def test_opening_a_page_ends_a_search_that_hides_it(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.search, "spindles")
    window.open_page("notes-and-today")
    assert "MapReduce" in window.page.toPlainText()
    assert len(shown(window)) > len(KINDS)
