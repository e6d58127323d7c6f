"""Logical networks of `two_hosts`: a1, a2, b1 in VLAN 10, a3, a4, b3 in VLAN 20."""

import pytest

from tests.building import Drawing, flow, guest, id_of, two_hosts
from virtdesigner.model.parts import VirtualNic
from virtdesigner.rules.logical_networks import LogicalNetworks, Network


def found(drawing: Drawing) -> LogicalNetworks:
    return drawing.design.derived(LogicalNetworks)


def members(network: Network, drawing: Drawing) -> set[str]:
    names = {element.id: name for name, element in drawing.elements.items()}
    return {names[id] for id in network.guests}


def groups(drawing: Drawing) -> list[tuple[int, set[str]]]:
    return [(network.vlan, members(network, drawing)) for network in found(drawing).networks]


def test_guests_of_one_vlan_on_two_hosts_are_one_network() -> None:
    assert groups(two_hosts()) == [(10, {"a1", "a2", "b1"}), (20, {"a3", "a4", "b3"})]


def test_a_vlan_that_no_switch_carries_is_a_network_on_each_host() -> None:
    drawing = two_hosts().set("tor", vlans="20")
    assert sorted((vlan, len(guests)) for vlan, guests in groups(drawing)) == [(10, 1), (10, 2), (20, 3)]


def test_a_guest_that_is_off_stays_in_its_network() -> None:
    drawing = two_hosts().set("b1", powered_on=False).set("a1", powered_on=False)
    assert groups(drawing)[0] == (10, {"a1", "a2", "b1"})


def test_a_host_without_a_way_out_keeps_its_guests_together() -> None:
    drawing = two_hosts().unlink("cable host-a")
    assert ("a1" in groups(drawing)[0][1]) != ("b1" in groups(drawing)[0][1])
    assert sorted(len(guests) for _, guests in groups(drawing)) == [1, 1, 2, 2]


def test_an_adapter_that_is_plugged_in_nowhere_is_in_no_network() -> None:
    drawing = two_hosts().unlink("vnic a2")
    assert found(drawing).unplugged == ((id_of("a2"), "nic0"),)
    assert groups(drawing)[0] == (10, {"a1", "b1"})
    assert id_of("a2") not in found(drawing).memberships


def test_a_guest_with_two_adapters_is_in_both_networks() -> None:
    drawing = two_hosts()
    two = (VirtualNic(id="nic0", name="One"), VirtualNic(id="nic1", name="Two"))
    drawing.set("a1", nics=two).link("vnic", "a1:nic1", "a-vlan20")
    assert found(drawing).memberships[id_of("a1")] == (("nic0", 0), ("nic1", 1))
    assert found(drawing).peers(id_of("a1")) == {id_of(n) for n in ("a2", "b1", "a3", "a4", "b3")}


def test_peers_are_those_of_its_own_network() -> None:
    assert found(two_hosts()).peers(id_of("a1")) == {id_of("a2"), id_of("b1")}


def test_a_guest_that_tags_for_itself_is_in_every_network_that_it_hears() -> None:
    drawing = two_hosts().add("vlan", "trunk", "vs-a", vlan_id=4095)
    drawing.add("virtual-machine", "router", "hv-a").link("vnic", "router:nic0", "trunk")
    assert [name for _, name in groups(drawing)] == [
        {"a1", "a2", "b1", "router"},
        {"a3", "a4", "b3", "router"},
    ]


def test_a_bare_server_with_software_is_a_guest_and_an_empty_one_is_none() -> None:
    drawing = two_hosts().add("physical-server", "bare").link("cable", "bare:nic0", "tor")
    assert id_of("bare") not in {guest.id for guest in found(drawing).guests}
    drawing.set("bare", workload=flow(None))
    assert id_of("bare") in found(drawing).peers(id_of("a1"))


def test_a_switch_without_uplink_is_a_network_of_its_own() -> None:
    drawing = two_hosts().add("virtual-switch", "inner", "hv-a")
    drawing.add("virtual-machine", "x", "hv-a").link("vnic", "x:nic0", "inner")
    drawing.add("virtual-machine", "y", "hv-a").link("vnic", "y:nic0", "inner")
    assert (0, {"x", "y"}) in groups(drawing)


@pytest.mark.parametrize("hosts", ["ab", "ba"])
def test_the_order_of_drawing_does_not_matter(hosts: str) -> None:
    drawing = two_hosts()
    for letter in hosts:
        guest(drawing, f"late-{letter}", letter, 20)
    assert groups(drawing)[1] == (20, {"a3", "a4", "b3", "late-a", "late-b"})
