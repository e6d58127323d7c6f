"""The table of links: what joins what, by which parts, and what else must hold."""

import itertools
import time

import pytest

from tests.building import Drawing, id_of, two_hosts, two_hosts_and_array
from virtdesigner.kinds import KINDS
from virtdesigner.model.change import add, remove, update
from virtdesigner.model.link import LINK_KINDS
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import Hba, Nic, VirtualHba, VirtualNic
from virtdesigner.rules.judge import judge
from virtdesigner.rules.links import LINKS, link_refusal

ENDS = {
    "cluster": ("cluster",),
    "physical-server": ("host-a:nic9", "host-a:hba9", "host-a"),
    "physical-switch": ("tor", "san"),
    "storage-array": ("box:fc0", "box:nic9", "box"),
    "hypervisor": ("hv-a",),
    "external-network": ("wan",),
    "container-engine": ("docker",),
    "virtual-io-server": ("vios:nic0", "vios"),
    "resource-pool": ("pool",),
    "virtual-machine": ("spare:nic0", "spare:disk0", "spare:fc0", "spare"),
    "container": ("box-1:nic0", "box-1:disk0", "box-1"),
    "virtual-switch": ("vs-a", "bridge"),
    "vlan": ("a-vlan10",),
    "lun": ("lun-a",),
    "cloud-service": ("service",),
    "note": ("note",),
}
"""Free ends of every kind in `playground`: each of its parts, and the element itself."""

ALLOWED = {
    "cable": {("host-a:nic9", "tor"), ("tor", "host-a:nic9"), ("box:nic9", "tor"), ("tor", "box:nic9"),
              ("host-a:nic9", "box:nic9"), ("box:nic9", "host-a:nic9"), ("host-a:nic9", "wan"),
              ("wan", "host-a:nic9"), ("box:nic9", "wan"), ("wan", "box:nic9"), ("tor", "wan"),
              ("wan", "tor")},
    "uplink": {("vs-a", "host-a:nic9"), ("bridge", "host-a:nic9")},
    "vnic": {(guest, target) for guest in ("spare:nic0", "vios:nic0")
             for target in ("a-vlan10", "vs-a")} | {("box-1:nic0", "bridge")},
    "fibre": {("host-a:hba9", "san"), ("san", "host-a:hba9"), ("box:fc0", "san"), ("san", "box:fc0"),
              ("host-a:hba9", "box:fc0"), ("box:fc0", "host-a:hba9")},
    "disk": {("spare:disk0", "lun-a"), ("box-1:disk0", "lun-a")},
    "passthrough": {("host-a:nic9", "spare:nic0"), ("host-a:hba9", "spare:fc0"), ("host-a:nic9", "vios"),
                    ("host-a:hba9", "vios")},
    "member": {(member, "service") for member in ("spare", "box-1", "lun-a", "a-vlan10")},
}  # fmt: skip
"""Kind of link to the pairs of ENDS that it joins, from DESIGN.md's table."""


REFUSED = {
    "cannot-link",
    "links-itself",
    "wrong-fabric",
    "uplink-of-another-server",
    "wrong-adapter",
    "switch-of-another",
}


def playground() -> Drawing:
    """`two_hosts_and_array` with free adapters, and a guest `spare` on host a without links."""
    drawing = two_hosts_and_array().add("cluster", "cluster")
    drawing.add("virtual-machine", "spare", "hv-a", hbas=(VirtualHba(id="fc0", name="fc0"),))
    drawing.add("virtual-io-server", "vios", "hv-a", nics=(VirtualNic(id="nic0", name="nic0"),))
    drawing.add("container-engine", "docker", "host-a").add("container", "box-1", "docker")
    drawing.add("virtual-switch", "bridge", "docker")
    drawing.add("resource-pool", "pool", "hv-a").add("external-network", "wan")
    drawing.add("cloud-service", "service").add("note", "note")
    nic, hba = Nic(id="nic9", name="nic9"), Hba(id="hba9", name="hba9")
    server = drawing.elements["host-a"]
    drawing.set("host-a", nics=(*server.carried(Nic), nic), hbas=(*server.carried(Hba), hba))
    return drawing.set("box", nics=(nic,))


PLAYGROUND = playground()
DESIGN = PLAYGROUND.design


def refusal(kind: str, source: str, target: str, drawing: Drawing | None = None) -> Message | None:
    base = DESIGN if drawing is None else drawing.design
    link = Drawing().link(kind, source, target).links.popitem()[1]
    fresh = link.replace(id="ffffffff-0000-0000-0000-000000000000")
    return link_refusal(base.edited([add("links", fresh)]), fresh)


def kind_of(end: str) -> str:
    return PLAYGROUND.elements[end.partition(":")[0]].kind


def test_the_table_covers_every_kind_of_link_and_element() -> None:
    assert LINKS.keys() == LINK_KINDS.keys() == ALLOWED.keys()
    assert ENDS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", LINKS)
def test_every_end_with_every_other(kind: str) -> None:
    ends = list(itertools.chain.from_iterable(ENDS.values()))
    for source, target in itertools.product(ends, ends):
        said = refusal(kind, source, target)
        if (source, target) in ALLOWED[kind]:
            assert said is None, (source, target, said)
        else:
            assert said is not None, (source, target)
            assert said.code in REFUSED, (source, target, said)


def test_a_refusal_names_both_kinds() -> None:
    assert refusal("vnic", "spare:nic0", "lun-a") == message(
        "cannot-link", link="vnic", source_kind="virtual-machine", target_kind="lun"
    )


@pytest.mark.parametrize(("kind", "source", "target", "element", "part"), [
    ("cable", "host-a:nic0", "tor", "host-a", "nic0"), ("uplink", "vs-a", "host-a:nic0", "host-a", "nic0"),
    ("vnic", "a1:nic0", "a-vlan20", "a1", "nic0"), ("disk", "a1:disk0", "lun-a", "a1", "disk0"),
    ("fibre", "host-a:hba0", "san", "host-a", "hba0"),
])  # fmt: skip
def test_a_part_takes_one_link_of_a_kind(
    kind: str, source: str, target: str, element: str, part: str
) -> None:
    said = message("taken-already", link=kind, element=id_of(element), part=part)
    assert refusal(kind, source, target) == said


def test_an_array_port_takes_several_fibres() -> None:
    assert refusal("fibre", "host-a:hba9", "box:fc0") is None


def test_a_switch_cannot_be_cabled_to_itself() -> None:
    assert refusal("cable", "tor", "tor") == message("links-itself", element=id_of("tor"))


@pytest.mark.parametrize(("kind", "source", "target", "switch"), [
    ("cable", "host-a:nic9", "san", "san"), ("fibre", "host-a:hba9", "tor", "tor"),
])  # fmt: skip
def test_cables_and_fibres_go_to_switches_of_their_own(
    kind: str, source: str, target: str, switch: str
) -> None:
    assert refusal(kind, source, target) == message("wrong-fabric", link=kind, switch=id_of(switch))


def test_an_uplink_is_an_adapter_of_the_switchs_own_server() -> None:
    said = message("uplink-of-another-server", switch=id_of("vs-b"), server=id_of("host-a"))
    assert refusal("uplink", "vs-b", "host-a:nic9") == said


def test_a_distributed_switch_has_uplinks_on_the_servers_of_its_cluster() -> None:
    drawing = playground().add("virtual-switch", "dvs", "cluster")
    said = message(
        "uplink-outside-cluster", switch=id_of("dvs"), server=id_of("host-a"), cluster=id_of("cluster")
    )
    assert refusal("uplink", "dvs", "host-a:nic9", drawing) == said
    drawing.set("host-a", parent=id_of("cluster"))
    assert refusal("uplink", "dvs", "host-a:nic9", drawing) is None


def test_an_uplink_over_a_guests_adapter_is_for_a_switch_inside_the_guest() -> None:
    said = message("uplink-of-another-server", switch=id_of("vs-a"), server=id_of("spare"))
    assert refusal("uplink", "vs-a", "spare:nic0") == said


def test_a_guest_cannot_reach_a_switch_on_another_host() -> None:
    said = message("switch-on-another-host", guest=id_of("spare"), switch=id_of("b-vlan10"))
    assert refusal("vnic", "spare:nic0", "b-vlan10") == said


def test_an_unplaced_guest_may_be_plugged_in_anywhere() -> None:
    drawing = playground().add("virtual-machine", "loose")
    assert refusal("vnic", "loose:nic0", "b-vlan10", drawing) is None
    assert refusal("disk", "loose:disk0", "lun-b", drawing) is None


def test_a_disk_lies_on_a_lun_that_its_host_is_connected_to() -> None:
    said = message("lun-not-connected", guest=id_of("spare"), lun=id_of("lun-b"), host=id_of("host-a"))
    assert refusal("disk", "spare:disk0", "lun-b") == said
    assert refusal("disk", "spare:disk0", "lun-box") is None


def test_storage_over_ethernet_counts_as_connected() -> None:
    drawing = two_hosts().add("storage-array", "filer", hbas=(), nics=(Nic(id="nic0", name="nic0"),))
    drawing.add("lun", "share", "filer").add("virtual-machine", "spare", "hv-a")
    assert refusal("disk", "spare:disk0", "share", drawing) is not None
    assert refusal("disk", "spare:disk0", "share", drawing.link("cable", "filer:nic0", "tor")) is None


def test_moving_a_guest_away_from_its_switch_and_store_is_refused() -> None:
    guest = DESIGN.elements[id_of("a2")]
    move = update("elements", guest, guest.replace(parent=id_of("hv-b")))
    codes = sorted(said.code for said in judge(DESIGN.edited([move]), [move]))
    assert codes == ["lun-not-connected", "switch-on-another-host"]


def test_changing_a_switch_to_the_other_fabric_looks_at_its_cables() -> None:
    switch = DESIGN.elements[id_of("san")]
    change = update("elements", switch, switch.replace(fabric="ethernet"))
    assert {said.code for said in judge(DESIGN.edited([change]), [change])} == {"wrong-fabric"}


def test_renaming_a_guest_looks_at_no_link() -> None:
    guest = DESIGN.elements[id_of("a1")]
    change = update("elements", guest, guest.replace(name="other"))
    assert judge(DESIGN.edited([change]), [change]) == []


def test_removing_a_link_needs_no_leave() -> None:
    link = PLAYGROUND.links["uplink vs-a host-a:nic0"]
    assert judge(DESIGN.edited([remove("links", link)]), [remove("links", link)]) == []


def test_a_part_of_the_wrong_type_does_not_fit() -> None:
    nics = (VirtualNic(id="disk0", name="misnamed"),)
    drawing = playground().add("virtual-machine", "odd", "hv-a", nics=nics, disks=())
    said = refusal("disk", "odd:disk0", "lun-a", drawing)
    assert said is not None
    assert said.code == "cannot-link"


def test_judging_a_small_edit_costs_nothing_among_ten_thousand_elements() -> None:
    drawing = two_hosts_and_array()
    for number in range(10_000):
        drawing.add("vlan", f"vlan-{number}", "vs-a", vlan_id=30)
    before = drawing.unlink("disk a1").design
    link = drawing.link("disk", "a1:disk0", "lun-box").links["disk a1:disk0 lun-box"]
    after = before.edited([add("links", link)])
    started = time.process_time()
    assert judge(after, [add("links", link)]) == []
    # A few ms; ten times that would be felt while editing.
    assert time.process_time() - started < 0.03
