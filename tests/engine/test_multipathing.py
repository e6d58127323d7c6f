"""Several paths to a LUN: one is taken, or all in turn. Numbers: MODELS.md section 5."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.users import link_users
from virtdesigner.model.parts import DiskGroup, Hba

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
