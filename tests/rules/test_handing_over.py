"""Adapters given to guests: whole ones serve nobody else, virtual ones are counted."""

import pytest

from tests.building import Drawing, id_of, two_hosts_and_array
from virtdesigner.model.change import add, update
from virtdesigner.model.link import Passthrough
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, Nic, VirtualHba, VirtualNic
from virtdesigner.rules.judge import judge
from virtdesigner.rules.links import link_refusal

NIC2 = {"server": id_of("host-a"), "part": "nic2"}
HBA0 = {"server": id_of("host-a"), "part": "hba0"}


def estate(functions: int = 0) -> Drawing:
    """`two_hosts_and_array` with a free `nic2` on host a, VMs `one`, `two`, and a virtual I/O server."""
    drawing = two_hosts_and_array()
    nics = (
        *drawing.elements["host-a"].carried(Nic),
        Nic(id="nic2", name="nic2", virtual_functions=functions),
    )
    drawing.set("host-a", nics=nics).add("virtual-io-server", "vios", "hv-a").add(
        "virtual-switch", "sea", "vios"
    )
    for name in ("one", "two"):
        ports = (VirtualHba(id="fc0", name="fc0"),)
        nics_of_guest = tuple(VirtualNic(id=f"nic{n}", name=f"nic{n}") for n in (0, 1))
        drawing.add("virtual-machine", name, "hv-a", hbas=ports, nics=nics_of_guest)
    return drawing


def refusal(drawing: Drawing, source: str, target: str, mode: str = "whole") -> Message | None:
    link = Drawing().link("passthrough", source, target, mode=mode).links.popitem()[1]
    fresh = link.replace(id="ffffffff-0000-0000-0000-000000000000")
    return link_refusal(drawing.design.edited([add("links", fresh)]), fresh)


def test_a_free_adapter_can_be_given_whole() -> None:
    for target in ("one:nic0", "vios"):
        assert refusal(estate(), "host-a:nic2", target) is None


@pytest.mark.parametrize("target", ["two:nic0", "vios", "one:nic1"])
def test_a_whole_adapter_is_not_given_twice(target: str) -> None:
    drawing = estate(4).link("passthrough", "host-a:nic2", "one:nic0")
    said = message("adapter-in-use", **NIC2, peer=id_of("one"))
    assert refusal(drawing, "host-a:nic2", target) == said
    said = message("adapter-given-away", **NIC2, guest=id_of("one"))
    assert refusal(drawing, "host-a:nic2", target, "virtual") == said


def test_a_virtual_switchs_adapter_is_not_given_whole() -> None:
    drawing = estate()
    said = message("adapter-in-use", server=id_of("host-a"), part="nic0", peer=id_of("vs-a"))
    assert refusal(drawing, "host-a:nic0", "one:nic0") == said


def test_a_virtual_io_server_may_have_whole_what_its_shared_adapter_sends_through() -> None:
    drawing = estate().link("uplink", "sea", "host-a:nic2")
    assert refusal(drawing, "host-a:nic2", "vios") is None
    assert refusal(drawing, "host-a:nic2", "one:nic0") == message("adapter-in-use", **NIC2, peer=id_of("sea"))


def test_virtual_functions_are_counted() -> None:
    assert refusal(estate(), "host-a:nic2", "one:nic0", "virtual") == message(
        "no-virtual-function", **NIC2, count=0
    )
    drawing = estate(2)
    for target in ("one:nic0", "two:nic0"):
        assert refusal(drawing, "host-a:nic2", target, "virtual") is None
        drawing.link("passthrough", "host-a:nic2", target, mode="virtual")
    said = message("no-virtual-function", **NIC2, count=2)
    assert refusal(drawing, "host-a:nic2", "one:nic1", "virtual") == said


def test_virtual_functions_live_beside_an_uplink() -> None:
    drawing = estate(1).link("uplink", "vs-a", "host-a:nic2")
    assert refusal(drawing, "host-a:nic2", "one:nic0", "virtual") is None


def test_taking_virtual_functions_away_looks_at_those_in_use() -> None:
    design = estate(1).link("passthrough", "host-a:nic2", "one:nic0", mode="virtual").design
    server = design.elements[id_of("host-a")]
    nics = tuple(nic.replace(virtual_functions=0) for nic in server.carried(Nic))
    change = update("elements", server, server.replace(nics=nics))
    assert [said.code for said in judge(design.edited([change]), [change])] == ["no-virtual-function"]


def test_virtual_ports_need_npiv() -> None:
    drawing = estate()
    for target in ("one:fc0", "two:fc0"):
        assert refusal(drawing, "host-a:hba0", target, "virtual") is None
        drawing.link("passthrough", "host-a:hba0", target, mode="virtual")
    off = (Hba(id="hba0", name="hba0", npiv=False), Hba(id="hba1", name="hba1"))
    assert refusal(estate().set("host-a", hbas=off), "host-a:hba0", "one:fc0", "virtual") == message(
        "no-virtual-port", **HBA0
    )


def test_an_adapter_of_a_guest_is_plugged_in_or_has_one_of_the_server_not_both() -> None:
    drawing = estate().link("vnic", "one:nic0", "a-vlan10")
    said = message("plugged-in-already", element=id_of("one"), part="nic0")
    assert refusal(drawing, "host-a:nic2", "one:nic0") == said
    given = estate().link("passthrough", "host-a:nic2", "one:nic0")
    vnic = given.link("vnic", "one:nic0", "a-vlan10").links["vnic one:nic0 a-vlan10"]
    assert link_refusal(given.design, vnic) == message(
        "adapter-passed-through", element=id_of("one"), part="nic0"
    )


def test_a_guest_of_another_server_gets_nothing() -> None:
    said = message("adapter-of-another-server", guest=id_of("b1"), server=id_of("host-a"))
    assert refusal(estate().unlink("vnic b1"), "host-a:nic2", "b1:nic0") == said


def test_a_passthrough_link_is_whole_unless_it_says_otherwise() -> None:
    link = estate().link("passthrough", "host-a:nic2", "vios").links["passthrough host-a:nic2 vios"]
    assert isinstance(link, Passthrough)
    assert link.mode == "whole"
