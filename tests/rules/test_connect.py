"""What a drag from one element to another may mean."""

import time

import pytest

from tests.building import Drawing, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.link import Link, Uplink
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Hba, Nic, VirtualDisk, VirtualNic
from virtdesigner.rules.connect import Proposals, propose
from virtdesigner.rules.judge import judge


def meant(drawing: Drawing, source: str, target: str) -> Proposals:
    return propose(drawing.design, id_of(source), id_of(target))


def made(drawing: Drawing, source: str, target: str) -> Link:
    """The link of the only thing that a drag may mean, after applying it."""
    (option,) = meant(drawing, source, target).options
    after = drawing.design.edited(option.changes)
    assert judge(after, option.changes) == []
    link = option.changes[-1].after
    assert isinstance(link, Link)
    assert link.kind == option.kind
    assert after.links[link.id] is link
    return link


def with_spares() -> Drawing:
    """`two_hosts_and_array` with a free network adapter, HBA and guest on host a."""
    drawing = two_hosts_and_array().add("virtual-machine", "spare", "hv-a")
    server = drawing.elements["host-a"]
    drawing.set("host-a", nics=(*server.carried(Nic), Nic(id="nic9", name="nic9")))
    return drawing.set("host-a", hbas=(*server.carried(Hba), Hba(id="hba9", name="hba9")))


@pytest.mark.parametrize(("source", "target", "kind", "ends"), [
    ("spare", "a-vlan20", "vnic", ("spare", "nic0", "a-vlan20", "")),
    ("spare", "vs-a", "vnic", ("spare", "nic0", "vs-a", "")),
    ("spare", "lun-a", "disk", ("spare", "disk0", "lun-a", "")),
    ("spare", "lun-box", "disk", ("spare", "disk0", "lun-box", "")),
    ("vs-a", "host-a", "uplink", ("vs-a", "", "host-a", "nic9")),
    ("host-a", "tor", "cable", ("host-a", "nic9", "tor", "")),
    ("host-a", "san", "fibre", ("host-a", "hba9", "san", "")),
    ("host-a", "box", "fibre", ("host-a", "hba9", "box", "fc0")),
])  # fmt: skip
def test_a_drag_either_way_takes_the_first_free_parts(
    source: str, target: str, kind: str, ends: tuple[str, str, str, str]
) -> None:
    for one, other in ((source, target), (target, source)):
        link = made(with_spares(), one, other)
        joined = {(link.source, link.source_part), (link.target, link.target_part)}
        assert link.kind == kind
        assert joined == {(id_of(ends[0]), ends[1]), (id_of(ends[2]), ends[3])}


def test_an_array_on_both_fabrics_can_be_joined_in_two_ways() -> None:
    drawing = with_spares().set("box", nics=(Nic(id="nic0", name="nic0"),))
    assert [option.kind for option in meant(drawing, "host-a", "box").options] == ["fibre", "cable"]


def test_a_new_uplink_comes_last_in_order() -> None:
    link = made(with_spares(), "vs-a", "host-a")
    assert isinstance(link, Uplink)
    assert link.order == 2


def test_a_guest_gets_another_adapter_when_all_are_plugged_in() -> None:
    drawing = two_hosts()
    link = made(drawing, "a1", "a-vlan20")
    assert link.source_part == "nic1"
    (option,) = meant(drawing, "a1", "a-vlan20").options
    nics = drawing.design.edited(option.changes).elements[id_of("a1")].carried(VirtualNic)
    assert [(nic.id, nic.name) for nic in nics] == [("nic0", "Adapter 1"), ("nic1", "Adapter 2")]


def test_a_guest_without_disks_gets_one() -> None:
    drawing = two_hosts().add("virtual-machine", "spare", "hv-a", disks=())
    (option,) = meant(drawing, "spare", "lun-a").options
    disks = drawing.design.edited(option.changes).elements[id_of("spare")].carried(VirtualDisk)
    assert [(disk.id, disk.name) for disk in disks] == [("disk0", "Disk 1")]


def test_adapters_of_a_server_are_not_made_up() -> None:
    assert meant(two_hosts(), "host-a", "tor") == Proposals(
        (), message("no-free-port", element=id_of("host-a"))
    )
    assert meant(two_hosts(), "vs-a", "host-a").refusal == message("no-free-port", element=id_of("host-a"))


@pytest.mark.parametrize(("source", "target", "code"), [
    ("a1", "a1", "links-itself"), ("a1", "a2", "cannot-connect"), ("lun-a", "tor", "cannot-connect"),
    ("spare", "b-vlan10", "switch-on-another-host"), ("a1", "b-vlan10", "switch-on-another-host"),
    ("spare", "lun-b", "lun-not-connected"), ("vs-b", "host-a", "uplink-of-another-server"),
    ("spare", "vs-b", "switch-on-another-host"), ("host-a", "a1", "cannot-connect"),
])  # fmt: skip
def test_a_drag_that_can_mean_nothing_says_why(source: str, target: str, code: str) -> None:
    found = meant(with_spares(), source, target)
    assert found.options == ()
    assert found.refusal is not None
    assert found.refusal.code == code


def test_kinds_that_nothing_joins_are_named() -> None:
    assert meant(two_hosts(), "a1", "tor").refusal == message(
        "cannot-connect", source_kind="virtual-machine", target_kind="physical-switch"
    )


def test_the_array_port_with_the_fewest_fibres_is_taken() -> None:
    drawing = with_spares().unlink("fibre box:fc1")
    link = made(drawing, "host-a", "box")
    assert "fc1" in (link.source_part, link.target_part)


def test_ten_thousand_other_elements_cost_nothing() -> None:
    drawing = two_hosts()
    for number in range(10_000):
        drawing.add("vlan", f"vlan-{number}", "vs-a", vlan_id=30)
    design = drawing.design
    started = time.process_time()
    found = propose(design, id_of("a1"), id_of("vlan-7"))
    # A few ms; ten times that would be felt while dragging.
    assert time.process_time() - started < 0.03
    assert [option.kind for option in found.options] == ["vnic"]
