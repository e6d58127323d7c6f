"""The first command of a fresh checkout: what it decides, and that it parses and runs on old Pythons."""

import ast
import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "packaging" / "bootstrap.py"
# Every Linux has the first; no system has the others.
PRESENT = {"libc.so.6": ["libc6", "glibc"]}
MISSING = {
    "always": {"libmissing-one.so.1": ["libmissing1", "missing"]},
    "x11": {"libmissing-two.so.2": ["libmissing2", "missing"]},
}
EXAMPLE = str(PROJECT / "resources" / "examples" / "two-hosts.vdt")


@pytest.fixture
def bootstrap() -> ModuleType:
    """Return a fresh copy of the script as a module: a test may change it."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of libraries, two of which no system has."""
    file = tmp_path / "libraries.json"
    contents = {**MISSING, "always": {**PRESENT, **MISSING["always"]}}
    file.write_text(json.dumps(contents), encoding="utf-8")
    return file


def old_python() -> str | None:
    """Return a Python from 3.8 to 3.10 that starts, or None."""
    for minor in (8, 9, 10):
        for place in (shutil.which(f"python3.{minor}"), *pyenv_pythons(minor)):
            if place and subprocess.call([place, "-c", ""], stderr=subprocess.DEVNULL) == 0:
                return place
    return None


def pyenv_pythons(minor: int) -> list[str]:
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    return [str(path) for path in versions.glob(f"3.{minor}.*/bin/python3")]


def test_parses_on_python_3_8() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_runs_on_an_older_python() -> None:
    python = old_python()
    if python is None:
        pytest.skip("no Python from 3.8 to 3.10 here")
    done = subprocess.run([python, SCRIPT, "--help"], capture_output=True, text=True, check=True)
    assert "bootstrap.py run" in done.stdout


def test_uses_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {node.module for node in imports if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    assert {str(name).split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["walk"], 2), (["--help"], 0), (["-h"], 0)])
def test_says_how_to_use_it(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert bootstrap.main(arguments) == code
    assert "bootstrap.py test" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_knows_whether_windows_can_be_shown(
    bootstrap: ModuleType, environment: dict[str, str], platform: str, shown: bool
) -> None:
    assert bootstrap.has_display(environment, platform) is shown


def test_run_opens_the_example_where_there_is_a_display(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda environment: True)
    assert bootstrap.uv_command("uv", "run", [], {})[-2:] == ["virtdesigner", EXAMPLE]


def test_run_simulates_the_example_where_there_is_none(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda environment: False)
    assert bootstrap.uv_command("uv", "run", [], {})[-5:] == [
        "virtdesigner", "simulate", EXAMPLE, "--for", "2m",
    ]  # fmt: skip


def test_arguments_after_run_replace_the_example(bootstrap: ModuleType) -> None:
    command = bootstrap.uv_command("uv", "run", ["validate", "my design.vdt"], {"DISPLAY": ":0"})
    assert command[-3:] == ["virtdesigner", "validate", "my design.vdt"]


def test_arguments_after_test_reach_the_checks(bootstrap: ModuleType) -> None:
    command = bootstrap.uv_command("uv", "test", ["-k", "engine"], {})
    assert command[-3:] == [str(PROJECT / "packaging" / "checks.py"), "-k", "engine"]
    assert "--no-dev" not in command


def test_libraries_of_x11_and_wayland_are_asked_for_where_they_serve(bootstrap: ModuleType) -> None:
    groups = bootstrap.library_groups
    assert groups("run", [], {}) == []
    assert groups("run", [], {"DISPLAY": ":0"}) == ["always", "x11"]
    assert groups("run", [], {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}) == [
        "always",
        "x11",
        "wayland",
    ]
    assert groups("run", ["screenshot", "a.vdt", "-o", "a.png"], {}) == ["always"]


def test_only_what_cannot_be_loaded_is_missing(bootstrap: ModuleType, table: Path) -> None:
    present = {"libc.so.6"}

    def load(name: str) -> None:
        if name not in present:
            raise OSError(name)

    missing = bootstrap.missing_libraries(["always"], load=load, table=table)
    assert missing == {"libmissing-one.so.1": ["libmissing1", "missing"]}
    present.add("libmissing-one.so.1")
    assert bootstrap.missing_libraries(["always"], load=load, table=table) == {}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libc.so.6 is Linux's")
def test_the_system_s_own_loader_tells_what_is_missing(bootstrap: ModuleType, table: Path) -> None:
    missing = bootstrap.missing_libraries(["always", "x11"], load=ctypes.CDLL, table=table)
    assert list(missing) == ["libmissing-one.so.1", "libmissing-two.so.2"]


@pytest.mark.parametrize(
    ("manager", "names"),
    [
        ("apt-get", ["libmissing1", "libmissing2"]),
        ("pacman", ["missing"]),
        ("dnf", ["libmissing-one.so.1()(64bit)", "libmissing-two.so.2()(64bit)"]),
        (None, ["libmissing-one.so.1", "libmissing-two.so.2"]),
    ],
)
def test_each_package_manager_is_asked_in_its_own_words(
    bootstrap: ModuleType, manager: str | None, names: list[str]
) -> None:
    missing = {**MISSING["always"], **MISSING["x11"]}
    assert bootstrap.package_names(manager, missing) == names


def test_capabilities_are_quoted_for_the_shell(bootstrap: ModuleType) -> None:
    assert bootstrap.install_lines("dnf", ["liba.so.1()(64bit)"]) == ["dnf install -y 'liba.so.1()(64bit)'"]


def fake_system(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, table: Path, prefix: list[str] | None
) -> list[list[str]]:
    """Give `bootstrap` a Debian that installs nothing; return the list where it notes its orders."""
    told: list[list[str]] = []

    def call(command: list[str]) -> int:
        told.append(command)
        return 0

    monkeypatch.setattr(bootstrap.missing_libraries, "__defaults__", (ctypes.CDLL, table))
    monkeypatch.setattr(
        bootstrap.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(bootstrap, "privilege", lambda: prefix)
    monkeypatch.setattr(bootstrap.subprocess, "call", call)
    return told


def test_without_the_right_to_install_it_prints_the_one_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, table: Path
) -> None:
    told = fake_system(bootstrap, monkeypatch, table, prefix=None)
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libmissing1 libmissing2"
    with pytest.raises(bootstrap.Refusal, match=line):
        bootstrap.provide_libraries(["always", "x11"])
    assert told == []


@pytest.mark.parametrize("prefix", [[], ["sudo"]])
def test_with_the_right_it_installs_and_looks_again(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, table: Path, prefix: list[str]
) -> None:
    told = fake_system(bootstrap, monkeypatch, table, prefix)
    # The fake system installed nothing, so that what it found before is still missing.
    with pytest.raises(bootstrap.Refusal, match=r"libmissing-one\.so\.1, even after installing"):
        bootstrap.provide_libraries(["always"])
    install = ["apt-get", "install", "-y", "--no-install-recommends", "libmissing1"]
    assert told == [[*prefix, "apt-get", "update"], [*prefix, *install]]


def test_nothing_is_installed_when_nothing_is_missing(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, table: Path
) -> None:
    table.write_text(json.dumps({"always": PRESENT}), encoding="utf-8")
    told = fake_system(bootstrap, monkeypatch, table, prefix=[])
    bootstrap.provide_libraries(["always"])
    assert told == []


def test_a_python_without_ensurepip_gets_the_package_of_its_own_version(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, table: Path, tmp_path: Path
) -> None:
    fake_system(bootstrap, monkeypatch, table, prefix=None)
    monkeypatch.setattr(bootstrap, "UV_ENVIRONMENT", tmp_path / "uv")
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.Refusal, match=rf"python3\.{sys.version_info.minor}-venv"):
        bootstrap.provide_uv()


def test_an_old_python_that_nothing_replaces_is_told_so_in_a_sentence(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 8, 18))
    with pytest.raises(bootstrap.Refusal, match=r"3\.11 or newer is needed, this is 3\.8"):
        bootstrap.provide_python(tmp_path / "no-uv-here")


def test_a_refusal_ends_the_command_with_its_sentence(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise bootstrap.Refusal("no network")

    monkeypatch.setattr(bootstrap, "provide_libraries", lambda groups: None)
    monkeypatch.setattr(bootstrap, "provide_uv", refuse)
    assert bootstrap.main(["test"]) == 1
    assert capsys.readouterr().err == "bootstrap: no network\n"


@pytest.fixture
def handed_over(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Let `bootstrap` find everything in place; return the list of the commands it ends with."""
    commands: list[list[str]] = []

    def note(command: list[str], environment: dict[str, str]) -> int:
        commands.append(command)
        return 7

    monkeypatch.setattr(bootstrap, "provide_libraries", lambda groups: None)
    monkeypatch.setattr(bootstrap, "provide_uv", lambda: Path("uv"))
    monkeypatch.setattr(bootstrap, "provide_python", lambda uv: None)
    monkeypatch.setattr(bootstrap, "hand_over", note)
    return commands


def test_without_a_display_run_says_how_to_get_a_window(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    handed_over: list[list[str]],
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda environment: False)
    assert bootstrap.main(["run"]) == 7
    assert "for a window set DISPLAY" in capsys.readouterr().out
    assert handed_over[0][-4:] == ["simulate", EXAMPLE, "--for", "2m"]


def test_what_is_named_runs_without_a_word(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    handed_over: list[list[str]],
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda environment: False)
    assert bootstrap.main(["run", "validate", "a.vdt"]) == 7
    assert capsys.readouterr().out == ""
    assert handed_over[0][-2:] == ["validate", "a.vdt"]


def test_where_a_process_cannot_be_replaced_its_exit_code_is_passed_on(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "WINDOWS", True)
    program = "import os, sys; sys.exit(3 if 'VIRTUAL_ENV' in os.environ else 5)"
    environment = {**os.environ, "VIRTUAL_ENV": "/elsewhere"}
    assert bootstrap.hand_over([sys.executable, "-c", program], environment) == 5


def test_a_program_that_is_not_there_does_not_work(bootstrap: ModuleType, tmp_path: Path) -> None:
    assert bootstrap.works(sys.executable, "-c", "")
    assert not bootstrap.works(sys.executable, "-c", "import sys; sys.exit(1)")
    assert not bootstrap.works(tmp_path / "uv", "--version")
