"""The answer to "can it reach...?": in the strip, on the canvas, and for a second element that is clicked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.canvas.sites import branch_office, named
from virtdesigner.model.edits import replace
from virtdesigner.ui.document import Document

if TYPE_CHECKING:
    from virtdesigner.ui.window import MainWindow


@pytest.fixture
def site(make_window: "Callable[..., MainWindow]") -> "MainWindow":
    """A window with two hosts; web-01 and file-01 are in VLAN 10 of one, db-01 in VLAN 10 of the other."""
    document = Document()
    document.adopt(branch_office(), suggested="branch")
    window = make_window(document)
    window.show()
    return window


def ask(window: "MainWindow", *names: str) -> None:
    window.document.select([named(window.document.design, name) for name in names])
    window.commands["reach"].trigger()


def framed(window: "MainWindow") -> int:
    return len(window.canvas.canvas.overlay._path)


def test_yes_names_the_way_and_frames_it(site: "MainWindow") -> None:
    ask(site, "web-01", "file-01")
    assert site.reach.isVisible()
    assert site.reach.verdict.text() == "web-01 reaches file-01"
    assert site.reach.way.text() == "web-01 › web › vSwitch0 › web › file-01"
    assert framed(site) == 5


def test_the_links_on_the_way_are_drawn(site: "MainWindow") -> None:
    ask(site, "web-01", "db-01")
    design, links = site.document.design, site.canvas.canvas.links
    cables = {link.id for link in design.links.values() if link.kind == "cable"}
    assert cables <= links._selected
    site.reach.close_button.click()
    assert not cables & links._selected


def test_no_gives_the_reason_and_frames_both(site: "MainWindow") -> None:
    ask(site, "web-01", "web-02")
    assert site.reach.verdict.text() == "web-01 does not reach web-02"
    assert site.reach.way.text() == "web-01 is in VLAN 10, web-02 in VLAN 20, and nothing joins the two"
    assert framed(site) == 2


def test_the_other_element_can_be_clicked(site: "MainWindow", qtbot: QtBot) -> None:
    hints: list[str] = []
    site.canvas.hint.connect(hints.append)
    ask(site, "web-01")
    assert hints[-1] == "Can web-01 reach...? Click the other element; Esc ends"
    rect = site.canvas.canvas.rects[named(site.document.design, "file-01")]
    place = site.canvas.mapFromScene(rect.x + rect.width / 2, rect.y + rect.height / 2)
    qtbot.mouseMove(site.canvas.viewport(), place)
    qtbot.mouseClick(site.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert site.reach.verdict.text() == "web-01 reaches file-01"
    assert hints[-1] == ""


def test_esc_gives_up_choosing(site: "MainWindow", qtbot: QtBot) -> None:
    ask(site, "web-01")
    qtbot.keyClick(site.canvas, Qt.Key.Key_Escape)
    assert not site.reach.isVisible()
    assert site.canvas._tool is site.canvas._rest


def test_closing_takes_the_marks_away(site: "MainWindow") -> None:
    ask(site, "web-01", "file-01")
    site.reach.close_button.click()
    assert not site.reach.isVisible()
    assert framed(site) == 0


def test_an_edit_takes_the_answer_away(site: "MainWindow") -> None:
    ask(site, "web-01", "file-01")
    design = site.document.design
    site.document.do("Rename", replace(design, design.elements[named(design, "web-01")], name="www"))
    assert not site.reach.isVisible()
    assert framed(site) == 0


def test_it_goes_with_the_selection(site: "MainWindow") -> None:
    ask(site, "web-01", "file-01")
    site.document.select([named(site.document.design, "db-01")])
    assert not site.reach.isVisible()
    assert framed(site) == 0


@pytest.mark.parametrize("focus", ["canvas", "reach"])
def test_esc_takes_the_answer_away(site: "MainWindow", qtbot: QtBot, focus: str) -> None:
    ask(site, "web-01", "file-01")
    qtbot.keyClick(getattr(site, focus), Qt.Key.Key_Escape)
    assert not site.reach.isVisible()
    assert framed(site) == 0


def test_another_design_takes_the_answer_away(site: "MainWindow") -> None:
    ask(site, "web-01", "file-01")
    site.document.adopt(branch_office(), suggested="other")
    assert not site.reach.isVisible()
    assert framed(site) == 0


def test_it_is_offered_for_one_element_or_two(site: "MainWindow") -> None:
    design = site.document.design
    for names, offered in (((), False), (("web-01",), True), (("web-01", "db-01"), True),
                           (("web-01", "db-01", "cache"), False)):  # fmt: skip
        site.document.select([named(design, name) for name in names])
        assert site.commands["reach"].isEnabled() == offered
