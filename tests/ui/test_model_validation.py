"""The table of model validation in the window: filled in a thread, told in a sentence, ended by closing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from virtdesigner.insight import validation
from virtdesigner.insight.validation import Case
from virtdesigner.insight.validation.case import Input
from virtdesigner.ui.dialogs.model_validation import ModelValidationDialog
from virtdesigner.ui.palettes import LIGHT


def case(id: str, computed: float, reason: str = "", source: str = "A paper") -> Case:
    inputs: dict[str, Input] = {"name": "x", "share": 0.5, "is_big": True}
    return Case(
        id, f"Case {id}", source, inputs, 10.0, lambda **_: computed, tolerance=0.05, reason=reason
    )  # fmt: skip


CASES = (case("a", 10.1), case("b", 20.0, "No model of it"), case("c", 30.0, source="A guide"))


@pytest.fixture
def dialog(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ModelValidationDialog:
    monkeypatch.setattr(validation, "all_cases", lambda: CASES)
    made = ModelValidationDialog(LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def rows(dialog: ModelValidationDialog) -> Sequence[tuple[str, str, str]]:
    found = []
    for place in range(dialog.table.topLevelItemCount()):
        group = dialog.table.topLevelItem(place)
        assert group is not None
        cases = [cast("QTreeWidgetItem", group.child(n)) for n in range(group.childCount())]
        found += [(group.text(0), each.text(0), each.text(7)) for each in cases]
    return found


def test_every_case_gets_a_row_under_its_source(dialog: ModelValidationDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    assert rows(dialog) == [
        ("A paper", "Case a", "passed"),
        ("A paper", "Case b", "failed, known"),
        ("A guide", "Case c", "failed"),
    ]


def test_an_error_has_its_sign(dialog: ModelValidationDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    group = dialog.table.topLevelItem(0)
    assert group is not None
    errors = [cast("QTreeWidgetItem", group.child(n)).text(3) for n in range(2)]
    # 10.1 and 20 against 10.
    assert errors == ["+1.0 %", "+100.0 %"]


def test_the_end_is_told_in_a_sentence(dialog: ModelValidationDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    assert dialog.summary.text() == (
        "3 cases: 1 predicted within tolerance, 0 of them simulated; 0 calibrated; "
        "2 failed, 1 of them for a known reason"
    )


def test_the_chosen_case_is_told_with_its_inputs_and_reason(
    dialog: ModelValidationDialog, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not dialog.bar.isVisible())
    group = dialog.table.topLevelItem(0)
    assert group is not None
    dialog.table.setCurrentItem(group)
    assert dialog.about_case.text() == "Choose a case to see what it was computed from."
    dialog.table.setCurrentItem(cast("QTreeWidgetItem", group.child(1)))
    assert dialog.about_case.text() == "Case b. Inputs: name x, share 0.5, is big yes.\nNo model of it"


def test_the_longest_reason_is_shown_whole(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = max(validation.all_cases(), key=lambda case: len(case.reason) + len(case.title))
    monkeypatch.setattr(validation, "all_cases", lambda: (replace(longest, compute=lambda **_: 0.0),))
    dialog = ModelValidationDialog(LIGHT)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.table.topLevelItemCount() == 1)
    group = dialog.table.topLevelItem(0)
    assert group is not None
    dialog.table.setCurrentItem(cast("QTreeWidgetItem", group.child(0)))
    label = dialog.about_case
    assert label.heightForWidth(label.width()) <= label.height()


def test_what_can_not_be_computed_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> float:
        raise ValueError("a wrong figure")

    monkeypatch.setattr(validation, "all_cases", lambda: (Case("x", "X", "S", {}, 1.0, broken),))
    dialog = ModelValidationDialog(LIGHT)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "a wrong figure" in dialog.summary.text())


def test_closing_ends_the_computation(dialog: ModelValidationDialog) -> None:
    dialog.reject()
    assert dialog._computing.stopped
