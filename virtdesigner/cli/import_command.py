"""`virtdesigner import`: make a design from an inventory and report what was read, guessed and skipped."""

import argparse
from typing import Any

from virtdesigner.cli.console import messages, output, print_json, progress_bar
from virtdesigner.cli.overwriting import keep_existing
from virtdesigner.files.document import write
from virtdesigner.files.errors import SaveError
from virtdesigner.files.importers import Imported, import_file
from virtdesigner.report.words import counted, names_of, sentence


def run(arguments: argparse.Namespace) -> int:
    """Import and write. Returns 0; raises FileError when the source can't be read or the design written."""
    if arguments.output.suffix != ".vdt":
        raise SaveError(f"{arguments.output}: a design is written to a file that ends in .vdt")
    keep_existing([arguments.output], arguments.force)
    with progress_bar(f"Reading {arguments.source.name}"):
        imported = import_file(arguments.source)
    write(imported.design, arguments.output)
    if arguments.json:
        print_json(_as_json(imported, arguments))
    else:
        _show(imported, arguments)
    return 0


def _as_json(imported: Imported, arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "source": str(arguments.source),
        "output": str(arguments.output),
        "read": dict(imported.report.read),
        "notes": [
            {
                "severity": note.severity,
                "code": note.message.code,
                "parameters": dict(note.message.parameters),
                "where": note.where,
            }
            for note in imported.report.notes
        ],
    }


def _show(imported: Imported, arguments: argparse.Namespace) -> None:
    console, names = output(), names_of(imported.design)
    for note in imported.report.notes:
        where = f"{note.where}: " if note.where else ""
        console.print(f"{note.severity:8}{where}{sentence(note.message, names)}", markup=False)
    counts = ", ".join(counted(kind, count) for kind, count in imported.report.read.items())
    console.print(f"Read {counts}.", markup=False)
    messages().print(f"Wrote {arguments.output}", markup=False)
