"""The table of published numbers: every case holds, means something, and moves with its inputs."""

from collections.abc import Iterator
from functools import cache
from math import isnan, nan
from typing import get_args

import pytest

from virtdesigner.insight.validation import Case, Outcome, all_cases, counts, unexpected
from virtdesigner.insight.validation.case import EXACT, Input, Kind, Run, not_modelled

CASES = {case.id: case for case in all_cases()}

LARGEST_TOLERANCE = 0.15
"""Of MODELS.md section 11: macro benchmarks."""


@cache
def outcome(id: str) -> Outcome:
    return CASES[id].outcome()


@pytest.mark.parametrize("id", CASES)
def test_every_case_holds_or_says_why_it_does_not(id: str) -> None:
    found = outcome(id)
    case = found.case
    assert found.passed != bool(case.reason), f"{found.computed} against {case.expected}"


def test_ids_name_one_case_each() -> None:
    assert len(CASES) == len(all_cases())


def test_enough_is_predicted_and_simulated() -> None:
    found = counts([outcome(id) for id in CASES])
    simulated = found["predicted", "simulation", True]
    assert simulated >= 10
    assert simulated + found["predicted", "formula", True] >= 25


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_case_is_declared_in_full(case: Case) -> None:
    assert case.title
    assert case.source
    assert case.inputs
    assert case.kind in get_args(Kind)
    assert case.run in get_args(Run)
    assert 0 < case.tolerance <= LARGEST_TOLERANCE


def perturbed(value: Input) -> Iterator[Input]:
    """Other values of the same type; a case need not be able to take each."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, 2 * value, value // 2)
    elif isinstance(value, float):
        yield from (1.1 * value, 0.9 * value, 2.0 * value, 0.5 * value) if value else (0.5, 50.0)


def computes(case: Case, name: str, value: Input) -> float:
    """What a case makes of other inputs; NaN where they mean nothing, such as fibre channel of 3 Gb/s."""
    try:
        return float(case.compute(**{**case.inputs, name: value}))
    except (ValueError, IndexError):
        return nan


PREDICTED = [
    id for id, case in CASES.items()
    if case.kind == "predicted" and case.compute is not not_modelled
]  # fmt: skip


@pytest.mark.parametrize("id", PREDICTED)
def test_other_inputs_give_another_number(id: str) -> None:
    case, usual = CASES[id], outcome(id).computed
    others = (
        computes(case, name, other) for name, value in case.inputs.items() for other in perturbed(value)
    )
    assert any(not isnan(found) and found != pytest.approx(usual, rel=1e-6, abs=1e-12) for found in others)


FORMULAS = [
    (id, name) for id in PREDICTED if CASES[id].run == "formula" for name, value in CASES[id].inputs.items()
    if not isinstance(value, str)
]  # fmt: skip

WITHOUT_EFFECT = {
    # A demand over what anybody gets changes nothing, nor does the link whose other flow takes the rest.
    ("shares-2000-1000-500", "demand"), ("max-min-0", "second"), ("max-min-1", "second"),
    # A full queue drains at the device's pace; one I/O never waits for the depth of its queue.
    ("latency-full-queue", "iops"), ("latency-full-queue", "service_ms"),
    ("latency-one-server", "queue_depth"),
    # As many vCPUs as processors never wait; without redundancy a write costs what a read does.
    ("ready-16-of-16-formula", "load"), ("raid-0-50-formula", "read_share"),
    # Other frames were not measured; two hosts' failure would need two larger ones.
    ("sea-sizing-1", "mtu"), ("sea-sizing-2", "mtu"), ("ha-failover", "first"),
}  # fmt: skip
"""Inputs of formulas that rightly move nothing there."""


@pytest.mark.parametrize(("id", "name"), FORMULAS)
def test_every_input_of_a_formula_counts(id: str, name: str) -> None:
    case, usual = CASES[id], outcome(id).computed
    found = [computes(case, name, other) for other in perturbed(case.inputs[name])]
    moved = any(not isnan(one) and one != pytest.approx(usual, rel=1e-6, abs=1e-12) for one in found)
    assert moved != ((id, name) in WITHOUT_EFFECT)


def case_of(expected: float, computed: float, tolerance: float, reason: str = "") -> Case:
    return Case(
        "x",
        "X",
        "nowhere",
        {"value": computed},
        expected,
        lambda value: value,
        tolerance=tolerance,
        reason=reason,
    )


def test_errors_are_relative_and_absolute_where_nothing_is_expected() -> None:
    assert case_of(200.0, 190.0, 0.1).outcome().error == pytest.approx(-0.05)
    assert case_of(0.0, 0.02, 0.1).outcome().error == pytest.approx(0.02)


@pytest.mark.parametrize(("computed", "passed"), [(104.9, True), (95.1, True), (105.1, False), (nan, False)])
def test_the_tolerance_decides(computed: float, passed: bool) -> None:
    assert case_of(100.0, computed, 0.05).outcome().passed == passed


def test_what_is_unexpected_is_a_new_failure_or_a_success_in_spite_of_a_reason() -> None:
    good, bad = case_of(1.0, 1.0, EXACT), case_of(1.0, 2.0, EXACT)
    known, wrong = case_of(1.0, 2.0, EXACT, "because"), case_of(1.0, 1.0, EXACT, "because")
    found = unexpected([case.outcome() for case in (good, bad, known, wrong)])
    assert [one.case for one in found] == [bad, wrong]


def test_json_has_a_null_where_no_model_gives_the_number() -> None:
    row = case_of(1.0, nan, 0.1, "because").outcome().as_json()
    assert (row["computed"], row["error"], row["passed"], row["reason"]) == (None, None, False, "because")
