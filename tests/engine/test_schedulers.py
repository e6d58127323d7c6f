"""What the schedulers differ in, each seen in a run: shares, limits, slices. Source: MODELS.md section 1."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.engine.estimates import SLICE_MS
from virtdesigner.engine.frame import Frame
from virtdesigner.engine.simulation import Simulation
from virtdesigner.kinds.weights import WEIGHTS, WITHOUT_RESERVATIONS

PER_VM = tuple(name for name, weight in WEIGHTS.items() if weight.each == "guest")


def _frame(plan: Plan, steps: int = 15) -> Frame:
    simulation = Simulation(plan.design())
    return [simulation.step() for _ in range(steps)][-1]


def _granted(frame: Frame, name: str) -> float:
    return float(frame.guests.cpu_granted[frame.compiled.row["guests"][ident(name)]])


def _two(scheduler: str, **narrow: float) -> Plan:
    """A VM of 1 and one of 3 vCPUs on one core; both want all they can."""
    plan = Plan()
    name = host(plan, cores=1, scheduler=scheduler)
    plan.guest("narrow", name, cpu=1.0, vcpus=1, **narrow)
    plan.guest("wide", name, cpu=3.0, vcpus=3)
    return plan


def test_shares_of_esxi_are_of_each_vcpu() -> None:
    frame = _frame(_two("esxi"))
    # 1000 against 3000 shares.
    assert _granted(frame, "narrow") == pytest.approx(0.25, rel=1e-3)
    assert _granted(frame, "wide") == pytest.approx(0.75, rel=1e-3)


@pytest.mark.parametrize("scheduler", PER_VM)
def test_weights_of_the_others_are_of_the_whole_guest(scheduler: str) -> None:
    frame = _frame(_two(scheduler))
    assert _granted(frame, "narrow") == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize("scheduler", WEIGHTS)
def test_a_set_weight_counts_against_the_usual_one(scheduler: str) -> None:
    usual = WEIGHTS[scheduler]
    of_wide = usual.value * (3 if usual.each == "vcpu" else 1)
    frame = _frame(_two(scheduler, cpu_shares=of_wide * 4))
    # Four to one, on one core.
    assert _granted(frame, "narrow") == pytest.approx(0.8, rel=1e-3)


@pytest.mark.parametrize("scheduler", WEIGHTS)
def test_a_limit_holds_though_the_host_has_time_to_spare(scheduler: str) -> None:
    """Half a core: 50 % of one pCPU on Xen, a quarter of its own 2 vCPUs on Hyper-V, a quota of 50 ms."""
    plan = Plan()
    plan.guest("held", host(plan, cores=8, scheduler=scheduler), cpu=2.0, vcpus=2, cpu_limit=0.5)
    frame = _frame(plan)
    assert _granted(frame, "held") == pytest.approx(0.5, rel=1e-6)
    assert frame.guests.cpu_stalled[0] == pytest.approx(0.75)


@pytest.mark.parametrize("scheduler", sorted(WEIGHTS.keys() - WITHOUT_RESERVATIONS))
def test_a_reservation_holds_whatever_the_others_weigh(scheduler: str) -> None:
    frame = _frame(_two(scheduler, cpu_reservation=0.9, cpu_shares=1.0))
    assert _granted(frame, "narrow") == pytest.approx(0.9, rel=1e-3)


@pytest.mark.parametrize("scheduler", sorted(WITHOUT_RESERVATIONS))
def test_linux_and_xen_know_no_reservations(scheduler: str) -> None:
    frame = _frame(_two(scheduler, cpu_reservation=0.9, cpu_shares=WEIGHTS[scheduler].value))
    assert _granted(frame, "narrow") == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize(("scheduler", "got"), [("esxi", 0.9), ("cfs", 0.5)])
def test_a_pool_claims_as_much_as_the_scheduler_of_its_host_knows(scheduler: str, got: float) -> None:
    plan = Plan()
    name = host(plan, cores=1, scheduler=scheduler, context_switch=0.0)
    for number, reservation in enumerate((0.9, 0.0)):
        plan.pool(f"pool{number}", name, cpu_shares=100.0, cpu_reservation=reservation)
        plan.guest(f"vm{number}", f"pool{number}", cpu=1.0, vcpus=1)
    assert _granted(_frame(plan), "vm0") == pytest.approx(got, rel=1e-3)


@pytest.mark.parametrize("scheduler", SLICE_MS)
def test_short_slices_lose_more_of_a_contended_processor(scheduler: str) -> None:
    """c/(slice + c) with c = 1 ms, of 2 cores that 4 vCPUs want."""
    plan = Plan()
    name = host(plan, cores=2, scheduler=scheduler, context_switch=1.0)
    for number in range(4):
        plan.guest(f"vm{number}", name, cpu=1.0, vcpus=1)
    frame = _frame(plan)
    assert frame.hosts.cpu_capacity[0] == pytest.approx(2 * (1 - 1 / (SLICE_MS[scheduler] + 1)))


def test_nothing_is_lost_to_switches_while_there_is_a_processor_for_each() -> None:
    plan = Plan()
    name = host(plan, cores=2, scheduler="cfs", context_switch=1.0)
    for number in range(2):
        plan.guest(f"vm{number}", name, cpu=0.9, vcpus=1)
    assert _frame(plan).hosts.cpu_capacity[0] == 2


def test_only_esxi_stops_the_vcpus_of_a_wide_vm_together() -> None:
    costop = {}
    for scheduler in WEIGHTS:
        frame = _frame(_two(scheduler))
        row = frame.compiled.row["guests"]
        costop[scheduler] = frame.guests.cpu_costop[row[ident("wide")]]
        assert frame.guests.cpu_costop[row[ident("narrow")]] == 0
    assert costop.pop("esxi") > 0
    assert set(costop.values()) == {0.0}
