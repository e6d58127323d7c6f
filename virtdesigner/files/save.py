"""Saving so that a file is never half written: beside it first, then put in its place in one step."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from virtdesigner.files.errors import SaveError


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` by `content`, or leave it exactly as it was and raise SaveError.

    The file keeps its permissions; a link stays a link and its target is replaced. When this returns the
    content is on the disk, not only in the system's memory.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        _refuse_protected(target)
        _write(temporary, content, target)
        temporary.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise SaveError(_why(path, error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _refuse_protected(target: Path) -> None:
    # Replacing needs a right to the folder only: a file that is marked read-only would be lost.
    if target.is_dir():
        raise IsADirectoryError
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError


def _write(temporary: Path, content: bytes, target: Path) -> None:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk too, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        reason = "there is a folder of that name; choose another name"
    elif isinstance(error, FileNotFoundError | NotADirectoryError):
        reason = "its folder isn't there; choose another place"
    elif isinstance(error, PermissionError):
        reason = "you don't have the permission to write there; choose another place"
    else:
        reason = f"{error.strerror or error}; free some space or choose another place"
    return f"{path} could not be saved: {reason}. What was there before is untouched."
