"""Space on LUNs: thin disks grow by what they write, and stop where nothing is left. MODELS.md section 5."""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.explain import explain
from virtdesigner.kinds import Lun, VirtualMachine
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, VirtualDisk
from virtdesigner.report.words import names_of, sentence

GIB_S = 1024 * 64 / 1024.0**2
"""What 1,024 writes a second of 64 KiB come to: 1/16 GiB, all of it new where growth is 100 %."""


def _plan(capacity: float = 100.0) -> Plan:
    plan = Plan()
    group = DiskGroup(id="g", name="g", device="nvme", disks=8, raid="0")
    host(plan, "h", cores=64, disk_groups=(group,))
    plan.lun("lun", "h", backing="g", capacity=capacity)
    return plan


def _guest(
    plan: Plan, name: str, writes: float = 1024.0, reads: float = 0.0, on: bool = True, **disk: object
) -> str:
    fields = {"id": "disk0", "name": "Disk", "capacity": 60.0, "written": 50.0, "growth": 100.0} | disk
    plan.guest(
        name, "h hv", cpu=0.1, vcpus=4, writes=writes, reads=reads, block=64.0, powered_on=on,
        disks=(VirtualDisk.model_validate(fields),),
    )  # fmt: skip
    plan.link("disk", f"{name}/disk0", "lun")
    return ident(name)


def _progress(frame: Frame, name: str) -> float:
    return float(frame.guests.progress[frame.compiled.row["guests"][ident(name)]])


def _codes(frame: Frame) -> set[str]:
    return {alarm.code for alarm in frame.alarms}


def _run(simulation: Simulation, steps: int) -> Frame:
    for _ in range(steps):
        frame = simulation.step()
    return frame


def test_thin_disks_grow_by_new_blocks_and_thick_ones_are_full() -> None:
    plan = _plan()
    _guest(plan, "thin", growth=50.0)
    _guest(plan, "thick", thin=False, capacity=10.0)
    frame = _run(Simulation(plan.design()), 8)
    # Half of 60 GiB, and half of 8/16 GiB written; and all of 10.
    assert frame.luns.used[0] == pytest.approx(30.0 + 8 * GIB_S / 2 + 10.0)
    assert frame.luns.capacity[0] == 100.0
    assert not _codes(frame)


def test_a_thin_disk_grows_to_its_size_and_goes_on() -> None:
    plan = _plan()
    _guest(plan, "vm", capacity=10.0, written=99.0)
    frame = _run(Simulation(plan.design()), 10)
    assert frame.luns.used[0] == pytest.approx(10.0)
    assert _progress(frame, "vm") == 1.0


def _filling() -> Plan:
    """Two thin disks of 60 GiB, half written, on 61: the last GiB is written in 8 s."""
    plan = _plan(61.0)
    _guest(plan, "a")
    _guest(plan, "b")
    _guest(plan, "reader", writes=0.0, reads=500.0, written=0.0)
    _guest(plan, "rewriter", growth=0.0, written=0.0)
    _guest(plan, "thick", thin=False, capacity=0.001)
    return plan


def test_a_full_datastore_stops_thin_writers_alone() -> None:
    simulation = Simulation(_filling().design())
    frame = _run(simulation, 7)
    assert [_progress(frame, name) for name in ("a", "b")] == [1.0, 1.0]
    full = _run(simulation, 2)
    assert [_progress(full, name) for name in ("a", "b")] == [0.0, 0.0]
    assert [_progress(full, name) for name in ("reader", "rewriter", "thick")] == [1.0, 1.0, 1.0]
    assert full.luns.used[0] == pytest.approx(61.0)
    row = full.compiled.row["guests"][ident("a")]
    assert CAUSES[full.guests.limited_by[row]] == "storage"
    assert full.compiled.element_ids[full.guests.limiter[row]] == ident("lun")
    assert full.guests.lost.sum(axis=1) == pytest.approx(1.0 - full.guests.progress, abs=1e-9)


def test_the_step_in_which_it_fills_goes_as_far_as_there_is_space() -> None:
    simulation = Simulation(_filling().design(), dt=10.0)
    frame = simulation.step()
    # 2 disks would grow by 10/16 GiB each, less than 1 (and a thousandth) is left.
    assert _progress(frame, "a") == pytest.approx((1.0 - 0.001) / (20 * GIB_S))
    assert frame.luns.used[0] == pytest.approx(61.0)


def test_it_is_told_once_and_alarmed_as_long_as_it_lasts() -> None:
    simulation = Simulation(_filling().design())
    frames = [simulation.step() for _ in range(12)]
    assert [event.message.code for frame in frames for event in frame.events] == ["datastore-filled"]
    assert "datastore-full" not in _codes(frames[5])
    assert {"datastore-full"} == _codes(frames[-1])
    (alarm,) = frames[-1].alarms
    assert alarm["count"] == 2
    assert sentence(alarm, names_of(frames[-1].compiled.design)) == (
        "lun is full; 2 guests with thin disks on it can't write on"
    )


def test_the_explanation_names_the_full_lun() -> None:
    frame = _run(Simulation(_filling().design()), 10)
    headline, full = explain(frame, ident("a"))
    assert (headline.code, headline["share"]) == ("slow-storage", 1.0)
    assert (full.code, full["lun"], full["capacity"]) == ("lun-full", ident("lun"), 61.0)
    # Four thin disks of 60 GiB and a small thick one.
    assert full["allocated"] == pytest.approx(240.001)


def _with(design: Design, name: str, **values: object) -> Design:
    element = design.elements[ident(name)]
    return design.edited([update("elements", element, element.replace(**values))])


def test_nobody_starts_on_a_full_datastore_until_there_is_space() -> None:
    plan = _filling()
    late = _guest(plan, "late", writes=0.0, reads=100.0, on=False, written=0.0)
    simulation = Simulation(plan.design())
    _run(simulation, 10)
    on = _with(plan.design(), "late", powered_on=True)
    simulation.swap(on)
    frame = _run(simulation, 2)
    row = frame.compiled.row["guests"][late]
    assert _progress(frame, "late") == 0.0
    assert CAUSES[frame.guests.limited_by[row]] == "down"
    refusal = next(alarm for alarm in frame.alarms if alarm.code == "power-on-refused")
    assert (refusal["guest"], refusal["lun"]) == (late, ident("lun"))
    assert "power-on-refused" in {evidence.code for evidence in explain(frame, late)}
    simulation.swap(_with(on, "lun", capacity=200.0))
    frame = simulation.step()
    assert [_progress(frame, name) for name in ("late", "a")] == [1.0, 1.0]
    assert not _codes(frame)


def test_who_runs_already_stays_up_and_who_restarts_does_not() -> None:
    simulation = Simulation(_filling().design())
    frame = _run(simulation, 10)
    assert _progress(frame, "reader") == 1.0
    row = frame.compiled.row["guests"][ident("reader")]
    for up in (False, True):
        simulation.state.guest_up = simulation.state.guest_up.copy()
        simulation.state.guest_up[row] = up
        frame = simulation.step()
    assert _progress(frame, "reader") == 0.0
    assert "power-on-refused" in _codes(frame)


def test_a_crashed_host_brings_nobody_back_on_a_full_datastore() -> None:
    simulation = Simulation(_filling().design())
    _run(simulation, 10)
    for up in (False, True):
        simulation.state.host_up = np.array([up])
        frame = simulation.step()
    assert _progress(frame, "reader") == 0.0


def test_space_is_kept_by_a_checkpoint_and_over_an_edit() -> None:
    design = _filling().design()
    simulation = Simulation(design)
    _run(simulation, 4)
    restored = Simulation.restored(design, simulation.checkpoint())
    assert restored.step().luns.used.tolist() == simulation.step().luns.used.tolist()
    used = simulation.step().luns.used[0]
    guest = design.elements[ident("a")]
    assert isinstance(guest, VirtualMachine)
    assert guest.workload is not None
    slower = guest.workload.replace(writes=0.0)
    simulation.swap(_with(_with(design, "a", workload=slower), "b", workload=slower))
    assert simulation.step().luns.used[0] == used


def test_a_container_in_a_vm_writes_to_the_vms_disk() -> None:
    plan = _plan()
    _guest(plan, "vm", writes=0.0)
    plan.engine("engine", "vm")
    disk = VirtualDisk(id="disk0", name="Files", capacity=20.0)
    plan.container("inside", "engine", cpu=0.1, writes=1024.0, block=64.0, disks=(disk,))
    plan.link("disk", "inside/disk0", "lun")
    frame = _run(Simulation(plan.design()), 4)
    assert frame.luns.used[0] == pytest.approx(30.0 + 4 * GIB_S)


def test_more_thick_disks_than_there_is_space_fill_it_from_the_start() -> None:
    plan = _plan(50.0)
    _guest(plan, "thick", thin=False)
    _guest(plan, "thin", written=0.0)
    frame = Simulation(plan.design()).step()
    assert frame.luns.used[0] == 50.0
    assert [_progress(frame, name) for name in ("thick", "thin")] == [1.0, 0.0]


def test_the_lun_of_an_empty_design_is_empty() -> None:
    plan = _plan()
    assert isinstance(plan.elements[-1], Lun)
    assert Simulation(plan.design()).step().luns.used.tolist() == [0.0]


def test_a_thick_disk_that_takes_all_of_its_lun_is_no_hindrance_to_come_back() -> None:
    plan = _plan(60.0)
    _guest(plan, "thick", thin=False, writes=0.0)
    simulation = Simulation(plan.design())
    for up in (True, False, True):
        simulation.state.host_up = np.array([up])
        frame = simulation.step()
    assert frame.luns.used[0] == 60.0
    assert _progress(frame, "thick") == 1.0
    assert not _codes(frame)


@pytest.mark.parametrize(
    ("before", "after", "used"),
    [
        ({"written": 10.0}, {"thin": False}, 60.0),
        ({"thin": False}, {"thin": False, "capacity": 80.0}, 80.0),
        ({"thin": False}, {"written": 10.0}, 6.0),
        ({"written": 10.0}, {"written": 10.0, "capacity": 90.0}, 6.0 + GIB_S),
        ({"written": 50.0}, {"written": 50.0, "capacity": 20.0}, 20.0),
        ({"written": 10.0}, {"written": 20.0}, 12.0),
    ],
)
def test_what_a_disk_takes_follows_an_edit_of_it(
    before: dict[str, Any], after: dict[str, object], used: float
) -> None:
    """A thin disk of 60 GiB keeps what it has grown to in a step, unless the edit says something else."""
    fields = {"id": "disk0", "name": "Disk", "capacity": 60.0, "growth": 100.0}
    plan = _plan()
    _guest(plan, "vm", **before)
    simulation = Simulation(plan.design())
    simulation.step()
    edited = VirtualDisk.model_validate(fields | after)
    still = plan.design().elements[ident("vm")]
    assert isinstance(still, VirtualMachine)
    assert still.workload is not None
    quiet = still.workload.replace(writes=0.0)
    simulation.swap(_with(plan.design(), "vm", disks=(edited,), workload=quiet))
    assert simulation.step().luns.used[0] == pytest.approx(used)


def test_alarms_are_made_anew_only_when_they_say_something_else() -> None:
    simulation = Simulation(_filling().design())
    _run(simulation, 10)
    row = simulation.compiled.row["guests"][ident("reader")]
    for up in (False, True):
        simulation.state.guest_up = simulation.state.guest_up.copy()
        simulation.state.guest_up[row] = up
        one = simulation.step().alarms
    other = simulation.step().alarms
    assert [alarm.code for alarm in one] == ["datastore-full", "power-on-refused"]
    assert all(before is after for before, after in zip(one, other, strict=True))
