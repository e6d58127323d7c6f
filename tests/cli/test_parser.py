"""What can be typed on the command line, and what is said about what can't."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from virtdesigner.cli.parser import build_parser, duration, parse, picture_size, step_length, stray_word


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("10m", 600),
        ("1h30m", 5400),
        ("500ms", 0.5),
        ("1.5h", 5400),
        ("2d", 172_800),
        ("10m5", 605),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    assert duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "ten", "10x", "-5s", "0", "0s", "5 m", "m", "1e99h"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not a time"):
        duration(text)


@pytest.mark.parametrize("text", ["50ms", "301s", "1h"])
def test_a_step_the_models_are_not_made_for(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"0\.1s to 300s"):
        step_length(text)


def test_a_time_below_nothing_is_told_what_a_time_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["simulate", "x.vdt", "--for", "-5m"])
    assert "'-5m' is not a time: write 90s, 10m or 1h30m" in capsys.readouterr().err
    assert parse(["simulate", "x.vdt", "--seed", "-5"]).seed == -5


def test_a_time_longer_than_can_be_run_says_how_long() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="up to 10000d"):
        duration("99999999999h")


def test_a_mistyped_command_is_no_file(tmp_path: Path) -> None:
    assert "did you mean simulate?" in stray_word("simulat")
    assert "commands are import" in stray_word("bogus")
    assert stray_word("absent.vdt") == ""
    assert stray_word(str(tmp_path)) == ""


def test_sizes() -> None:
    assert picture_size("1600x1000") == (1600, 1000)
    for text in ("1600", "10x10", "20000x1000", "ax b"):
        with pytest.raises(argparse.ArgumentTypeError, match="is not a size"):
            picture_size(text)


def test_defaults_of_a_run() -> None:
    arguments = build_parser().parse_args(["simulate", "x.vdt"])
    assert (arguments.seconds, arguments.step, arguments.seed, arguments.json) == (600, None, None, False)


def test_a_bad_value_is_one_message_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        build_parser().parse_args(["simulate", "x.vdt", "--for", "soon"])
    assert exit.value.code == 2
    assert "'soon' is not a time: write 90s, 10m or 1h30m" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from virtdesigner.cli.parser import build_parser; build_parser().format_help();"
        "print([m for m in ('pydantic', 'numpy', 'networkx', 'PySide6', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
