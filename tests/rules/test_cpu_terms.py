"""Claims in the terms of each scheduler: MODELS.md section 1."""

import pytest

from tests.engine.designs import Plan, host, ident
from virtdesigner.kinds.weights import WEIGHTS, WITHOUT_RESERVATIONS
from virtdesigner.model.messages import Message
from virtdesigner.rules.cpu_terms import UNITS, claim_terms, has_quota, scheduler_of


def _plan(scheduler: str, **values: float) -> Plan:
    """A VM of 4 vCPUs on a server of 2.5 GHz whose cores are half as fast as the reference."""
    plan = Plan()
    name = host(plan, cores=8, cpu_clock=2.5, cpu_relative_speed=0.5, scheduler=scheduler)
    plan.guest("vm", name, vcpus=4, **values)
    return plan


def _terms(plan: Plan, guest: str = "vm") -> dict[str, Message]:
    return {message.code: message for message in claim_terms(plan.design(), ident(guest))}


@pytest.mark.parametrize(
    ("scheduler", "code", "amount"),
    [
        # One reference core is two of these: 2 x 2500 MHz, 2 x 100 % or ms, 2 of 4 vCPUs.
        ("esxi", "cpu-limit-mhz", 5000.0),
        ("xen-credit", "cpu-limit-core-percent", 200.0),
        ("cfs", "cpu-limit-quota", 200.0),
        ("hyper-v", "cpu-limit-vcpu-percent", 50.0),
        ("power", "cpu-limit-processors", 2.0),
    ],
)
def test_a_limit_of_a_core_is_said_in_the_units_of_the_scheduler(
    scheduler: str, code: str, amount: float
) -> None:
    assert _terms(_plan(scheduler, cpu_limit=1.0))[code]["amount"] == pytest.approx(amount)


def test_a_reservation_of_hyper_v_is_a_part_of_the_own_vcpus() -> None:
    # 1.5 reference cores are 3 of these, of 4 vCPUs.
    assert _terms(_plan("hyper-v", cpu_reservation=1.5))["cpu-reservation-vcpu-percent"]["amount"] == 75.0


@pytest.mark.parametrize("scheduler", sorted(WITHOUT_RESERVATIONS))
def test_a_reservation_that_a_scheduler_does_not_keep_is_said_to_be_none(scheduler: str) -> None:
    assert "cpu-reservation-none" in _terms(_plan(scheduler, cpu_reservation=1.0))
    assert "cpu-reservation-none" not in _terms(_plan(scheduler))


def test_a_server_without_a_set_speed_counts_its_cores_as_they_are() -> None:
    plan = Plan()
    plan.guest("vm", host(plan, cores=8, scheduler="cfs"), vcpus=4, cpu_limit=1.5)
    assert _terms(plan)["cpu-limit-quota"]["amount"] == 150.0


@pytest.mark.parametrize(
    ("scheduler", "usual"), [("esxi", 4000.0), ("xen-credit", 256.0), ("cfs", 100.0), ("hyper-v", 100.0)]
)
def test_the_usual_weight_is_of_the_vcpus_or_of_the_whole_guest(scheduler: str, usual: float) -> None:
    (weight,) = _terms(_plan(scheduler)).values()
    assert (weight["weight"], weight["usual"]) == (usual, usual)
    assert weight.code == f"cpu-weight-{WEIGHTS[scheduler].each}"


def test_a_set_weight_is_said_beside_the_usual_one() -> None:
    (weight,) = _terms(_plan("esxi", cpu_shares=8000.0)).values()
    assert (weight["weight"], weight["usual"], weight["each"]) == (8000.0, 4000.0, 2000.0)


def test_a_container_is_scheduled_by_the_kernel_it_is_on() -> None:
    plan = _plan("esxi")
    plan.engine("engine", "vm")
    plan.container("inside", "engine", vcpus=2, cpu_limit=0.5)
    design = plan.design()
    assert scheduler_of(design, ident("inside")) == "cfs"
    assert has_quota(design, ident("inside"))
    assert not has_quota(design, ident("vm"))
    assert _terms(plan, "inside")["cpu-limit-quota"]["amount"] == 100.0


def test_what_is_placed_nowhere_is_scheduled_by_nobody() -> None:
    plan = Plan()
    plan.guest("vm", None)
    assert scheduler_of(plan.design(), ident("vm")) is None
    assert not _terms(plan)


def test_every_scheduler_has_a_unit() -> None:
    assert set(UNITS) == set(WEIGHTS)
