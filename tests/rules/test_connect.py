"""What a drag from one element to another may mean."""

import time

import pytest

from tests.building import Drawing, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.link import DiskLink, Link, Passthrough, Uplink
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Hba, Nic, VirtualDisk, VirtualHba, VirtualNic
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
    ("spare", "vs-b", "switch-on-another-host"), ("host-a", "lun-a", "cannot-connect"),
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


def labels(found: Proposals) -> list[tuple[str, str]]:
    return [(option.kind, option.meaning.code if option.meaning else "") for option in found.options]


def with_functions() -> Drawing:
    """`with_spares` whose free adapter of host-a has virtual functions."""
    server = with_spares().elements["host-a"]
    *used, free = server.carried(Nic)
    return with_spares().set("host-a", nics=(*used, free.replace(virtual_functions=4)))


def test_a_server_can_hand_over_adapters_whole_or_in_parts() -> None:
    found = meant(with_functions(), "host-a", "a1")
    assert labels(found) == [
        ("passthrough", "virtual-function"), ("passthrough", "hand-over"), ("passthrough", "virtual-port"),
        ("passthrough", "hand-over"),
    ]  # fmt: skip
    network, whole = (option.changes for option in found.options[:2])
    for changes in (network, whole):
        link = changes[-1].after
        assert isinstance(link, Passthrough)
        # nic0 and nic1 are uplinks; the adapter of a1 is plugged in, so that it gets another one.
        assert (link.source_part, link.target_part) == ("nic9", "nic1")


def test_the_new_adapter_or_port_is_part_of_the_same_edit() -> None:
    drawing = with_functions()
    option = meant(drawing, "host-a", "a1").options[2]
    after = drawing.design.edited(option.changes)
    assert [port.name for port in after.elements[id_of("a1")].carried(VirtualHba)] == ["Port 1"]
    assert judge(after, option.changes) == []
    back = after.edited([change.inverse() for change in reversed(option.changes)])
    assert back.elements == drawing.design.elements


def test_a_free_adapter_of_a_guest_is_taken_before_another_is_added() -> None:
    option = meant(with_functions(), "host-a", "spare").options[0]
    assert [change.table for change in option.changes] == ["links"]


def test_an_adapter_that_was_handed_over_is_not_plugged_in_as_well() -> None:
    drawing = with_functions().link("passthrough", "host-a:nic9", "spare:nic0", mode="virtual")
    assert made(drawing, "spare", "a-vlan10").source_part == "nic1"


def test_adapters_of_another_server_are_refused() -> None:
    refusal = meant(with_functions(), "host-a", "b1").refusal
    assert refusal is not None
    assert refusal.code == "adapter-of-another-server"


def test_a_driver_domain_gets_whole_adapters_and_its_switch_sends_through_them() -> None:
    drawing = with_functions().add("virtual-io-server", "vios", "hv-a").add("virtual-switch", "sea", "vios")
    options = meant(drawing, "host-a", "vios").options
    whole = next(o for o in options if o.meaning and dict(o.meaning.parameters).get("part") == "nic9")
    link = whole.changes[-1].after
    assert isinstance(link, Passthrough)
    drawing.link("passthrough", "host-a:nic9", "vios", mode="whole")
    assert made(drawing, "sea", "host-a").target_part == "nic9"


def test_a_disk_can_pass_an_io_server_of_the_guests_hypervisor() -> None:
    drawing = with_spares().add("virtual-io-server", "vios", "hv-a").add("virtual-io-server", "far", "hv-b")
    found = meant(drawing, "spare", "lun-box")
    assert labels(found) == [("disk", ""), ("disk", "disk-by-way-of")]
    link = found.options[1].changes[-1].after
    assert isinstance(link, DiskLink)
    assert link.via == id_of("vios")


def test_guests_luns_and_vlans_become_members_of_a_service_once() -> None:
    drawing = two_hosts_and_array().add("cloud-service", "cloud")
    for member in ("a1", "lun-box", "a-vlan10"):
        link = made(drawing, "cloud", member)
        assert (link.kind, link.source, link.target) == ("member", id_of(member), id_of("cloud"))
    drawing.link("member", "a1", "cloud")
    again = message("connected-already", element=id_of("a1"), peer=id_of("cloud"))
    assert meant(drawing, "a1", "cloud").refusal == again


def test_a_switch_is_cabled_to_the_outside() -> None:
    drawing = two_hosts().add("external-network", "internet")
    assert made(drawing, "internet", "tor").kind == "cable"


def test_a_bridge_in_a_vm_sends_through_the_vms_adapter() -> None:
    drawing = two_hosts().add("container-engine", "engine", "a1").add("virtual-switch", "bridge", "engine")
    drawing.add("container", "c", "engine")
    link = made(drawing, "a1", "bridge")
    assert (link.kind, link.target, link.target_part) == ("uplink", id_of("a1"), "nic0")
    assert made(drawing, "c", "bridge").kind == "vnic"
