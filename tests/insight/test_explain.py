"""The chain from a guest's symptom to whoever causes it, with the numbers of the frame."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from tests.frames import compiled, frame
from virtdesigner import load, resources
from virtdesigner.engine.frame import CAUSES, MEMORY_STATES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.explain import explain
from virtdesigner.insight.neighbours import neighbours
from virtdesigner.kinds import Hypervisor, PhysicalServer, VirtualMachine
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message, message
from virtdesigner.model.parts import VirtualCpus
from virtdesigner.model.record import new_id

VICTIM, GREEDY, MODEST = (
    VirtualMachine(id=new_id(), name=name, cpus=VirtualCpus(count=count))
    for name, count in (("victim", 8), ("greedy", 16), ("modest", 2))
)
IDS = (VICTIM.id, GREEDY.id, MODEST.id)
OF = compiled(
    guests=IDS,
    hosts=("host",),
    links=("cable",),
    luns=("lun",),
    design=Design.of({"elements": [VICTIM, GREEDY, MODEST]}),
)


def suffering(cause: str, share: float, limiter: str, **values: Any) -> Frame:
    """A frame in which the first guest loses a share of its time to a cause of the limiting element."""
    lost = np.zeros((3, len(CAUSES)))
    lost[0, CAUSES.index(cause)] = share
    return frame(
        OF,
        guests_lost=lost,
        guests_progress=[1 - share, 1, 1],
        guests_limited_by=[CAUSES.index(cause), 0, 0],
        guests_limiter=[OF.element_ids.index(limiter), -1, -1],
        **values,
    )


BUSY = {
    "guests_cpu_demand": [8, 16, 1],
    "guests_cpu_granted": [4, 11, 1],
    "guests_cpu_entitlement": [5, 8, 1],
    "hosts_cpu_capacity": [16],
}


def test_waiting_for_cpu_names_the_host_the_own_part_and_who_uses_it() -> None:
    headline, host, own, neighbour = explain(suffering("cpu", 0.5, "host", **BUSY), VICTIM.id)
    assert (headline.code, headline["guest"], headline["share"]) == ("slow-cpu", VICTIM.id, 0.5)
    # 8 + 16 + 2 vCPUs ask for 8 + 16 + 1 cores.
    assert (host.code, host["vcpus"], host["wanted"], host["cores"]) == ("host-cpu", 26, 25, 16)
    assert (own.code, own["guest"], own["wanted"], own["fair"]) == ("asks-over-share", VICTIM.id, 8, 5)
    # 8 of 16 cores
    assert (own["share"], own["granted"]) == (0.5, 4)
    # 3 of 11 cores are over the share of 8; the modest one takes nothing that is not its own.
    assert (neighbour.code, neighbour["neighbour"], neighbour["excess"]) == ("neighbour-uses", GREEDY.id, 3)


def test_neighbours_that_hardly_matter_are_not_blamed() -> None:
    # 0.05 of a core over its share, where the victim lacks 4: the largest are named, and nobody is blamed.
    calm = BUSY | {"guests_cpu_granted": [4, 8.05, 1]}
    said = explain(suffering("cpu", 0.5, "host", **calm), VICTIM.id)[3:]
    assert [message.code for message in said] == ["neighbour-within-share", "neighbour-within-share"]
    assert [message["neighbour"] for message in said] == [GREEDY.id, MODEST.id]


def test_memory_names_what_was_taken_and_the_state_of_the_host() -> None:
    hard = MEMORY_STATES.index("hard")
    found = explain(
        suffering(
            "memory",
            0.4,
            "host",
            guests_memory_ballooned=[600, 0, 0],
            guests_memory_swapped=[200, 0, 0],
            hosts_memory_used=[1000],
            hosts_memory_total=[1024],
            hosts_memory_state=[hard],
        ),
        VICTIM.id,
    )
    assert [message.code for message in found] == [
        "slow-memory",
        "reclaimed-ballooned-swapped",
        "host-memory",
    ]
    assert dict(found[1].parameters) == {"ballooned": 600, "swapped": 200}
    assert (found[2]["used"], found[2]["total"], found[2]["state"]) == (1000, 1024, "hard")


def test_a_full_link_and_a_busy_lun_are_named_with_their_load() -> None:
    link = explain(suffering("network", 0.2, "cable", links_used=[9400], links_capacity=[9415]), VICTIM.id)[1]
    assert (link.code, link["link"], link["used"], link["capacity"]) == ("link-full", "cable", 9400, 9415)
    lun = explain(
        suffering("storage", 0.2, "lun", luns_iops=[800], luns_latency=[20], luns_utilisation=[0.99]),
        VICTIM.id,
    )[1]
    assert (lun.code, lun["iops"], lun["latency"], lun["utilisation"]) == ("lun-busy", 800, 20, 0.99)


def test_io_held_up_on_the_way_to_the_store_names_the_link() -> None:
    found = explain(suffering("storage", 0.2, "cable", links_used=[1], links_capacity=[1]), VICTIM.id)
    assert found[1].code == "link-full"


@pytest.mark.parametrize("cause", ["limit", "overhead"])
def test_other_causes_have_a_headline_only(cause: str) -> None:
    assert [m.code for m in explain(suffering(cause, 0.2, VICTIM.id), VICTIM.id)] == [f"slow-{cause}"]


def test_a_guest_that_loses_nothing_is_not_slow() -> None:
    assert [m.code for m in explain(suffering("cpu", 0.5, "host"), GREEDY.id)] == ["not-slow"]


def test_an_unknown_guest_has_no_explanation() -> None:
    assert explain(suffering("cpu", 0.5, "host"), "nobody") == ()


def test_neighbours_are_only_those_on_the_same_host() -> None:
    elsewhere = suffering("cpu", 0.5, "host", guests_host=[0, -1, 0], **BUSY)
    assert [n.guest for n in neighbours(elsewhere, 0)] == [MODEST.id]


def test_a_guest_that_cannot_work_as_drawn_is_stopped_not_slow() -> None:
    alarm = message("not-connected", element=VICTIM.id, part="nic0")
    other = message("not-connected", element=GREEDY.id, part="nic0")
    stopped = dataclasses.replace(suffering("network", 1.0, VICTIM.id), alarms=(other, alarm))
    codes = [said.code for said in explain(stopped, VICTIM.id)]
    # It lies on no hypervisor, its adapter is not plugged in, and its disk is on no LUN.
    assert codes == ["cut-off", "unplaced-guest", "not-connected", "disk-without-lun"]


def test_a_guest_that_is_down_says_why() -> None:
    server = PhysicalServer(id=new_id(), name="off", powered_on=False)
    hypervisor = Hypervisor(id=new_id(), name="hv", parent=server.id)
    guest = VirtualMachine(id=new_id(), name="vm", parent=hypervisor.id, disks=())
    of = compiled(guests=(guest.id,), design=Design.of({"elements": [server, hypervisor, guest]}))
    lost = np.zeros((1, len(CAUSES)))
    lost[0, CAUSES.index("down")] = 1
    down = frame(of, guests_lost=lost, guests_limited_by=[CAUSES.index("down")], guests_limiter=[0])
    headline, reason = explain(down, guest.id)
    assert headline.code == "slow-down"
    assert (reason.code, reason["host"]) == ("host-off", server.id)


def test_of_a_guest_that_is_not_in_the_run_nothing_is_said() -> None:
    assert explain(suffering("cpu", 0.5, "host", **BUSY), "unknown") == ()


def explained(slug: str, name: str) -> tuple[list[Message], dict[str, str]]:
    """What is said of an element of an example after 15 steps, and the ids of all by name."""
    design = load(resources.path("examples", f"{slug}.vdt"))
    ids = {element.name: element.id for element in design.elements.values()}
    simulation = Simulation(design)
    return [list(explain(simulation.step(), ids[name])) for _ in range(15)][-1], ids


def test_waiting_in_a_vm_names_it_and_whoever_gets_most_of_it() -> None:
    (headline, full, *users), ids = explained("containers-and-vms", "db-03")
    assert (headline.code, full.code, full["element"]) == ("slow-cpu", "group-full", ids["docker-vm"])
    # All of 18 vCPUs are given out, and more than twice is asked for.
    assert float(full["cores"]) == pytest.approx(18, rel=0.01)
    assert float(full["wanted"]) > 36
    assert {user.code for user in users} == {"group-user"}
    assert all(user["neighbour"] != ids["db-03"] for user in users)


def test_a_pool_whose_limit_binds_is_named_with_it() -> None:
    (headline, full, *users), ids = explained("cluster", "build-01")
    assert (headline.code, full.code) == ("slow-cpu", "pool-limited")
    assert (full["element"], full["limit"]) == (ids["Build and test"], 60)
    # 20 alike share the 60 cores: nobody of them is to blame.
    (even,) = users
    assert (even.code, even["count"]) == ("group-even", 19)
    assert float(even["amount"]) == pytest.approx(3, rel=0.02)


def test_a_vm_tells_of_the_containers_that_wait_for_its_vcpus() -> None:
    (headline, inside, full, *_), ids = explained("containers-and-vms", "docker-vm")
    assert (headline.code, headline["guest"]) == ("slow-cpu", ids["docker-vm"])
    assert (inside.code, inside["count"]) == ("inside-waits", 3)
    assert (full.code, full["element"]) == ("group-full", ids["docker-vm"])


def test_whoever_asks_for_most_of_the_host_itself_has_nobody_to_blame() -> None:
    # 35 + 5 cores are asked of 32. Were it 17 for the victim, as is fair, all 22 would be there: no neighbour
    # is named, though one is 0.2 cores over its share, which is under 5 % of 32.
    alone = {
        "guests_cpu_demand": [35, 4, 1],
        "guests_cpu_granted": [20, 4, 1],
        "guests_cpu_entitlement": [17, 3.8, 1],
        "hosts_cpu_capacity": [32],
    }
    _, _, own, *others = explain(suffering("cpu", 0.4, "host", **alone), VICTIM.id)
    assert (own.code, own["granted"], own["fair"]) == ("asks-over-share", 20, 17)
    assert own["share"] == pytest.approx(35 / 32)
    assert others == []


def test_a_neighbour_hardly_over_its_share_is_about_at_it() -> None:
    # The other asks for so much that the host is full without the victim's excess; 0.2 < 5 % of 16.
    near = BUSY | {"guests_cpu_granted": [4, 8.2, 1]}
    said = explain(suffering("cpu", 0.5, "host", **near), VICTIM.id)[3:]
    assert [message.code for message in said] == ["neighbour-about-share", "neighbour-within-share"]


def test_a_guest_that_is_switched_off_is_said_to_be_off() -> None:
    off = VICTIM.replace(powered_on=False)
    of = compiled(guests=(off.id,), hosts=("host",), design=Design.of({"elements": [off]}))
    assert [said.code for said in explain(frame(of, guests_progress=[1]), off.id)] == ["is-off"]
