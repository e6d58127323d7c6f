"""The functions for readers are those of a run: each hands its numbers to a solver that a step calls too."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner import engine
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds import ExternalNetwork
from virtdesigner.model.parts import DiskGroup, Flow, Nic

# Name, its arguments; where it finds its solver and where a run does; the solver.
SHARED = [
    ("overhead_memory_mib", ("esxi", 4096.0, 2), "overhead_memory", "compile.guests", "overhead_by_era"),
    ("instruction_mix_cost", ("nested", 2.6), "overhead", "compile.guests", "overhead_factor"),
    ("ready_time", (20, 0.72, 16), "queueing", "queueing", "ready_fraction"),
    ("goodput_mb_s", (1000.0, 1500.0), "goodput", "compile.links", "goodput"),
    ("hdd_iops", (7200.0, 8.5), "storage_device", "compile.groups", "hdd_service_ms"),
    ("device_latency_ms", (50.0, 100.0, 10.0, 64.0), "queueing", "phases.storage", "device_latency"),
    ("hop_latency", (0.1, 0.5), "queueing", "phases.delay", "hop_latency"),
    ("switch_loss", (30.0, 0.05), "queueing", "phases.cpu", "switch_loss"),
    ("hyperthreaded_cores", (6.0, 4.0), "queueing", "phases.cpu", "hyperthreaded_cores"),
    ("weighted_sharing", (1.0, [1.0, 1.0], [1.0, 2.0]), "sharing", "phases.division", "fill"),
    ("max_min_rates", ([1.0], [[0], [0]]), "plain", "phases.network", "max_min"),
    ("idle_tax_targets", ([1.0], [256.0], [0.0], None, 128.0), "plain", "memory_targets", "memory_targets"),
]


def _design() -> Any:
    """Short of cores, memory, disks and links: a host in front of a slow switch."""
    plan = Plan()
    disks = (DiskGroup(id="g", name="g", device="hdd", disks=4, raid="5"),)
    nics = (Nic(id="nic0", name="nic0", speed=1000.0),)
    name = host(plan, cores=2, memory=8192.0, nics=nics, disk_groups=disks, context_switch=0.05)
    plan.lun("lun", "h", backing="g")
    plan.virtual_switch("vs", name)
    plan.switch("sw", port_speed=1000.0)
    plan._add(ExternalNetwork(id=ident("outside"), name="outside", rate=500.0))
    plan.link("uplink", "vs", "h/nic0")
    plan.link("cable", "h/nic0", "sw")
    plan.link("cable", "sw", "outside")
    for number in range(3):
        flow = Flow(id="f", name="f", rate=2000.0)
        plan.guest(f"vm{number}", name, vcpus=2, memory=4096.0, working_set=100.0, reads=500.0, flows=(flow,))
        plan.link("vnic", f"vm{number}/nic0", "vs")
        plan.link("disk", f"vm{number}/disk0", "lun")
    return plan.design()


def _watched(monkeypatch: pytest.MonkeyPatch, place: str, solver: str) -> list[str]:
    """Note the calls of a solver where a module of the engine finds it."""
    module = import_module(f"virtdesigner.engine.{place}")
    original, calls = getattr(module, solver), []

    def watch(*arguments: Any, **options: Any) -> Any:
        calls.append(solver)
        return original(*arguments, **options)

    monkeypatch.setattr(module, solver, watch)
    return calls


@pytest.mark.parametrize(("name", "arguments", "here", "there", "solver"), SHARED)
def test_a_run_calls_the_solver_that_the_reader_does(
    name: str, arguments: tuple[Any, ...], here: str, there: str, solver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, of_run = (import_module(f"virtdesigner.engine.{place}") for place in (here, there))
    assert getattr(own, solver) is getattr(of_run, solver)
    with monkeypatch.context() as patch:
        calls = _watched(patch, here, solver)
        getattr(engine, name)(*arguments)
        assert calls
    calls = _watched(monkeypatch, there, solver)
    simulation = Simulation(_design())
    for _ in range(120):
        frame = simulation.step()
    assert frame.guests.network_latency.max() > 0.0
    assert calls


@pytest.mark.parametrize(("raid", "penalty"), [("0", 1), ("1", 2), ("5", 4), ("6", 6)])
@pytest.mark.parametrize("read_share", [0.0, 0.3, 1.0])
def test_a_raid_set_gives_in_a_run_what_the_formula_says(raid: str, penalty: int, read_share: float) -> None:
    assert engine.raid_penalty(int(raid)) == penalty
    plan = Plan()
    disks = DiskGroup(id="g", name="g", device="hdd", disks=8, raid=raid, device_iops=150.0)  # type: ignore[arg-type]
    name = host(plan, disk_groups=(disks,))
    plan.lun("lun", "h", backing="g", queue_depth=1024)
    plan.guest("vm", name, cpu=0.1, vcpus=4, reads=1e4 * read_share, writes=1e4 * (1 - read_share), block=0.5)
    plan.link("disk", "vm/disk0", "lun")
    simulation = Simulation(plan.design())
    frame = [simulation.step() for _ in range(10)][-1]
    assert frame.guests.iops_granted[0] == pytest.approx(
        engine.raid_iops(1200.0, read_share, float(penalty)), rel=1e-6
    )


@pytest.mark.parametrize("rule", ["min-free", "share-of-host"])
def test_the_thresholds_of_a_host_are_those_of_the_formula(rule: str) -> None:
    plan = Plan()
    host(plan, memory=32_768.0, thresholds=rule)
    found = Simulation(plan.design()).compiled.hosts.thresholds
    expected = engine.free_memory_thresholds(32.0, rule)
    assert [float(np.asarray(column)[0]) for column in found] == pytest.approx(list(expected))
