"""What holds for routes between any kinds of guests, whatever is off, unplugged or in another VLAN."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.building import Drawing, id_of
from tests.rules.estates import ENDS, estate, with_outside
from virtdesigner.model.design import Design
from virtdesigner.model.parts import VirtualNic
from virtdesigner.rules.fabric import GUEST_TAGS, Fabric, Route

VLANS = ("a-vlan10", "b-vlan10", "sea-vlan10", "dvlan")
FRAGILE = ("tor", "host-b", "shell", "vios", "c1", "a1")
CUTS = ("uplink vs-a", "uplink br", "uplink sea", "uplink dvs host-b", "cable host-a:nic2", "vnic shell")


@st.composite
def estates(draw: st.DrawFn, nat: bool = True, routes: bool = False) -> Drawing:
    """`estate` with random VLANs, some things off and some links gone."""
    drawing = estate().set("tor", vlans=draw(st.sampled_from(["all", "10", "10, 20"])))
    for name in VLANS:
        drawing.set(name, vlan_id=draw(st.sampled_from([0, 10, 10, 20, GUEST_TAGS])))
    for name in FRAGILE:
        drawing.set(name, powered_on=draw(st.integers(0, 9)) > 0)
    for link in CUTS:
        if draw(st.integers(0, 9)) == 0:
            drawing.unlink(link)
    drawing.set("nbr", nat=nat).add("vlan", "br20", "br", vlan_id=20)
    if draw(st.booleans()):
        drawing.unlink("vnic c2").link("vnic", "c2:nic0", "br20")
    return with_outside(drawing, routes=routes) if draw(st.booleans()) or routes else drawing


def routes(design: Design) -> dict[tuple[str, str], Route]:
    fabric = design.derived(Fabric)
    return {
        (one, other): fabric.route((id_of(one), "nic0"), (id_of(other), "nic0"))
        for one, other in permutations(ENDS, 2)
    }


@settings(max_examples=40)
@given(estates(nat=False))
def test_without_address_translation_reaching_is_mutual(drawing: Drawing) -> None:
    found = routes(drawing.design)
    for (one, other), there in found.items():
        back = found[other, one]
        assert (there.refusal is None) == (back.refusal is None), (one, other)
        assert len(there.hops) == len(back.hops)
        assert there.path == back.path[::-1]


def tags(drawing: Drawing, name: str) -> set[int]:
    """The VLANs that an end may be heard in, read off the drawing; {GUEST_TAGS}: any."""
    for text, link in drawing.links.items():
        if text.startswith(("vnic ", "passthrough ")) and f"{name}:nic0" in text.split():
            if link.kind == "passthrough":
                return {link.vlan_id}
            group = drawing.design.elements[link.target]
            return {getattr(group, "vlan_id", 0)}
    return set()


@settings(max_examples=40)
@given(estates())
def test_nothing_joins_two_vlans_without_a_router(drawing: Drawing) -> None:
    plain = [name for name in ENDS if name[0] not in "cn" and tags(drawing, name)]
    found = routes(drawing.design)
    for one, other in permutations(plain, 2):
        vlans = tags(drawing, one) | tags(drawing, other)
        if len(vlans) == 2 and GUEST_TAGS not in vlans:
            said = found[one, other].refusal
            assert said is not None, (one, other, vlans)


@settings(max_examples=40)
@given(estates(routes=True))
def test_a_refusal_names_an_element_and_a_way_starts_and_ends_where_it_should(drawing: Drawing) -> None:
    design = drawing.design
    for (one, other), found in routes(design).items():
        if found.refusal is not None:
            named = [value for _, value in found.refusal.parameters if value in design.elements]
            assert named, found.refusal
            assert not found.hops
            assert not found.path
        else:
            assert (found.path[0], found.path[-1]) == (id_of(one), id_of(other))


@settings(max_examples=40)
@given(estates(routes=True))
def test_a_path_steps_from_element_to_link_that_ends_there(drawing: Drawing) -> None:
    design = drawing.design
    for found in routes(design).values():
        for place, id in enumerate(found.path):
            if id in design.links:
                link = design.links[id]
                assert {found.path[place - 1], found.path[place + 1]} <= {link.source, link.target}
        for hop in found.hops:
            assert hop.id in found.path


def test_every_adapter_of_the_estate_is_looked_at() -> None:
    design = estate().design
    plugged = {link.source for link in design.links.values() if link.kind == "vnic"}
    plugged |= {
        link.target for link in design.links.values() if link.kind == "passthrough" and link.target_part
    }
    assert plugged == {id_of(name) for name in ENDS}
    assert all(design.elements[id].carried(VirtualNic) for id in plugged)
