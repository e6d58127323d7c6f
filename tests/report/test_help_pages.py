"""Pages of the help: one a kind, with every field that can be set."""

import re

import numpy as np
import pytest

from virtdesigner import load, resources
from virtdesigner.cli.parser import COMMANDS
from virtdesigner.engine.phases.attribution import shapley
from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import spec, specs
from virtdesigner.model.parts import Workload
from virtdesigner.report.help_pages import TOPICS, kind_page, topic_page


def test_every_kind_has_its_paragraph_and_no_other_is_there() -> None:
    stored = {path.stem for path in resources.path("docs", "kinds").glob("*.md")}
    assert stored == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_what_it_is_and_every_field(kind: str) -> None:
    page = kind_page(kind)
    assert page.startswith(f"# {KINDS[kind].label}\n")
    paragraph = page.partition("\n\n")[2].partition("\n\n")[0]
    assert len(paragraph) > 100
    for field in specs(KINDS[kind]):
        if field.form not in ("hidden", "part", "parts") and field.name not in ("name", "notes"):
            assert f"- **{field.label}**: {field.doc}" in page
        for inner in field.inner:
            if inner.form not in ("hidden", "part", "parts"):
                assert f"- **{inner.label}**: {inner.doc}" in page


def test_a_quantity_has_bounds_and_default_in_readable_units() -> None:
    page = kind_page("lun")
    assert "- **Size**: Size. 0.001 GiB to 954 PiB; usually 1 TiB." in page


def test_an_unknown_kind_has_no_page() -> None:
    with pytest.raises(KeyError):
        kind_page("teapot")


def test_the_page_about_workloads_names_every_pattern_and_the_law() -> None:
    page = topic_page("workloads")
    for _, label in spec(Workload, "pattern").choices:
        assert f"| {label} |" in page
    assert "X = N / (Z + R)" in page


def test_every_topic_has_its_file_and_no_other_is_there() -> None:
    assert {path.stem for path in resources.path("docs").glob("*.md")} == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_a_title_and_tables_as_wide_as_their_heads(topic: str) -> None:
    page = topic_page(topic)
    assert page.startswith(f"# {TOPICS[topic]}\n\n")
    before = ""
    for line in page.splitlines():
        if line.startswith("|") and before.startswith("|"):
            assert line.count("|") == before.count("|"), line
        before = line


def test_an_unknown_topic_has_no_page() -> None:
    with pytest.raises(KeyError):
        topic_page("teapots")


FORMULAS = {
    "storage-under-load": (
        "IOPS ≤ outstanding I/Os / latency [P]",
        "w' = (1 - g) w + g (L / latency",
        "[E]",
        "[C]",
    ),
    "space-and-paths": ("growth = writes/s", "140 s [P]", "200 cycles [E]", "1,400 received [C"),
    "processors-under-load": ("(1 - 1/n)", "P - Q / n [C]", "[E]"),
    "why-is-it-slow": ("1 - cap_j", "Shapley", "[C]"),
}
"""Topic to formulas and marks that its page gives."""


@pytest.mark.parametrize("topic", FORMULAS)
def test_a_page_about_a_model_gives_its_formula_with_the_mark(topic: str) -> None:
    page = topic_page(topic)
    assert all(formula in page for formula in FORMULAS[topic])


def test_the_split_of_lost_time_on_its_page_is_what_the_engine_computes() -> None:
    caps = np.array([[1.0, 0.8], [0.6, 0.6]])
    parts = shapley(caps, np.array([0.4, 0.4]))
    rows = [
        line.split("|")[5:7]
        for line in topic_page("why-is-it-slow").splitlines()
        if line.startswith(("| Disks", "| Both"))
    ]
    told = [[float(cell.strip(" %")) / 100 for cell in row] for row in rows]
    assert np.allclose(np.array(told).T, parts)


@pytest.mark.parametrize("topic", TOPICS)
def test_examples_and_commands_that_a_page_names_are_there(topic: str) -> None:
    page = topic_page(topic)
    titles = {load(path).settings.name for path in resources.path("examples").glob("*.vdt")}
    for name in re.findall(r"[Ee]xample \*(.+?)\*", page.replace("\n", " ")):
        assert name in titles
    for command in re.findall(r"^virtdesigner ([a-z-]+)", page, re.MULTILINE):
        assert command in COMMANDS


def test_a_field_says_with_what_it_counts() -> None:
    page = kind_page("virtual-machine")
    lines = {line.partition("**:")[0]: line for line in page.splitlines() if line.startswith("- **")}
    assert lines["- **Think time"].endswith("Recorded trace. It counts where Users is set.")
    assert lines["- **Backlog"].endswith("It counts where Users is empty.")
    assert lines["- **Burst share"].endswith("It counts where Pattern is: Bursts.")


def test_what_lecture_notes_say_stands_beside_what_holds() -> None:
    rows = [
        line
        for line in topic_page("notes-and-today").splitlines()
        if line.startswith("| ") and "Note |" not in line
    ]
    assert len(rows) >= 15
    assert all(line.count("|") == 3 for line in rows)
