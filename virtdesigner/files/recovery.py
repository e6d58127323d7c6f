"""What is kept while there are unsaved changes, so that a crash loses nothing.

Each open document keeps one file in the user's state folder; it goes when the document is saved or closed.
What is still there at the next start, and isn't of a program that still runs, is offered.
"""

import contextlib
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from virtdesigner.files.document import dumps, loads
from virtdesigner.files.errors import SaveError, UnreadableError
from virtdesigner.files.limits import LIMITS, MEBIBYTE
from virtdesigner.files.reading import read_bytes
from virtdesigner.files.save import write_atomically
from virtdesigner.model.design import Design

_SUFFIX = ".recovery"
_HEADING_BYTES = MEBIBYTE


def recovery_folder() -> Path:
    """Where recovery files lie for this user."""
    return platformdirs.user_state_path("virtdesigner", appauthor=False) / "recovery"


@dataclass(frozen=True, slots=True)
class Recovery:
    """A recovery file: where it is, the design's own file (None: never saved), when it was kept (epoch s)."""

    path: Path
    original: Path | None
    kept: float

    def design(self) -> Design:
        """The design that was kept. Raises FileError when the file is damaged."""
        content = read_bytes(self.path, LIMITS.text_bytes + _HEADING_BYTES)
        return loads(content.partition(b"\n")[2])


class RecoveryFile:
    """The recovery file of one open document."""

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing is written before `write`. folder: in place of the user's own."""
        self._folder = folder or recovery_folder()
        self.path = self._folder / f"{os.getpid()}-{secrets.token_hex(6)}{_SUFFIX}"

    def write(self, design: Design, original: Path | None) -> None:
        """Keep `design`, whose own file is `original`. Raises SaveError when it can't be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SaveError(f"{self._folder} could not be made: {error.strerror}.") from error
        heading = {
            "original": str(original) if original else None,
            "kept": time.time(),
            "process": os.getpid(),
        }
        content = f"{json.dumps(heading, ensure_ascii=False)}\n{dumps(design)}"
        write_atomically(self.path, content.encode("utf-8"))

    def discard(self) -> None:
        """Remove what was kept, if anything was."""
        discard(self.path)


def discard(path: Path) -> None:
    """Remove a recovery file; nothing happens when it is gone already."""
    with contextlib.suppress(OSError):
        path.unlink()


def recoveries(folder: Path | None = None) -> tuple[Recovery, ...]:
    """What programs that no longer run have left behind, newest first; files with a damaged heading not."""
    found = (_recovery(path) for path in sorted((folder or recovery_folder()).glob(f"*{_SUFFIX}")))
    return tuple(sorted((item for item in found if item), key=lambda item: item.kept, reverse=True))


def _recovery(path: Path) -> Recovery | None:
    try:
        heading = json.loads(read_bytes(path, LIMITS.text_bytes + _HEADING_BYTES).partition(b"\n")[0])
        original, kept, process = heading["original"], float(heading["kept"]), int(heading["process"])
    except (UnreadableError, ValueError, KeyError, TypeError):
        return None
    if is_running(process):
        return None
    return Recovery(path, Path(original) if original else None, kept)


def is_running(process: int) -> bool:
    """Whether a process with this number runs now (this one included)."""
    if os.name == "nt":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    """Ask for a handle: on Windows os.kill(…, 0) would end the process."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(0x1000, False, process)  # the right to ask for limited information
    if handle:
        kernel.CloseHandle(handle)
    return bool(handle)
