"""Which way network traffic goes: over the memory bus, out by an uplink, through switches; and why not."""

import time

import pytest

from tests.building import Drawing, end, flow, guest, host, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.change import add
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Nic, VirtualNic
from virtdesigner.rules.fabric import Fabric, Route
from virtdesigner.rules.judge import judge
from virtdesigner.rules.wiring import Hop


def route(drawing: Drawing, source: str, target: str | None) -> Route:
    return drawing.design.derived(Fabric).route(end(source), None if target is None else end(target))


def refusal(drawing: Drawing, source: str, target: str | None) -> Message | None:
    found = route(drawing, source, target)
    assert not (found.refusal and found.hops)
    return found.refusal


@pytest.mark.parametrize("drawing", [two_hosts(), two_hosts_and_array()])
def test_the_shared_designs_break_no_rule(drawing: Drawing) -> None:
    design = drawing.design
    rows = [add("elements", e) for e in design.elements.values()]
    assert judge(design, [*rows, *(add("links", link) for link in design.links.values())]) == []


def test_guests_of_one_switch_and_vlan_talk_over_the_memory_bus() -> None:
    assert route(two_hosts(), "a1:nic0", "a2:nic0").hops == (Hop(id_of("vs-a"), True),)


def test_a_virtual_switch_without_uplink_joins_its_guests_all_the_same() -> None:
    drawing = two_hosts().unlink("uplink vs-a")
    assert route(drawing, "a3:nic0", "a4:nic0").hops == (Hop(id_of("vs-a"), True),)


@pytest.mark.parametrize(("one", "other", "talk"), [
    ("a1", "a2", True), ("a3", "a4", True), ("a1", "a3", False), ("a1", "a4", False), ("a2", "a3", False),
    ("a2", "a4", False), ("a1", "b1", True), ("a3", "b3", True), ("a1", "b3", False), ("a3", "b1", False),
])  # fmt: skip
def test_pairs_in_one_vlan_talk_and_across_they_do_not(one: str, other: str, talk: bool) -> None:
    for source, target in ((one, other), (other, one)):
        said = refusal(two_hosts(), f"{source}:nic0", f"{target}:nic0")
        assert (said is None) == talk
        assert said is None or said.code == "different-vlans"


def test_the_refusal_names_both_vlans() -> None:
    assert refusal(two_hosts(), "a1:nic0", "b3:nic0") == message(
        "different-vlans", element=id_of("a1"), vlan=10, peer=id_of("b3"), peer_vlan=20
    )


def test_between_hosts_traffic_goes_out_by_one_uplink_and_in_by_another() -> None:
    drawing = two_hosts()
    # Ports of vs-a: a1 to a4 are 0 to 3; of vs-b: b1, b3 are 0, 1. Two uplinks each: even nic0, odd nic1.
    out, into = drawing.link_id("cable host-a:nic0"), drawing.link_id("cable host-b:nic0")
    assert route(drawing, "a1:nic0", "b1:nic0").hops == (Hop(out, True), Hop(into, False))
    out, into = drawing.link_id("cable host-a:nic1"), drawing.link_id("cable host-b:nic1")
    assert route(drawing, "a4:nic0", "b3:nic0").hops == (Hop(out, True), Hop(into, False))


def test_the_way_back_crosses_the_same_cables_the_other_way() -> None:
    there = route(two_hosts(), "a1:nic0", "b1:nic0").hops
    back = route(two_hosts(), "b1:nic0", "a1:nic0").hops
    assert back == tuple(hop.back() for hop in reversed(there))


def test_clients_are_beyond_the_first_switch() -> None:
    drawing = two_hosts()
    assert route(drawing, "a2:nic0", None).hops == (Hop(drawing.link_id("cable host-a:nic1"), True),)


def test_each_virtual_adapter_uses_one_uplink_by_its_place_among_the_ports() -> None:
    drawing = two_hosts()
    used = [route(drawing, f"a{number}:nic0", None).hops[0].id for number in (1, 2, 3, 4)]
    even, odd = drawing.link_id("cable host-a:nic0"), drawing.link_id("cable host-a:nic1")
    assert used == [even, odd, even, odd]


def test_losing_one_uplink_puts_everybody_on_the_other() -> None:
    drawing = two_hosts().unlink("cable host-a:nic0")
    used = {route(drawing, f"a{number}:nic0", None).hops[0].id for number in (1, 2, 3, 4)}
    assert used == {drawing.link_id("cable host-a:nic1")}


def test_a_standby_uplink_takes_over_only_when_no_active_one_can() -> None:
    drawing = two_hosts().unlink("uplink vs-a host-a:nic1")
    drawing.link("uplink", "vs-a", "host-a:nic1", role="standby")
    assert {route(drawing, f"a{n}:nic0", None).hops[0].id for n in (1, 2)} == {
        drawing.link_id("cable host-a:nic0")
    }
    drawing.unlink("cable host-a:nic0")
    assert route(drawing, "a1:nic0", None).hops[0].id == drawing.link_id("cable host-a:nic1")


def test_one_network_disconnected_leaves_the_others_as_they_were() -> None:
    drawing = two_hosts()
    before = route(drawing, "b1:nic0", None)
    drawing.unlink("uplink vs-a")
    assert refusal(drawing, "a1:nic0", None) == message("no-uplink", switch=id_of("vs-a"))
    assert route(drawing, "b1:nic0", None) == before
    assert refusal(drawing, "b1:nic0", "a1:nic0") == message("no-uplink", switch=id_of("vs-a"))


def test_a_second_virtual_switch_is_joined_only_through_cables() -> None:
    drawing = two_hosts().add("virtual-switch", "vs-a2", "hv-a").add("vlan", "a2-vlan10", "vs-a2", vlan_id=10)
    drawing.add("virtual-machine", "lone", "hv-a").link("vnic", "lone:nic0", "a2-vlan10")
    assert refusal(drawing, "a1:nic0", "lone:nic0") == message("no-uplink", switch=id_of("vs-a2"))
    drawing.set("host-a", nics=tuple(Nic(id=f"nic{n}", name=f"nic{n}") for n in range(3)))
    drawing.link("cable", "tor", "host-a:nic2").link("uplink", "vs-a2", "host-a:nic2")
    out, into = drawing.link_id("cable host-a:nic0"), drawing.link_id("cable tor host-a:nic2")
    assert route(drawing, "a1:nic0", "lone:nic0").hops == (Hop(out, True), Hop(into, True))


def test_the_physical_switch_must_allow_the_vlan() -> None:
    drawing = two_hosts().set("tor", vlans="1-9, 20")
    said = message("vlan-not-allowed", switch=id_of("tor"), vlan=10)
    assert refusal(drawing, "a1:nic0", None) == said
    assert refusal(drawing, "a1:nic0", "b1:nic0") == said
    assert refusal(drawing, "a1:nic0", "a2:nic0") is None
    assert refusal(drawing, "a3:nic0", "b3:nic0") is None


def test_untagged_frames_pass_every_switch() -> None:
    drawing = two_hosts().set("tor", vlans="20").set("a-vlan10", vlan_id=0).set("b-vlan10", vlan_id=0)
    assert refusal(drawing, "a1:nic0", "b1:nic0") is None


def test_an_adapter_plugged_into_the_switch_itself_is_untagged() -> None:
    drawing = two_hosts().set("b-vlan10", vlan_id=0).unlink("vnic a1").link("vnic", "a1:nic0", "vs-a")
    assert refusal(drawing, "a1:nic0", "b1:nic0") is None
    said = refusal(drawing, "a1:nic0", "a2:nic0")
    assert said is not None
    assert (said["vlan"], said["peer_vlan"]) == (0, 10)


def test_a_guest_that_tags_for_itself_reaches_every_vlan() -> None:
    drawing = two_hosts().add("vlan", "trunk", "vs-a", vlan_id=4095)
    drawing.unlink("vnic a2").link("vnic", "a2:nic0", "trunk").set("tor", vlans="10")
    assert refusal(drawing, "a2:nic0", "a1:nic0") is None
    assert refusal(drawing, "a2:nic0", "a3:nic0") is None
    assert refusal(drawing, "a2:nic0", "b1:nic0") is None
    assert refusal(drawing, "a2:nic0", "b3:nic0") == message("vlan-not-allowed", switch=id_of("tor"), vlan=20)
    assert refusal(drawing, "a2:nic0", None) is None


def test_two_guests_that_tag_for_themselves_hear_each_other() -> None:
    drawing = two_hosts().set("a-vlan10", vlan_id=4095).set("b-vlan10", vlan_id=4095).set("tor", vlans="20")
    assert refusal(drawing, "a1:nic0", "b1:nic0") is None


def far_apart() -> Drawing:
    """Host a on switch `tor`, b on `tor2`, joined over `core`, and the long way over `east` and `west`."""
    drawing = two_hosts()
    for name in ("tor2", "core", "east", "west"):
        drawing.add("physical-switch", name)
    drawing.unlink("cable host-b")
    for nic in ("nic0", "nic1"):
        drawing.link("cable", f"host-b:{nic}", "tor2")
    for one, other in (
        ("tor", "east"),
        ("east", "west"),
        ("west", "tor2"),
        ("core", "tor"),
        ("core", "tor2"),
    ):
        drawing.link("cable", one, other)
    return drawing


def test_the_shortest_way_between_switches_is_taken() -> None:
    drawing = far_apart()
    names = ("cable host-a:nic0", "cable core tor", "cable core tor2", "cable host-b:nic0")
    first, up, down, last = (
        drawing.links[next(key for key in drawing.links if key == name or key.startswith(f"{name} "))].id
        for name in names
    )
    assert route(drawing, "a1:nic0", "b1:nic0").hops == (
        Hop(first, True), Hop(up, False), Hop(down, True), Hop(last, False),
    )  # fmt: skip


@pytest.mark.parametrize("change", [{"powered_on": False}, {"vlans": "20"}])
def test_a_switch_that_is_off_or_closed_to_the_vlan_is_gone_round(change: dict[str, object]) -> None:
    drawing = far_apart().set("core", **change)
    assert len(route(drawing, "a1:nic0", "b1:nic0").hops) == 5
    assert refusal(drawing.set("east", **change), "a1:nic0", "b1:nic0") == message(
        "no-path", element=id_of("a1"), peer=id_of("b1")
    )


@pytest.mark.parametrize("name", ["tor", "host-a", "host-b", "a1", "b1"])
def test_what_is_switched_off_carries_nothing(name: str) -> None:
    drawing = two_hosts().set(name, powered_on=False)
    assert refusal(drawing, "a1:nic0", "b1:nic0") == message("powered-off", element=id_of(name))


def test_an_adapter_that_is_not_plugged_in_reaches_nobody() -> None:
    drawing = two_hosts().unlink("vnic a1")
    said = message("not-connected", element=id_of("a1"), part="nic0")
    assert refusal(drawing, "a1:nic0", None) == said
    assert refusal(drawing, "a2:nic0", "a1:nic0") == said


def test_a_guest_that_waits_in_a_cluster_is_not_on_a_host() -> None:
    drawing = two_hosts().add("cluster", "rack")
    drawing.elements["a1"] = drawing.elements["a1"].replace(parent=id_of("rack"))
    assert refusal(drawing, "a1:nic0", None) == message("not-on-a-host", element=id_of("a1"))


def test_uplinks_without_cables_say_so() -> None:
    drawing = two_hosts().unlink("cable host-a")
    assert refusal(drawing, "a1:nic0", None) == message("not-cabled", element=id_of("host-a"), part="nic0")


def test_a_direct_cable_joins_two_hosts_but_leads_nowhere_else() -> None:
    drawing = two_hosts().unlink("cable host")
    drawing.link("cable", "host-a:nic0", "host-b:nic0")
    cable = drawing.link_id("cable host-a:nic0")
    assert route(drawing, "a1:nic0", "b1:nic0").hops == (Hop(cable, True),)
    assert route(drawing, "b1:nic0", "a1:nic0").hops == (Hop(cable, False),)
    assert refusal(drawing, "a1:nic0", None) == message("no-way-out", element=id_of("a1"))


def test_a_distributed_switch_sends_by_the_uplinks_of_the_guests_own_host() -> None:
    drawing = Drawing().add("physical-switch", "tor").add("cluster", "rack")
    drawing.add("virtual-switch", "dvs", "rack").add("vlan", "dvlan", "dvs", vlan_id=10)
    for letter in "ab":
        host(drawing, letter)
        drawing.unlink(f"uplink vs-{letter}").link("uplink", "dvs", f"host-{letter}:nic0")
        drawing.add("virtual-machine", f"{letter}1", f"hv-{letter}").link("vnic", f"{letter}1:nic0", "dvlan")
    drawing.add("virtual-machine", "a2", "hv-a").link("vnic", "a2:nic0", "dvlan")
    assert [hop.id for hop in route(drawing, "a1:nic0", "b1:nic0").hops] == [
        drawing.link_id("cable host-a:nic0"),
        drawing.link_id("cable host-b:nic0"),
    ]
    assert route(drawing, "a1:nic0", "a2:nic0").hops == (Hop(id_of("dvs"), True),)


def test_a_bare_server_reaches_guests_in_any_vlan() -> None:
    drawing = two_hosts().add("physical-server", "bare").link("cable", "tor", "bare:nic0")
    into = drawing.link_id("cable tor bare:nic0")
    for name in ("a1", "a3"):
        assert route(drawing, f"{name}:nic0", "bare:nic0").hops == (
            Hop(drawing.link_id("cable host-a:nic0"), True), Hop(into, True),
        )  # fmt: skip
        assert refusal(drawing, "bare:nic0", f"{name}:nic0") is None


def test_traffic_to_itself_crosses_nothing() -> None:
    assert route(two_hosts(), "a1:nic0", "a1:nic0") == Route()


def flow_refusal(drawing: Drawing, name: str) -> Message | None:
    element = drawing.elements[name]
    (sent,) = element.workload.flows  # type: ignore[attr-defined]
    return drawing.design.derived(Fabric).flow_route(element.id, sent).refusal


def test_a_flow_leaves_by_the_adapter_it_names_else_by_the_first() -> None:
    nics = tuple(VirtualNic(id=f"nic{n}", name=f"Adapter {n}") for n in (0, 1))
    drawing = two_hosts().set("a1", nics=nics, workload=flow("b3")).link("vnic", "a1:nic1", "a-vlan20")
    said = flow_refusal(drawing, "a1")
    assert said is not None
    assert said.code == "different-vlans"
    assert flow_refusal(drawing.set("a1", workload=flow("b3", "nic1")), "a1") is None


def test_a_flow_finds_the_adapter_of_its_peer_that_can_be_reached() -> None:
    nics = tuple(VirtualNic(id=f"nic{n}", name=f"Adapter {n}") for n in (0, 1))
    drawing = two_hosts().set("b3", nics=nics).set("a1", workload=flow("b3"))
    drawing.link("vnic", "b3:nic1", "b-vlan10")
    assert flow_refusal(drawing, "a1") is None


@pytest.mark.parametrize(("peer", "blamed"), [("b1", "b1"), ("tor", "tor")])
def test_a_flow_to_what_has_no_adapter_goes_nowhere(peer: str, blamed: str) -> None:
    drawing = two_hosts().unlink("vnic b1").set("b1", nics=()).set("a1", workload=flow(peer))
    assert flow_refusal(drawing, "a1") == message("no-adapter", element=id_of(blamed))


def test_a_guest_without_adapters_sends_nothing() -> None:
    drawing = two_hosts().unlink("vnic a1").set("a1", nics=())
    assert flow_refusal(drawing, "a1") == message("no-adapter", element=id_of("a1"))


def test_uplinks_do_not_depend_on_the_order_of_the_records() -> None:
    drawing = two_hosts()
    before = [route(drawing, f"a{n}:nic0", None) for n in (1, 2, 3, 4)]
    drawing.links = dict(reversed(drawing.links.items()))
    drawing.elements = {name: drawing.elements[name] for name in ("tor", "host-a", *drawing.elements)}
    assert [route(drawing, f"a{n}:nic0", None) for n in (1, 2, 3, 4)] == before


def test_ten_thousand_adapters_are_routed_in_under_a_second_of_cpu() -> None:
    drawing = Drawing().add("physical-switch", "tor", ports=1000)
    nics = tuple(VirtualNic(id=f"nic{number}", name=f"Adapter {number}") for number in range(10))
    adapters = list[tuple[str, str]]()
    for letter in (f"{number}" for number in range(100)):
        host(drawing, letter)
        for name in (f"vm-{letter}-{number}" for number in range(10)):
            guest(drawing, name, letter, nics=nics)
            adapters.extend((id_of(name), nic.id) for nic in nics)
            for nic in nics[1:]:
                drawing.link("vnic", f"{name}:{nic.id}", f"{letter}-vlan10")
    design = drawing.design
    started = time.process_time()
    fabric = design.derived(Fabric)
    pairs = zip(adapters, (*adapters[150:], *adapters[:150]), strict=True)
    routes = [fabric.route(one, other) for one, other in pairs]
    assert time.process_time() - started < 1
    assert len(routes) == 10_000
    assert {len(found.hops) for found in routes} == {2}
