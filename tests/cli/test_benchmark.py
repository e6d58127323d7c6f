"""`virtdesigner benchmark`: what it measures, and what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from virtdesigner.cli.parser import build_parser

Command = Callable[..., Any]

SMALL = ("benchmark", "--guests", 200, "--hosts", 20, "--seconds", 20, "--json")


def test_the_plain_design_is_short_of_nothing(virtdesigner: Command) -> None:
    done = virtdesigner(*SMALL)
    assert done.code == 0
    assert done.json["short"] == {"cpu": 0, "memory": 0, "uplinks": 0, "luns": 0}
    assert done.json["guests"] == 200
    assert done.json["seconds"] == 20


def test_the_contended_one_reaches_its_shares(virtdesigner: Command) -> None:
    """30 % of 20 hosts are 6; 10 % are 2 hosts, 2 uplinks and, rounded up, 1 of 2 LUNs."""
    short = virtdesigner(*SMALL, "--contended").json["short"]
    assert short["cpu"] == pytest.approx(0.3, abs=0.05)
    assert short["memory"] == pytest.approx(0.1, abs=0.05)
    assert short["uplinks"] == pytest.approx(0.1, abs=0.05)
    assert short["luns"] == pytest.approx(0.5, abs=0.05)


def test_only_cpu_is_short_of_nothing_else(virtdesigner: Command) -> None:
    short = virtdesigner(*SMALL, "--contended", "--only", "cpu").json["short"]
    assert short["cpu"] == pytest.approx(0.3, abs=0.05)
    assert short["memory"] == short["uplinks"] == short["luns"] == 0


def test_hosts_of_given_cores_are_as_short(virtdesigner: Command) -> None:
    short = virtdesigner(*SMALL, "--contended", "--only", "cpu", "--cores", 4).json["short"]
    assert short["cpu"] == pytest.approx(0.3, abs=0.05)


def test_the_figures_agree(virtdesigner: Command) -> None:
    found = virtdesigner(*SMALL).json
    rate = found["guests"] * found["seconds"] / found["cpu_seconds"]
    assert found["guest_seconds_per_cpu_second"] == pytest.approx(rate)
    assert found["step_ms"] == pytest.approx(1000 * found["cpu_seconds"] / found["seconds"])
    assert found["recording_bytes"] <= 256 * 2**20


def test_the_table_names_the_rate(virtdesigner: Command) -> None:
    out = virtdesigner("benchmark", "--guests", 20, "--hosts", 2, "--seconds", 2).out
    assert "Guest-seconds per CPU second" in out
    assert "Saturated uplinks" in out


@pytest.mark.parametrize("guests", ["0", "-1", "many", "1000001"])
def test_a_number_that_is_none(guests: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["benchmark", f"--guests={guests}"])
    assert "write 1 to 1000000" in capsys.readouterr().err
