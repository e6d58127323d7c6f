#!/usr/bin/env python3
"""Run VirtDesigner, or its checks, from a fresh checkout: `bootstrap.py run|test [arguments]`.

Needs a Python with its standard library and nothing else: uv goes into a virtual environment of its own and
fetches the rest. Parses on Python 3.8: an old system Python can bring a newer one, or say what is wrong.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Mapping

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "resources" / "examples" / "two-hosts.vdt"
LIBRARIES = ROOT / "resources" / "qt-libraries.json"
UV_ENVIRONMENT = ROOT / ".bootstrap"
UV_REQUIREMENT = "uv>=0.8"
PYTHON_WANTED = ">=3.11"
PYTHON_FETCHED = "3.13"
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")

# System package managers: the commands that install, and the column of qt-libraries.json that names packages.
# Without a column the library itself is asked for, as RPM knows libraries as capabilities of packages.
MANAGERS: dict[str, tuple[list[str], int | None]] = {
    "apt-get": (["apt-get update", "apt-get install -y --no-install-recommends"], 0),
    "dnf": (["dnf install -y"], None),
    "zypper": (["zypper --non-interactive install"], None),
    "pacman": (["pacman -S --needed --noconfirm"], 1),
}
USAGE = """usage: bootstrap.py run [FILE | COMMAND ...]   open the example, or what is named
       bootstrap.py test [PYTEST ARGUMENTS]    format, lint, types, import contracts, tests"""
NO_DISPLAY = (
    "No display here, so the example runs in this terminal; for a window set DISPLAY or start this under"
    " xvfb-run, and for a picture use `run screenshot FILE -o OUT.png`."
)


class Refusal(Exception):
    """What stands in the way, in one sentence that says what to do."""


def main(arguments: list[str]) -> int:
    """Carry out the command line `arguments`; return the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command not in ("run", "test"):
        print(USAGE)
        return 0 if command in ("-h", "--help") else 2
    try:
        environment = dict(os.environ)
        groups = library_groups(command, rest, environment)
        if groups and LINUX:
            provide_libraries(groups)
        uv = provide_uv()
        provide_python(uv)
    except Refusal as refusal:
        print("bootstrap: {}".format(refusal), file=sys.stderr)
        return 1
    if command == "run" and not rest and not has_display(environment):
        print(NO_DISPLAY, flush=True)
    return hand_over(uv_command(uv, command, rest, environment), environment)


def uv_command(uv: Path, command: str, rest: list[str], environment: Mapping[str, str]) -> list[str]:
    """Return the `uv run` command line for `command` with the arguments `rest`."""
    # --frozen: the lock is taken as committed, also where another package index is set up.
    start = [str(uv), "run", "--project", str(ROOT), "--frozen", "--python", PYTHON_WANTED]
    if command == "test":
        return [*start, "python", str(ROOT / "packaging" / "checks.py"), *rest]
    if not rest:
        shown = has_display(environment)
        rest = [str(EXAMPLE)] if shown else ["simulate", str(EXAMPLE), "--for", "2m"]
    return [*start, "--no-dev", "virtdesigner", *rest]


def hand_over(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` to its end with this process's terminal; return the exit code."""
    # uv warns about an activated environment that is not the project's.
    environment.pop("VIRTUAL_ENV", None)
    if not WINDOWS:
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 130


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether windows can be shown."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def provide_uv() -> Path:
    """Return the path of a working uv, in an environment of its own inside the project folder."""
    uv = UV_ENVIRONMENT / ("Scripts" if WINDOWS else "bin") / ("uv.exe" if WINDOWS else "uv")
    if works(uv, "--version"):
        return uv
    if importlib.util.find_spec("ensurepip") is None:
        # Debian and Ubuntu leave ensurepip out of their Python.
        package = "python{}.{}-venv".format(*sys.version_info)
        provide_packages("apt-get", [package], "To make virtual environments")
    print("Installing uv into {} ...".format(UV_ENVIRONMENT), flush=True)
    python = uv.with_name("python.exe" if WINDOWS else "python")
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        # In processes of their own: ensurepip may be a moment old, and a venv refuses a user's PIP_USER.
        run(sys.executable, "-m", "venv", "--clear", UV_ENVIRONMENT)
        run(python, *pip, UV_REQUIREMENT, PIP_USER="0")
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refusal(
            "uv could not be installed ({}): look at the message above, and at the network.".format(error)
        )
    return uv


def provide_python(uv: Path) -> None:
    """Make sure that uv has a Python new enough for the project, fetching one when there is none."""
    if sys.version_info >= (3, 11) or works(uv, "python", "find", PYTHON_WANTED):
        return
    print("Fetching Python {} ...".format(PYTHON_FETCHED), flush=True)
    try:
        run(uv, "python", "install", PYTHON_FETCHED)
    except (OSError, subprocess.CalledProcessError):
        raise Refusal(
            "Python 3.11 or newer is needed, this is {}.{}, and uv found none to use or fetch:"
            " install one and run this again.".format(*sys.version_info)
        )


def library_groups(command: str, rest: list[str], environment: Mapping[str, str]) -> list[str]:
    """Return the groups of qt-libraries.json that `command` needs; none when it paints nothing."""
    groups = {"x11": bool(environment.get("DISPLAY")), "wayland": bool(environment.get("WAYLAND_DISPLAY"))}
    if command == "test":
        return ["always", "x11"] if shutil.which("Xvfb") else ["always"]
    if rest[:1] == ["screenshot"]:
        return ["always"]
    shown = [group for group, wanted in groups.items() if wanted]
    return ["always", *shown] if shown else []


def provide_libraries(groups: list[str]) -> None:
    """Install the libraries of `groups` that can't be loaded; raise Refusal with the line that would."""
    missing = missing_libraries(groups)
    if not missing:
        return
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    provide_packages(manager, package_names(manager, missing), "For its windows")
    left = missing_libraries(groups)
    if left:
        raise Refusal("Qt can't load {}, even after installing.".format(", ".join(left)))


def missing_libraries(
    groups: list[str], load: Callable[[str], Any] = ctypes.CDLL, table: Path = LIBRARIES
) -> dict[str, list[str]]:
    """Return {library: [package in Debian, package in Arch]} of what `load` can't load."""
    libraries = json.loads(table.read_text(encoding="utf-8"))
    missing = {}
    for group in groups:
        for library, packages in libraries[group].items():
            try:
                load(library)
            except OSError:
                missing[library] = packages
    return missing


def package_names(manager: str | None, missing: Mapping[str, list[str]]) -> list[str]:
    """Return the packages that hold the `missing` libraries, as `manager` names them."""
    column = MANAGERS[manager][1] if manager else None
    if column is not None:
        return sorted({packages[column] for packages in missing.values()})
    width = "()(64bit)" if manager and sys.maxsize > 2**32 else ""
    return sorted(library + width for library in missing)


def provide_packages(manager: str | None, packages: list[str], purpose: str) -> None:
    """Install `packages` as root or over sudo on a terminal; else raise Refusal with the line to type."""
    if not manager or not shutil.which(manager):
        raise Refusal("{} the system must provide: {}".format(purpose, " ".join(packages)))
    lines = install_lines(manager, packages)
    prefix = privilege()
    if prefix is None:
        raise Refusal("{} run: {}".format(purpose, " && ".join("sudo " + line for line in lines)))
    for line in lines:
        print("+ {}".format(" ".join([*prefix, line])), flush=True)
        if subprocess.call([*prefix, *shlex.split(line)]) != 0:
            raise Refusal("{} run: {}".format(purpose, line))


def install_lines(manager: str, packages: list[str]) -> list[str]:
    """Return the shell lines that install `packages` with `manager`."""
    lines = list(MANAGERS[manager][0])
    lines[-1] += "".join(" " + shlex.quote(name) for name in packages)
    return lines


def privilege() -> list[str] | None:
    """Return what to put before a command that changes the system; None when this process may not."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if shutil.which("sudo") and sys.stdin.isatty() else None


def works(*command: str | Path) -> bool:
    """Say whether `command` can be started and ends well; its output is dropped."""
    try:
        done = subprocess.run(
            [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def run(*command: str | Path, **variables: str) -> None:
    """Run `command` with environment `variables` added; raise CalledProcessError when it fails."""
    subprocess.run([str(word) for word in command], env=dict(os.environ, **variables), check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
