"""The list of checks: all of them run, one failure is enough, Xvfb ends with its tests."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "checks.py"


@pytest.fixture
def checks() -> ModuleType:
    """Return a fresh copy of the script as a module: a test may change it."""
    spec = importlib.util.spec_from_file_location("checks", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def exits(code: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; sys.exit({code})", "--")


def without_xvfb(name: str, path: str | None = None) -> str | None:
    return None if name == "Xvfb" else shutil.which(name, path=path)


@pytest.mark.parametrize(("codes", "expected"), [((0, 0), 0), ((3, 0), 1), ((0, 1), 1)])
def test_one_failure_is_enough_and_stops_no_other_check(
    checks: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    codes: tuple[int, int],
    expected: int,
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"first": exits(codes[0]), "second": exits(codes[1])})
    monkeypatch.setattr(checks, "shutil", type("Shutil", (), {"which": staticmethod(without_xvfb)}))
    assert checks.main([]) == expected
    summary = capfd.readouterr().out.splitlines()[-3:]
    words = {0: "ok    "}
    assert summary[:2] == [
        f"{words.get(codes[0], 'FAILED')}  first",
        f"{words.get(codes[1], 'FAILED')}  second",
    ]
    assert summary[2].startswith("left out: tests under Xvfb")


def test_programs_are_those_of_the_project_s_environment(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Path(checks.program("ruff")).parent == Path(sys.executable).parent
    assert checks.program("no-such-program") == "no-such-program"
    monkeypatch.setenv("UV", "/somewhere/uv")
    assert checks.program("uv") == "/somewhere/uv"


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb")
def test_virtual_display_is_there_while_used_and_gone_after(checks: ModuleType) -> None:
    with checks.virtual_display() as display:
        socket = Path("/tmp/.X11-unix") / f"X{display.removeprefix(':')}"
        assert socket.exists()
    assert not socket.exists()


def test_virtual_display_that_cannot_start_says_so(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dead(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], **options: object) -> None:
            super().__init__([sys.executable, "-c", "", *command], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(checks.subprocess, "Popen", Dead)
    with pytest.raises(RuntimeError, match="did not start"), checks.virtual_display():
        pass
