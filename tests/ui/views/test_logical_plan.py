from itertools import combinations

from tests.building import Drawing, guest, id_of, two_hosts
from virtdesigner.model.change import Change, add
from virtdesigner.model.parts import VirtualDisk, VirtualNic
from virtdesigner.model.placement import Placement, place
from virtdesigner.rules.logical_networks import LogicalNetworks
from virtdesigner.ui.views.logical.plan import (
    ALONE,
    CARD_HEAD,
    MOST_ROWS,
    ROW,
    Plan,
    card_size,
    natural,
    plan,
)


def laid(drawing: Drawing) -> Plan:
    return plan(drawing.design)


def two_legged(drawing: Drawing) -> Drawing:
    """a1 with a second adapter in VLAN 20."""
    nics = (VirtualNic(id="nic0", name="One"), VirtualNic(id="nic1", name="Two"))
    return drawing.set("a1", nics=nics).link("vnic", "a1:nic1", "a-vlan20")


def test_each_network_is_a_zone_that_holds_its_guests() -> None:
    found = laid(two_hosts())
    assert [zone.guests for zone in found.zones] == [
        tuple(map(id_of, ("a1", "a2", "b1"))), tuple(map(id_of, ("a3", "a4", "b3"))),
    ]  # fmt: skip
    for zone in found.zones:
        assert all(zone.rect.holds(found.cards[id]) for id in zone.guests)


def test_nothing_overlaps() -> None:
    drawing = two_legged(two_hosts()).add("external-network", "out").link("cable", "tor", "out")
    drawing.add("virtual-machine", "alone", "hv-a").add("cloud-service", "shop")
    for name in ("a1", "b1", "a3"):
        drawing.link("member", name, "shop")
    found = laid(drawing)
    tops = [*(zone.rect for zone in found.zones), *found.routers.values()]
    assert not any(one.overlaps(other) for one, other in combinations(tops, 2))
    assert not any(one.overlaps(other) for one, other in combinations(found.cards.values(), 2))


def test_a_guest_of_two_networks_is_at_home_in_the_first_and_visits_the_other() -> None:
    first, second = laid(two_legged(two_hosts())).zones
    assert id_of("a1") in first.guests
    assert second.visitors == (id_of("a1"),)


def test_a_network_of_visitors_only_has_a_zone_of_its_own() -> None:
    drawing = two_legged(two_hosts()).unlink("vnic a3").unlink("vnic a4").unlink("vnic b3")
    zones = laid(drawing).zones
    assert [zone.number for zone in zones] == [0, ALONE, 1]
    assert zones[-1].guests == ()
    assert zones[-1].visitors == (id_of("a1"),)


def test_guests_of_a_service_lie_in_its_frame_within_each_zone() -> None:
    drawing = two_hosts().add("cloud-service", "shop")
    for name in ("a1", "b1", "a3"):
        drawing.link("member", name, "shop")
    found = laid(drawing)
    web, app = found.frames
    assert web.rect.holds(found.cards[id_of("a1")])
    assert web.rect.holds(found.cards[id_of("b1")])
    assert app.rect.holds(found.cards[id_of("a3")])
    assert not web.rect.overlaps(found.cards[id_of("a2")])
    assert found.zones[0].rect.holds(web.rect)
    assert found.zones[1].rect.holds(app.rect)


def test_what_was_placed_by_hand_stays_there_and_the_rest_makes_room() -> None:
    design = two_hosts().design
    fresh = plan(design).cards
    there = fresh[id_of("a2")]
    moved = design.edited([_added(place(id_of("b1"), there.x, there.y, "logical"))])
    found = plan(moved).cards
    assert (found[id_of("b1")].x, found[id_of("b1")].y) == (there.x, there.y)
    assert not any(one.overlaps(other) for one, other in combinations(found.values(), 2))


def test_a_place_in_the_physical_view_means_nothing_here() -> None:
    design = two_hosts().design
    moved = design.edited([_added(place(id_of("b1"), 4000, 4000))])
    assert plan(moved).cards == plan(design).cards


def test_a_card_is_as_high_as_its_devices_need_up_to_a_limit() -> None:
    drawing = two_hosts()
    assert card_size(drawing.elements["a1"]).height == CARD_HEAD + 2 * ROW + 8
    many = tuple(VirtualDisk(id=f"d{n}", name=f"Disk {n}") for n in range(9))
    drawing.set("a1", disks=many)
    assert card_size(drawing.elements["a1"]).height == CARD_HEAD + MOST_ROWS * ROW + 8


def test_numbers_in_names_sort_as_numbers() -> None:
    assert sorted(["web-10", "web-2", "Web-1"], key=natural) == ["Web-1", "web-2", "web-10"]


def test_hundreds_of_guests_are_laid_out_quickly_and_near_the_shape_of_a_window() -> None:
    drawing = two_hosts()
    for number in range(300):
        guest(drawing, f"g{number}", "ab"[number % 2], (10, 20)[number % 3 == 0])
    box = laid(drawing).box
    assert 0.7 < box.width / box.height < 4


def test_the_networks_are_those_of_the_rules() -> None:
    design = two_legged(two_hosts()).design
    numbers = {zone.number for zone in plan(design).zones}
    assert numbers == set(range(len(design.derived(LogicalNetworks).networks)))


def _added(placement: Placement) -> Change:
    return add("placements", placement)
