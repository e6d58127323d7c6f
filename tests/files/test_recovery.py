"""Recovery files: kept while there is something unsaved, offered when their program is gone."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.files.designs import example, same
from virtdesigner.files import recovery
from virtdesigner.files.errors import SaveError
from virtdesigner.files.recovery import RecoveryFile, discard, is_running, recoveries
from virtdesigner.model.errors import FileError


@pytest.fixture
def crashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other program runs any more."""
    monkeypatch.setattr(recovery, "is_running", lambda process: False)


def test_what_a_crash_left_behind_is_found_with_its_file(tmp_path: Path, crashed: None) -> None:
    RecoveryFile(tmp_path).write(example(), Path("/some/where/설계.vdt"))
    (found,) = recoveries(tmp_path)
    assert found.original == Path("/some/where/설계.vdt")
    assert same(found.design(), example())


def test_a_design_that_was_never_saved_has_no_file(tmp_path: Path, crashed: None) -> None:
    RecoveryFile(tmp_path).write(example(), None)
    assert recoveries(tmp_path)[0].original is None


def test_writing_again_replaces_and_newest_comes_first(
    tmp_path: Path, crashed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([1000.0, 3000.0, 2000.0])
    monkeypatch.setattr(time, "time", lambda: next(clock))
    first, second = RecoveryFile(tmp_path), RecoveryFile(tmp_path)
    first.write(example(), None)
    first.write(example(), None)
    second.write(example(), None)
    assert [found.kept for found in recoveries(tmp_path)] == [3000, 2000]


def test_discarding_leaves_nothing_and_may_be_done_twice(tmp_path: Path, crashed: None) -> None:
    kept = RecoveryFile(tmp_path)
    kept.discard()
    kept.write(example(), None)
    kept.discard()
    discard(kept.path)
    assert recoveries(tmp_path) == ()


def test_files_of_programs_that_still_run_are_not_offered(tmp_path: Path) -> None:
    RecoveryFile(tmp_path).write(example(), None)
    assert recoveries(tmp_path) == ()


def test_a_process_is_known_to_run_until_it_ends() -> None:
    assert is_running(os.getpid())
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not is_running(ended.pid)


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b"no json\n{}", b'{"original": 1, "kept": "x", "process": 1}\n']
)
def test_damaged_headings_are_passed_over(tmp_path: Path, crashed: None, content: bytes) -> None:
    (tmp_path / "1-a.recovery").write_bytes(content)
    assert recoveries(tmp_path) == ()


def test_a_damaged_design_is_said_so_when_it_is_opened(tmp_path: Path, crashed: None) -> None:
    heading = json.dumps({"original": None, "kept": 1.0, "process": 1})
    (tmp_path / "1-a.recovery").write_text(f"{heading}\n{{broken", encoding="utf-8")
    with pytest.raises(FileError, match="isn't JSON"):
        recoveries(tmp_path)[0].design()


def test_no_folder_means_nothing_to_recover(tmp_path: Path) -> None:
    assert recoveries(tmp_path / "never") == ()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(SaveError, match="could not be made"):
        RecoveryFile(tmp_path / "taken").write(example(), None)
