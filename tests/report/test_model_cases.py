"""The words of model validation: digits, signs, tolerances, what became of a case."""

from math import nan

import pytest

from virtdesigner.insight.validation import Case, Outcome
from virtdesigner.report import model_cases


def outcome(computed: float, expected: float = 10.0, reason: str = "", tolerance: float = 0.05) -> Outcome:
    case = Case("a", "A", "S", {}, expected, lambda: computed, "ms", tolerance, reason=reason)
    return case.outcome()


@pytest.mark.parametrize(
    ("computed", "words"),
    [(10.1, "+1.0 %"), (5.0, "-50.0 %"), (10.00001, "0.0 %"), (9.99999, "0.0 %"), (nan, "–")],
)
def test_an_error_has_a_sign_unless_rounding_leaves_none(computed: float, words: str) -> None:
    assert model_cases.error(outcome(computed)) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.12346, "0.1235 ms"), (12.346, "12.35 ms"), (12_345.6, "12,346 ms")]
)
def test_figures_have_the_digits_that_tell_them_apart(value: float, words: str) -> None:
    assert model_cases.computed(outcome(value)) == words
    assert model_cases.expected(outcome(1.0, value).case) == words


def test_a_case_that_no_model_gives_has_no_figure() -> None:
    assert model_cases.computed(outcome(nan)) == "–"


def test_a_tolerance_of_rounding_alone_is_exact() -> None:
    assert model_cases.allowed(outcome(1, tolerance=1e-9).case) == "exact"
    assert model_cases.allowed(outcome(1, tolerance=0.15).case) == "15 %"


def test_what_became_of_a_case() -> None:
    found = (outcome(10.1), outcome(20.0, reason="No model of it"), outcome(20.0))
    assert [model_cases.result(each) for each in found] == ["passed", "failed, known", "failed"]
    assert model_cases.summary(found) == (
        "3 cases: 1 predicted within tolerance, 0 of them simulated; 0 calibrated; "
        "2 failed, 1 of them for a known reason"
    )
