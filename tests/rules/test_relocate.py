from tests.ui.canvas.sites import branch_office, named
from virtdesigner.model import edits
from virtdesigner.model.change import remove
from virtdesigner.model.design import Design
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
