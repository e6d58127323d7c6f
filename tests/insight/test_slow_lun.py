"""Why a guest waits for a LUN: space or disks, and who asks how much of their time."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.slow_lun import slow_lun, stopped_by_space, waits_for_space
from virtdesigner.insight.users import disk_users
from virtdesigner.model.parts import DiskGroup, VirtualDisk

IOPS = 1000.0
"""What the disks can do: two of 500, every I/O alike."""


def _plan(capacity: float = 1000.0) -> Plan:
    plan = Plan()
    disks = DiskGroup(id="g", name="g", device="hdd", disks=2, raid="0", device_iops=IOPS / 2)
    host(plan, "h", cores=64, disk_groups=(disks,))
    plan.lun("lun", "h", backing="g", capacity=capacity)
    return plan


def _guest(plan: Plan, name: str, reads: float = 0.0, writes: float = 0.0, **disk: object) -> None:
    fields = {"id": "disk0", "name": "Disk", "capacity": 60.0, "queue_depth": 4096} | disk
    disks = (VirtualDisk.model_validate(fields),)
    plan.guest(name, "h hv", cpu=0.1, vcpus=4, reads=reads, writes=writes, block=0.5, random_share=100.0,
               disks=disks)  # fmt: skip
    plan.link("disk", f"{name}/disk0", "lun")


def _step(plan: Plan) -> Frame:
    return Simulation(plan.design()).step()


def _row(frame: Frame, name: str) -> int:
    return frame.compiled.row["guests"][ident(name)]


def test_those_who_ask_for_most_come_first_whatever_they_get() -> None:
    # Shares are equal, so each gets what it asks for up to half: 400, and the 600 that are left.
    plan = _plan()
    _guest(plan, "modest", reads=400.0)
    _guest(plan, "greedy", reads=1500.0)
    greedy, modest = disk_users(_step(plan), 0)
    assert (greedy.guest, modest.guest) == (ident("greedy"), ident("modest"))
    assert (greedy.wanted, modest.wanted) == pytest.approx((1500 / IOPS, 400 / IOPS), rel=0.01)
    assert (greedy.share, modest.share) == pytest.approx((0.6, 0.4), rel=0.01)


def test_of_disks_that_are_not_busy_shares_are_of_all_their_time() -> None:
    plan = _plan()
    _guest(plan, "vm", reads=250.0)
    (user,) = disk_users(_step(plan), 0)
    assert (user.share, user.wanted) == pytest.approx((0.25, 0.25), rel=0.01)


def test_it_says_who_asks_for_more_than_he_gets_and_what_one_asks_for_oneself() -> None:
    plan = _plan()
    _guest(plan, "modest", reads=400.0)
    _guest(plan, "greedy", reads=1500.0)
    frame = _step(plan)
    busy, own, neighbour = slow_lun(frame, _row(frame, "greedy"), 0, 2)
    assert [said.code for said in (busy, own, neighbour)] == ["lun-busy", "asks-over-disks", "disk-user"]
    assert (own["guest"], neighbour["neighbour"]) == (ident("greedy"), ident("modest"))
    _, culprit = slow_lun(frame, _row(frame, "modest"), 0, 2)
    assert (culprit.code, culprit["neighbour"]) == ("disk-user-wants-more", ident("greedy"))


def test_no_more_neighbours_are_named_than_asked_for() -> None:
    plan = _plan()
    for number in range(4):
        _guest(plan, f"vm{number}", reads=400.0)
    frame = _step(plan)
    assert len(tuple(slow_lun(frame, 0, 0, 2))) == 3


def test_space_is_named_to_those_alone_who_would_write_to_thin_disks() -> None:
    # 40 GiB: a thick disk of 10 and thin ones of which 30 are written take all of it.
    plan = _plan(40.0)
    _guest(plan, "thin", writes=100.0, capacity=60.0, written=50.0, growth=100.0)
    _guest(plan, "thick", reads=1500.0, writes=100.0, capacity=10.0, thin=False)
    frame = _step(plan)
    thin, thick = _row(frame, "thin"), _row(frame, "thick")
    assert stopped_by_space(frame, thin, 0)
    assert waits_for_space(frame, thin)
    (full,) = slow_lun(frame, thin, 0, 2)
    assert (full.code, full["capacity"], full["allocated"]) == ("lun-full", 40.0, 70.0)
    # The thick one waits for the disks: they are asked for 1,600 IOPS of the 1,000 that they do.
    assert frame.guests.progress[thick] == pytest.approx(1000 / 1600, rel=0.01)
    assert not stopped_by_space(frame, thick, 0)
    assert not waits_for_space(frame, thick)
    assert next(slow_lun(frame, thick, 0, 2)).code == "lun-busy"


def test_nobody_waits_for_space_that_is_there() -> None:
    plan = _plan()
    _guest(plan, "thin", writes=2000.0, written=50.0, growth=100.0)
    frame = _step(plan)
    assert frame.guests.progress[0] < 1.0
    assert not waits_for_space(frame, 0)
