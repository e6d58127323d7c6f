"""A saturated bottleneck is used: 99 % on average over designs, never under 90 % (MODELS.md section 0)."""

import numpy as np
import pytest

from tests.engine.designs import Plan, host
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.design import Design
from virtdesigner.model.parts import DiskGroup, Flow, Hba, Nic

SEEDS = range(30)


def _crowd(seed: int) -> Design:
    """Guests that want CPU, disks and cables in random parts, and more than there is of at least one."""
    random = np.random.default_rng(seed)
    plan = Plan()
    plan.switch("sw")
    plan.array("array", DiskGroup(id="group0", name="g", device="hdd", disks=int(random.integers(2, 40))))
    plan.lun("lun", "array", queue_depth=4096)
    for number in range(2):
        name = host(
            plan,
            f"h{number}",
            cores=int(random.integers(2, 16)),
            memory=1e6,
            hbas=(Hba(id="fc0", name="fc0"),),
            nics=(Nic(id="nic0", name="nic0", speed=float(random.choice([100, 1000, 10_000]))),),
        )
        plan.link("fibre", f"h{number}/fc0", "array/fc0" if number else "array/fc1")
        plan.virtual_switch(f"vs{number}", name)
        plan.link("uplink", f"vs{number}", f"h{number}/nic0")
        plan.link("cable", f"h{number}/nic0", "sw")
        for place in range(12):
            guest = f"vm{number}-{place}"
            flow = Flow(id="f", name="f", rate=float(random.uniform(0, 200)))
            plan.guest(
                guest,
                name,
                cpu=float(random.uniform(0.1, 4)),
                vcpus=8,
                reads=float(random.uniform(0, 300)),
                writes=float(random.uniform(0, 100)),
                flows=(flow,),
                cpu_shares=float(random.integers(100, 4000)),
            )
            plan.link("vnic", f"{guest}/nic0", f"vs{number}")
            plan.link("disk", f"{guest}/disk0", "lun")
    return plan.design()


def _fullest(seed: int) -> float:
    """How full the fullest resource is after the bounds have had some steps to settle."""
    simulation = Simulation(_crowd(seed))
    for _ in range(5):
        frame = simulation.step()
    assert frame.guests.progress.min() < 1
    cpu = frame.hosts.cpu_used / frame.hosts.cpu_capacity
    return float(max(cpu.max(), frame.links.utilisation.max(), frame.luns.utilisation.max()))


def test_a_saturated_bottleneck_is_used() -> None:
    used = [_fullest(seed) for seed in SEEDS]
    assert min(used) >= 0.9
    assert np.mean(used) >= 0.99


@pytest.mark.parametrize("seed", SEEDS)
def test_no_guest_is_held_back_by_a_resource_with_room(seed: int) -> None:
    """Whoever is slow touches something that is full: his host's cores, his cable, or the disks."""
    simulation = Simulation(_crowd(seed))
    for _ in range(5):
        frame = simulation.step()
    compiled = simulation.compiled
    full = {
        compiled.element_ids[row]
        for rows, part in (
            (compiled.hosts.element, frame.hosts.cpu_used / frame.hosts.cpu_capacity),
            (compiled.links.element, frame.links.utilisation),
            (compiled.stores.element, frame.luns.utilisation),
        )
        for row in rows[part > 0.9]
    }
    for row in np.flatnonzero(frame.guests.progress < 0.97):
        assert compiled.element_ids[frame.guests.limiter[row]] in full
