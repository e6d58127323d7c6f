"""Overwriting: what is there already stays as it is unless somebody says --force."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from virtdesigner.files.errors import SaveError

SHOWN: Final = 3
"""Files that the message names; of more it says how many."""


def keep_existing(files: Iterable[Path], force: bool) -> None:
    """Raise SaveError when a file is there that would be overwritten, and nobody said --force."""
    there = [] if force else [file for file in files if file.exists()]
    if there:
        named = ", ".join(map(str, there[:SHOWN]))
        more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
        verb, it = ("exists", "it") if len(there) == 1 else ("exist", "them")
        raise SaveError(f"{named}{more} {verb} already: name another place, or overwrite {it} with --force.")
