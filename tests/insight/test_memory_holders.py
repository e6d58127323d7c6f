"""The parts of a host's memory in real runs, short of memory and not."""

import pytest

from tests.building import Drawing, id_of, two_hosts
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.insight.memory_holders import Held, Holders, holders
from virtdesigner.model.parts import GuestMemory, MachineMemory, MemoryPolicy, Workload


def drawn(machine: float = 65_536, size: float = 6144, working_set: float = 50, **policy: object) -> Drawing:
    drawing = two_hosts().set("host-a", memory=MachineMemory(size=machine))
    drawing.set("hv-a", memory_policy=MemoryPolicy.model_validate({"touch_time": 5} | policy))
    for name in ("a1", "a2", "a3", "a4"):
        load = Workload(working_set=working_set, image="debian")
        drawing.set(name, memory=GuestMemory(size=size), workload=load)
    return drawing


def after(drawing: Drawing, seconds: int) -> Frame:
    simulation = Simulation(drawing.design)
    for _ in range(seconds):
        frame = simulation.step()
    return frame


def of(frame: Frame, server: str = "host-a") -> Holders:
    found = holders(frame, id_of(server))
    assert found is not None
    return found


def guest(found: Holders, name: str) -> Held:
    return next(held for held in found.guests if held.id == id_of(name))


@pytest.mark.parametrize("machine", [65_536.0, 16_384.0])
@pytest.mark.parametrize("seconds", [1, 60, 240])
def test_the_parts_of_a_host_add_up_to_it(machine: float, seconds: int) -> None:
    found = of(after(drawn(machine, working_set=90), seconds))
    parts = found.system + found.overhead + found.free + sum(held.own for held in found.guests)
    assert parts == pytest.approx(found.total) == machine
    assert found.free >= 0


@pytest.mark.parametrize("machine", [65_536.0, 16_384.0])
def test_the_parts_of_a_guest_add_up_to_its_size(machine: float) -> None:
    for held in of(after(drawn(machine, working_set=90), 120)).guests:
        parts = held.active + held.idle + held.shared + held.ballooned + held.swapped + held.unused
        assert parts == pytest.approx(held.size)
        assert min(held.active, held.idle, held.shared, held.ballooned, held.swapped, held.unused) >= 0


def test_the_hypervisor_keeps_its_system_and_the_overhead_of_vms() -> None:
    found = of(after(drawn(system=3000), 60))
    assert found.system == 3000
    # Four VMs of 2 vCPUs and 6144 MiB: 18.22 + 0.00743 * 6144 + 4.03 MiB each (MODELS.md section 3).
    assert found.overhead == pytest.approx(4 * (18.22 + 0.00743 * 6144 + 4.03), abs=1)


def test_with_plenty_of_memory_nothing_is_taken() -> None:
    found = of(after(drawn(), 60))
    assert found.state == "high"
    assert {held.ballooned + held.swapped for held in found.guests} == {0}


def test_memory_short_is_ballooned_and_the_state_says_so() -> None:
    found = of(after(drawn(16_384, working_set=40), 240))
    assert sum(held.ballooned for held in found.guests) > 0
    assert found.state != "high"


def test_shared_pages_are_not_a_guests_own() -> None:
    frame = after(drawn(page_sharing=True, large_pages=False), 240)
    found = of(frame)
    shared = sum(held.shared for held in found.guests)
    assert shared > 0
    held = guest(found, "a1")
    row = frame.compiled.guest_ids.index(held.id)
    assert held.own == pytest.approx(float(frame.guests.memory_held[row]) - held.shared)


def test_thresholds_are_those_of_the_hypervisor_and_a_bare_server_has_none() -> None:
    # minFree of 16 GiB: 6 % of 4096, 4 % of 8192, 2 % of 4096 MiB, each rounded down: 245 + 327 + 81 = 653.
    found = of(after(drawn(16_384), 1))
    assert dict(found.thresholds)["clear"] == 653
    assert dict(found.thresholds)["soft"] == pytest.approx(0.64 * 653)
    bare = two_hosts().add("physical-server", "bare", workload=Workload())
    assert of(after(bare, 1), "bare").thresholds == ()


def test_a_host_that_the_frame_does_not_know() -> None:
    assert holders(after(two_hosts(), 1), id_of("tor")) is None
