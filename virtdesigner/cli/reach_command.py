"""`virtdesigner reach`: can one element get at another, by what way, or why not."""

import argparse
from typing import Any

from virtdesigner.cli.console import output, print_json
from virtdesigner.cli.naming import element_named
from virtdesigner.files.document import read
from virtdesigner.model.design import Design
from virtdesigner.report.words import names_of, noun, sentence
from virtdesigner.report.words_design import LINK_NOUNS
from virtdesigner.rules.reach import Reach, reach


def run(arguments: argparse.Namespace) -> int:
    """Answer. Returns 0 for yes, 1 for no; raises FileError or UnknownNameError for bad input."""
    design = read(arguments.file)
    source, target = (element_named(design, word) for word in (arguments.source, arguments.target))
    found = reach(design, source, target)
    if arguments.json:
        print_json(as_json(design, source, target, found))
    else:
        _show(design, source, target, found)
    return 0 if found.is_reached else 1


def as_json(design: Design, source: str, target: str, found: Reach) -> dict[str, Any]:
    """The answer for other programs; it follows reach.schema.json."""
    reason = found.reason
    return {
        "source": source,
        "target": target,
        "reachable": found.is_reached,
        "path": [_step(design, id) for id in found.path],
        "reason": reason and {"code": reason.code, "parameters": dict(reason.parameters)},
    }


def _step(design: Design, id: str) -> dict[str, str]:
    table = "elements" if id in design.elements else "links"
    kind = design.elements[id].kind if id in design.elements else design.links[id].kind
    return {"id": id, "table": table, "kind": kind, "name": names_of(design)(id)}


def _show(design: Design, source: str, target: str, found: Reach) -> None:
    console, names = output(), names_of(design)
    verdict = "reaches" if found.is_reached else "does not reach"
    console.print(f"{names(source)} {verdict} {names(target)}", style="bold", markup=False)
    if found.reason:
        console.print(sentence(found.reason, names), markup=False)
    for id in found.path:
        if id in design.elements:
            console.print(f"  {names(id)} ({noun(design.elements[id].kind)})", markup=False)
        else:
            console.print(f"    {LINK_NOUNS[design.links[id].kind]}", style="dim", markup=False)
