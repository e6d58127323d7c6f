"""A file that somebody picked and that can't be read: one sentence that names it and says why."""

import os
from pathlib import Path

import pytest

from virtdesigner.files.errors import UnreadableError
from virtdesigner.files.reading import read_bytes


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"12345")
    assert read_bytes(file, 5) == b"12345"
    with pytest.raises(UnreadableError, match="larger than"):
        read_bytes(file, 4)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"x isn't there; it may have been moved or renamed\.$"):
        read_bytes(tmp_path / "x", 1)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is a folder; choose a file"):
        read_bytes(tmp_path, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="is no plain file; choose a file"):
        read_bytes(tmp_path / "pipe", 1)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (PermissionError(13, "Permission denied"), "you don't have the permission"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ],
)
def test_what_the_system_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, why: str
) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"1")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableError, match=f"x can't be read: {why}"):
        read_bytes(file, 1)
