"""Which way I/O goes from a host to a LUN, and why it can't."""

import pytest

from tests.building import Drawing, id_of, two_hosts, two_hosts_and_array
from virtdesigner.model.messages import message
from virtdesigner.model.parts import Nic
from virtdesigner.rules.storage_paths import StoragePath, storage_path


def path(drawing: Drawing, host: str, lun: str) -> StoragePath:
    return storage_path(drawing.design, id_of(host), id_of(lun))


def links(drawing: Drawing, *names: str) -> tuple[str, ...]:
    return tuple(drawing.link_id(name) for name in names)


def test_internal_disks_need_no_cable() -> None:
    assert path(two_hosts(), "host-a", "lun-a") == StoragePath()


def test_another_servers_disks_are_out_of_reach() -> None:
    said = message("lun-not-cabled", lun=id_of("lun-b"), host=id_of("host-a"))
    assert path(two_hosts(), "host-a", "lun-b").refusal == said


def test_external_disks_are_reached_over_fibre_by_every_adapter() -> None:
    drawing = two_hosts_and_array()
    found = path(drawing, "host-a", "lun-box")
    assert found.links == links(drawing, "fibre host-a:hba0", "fibre box:fc0")
    assert found.host_ports == ("hba0", "hba1")
    assert found.refusal is None


def test_a_lost_fibre_leaves_the_other_adapter() -> None:
    drawing = two_hosts_and_array().unlink("fibre host-a:hba0")
    found = path(drawing, "host-a", "lun-box")
    assert found.links == links(drawing, "fibre host-a:hba1", "fibre box:fc0")
    assert found.host_ports == ("hba1",)


def test_a_direct_fibre_is_shorter_than_one_by_a_switch() -> None:
    drawing = two_hosts_and_array().unlink("fibre host-a:hba1").link("fibre", "box:fc1", "host-a:hba1")
    found = path(drawing, "host-a", "lun-box")
    assert found.links == links(drawing, "fibre box:fc1 host-a:hba1")
    assert found.host_ports == ("hba0", "hba1")


def test_masking_hides_a_lun_from_all_others() -> None:
    drawing = two_hosts_and_array().set("lun-box", hosts=(id_of("host-b"),))
    said = message("lun-masked", lun=id_of("lun-box"), host=id_of("host-a"))
    assert path(drawing, "host-a", "lun-box").refusal == said
    assert path(drawing, "host-b", "lun-box").refusal is None


@pytest.mark.parametrize("name", ["box", "host-a"])
def test_a_machine_that_is_off_serves_nothing(name: str) -> None:
    drawing = two_hosts_and_array().set(name, powered_on=False)
    assert path(drawing, "host-a", "lun-box").refusal == message("powered-off", element=id_of(name))


def test_a_switch_that_is_off_cuts_the_way() -> None:
    drawing = two_hosts_and_array().set("san", powered_on=False)
    said = message("lun-not-cabled", lun=id_of("lun-box"), host=id_of("host-a"))
    assert path(drawing, "host-a", "lun-box").refusal == said


def with_filer() -> Drawing:
    """`two_hosts` with an array `filer` on the Ethernet switch."""
    drawing = two_hosts().add("storage-array", "filer", hbas=(), nics=(Nic(id="nic0", name="nic0"),))
    return drawing.add("lun", "share", "filer").link("cable", "filer:nic0", "tor")


def test_an_array_with_ethernet_ports_is_reached_over_cables() -> None:
    drawing = with_filer()
    found = path(drawing, "host-a", "share")
    assert found.links == links(drawing, "cable host-a:nic0", "cable filer:nic0")
    assert found.host_ports == ("nic0", "nic1")


def test_fibre_comes_before_ethernet() -> None:
    drawing = two_hosts_and_array().set("box", nics=(Nic(id="nic0", name="nic0"),))
    drawing.link("cable", "box:nic0", "tor")
    assert path(drawing, "host-a", "lun-box").host_ports == ("hba0", "hba1")
    drawing.unlink("fibre host-a")
    assert path(drawing, "host-a", "lun-box").host_ports == ("nic0", "nic1")


def test_what_is_no_lun_has_no_path() -> None:
    assert path(two_hosts(), "host-a", "a1").refusal is not None
