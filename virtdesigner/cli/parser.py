"""What can be typed: commands, options, and how their values are read. Imports nothing heavy."""

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

HEADLESS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "import": "import_command",
        "validate": "validate_command",
        "simulate": "simulate_command",
        "explain": "explain_command",
        "reach": "reach_command",
        "validate-models": "validate_models_command",
        "benchmark": "benchmark_command",
    }
)
"""Commands that need no screen, each with its module in this package."""

SCREENSHOT: Final = "screenshot"
COMMANDS: Final = (*HEADLESS, SCREENSHOT)

LONGEST: Final = 10_000 * 86_400.0
"""Longest time (s) that can be asked for."""

MOST: Final = 1_000_000
"""Most guests or hosts that can be asked for."""

_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "": 1.0}


def duration(text: str) -> float:
    """Seconds from "90", "10m", "1h30m", "500ms". Raises argparse.ArgumentTypeError when it isn't one."""
    pieces = re.findall(r"(\d+(?:\.\d+)?)(ms|[smhd]|$)", text)
    if not pieces or "".join(number + unit for number, unit in pieces) != text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time: write 90s, 10m or 1h30m")
    seconds = sum(float(number) * _UNITS[unit] for number, unit in pieces)
    if not 0 < seconds <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time that can be run: over 0 and up to 10000d")
    return seconds


def step_length(text: str) -> float:
    """A duration between 0.1 and 300 s, the steps that the models are made for."""
    seconds = duration(text)
    if not 0.1 <= seconds <= 300:
        raise argparse.ArgumentTypeError(f"a step of {text} is out of range: 0.1s to 300s")
    return seconds


def count(text: str) -> int:
    """A whole number from 1 to a million."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of things: write 1 to {MOST}")
    return int(text)


def picture_size(text: str) -> tuple[int, int]:
    """Width and height from "1600x1000", each 200 to 10000 px."""
    match = re.fullmatch(r"(\d+)x(\d+)", text)
    width, height = map(int, match.groups()) if match else (0, 0)
    if not (200 <= width <= 10_000 and 200 <= height <= 10_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size: write 1600x1000 (200 to 10000 each)")
    return width, height


def stray_word(word: str) -> str:
    """Why a word can be neither a command nor a file to open; "" when it may be one."""
    if Path(word).suffix or Path(word).exists():
        return ""
    from difflib import get_close_matches  # only for mistakes: the parser must load fast

    near = get_close_matches(word, COMMANDS, 1)
    meant = f"did you mean {near[0]}?" if near else f"commands are {', '.join(COMMANDS)}"
    return f"{word!r} is neither a command nor a file; {meant}"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read a command line, by the parser of everything. Exits with a message on what is wrong in it."""
    return build_parser().parse_args(_joined(argv))


def _joined(argv: Sequence[str]) -> list[str]:
    """`--for -5m` as `--for=-5m`: argparse would take -5m for an option, and miss a value of --for."""
    words: list[str] = []
    for word in argv:
        if words and re.match(r"-\d", word) and re.fullmatch(r"--[a-z-]+", words[-1]):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def build_parser() -> argparse.ArgumentParser:
    """The parser of everything; `command` says which, None for the window."""
    parser = argparse.ArgumentParser(
        prog="virtdesigner",
        description="Draw virtualised infrastructure, simulate it, see where it is tight and why.",
        epilog="Without a command the window opens, with FILE when one is named: virtdesigner [FILE]",
    )
    parser.add_argument("--version", action="store_true", help="say which version this is")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_import(commands.add_parser("import", help="make a design from an inventory", description=_IMPORT))
    _add_explain(commands.add_parser("explain", help="why is an element slow", description=_EXPLAIN))
    _add_reach(commands.add_parser("reach", help="can one element reach another", description=_REACH))
    _add_validate(commands.add_parser("validate", help="check a design", description=_VALIDATE))
    _add_simulate(commands.add_parser("simulate", help="run a design and report", description=_SIMULATE))
    models = commands.add_parser("validate-models", help="check the models", description=_MODELS)
    models.add_argument("--json", action="store_true", help="print the cases as JSON")
    _add_benchmark(commands.add_parser("benchmark", help="measure the engine", description=_BENCHMARK))
    _add_screenshot(commands.add_parser(SCREENSHOT, help="picture of the window", description=_SCREENSHOT))
    return parser


_IMPORT: Final = "Read an RVTools export (.xlsx, or a folder of .csv) and write a design."
_EXPLAIN: Final = (
    "Run a design and say what holds an element back, with the parts of its lost time, the chain from the "
    "symptom to whoever causes it, and whom it holds back itself."
)
_REACH: Final = (
    "Say whether A can talk to B, or use it when it is a LUN: the way there, or the reason why not. "
    "Exit code: 0 yes, 1 no, 2 bad input."
)
_VALIDATE: Final = "Check a design. Exit code: 0 clean or warnings only, 1 errors, 2 not readable."
_MODELS: Final = (
    "Compare the models with published measurements. Exit code: 0 every case as expected (those known to "
    "fail say why), 1 a case fails without a known reason, or passes in spite of one."
)
_SIMULATE: Final = "Run a design without a screen and report where it is tight."
_BENCHMARK: Final = "Step a design of any size, made for it, and say how fast the engine is on this machine."
_SCREENSHOT: Final = "Open a design in a window that nobody sees, run it, and save a picture of the window."


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", type=Path, help="file or folder to import")
    parser.add_argument("-o", "--output", metavar="OUT.vdt", type=Path, required=True, help="design to write")
    _add_force(parser)
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="design to run")
    add("element", metavar="ELEMENT", help="name or id of a guest, or of what it uses")
    _add_run(parser)
    add("--json", action="store_true", help="print the explanation as JSON")


def _add_run(parser: argparse.ArgumentParser) -> None:
    """How long a run lasts, in what steps, from which seed."""
    add = parser.add_argument
    add("--for", dest="seconds", metavar="TIME", type=duration, default=600.0, help="time to simulate (10m)")
    add("--step", metavar="TIME", type=step_length, help="length of one step (the design's own)")
    add("--seed", metavar="N", type=int, help="start of the random numbers (the design's own)")


def _add_reach(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="design to look at")
    add("source", metavar="A", help="name or id of an element")
    add("target", metavar="B", help="name or id of another, or of a LUN")
    add("--json", action="store_true", help="print the answer as JSON")


def _add_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="design to check")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="design to run")
    _add_run(parser)
    add("--json", action="store_true", help="print the results as JSON")
    add("--csv", metavar="DIR", type=Path, help="also write tables and their course over time to a folder")
    _add_force(parser)


def _add_benchmark(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--guests", metavar="N", type=count, default=10_000, help="guests (10000)")
    add("--hosts", metavar="H", type=count, default=1_000, help="hosts (1000)")
    add("--seconds", metavar="T", type=duration, default=60.0, help="time to simulate, in steps of 1 s (60)")
    add("--cores", metavar="C", type=count, help="cores of a host; loads are scaled to them (what suits)")
    add("--only", choices=("cpu",), help="leave out traffic, disks and short memory")
    add("--contended", action="store_true", help="make some hosts, uplinks and LUNs too small")
    add("--json", action="store_true", help="print the figures as JSON")


def _add_screenshot(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", type=Path, help="design to show")
    add("-o", "--output", metavar="OUT.png", type=Path, required=True, help="picture to write")
    add("--run", dest="seconds", metavar="TIME", type=duration, help="time to simulate first")
    add("--size", metavar="WxH", type=picture_size, default=(1600, 1000), help="size in px (1600x1000)")
    add("--theme", choices=("light", "dark"), default="light", help="colours (light)")
    add(
        "--view",
        choices=("physical", "logical", "memory"),
        default="physical",
        help="view of the design (physical)",
    )
    _add_force(parser)


def _add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="overwrite what is there already")
