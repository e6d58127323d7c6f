"""Putting kinds into one another by mouse: what goes where, what is refused; lines between new kinds."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QMenu

from tests.building import Drawing, id_of
from tests.every_kind import every_kind
from tests.ui.canvas.conftest import Hand, kind_mime
from virtdesigner.model.design import Design
from virtdesigner.model.element import Element
from virtdesigner.model.parts import VirtualNic
from virtdesigner.rules.judge import judge
from virtdesigner.ui.canvas import CanvasView
from virtdesigner.ui.canvas.tools.connect import ConnectTool
from virtdesigner.ui.editing import Editing


@pytest.fixture
def hand(canvas: Callable[[Design], CanvasView]) -> Hand:
    hand = Hand(canvas(every_kind()))
    hand.view.zoom_to(1.0)
    return hand


def over(hand: Hand, name: str) -> QPointF:
    """A place on an element's title that is in view."""
    rect = hand.view.canvas.rects[id_of(name)]
    hand.view.centerOn(rect.x + 60, rect.y + 14)
    return QPointF(rect.x + 60, rect.y + 14)


def dropped(hand: Hand, kind: str, on: str) -> Element:
    assert hand.drop(kind_mime(kind), over(hand, on))
    (made,) = hand.view.document.selection
    return hand.design.elements[made]


@pytest.mark.parametrize(("kind", "on", "into"), [
    ("container-engine", "web-01", "web-01"),  # a VM that becomes a host of containers
    ("container-engine", "sap-01", "sap-01"),
    ("container", "Docker", "Docker"),
    ("container", "docker-01", "Docker"),  # the only engine in the VM
    ("container", "lxc-01", "LXC"),
    ("resource-pool", "production", "production"),
    ("resource-pool", "PowerVM", "PowerVM"),
    ("resource-pool", "Gold", "Gold"),
    ("virtual-machine", "Gold", "Gold"),
    ("virtual-machine", "p570", "PowerVM"),
    ("virtual-io-server", "p570", "PowerVM"),
    ("virtual-switch", "vios1", "vios1"),
    ("virtual-switch", "production", "production"),
    ("virtual-switch", "Docker", "Docker"),
    ("vlan", "sea0", "sea0"),
    ("cloud-service", "Plan", None),  # a note is no place to be in
])  # fmt: skip
def test_a_kind_goes_where_it_is_dropped(hand: Hand, kind: str, on: str, into: str | None) -> None:
    made = dropped(hand, kind, on)
    assert made.parent == (id_of(into) if into else None)
    assert apart_but_frames(hand)
    hand.view.document.undo()
    assert made.id not in hand.design.elements


def apart_but_frames(hand: Hand) -> bool:
    """No two cards overlap; what lies behind others is left out."""
    frames = [id for id, element in hand.design.elements.items() if element.lies_behind]
    rects = {id: rect for id, rect in hand.view.canvas.rects.items() if id not in frames}
    siblings = (
        (one, other)
        for parent in (None, *hand.design.elements)
        for one in hand.design.children(parent)
        for other in hand.design.children(parent)
        if one < other and one in rects and other in rects
    )
    return not any(rects[one].overlaps(rects[other]) for one, other in siblings)


@pytest.mark.parametrize(("kind", "on"), [
    ("container-engine", "array-1"), ("resource-pool", "lxc-01"), ("cloud-service", "sw-1"),
    ("virtual-io-server", "LXC"), ("hypervisor", "esx-01"),
])  # fmt: skip
def test_a_kind_that_may_not_lie_there_is_refused_with_the_reason(hand: Hand, kind: str, on: str) -> None:
    before = hand.design
    assert not hand.drop(kind_mime(kind), over(hand, on))
    assert any("can't lie in" in hint or "already" in hint for hint in hand.hints)
    assert hand.design is before


def test_guests_move_into_pools_and_out_again(hand: Hand) -> None:
    start = over(hand, "web-01")
    hand.drag(start, hand.title("Gold"))
    assert hand.design.elements[id_of("web-01")].parent == id_of("Gold")
    assert hand.view.document.history.undo_name == "Move web-01 to Gold"
    assert apart_but_frames(hand)
    hand.drag(over(hand, "web-01"), hand.title("ESXi 8 on esx-01"))
    assert hand.design.elements[id_of("web-01")].parent == id_of("ESXi 8 on esx-01")


def test_an_engine_moves_into_another_vm_with_its_bridge(hand: Hand) -> None:
    hand.drag(over(hand, "Docker"), hand.title("web-01"))
    assert hand.design.elements[id_of("Docker")].parent == id_of("web-01")
    (uplink,) = (link for link in hand.design.links_of(id_of("docker0")) if link.kind == "uplink")
    assert uplink.target == id_of("web-01")
    assert hand.view.canvas.cards[id_of("web-01")].is_open
    assert apart_but_frames(hand)


def chosen(hand: Hand, source: str, target: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a line between two elements would offer; the first is taken."""
    labels: list[str] = []

    def take(menu: QMenu, _: object) -> None:
        labels.extend(action.text() for action in menu.actions())
        menu.actions()[0].trigger()

    monkeypatch.setattr(QMenu, "popup", take)
    ConnectTool(hand.view, id_of(source)).connect_to(id_of(target))
    return labels


def test_a_line_from_a_server_hands_an_adapter_over_in_one_edit(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hand.design
    labels = chosen(hand, "esx-01", "web-01", monkeypatch)
    assert labels == [
        "Virtual function of nic3 (SR-IOV)", "Whole adapter nic2 of esx-01", "Virtual port of hba0 (NPIV)",
        "Whole adapter hba0 of esx-01",
    ]  # fmt: skip
    assert len(hand.design.elements[id_of("web-01")].carried(VirtualNic)) == 2
    hand.view.document.undo()
    assert hand.design.elements == before.elements
    assert hand.design.links == before.links


def test_a_line_to_a_service_makes_a_member(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(hand, "search", "Shop platform", monkeypatch) == []
    (link,) = hand.view.document.selection
    assert hand.design.links[link].kind == "member"


def test_a_disk_is_offered_by_way_of_the_io_server(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(hand, "aix-01", "LUN-2", monkeypatch) == ["Disk", "Disk by way of vios1"]


def test_a_duplicate_of_a_vm_is_the_whole_vm(hand: Hand) -> None:
    hand.view.document.select([id_of("docker-01")])
    before = hand.design.elements[id_of("docker-01")]
    Editing(hand.view.document).duplicate()
    (made,) = hand.view.document.selection
    copy = hand.design.elements[made]
    assert copy.replace(id=before.id, name=before.name) == before
    assert [hand.design.elements[id].name for id in hand.design.descendants(made)] == [
        "Docker", "docker0", "shop", "cart", "search",
    ]  # fmt: skip
    # Its own adapter and disk, three containers with both, the bridge's uplink, two memberships.
    inside = {made, *hand.design.descendants(made)}
    links = [link for link in hand.design.links.values() if link.source in inside]
    kinds = sorted(link.kind for link in links)
    assert kinds == ["disk"] * 4 + ["member"] * 2 + ["uplink"] + ["vnic"] * 4
    (uplink,) = (link for link in links if link.kind == "uplink")
    assert uplink.target == made
    assert judge(hand.design, []) == []


def test_a_line_from_a_note_leads_nowhere(canvas: Callable[[Design], CanvasView]) -> None:
    hand = Hand(canvas(Drawing().add("note", "words").add("physical-switch", "sw").design))
    hand.view.connect_from(id_of("words"))
    assert hand.hints[-1] == "There is nothing that words can be connected to"
