"""`virtdesigner validate-models`: what was published beside what the models make of it."""

import argparse
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from virtdesigner.cli.console import output, print_json, progress_bar
from virtdesigner.insight.validation import Outcome, all_cases, unexpected
from virtdesigner.report import model_cases


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
    console.print(model_cases.summary(outcomes))


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
        case = found.case
        if case.source != source:
            table.add_row(Text(source := case.source, style="bold"))
        table.add_row(
            Text(case.title),
            model_cases.expected(case),
            model_cases.computed(found),
            model_cases.error(found),
            model_cases.allowed(case),
            case.kind,
            case.run,
            _result(found),
        )
    return table


def _result(found: Outcome) -> Text:
    bad = "yellow" if found.case.reason else "red"
    return Text(model_cases.result(found), style="green" if found.passed else bad)
