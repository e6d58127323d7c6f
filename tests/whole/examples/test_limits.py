"""Limits and reservations: a limit holds, a reservation is met, too little hurts only whoever has it."""

import pytest

from tests.whole.examples.shipped import example, named, results
from virtdesigner.engine.simulation import Simulation
from virtdesigner.model.change import update
from virtdesigner.model.parts import Workload
from virtdesigner.report.results import GuestResult

SLUG = "limits-and-reservations"


def guest(name: str) -> GuestResult:
    return named(results(SLUG).guests, name)


def test_both_servers_are_full() -> None:
    for host in results(SLUG).hosts:
        # MODELS.md section 1: what is lost is the switching of contended cores, 0.05 of 50 ms.
        assert host.cpu_used == pytest.approx(36.0 * 50 / 50.05, rel=1e-3)


def test_a_greedy_guest_is_held_at_its_limit() -> None:
    assert guest("batch-03").cpu_demand > 18.0
    assert guest("batch-03").cpu_granted == pytest.approx(6.0, rel=1e-6)
    assert guest("batch-03").limited_by == "limit"


def test_a_reservation_is_met_and_shares_alone_would_not_do() -> None:
    assert guest("db-02").cpu_granted == pytest.approx(guest("db-02").cpu_demand, rel=1e-6)
    assert guest("db-02").progress == pytest.approx(1.0, abs=1e-6)
    # Shares of a vCPU are equal, small-01 has its 2 cores and web-01 all it wants: what is left goes to the
    # 18 + 18 + 12 vCPUs of the others, 12 of which are db-01's.
    left = 36.0 * 50 / 50.05 - 2.0 - guest("web-01").cpu_granted
    assert guest("db-01").cpu_granted == pytest.approx(left * 12 / 48, rel=0.01)
    assert guest("db-01").progress < 0.85


@pytest.mark.parametrize("name", ["small-01", "small-02"])
def test_two_vcpus_do_the_work_of_two_however_many_shares_they_have(name: str) -> None:
    # What the hypervisor does for its packets and I/O comes on top, some thousandths.
    assert guest(name).cpu_granted == pytest.approx(2.0, rel=2e-3)
    assert guest(name).progress == pytest.approx(2.0 / guest(name).cpu_demand, rel=1e-3)


def test_what_is_too_small_takes_nothing_from_the_others() -> None:
    """More work for small-02 changes what it lacks, and nobody else."""
    design = example(SLUG)
    small = design.elements[guest("small-02").id]
    (work,) = small.carried(Workload)
    heavier = small.replace(workload=work.replace(cpu=10.0))
    frame = Simulation(design).step()
    other = Simulation(design.edited([update("elements", small, heavier)])).step()
    row = frame.compiled.row["guests"][small.id]
    assert other.guests.progress[row] < 0.6 * frame.guests.progress[row]
    for name in ("db-02", "web-02", "batch-03"):
        at = frame.compiled.row["guests"][guest(name).id]
        assert other.guests.progress[at] == pytest.approx(frame.guests.progress[at], abs=1e-6)
