"""The palette: groups, search, drag, Enter."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from virtdesigner.kinds import KINDS
from virtdesigner.ui.mime import KIND_MIME
from virtdesigner.ui.panels.palette import Palette
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.wording import kind_label


@pytest.fixture
def palette(theme: Theme, qtbot: QtBot) -> Palette:
    made = Palette(theme)
    qtbot.addWidget(made)
    return made


def shown(palette: Palette) -> list[str]:
    rows = map(palette.list.item, range(palette.list.count()))
    return [row.text() for row in rows if not row.isHidden()]


def test_kinds_stand_under_their_groups(palette: Palette) -> None:
    assert shown(palette) == [
        "Physical", "Cluster", "Server", "Switch", "Storage array", "External network",
        "Platform", "Hypervisor", "Container engine", "Virtual I/O server", "Resource pool",
        "Guests", "Virtual machine", "Container", "Network", "Virtual switch", "VLAN", "Storage", "LUN",
        "Services", "Cloud service", "Annotation", "Note",
    ]  # fmt: skip


def test_headings_are_no_kinds_and_cannot_be_chosen(palette: Palette) -> None:
    for row in map(palette.list.item, range(palette.list.count())):
        chosen = bool(row.flags() & Qt.ItemFlag.ItemIsSelectable)
        assert chosen == bool(palette.list.kind(row))


def test_search_shows_what_fits_and_its_heading(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.search, "SWITCH")
    assert shown(palette) == ["Physical", "Switch", "Network", "Virtual switch"]
    palette.search.clear()
    assert len(shown(palette)) == len(KINDS) + len({kind.group for kind in KINDS.values()})


def test_enter_in_the_search_places_the_first_that_fits(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.search, "virtual m")
    with qtbot.waitSignal(palette.activated_kind) as told:
        qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert told.args == ["virtual-machine"]


def test_enter_on_a_row_places_it(palette: Palette, qtbot: QtBot) -> None:
    row = palette.list.findItems("LUN", Qt.MatchFlag.MatchExactly)[0]
    palette.list.setCurrentItem(row)
    with qtbot.waitSignal(palette.activated_kind) as told:
        qtbot.keyClick(palette.list, Qt.Key.Key_Return)
    assert told.args == ["lun"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_drag_carries_the_kind(palette: Palette, kind: str) -> None:
    data = palette.mimeData(kind)
    assert data.formats() == [KIND_MIME]
    assert bytes(data.data(KIND_MIME).data()).decode() == kind


def test_a_heading_cannot_be_dragged(palette: Palette) -> None:
    assert palette.list.mimeData([palette.list.item(0)]).formats() == []


def current(palette: Palette) -> str:
    return palette.list.kind(palette.list.currentItem())


def test_home_end_and_letters_go_to_kinds_and_never_to_headings(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClick(palette.list, Qt.Key.Key_End)
    assert current(palette) == "note"
    qtbot.keyClick(palette.list, Qt.Key.Key_Home)
    assert current(palette) == "cluster"
    for kind in ("storage-array", "physical-switch", "physical-server"):  # from each on, round the end
        palette.list.setCurrentRow(-1)
        palette.list.keyboardSearch(kind_label(KINDS[kind].label))
        assert current(palette) == kind
    qtbot.keyClicks(palette.list, "v")
    assert current(palette) == "virtual-io-server"
    qtbot.keyClicks(palette.list, "p")  # "Physical" and "Platform" are headings
    assert current(palette) == "virtual-io-server"


def test_no_kind_is_marked_in_another_design(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClick(palette.list, Qt.Key.Key_End)
    palette.list.forget()
    assert palette.list.selectedItems() == []
    assert current(palette) == ""


def test_search_looks_into_the_documentation_where_no_name_fits(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.search, "internet")
    assert shown(palette) == ["Physical", "External network"]


def test_tips_come_from_the_documentation(palette: Palette) -> None:
    row = palette.list.findItems("Container engine", Qt.MatchFlag.MatchExactly)[0]
    doc = (KINDS["container-engine"].__doc__ or "").strip().splitlines()[0]
    assert row.toolTip().startswith(doc)
