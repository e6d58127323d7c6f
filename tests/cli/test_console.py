"""Consoles and the progress bar: seen at a terminal, silent in a pipe."""

from io import StringIO

import pytest
from rich.console import Console

from virtdesigner.cli import console


def test_a_pipe_gets_no_progress_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress_bar("Reading") as advance:
        advance(0.5)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_sees_what_is_done_and_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = StringIO()
    terminal = Console(file=screen, force_terminal=True, width=100, _environ={"TERM": "xterm"})
    monkeypatch.setattr(console, "messages", lambda: terminal)
    with console.progress_bar("Reading inventory") as advance:
        advance(0.5)
    assert "Reading inventory" in screen.getvalue()
    assert "50 %" in screen.getvalue()


def test_tables_in_a_pipe_have_room(capsys: pytest.CaptureFixture[str]) -> None:
    console.output().print("x" * 150)
    assert capsys.readouterr().out == "x" * 150 + "\n"


def test_json_keeps_every_letter_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_json({"name": "서버 [b]"})
    assert capsys.readouterr().out == '{\n  "name": "서버 [b]"\n}\n'
