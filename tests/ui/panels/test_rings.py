from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.building import Drawing, id_of, two_hosts
from virtdesigner.model.design import Design
from virtdesigner.model.parts import HostSystem, Processor, Virtualisation
from virtdesigner.rules.privilege import KERNEL_RINGS, Case, seats
from virtdesigner.ui.document import Document
from virtdesigner.ui.palettes import LIGHT
from virtdesigner.ui.panels.rings import RingsPanel
from virtdesigner.ui.panels.rings.diagram import RingDiagram
from virtdesigner.ui.theme import Theme

Show = Callable[[Design], RingsPanel]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme) -> Iterator[Show]:
    """Return what shows the panel of a design at its usual size under the canvas."""
    panels: list[tuple[RingsPanel, Document]] = []

    def made(design: Design) -> RingsPanel:
        document = Document(design)
        panel = RingsPanel(document, theme)
        qtbot.addWidget(panel)
        panels.append((panel, document))
        panel.resize(1048, 230)
        panel.show()
        return panel

    yield made
    panels.clear()


def under(**fields: object) -> Drawing:
    return two_hosts().set("hv-a", virtualisation=Virtualisation.model_validate(fields))


def select(panel: RingsPanel, *names: str) -> None:
    panel._document.select([id_of(name) for name in names])


def told(panel: RingsPanel) -> str:
    return "\n".join(" | ".join(row) for row in (*panel.steps.rows, *panel.costs.rows))


def test_it_shows_the_host_of_what_is_selected(show: Show) -> None:
    panel = show(two_hosts().design)
    select(panel, "b1")
    assert panel.title.text() == "Inside host-b"
    select(panel, "tor")
    assert panel.title.text() == "Inside host-b"
    select(panel, "a1")
    assert panel.title.text() == "Inside host-a"


def test_the_kernel_lies_above_the_hypervisor_under_binary_translation_and_beside_it_with_hardware(
    show: Show,
) -> None:
    panel = show(under(technique="binary-translation").design)
    select(panel, "a1")
    panel.grab()
    boxes = panel.diagram.boxes
    assert boxes["guest-applications"].y() < boxes["guest-kernel"].y() < boxes["hypervisor"].y()
    select(panel, "b1")
    panel.grab()
    boxes = panel.diagram.boxes
    assert boxes["guest-kernel"].y() == boxes["hypervisor"].y()
    assert boxes["guest-kernel"].right() < boxes["hypervisor"].left()


def test_an_exit_is_told_with_the_cycles_of_the_processor(show: Show) -> None:
    panel = show(two_hosts().set("host-a", processor=Processor(generation="merom")).design)
    select(panel, "a1")
    assert "1,579 cycles" in told(panel)
    assert "24 references" in told(panel)


def test_devices_of_the_selected_guest_with_their_cost(show: Show) -> None:
    panel = show(two_hosts().set("host-a", processor=Processor(generation="sandy-bridge")).design)
    select(panel, "host-a")
    assert "Select a virtual machine" in told(panel)
    select(panel, "a1")
    assert "Devices of a1" in told(panel)
    assert "200 cycles a packet sent, 1,400 received" in told(panel)
    assert "15,000 cycles an I/O" in told(panel)


def test_each_group_of_guests_has_a_button(show: Show, qtbot: QtBot) -> None:
    panel = show(under(technique="paravirtual").set("a2", bits="32").design)
    select(panel, "a1")
    buttons = panel.buttons.buttons()
    assert [button.text() for button in buttons] == ["Paravirtual, 64-bit · 3", "Paravirtual, 32-bit · 1"]
    assert "Guest kernel: Ring 3" in panel.diagram.accessibleName()
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert "Guest kernel: Ring 1" in panel.diagram.accessibleName()


def test_the_group_of_the_selected_guest_is_shown(show: Show) -> None:
    panel = show(under(technique="paravirtual").set("a2", bits="32").design)
    select(panel, "a2")
    assert "Guest kernel: Ring 1" in panel.diagram.accessibleName()


def test_an_edit_is_followed(show: Show) -> None:
    from virtdesigner.model.edits import replace

    panel = show(two_hosts().design)
    select(panel, "a1")
    design = panel._document.design
    technique = Virtualisation(technique="binary-translation")
    panel._document.do("Edit", replace(design, design.elements[id_of("hv-a")], virtualisation=technique))
    assert "Guest kernel: Ring 1" in panel.diagram.accessibleName()


def test_without_a_server_and_on_an_empty_one_it_says_what_to_do(show: Show) -> None:
    panel = show(Design.of())
    assert panel.empty.isVisible()
    assert "Add a server" in panel.empty.text()
    panel = show(Drawing().add("physical-server", "idle").design)
    assert panel.empty.isVisible()
    assert panel.empty.text().startswith("idle runs nothing yet")


def test_hidden_it_does_nothing(show: Show) -> None:
    panel = show(two_hosts().design)
    select(panel, "a1")
    panel.hide()
    select(panel, "b1")
    assert panel.title.text() == "Inside host-a"
    panel.show()
    assert panel.title.text() == "Inside host-b"


CASES = [
    case._replace(way=way, bits=bits)
    for way, bits in KERNEL_RINGS
    for case in (
        Case("native", product="esxi"),
        Case("native", drivers="driver-domain", product="xen"),
        Case("native", drivers="driver-domain", product="hyper-v"),
        Case("native", placement="hosted", drivers="host-os", product="workstation"),
    )
]


@pytest.mark.parametrize("case", [*CASES, Case("container"), Case("native")], ids=str)
@pytest.mark.parametrize("inner", [False, True])
def test_every_name_can_be_read_and_no_box_hides_another(qtbot: QtBot, case: Case, inner: bool) -> None:
    diagram = RingDiagram(LIGHT)
    qtbot.addWidget(diagram)
    diagram.resize(430, 180)
    case = case._replace(inner=inner and case.way not in ("container", "native"))
    diagram.show_case(case)
    diagram.grab()
    assert all(diagram.name_fits(seat) for seat in seats(case))
    boxes = list(diagram.boxes.values())
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert all(diagram.rect().toRectF().contains(box) for box in boxes)


def test_a_hosted_design_from_a_drawing(show: Show) -> None:
    drawing = under(placement="hosted", drivers="host-os", product="workstation")
    panel = show(drawing.set("host-a", host_system=HostSystem()).design)
    select(panel, "a1")
    assert "VM's process: Ring 3" in panel.diagram.accessibleName()
    # 17.3 us at the 2.6 GHz of the kind's own processor: 44,980 cycles.
    assert "44,980 cycles" in told(panel)


def test_words_are_never_squeezed(show: Show) -> None:
    panel = show(two_hosts().design)
    select(panel, "a1")
    content = panel.steps.widget()
    assert content is not None
    assert content.height() >= panel.steps._column.totalHeightForWidth(panel.steps.viewport().width())
