"""Which machine something is in, what schedules it, and which servers storage is connected to."""

import pytest

from tests.building import Drawing, id_of, two_hosts_and_array
from virtdesigner.model.parts import Nic
from virtdesigner.rules.containment import is_unplaced
from virtdesigner.rules.visibility import StorageReach, hosts_of_storage, scheduler_of, server_of


def hosts(drawing: Drawing, store: str) -> set[str]:
    found = hosts_of_storage(drawing.design, id_of(store))
    return {name for name in drawing.elements if id_of(name) in found}


@pytest.mark.parametrize(("name", "server"), [
    ("a1", "host-a"), ("b-vlan20", "host-b"), ("hv-b", "host-b"), ("host-a", "host-a"), ("tor", None),
    ("lun-box", None), ("loose", None),
])  # fmt: skip
def test_the_server_that_something_is_in(name: str, server: str | None) -> None:
    design = two_hosts_and_array().add("virtual-machine", "loose").design
    assert server_of(design, id_of(name)) == (server and id_of(server))


@pytest.mark.parametrize(
    ("name", "scheduler"), [("a1", "hv-a"), ("host-a", "host-a"), ("loose", None), ("box", None)]
)
def test_what_schedules_a_guest(name: str, scheduler: str | None) -> None:
    design = two_hosts_and_array().add("virtual-machine", "loose").design
    assert scheduler_of(design, id_of(name)) == (scheduler and id_of(scheduler))


def test_an_array_serves_the_servers_on_its_fibre_switch() -> None:
    drawing = two_hosts_and_array().add("physical-server", "alone")
    assert hosts(drawing, "box") == {"host-a", "host-b"}
    assert hosts(drawing.unlink("fibre host-b"), "box") == {"host-a"}
    assert hosts(drawing.unlink("fibre box"), "box") == set()


def test_cables_connect_storage_too() -> None:
    drawing = two_hosts_and_array().unlink("fibre").set("box", nics=(Nic(id="nic0", name="nic0"),))
    assert hosts(drawing.link("cable", "box:nic0", "tor"), "box") == {"host-a", "host-b"}


def test_disks_of_a_server_are_its_own() -> None:
    assert hosts(two_hosts_and_array(), "host-a") == {"host-a"}


def test_storage_does_not_reach_through_a_server() -> None:
    drawing = two_hosts_and_array().unlink("fibre host-b")
    # Both hosts are on the Ethernet switch, which the array is not.
    assert hosts(drawing, "box") == {"host-a"}


def test_reach_is_looked_for_once_a_store() -> None:
    reach = StorageReach(two_hosts_and_array().design)
    first = reach.hosts(id_of("box"))
    assert first == {id_of("host-a"), id_of("host-b")}
    assert reach.hosts(id_of("box")) is first


def pooled() -> Drawing:
    """`two_hosts_and_array` with host a in the cluster `rack`, and the VM `pooled` in a pool in its pool."""
    drawing = two_hosts_and_array().add("cluster", "rack").set("host-a", parent=id_of("rack"))
    drawing.add("resource-pool", "pool", "rack").add("resource-pool", "part", "pool")
    return drawing.add("virtual-machine", "pooled", "part", host=id_of("host-a"))


def test_a_machine_in_a_clusters_pool_is_on_the_server_that_it_names() -> None:
    design = pooled().add("container-engine", "engine", "pooled").add("container", "deep", "engine").design
    for name in ("pooled", "engine", "deep"):
        assert server_of(design, id_of(name)) == id_of("host-a")
    assert scheduler_of(design, id_of("pooled")) == id_of("hv-a")
    assert scheduler_of(design, id_of("deep")) == id_of("engine")
    assert not is_unplaced(design, id_of("pooled"))


@pytest.mark.parametrize("fields", [
    {"host": None}, {"host": id_of("host-b")}, {"parent": id_of("rack")}, {"parent": None},
])  # fmt: skip
def test_it_waits_without_a_server_of_the_cluster(fields: dict[str, str | None]) -> None:
    design = pooled().set("pooled", **fields).design
    assert server_of(design, id_of("pooled")) is None
    assert scheduler_of(design, id_of("pooled")) is None
    assert is_unplaced(design, id_of("pooled"))


def test_in_a_hypervisors_pool_the_server_named_does_not_count() -> None:
    drawing = pooled().add("resource-pool", "own", "hv-b").set("pooled", parent=id_of("own"))
    assert server_of(drawing.design, id_of("pooled")) == id_of("host-b")
