"""Wide VMs: memory of other sockets as part of what their work costs."""

from typing import Any

import numpy as np
import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.frame import CAUSES, Frame
from virtdesigner.engine.numa import far_share, far_work, nodes_spanned
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.parts import Processor

TWO_SOCKETS = Processor(sockets=2, cores_per_socket=8, far_memory=40.0)
GIB = 1024.0
NESTED = 1.03
"""What a walk of nested pages makes of work without kernel time: 1 + 0.03 (2 - 1)."""


def _arrays(*values: float) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return [np.array([value]) for value in values]


@pytest.mark.parametrize(
    ("vcpus", "memory", "nodes"),
    [(8, 32_768, 1), (9, 32_768, 2), (8, 32_769, 2), (17, 1024, 3), (33, 1024, 4), (200, 1e6, 4)],
)
def test_a_guest_spans_as_many_nodes_as_its_vcpus_or_its_memory_need(
    vcpus: float, memory: float, nodes: float
) -> None:
    """Four nodes of 8 cores and 32 GiB."""
    assert nodes_spanned(*_arrays(vcpus, memory, 8, 32_768, 4)) == nodes


def test_a_server_without_memory_for_guests_has_them_on_all_nodes() -> None:
    assert nodes_spanned(*_arrays(1, 1024, 8, 0, 2)) == 2


def test_untold_guests_find_their_memory_far_away_in_all_but_one_of_n_cases() -> None:
    assert far_share(np.array([1.0, 2.0, 4.0])) == pytest.approx([0, 1 / 2, 3 / 4])


def test_what_is_kept_near_costs_nothing() -> None:
    # 1/2 of accesses far, 30 % of these left, 30 % of the time waits for memory, 40 % longer.
    assert far_work(*_arrays(2, 0.7, 0.3, 0.4)) == pytest.approx(0.5 * 0.3 * 0.3 * 0.4)
    assert far_work(*_arrays(2, 1.0, 0.3, 0.4)) == 0


def _plan(vcpus: int, memory: float = 1024.0, **values: Any) -> tuple[Plan, str]:
    plan = Plan()
    name = host(plan, processor=TWO_SOCKETS, memory=256 * GIB, **values)
    plan.guest("vm", name, cpu=float(vcpus), vcpus=vcpus, memory=memory, memory_bound=50.0)
    return plan, name


def _frame(plan: Plan, steps: int = 3) -> tuple[Simulation, Frame]:
    simulation = Simulation(plan.design())
    return simulation, [simulation.step() for _ in range(steps)][-1]


def test_a_vm_wider_than_a_socket_pays_in_a_run() -> None:
    plan, _ = _plan(12, virtual_numa=False)
    _, frame = _frame(plan)
    # 12 vCPUs on sockets of 8: half of the accesses are far; 0.5 x 50 % x 40 %.
    far = 0.5 * 0.5 * 0.4
    assert frame.guests.cpu_far == pytest.approx(far)
    assert frame.guests.cpu_overhead == pytest.approx(NESTED + far)
    # It asks for all its vCPUs can do, so the overhead is lost time: the parts sum to what is missing.
    assert frame.guests.progress == pytest.approx(1 / (NESTED + far))
    lost = frame.guests.lost[0]
    assert lost[CAUSES.index("overhead")] == pytest.approx(1 - frame.guests.progress[0])


def test_a_vm_that_is_shown_the_nodes_pays_less() -> None:
    plan, _ = _plan(12, virtual_numa=True, numa_kept_near=80.0)
    _, frame = _frame(plan)
    assert frame.guests.cpu_far == pytest.approx(0.2 * 0.5 * 0.5 * 0.4)


def test_a_vm_within_a_socket_pays_nothing() -> None:
    plan, _ = _plan(8, virtual_numa=False)
    assert _frame(plan)[1].guests.cpu_far == 0


def test_a_vm_with_more_memory_than_a_socket_pays_too() -> None:
    # 256 GiB of the server, without the hypervisor's 2, in two sockets: 127 GiB each.
    plan, _ = _plan(2, memory=128 * GIB, virtual_numa=False, system=2048.0)
    assert _frame(plan)[1].guests.cpu_far > 0
    plan, _ = _plan(2, memory=127 * GIB, virtual_numa=False, system=2048.0)
    assert _frame(plan)[1].guests.cpu_far == 0


def test_a_server_of_one_socket_has_no_far_memory() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=8, virtual_numa=False), cpu=12.0, vcpus=12)
    assert _frame(plan)[1].guests.cpu_far == 0


def test_containers_share_the_memory_of_their_wide_vm() -> None:
    plan, _ = _plan(12, virtual_numa=False)
    plan.engine("engine", "vm")
    plan.container("inside", "engine", cpu=1.0, memory_bound=20.0)
    simulation, frame = _frame(plan)
    row = simulation.compiled.row["guests"][ident("inside")]
    assert frame.guests.cpu_far[row] == pytest.approx(0.5 * 0.2 * 0.4)


def test_a_bare_server_and_its_containers_know_their_sockets() -> None:
    plan = Plan()
    plan.server("bare", processor=TWO_SOCKETS)
    plan.engine("engine", "bare")
    plan.container("wide", "engine", cpu=12.0, vcpus=12)
    assert _frame(plan)[1].guests.cpu_far.max() == 0


def test_away_from_home_the_sockets_of_the_new_server_count() -> None:
    plan, _ = _plan(12, virtual_numa=False)
    host(plan, "other", processor=TWO_SOCKETS.replace(sockets=3, cores_per_socket=4), virtual_numa=False)
    simulation, _ = _frame(plan)
    simulation.state.host[:] = simulation.compiled.row["hosts"][ident("other")]
    frame = simulation.step()
    # 12 vCPUs on sockets of 4: two thirds far.
    assert frame.guests.cpu_far == pytest.approx(2 / 3 * 0.5 * 0.4)
    assert frame.guests.cpu_overhead == pytest.approx(NESTED + 2 / 3 * 0.5 * 0.4)


def test_fewer_vcpus_make_the_vm_faster_where_they_are_enough() -> None:
    """The fix of the finding, run: 7 cores of work get more done on 8 vCPUs than on 12 spread out."""
    done = []
    for vcpus in (12, 8):
        plan = Plan()
        name = host(plan, processor=TWO_SOCKETS, virtual_numa=False)
        plan.guest("vm", name, cpu=7.7, vcpus=vcpus, memory_bound=50.0)
        plan.guest("beside", name, cpu=8.0, vcpus=8)
        done.append(_frame(plan, 10)[1].guests.cpu_demand.sum())
    assert done[1] < done[0]
