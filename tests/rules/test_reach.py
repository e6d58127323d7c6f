"""Can A get at B: over the network, to a LUN; the path from end to end, or the reason."""

from itertools import permutations

import pytest

from tests.building import Drawing, id_of, two_hosts_and_array
from tests.rules.estates import ENDS, estate, two_nics, with_outside
from virtdesigner.model.messages import message
from virtdesigner.rules.reach import Reach, reach


def asked(drawing: Drawing, one: str, other: str) -> Reach:
    return reach(drawing.design, id_of(one), id_of(other))


def named(drawing: Drawing, found: Reach) -> list[str]:
    names = {id_of(name): name for name in drawing.elements} | {v.id: k for k, v in drawing.links.items()}
    return [names[id] for id in found.path]


def test_a_way_names_what_is_between() -> None:
    drawing = two_hosts_and_array()
    assert named(drawing, asked(drawing, "a1", "b1")) == [
        "a1", "vnic a1:nic0 a-vlan10", "a-vlan10", "vs-a", "uplink vs-a host-a:nic0", "host-a",
        "cable host-a:nic0 tor", "tor", "cable host-b:nic0 tor", "host-b", "uplink vs-b host-b:nic0", "vs-b",
        "b-vlan10", "vnic b1:nic0 b-vlan10", "b1",
    ]  # fmt: skip


def test_no_comes_with_its_reason() -> None:
    found = asked(two_hosts_and_array(), "a1", "b3")
    assert not found.is_reached
    assert found.path == ()
    assert found.reason == message(
        "different-vlans", element=id_of("a1"), vlan=10, peer=id_of("b3"), peer_vlan=20
    )


def test_every_adapter_is_tried() -> None:
    drawing = two_hosts_and_array().set("a1", nics=two_nics()).link("vnic", "a1:nic1", "a-vlan20")
    found = asked(drawing, "a1", "b3")
    assert named(drawing, found)[1] == "vnic a1:nic1 a-vlan20"


def test_what_has_no_adapter_says_so() -> None:
    for one, other in (("a1", "tor"), ("tor", "a1")):
        assert asked(two_hosts_and_array(), one, other).reason == message("no-adapter", element=id_of("tor"))


def test_itself_is_reached() -> None:
    assert asked(two_hosts_and_array(), "a1", "a1").path == (id_of("a1"),)


def test_the_outside_is_reached_and_reaches() -> None:
    drawing = with_outside(two_hosts_and_array())
    assert named(drawing, asked(drawing, "a1", "wan"))[-3:] == ["tor", "cable tor wan", "wan"]
    assert named(drawing, asked(drawing, "wan", "a1"))[:3] == ["wan", "cable tor wan", "tor"]


def test_a_guest_sees_a_lun_through_its_host() -> None:
    drawing = two_hosts_and_array()
    way = ["fibre host-a:hba0 san", "san", "fibre box:fc0 san", "box", "lun-box"]
    assert named(drawing, asked(drawing, "a1", "lun-box")) == [
        "a1", "disk a1:disk0 lun-box", "host-a", *way,
    ]  # fmt: skip
    # a2 has no disk there; it could have one.
    assert named(drawing, asked(drawing, "a2", "lun-box")) == ["a2", "host-a", *way]
    assert named(drawing, asked(drawing, "lun-box", "host-a")) == ["host-a", *way][::-1]
    assert named(drawing, asked(drawing, "a2", "lun-a")) == ["a2", "disk a2:disk0 lun-a", "host-a", "lun-a"]


def test_a_lun_out_of_sight_says_why() -> None:
    drawing = two_hosts_and_array().set("lun-box", hosts=(id_of("host-b"),))
    assert asked(drawing, "a1", "lun-box").reason == message(
        "lun-masked", lun=id_of("lun-box"), host=id_of("host-a")
    )
    assert asked(drawing, "lun-a", "lun-box").reason == message(
        "sees-no-luns", element=id_of("lun-a"), lun=id_of("lun-box")
    )


@pytest.mark.parametrize("drawing", [estate(), with_outside(estate(), routes=True)])
def test_every_answer_is_a_way_or_names_an_element(drawing: Drawing) -> None:
    design = drawing.design
    for one, other in permutations([*ENDS, "host-a", "host-b", "lun-a", "tor", "br"], 2):
        found = reach(design, id_of(one), id_of(other))
        if found.reason:
            assert any(value in design.elements for _, value in found.reason.parameters), found.reason
        else:
            assert (found.path[0], found.path[-1]) == (id_of(one), id_of(other))
            assert all(id in design.elements or id in design.links for id in found.path)
