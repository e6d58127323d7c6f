"""What the commands print: JSON, tables, and a progress bar where somebody watches."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


def output() -> Console:
    """The console for results. Width is that of the terminal, or wide enough for every table in a pipe."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160)


def messages() -> Console:
    """The console for what is not a result: progress and notes, on standard error."""
    return Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """Print JSON as it is, for other programs: no colours, no wrapping."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[float], None]]:
    """A bar on standard error while the block runs, fed with the share done; nothing when piped."""
    console = messages()
    if not console.is_terminal:
        yield lambda _share: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda share: progress.update(task, completed=share)
