"""The program's own format: round trips, bytes, and what a version-control diff looks like."""

import json
from pathlib import Path

import pytest

from tests.files.designs import example, same, uid
from virtdesigner.files import document
from virtdesigner.files.migrations import FORMAT
from virtdesigner.model.change import add, update
from virtdesigner.model.design import Design
from virtdesigner.model.edits import delete


def test_everything_that_a_design_can_hold_survives() -> None:
    design = example()
    text = document.dumps(design)
    again = document.loads(text)
    assert same(again, design)
    assert document.dumps(again) == text
    assert again.elements[uid("waiting")].parent == uid("cluster")
    assert again.settings.name == "예제"


def test_a_file_on_disk_is_utf_8_with_line_feeds_and_korean_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "설계.vdt"
    document.write(example(), path)
    content = path.read_bytes()
    assert b"\r" not in content
    assert "데이터베이스".encode() in content
    assert content.endswith(b"}\n")
    assert same(document.read(path), example())


def test_a_file_is_plain_json_with_a_format() -> None:
    parsed = json.loads(document.dumps(example()))
    assert parsed["format"] == FORMAT
    assert list(parsed) == ["format", "settings", "elements", "links", "placements", "traces"]


def test_records_are_sorted_one_a_line_with_id_kind_and_name_first() -> None:
    lines = [line for line in document.dumps(example()).splitlines() if line.startswith('{"id"')]
    assert len(lines) == 10 + 5 + 2 + 1  # elements, links, placements, trace
    ids = [json.loads(line.rstrip(","))["id"] for line in lines[:10]]
    assert ids == sorted(ids)
    assert list(json.loads(lines[0].rstrip(",")))[:3] == ["id", "kind", "name"]


def test_an_edit_changes_only_the_lines_of_its_records() -> None:
    design = example()
    machine = design.elements[uid("vm")]
    edited = design.edited([update("elements", machine, machine.replace(name="renamed"))])
    before, after = document.dumps(design).splitlines(), document.dumps(edited).splitlines()
    assert [old for old, new in zip(before, after, strict=True) if old != new] == [
        line for line in before if "데이터베이스" in line
    ]


def test_the_order_of_edits_leaves_no_trace_in_the_file() -> None:
    design = example()
    machine = design.elements[uid("waiting")]
    back = design.edited(delete(design, [machine.id])).edited([add("elements", machine)])
    assert document.dumps(back) == document.dumps(design)


def test_a_value_equal_to_its_default_is_left_out_and_read_back() -> None:
    waiting = next(line for line in document.dumps(example()).splitlines() if "대기" in line)
    assert set(json.loads(waiting.rstrip(","))) == {"id", "kind", "name", "parent", "workload"}


@pytest.mark.parametrize("text", ['{"format": 1}', '\ufeff{"format": 1}', '{"format": 1, "elements": []}'])
def test_an_empty_design_may_leave_its_tables_out(text: str) -> None:
    assert same(document.loads(text), Design.of())
    assert same(document.loads(text.encode()), Design.of())


def test_a_design_that_lost_its_fibre_is_still_read() -> None:
    design = example()
    cut = design.edited(delete(design, [uid("fibre")]))
    assert uid("disk") in cut.links  # the disk now lies on a LUN that its host can't reach: a finding
    assert same(document.loads(document.dumps(cut)), cut)
