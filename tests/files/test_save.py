"""Saving: whole or not at all, permissions kept, and a sentence when it can't be done."""

import os
import stat
from pathlib import Path

import pytest

from virtdesigner.files import save
from virtdesigner.files.errors import SaveError
from virtdesigner.files.save import write_atomically


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.vdt", b"content")
    assert (tmp_path / "a.vdt").read_bytes() == b"content"
    assert only(tmp_path) == ["a.vdt"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are POSIX's")
def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.vdt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "real.vdt"
    target.write_bytes(b"old")
    link = tmp_path / "link.vdt"
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["fsync", "write", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.vdt"
    path.write_bytes(b"old")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    elif step == "write":
        monkeypatch.setattr(save, "_write", fail)
    else:
        monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SaveError, match=r"No space left on device; free some space.*untouched"):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert only(tmp_path) == ["a.vdt"]


def test_a_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.vdt"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *args: False)
    with pytest.raises(SaveError, match="permission"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_missing_folder_and_a_folder_in_the_way_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="folder isn't there"):
        write_atomically(tmp_path / "missing" / "a.vdt", b"")
    with pytest.raises(SaveError, match="there is a folder of that name"):
        write_atomically(tmp_path, b"")
