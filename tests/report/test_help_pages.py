"""Pages of the help: one a kind, with every field that can be set."""

import pytest

from virtdesigner import resources
from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import spec, specs
from virtdesigner.model.parts import Workload
from virtdesigner.report.help_pages import kind_page, notes_page, workloads_page


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
        for inner in specs(field.part) if field.part else ():
            if inner.form not in ("hidden", "part", "parts"):
                assert f"- **{inner.label}**: {inner.doc}" in page


def test_a_quantity_has_bounds_and_default_in_readable_units() -> None:
    page = kind_page("lun")
    assert "- **Size**: Size. 0.001 GiB to 954 PiB; usually 1 TiB." in page


def test_an_unknown_kind_has_no_page() -> None:
    with pytest.raises(KeyError):
        kind_page("teapot")


def test_the_page_about_workloads_names_every_pattern_and_the_law() -> None:
    page = workloads_page()
    for _, label in spec(Workload, "pattern").choices:
        assert f"| {label} |" in page
    assert "X = N / (Z + R)" in page


def test_a_field_says_with_what_it_counts() -> None:
    page = kind_page("virtual-machine")
    lines = {line.partition("**:")[0]: line for line in page.splitlines() if line.startswith("- **")}
    assert lines["- **Think time"].endswith("Recorded trace. It counts where Users is set.")
    assert lines["- **Backlog"].endswith("It counts where Users is empty.")
    assert lines["- **Burst share"].endswith("It counts where Pattern is: Bursts.")


def test_what_lecture_notes_say_stands_beside_what_holds() -> None:
    rows = [line for line in notes_page().splitlines() if line.startswith("| ") and "Note |" not in line]
    assert len(rows) >= 15
    assert all(line.count("|") == 3 for line in rows)
