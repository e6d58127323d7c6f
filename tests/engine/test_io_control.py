"""Several hosts on one LUN: by queue without storage I/O control, by shares with it. MODELS.md section 5."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine import congestion_window
from virtdesigner.engine.congestion import LEAST_WINDOW, PUSH
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import StorageArray
from virtdesigner.model.change import update
from virtdesigner.model.design import Design
from virtdesigner.model.parts import ArrayCache, DiskGroup, Hba, VirtualDisk

IOPS = 4000.0
"""What the array can do: 8 disks of 500."""

DEPTH = 256


def _design(
    on: bool, shares: tuple[float, ...] = (1000.0,) * 4, reads: float = 5000.0, **lun: float
) -> Design:
    """One VM on a host, three on another, each of which wants more than the whole array can do."""
    plan = Plan()
    group = DiskGroup(id="group0", name="g", device="hdd", disks=8, raid="0", device_iops=IOPS / 8)
    plan.array("array", group, hbas=(Hba(id="fc0", name="fc0"),), cache=ArrayCache(hit_share=0.0))
    plan.switch("san", fabric="fibre-channel")
    plan.link("fibre", "array/fc0", "san")
    plan.lun(
        "lun",
        "array",
        backing="group0",
        io_control=on,
        **({"queue_depth": DEPTH, "outstanding": DEPTH} | lun),
    )
    for name in ("a", "b"):
        host(plan, name, cores=64, hbas=(Hba(id="fc0", name="fc0"),))
        plan.link("fibre", f"{name}/fc0", "san")
    for number, share in enumerate(shares):
        disk = VirtualDisk(id="disk0", name="d", shares=share, queue_depth=DEPTH)
        parent = "b hv" if number else "a hv"
        plan.guest(f"vm{number}", parent, cpu=0.1, vcpus=4, reads=reads, block=4.0, disks=(disk,))
        plan.link("disk", f"vm{number}/disk0", "lun")
    return plan.design()


def _parts(simulation: Simulation, guests: int = 4) -> list[float]:
    """What each VM gets of all the IOPS, after a step."""
    frame = simulation.step()
    rows = [frame.compiled.row["guests"][ident(f"vm{number}")] for number in range(guests)]
    return [float(iops) / float(frame.guests.iops_granted.sum()) for iops in frame.guests.iops_granted[rows]]


def _settled(design: Design, seconds: int = 120) -> Simulation:
    simulation = Simulation(design)
    for _ in range(seconds):
        simulation.step()
    return simulation


def _windows(simulation: Simulation) -> dict[str, float]:
    keys = simulation.compiled.stores.queue_keys
    return {
        name: float(simulation.state.window[keys.index(f"{ident(name)} {ident('lun')}")])
        for name in ("a", "b")
    }


def test_without_it_each_queue_gets_as_much() -> None:
    assert _parts(_settled(_design(on=False))) == pytest.approx([1 / 2, 1 / 6, 1 / 6, 1 / 6])


def test_with_it_each_share_gets_as_much() -> None:
    simulation = _settled(_design(on=True))
    assert _parts(simulation) == pytest.approx([1 / 4] * 4, rel=0.01)
    assert simulation.step().luns.latency[0] == pytest.approx(30.0 + 1000.0 * 2 * PUSH / IOPS, rel=0.02)


def test_shares_weigh_across_hosts_and_within_one() -> None:
    simulation = _settled(_design(on=True, shares=(2000.0, 1000.0, 2000.0, 3000.0)))
    assert _parts(simulation) == pytest.approx([2 / 8, 1 / 8, 2 / 8, 3 / 8], rel=0.02)


def test_windows_come_to_rest_where_the_formula_says() -> None:
    simulation = _settled(_design(on=True), 200)
    latency = float(simulation.step().luns.latency[0])
    found = _windows(simulation)
    # One of four shares against a mean of two, and three of four.
    for name, push in (("a", 0.5 * PUSH), ("b", 1.5 * PUSH)):
        assert found[name] == pytest.approx(push / (1.0 - 30.0 / latency), rel=0.02)
    # Little: all of them together are what the array has under way.
    assert found["a"] + found["b"] == pytest.approx(IOPS * latency / 1000.0, rel=0.01)


@pytest.mark.parametrize("threshold", [10.0, 60.0])
def test_latency_follows_the_threshold(threshold: float) -> None:
    frame = _settled(_design(on=True, congestion=threshold)).step()
    # Beyond it lies what both hosts ask for in any case: 8 I/Os of 4,000 a second.
    assert frame.luns.latency[0] == pytest.approx(threshold + 1000.0 * 2 * PUSH / IOPS, rel=0.02)


def test_windows_recover_when_there_is_room_again() -> None:
    simulation = _settled(_design(on=True))
    assert max(_windows(simulation).values()) < DEPTH / 2
    simulation.swap(_design(on=True, reads=100.0))
    for _ in range(30):
        simulation.step()
    assert set(_windows(simulation).values()) == {float(DEPTH)}


def test_a_window_never_goes_below_the_least() -> None:
    # A LUN of 100 IOPS has 3 under way at 30 ms: even a host with next to no share keeps 4.
    design = _design(on=True, shares=(100.0, 9900.0))
    array = design.elements[ident("array")]
    assert isinstance(array, StorageArray)
    slow = array.disk_groups[0].replace(disks=1, device_iops=100.0)
    design = design.edited([update("elements", array, array.replace(disk_groups=(slow,)))])
    found = _windows(_settled(design))
    assert found["a"] == LEAST_WINDOW
    # The other: 1.98 times what a mean share asks for, beside the part of 30 ms that is its own.
    latency = (found["a"] + found["b"]) * 10.0
    assert found["b"] == pytest.approx(1.98 * PUSH / (1.0 - 30.0 / latency), rel=0.01)


def test_long_steps_come_to_the_same_windows() -> None:
    short, long = _settled(_design(on=True), 240), Simulation(_design(on=True), dt=30.0)
    for _ in range(8):
        long.step()
    assert _windows(long) == pytest.approx(_windows(short), rel=0.02)


def test_a_checkpoint_and_an_edit_keep_the_windows() -> None:
    design = _design(on=True)
    simulation = _settled(design, 20)
    before = _windows(simulation)
    restored = Simulation.restored(design, simulation.checkpoint())
    assert _windows(restored) == before
    assert restored.step().guests.progress.tolist() == simulation.step().guests.progress.tolist()
    lun = design.elements[ident("lun")]
    restored.swap(design.edited([update("elements", lun, lun.replace(capacity=4096.0))]))
    assert _windows(restored) == _windows(simulation)


def test_the_formula_with_plain_numbers() -> None:
    # (1 - 0.5) * 64 + 0.5 * (30 / 60 * 64 + 8) = 32 + 20
    assert congestion_window(64.0, 60.0, 30.0, 8.0, 0.5) == 52.0
    # At rest at beta / (1 - L / latency): 8 / (1 - 1/2) = 16.
    assert congestion_window(16.0, 60.0, 30.0, 8.0, 0.7) == pytest.approx(16.0)


def test_a_design_without_it_keeps_no_windows() -> None:
    simulation = _settled(_design(on=False), 3)
    assert np.isinf(simulation.state.window).all()
