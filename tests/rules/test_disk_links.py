"""Where a guest's disk may lie: by way of a virtual I/O server, by a virtual port, inside another guest."""

from tests.building import Drawing, id_of, two_hosts_and_array
from virtdesigner.files.consistency import _KEPT
from virtdesigner.model.change import add, update
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualDisk, VirtualHba
from virtdesigner.rules.judge import judge
from virtdesigner.rules.links import link_refusal


def estate() -> Drawing:
    """`two_hosts_and_array` with a virtual I/O server a host, and a VM `shell` with the container `deep`."""
    drawing = two_hosts_and_array()
    for letter in "ab":
        drawing.add("virtual-io-server", f"vios-{letter}", f"hv-{letter}")
    drawing.add("virtual-machine", "shell", "hv-a").add("container-engine", "engine", "shell")
    return drawing.add("container", "deep", "engine")


def refusal(drawing: Drawing, source: str, target: str, **fields: object) -> Message | None:
    link = Drawing().link("disk", source, target, **fields).links.popitem()[1]
    fresh = link.replace(id="ffffffff-0000-0000-0000-000000000000")
    return link_refusal(drawing.design.edited([add("links", fresh)]), fresh)


def test_a_disk_passes_a_virtual_io_server_of_its_own_hypervisor() -> None:
    assert refusal(estate(), "shell:disk0", "lun-box", via=id_of("vios-a")) is None
    said = message("via-another-hypervisor", guest=id_of("shell"), server=id_of("vios-b"))
    assert refusal(estate(), "shell:disk0", "lun-box", via=id_of("vios-b")) == said


def test_a_container_has_no_virtual_io_server() -> None:
    drawing = estate().link("disk", "shell:disk0", "lun-box")
    assert refusal(drawing, "deep:disk0", "lun-box", via=id_of("vios-a")) == message(
        "via-another-hypervisor", guest=id_of("deep"), server=id_of("vios-a")
    )


def test_moving_the_virtual_io_server_away_is_noticed() -> None:
    design = estate().link("disk", "shell:disk0", "lun-box", via=id_of("vios-a")).design
    server = design.elements[id_of("vios-a")]
    change = update("elements", server, server.replace(parent=id_of("hv-b")))
    assert [said.code for said in judge(design.edited([change]), [change])] == ["via-another-hypervisor"]


def with_port(drawing: Drawing) -> Drawing:
    disk = VirtualDisk(id="disk0", name="Disk 1", hba="fc0")
    return drawing.set("shell", disks=(disk,), hbas=(VirtualHba(id="fc0", name="fc0"),))


def test_a_disk_goes_by_a_port_that_is_there_and_has_an_adapter_behind_it() -> None:
    drawing = with_port(estate())
    said = message("port-without-adapter", element=id_of("shell"), part="fc0")
    assert refusal(drawing, "shell:disk0", "lun-box") == said
    drawing.link("passthrough", "host-a:hba0", "shell:fc0", mode="virtual")
    assert refusal(drawing, "shell:disk0", "lun-box") is None
    assert refusal(drawing.set("shell", hbas=()).unlink("passthrough"), "shell:disk0", "lun-box") == message(
        "no-such-port", element=id_of("shell"), part="fc0"
    )


def test_naming_a_port_in_a_disk_looks_at_its_link() -> None:
    design = estate().link("disk", "shell:disk0", "lun-box").design
    machine = design.elements[id_of("shell")]
    change = update("elements", machine, machine.replace(disks=(VirtualDisk(id="disk0", name="a", hba="x"),)))
    assert [said.code for said in judge(design.edited([change]), [change])] == ["no-such-port"]


def test_a_container_in_a_machine_keeps_its_files_on_a_disk_of_the_machine() -> None:
    drawing = estate()
    said = message("machine-without-lun", guest=id_of("deep"), lun=id_of("lun-box"), server=id_of("shell"))
    assert refusal(drawing, "deep:disk0", "lun-box") == said
    assert refusal(drawing.link("disk", "shell:disk0", "lun-box"), "deep:disk0", "lun-box") is None


def test_what_an_edit_elsewhere_can_bring_about_is_no_bad_file() -> None:
    # Taking out a pass-through link, or the disk of a VM, needs no leave: such a design must open again.
    assert {"port-without-adapter", "machine-without-lun"} <= _KEPT
