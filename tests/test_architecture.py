"""The shape of the code: what imports what, how long a file gets."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
WITHOUT_QT = ["model", "kinds", "rules", "engine", "files", "insight", "report", "cli"]
LONGEST_FILE = 500
SWAMPS = {"utils", "helpers", "misc", "common", "manager"}

REFUSE_QT = """
import importlib, pkgutil, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise ImportError("the interface's library " + name + " was asked for")

sys.meta_path.insert(0, Refuse())
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
    print(module.name)
"""


def python_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (PROJECT / folder).rglob("*.py"))


@pytest.mark.parametrize("package", WITHOUT_QT)
def test_package_and_all_its_modules_import_without_qt(package: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REFUSE_QT, f"virtdesigner.{package}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == len(python_files(f"virtdesigner/{package}")) - 1


def test_import_contracts_hold() -> None:
    lint_imports = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert lint_imports
    done = subprocess.run(
        [lint_imports, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["virtdesigner", "tests", "packaging"])
def test_no_file_is_longer_than_a_reader_bears(folder: str) -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in python_files(folder)}
    assert lengths
    assert {file.name: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_packaging_is_no_package_that_would_shadow_the_library() -> None:
    assert not list((PROJECT / "packaging").rglob("__init__.py"))


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {file.stem for file in python_files("virtdesigner")}
    names |= {file.parent.name for file in python_files("virtdesigner")}
    assert not names & SWAMPS


def test_every_package_has_an_init_file() -> None:
    folders = {file.parent for file in python_files("virtdesigner")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").is_file()] == []
