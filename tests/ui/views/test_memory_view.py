from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.building import Drawing, id_of, two_hosts
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.address_map import address_map
from virtdesigner.insight.memory_holders import Held
from virtdesigner.model.design import Design
from virtdesigner.model.parts import GuestMemory, MachineMemory, Virtualisation, Workload
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import LIGHT
from virtdesigner.ui.theme import Theme
from virtdesigner.ui.views.memory import MemoryView
from virtdesigner.ui.views.memory.bars import pieces
from virtdesigner.ui.views.memory.host import HostMemory
from virtdesigner.ui.views.memory.pages import PagesDiagram

Show = Callable[[Design], MemoryView]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Iterator[Show]:
    kept: list[tuple[MemoryView, Document]] = []

    def made(design: Design) -> MemoryView:
        document = Document(design)
        view = MemoryView(document, theme)
        qtbot.addWidget(view)
        kept.append((view, document))
        view.resize(1048, 630)
        view.show()
        return view

    yield made
    kept.clear()


def short() -> Drawing:
    """host-a with 16 GiB for four VMs of 6 GiB, of which a2 has no guest tools."""
    drawing = two_hosts().set("host-a", memory=MachineMemory(size=16_384))
    for name in ("a1", "a2", "a3", "a4"):
        memory = GuestMemory(size=6144, tools=name != "a2")
        drawing.set(name, memory=memory, workload=Workload(working_set=90))
    return drawing


def run(design: Design, seconds: int = 120) -> Frame:
    simulation = Simulation(design)
    for _ in range(seconds):
        frame = simulation.step()
    return frame


def select(view: MemoryView, *names: str) -> None:
    view._document.select([id_of(name) for name in names])


def host(view: MemoryView) -> HostMemory:
    assert view.host is not None
    assert view.host.isVisible()
    return view.host


def test_before_a_run_it_says_what_to_do_and_offers_it(show: Show, qtbot: QtBot) -> None:
    view = show(two_hosts().design)
    assert view.empty.text().startswith("Run the design to see who holds the memory of host-a")
    with qtbot.waitSignal(view.run):
        qtbot.mouseClick(view.run_button, Qt.MouseButton.LeftButton)


def test_without_a_server_there_is_nothing_to_run(show: Show) -> None:
    view = show(Design.of())
    assert "Add a server" in view.empty.text()
    assert not view.run_button.isVisible()


def test_a_frame_shows_who_holds_the_memory(show: Show) -> None:
    view = show(short().design)
    view.show_frame(run(view._document.design))
    shown = host(view)
    assert shown.title.text() == "Memory of host-a"
    assert "Hypervisor 2 GiB" in shown.bar.accessibleName()
    # minFree of 16 GiB is 653 MiB; 64 % of it is 418, 32 % 209, 16 % 104.
    assert (
        shown.begins.text()
        == "Begins below this free: ballooning 418 MiB, swapping 209 MiB, blocking 104 MiB"
    )
    assert shown.bar._found is not None
    assert sum(piece.amount for piece in pieces(shown.bar._found)) == pytest.approx(16_384)


def test_the_guest_that_most_was_taken_from_is_shown_unless_one_is_selected(show: Show) -> None:
    view = show(short().design)
    view.show_frame(run(view._document.design))
    assert "pages of a" in host(view).guest_title.text()
    select(view, "a2")
    assert host(view).guest_title.text() == "Where 24 pages of a2 lie, each a part of its 6 GiB"
    states = {page.state for page in host(view).diagram.pages}
    assert "swapped" in states
    assert "ballooned" not in states


def test_a_click_on_a_row_selects_the_guest(show: Show, qtbot: QtBot) -> None:
    view = show(short().design)
    view.show_frame(run(view._document.design, 2))
    qtbot.mouseClick(host(view).guests, Qt.MouseButton.LeftButton, pos=QPoint(30, 27 + 13))
    assert view._document.selection == (id_of("a2"),)


@pytest.mark.parametrize(
    ("technique", "told"),
    [
        (
            "hardware-assisted",
            "PPN to MPN: Nested page table, kept by the hypervisor; both are walked: 24 references",
        ),
        (
            "binary-translation",
            "VPN to MPN: Shadow page table, kept by the hypervisor; it is walked: 4 references",
        ),
        ("paravirtual", "VPN to MPN: The guest's page table holds machine addresses"),
    ],
)
def test_who_keeps_which_table(show: Show, technique: str, told: str) -> None:
    drawing = two_hosts().set("hv-a", virtualisation=Virtualisation.model_validate({"technique": technique}))
    view = show(drawing.design)
    view.show_frame(run(view._document.design, 2))
    select(view, "a1")
    assert told in host(view).tables.text()


def test_a_host_without_guests(show: Show) -> None:
    view = show(Drawing().add("physical-server", "host").add("hypervisor", "hv", "host").design)
    view.show_frame(run(view._document.design, 1))
    assert host(view).tables.text() == "Nothing runs on it"
    assert not host(view).diagram.isVisible()


def test_a_host_that_was_added_after_the_frame_waits_for_a_run(show: Show) -> None:
    view = show(two_hosts().design)
    frame = run(Drawing().add("physical-server", "other").design, 1)
    view.show_frame(frame)
    assert view.empty.isVisible()


def test_it_is_painted_in_both_themes(show: Show, theme: Theme) -> None:
    view = show(short().design)
    view.show_frame(run(view._document.design, 60))
    light = view.grab().toImage()
    theme.set_mode("dark")
    try:
        dark = view.grab().toImage()
    finally:
        theme.set_mode("light")
    assert light.pixelColor(3, 400).lightness() > 200
    assert dark.pixelColor(3, 400).lightness() < 60


@pytest.mark.parametrize("width", [480, 520, 1100])
def test_all_of_the_legend_can_be_read(qtbot: QtBot, width: int) -> None:
    diagram = PagesDiagram(LIGHT)
    qtbot.addWidget(diagram)
    diagram.resize(width, 260)
    diagram.show_pages(address_map(Held("guest", 6, 1, 1, 1, 1, 1, 1)), "nested")
    diagram.grab()
    places = [place for _, place in diagram.legend()]
    assert len(places) == 6
    assert all(diagram.rect().toRectF().contains(place) for place in places)
