"""Asking for a time of the run."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QInputDialog

from virtdesigner.ui.dialogs.go_to_time import ask_for_time


@pytest.mark.parametrize(
    ("answers", "time"),
    [
        ([("90 s", True)], 90.0),
        ([("5 min", True)], 300.0),
        ([("7", True)], 7.0),
        ([("soon", True), ("-3 s", True), ("1 h", True)], 3600.0),
        ([("", False)], None),
        ([("soon", True), ("", False)], None),
    ],
)
def test_a_time_is_asked_for_until_it_is_one(
    answers: list[tuple[str, bool]], time: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: Iterator[tuple[str, bool]] = iter(answers)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: next(given))
    assert ask_for_time(12.0) == time
    assert next(given, None) is None
