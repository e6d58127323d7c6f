"""Which switches a guest reaches, by what schedules it; which adapters a switch may send through."""

import pytest

from tests.building import Drawing, id_of, two_hosts
from tests.rules.test_links import refusal
from virtdesigner.model.change import add, update
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Nic, VirtualNic
from virtdesigner.rules.judge import judge

ONE_NIC = (VirtualNic(id="nic0", name="nic0"),)


def estate() -> Drawing:
    """`two_hosts`, host a in the cluster `rack` with a distributed switch and a pool; engines and a VIOS.

    On hv-a run the VM `spare`, the virtual I/O server `vios` with the switch `sea`, and the VM `box` with the
    engine `inner`, its bridge `inner-bridge` and the container `deep`. On host-a the engine `outer`, its
    bridges `outer-bridge` and `outer-bridge2`, and the container `flat`.
    """
    drawing = two_hosts().add("cluster", "rack").set("host-a", parent=id_of("rack"))
    drawing.set("host-a", nics=tuple(Nic(id=f"nic{n}", name=f"nic{n}") for n in range(4)))
    drawing.add("virtual-switch", "dvs", "rack").add("vlan", "dvlan", "dvs", vlan_id=10)
    drawing.add("resource-pool", "pool", "rack").add("virtual-machine", "spare", "hv-a")
    drawing.add("virtual-io-server", "vios", "hv-a", nics=ONE_NIC).add("virtual-switch", "sea", "vios")
    drawing.add("virtual-machine", "box", "hv-a").add("container-engine", "inner", "box")
    drawing.add("virtual-switch", "inner-bridge", "inner").add("container", "deep", "inner")
    drawing.add("container-engine", "outer", "host-a").add("container", "flat", "outer")
    drawing.add("virtual-switch", "outer-bridge", "outer")
    return drawing.add("virtual-switch", "outer-bridge2", "outer")


@pytest.mark.parametrize(("guest", "reached"), [
    ("spare", {"vs-a", "a-vlan10", "a-vlan20", "sea", "dvs", "dvlan"}),
    ("vios", {"vs-a", "a-vlan10", "a-vlan20", "sea"}),
    ("deep", {"inner-bridge"}), ("flat", {"outer-bridge", "outer-bridge2"}),
])  # fmt: skip
def test_a_guest_reaches_the_switches_of_its_scheduler(guest: str, reached: set[str]) -> None:
    drawing = estate()
    switches = {name for name, e in drawing.elements.items() if e.kind in ("virtual-switch", "vlan")}
    found = {name for name in switches if refusal("vnic", f"{guest}:nic0", name, drawing) is None}
    assert found == reached


@pytest.mark.parametrize(("guest", "switch", "said"), [
    ("spare", "vs-b", message("switch-on-another-host", guest=id_of("spare"), switch=id_of("vs-b"))),
    ("deep", "vs-a", message("switch-of-another", guest=id_of("deep"), switch=id_of("vs-a"),
                             parent=id_of("hv-a"))),
    ("b1", "dvs", message("switch-of-another-cluster", guest=id_of("b1"), switch=id_of("dvs"),
                          cluster=id_of("rack"))),
])  # fmt: skip
def test_the_refusal_says_whose_switch_it_is(guest: str, switch: str, said: object) -> None:
    drawing = estate().unlink("vnic b1")
    assert refusal("vnic", f"{guest}:nic0", switch, drawing) == said


def test_a_machine_in_a_hypervisors_pool_is_on_that_hypervisor() -> None:
    drawing = estate().add("resource-pool", "share", "hv-a").add("resource-pool", "part", "share")
    drawing.add("virtual-machine", "pooled", "part")
    assert refusal("vnic", "pooled:nic0", "vs-a", drawing) is None
    assert refusal("vnic", "pooled:nic0", "vs-b", drawing) is not None


def test_a_machine_in_a_clusters_pool_is_on_the_server_that_it_names() -> None:
    drawing = estate().add("virtual-machine", "pooled", "pool", host=id_of("host-a"))
    assert refusal("vnic", "pooled:nic0", "vs-a", drawing) is None
    assert refusal("vnic", "pooled:nic0", "dvs", drawing) is None
    said = message("switch-on-another-host", guest=id_of("pooled"), switch=id_of("vs-b"))
    assert refusal("vnic", "pooled:nic0", "vs-b", drawing) == said
    # Until it names a server it waits, and may be plugged in anywhere.
    assert refusal("vnic", "pooled:nic0", "vs-b", drawing.set("pooled", host=None)) is None


def test_naming_another_server_looks_at_its_links() -> None:
    drawing = estate().set("host-b", parent=id_of("rack"))
    drawing.add("virtual-machine", "pooled", "pool", host=id_of("host-a")).link("vnic", "pooled:nic0", "vs-a")
    design = drawing.design
    machine = design.elements[id_of("pooled")]
    change = update("elements", machine, machine.replace(host=id_of("host-b")))
    assert [said.code for said in judge(design.edited([change]), [change])] == ["switch-on-another-host"]


def test_moving_a_server_out_of_its_cluster_looks_at_the_distributed_switch() -> None:
    drawing = estate().link("vnic", "spare:nic0", "dvs").link("uplink", "dvs", "host-a:nic2")
    design = drawing.design
    server = design.elements[id_of("host-a")]
    change = update("elements", server, server.replace(parent=None))
    codes = {said.code for said in judge(design.edited([change]), [change])}
    assert codes == {"switch-of-another-cluster", "uplink-outside-cluster"}


def test_an_engine_in_a_machine_stays_consistent_when_the_machine_waits() -> None:
    drawing = estate().link("vnic", "deep:nic0", "inner-bridge")
    design = drawing.design
    machine = design.elements[id_of("box")]
    change = update("elements", machine, machine.replace(parent=None))
    assert judge(design.edited([change]), [change]) == []


@pytest.mark.parametrize(("switch", "ends"), [
    ("vs-a", {"host-a:nic2"}), ("sea", {"host-a:nic2"}), ("dvs", {"host-a:nic2"}),
    ("inner-bridge", {"box:nic0"}), ("outer-bridge", {"host-a:nic0", "host-a:nic2"}), ("vs-b", set()),
])  # fmt: skip
def test_a_switch_sends_through_adapters_of_its_own_machine(switch: str, ends: set[str]) -> None:
    offered = ("host-a:nic0", "host-a:nic2", "box:nic0", "spare:nic0", "host-b:nic0")
    found = {end for end in offered if refusal("uplink", switch, end, estate()) is None}
    assert found == ends


def test_bridges_of_containers_share_an_adapter() -> None:
    drawing = estate().link("uplink", "outer-bridge", "host-a:nic3")
    assert refusal("uplink", "outer-bridge2", "host-a:nic3", drawing) is None
    assert refusal("uplink", "vs-a", "host-a:nic3", drawing) is None


def test_what_a_guest_has_to_itself_is_no_uplink() -> None:
    drawing = estate().link("passthrough", "host-a:nic2", "spare:nic0")
    said = message("adapter-given-away", server=id_of("host-a"), part="nic2", guest=id_of("spare"))
    for switch in ("vs-a", "dvs", "outer-bridge", "sea"):
        assert refusal("uplink", switch, "host-a:nic2", drawing) == said


def test_the_shared_adapter_sends_through_what_its_virtual_io_server_was_given() -> None:
    drawing = estate().link("passthrough", "host-a:nic2", "vios")
    assert refusal("uplink", "sea", "host-a:nic2", drawing) is None
    assert refusal("uplink", "vs-a", "host-a:nic2", drawing) is not None


def test_the_whole_estate_keeps_the_rules() -> None:
    drawing = estate().link("uplink", "inner-bridge", "box:nic0").link("vnic", "box:nic0", "dvlan")
    drawing.link("vnic", "deep:nic0", "inner-bridge").link("uplink", "sea", "host-a:nic2")
    design = drawing.design
    rows = [add("elements", e) for e in design.elements.values()]
    assert judge(design, [*rows, *(add("links", link) for link in design.links.values())]) == []
