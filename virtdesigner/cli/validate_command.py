"""`virtdesigner validate`: read a design and say what is wrong or risky in it."""

import argparse
from collections import Counter
from typing import Any

from virtdesigner.cli.console import output, print_json
from virtdesigner.files.document import read
from virtdesigner.model.design import Design
from virtdesigner.report.assumptions import is_assumption, summed_up
from virtdesigner.report.telling_apart import told_apart
from virtdesigner.report.words import Names, fix, repair, sentence
from virtdesigner.rules.findings import Finding, find, fixes

_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


def run(arguments: argparse.Namespace) -> int:
    """Check the file. Returns 0 for clean or warnings only, 1 for errors; FileError when unreadable."""
    design = read(arguments.file)
    findings = find(design)
    if arguments.json:
        print_json(
            {"file": str(arguments.file), "findings": [as_json(design, finding) for finding in findings]}
        )
    else:
        show_findings(design, findings)
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def as_json(design: Design, finding: Finding) -> dict[str, Any]:
    """A finding as code and parameters, for other programs.

    fixable: the window offers an edit that mends it.
    """
    return {
        "code": finding.code,
        "severity": finding.severity,
        "elements": list(finding.elements),
        "field": finding.field,
        "parameters": dict(finding.message.parameters),
        "fixable": bool(fixes.fix(design, finding)),
    }


def show_findings(design: Design, findings: tuple[Finding, ...]) -> None:
    """Print findings in words, worst first, assumptions summed up, and how many there are of each."""
    console, names = output(), told_apart(design)
    others = [finding for finding in findings if not is_assumption(finding)]
    for finding in others:
        console.print(f"[{_STYLES[finding.severity]}]{finding.severity:8}[/]", end="")
        console.print(sentence(finding.message, names), markup=False)
        if finding.severity != "info" and (help := _help(design, finding, names)):
            console.print(f"        {help}", style="dim", markup=False)
    for summed in summed_up(design, findings):
        console.print(f"[{_STYLES['info']}]{'info':8}[/]", end="")
        console.print(sentence(summed, names), markup=False)
    counts: Counter[str] = Counter(finding.severity for finding in others)
    summary = ", ".join(_number_of(counts[severity], severity) for severity in _STYLES)
    if assumed := len(findings) - len(others):
        summary += f", {_number_of(assumed, 'assumption')}"
    console.print(f"{_number_of(len(design.elements), 'element')}: {summary}")


def _help(design: Design, finding: Finding, names: Names) -> str:
    """What to do about a finding: the fix that the window offers, else words."""
    if fixes.fix(design, finding):
        return f"Fix in the window: {repair(finding.message, names)}"
    return fix(finding.message, names)


def _number_of(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
