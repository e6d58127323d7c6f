"""What can go wrong with a file.

FileError
├── UnreadableError       not there, a folder, not allowed, too large, not text
├── DocumentError         a design file with something wrong in it; carries every problem
│   └── NewerFormatError  written by a newer version of the program
├── SaveError             the disk or a permission is in the way; what was there before is untouched
└── ImportRefusedError    a file of another program that can't be taken in
"""

from collections.abc import Sequence
from dataclasses import dataclass

from virtdesigner.model.errors import FileError

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where (a JSON path such as `elements[12].processor.sockets`) and what."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class UnreadableError(FileError):
    """A file can't be opened, is too large, or isn't text."""


class DocumentError(FileError):
    """A design file is wrong. `problems` holds all that was found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            shown.append(f"and {len(self.problems) - _SHOWN} more")
        super().__init__("\n".join(shown))


class NewerFormatError(DocumentError):
    """The file was written in a format that this version doesn't know yet."""

    def __init__(self, found: int, known: int) -> None:
        self.found, self.known = found, known
        reason = (
            f"the file has format {found}, this version of VirtDesigner reads up to format {known};"
            " open it with a newer version"
        )
        super().__init__([Problem("format", reason)])


class SaveError(FileError):
    """A file could not be written; what was there before is untouched."""


class ImportRefusedError(FileError):
    """A file of another program can't be taken in; the message says why."""
