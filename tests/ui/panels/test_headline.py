"""The bottleneck in words above the charts gives way to the buttons beside it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.panels.runs import DESIGN, recorded
from virtdesigner.ui.document import Document
from virtdesigner.ui.panels.charts import ChartsPanel
from virtdesigner.ui.panels.charts.headline import Headline
from virtdesigner.ui.theme import Theme

FRAME, RECORDING = recorded()
SENTENCE = "esx-02.branch.example.org: 31 guests wait for CPU 34 % of the time"


@pytest.fixture
def headline(steady: Theme, qtbot: QtBot) -> Headline:
    made = Headline("Select what is the bottleneck")
    qtbot.addWidget(made)
    made.set_words(SENTENCE)
    made.resize(made.sizeHint())
    made.show()
    return made


@pytest.fixture
def narrow(steady: Theme) -> Iterator[ChartsPanel]:
    """The charts as wide as a window of 1100 px leaves them."""
    document = Document()
    document.adopt(DESIGN)
    made = ChartsPanel(document, steady)
    made.resize(600, 210)
    made.show()
    made.show_frame(FRAME, RECORDING)
    yield made
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_with_room_the_sentence_is_whole(headline: Headline) -> None:
    assert headline.text() == headline.words == SENTENCE
    assert headline.toolTip() == "Select what is the bottleneck"


def test_without_room_it_is_cut_and_whole_in_the_tip(headline: Headline) -> None:
    headline.resize(200, headline.height())
    assert headline.text().endswith("…")
    assert SENTENCE.startswith(headline.text()[:-1])
    assert headline.fontMetrics().horizontalAdvance(headline.text()) <= 200
    assert headline.toolTip().splitlines() == [SENTENCE, "Select what is the bottleneck"]
    headline.resize(headline.sizeHint())
    assert headline.text() == SENTENCE


def test_the_spans_keep_their_words_beside_a_long_sentence(narrow: ChartsPanel, qtbot: QtBot) -> None:
    before = [button.width() for button in narrow.spans.buttons()]
    narrow.bottleneck.set_words(SENTENCE * 2)
    qtbot.waitUntil(lambda: narrow.bottleneck.text().endswith("…"))
    assert [button.width() for button in narrow.spans.buttons()] == before
    for button in narrow.spans.buttons():
        assert isinstance(button, QToolButton)
        assert button.width() >= button.sizeHint().width()
