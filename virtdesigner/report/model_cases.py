"""Cases of model validation in words, the same in the terminal and in the window."""

from collections.abc import Sequence
from math import isnan
from typing import Final

from virtdesigner.insight.validation import Case, Outcome, counts
from virtdesigner.report.quantities import number

ROUNDING: Final = 1e-4
"""Tolerance below which a case counts as exact: rounding alone."""


def expected(case: Case) -> str:
    """What was published."""
    return _with_unit(case.expected, case)


def computed(outcome: Outcome) -> str:
    """What the models make of it; "–" where none gives the number."""
    return "–" if isnan(outcome.computed) else _with_unit(outcome.computed, outcome.case)


def error(outcome: Outcome) -> str:
    """An error with its sign, but no sign where rounding leaves none; "–" without a number."""
    if isnan(outcome.computed):
        return "–"
    shown = f"{100 * outcome.error:+.1f}"
    return "0.0 %" if float(shown) == 0.0 else f"{shown} %"


def allowed(case: Case) -> str:
    """The tolerance."""
    return "exact" if case.tolerance < ROUNDING else f"{100 * case.tolerance:.2g} %"


def result(outcome: Outcome) -> str:
    """Whether it passed, and whether one knew that it wouldn't."""
    if outcome.passed:
        return "passed"
    return "failed, known" if outcome.case.reason else "failed"


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many there are of each sort, in a sentence."""
    found = counts(outcomes)
    simulated = found["predicted", "simulation", True]
    predicted = simulated + found["predicted", "formula", True]
    calibrated = found["calibrated", "simulation", True] + found["calibrated", "formula", True]
    failed = len(outcomes) - predicted - calibrated
    known = sum(not outcome.passed and bool(outcome.case.reason) for outcome in outcomes)
    reasons = f", {known} of them for a known reason" if failed else ""
    return (
        f"{len(outcomes)} cases: {predicted} predicted within tolerance, {simulated} of them simulated; "
        f"{calibrated} calibrated; {failed} failed{reasons}"
    )


def _with_unit(value: float, case: Case) -> str:
    """Four digits, enough to tell what was published from what was computed."""
    digits = number(round(value)) if abs(value) >= 1000 else f"{value:.4g}"
    return f"{digits} {case.unit}" if case.unit else digits
