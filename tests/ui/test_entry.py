"""The entry point: what goes to the command line, what to the window."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import virtdesigner.__main__ as entry
from virtdesigner.cli.parser import COMMANDS
from virtdesigner.files.reading import not_there
from virtdesigner.ui import app, system

PROJECT = Path(__file__).resolve().parents[2]


class Calls:
    """Stands in for a function: keeps what it was called with and returns a code."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.given: list[tuple[object, ...]] = []

    def __call__(self, *arguments: object) -> int:
        self.given.append(arguments)
        return self.code


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Collect what the window would open."""
    opened = Calls()
    monkeypatch.setattr(app, "run", opened)
    return opened


def test_no_argument_opens_the_window(windows: Calls) -> None:
    assert entry.main([]) == 0
    assert windows.given == [(None, COMMANDS)]


def test_a_file_opens_the_window_with_it(windows: Calls) -> None:
    assert entry.main(["plan.vdt"]) == 0
    assert windows.given == [("plan.vdt", COMMANDS)]


def test_two_files_are_refused(windows: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        entry.main(["plan.vdt", "other.vdt"])
    assert end.value.code == 2
    assert "other.vdt" in capsys.readouterr().err
    assert windows.given == []


def test_without_a_display_a_design_that_is_not_there_is_told_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(system, "problem", lambda **_: "There is no display.")
    absent, there = tmp_path / "absent.vdt", tmp_path / "there.vdt"
    there.touch()
    assert entry.main([str(absent)]) == 2
    assert capsys.readouterr().err == f"virtdesigner: {not_there(absent)}\n"
    assert entry.main([str(there)]) == entry.main([]) == 2
    assert capsys.readouterr().err == "virtdesigner: There is no display.\n" * 2


@pytest.mark.parametrize("command", ["import", "validate", "simulate"])
def test_commands_go_to_the_command_line(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    called = Calls(7)
    monkeypatch.setattr(entry, "run_command", called)
    assert entry.main([command, "x"]) == 7
    assert called.given == [([command, "x"],)]


def test_screenshot_hands_its_options_to_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    called = Calls()
    monkeypatch.setattr(app, "screenshot", called)
    words = "screenshot a.vdt -o b.png --run 1m --size 800x600 --theme dark --view logical".split()
    assert entry.main(words) == 0
    assert called.given == [(Path("a.vdt"), Path("b.png"), 60.0, (800, 600), "dark", "logical")]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["--version"]) == 0
    assert capsys.readouterr().out == f"VirtDesigner {version('virtdesigner')}\n"


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from virtdesigner.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pydantic', 'numpy', 'networkx', 'PySide6', 'pyqtgraph', 'rich'} & set(sys.modules)\n"
        "print('loaded', sorted(heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded []"
    assert "screenshot" in done.stdout
