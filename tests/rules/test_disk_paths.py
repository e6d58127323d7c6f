"""Ways to LUNs by zoning, by virtual ports, by virtual I/O servers, and of containers in VMs."""

import pytest

from tests.building import Drawing, id_of, two_hosts_and_array
from virtdesigner.model.link import DiskLink
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Nic, VirtualDisk, VirtualHba, Zone
from virtdesigner.rules.findings import find
from virtdesigner.rules.storage_paths import PortPath, StoragePath, disk_path, sight, storage_path

PORTS = (VirtualHba(id="fc0", name="fc0"),)


def zone(*members: str) -> Zone:
    return Zone(id=members[0], name=members[0], members=tuple(map(id_of, members)))


def path(drawing: Drawing, guest: str) -> StoragePath:
    (link,) = (link for key, link in drawing.links.items() if key.startswith(f"disk {guest}:"))
    assert isinstance(link, DiskLink)
    return disk_path(drawing.design, link)


def host_path(drawing: Drawing, host: str) -> StoragePath:
    return storage_path(drawing.design, id_of(host), id_of("lun-box"))


def test_every_port_of_host_and_store_makes_a_path() -> None:
    drawing = two_hosts_and_array()
    found = host_path(drawing, "host-a")
    links = {(h, s): (drawing.link_id(f"fibre host-a:{h}"), drawing.link_id(f"fibre box:{s}"))
             for h in ("hba0", "hba1") for s in ("fc0", "fc1")}  # fmt: skip
    assert set(found.ways) == {PortPath(*ports, way) for ports, way in links.items()}
    assert found.ways[0].links == found.links


def test_without_zones_a_fabric_is_open_and_with_them_only_members_see_each_other() -> None:
    drawing = two_hosts_and_array().set("san", zones=(zone("host-a", "box"), zone("host-b", "host-a")))
    assert host_path(drawing, "host-a").refusal is None
    said = message("lun-not-zoned", host=id_of("host-b"), store=id_of("box"), switch=id_of("san"))
    assert host_path(drawing, "host-b").refusal == said


def test_a_second_fabric_has_zones_of_its_own() -> None:
    drawing = two_hosts_and_array().set("san", zones=(zone("host-a", "box"),))
    drawing.add("physical-switch", "san2", fabric="fibre-channel")
    drawing.unlink("fibre host-b:hba1").link("fibre", "host-b:hba1", "san2")
    drawing.unlink("fibre box:fc1").link("fibre", "box:fc1", "san2")
    assert host_path(drawing, "host-b").host_ports == ("hba1",)


def test_storage_over_ethernet_is_not_zoned() -> None:
    drawing = two_hosts_and_array().set("san", zones=(zone("host-a", "box"),))
    drawing.set("box", nics=(Nic(id="nic0", name="nic0"),)).link("cable", "box:nic0", "tor")
    assert host_path(drawing, "host-b").host_ports == ("nic0", "nic1")


def with_port(mode: str = "virtual") -> Drawing:
    """a1 reaches its disk by a virtual port over hba1 of host a."""
    drawing = two_hosts_and_array()
    drawing.set("a1", hbas=PORTS, disks=(VirtualDisk(id="disk0", name="Disk 1", hba="fc0"),))
    return drawing.link("passthrough", "host-a:hba1", "a1:fc0", mode=mode)


@pytest.mark.parametrize("mode", ["virtual", "whole"])
def test_a_disk_with_a_port_goes_by_the_adapter_behind_it(mode: str) -> None:
    assert path(with_port(mode), "a1").host_ports == ("hba1",)


def test_masking_and_zoning_of_a_virtual_port_are_the_guests_own() -> None:
    drawing = with_port().set("lun-box", hosts=(id_of("host-a"),))
    assert path(drawing, "a1").refusal == message("lun-masked", lun=id_of("lun-box"), host=id_of("a1"))
    assert path(drawing.set("lun-box", hosts=(id_of("a1"),)), "a1").refusal is None
    assert host_path(drawing, "host-a").refusal is not None
    drawing.set("san", zones=(zone("host-a", "box"),))
    said = message("lun-not-zoned", host=id_of("a1"), store=id_of("box"), switch=id_of("san"))
    assert path(drawing, "a1").refusal == said
    assert path(drawing.set("san", zones=(zone("a1", "box"),)), "a1").refusal is None


def test_a_port_that_lost_its_adapter_says_so() -> None:
    drawing = with_port().unlink("passthrough")
    said = message("port-without-adapter", element=id_of("a1"), part="fc0")
    assert path(drawing, "a1").refusal == said


def test_a_whole_adapter_is_no_longer_the_hosts() -> None:
    assert host_path(with_port("whole"), "host-a").host_ports == ("hba0",)
    assert host_path(with_port("virtual"), "host-a").host_ports == ("hba0", "hba1")


def with_vios(*given: str) -> Drawing:
    """The disk of a1 passes a virtual I/O server that has some adapters to itself."""
    drawing = two_hosts_and_array().add("virtual-io-server", "vios", "hv-a").unlink("disk a1")
    for hba in given:
        drawing.link("passthrough", f"host-a:{hba}", "vios")
    return drawing.link("disk", "a1:disk0", "lun-box", via=id_of("vios"))


def test_a_virtual_io_server_uses_its_adapters_or_those_of_its_host() -> None:
    assert path(with_vios("hba1"), "a1").host_ports == ("hba1",)
    assert path(with_vios(), "a1").host_ports == ("hba0", "hba1")
    assert path(with_vios(), "a1").via == id_of("vios")
    assert sight(with_vios("hba1").design, id_of("vios"), id_of("lun-box")).host_ports == ("hba1",)


def test_zones_may_name_the_virtual_io_server() -> None:
    drawing = with_vios("hba1").set("san", zones=(zone("vios", "box"),))
    assert path(drawing, "a1").refusal is None
    assert host_path(drawing, "host-a").refusal is not None


def test_a_virtual_io_server_that_is_off_passes_nothing_on() -> None:
    drawing = with_vios().set("vios", powered_on=False)
    assert path(drawing, "a1").refusal == message("powered-off", element=id_of("vios"))


def test_internal_disks_are_handed_out_by_a_virtual_io_server_too() -> None:
    drawing = with_vios("hba1").unlink("disk a1").link("disk", "a1:disk0", "lun-a", via=id_of("vios"))
    assert path(drawing, "a1") == StoragePath(via=id_of("vios"))


def test_a_containers_files_are_on_its_machines_disk() -> None:
    drawing = with_port().add("container-engine", "engine", "a1").add("container", "deep", "engine")
    drawing.link("disk", "deep:disk0", "lun-box")
    assert path(drawing, "deep") == path(drawing, "a1")
    said = message("machine-without-lun", guest=id_of("deep"), lun=id_of("lun-box"), server=id_of("a1"))
    assert path(drawing.unlink("disk a1"), "deep").refusal == said


def test_a_guest_without_a_place_sees_nothing() -> None:
    drawing = two_hosts_and_array().set("a1", parent=None)
    assert path(drawing, "a1").refusal == message("not-on-a-host", element=id_of("a1"))


def test_the_finding_about_luns_out_of_sight_goes_by_the_guests_own_way() -> None:
    drawing = with_port().set("lun-box", hosts=(id_of("a1"),))
    assert not [found for found in find(drawing.design) if found.code == "lun-not-visible"]
    drawing.set("lun-box", hosts=(id_of("host-a"),))
    (said,) = (found for found in find(drawing.design) if found.code == "lun-not-visible")
    assert id_of("a1") in said.elements
