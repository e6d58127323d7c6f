"""Every check of the project, one after the other; `bootstrap.py test` runs it in the project's environment.

Arguments go to pytest. All checks run even when one fails; the exit code is 1 when any did.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:benchmark")
CHECKS: dict[str, tuple[str, ...]] = {
    "lock": ("uv", "lock", "--check"),
    "format": ("ruff", "format", "--check"),
    "lint": ("ruff", "check"),
    "types": ("mypy",),
    "import contracts": ("lint-imports",),
    "tests": (*PYTEST, "-n", "2", "--dist", "worksteal"),
}
NO_TESTS = 5


def main(arguments: list[str]) -> int:
    """Run every check, with `arguments` for pytest; print a summary and return the exit code."""
    results = {}
    for name, command in CHECKS.items():
        extra = arguments if name == "tests" else []
        results[name] = check(name, [*command, *extra], {"QT_QPA_PLATFORM": "offscreen"})
    if shutil.which("Xvfb"):
        with virtual_display() as display:
            variables = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
            xvfb_tests = [*PYTEST, "-m", "xvfb", *arguments]
            # Arguments that choose tests may well choose none of those.
            allowed = (0, NO_TESTS) if arguments else (0,)
            results["tests under Xvfb"] = check("tests under Xvfb", xvfb_tests, variables, allowed)
    print("\n" + "\n".join(f"{'ok    ' if passed else 'FAILED'}  {name}" for name, passed in results.items()))
    if not shutil.which("Xvfb"):
        print("left out: tests under Xvfb, which is not installed")
    return 0 if all(results.values()) else 1


def check(
    name: str, command: Sequence[str], variables: dict[str, str], allowed: tuple[int, ...] = (0,)
) -> bool:
    """Run one check in the project folder with environment `variables`; say if its exit code is `allowed`."""
    print(f"\n== {name}: {' '.join(command)}", flush=True)
    started = time.monotonic()
    code = subprocess.call([program(command[0]), *command[1:]], cwd=ROOT, env={**os.environ, **variables})
    print(f"   {time.monotonic() - started:.1f} s, exit code {code}", flush=True)
    return code in allowed


def program(name: str) -> str:
    """Return the path of a program of the project's environment, else of the system."""
    if name == "uv":
        # Set by `uv run` for what it starts; that uv need not be on the path.
        return os.environ.get("UV", "uv")
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


@contextmanager
def virtual_display() -> Iterator[str]:
    """Run Xvfb on a display it finds free, and give the display's name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        try:
            with os.fdopen(reader) as announced:
                # Ends at once, empty, when Xvfb dies before it is ready.
                number = announced.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield f":{number}"
        finally:
            server.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
