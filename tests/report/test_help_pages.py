"""Pages of the help: one a kind, with every field that can be set."""

import pytest

from virtdesigner import resources
from virtdesigner.kinds import KINDS
from virtdesigner.model.fields import specs
from virtdesigner.report.help_pages import kind_page, notes_page


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


def test_what_lecture_notes_say_stands_beside_what_holds() -> None:
    rows = [line for line in notes_page().splitlines() if line.startswith("| ") and "Note |" not in line]
    assert len(rows) >= 15
    assert all(line.count("|") == 3 for line in rows)
