from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from tests.building import id_of, two_hosts
from tests.ui.views.conftest import Mouse
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import Workload
from virtdesigner.ui.palettes import DARK
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.logical import LogicalView
from virtdesigner.ui.views.logical.guest_card import DIMMED

Show = Callable[[Design], LogicalView]


def shown(view: LogicalView) -> set[str]:
    return {card.element.name for card in view.logical_scene.cards.values()}


def test_it_shows_guests_and_no_machine_behind_them(view: LogicalView) -> None:
    assert shown(view) == {"a1", "a2", "a3", "a4", "b1", "b3"}
    assert [zone.heading.tag for zone in view.logical_scene.surroundings.zones] == ["VLAN 10", "VLAN 20"]


def test_a_click_selects_and_shows_what_the_guest_sees(view: LogicalView, mouse: Mouse) -> None:
    mouse.click(mouse.on("a1"))
    assert view.document.selection == (id_of("a1"),)
    assert view.seen.isVisible()
    assert view.seen.title.text() == "What a1 sees"
    assert [name for name, _, _ in view.seen.rows] == ["Processors", "Memory", "Adapter 1", "Disk 1"]
    assert "with 2 others" in view.seen.rows[2][2]


def test_what_the_selected_guest_does_not_hear_is_dimmed(view: LogicalView, mouse: Mouse) -> None:
    mouse.click(mouse.on("a1"))
    cards = view.logical_scene.cards
    assert {cards[id_of(name)].opacity() for name in ("a1", "a2", "b1")} == {1.0}
    assert {cards[id_of(name)].opacity() for name in ("a3", "a4", "b3")} == {DIMMED}
    mouse.click(QPointF(-300, -300))
    assert not view.document.selection
    assert not view.seen.isVisible()
    assert {card.opacity() for card in cards.values()} == {1.0}


def test_a_drag_is_one_undoable_edit_of_this_view_only(view: LogicalView, mouse: Mouse) -> None:
    before = view.logical_scene.plan.cards
    mouse.drag(mouse.on("a1"), mouse.on("a1") + QPointF(200, 400))
    after = view.logical_scene.plan.cards
    assert (after[id_of("a1")].x, after[id_of("a1")].y) == (
        before[id_of("a1")].x + 200,
        before[id_of("a1")].y + 400,
    )
    assert {p.view for p in view.document.design.placements.values()} == {"logical"}
    assert all(after[id] == rect for id, rect in before.items() if id != id_of("a1"))
    view.document.undo()
    assert view.logical_scene.plan.cards == before
    assert not view.document.design.placements


def test_a_zone_is_moved_by_its_heading(view: LogicalView, mouse: Mouse) -> None:
    zone = view.logical_scene.plan.zones[1]
    heading = QPointF(zone.rect.x + 30, zone.rect.y + 12)
    mouse.drag(heading, heading + QPointF(0, 80))
    moved = view.logical_scene.plan.zones[1]
    assert moved.rect == zone.rect.moved(0, 80)
    assert moved.guests == zone.guests


def test_a_marquee_selects_what_it_holds(view: LogicalView, mouse: Mouse) -> None:
    zone = view.logical_scene.plan.zones[0].rect
    mouse.drag(QPointF(zone.x - 20, zone.y - 20), QPointF(zone.right + 4, zone.bottom + 4))
    assert set(view.document.selection) == {id_of(name) for name in ("a1", "a2", "b1")}


def test_ctrl_adds_and_takes_away(view: LogicalView, mouse: Mouse) -> None:
    mouse.click(mouse.on("a1"))
    mouse.click(mouse.on("a3"), Qt.KeyboardModifier.ControlModifier)
    assert [*view.document.selection] == [id_of("a1"), id_of("a3")]
    assert not view.seen.isVisible()
    mouse.click(mouse.on("a1"), Qt.KeyboardModifier.ControlModifier)
    assert [*view.document.selection] == [id_of("a3")]


def test_arrows_nudge_and_are_taken_back_in_one_go(view: LogicalView, qtbot: QtBot) -> None:
    view.document.select([id_of("a1")])
    x = view.logical_scene.plan.cards[id_of("a1")].x
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.logical_scene.plan.cards[id_of("a1")].x == x + 12
    view.document.undo()
    assert view.logical_scene.plan.cards[id_of("a1")].x == x


def test_arrange_forgets_what_was_moved(view: LogicalView, mouse: Mouse) -> None:
    before = view.logical_scene.plan.cards
    mouse.drag(mouse.on("a1"), mouse.on("a1") + QPointF(200, 400))
    view.arrange()
    assert view.logical_scene.plan.cards == before
    view.document.undo()
    assert view.logical_scene.plan.cards != before


def test_tab_goes_through_guests_in_reading_order(view: LogicalView, qtbot: QtBot) -> None:
    view.document.select([id_of("a1")])
    assert view.focusNextPrevChild(True)
    assert view.document.selection == (id_of("a2"),)
    assert view.focusNextPrevChild(False)
    assert view.document.selection == (id_of("a1"),)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.document.selection


def test_it_follows_edits(view: LogicalView) -> None:
    design = view.document.design
    link = next(iter(design.links_of(id_of("a1"))))
    assert link.kind == "vnic"
    moved = link.replace(target=id_of("a-vlan20"))
    assert view.document.do("Move", [update("links", link, moved)])
    assert [len(zone.guests) for zone in view.logical_scene.plan.zones] == [2, 4]


def test_a_frame_shows_on_the_cards_and_none_takes_it_away(show: Show) -> None:
    view = show(two_hosts().set("a1", workload=Workload(cpu=1.0)).design)
    simulation = Simulation(view.document.design)
    view.show_frame(simulation.step())
    card = view.logical_scene.cards[id_of("a1")]
    assert card.reading.cpu is not None
    assert card.reading.cpu > 0
    view.show_frame(None)
    assert card.reading.cpu is None


def test_an_empty_design_says_what_to_do(show: Show) -> None:
    view = show(Design.of())
    assert view.empty.isVisible()
    assert "virtual machine" in view.empty.text()


def test_a_service_is_selected_by_the_title_of_its_frame(show: Show) -> None:
    view = show(two_hosts().add("cloud-service", "shop").link("member", "a1", "shop").design)
    mouse = Mouse(view)
    mouse.click(mouse.on("shop"))
    assert view.document.selection == (id_of("shop"),)


def test_it_is_drawn_in_the_colours_of_the_theme(view: LogicalView, theme: Theme) -> None:
    theme.set_mode("dark")
    try:
        corner = view.grab().toImage().pixelColor(3, view.height() - 3)
        assert corner == QColor(DARK.canvas)
    finally:
        theme.set_mode("light")
