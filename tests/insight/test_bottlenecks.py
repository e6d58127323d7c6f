"""Which resource of which element holds whom back: grouping, order, what is too little to name."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from tests.frames import compiled, frame
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.bottlenecks import bottlenecks, grouped, limiters

CPU, MEMORY, LIMIT = (CAUSES.index(cause) for cause in ("cpu", "memory", "limit"))
OF = compiled(guests=("x", "y", "z"), hosts=("a", "b"))
ROW = {id: row for row, id in enumerate(OF.element_ids)}


def losing(*rows: tuple[int, float, int]) -> Frame:
    """A frame whose guests lose, in order, a share of time to a cause and a limiting row."""
    lost = np.zeros((3, len(CAUSES)))
    for guest, (cause, share, _) in enumerate(rows):
        lost[guest, cause] = share
    return frame(
        OF,
        guests_lost=lost,
        guests_limited_by=[cause for cause, _, _ in rows],
        guests_limiter=[limiter for _, _, limiter in rows],
    )


def test_victims_of_one_element_are_one_bottleneck_worst_victim_first() -> None:
    found = bottlenecks(losing((CPU, 0.2, ROW["a"]), (CPU, 0.4, ROW["a"]), (0, 0.0, -1)))
    assert [(b.resource, b.element, b.victims) for b in found] == [("cpu", "a", ("y", "x"))]
    assert found[0].share == pytest.approx(0.3)


def test_the_worst_in_all_comes_first() -> None:
    found = bottlenecks(losing((CPU, 0.2, ROW["a"]), (CPU, 0.2, ROW["a"]), (LIMIT, 0.3, ROW["z"])))
    # 2 victims x 0.2 = 0.4 of a guest's time against 0.3.
    assert [b.element for b in found] == ["a", "z"]


def test_one_resource_of_two_elements_is_two_bottlenecks() -> None:
    found = bottlenecks(losing((MEMORY, 0.2, ROW["a"]), (MEMORY, 0.1, ROW["b"]), (0, 0, -1)))
    assert [(b.element, b.victims) for b in found] == [("a", ("x",)), ("b", ("y",))]


def test_what_is_hardly_lost_is_not_named() -> None:
    assert bottlenecks(losing((CPU, 0.009, ROW["a"]), (0, 0, -1), (0, 0, -1))) == ()


def test_a_guest_may_lose_to_several_resources_over_a_run() -> None:
    lost, limiter = np.zeros((3, len(CAUSES))), np.full((3, len(CAUSES)), -1)
    lost[0, [CPU, MEMORY]] = 0.1, 0.3
    limiter[0, [CPU, MEMORY]] = ROW["a"], ROW["b"]
    found = grouped(OF, lost, limiter)
    assert [(b.resource, b.element) for b in found] == [("memory", "b"), ("cpu", "a")]


def test_limiters_stand_under_their_cause() -> None:
    rows = limiters(losing((CPU, 0.2, ROW["a"]), (0, 0.0, -1), (LIMIT, 0.3, ROW["z"])))
    assert rows[0, CPU] == ROW["a"]
    assert rows[2, LIMIT] == ROW["z"]
    assert (rows >= 0).sum() == 2


def test_a_bottleneck_can_be_put_into_words() -> None:
    found = bottlenecks(losing((CPU, 0.2, ROW["a"]), (CPU, 0.4, ROW["a"]), (0, 0.0, -1)))[0].message
    assert found.code == "bottleneck-cpu"
    assert (found["element"], found["count"]) == ("a", 2)
    assert found["share"] == pytest.approx(0.3)


def test_co_stop_counts_under_the_processors_of_the_host() -> None:
    lost = np.zeros((3, len(CAUSES)))
    lost[:2, CPU], lost[:2, CAUSES.index("costop")] = 0.3, 0.1
    of = [CPU, CPU, 0]
    found = bottlenecks(
        frame(OF, guests_lost=lost, guests_limited_by=of, guests_limiter=[ROW["a"], ROW["a"], -1])
    )
    assert [(b.resource, b.element) for b in found] == [("cpu", "a")]
    assert found[0].share == pytest.approx(0.4)


def test_the_named_share_is_all_that_wide_guests_lose() -> None:
    """Two VMs of 8 vCPUs on 8 cores want 8.24 cores each: they get half of 8, and lose 1 - 4/8.24."""
    plan = Plan()
    name = host(plan, cores=8)
    for guest in ("one", "two"):
        plan.guest(guest, name, cpu=8.0, vcpus=8)
    simulation = Simulation(plan.design())
    last = [simulation.step() for _ in range(20)][-1]
    (found,) = (b for b in bottlenecks(last) if b.element == ident("h"))
    assert last.guests.cpu_costop.min() > 0
    assert found.resource == "cpu"
    # Of the loss, 1 - 8/8.24 is the technique's, which asks for more than the vCPUs.
    assert found.share + last.guests.lost[0, CAUSES.index("overhead")] == pytest.approx(
        1 - 4 / 8.24, rel=0.01
    )
