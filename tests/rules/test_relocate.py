from tests.building import Drawing, id_of, two_hosts
from tests.rules.estates import estate
from tests.ui.canvas.sites import branch_office, named
from virtdesigner.model import edits
from virtdesigner.model.change import remove
from virtdesigner.model.design import Design
from virtdesigner.rules.judge import judge
from virtdesigner.rules.relocate import container_for, relocate, relocation_refusal


def inside(design: Design, name: str, server: str) -> str:
    return next(id for id in design.descendants(named(design, server)) if design.elements[id].name == name)


def test_a_machine_dropped_on_a_server_means_its_hypervisor() -> None:
    design = branch_office()
    server = named(design, "esx-01")
    assert container_for(design, "virtual-machine", server) == inside(design, "ESXi 8", "esx-01")


def test_a_machine_dropped_on_another_machine_means_what_that_lies_in() -> None:
    design = branch_office()
    assert container_for(design, "virtual-machine", named(design, "web-01")) == inside(
        design, "ESXi 8", "esx-01"
    )


def test_nothing_under_the_pointer_means_the_design() -> None:
    assert container_for(branch_office(), "virtual-machine", None) is None


def test_where_nothing_fits_the_nearest_container_is_meant() -> None:
    design = branch_office()
    assert container_for(design, "lun", inside(design, "web", "esx-01")) is not None


def test_a_moved_machine_is_plugged_into_the_vlan_of_the_same_id() -> None:
    design = branch_office()
    guest, target = named(design, "db-01"), inside(design, "ESXi 8", "esx-01")
    after = design.edited(relocate(design, [guest], target))
    (adapter,) = (link for link in after.links_of(guest) if link.kind == "vnic")
    assert adapter.target == inside(after, "web", "esx-01")
    assert after.elements[guest].parent == target


def test_without_such_a_vlan_it_is_unplugged() -> None:
    design = branch_office()
    guest, target = named(design, "db-01"), inside(design, "ESXi 8", "esx-01")
    vlan = design.elements[inside(design, "web", "esx-01")]
    other = design.edited(edits.replace(design, vlan, vlan_id=99))
    after = other.edited(relocate(other, [guest], target))
    assert not any(link.kind == "vnic" for link in after.links_of(guest))


def test_refusals_name_the_rule() -> None:
    design = branch_office()
    hypervisor = inside(design, "ESXi 8", "esx-01")
    machine = relocation_refusal(design, [named(design, "db-01")], named(design, "sw-1"))
    second = relocation_refusal(design, [inside(design, "ESXi 8", "esx-02")], named(design, "esx-01"))
    itself = relocation_refusal(design, [hypervisor], inside(design, "vSwitch0", "esx-01"))
    codes = [refusal.code if refusal else None for refusal in (machine, second, itself)]
    assert codes == ["cannot-lie-in", "holds-one-already", "lies-in-itself"]
    assert relocation_refusal(design, [named(design, "db-01")], hypervisor) is None


def test_a_machine_can_not_go_where_its_disk_is_out_of_reach() -> None:
    design = branch_office()
    fibre = [link for link in design.links.values() if link.kind == "fibre"]
    first = next(link for link in fibre if link.source == named(design, "esx-01"))
    cut = design.edited([remove("links", first)])
    refusal = relocation_refusal(cut, [named(cut, "db-01")], inside(cut, "ESXi 8", "esx-01"))
    assert refusal is not None
    assert refusal.code == "lun-not-connected"


def test_what_stays_where_it_is_takes_no_edit() -> None:
    design = branch_office()
    guest = named(design, "db-01")
    assert relocate(design, [guest], design.elements[guest].parent) == ()


def with_engines() -> Drawing:
    """`two_hosts` with an engine in a1 whose bridge is uplinked to a1's adapter."""
    drawing = two_hosts().add("container-engine", "engine", "a1").add("virtual-switch", "bridge", "engine")
    return drawing.link("uplink", "bridge", "a1:nic0")


def uplink_after(drawing: Drawing, parent: str) -> tuple[str, str] | None:
    changes = relocate(drawing.design, [id_of("engine")], id_of(parent))
    after = drawing.design.edited(changes)
    assert judge(after, changes) == []
    links = [link for link in after.links_of(id_of("bridge")) if link.kind == "uplink"]
    return (links[0].target, links[0].target_part) if links else None


def test_a_bridge_is_uplinked_to_the_vm_that_its_engine_moves_into() -> None:
    assert uplink_after(with_engines(), "b1") == (id_of("b1"), "nic0")


def test_a_bridge_takes_the_first_free_adapter_of_a_server_or_none() -> None:
    # Both adapters of host-b are uplinks of its own switch.
    assert uplink_after(with_engines(), "host-b") is None
    assert uplink_after(with_engines().unlink("uplink vs-b host-b:nic1"), "host-b") == (
        id_of("host-b"),
        "nic1",
    )


def test_who_drops_something_on_a_note_means_the_design() -> None:
    drawing = two_hosts().add("note", "words")
    assert container_for(drawing.design, "physical-server", id_of("words")) is None


def test_a_container_dropped_on_a_vm_goes_into_its_engine() -> None:
    assert container_for(with_engines().design, "container", id_of("a1")) == id_of("engine")


def test_an_engine_dropped_on_a_guest_goes_into_it_and_a_pool_into_its_hypervisor() -> None:
    assert container_for(two_hosts().design, "container-engine", id_of("a2")) == id_of("a2")
    assert container_for(two_hosts().design, "resource-pool", id_of("a2")) == id_of("hv-a")
    assert container_for(two_hosts().design, "virtual-machine", id_of("a2")) == id_of("hv-a")


def moved(drawing: Drawing, name: str, parent: str) -> str | None:
    """Where the adapter of an element is plugged in after it was put into another container, by name."""
    design = drawing.design
    after = design.edited(relocate(design, [id_of(name)], id_of(parent)))
    found = [link.target for link in after.links_of(id_of(name)) if link.kind == "vnic"]
    return after.elements[found[0]].name if found else None


def test_a_container_is_plugged_into_the_bridge_of_its_new_engine() -> None:
    drawing = estate().add("virtual-machine", "second", "hv-b").add("container-engine", "engine2", "second")
    drawing.add("virtual-switch", "other", "engine2").add("virtual-switch", "br-b", "engine2")
    assert moved(drawing, "c1", "engine2") is None
    drawing.elements["br-b"] = drawing.elements["br-b"].replace(name="br")
    assert moved(drawing, "c1", "engine2") == "br"


def test_a_machine_stays_on_the_distributed_switch_of_its_cluster() -> None:
    drawing = estate()
    assert moved(drawing, "d1", "hv-b") == "dvlan"
    assert moved(drawing, "s1", "hv-b") == "b-vlan10"


def test_a_machine_with_an_adapter_of_its_server_stays_there() -> None:
    refusal = relocation_refusal(estate().design, [id_of("f1")], id_of("hv-b"))
    assert refusal is not None
    assert refusal.code == "adapter-of-another-server"
