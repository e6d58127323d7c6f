"""Choosing a preset in the inspector: what is offered, what it does, and where its figures come from."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.building import id_of
from virtdesigner.kinds.presets import PRESETS, Preset, presets
from virtdesigner.model.change import add
from virtdesigner.model.settings import Settings
from virtdesigner.ui.dialogs.preset_sources import PresetSourcesDialog, grouped
from virtdesigner.ui.document import Document
from virtdesigner.ui.editing import Editing
from virtdesigner.ui.panels.inspector import Inspector
from virtdesigner.ui.panels.inspector.preset_row import PresetRow, matches, preset_label

Make = Callable[..., Inspector]
HYPERVISOR = "hv-a"


def row(inspector: Inspector) -> PresetRow:
    assert inspector.form
    assert inspector.form.preset
    return inspector.form.preset


def offered(inspector: Inspector) -> list[str]:
    choice = row(inspector).choice
    choice.fill()
    return [choice.itemData(index) for index in range(choice.count()) if choice.itemData(index)]


def test_an_element_drawn_by_hand_has_figures_of_its_own(everything: Document, make_inspector: Make) -> None:
    shown = row(make_inspector(everything, HYPERVISOR))
    assert shown.choice.currentText() == "Own figures"
    assert not shown.sources.isVisible()


def test_kinds_without_presets_have_no_row(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "note")
    assert inspector.form
    assert inspector.form.preset is None


@pytest.mark.parametrize("period", ["today", "2006"])
def test_what_is_offered_follows_the_period_of_the_design(
    period: str, everything: Document, make_inspector: Make
) -> None:
    everything.do("Period", [add("settings", Settings.model_validate({"period": period}))])
    wanted = [preset.id for preset in presets("hypervisor", period)]  # type: ignore[arg-type]
    assert offered(make_inspector(everything, HYPERVISOR)) == wanted


def test_choosing_one_is_an_edit_that_undo_takes_back(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, HYPERVISOR)
    before, preset = everything.design, presets("hypervisor")[0]
    row(inspector).choice.choose(preset.id)
    element = everything.design.elements[id_of(HYPERVISOR)]
    assert element.preset == preset.id
    assert matches(element, preset)
    assert row(inspector).choice.currentText() == preset_label(preset)
    assert preset.label in everything.history.undo_name
    everything.undo()
    assert everything.design.elements == before.elements


def test_a_figure_changed_afterwards_shows(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, HYPERVISOR)
    row(inspector).choice.choose(presets("hypervisor")[0].id)
    assert inspector.form
    inspector.form.rows["virtualisation", "scheduler"].editor.choose("cfs")  # type: ignore[attr-defined]
    assert row(inspector).choice.currentText().endswith(", edited")


def test_several_of_one_kind_take_it_together(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, "hv-a", "hv-b")
    preset = presets("hypervisor")[0]
    row(inspector).choice.choose(preset.id)
    assert {everything.design.elements[id_of(name)].preset for name in ("hv-a", "hv-b")} == {preset.id}


def test_a_preset_of_a_newer_program_is_shown_by_its_id(everything: Document, make_inspector: Make) -> None:
    inspector = make_inspector(everything, HYPERVISOR)
    element = everything.design.elements[id_of(HYPERVISOR)]
    from virtdesigner.model.edits import replace

    everything.do("Set", replace(everything.design, element, preset="of-tomorrow"))
    assert row(inspector).choice.currentText() == "of-tomorrow"


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.id)
def test_the_page_of_sources_says_where_every_figure_comes_from(preset: Preset, qtbot: QtBot) -> None:
    dialog = PresetSourcesDialog(preset)
    qtbot.addWidget(dialog)
    words = " ".join(dialog.page.toPlainText().split())
    listed = [figure for _, figures in grouped(preset) for figure in figures]
    assert len(listed) == len(list(preset.figures()))
    for name, value in listed:
        assert " ".join(name.split()) in words
        assert " ".join(value.split()) in words
    for source, _ in grouped(preset):
        assert " ".join(source.document.split()) in words


def test_the_period_is_an_undoable_setting_of_the_design(everything: Document) -> None:
    editing = Editing(everything)
    editing.set_period("2006")
    assert everything.design.settings.period == "2006"
    assert everything.history.undo_name == "Offer presets of 2006"
    everything.undo()
    assert everything.design.settings == Settings()
