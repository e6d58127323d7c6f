"""`virtdesigner validate-models`: what was published beside what the models make of it."""

import argparse
from collections.abc import Sequence
from math import isnan
from typing import Final

from rich.table import Table
from rich.text import Text

from virtdesigner.cli.console import output, print_json, progress_bar
from virtdesigner.insight.validation import Outcome, all_cases, counts, unexpected
from virtdesigner.report.quantities import number

WORTH_SAYING: Final = 1e-4
"""Tolerance below which a case counts as exact: rounding alone."""


def run(arguments: argparse.Namespace) -> int:
    """Compute every case. Returns 0, or 1 where one fails without a known reason, or passes despite one."""
    outcomes = _computed()
    if arguments.json:
        print_json([found.as_json() for found in outcomes])
    else:
        _show(outcomes)
    return 1 if unexpected(outcomes) else 0


def _computed() -> list[Outcome]:
    cases, outcomes = all_cases(), []
    with progress_bar("Computing cases") as advance:
        for case in cases:
            outcomes.append(case.outcome())
            advance(len(outcomes) / len(cases))
    return outcomes


def _show(outcomes: Sequence[Outcome]) -> None:
    console = output()
    console.print(_table(outcomes))
    for reason, titles in _known(outcomes).items():
        console.print(f"Known to fail: {'; '.join(titles)}. {reason}", markup=False)
    for found in unexpected(outcomes):
        what = "passes although it is known to fail" if found.passed else "fails"
        console.print(f"{found.case.id} {what}: {found.case.title}", style="bold red", markup=False)
    console.print(_summary(outcomes))


def _known(outcomes: Sequence[Outcome]) -> dict[str, list[str]]:
    """Each reason to fail with the titles of its cases."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.case.reason:
            found.setdefault(outcome.case.reason, []).append(outcome.case.title)
    return found


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("Case", ratio=1, overflow="fold")
    for head in ("Expected", "Computed", "Error", "Allowed"):
        table.add_column(head, justify="right", no_wrap=True)
    for head in ("Kind", "Run", "Result"):
        table.add_column(head, no_wrap=True)
    source = ""
    for found in outcomes:
        case, known = found.case, not isnan(found.computed)
        if case.source != source:
            table.add_row(Text(source := case.source, style="bold"))
        unit = f" {case.unit}" if case.unit else ""
        table.add_row(
            Text(case.title),
            f"{_exactly(case.expected)}{unit}",
            f"{_exactly(found.computed)}{unit}" if known else "-",
            _percent(found.error) if known else "-",
            "exact" if case.tolerance < WORTH_SAYING else f"{100 * case.tolerance:.2g} %",
            case.kind,
            case.run,
            _result(found),
        )
    return table


def _percent(error: float) -> str:
    """An error with its sign, but no sign where rounding leaves none."""
    shown = f"{100 * error:+.1f}"
    return "0.0 %" if float(shown) == 0.0 else f"{shown} %"


def _result(found: Outcome) -> Text:
    if found.passed:
        return Text("passed", style="green")
    return Text(
        "failed, known" if found.case.reason else "failed", style="yellow" if found.case.reason else "red"
    )


def _exactly(value: float) -> str:
    """Four digits, enough to tell what was published from what was computed."""
    return number(round(value)) if abs(value) >= 1000 else f"{value:.4g}"


def _summary(outcomes: Sequence[Outcome]) -> str:
    found = counts(outcomes)
    simulated = found["predicted", "simulation", True]
    predicted = simulated + found["predicted", "formula", True]
    calibrated = found["calibrated", "simulation", True] + found["calibrated", "formula", True]
    failed = len(outcomes) - predicted - calibrated
    return (
        f"{len(outcomes)} cases: {predicted} predicted within tolerance, {simulated} of them simulated; "
        f"{calibrated} calibrated; {failed} failed"
    )
