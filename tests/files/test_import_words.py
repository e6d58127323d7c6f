"""Every note that an importer may make has words for it, with parameters that the note has."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from virtdesigner.files import importers
from virtdesigner.files.importers.report import Notes
from virtdesigner.report.words import TEMPLATES, sentence
from virtdesigner.report.words_import import IMPORT

SOURCES = sorted(Path(importers.__file__).parent.rglob("*.py"))


def made_notes() -> dict[str, set[str]]:
    """Code of each note that the source makes, and the parameters that it always has."""
    found: dict[str, set[str]] = {}
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                for code in ast.walk(node.args[0]):
                    if isinstance(code, ast.Constant) and str(code.value).startswith("rvtools-"):
                        names = {word.arg or "" for word in node.keywords} | {"count"}
                        found[str(code.value)] = found.get(str(code.value), names) & names
    return found


NOTES = made_notes()


def test_the_importer_makes_many_notes() -> None:
    assert len(NOTES) > 25


@pytest.mark.parametrize("code", NOTES)
def test_every_note_has_words_with_parameters_that_it_has(code: str) -> None:
    wanted = {name for _, name, _, _ in Formatter().parse(TEMPLATES[code]) if name}
    assert wanted <= NOTES[code]


def test_no_words_are_left_over() -> None:
    by_variable = {"rvtools-row-of-unknown-machine", "rvtools-name-not-unique", "rvtools-row-contradicts"}
    assert set(IMPORT) == set(NOTES) | by_variable


def test_notes_alike_are_counted_into_one_at_the_first_place_warnings_first() -> None:
    notes = Notes()
    notes.info("rvtools-matched-by-name", "vDisk row 2", tab="vDisk")
    notes.info("rvtools-matched-by-name", "vDisk row 3", tab="vDisk")
    notes.warn("rvtools-disk-assumed", "vInfo row 9", name="web")
    first, second = notes.collected()
    assert (first.severity, first.where) == ("warning", "vInfo row 9")
    assert (second.where, second.message["count"]) == ("vDisk row 2", 2)
    assert sentence(second.message, str) == "2 rows of vDisk matched by name, since they have no id"
