"""Ways of traffic of containers, shared and virtual adapters, distributed switches, and to the outside."""

import pytest

from tests.building import Drawing, end, id_of
from tests.rules.estates import ENDS, estate, two_nics, with_outside
from virtdesigner.model.change import add
from virtdesigner.model.messages import Message, message
from virtdesigner.rules.fabric import Fabric, Route
from virtdesigner.rules.judge import judge


def route(drawing: Drawing, source: str, target: str | None) -> Route:
    ends = [
        None if name is None else end(name if ":" in name else f"{name}:nic0") for name in (source, target)
    ]
    assert ends[0] is not None
    return drawing.design.derived(Fabric).route(ends[0], ends[1])


def crossed(drawing: Drawing, source: str, target: str | None) -> list[str]:
    """What a route crosses, by name: cables by their ends, switches by their own."""
    found = route(drawing, source, target)
    assert found.refusal is None, found.refusal
    names = {link.id: text for text, link in drawing.links.items()} | {
        e.id: name for name, e in drawing.elements.items()
    }
    return [names[hop.id] for hop in found.hops]


def refusal(drawing: Drawing, source: str, target: str | None) -> Message | None:
    return route(drawing, source, target).refusal


def test_the_estate_breaks_no_rule() -> None:
    design = with_outside(estate()).design
    rows = [add("elements", e) for e in design.elements.values()]
    assert judge(design, [*rows, *(add("links", link) for link in design.links.values())]) == []


# containers in a VM


def test_containers_of_one_bridge_meet_in_it() -> None:
    assert crossed(estate(), "c1", "c2") == ["br"]
    assert crossed(estate(), "n1", "n2") == ["nbr"]


def test_a_container_goes_through_its_machines_adapter() -> None:
    drawing = estate()
    assert crossed(drawing, "c1", "a1") == ["br", "vs-a"]
    assert route(drawing, "c1", "a1").adapters == ((id_of("shell"), "nic0"),)
    # Ports of vs-a in order of links: a1 0, a2 1, shell 2, nat 3. Even ones use nic0; b1 is 0 on vs-b.
    assert crossed(drawing, "c1", "b1") == ["br", "cable host-a:nic0 tor", "cable host-b:nic0 tor"]
    assert crossed(drawing, "b1", "c1") == ["cable host-b:nic0 tor", "cable host-a:nic0 tor", "br"]


def test_a_container_and_its_machine_meet_in_the_bridge() -> None:
    for one, other in (("c1", "shell"), ("shell", "c1"), ("nat", "n1"), ("n1", "nat")):
        assert crossed(estate(), one, other) == ["br" if "c1" in (one, other) else "nbr"]


def test_the_path_names_everything_on_the_way() -> None:
    drawing = estate()
    ids = route(drawing, "c1", "b1").path
    names = {id_of(name): name for name in drawing.elements} | {v.id: k for k, v in drawing.links.items()}
    assert [names[id] for id in ids] == [
        "c1", "vnic c1:nic0 br", "br", "uplink br shell:nic0", "shell", "vnic shell:nic0 a-vlan10",
        "a-vlan10", "vs-a", "uplink vs-a host-a:nic0", "host-a", "cable host-a:nic0 tor", "tor",
        "cable host-b:nic0 tor",
        "host-b", "uplink vs-b host-b:nic0", "vs-b", "b-vlan10", "vnic b1:nic0 b-vlan10", "b1",
    ]  # fmt: skip


def test_address_translation_lets_out_and_nobody_in() -> None:
    drawing = estate()
    assert crossed(drawing, "n1", "a1") == ["nbr", "vs-a"]
    assert refusal(drawing, "n1", None) is None
    for stranger in ("a1", "b1", "c1", "f1"):
        assert refusal(drawing, stranger, "n1") == message(
            "behind-nat", element=id_of("n1"), switch=id_of("nbr")
        )


def test_a_bridge_without_uplink_joins_its_containers_alone() -> None:
    drawing = estate().unlink("uplink br")
    assert crossed(drawing, "c1", "c2") == ["br"]
    assert crossed(drawing, "c1", "shell") == ["br"]
    said = message("no-uplink", switch=id_of("br"))
    assert refusal(drawing, "c1", "a1") == said
    assert refusal(drawing, "a1", "c1") == said
    assert refusal(drawing, "c1", None) == said


def test_what_is_off_around_a_container_silences_it() -> None:
    for name in ("c1", "shell", "host-a"):
        drawing = estate().set(name, powered_on=False)
        assert refusal(drawing, "c1", "b1") == message("powered-off", element=id_of(name))


def test_a_containers_tag_passes_only_where_its_machine_may_tag() -> None:
    drawing = estate().add("vlan", "br10", "br", vlan_id=10).unlink("vnic c1").link("vnic", "c1:nic0", "br10")
    said = message("tags-not-taken", element=id_of("shell"), vlan=10, switch=id_of("vs-a"))
    assert refusal(drawing, "c1", "a1") == said
    drawing.add("vlan", "trunk", "vs-a", vlan_id=4095)
    drawing.unlink("vnic shell").link("vnic", "shell:nic0", "trunk")
    assert crossed(drawing, "c1", "a1") == ["br", "vs-a"]


def test_a_container_on_a_bare_server_leaves_by_the_servers_adapter() -> None:
    drawing = estate().add("physical-server", "bare").add("container-engine", "engine", "bare")
    drawing.link("cable", "bare:nic0", "tor").add("virtual-switch", "own", "engine")
    drawing.add("vlan", "own10", "own", vlan_id=10).add("container", "k1", "engine")
    drawing.link("vnic", "k1:nic0", "own10").link("uplink", "own", "bare:nic0")
    assert crossed(drawing, "k1", "b1") == ["cable bare:nic0 tor", "cable host-b:nic0 tor"]
    drawing.add("container", "k2", "engine").link("vnic", "k2:nic0", "own")
    assert crossed(drawing, "k2", "bare") == ["own"]
    drawing.set("own", nat=True)
    # Translated, it goes out as the server does, which can tag.
    assert refusal(drawing, "k2", "b1") is None
    assert refusal(drawing, "b1", "k1") is not None


# adapters given to guests


def test_guests_of_a_shared_adapter_leave_through_the_virtual_io_server() -> None:
    drawing = estate()
    assert crossed(drawing, "s1", "s2") == ["sea"]
    assert crossed(drawing, "s1", "b1") == ["sea", "cable host-a:nic3 tor", "cable host-b:nic0 tor"]
    drawing.set("vios", powered_on=False)
    assert refusal(drawing, "s1", "s2") == message("powered-off", element=id_of("vios"))


def test_a_virtual_function_goes_straight_to_the_cable() -> None:
    drawing = estate()
    assert crossed(drawing, "f1", "b1") == ["cable host-a:nic2 tor", "cable host-b:nic0 tor"]
    drawing.links["f"] = drawing.links.pop("passthrough host-a:nic2 f1:nic0").replace(vlan_id=20)
    said = refusal(drawing, "f1", "b1")
    assert said is not None
    assert said.code == "different-vlans"


def test_two_virtual_functions_of_one_adapter_meet_inside_it() -> None:
    found = route(estate(), "f1", "f2")
    assert (found.hops, found.refusal) == ((), None)
    assert found.adapters == ((id_of("host-a"), "nic2"),)
    drawing = estate()
    names = ["f1", "passthrough host-a:nic2 f1:nic0", "host-a", "passthrough host-a:nic2 f2:nic0", "f2"]
    ids = [drawing.links[name].id if " " in name else id_of(name) for name in names]
    assert list(found.path) == ids


def test_a_guest_with_a_whole_adapter_tags_for_itself() -> None:
    drawing = estate().unlink("passthrough host-a:nic2").link("passthrough", "host-a:nic2", "f1:nic0")
    assert crossed(drawing, "f1", "b1") == ["cable host-a:nic2 tor", "cable host-b:nic0 tor"]
    said = message("adapter-given-away", server=id_of("host-a"), part="nic2", guest=id_of("f1"))
    assert refusal(drawing, "host-a:nic2", "b1") == said


# distributed switches and pools


def test_a_distributed_switch_uses_the_bus_on_one_host_and_uplinks_between_two() -> None:
    drawing = estate()
    assert crossed(drawing, "d1", "e1") == ["dvs"]
    assert crossed(drawing, "d1", "d2") == ["cable host-a:nic4 tor", "cable host-b:nic4 tor"]


def test_a_machine_in_a_clusters_pool_is_where_it_says() -> None:
    drawing = estate().add("resource-pool", "pool", "rack")
    drawing.add("virtual-machine", "p", "pool", host=id_of("host-b")).link("vnic", "p:nic0", "dvlan")
    assert crossed(drawing, "p", "d2") == ["dvs"]
    assert crossed(drawing, "p", "d1") == ["cable host-b:nic4 tor", "cable host-a:nic4 tor"]
    drawing.set("p", host=None)
    assert refusal(drawing, "p", "d1") == message("not-on-a-host", element=id_of("p"))


# the outside


def test_clients_are_beyond_the_nearest_external_network() -> None:
    drawing = with_outside(estate()).add("external-network", "far").add("physical-switch", "core")
    drawing.link("cable", "core", "far").link("cable", "tor", "core")
    assert crossed(drawing, "a1", None) == ["cable host-a:nic0 tor", "cable tor wan"]
    assert crossed(drawing.unlink("cable tor wan"), "a1", None) == [
        "cable host-a:nic0 tor", "cable tor core", "cable core far",
    ]  # fmt: skip
    assert refusal(drawing.unlink("cable tor core"), "a1", None) == message(
        "no-external", element=id_of("a1")
    )


def test_an_external_network_that_nothing_is_cabled_to_changes_nothing() -> None:
    assert crossed(estate().add("external-network", "wan"), "a1", None) == ["cable host-a:nic0 tor"]


def test_an_external_network_is_an_end_like_others() -> None:
    drawing = with_outside(estate())
    assert crossed(drawing, "a1", "wan:") == ["cable host-a:nic0 tor", "cable tor wan"]
    assert crossed(drawing, "wan:", "a1") == ["cable tor wan", "cable host-a:nic0 tor"]
    assert refusal(drawing, "wan:", "n1") == message("behind-nat", element=id_of("n1"), switch=id_of("nbr"))


def test_a_server_cabled_straight_to_the_outside() -> None:
    drawing = Drawing().add("physical-server", "edge").add("external-network", "wan")
    drawing.link("cable", "edge:nic0", "wan")
    assert crossed(drawing, "edge", "wan:") == ["cable edge:nic0 wan"]
    assert crossed(drawing, "edge", None) == ["cable edge:nic0 wan"]


def in_two_vlans(**fields: object) -> Drawing:
    return with_outside(estate().unlink("vnic b1").link("vnic", "b1:nic0", "b-vlan20"), **fields)


def test_only_an_external_network_that_routes_joins_two_vlans() -> None:
    said = refusal(in_two_vlans(), "a1", "b1")
    assert said is not None
    assert said.code == "different-vlans"
    drawing = in_two_vlans(routes=True)
    out, up = "cable host-a:nic0 tor", "cable tor wan"
    hops = route(drawing, "a1", "b1").hops
    assert crossed(drawing, "a1", "b1") == [out, up, up, "cable host-b:nic0 tor"]
    assert [hop.forward for hop in hops] == [True, True, False, False]


@pytest.mark.parametrize("vlans", ["10", "20", "11-19"])
def test_a_router_must_know_both_vlans(vlans: str) -> None:
    said = refusal(in_two_vlans(routes=True, vlans=vlans), "a1", "b1")
    assert said is not None
    assert said.code == "different-vlans"


def test_a_router_joins_two_guests_of_one_virtual_switch_outside() -> None:
    drawing = with_outside(estate(), routes=True).unlink("vnic a2").link("vnic", "a2:nic0", "a-vlan20")
    assert len(crossed(drawing, "a1", "a2")) == 4


def test_a_router_joins_separate_networks() -> None:
    drawing = with_outside(estate(), routes=True).add("physical-switch", "tor2").link("cable", "tor2", "wan")
    for nic in ("nic0", "nic1"):
        drawing.unlink(f"cable host-b:{nic}").link("cable", f"host-b:{nic}", "tor2")
    assert crossed(drawing, "a1", "b1") == [
        "cable host-a:nic0 tor", "cable tor wan", "cable tor2 wan", "cable host-b:nic0 tor2",
    ]  # fmt: skip
    said = refusal(drawing.set("wan", routes=False), "a1", "b1")
    assert said == message("no-path", element=id_of("a1"), peer=id_of("b1"))


# teams


def uplinks_used(drawing: Drawing) -> list[str]:
    return [crossed(drawing, name, None)[-1].split()[1] for name in ("a1", "a2", "shell", "nat")]


def test_explicit_failover_keeps_to_the_first_usable() -> None:
    drawing = estate().set("vs-a", teaming="explicit-failover")
    assert uplinks_used(drawing) == ["host-a:nic0"] * 4
    assert uplinks_used(drawing.unlink("cable host-a:nic0")) == ["host-a:nic1"] * 4


def test_a_vlan_may_have_a_policy_of_its_own() -> None:
    assert uplinks_used(estate().set("a-vlan10", teaming="explicit-failover")) == ["host-a:nic0"] * 4


def test_an_ip_hash_goes_by_both_ends_and_both_ways() -> None:
    drawing = estate().set("vs-a", teaming="ip-hash").set("vs-b", teaming="ip-hash")
    there, back = route(drawing, "a1", "b1").hops, route(drawing, "b1", "a1").hops
    assert back == tuple(hop.back() for hop in reversed(there))
    peers = {
        route(drawing, "a1", name).hops[0].id for name in ("b1", "d1", "d2", "e1", "f1", "f2", "s1", "s2")
    }
    assert len(peers) == 2


def test_flows_can_be_moved_to_another_uplink() -> None:
    drawing = estate().set("vs-a", teaming="load-based")
    fabric = drawing.design.derived(Fabric)
    adapter = (id_of("a1"), "nic0")
    assert [found.link for found in fabric.uplinks(adapter)] == [
        drawing.link_id(f"uplink vs-a host-a:{nic}") for nic in ("nic0", "nic1")
    ]
    cables = [drawing.link_id(f"cable host-a:{nic}") for nic in ("nic0", "nic1")]
    for place, cable in enumerate(cables):
        assert fabric.route(adapter, None, {adapter: place}).hops[0].id == cable
    assert fabric.uplinks((id_of("host-a"), "nic2"))[0].link == ""


def test_a_bridge_with_two_adapters_of_its_machine_spreads_its_containers() -> None:
    drawing = estate().set("shell", nics=two_nics()).link("vnic", "shell:nic1", "a-vlan10")
    drawing.link("uplink", "br", "shell:nic1", order=1)
    used = [route(drawing, name, "a1").adapters for name in ("c1", "c2")]
    assert used == [((id_of("shell"), "nic0"),), ((id_of("shell"), "nic1"),)]


@pytest.mark.parametrize("name", ENDS)
def test_everybody_in_the_estate_gets_out(name: str) -> None:
    assert refusal(with_outside(estate()), name, None) is None
