"""`virtdesigner simulate`: run a design without a screen and report where it is tight."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.live import Live

from virtdesigner.cli.console import messages, output, print_json, progress_bar
from virtdesigner.cli.overwriting import keep_existing
from virtdesigner.cli.run_tables import live_view, show_results
from virtdesigner.cli.validate_command import as_json, show_findings
from virtdesigner.engine.frame import Frame
from virtdesigner.files.document import read
from virtdesigner.model.design import Design
from virtdesigner.report.csv_tables import CourseWriter, files_in, write_results
from virtdesigner.report.results import Results, Watcher, simulate
from virtdesigner.report.telling_apart import told_apart
from virtdesigner.report.words import sentence
from virtdesigner.rules.findings import Finding, find


def run(arguments: argparse.Namespace) -> int:
    """Run the file's design. Returns 0, or 1 with the findings when errors make a run meaningless."""
    design = read(arguments.file)
    if arguments.csv:
        keep_existing(files_in(arguments.csv), arguments.force)
    errors = tuple(finding for finding in find(design) if finding.severity == "error" or finding.blocks_run)
    if any(finding.blocks_run for finding in errors):
        _show_blocking(design, errors, arguments.json)
        return 1
    _warn(design, errors)
    results = _simulate(design, arguments)
    if arguments.json:
        print_json(results.as_json())
    else:
        show_results(design, results)
    return 0


def _show_blocking(design: Design, findings: tuple[Finding, ...], json: bool) -> None:
    if json:
        print_json({"findings": [as_json(design, finding) for finding in findings]})
    else:
        show_findings(design, findings)


def _warn(design: Design, errors: tuple[Finding, ...]) -> None:
    """Say on standard error what is wrong with a design that runs all the same."""
    names = told_apart(design)
    for finding in errors:
        messages().print(f"error   {sentence(finding.message, names)}", style="red", markup=False)


def _simulate(design: Design, arguments: argparse.Namespace) -> Results:
    with ExitStack() as stack:
        watchers = [stack.enter_context(_watching(arguments))]
        if arguments.csv:
            watchers.append(stack.enter_context(_course(arguments.csv)))

        def watch(frame: Frame, done: float) -> None:
            for watcher in watchers:
                watcher(frame, done)

        results = simulate(design, arguments.seconds, arguments.step, arguments.seed, watch)
    if arguments.csv:
        write_results(results, arguments.csv)
    return results


@contextmanager
def _watching(arguments: argparse.Namespace) -> Iterator[Watcher]:
    """A live table for a person at a terminal, else a progress bar (which is silent when piped)."""
    console = output()
    if console.is_terminal and not arguments.json:
        with Live(console=console, refresh_per_second=4, transient=True) as live:
            yield lambda frame, done: live.update(live_view(frame, done))
    else:
        with progress_bar(f"Simulating {arguments.file.name}") as advance:
            yield lambda _frame, done: advance(done)


@contextmanager
def _course(folder: Path) -> Iterator[Watcher]:
    with CourseWriter(folder) as course:
        yield lambda frame, _done: course.add(frame)
