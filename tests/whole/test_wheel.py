"""What a user installs: the wheel, in an environment without the checkout, finds its data and simulates."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
RESOURCE = "import sys; from virtdesigner import resources; print(resources.path(*sys.argv[1:]))"


def uv() -> str | None:
    """Return the uv that runs these tests, else bootstrap.py's, else the system's."""
    own = PROJECT / ".bootstrap" / ("Scripts" if sys.platform == "win32" else "bin")
    return os.environ.get("UV") or shutil.which("uv", path=str(own)) or shutil.which("uv")


def run(*command: str | Path, cwd: Path) -> str:
    """Run `command` without a word of this environment; return what it prints."""
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = uv()
    if program is None:
        pytest.skip("needs uv")
    folder = tmp_path_factory.mktemp("dist")
    run(program, "build", "--wheel", "--quiet", "--out-dir", folder, PROJECT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment: the wheel, its dependencies as locked, nothing else."""
    folder = tmp_path_factory.mktemp("a user")
    program = uv()
    assert program
    locked = folder / "locked.txt"
    export = ["--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--quiet"]
    run(program, "export", "--project", PROJECT, *export, "-o", locked, cwd=folder)
    run(program, "venv", "--quiet", "--python", sys.executable, folder / "env", cwd=folder)
    inside = folder / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    install: list[str | Path] = [program, "pip", "install", "--quiet", "--python", inside]
    run(*install, "--constraints", locked, wheel, cwd=folder)
    return inside


def test_wheel_holds_every_data_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name.removeprefix("virtdesigner/_resources/") for name in archive.namelist()}
    folder = PROJECT / "resources"
    listing = run("git", "ls-files", "-z", ".", cwd=folder) if (PROJECT / ".git").exists() else ""
    files = {name for name in listing.split("\0") if name} or {"qt-libraries.json"}
    assert files <= packed


def test_wheel_carries_the_licence_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"virtdesigner"}


def test_installed_program_finds_its_data_inside_the_package(python: Path, tmp_path: Path) -> None:
    found = Path(run(python, "-c", RESOURCE, "examples", "two-hosts.vdt", cwd=tmp_path).strip())
    assert found.is_file()
    assert found.parts[-4:] == ("virtdesigner", "_resources", "examples", "two-hosts.vdt")
    assert PROJECT not in found.parents


def test_installed_program_simulates_the_example(python: Path, tmp_path: Path) -> None:
    example = run(python, "-c", RESOURCE, "examples", "two-hosts.vdt", cwd=tmp_path).strip()
    printed = run(python, "-m", "virtdesigner", "simulate", example, "--for", "10s", "--json", cwd=tmp_path)
    results = json.loads(printed)
    assert results["seconds"] == 10
    assert len(results["hosts"]) == 2
    assert results["guests"]
