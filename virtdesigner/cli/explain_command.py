"""`virtdesigner explain`: what holds an element back in a run, who causes it, and whom it holds back."""

import argparse

from virtdesigner.cli.console import output, print_json, progress_bar
from virtdesigner.cli.naming import element_named
from virtdesigner.files.document import read
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.report.explaining import Explanation, explain_run
from virtdesigner.report.quantities import percent
from virtdesigner.report.words import names_of, sentence
from virtdesigner.report.words_run import CAUSE_LABELS


def run(arguments: argparse.Namespace) -> int:
    """Run the file's design and explain. Returns 0; raises UnknownNameError for a name that isn't clear."""
    design = read(arguments.file)
    element = element_named(design, arguments.element)
    with progress_bar(f"Simulating {arguments.file.name}") as advance:
        found = explain_run(
            design, element, arguments.seconds, arguments.step, arguments.seed,
            lambda _frame, done: advance(done),
        )  # fmt: skip
    if arguments.json:
        print_json(found.as_json())
    else:
        _show(design, found)
    return 0


def _show(design: Design, found: Explanation) -> None:
    console, names = output(), names_of(design)
    console.print(f"{names(found.element)}, {found.seconds:g} s simulated", style="bold", markup=False)
    if found.progress is not None:
        console.print(f"It did {percent(found.progress)} of what it wanted", markup=False)
        for cause, share in sorted(found.lost.items(), key=lambda item: -item[1]):
            if share > 0.0:
                console.print(f"  {CAUSE_LABELS[cause]:<16}{percent(share):>10}", markup=False)
    if chain := _untold(found):
        console.print(f"At its worst, after {found.time:g} s:", markup=False)
        for said in chain:
            console.print(f"  {sentence(said, names)}", markup=False)
    for each in found.holds_back:
        victims = ", ".join(map(names, each.victims))
        console.print(f"{sentence(each.message, names)}: {victims}", markup=False)
    if not found.chain and not found.holds_back:
        console.print("Nothing holds it back, and it holds nobody back", markup=False)


def _untold(found: Explanation) -> tuple[Message, ...]:
    """The chain, without its headline where that repeats a line of the parts: no moment was worse."""
    if not found.chain:
        return ()
    headline, evidence = found.chain[0], found.chain[1:]
    share = dict(headline.parameters).get("share")
    is_told = share is not None and percent(float(share)) == percent(found.lost[found.cause])
    return evidence if is_told else found.chain
