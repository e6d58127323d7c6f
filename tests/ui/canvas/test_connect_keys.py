"""Connecting what is selected: two at once, one by keys alone or with a click."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.canvas.conftest import Hand
from virtdesigner.model.design import Design
from virtdesigner.rules.connect import Proposal, Proposals, propose
from virtdesigner.ui.canvas.tools import connect


def select(hand: Hand, *names: str) -> None:
    hand.view.document.select([hand.id(name) for name in names])


def made(hand: Hand, before: set[str]) -> list[tuple[str, str, str]]:
    links = [hand.design.links[id] for id in set(hand.design.links) - before]
    names = hand.design.elements
    return [(link.kind, names[link.source].name, names[link.target].name) for link in links]


def test_two_selected_elements_are_connected_at_once(hand: Hand) -> None:
    before = set(hand.design.links)
    select(hand, "esx-01", "sw-2")
    hand.view.connect_selected()
    assert made(hand, before) == [("cable", "esx-01", "sw-2")]
    assert hand.view.document.history.undo_name == "Connect esx-01 with sw-2"


def test_two_that_can_not_be_connected_say_why(hand: Hand) -> None:
    before = hand.design
    select(hand, "sw-1", "db-01")
    hand.view.connect_selected()
    assert hand.design is before
    assert hand.hints[-1] != ""


def test_two_with_several_meanings_ask_which(
    hand: Hand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def twice(design: Design, source: str, target: str) -> Proposals:
        (cable,) = propose(design, source, target).options
        return Proposals((cable, Proposal("fibre", ())))

    before = set(hand.design.links)
    monkeypatch.setattr(connect, "propose", twice)
    select(hand, "esx-01", "sw-2")
    hand.view.connect_selected()
    (menu,) = hand.view.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Cable", "Fibre cable"]
    assert menu.activeAction() is menu.actions()[0]  # for the Enter key
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert made(hand, before) == [("cable", "esx-01", "sw-2")]


def test_one_selected_is_connected_by_keys_alone(hand: Hand, qtbot: QtBot) -> None:
    before = set(hand.design.links)
    select(hand, "esx-01")
    hand.view.connect_selected()
    assert hand.hints[-1].startswith("Connect esx-01: click the other end")
    assert hand.view.canvas.overlay.marks.target is not None  # where the line starts
    while not hand.hints[-1].startswith("Connect to sw-2"):
        assert hand.view.focusNextPrevChild(True)
        assert hand.hints.count(hand.hints[-1]) == 1  # each other end is offered once in a round
    assert hand.view.document.selection == (hand.id("esx-01"),)
    qtbot.keyClick(hand.view, Qt.Key.Key_Left)
    assert not hand.hints[-1].startswith("Connect to sw-2")
    qtbot.keyClick(hand.view, Qt.Key.Key_Right)
    assert hand.hints[-1] == "Connect to sw-2: Cable. Press Enter; Esc ends"
    qtbot.keyClick(hand.view, Qt.Key.Key_Return)
    assert made(hand, before) == [("cable", "esx-01", "sw-2")]
    assert hand.view.canvas.overlay.marks.rubber is None


def test_one_selected_is_connected_by_a_click(hand: Hand) -> None:
    before = set(hand.design.links)
    select(hand, "esx-01")
    hand.view.connect_selected()
    hand.click(hand.middle("sw-2"))  # without a move before
    assert made(hand, before) == [("cable", "esx-01", "sw-2")]


def test_esc_ends_it_and_the_selection_stays(hand: Hand, qtbot: QtBot) -> None:
    before = hand.design
    select(hand, "esx-01")
    hand.view.connect_selected()
    hand.view.focusNextPrevChild(True)
    qtbot.keyClick(hand.view, Qt.Key.Key_Escape)
    assert hand.hints[-1] == ""
    qtbot.keyClick(hand.view, Qt.Key.Key_Return)
    assert hand.design is before
    assert hand.view.document.selection == (hand.id("esx-01"),)


def test_what_has_no_connections_says_so(hand: Hand) -> None:
    (hypervisor, *_) = (e for e in hand.design.elements.values() if e.kind == "hypervisor")
    hand.view.document.select([hypervisor.id])
    hand.view.connect_selected()
    assert hand.hints[-1] == f"There is nothing that {hypervisor.name} can be connected to"
