"""Workers of a service: so many copies as asked for, members, switched on, spread over what is free."""

from collections import Counter

import pytest

from tests.building import Drawing, guest, host, id_of
from virtdesigner.model.design import Design
from virtdesigner.model.parts import GuestMemory, MachineMemory
from virtdesigner.model.topology import Topology
from virtdesigner.rules import judge
from virtdesigner.rules.fitting import Fitted
from virtdesigner.rules.visibility import server_of
from virtdesigner.rules.workers import add_workers, copies, remove_workers

GIB = 1024.0


def farm() -> Drawing:
    """A cluster of two hosts with 64 and 32 GiB; a worker of 8 GiB on the second, on the array both see."""
    drawing = Drawing().add("physical-switch", "tor").add("cluster", "cluster")
    for letter, size in (("a", 64), ("b", 32)):
        host(drawing, letter, memory=MachineMemory(size=size * GIB), parent="cluster")
    drawing.add("storage-array", "box", nics=({"id": "nic0", "name": "nic0"},)).add("lun", "lun", "box")
    drawing.link("cable", "box:nic0", "tor")
    guest(drawing, "worker-01", "b", memory=GuestMemory(size=8 * GIB), powered_on=False)
    drawing.unlink("disk worker-01").link("disk", "worker-01:disk0", "lun")
    drawing.add("cloud-service", "service", worker=id_of("worker-01"))
    return drawing.link("member", "worker-01", "service")


def accepted(design: Design, made: Fitted) -> Design:
    topology = Topology(design, judge)
    topology.apply(made.changes)
    return topology.design


def placed(design: Design) -> dict[str, str]:
    """Name of each worker to the name of its server."""
    found = {}
    for element in design.elements.values():
        if element.name.startswith("worker"):
            found[element.name] = design.elements[server_of(design, element.id) or ""].name
    return found


def test_they_go_where_most_memory_is_free_one_after_the_other() -> None:
    design = farm().design
    made = add_workers(design, id_of("service"), 6)
    assert made.left_out == ()
    # Free before: a 64, b 24 GiB. Five of 8 GiB bring a down to 24: as much as b, and the first of two wins.
    assert placed(accepted(design, made)) == {
        "worker-01": "host-b",
        **{f"worker-0{n}": "host-a" for n in range(2, 8)},
    }
    more = add_workers(accepted(design, made), id_of("service"), 1)
    # a has 16 GiB left by now, b still 24.
    assert placed(accepted(accepted(design, made), more))["worker-08"] == "host-b"


def test_each_is_a_member_switched_on_with_the_disks_and_the_vlan_of_its_worker() -> None:
    design = farm().design
    after = accepted(design, add_workers(design, id_of("service"), 2))
    for id in copies(after, id_of("service")):
        assert after.elements[id].powered_on  # type: ignore[attr-defined]
        targets = {link.kind: link.target for link in after.links_of(id)}
        assert targets == {"member": id_of("service"), "disk": id_of("lun"), "vnic": id_of("a-vlan10")}


def test_a_worker_that_is_no_member_itself_has_copies_that_are() -> None:
    design = farm().unlink("member").design
    after = accepted(design, add_workers(design, id_of("service"), 3))
    assert len(copies(after, id_of("service"))) == 3


@pytest.mark.parametrize("state", [{"powered_on": False}, {"maintenance": True}])
def test_a_host_that_is_off_or_in_maintenance_gets_none(state: dict[str, bool]) -> None:
    design = farm().set("host-a", **state).design
    after = accepted(design, add_workers(design, id_of("service"), 2))
    assert Counter(placed(after).values()) == {"host-b": 3}


def test_disks_on_a_store_that_the_other_host_does_not_see_are_told() -> None:
    drawing = farm().unlink("disk worker-01").link("disk", "worker-01:disk0", "lun-b")
    made = add_workers(drawing.design, id_of("service"), 1)
    assert [refusal.code for refusal in made.left_out] == ["lun-not-connected"]
    assert placed(accepted(drawing.design, made))["worker-02"] == "host-a"


def test_in_a_pool_of_the_cluster_they_stay_in_the_pool_and_name_their_host() -> None:
    drawing = farm().add("resource-pool", "pool", "cluster")
    drawing.set("worker-01", parent=id_of("pool"), host=id_of("host-b"))
    after = accepted(drawing.design, add_workers(drawing.design, id_of("service"), 1))
    (copied,) = (after.elements[id] for id in copies(after, id_of("service")))
    assert (copied.parent, copied.host) == (id_of("pool"), id_of("host-a"))  # type: ignore[attr-defined]


def test_containers_are_copied_within_their_engine() -> None:
    drawing = farm().add("container-engine", "docker", "worker-01").add("container", "web", "docker")
    drawing.set("service", worker=id_of("web"))
    after = accepted(drawing.design, add_workers(drawing.design, id_of("service"), 2))
    assert {after.elements[id].parent for id in copies(after, id_of("service"))} == {id_of("docker")}


def test_without_a_worker_nothing_is_added_or_removed() -> None:
    design = farm().set("service", worker=None).design
    assert add_workers(design, id_of("service"), 3) == Fitted(())
    assert not remove_workers(design, id_of("service"), 3)


def test_the_last_are_removed_first_and_never_the_worker() -> None:
    design = farm().design
    full = accepted(design, add_workers(design, id_of("service"), 3))
    fewer = full.edited(remove_workers(full, id_of("service"), 2))
    assert sorted(placed(fewer)) == ["worker-01", "worker-02"]
    assert sorted(placed(full.edited(remove_workers(full, id_of("service"), 9)))) == ["worker-01"]
    assert not remove_workers(full, id_of("service"), 0)
