"""Cards of every kind, in all levels of detail and both palettes; what they say, and where they are hit."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage

from tests.building import Drawing, id_of
from tests.every_kind import every_kind
from tests.ui.canvas.conftest import Hand
from virtdesigner.kinds import KINDS
from virtdesigner.model.change import add, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import replace
from virtdesigner.model.extents import extents
from virtdesigner.model.parts import DiskGroup, VirtualCpus
from virtdesigner.rules.judge import judge
from virtdesigner.rules.relocate import relocate
from virtdesigner.ui.canvas import CanvasView, render_picture
from virtdesigner.ui.canvas.facts import subtitle
from virtdesigner.ui.canvas.marks import mark
from virtdesigner.ui.canvas.routes import is_free
from virtdesigner.ui.canvas.wire import Wire
from virtdesigner.ui.palettes import DARK, LIGHT


@pytest.fixture(scope="module")
def whole() -> Design:
    return every_kind()


@pytest.fixture
def hand(canvas: Callable[[Design], CanvasView], whole: Design) -> Hand:
    return Hand(canvas(whole))


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
def test_a_card_of_every_kind_is_seen_at_every_distance(kind: str, palette: Any, zoom: float) -> None:
    design = (
        Drawing().add(kind, "one", content="Words").design
        if kind == "note"
        else Drawing().add(kind, "one").design
    )
    width, height = KINDS[kind].card
    image = render_picture(design, QSize(round((width + 64) * zoom), round((height + 64) * zoom)), palette)
    assert len(colours(image)) > 1


def test_a_single_vcpu_is_one(whole: Design) -> None:
    machine = next(e for e in whole.elements.values() if e.name == "vios1")
    (cpus,) = machine.carried(VirtualCpus)
    assert subtitle(machine.replace(cpus=cpus.replace(count=1))) == "1 vCPU · 4 GiB"


def test_lines_below_the_names(whole: Design) -> None:
    lines = {e.name: subtitle(e) for e in whole.elements.values()}
    assert lines["lxc-01"] == "2 × 16 cores · 256 GiB · 2 × 10G · Debian 12"
    assert lines["sap-01"] == "2 × 16 cores · 256 GiB · 2 × 10G · Debian 12 · software of its own"
    assert lines["Workstation"] == "hosted · binary translation"
    assert lines["LXC"] == "containers on one kernel"
    assert lines["Gold"] == "8 cores, 32 GiB reserved"
    assert lines["Test and build"] == "at most 8 cores"
    assert lines["vios1"] == "2 vCPUs · 4 GiB"
    assert lines["sea0"] == "shared Ethernet adapter"
    assert lines["docker0"] == "NAT"
    assert lines["Internet"] == "1G · routes VLANs"
    assert lines["Shop platform"] == "PaaS · Nimbus for Harbour Ltd"


def test_a_pool_without_bounds_goes_by_shares_and_an_engine_by_its_product() -> None:
    drawing = Drawing().add("resource-pool", "plain").add("container-engine", "engine")
    assert subtitle(drawing.elements["plain"]) == "by shares"
    assert subtitle(drawing.elements["engine"]) == "Docker"


def test_marks_say_what_is_wrong_or_being_done(whole: Design) -> None:
    said = {e.name: badge.text for e in whole.elements.values() if (badge := mark(e))}
    assert said == {"lxc-01": "Disks degraded", "esx-02": "maintenance", "db-02": "system failed"}


@pytest.mark.parametrize(("raid", "failed", "text", "severe"), [
    ("5", 1, "Disks degraded", False),  # RAID 5 lives with one lost disk
    ("5", 2, "Disks lost", True),
    ("6", 2, "Disks degraded", False),  # RAID 6 with two
    ("0", 1, "Disks lost", True),  # RAID 0 with none
])  # fmt: skip
def test_a_group_is_lost_when_more_disks_fail_than_its_level_bears(
    raid: str, failed: int, text: str, severe: bool
) -> None:
    group = DiskGroup.model_validate({"id": "g", "name": "Disks", "raid": raid, "failed_disks": failed})
    badge = mark(Drawing().add("physical-server", "s", disk_groups=(group,)).elements["s"])
    assert badge is not None
    assert (badge.text, badge.severe) == (text, severe)


def test_a_fault_outranks_maintenance(whole: Design) -> None:
    lost = DiskGroup(id="g", name="Disks", raid="0", failed_disks=1)
    server = Drawing().add("physical-server", "s", maintenance=True, disk_groups=(lost,)).elements["s"]
    badge = mark(server)
    assert badge is not None
    assert badge.text == "Disks lost"


def test_a_vm_is_drawn_open_as_soon_as_it_holds_something(hand: Hand) -> None:
    cards = hand.view.canvas.cards
    assert cards[id_of("docker-01")].is_open
    assert not cards[id_of("web-01")].is_open
    assert hand.view.document.do("Move", relocate(hand.design, [id_of("Docker")], id_of("web-01")))
    assert cards[id_of("web-01")].is_open
    assert not cards[id_of("docker-01")].is_open


def test_a_frame_lies_behind_and_is_taken_by_its_title_or_border_only(hand: Hand) -> None:
    frame, rects = id_of("Old hardware"), hand.view.canvas.rects
    rect, cards = rects[frame], hand.view.canvas.cards
    assert cards[frame].zValue() < min(card.zValue() for id, card in cards.items() if id != frame)
    at = hand.view.canvas.element_at
    assert at(QPointF(rect.x + 60, rect.y + 10)) == frame
    assert at(QPointF(rect.x + 3, rect.y + rect.height / 2)) == frame
    assert at(QPointF(rect.x + 12, rect.bottom - 12)) is None
    inside = rects[id_of("lab-pc")]
    assert at(QPointF(inside.x + 60, inside.y + 14)) == id_of("lab-pc")


def test_a_note_that_becomes_a_frame_goes_behind(hand: Hand) -> None:
    card = hand.view.canvas.cards[id_of("Plan")]
    before = card.zValue()
    hand.view.document.do("Frame", replace(hand.design, hand.design.elements[id_of("Plan")], style="frame"))
    assert card.zValue() < 0 <= before


def shown(hand: Hand, kind: str, *between: str) -> Wire:
    ends = {id_of(name) for name in between}
    wires = hand.view.canvas.links.wires.values()
    return next(w for w in wires if w.link.kind == kind and {w.link.source, w.link.target} == ends)


def square(wire: Wire) -> bool:
    return all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(wire.path))


def test_uplinks_of_a_distributed_switch_go_straight_down_to_its_servers(hand: Hand) -> None:
    wire, rects = shown(hand, "uplink", "dvSwitch", "esx-01"), hand.view.canvas.rects
    assert len(wire.links) == 2
    (x, top), (end, bottom) = wire.path
    assert (x, top, bottom) == (end, rects[id_of("dvSwitch")].bottom, rects[id_of("esx-01")].y)


def test_a_bridge_in_a_vm_leads_to_the_edge_of_the_vm(hand: Hand) -> None:
    wire, rects = shown(hand, "uplink", "docker0", "docker-01"), hand.view.canvas.rects
    assert wire.path[-1][1] == rects[id_of("docker-01")].bottom


def test_a_passed_adapter_meets_its_cable_at_the_servers_edge(hand: Hand) -> None:
    wire, cable = shown(hand, "passthrough", "vios1", "p570"), shown(hand, "cable", "p570", "sw-2")
    passed = [w for w in hand.view.canvas.links.wires.values() if w.link.kind == "passthrough"]
    assert cable.path[0] in {w.path[-1] for w in passed}
    assert wire.path[0][1] == hand.view.canvas.rects[id_of("vios1")].bottom


def test_lines_within_a_server_go_round_the_cards_below(canvas: Callable[[Design], CanvasView]) -> None:
    drawing = Drawing().add("physical-switch", "sw").add("physical-server", "s").add("hypervisor", "hv", "s")
    drawing.add("virtual-switch", "vs", "hv").add("virtual-io-server", "vios", "hv")
    drawing.link("cable", "s:nic0", "sw").link("uplink", "vs", "s:nic0")
    hand = Hand(canvas(drawing.design))
    rects, wire = hand.view.canvas.rects, shown(hand, "uplink", "vs", "s")
    assert rects[id_of("vs")].bottom < rects[id_of("vios")].y
    assert is_free(wire.path, [rects[id_of("vios")]])
    assert square(wire)
    assert wire.path[-1] == shown(hand, "cable", "s", "sw").path[0]


def test_a_selected_guest_shows_its_disk_by_way_of_the_io_server(hand: Hand) -> None:
    hand.view.document.select([id_of("aix-01")])
    wire, rects = shown(hand, "disk", "aix-01", "LUN-3"), hand.view.canvas.rects
    vios = rects[id_of("vios1")]
    assert (vios.x + vios.width / 2, vios.y) in wire.path
    assert (vios.x + vios.width / 2, vios.bottom) in wire.path
    assert square(wire)


def test_a_selected_service_shows_its_members_and_the_io_server_its_disks(hand: Hand) -> None:
    hand.view.document.select([id_of("Rented servers")])
    wire, rects = shown(hand, "member", "web-01", "Rented servers"), hand.view.canvas.rects
    assert wire.path[-1][1] == rects[id_of("Rented servers")].bottom
    assert square(wire)
    hand.view.document.select([id_of("vios1")])
    assert shown(hand, "disk", "aix-02", "LUN-3").link.source == id_of("aix-02")


def test_standby_virtual_and_member_lines_are_dotted(hand: Hand) -> None:
    layer = hand.view.canvas.links
    hand.view.document.select([id_of("Mail for all")])
    dotted = {w.link.kind for w in layer.wires.values() if layer._pen(w, False, 1.0)[2]}
    assert dotted == {"passthrough", "member"}
    solid = shown(hand, "passthrough", "vios1", "p570")
    assert not layer._pen(solid, False, 1.0)[2]
    uplink = shown(hand, "uplink", "br0", "lxc-01").link
    hand.view.document.do("Standby", [update("links", uplink, uplink.replace(role="standby"))])
    assert layer._pen(shown(hand, "uplink", "br0", "lxc-01"), False, 1.0)[2]


def test_the_overview_draws_what_a_vm_holds(hand: Hand) -> None:
    hand.view.zoom_to(0.3)
    places = hand.view.canvas.overview.places
    assert places[id_of("docker-01")].holds(places[id_of("cart")])
    assert extents(hand.design).keys() == places.keys()


def test_the_design_keeps_to_the_rules(whole: Design) -> None:
    changes = [
        add(table, record) for table in ("elements", "links") for record in whole.table(table).values()
    ]
    assert judge(whole, changes) == []
