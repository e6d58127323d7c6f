"""`virtdesigner validate-models`: the table, its JSON, exit codes."""

from collections.abc import Callable
from math import nan
from typing import Any

import pytest

from virtdesigner.cli import validate_models_command
from virtdesigner.insight.validation import Case

Command = Callable[..., Any]

FIELDS = {
    "id", "title", "source", "inputs", "expected", "computed", "error", "tolerance", "kind", "run", "passed",
}  # fmt: skip


def case(id: str, computed: float, **fields: Any) -> Case:
    return Case(
        id, f"Title of {id}", "somewhere", {"value": computed}, 100.0, lambda value: value, "MiB", **fields
    )


GOOD = case("good", 101.0, tolerance=0.05)
FITTED = case("fitted", 100.0, kind="calibrated")
SIMULATED = case("simulated", 100.0, run="simulation")
KNOWN = case("known", 120.0, tolerance=0.05, reason="Nobody measured it.")
BAD = case("bad", 90.0, tolerance=0.05)


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the command compute other cases than all."""
    return lambda *chosen: monkeypatch.setattr(validate_models_command, "all_cases", lambda: chosen)


def test_all_cases_are_as_expected(virtdesigner: Command) -> None:
    done = virtdesigner("validate-models", "--json")
    assert done.code == 0
    assert all(row.keys() >= FIELDS for row in done.json)
    passed = [row for row in done.json if row["passed"] and row["kind"] == "predicted"]
    assert len(passed) >= 25
    assert sum(row["run"] == "simulation" for row in passed) >= 10
    assert all(row["reason"] for row in done.json if not row["passed"])


def test_the_table_shows_both_numbers_and_the_error(
    virtdesigner: Command, cases: Callable[..., None]
) -> None:
    cases(GOOD)
    done = virtdesigner("validate-models")
    assert done.code == 0
    row = next(line for line in done.out.splitlines() if "Title of good" in line)
    assert row.split("good", 1)[1].split() == (
        ["100", "MiB", "101", "MiB", "+1.0", "%", "5", "%", "predicted", "formula", "passed"]
    )  # fmt: skip


def test_rounding_alone_has_no_sign(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(case("near", 99.99999, tolerance=1e-6))
    row = next(line for line in virtdesigner("validate-models").out.splitlines() if "Title of near" in line)
    assert " 0.0 %" in row
    assert "exact" in row


def test_what_has_no_model_shows_no_number(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(case("absent", nan, reason="There is no model."))
    row = next(line for line in virtdesigner("validate-models").out.splitlines() if "Title of absent" in line)
    assert row.split("absent", 1)[1].split()[:4] == ["100", "MiB", "–", "–"]
    assert row.rstrip().endswith("failed, known")


def test_sources_head_their_cases(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(GOOD, FITTED)
    lines = [line.strip() for line in virtdesigner("validate-models").out.splitlines()]
    assert lines.count("somewhere") == 1
    assert lines.index("somewhere") == 1


def test_a_known_failure_says_why_and_gives_0(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(GOOD, KNOWN)
    done = virtdesigner("validate-models")
    assert done.code == 0
    assert "Known to fail: Title of known. Nobody measured it." in done.out


def test_a_new_failure_gives_1_and_is_named(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(GOOD, BAD)
    done = virtdesigner("validate-models")
    assert done.code == 1
    assert "bad fails: Title of bad" in done.out


def test_a_success_in_spite_of_a_reason_gives_1(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(case("mended", 100.0, reason="It was broken."))
    done = virtdesigner("validate-models")
    assert done.code == 1
    assert "mended passes although it is known to fail" in done.out


def test_fitted_numbers_are_no_successes(virtdesigner: Command, cases: Callable[..., None]) -> None:
    cases(GOOD, FITTED, SIMULATED, KNOWN)
    last = virtdesigner("validate-models").out.splitlines()[-1]
    assert last == (
        "4 cases: 2 predicted within tolerance, 1 of them simulated; 1 calibrated; "
        "1 failed, 1 of them for a known reason"
    )
