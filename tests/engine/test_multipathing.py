"""Several paths to a LUN: one is taken, or all in turn. Numbers: MODELS.md section 5."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.explain import explain
from virtdesigner.insight.users import link_users
from virtdesigner.model.change import update
from virtdesigner.model.parts import DiskGroup, Hba
from virtdesigner.report.words import names_of, sentence

PORT_MB_S = 100.0
"""[P] Fibre channel of the first generation, each direction, in 10^6 bytes."""

BLOCK_BYTES = 64 * 1024


def _plan(policy: str, reads: float = 4000.0, ports: int = 2) -> Plan:
    """A host with fibre ports of 1 Gb/s to an array that is far faster; a VM that reads blocks of 64 KiB."""
    plan = Plan()
    hbas = tuple(Hba(id=f"fc{n}", name=f"fc{n}", speed="1") for n in range(ports))
    name = host(plan, "h", cores=64, hbas=hbas)
    group = DiskGroup(id="group0", name="g", device="nvme", disks=8, raid="0")
    plan.array("array", group, hbas=tuple(Hba(id=f"fc{n}", name=f"fc{n}", speed="32") for n in range(ports)))
    for number in range(ports):
        plan.link("fibre", f"h/fc{number}", f"array/fc{number}")
    plan.lun("lun", "array", backing="group0", queue_depth=4096, multipathing=policy)
    plan.guest("vm", name, cpu=0.1, vcpus=32, reads=reads, block=64.0)
    plan.link("disk", "vm/disk0", "lun")
    return plan


def _step(plan: Plan) -> Frame:
    return Simulation(plan.design()).step()


def _used(frame: Frame, ports: int = 2) -> list[float]:
    """Mb/s over each fibre link, the busier first."""
    rows = [
        frame.compiled.row["links"][ident(f"fibre h/fc{number} array/fc{number}")] for number in range(ports)
    ]
    return sorted((float(used) for used in frame.links.used[rows]), reverse=True)


@pytest.mark.parametrize(("policy", "paths"), [("fixed", 1), ("most-recently-used", 1), ("round-robin", 2)])
def test_round_robin_adds_up_the_paths(policy: str, paths: int) -> None:
    frame = _step(_plan(policy))
    assert frame.guests.iops_granted[0] == pytest.approx(paths * PORT_MB_S * 1e6 / BLOCK_BYTES)
    assert CAUSES[frame.guests.limited_by[0]] == "storage"
    assert frame.guests.lost.sum(axis=1) == pytest.approx(1.0 - frame.guests.progress, abs=1e-9)


@pytest.mark.parametrize("ports", [2, 3])
def test_round_robin_spreads_evenly(ports: int) -> None:
    frame = _step(_plan("round-robin", reads=1000.0, ports=ports))
    assert frame.guests.progress[0] == 1.0
    assert _used(frame, ports) == pytest.approx([1000.0 * BLOCK_BYTES * 8 / 1e6 / ports] * ports)


def test_a_fixed_path_leaves_the_other_idle() -> None:
    used = _used(_step(_plan("fixed", reads=1000.0)))
    assert used == pytest.approx([1000.0 * BLOCK_BYTES * 8 / 1e6, 0.0])


def test_each_path_is_used_for_its_part() -> None:
    frame = _step(_plan("round-robin", reads=1000.0))
    row = frame.compiled.row["links"][ident("fibre h/fc0 array/fc0")]
    users = link_users(frame, row)
    assert [user.amount for user in users] == pytest.approx([1000.0 * BLOCK_BYTES * 8 / 1e6 / 2])


def test_a_checkpoint_goes_on_to_the_same() -> None:
    design = _plan("round-robin").design()
    simulation = Simulation(design)
    simulation.step()
    restored = Simulation.restored(design, simulation.checkpoint())
    assert restored.step().guests.progress[0] == simulation.step().guests.progress[0]


def _links(simulation: Simulation, ports: int = 2) -> list[int]:
    rows = simulation.compiled.row["links"]
    return [rows[ident(f"fibre h/fc{number} array/fc{number}")] for number in range(ports)]


def _set(simulation: Simulation, **up: bool) -> None:
    """Cut the fibre of a port of the host, or mend it: fc0=False."""
    simulation.state.link_up = simulation.state.link_up.copy()
    for port, is_up in up.items():
        simulation.state.link_up[_links(simulation)[int(port[2:])]] = is_up


def _mb_s(simulation: Simulation) -> list[float]:
    """What goes over each fibre in a step, in parts of what the guest wants."""
    frame = simulation.step()
    used = frame.links.used[_links(simulation)] / (1000.0 * BLOCK_BYTES * 8 / 1e6)
    return [round(float(part), 6) for part in used]


@pytest.mark.parametrize(
    ("policy", "usual", "without", "again"),
    [
        ("fixed", [1, 0], [0, 1], [1, 0]),
        ("most-recently-used", [1, 0], [0, 1], [0, 1]),
        ("round-robin", [0.5, 0.5], [0, 1], [0.5, 0.5]),
    ],
)
def test_a_path_fails_and_comes_back(
    policy: str, usual: list[float], without: list[float], again: list[float]
) -> None:
    simulation = Simulation(_plan(policy, reads=1000.0).design())
    assert _mb_s(simulation) == usual
    _set(simulation, fc0=False)
    assert _mb_s(simulation) == without
    assert simulation.step().guests.progress[0] == 1.0
    _set(simulation, fc0=True)
    assert _mb_s(simulation) == again


def test_a_change_of_paths_is_told_once() -> None:
    simulation = Simulation(_plan("fixed", reads=1000.0).design())
    simulation.step()
    _set(simulation, fc0=False)
    events = [event.message for _ in range(3) for event in simulation.step().events]
    assert [(event.code, event["lun"], event["host"]) for event in events] == [
        ("path-changed", ident("lun"), ident("h"))
    ]


def test_the_most_recently_used_path_survives_a_checkpoint_and_an_edit() -> None:
    design = _plan("most-recently-used", reads=1000.0).design()
    simulation = Simulation(design)
    _set(simulation, fc0=False)
    simulation.step()
    _set(simulation, fc0=True)
    restored = Simulation.restored(design, simulation.checkpoint())
    assert _mb_s(restored) == _mb_s(simulation) == [0, 1]
    lun = design.elements[ident("lun")]
    simulation.swap(design.edited([update("elements", lun, lun.replace(capacity=99.0))]))
    assert _mb_s(simulation) == [0, 1]


def test_a_preferred_port_can_be_chosen() -> None:
    plan = _plan("fixed", reads=1000.0)
    plan.elements = [e.replace(preferred_port="fc1") if e.kind == "lun" else e for e in plan.elements]
    simulation = Simulation(plan.design())
    assert _mb_s(simulation) == [0, 1]
    _set(simulation, fc1=False)
    assert _mb_s(simulation) == [1, 0]
    _set(simulation, fc1=True)
    assert _mb_s(simulation) == [0, 1]


@pytest.mark.parametrize("policy", ["fixed", "most-recently-used", "round-robin"])
def test_without_any_path_io_waits_and_counts_as_failed_after_140_s(policy: str) -> None:
    simulation = Simulation(_plan(policy, reads=1000.0).design(), dt=10.0)
    simulation.step()
    _set(simulation, fc0=False, fc1=False)
    frames = [simulation.step() for _ in range(15)]
    assert {float(frame.guests.progress[0]) for frame in frames} == {0.0}
    assert CAUSES[frames[0].guests.limited_by[0]] == "storage"
    # 13 steps end before 140 s.
    assert [alarm.code for frame in frames for alarm in frame.alarms] == [
        *["all-paths-down"] * 13, *["all-paths-failed"] * 2
    ]  # fmt: skip
    assert [event.message.code for frame in frames for event in frame.events] == [
        "all-paths-down", "all-paths-failed"
    ]  # fmt: skip
    headline, reason, *_ = explain(frames[0], ident("vm"))
    assert (headline.code, reason.code) == ("slow-storage", "all-paths-down")
    words = sentence(frames[-1].alarms[0], names_of(frames[-1].compiled.design))
    assert words == "h has had no path to lun since 10 s into the run: all count as failed"
    _set(simulation, fc0=True)
    frame = simulation.step()
    assert frame.guests.progress[0] == 1.0
    assert not frame.alarms
    assert "paths-back" in [event.message.code for event in frame.events]


def _with_jobs(policy: str) -> Plan:
    """The plan with three jobs that end one after another within a step of 300 s."""
    plan = _plan(policy, reads=1000.0)
    for number, seconds in enumerate((20.0, 50.0, 80.0)):
        plan.guest(f"job{number}", "h hv", cpu=1.0, pattern="batch", work=seconds)
    return plan


def test_a_change_of_paths_is_told_once_in_a_step_of_pieces() -> None:
    simulation = Simulation(_with_jobs("fixed").design(), dt=300.0)
    _set(simulation, fc0=True)
    simulation.state.path_used = np.array([True, False])
    _set(simulation, fc0=False)
    frame = simulation.step()
    assert (frame.guests.finished > 0.0).sum() == 3
    assert [event.message.code for event in frame.events] == ["path-changed"]


def test_paths_lost_in_a_step_of_pieces_are_one_alarm_each_for_down_and_failed() -> None:
    simulation = Simulation(_with_jobs("fixed").design(), dt=300.0)
    _set(simulation, fc0=False, fc1=False)
    frame = simulation.step()
    told = ["all-paths-down", "all-paths-failed"]
    assert [alarm.code for alarm in frame.alarms] == told
    assert [event.message.code for event in frame.events] == told
    assert {alarm["since"] for alarm in frame.alarms} == {0.0}


def test_the_same_alarm_is_not_made_anew_in_each_step() -> None:
    simulation = Simulation(_plan("fixed", reads=1000.0).design())
    _set(simulation, fc0=False, fc1=False)
    one, other = (simulation.step().alarms for _ in range(2))
    assert one[0] is other[0]


def test_a_step_without_paths_is_the_same_after_a_checkpoint() -> None:
    design = _plan("fixed", reads=1000.0).design()
    simulation = Simulation(design, dt=0.1)
    _set(simulation, fc0=False, fc1=False)
    for _ in range(7):
        simulation.step()
    restored = Simulation.restored(design, simulation.checkpoint(), dt=0.1)
    assert restored.step().alarms == simulation.step().alarms


def test_a_single_path_lost_is_all_paths_lost() -> None:
    simulation = Simulation(_plan("fixed", reads=1000.0, ports=1).design())
    simulation.step()
    up = simulation.state.link_up.copy()
    up[_links(simulation, 1)[0]] = False
    simulation.state.link_up = up
    assert [alarm.code for alarm in simulation.step().alarms] == ["all-paths-down"]
