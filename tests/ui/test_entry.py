"""The entry point: what goes to the command line, what to the window."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import virtdesigner.__main__ as entry
from virtdesigner.ui import app

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect what the window would open."""
    opened: list[object] = []
    monkeypatch.setattr(app, "run", lambda path: opened.append(path) or 0)
    return opened


def test_no_argument_opens_the_window(windows: list[object]) -> None:
    assert entry.main([]) == 0
    assert windows == [None]


def test_a_file_opens_the_window_with_it(windows: list[object]) -> None:
    assert entry.main(["plan.vdt"]) == 0
    assert windows == ["plan.vdt"]


def test_two_files_are_refused(windows: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        entry.main(["plan.vdt", "other.vdt"])
    assert end.value.code == 2
    assert "other.vdt" in capsys.readouterr().err
    assert windows == []


@pytest.mark.parametrize("command", ["import", "validate", "simulate"])
def test_commands_go_to_the_command_line(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    given: list[object] = []
    monkeypatch.setattr(entry, "run_command", lambda arguments: given.append(arguments) or 7)
    assert entry.main([command, "x"]) == 7
    assert given == [[command, "x"]]


def test_screenshot_hands_its_options_to_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    monkeypatch.setattr(app, "screenshot", lambda *arguments: given.extend(arguments) or 0)
    words = "screenshot a.vdt -o b.png --run 1m --size 800x600 --theme dark".split()
    assert entry.main(words) == 0
    assert given == [Path("a.vdt"), Path("b.png"), 60.0, (800, 600), "dark"]


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
