"""How a command ends when something stops it from outside: a closed pipe, an interrupt, a bug."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from virtdesigner.cli import main, report_failure

Command = Callable[..., Any]


def ending_with(error: BaseException) -> Callable[[object], int]:
    def run(_: object) -> int:
        raise error

    return run


@pytest.fixture(autouse=True)
def same_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed pipe takes standard output away; each test gives it back."""
    monkeypatch.setattr(sys, "stdout", sys.stdout)


@pytest.mark.parametrize(("error", "code"), [(BrokenPipeError(), 0), (KeyboardInterrupt(), 130)])
def test_a_reader_who_has_had_enough_sees_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    monkeypatch.setattr("virtdesigner.cli.validate_command.run", ending_with(error))
    assert main(["validate", "x.vdt"]) == code
    assert capsys.readouterr().err == ""


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("virtdesigner.cli.validate_command.run", ending_with(ZeroDivisionError("bug")))
    with pytest.raises(ZeroDivisionError, match="bug"):
        main(["validate", "x.vdt"])


def test_a_system_error_about_a_file_names_file_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    error = PermissionError(13, "Permission denied", "other.vdt")
    assert report_failure(error, Path("x.vdt")) == 2
    err = capsys.readouterr().err
    assert err.startswith("virtdesigner: x.vdt: ")
    assert "other.vdt" in err


def test_the_commands_with_a_window_are_not_run_here() -> None:
    with pytest.raises(ValueError, match="screenshot is not a headless command"):
        main(["screenshot", "x.vdt", "-o", "x.png"])
