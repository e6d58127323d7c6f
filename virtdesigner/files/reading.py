"""Opening a file that somebody picked: one clear sentence for each way in which that fails."""

import stat
from pathlib import Path

from virtdesigner.files.errors import UnreadableError
from virtdesigner.files.limits import MEBIBYTE


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a plain file of at most `limit` bytes. Raises UnreadableError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder" if path.is_dir() else "no plain file"
            raise UnreadableError(f"{path} is {what}; choose a file.")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise UnreadableError(_why(path, error)) from error
    if len(content) > limit:
        raise UnreadableError(f"{path} is larger than {limit / MEBIBYTE:g} MiB, the most that is read.")
    return content


def not_there(path: Path | str) -> str:
    """What is said of a file or folder that isn't there."""
    return f"{path} isn't there; it may have been moved or renamed."


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return not_there(path)
    if isinstance(error, PermissionError):
        return f"{path} can't be read: you don't have the permission."
    return f"{path} can't be read: {error.strerror or error}."
