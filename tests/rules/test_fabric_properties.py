"""What holds for routes in any network: both ways alike, unbroken, and never from one VLAN into another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.building import Drawing, guest, host, id_of
from virtdesigner.model.design import Design
from virtdesigner.rules.fabric import GUEST_TAGS, Fabric
from virtdesigner.rules.wiring import Hop

GUESTS = ("a1", "a2", "a3", "b1", "b2", "c1", "c2")
SWITCHES = ("tor", "east", "west")


@st.composite
def networks(draw: st.DrawFn) -> Drawing:
    """Three hosts, three switches, guests in random VLANs, random cables, some things off."""
    drawing = Drawing()
    for name in SWITCHES:
        vlans = draw(st.sampled_from(["all", "10", "20", "10, 20"]))
        drawing.add("physical-switch", name, vlans=vlans, powered_on=draw(st.integers(0, 9)) > 0)
    for letter in "abc":
        host(drawing, letter)
        drawing.set(f"{letter}-vlan10", vlan_id=draw(st.sampled_from([0, 10, GUEST_TAGS])))
        for nic in ("nic0", "nic1"):
            drawing.unlink(f"cable host-{letter}:{nic}")
            if draw(st.integers(0, 9)) > 0:
                drawing.link("cable", f"host-{letter}:{nic}", draw(st.sampled_from(SWITCHES)))
    for name in GUESTS:
        guest(drawing, name, name[0], draw(st.sampled_from([10, 20])))
    for one, other in (("tor", "east"), ("west", "east"), ("west", "tor")):
        if draw(st.booleans()):
            drawing.link("cable", one, other)
    return drawing


def pairs() -> list[tuple[str, str]]:
    return [(one, other) for one in GUESTS for other in GUESTS if one != other]


def adapter(name: str) -> tuple[str, str]:
    return (id_of(name), "nic0")


def vlan_of(design: Design, name: str) -> int:
    (link,) = (link for link in design.links_of(id_of(name)) if link.kind == "vnic")
    return design.elements[link.target].vlan_id  # type: ignore[attr-defined]


def walked(design: Design, hops: tuple[Hop, ...]) -> list[tuple[str, str]]:
    """From and to of each cable, in the direction it is crossed."""
    links = [(design.links[hop.id], hop.forward) for hop in hops]
    return [(link.source, link.target) if on else (link.target, link.source) for link, on in links]


@given(networks())
def test_what_reaches_a_peer_is_reached_by_it_the_same_way(drawing: Drawing) -> None:
    fabric = drawing.design.derived(Fabric)
    for one, other in pairs():
        there, back = (
            fabric.route(*ends) for ends in ((adapter(one), adapter(other)), (adapter(other), adapter(one)))
        )
        assert (there.refusal is None) == (back.refusal is None)
        assert len(there.hops) == len(back.hops)


@given(networks())
def test_a_way_is_unbroken_from_host_to_host(drawing: Drawing) -> None:
    design = drawing.design
    fabric = design.derived(Fabric)
    for one, other in pairs():
        route = fabric.route(adapter(one), adapter(other))
        if route.refusal or one[0] == other[0]:
            continue
        steps = walked(design, route.hops)
        assert steps[0][0] == id_of(f"host-{one[0]}")
        assert steps[-1][1] == id_of(f"host-{other[0]}")
        assert all(here[1] == there[0] for here, there in pairwise(steps))
        between = {end for _, end in steps[:-1]}
        assert all(design.elements[id].powered_on for id in between)  # type: ignore[attr-defined]


@given(networks())
def test_nothing_joins_two_vlans(drawing: Drawing) -> None:
    design = drawing.design
    fabric = design.derived(Fabric)
    for one, other in pairs():
        vlans = {vlan_of(design, one), vlan_of(design, other)}
        route = fabric.route(adapter(one), adapter(other))
        if len(vlans) > 1 and GUEST_TAGS not in vlans:
            assert route.refusal is not None
            assert route.refusal.code == "different-vlans"
        elif one[0] == other[0]:
            assert route.hops == (Hop(id_of(f"vs-{one[0]}"), True),)


@given(networks())
def test_every_switch_on_the_way_lets_the_vlan_through(drawing: Drawing) -> None:
    design = drawing.design
    fabric = design.derived(Fabric)
    for one, other in pairs():
        route = fabric.route(adapter(one), adapter(other))
        vlan = min(vlan_of(design, one), vlan_of(design, other))
        if route.refusal is None and one[0] != other[0] and vlan != GUEST_TAGS:
            for _, id in walked(design, route.hops)[:-1]:
                assert design.elements[id].carries(vlan)  # type: ignore[attr-defined]


@given(networks(), st.integers(0, 6))
def test_the_fabric_asked_in_any_order_says_the_same(drawing: Drawing, start: int) -> None:
    first, second = Fabric(drawing.design), Fabric(drawing.design)
    asked = pairs()
    one = {pair: first.route(adapter(pair[0]), adapter(pair[1])) for pair in asked}
    other = {pair: second.route(adapter(pair[0]), adapter(pair[1])) for pair in reversed(asked[start:])}
    assert all(one[pair] == route for pair, route in other.items())
