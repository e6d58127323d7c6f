"""`virtdesigner explain`: what holds an element back in a run, who causes it, and whom it holds back."""

import argparse

from virtdesigner.cli.console import output, print_json, progress_bar
from virtdesigner.cli.naming import element_named
from virtdesigner.files.document import read
from virtdesigner.insight.bottlenecks import Bottleneck
from virtdesigner.model.design import Design
from virtdesigner.model.messages import Message
from virtdesigner.report.explaining import Explanation, explain_run
from virtdesigner.report.quantities import percent
from virtdesigner.report.telling_apart import told_apart
from virtdesigner.report.words import Names, sentence
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
    console, names = output(), told_apart(design)
    console.print(f"{names(found.element)}, {found.seconds:g} s simulated", style="bold", markup=False)
    is_off = any(said.code == "is-off" for said in found.chain)
    if found.progress is not None and not is_off:
        console.print(f"It did {percent(found.progress)} of what it wanted", markup=False)
        for cause, share in sorted(found.lost.items(), key=lambda item: -item[1]):
            if share > 0.0:
                console.print(f"  {CAUSE_LABELS[cause]:<16}{percent(share):>10}", markup=False)
    if chain := _untold(found):
        if not is_off:
            console.print(_moment(found), markup=False)
        for said in chain:
            console.print(f"  {sentence(said, names)}", markup=False)
    for each in found.holds_back:
        console.print(_waiting(each, names), markup=False)
    if calm := _calm(found):
        console.print(calm, markup=False)
    for each in found.shares:
        console.print(f"It uses what others wait for: {_waiting(each, names)}", markup=False)


def _moment(found: Explanation) -> str:
    """When it was as the chain says."""
    is_worst = found.progress is not None or found.holds_back
    return f"At {'its worst' if is_worst else 'the end'}, after {found.time:g} s:"


def _waiting(found: Bottleneck, names: Names) -> str:
    return f"{sentence(found.message, names)}: {', '.join(map(names, found.victims))}"


def _calm(found: Explanation) -> str:
    """That all is well, as far as it is; "" where something is held back."""
    if found.holds_back:
        return ""
    if found.progress is None:
        return "Nobody waits for it"
    if found.chain:
        return ""
    return "Nothing holds it back" if found.shares else "Nothing holds it back, and it holds nobody back"


def _untold(found: Explanation) -> tuple[Message, ...]:
    """The chain, without its headline where that repeats a line of the parts: no moment was worse."""
    if not found.chain:
        return ()
    headline, evidence = found.chain[0], found.chain[1:]
    share = dict(headline.parameters).get("share")
    is_told = share is not None and percent(float(share)) == percent(found.lost[found.cause])
    return evidence if is_told else found.chain
