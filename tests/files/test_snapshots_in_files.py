"""Snapshots in files: written like other records, read as strictly, with paths into what they hold."""

import json
from typing import Any

import pytest

from tests.files.designs import example, same, uid
from virtdesigner.files import document
from virtdesigner.files.errors import DocumentError
from virtdesigner.model.design import Design
from virtdesigner.rules.snapshots import take_snapshot


def kept() -> Design:
    design = example()
    return design.edited(take_snapshot(design, uid("vm"), "before", "2026-05-04T12:00", "The patch"))


def problems(raw: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(DocumentError) as caught:
        document.loads(json.dumps(raw))
    return {problem.path: problem.reason for problem in caught.value.problems}


def test_a_design_without_any_says_nothing_of_them() -> None:
    assert "snapshots" not in json.loads(document.dumps(example()))


def test_they_come_back_with_all_they_hold() -> None:
    text = document.dumps(kept())
    again = document.loads(text)
    assert same(again, kept_again := document.loads(document.dumps(again)))
    assert kept_again.snapshots_of(uid("vm"))[0].elements == (example().elements[uid("vm")],)
    assert document.dumps(again) == text


def test_what_they_hold_is_written_as_elsewhere() -> None:
    raw = json.loads(document.dumps(kept()))
    (snapshot,) = raw["snapshots"]
    assert list(snapshot) == ["id", "name", "element", "taken", "note", "elements", "links"]
    assert snapshot["elements"] == [row for row in raw["elements"] if row["id"] == uid("vm")]
    ends = [row for row in raw["links"] if uid("vm") in (row["source"], row["target"])]
    assert sorted(snapshot["links"], key=lambda row: row["id"]) == ends


def test_what_is_wrong_in_them_is_named_with_its_path() -> None:
    raw = json.loads(document.dumps(kept()))
    held = raw["snapshots"][0]
    held["elements"][0]["memry"] = {}
    held["elements"].append({"kind": "cluste", "id": uid("x"), "name": "x"})
    held["links"][0]["source_part"] = 3
    held["nam"] = 1
    found = problems(raw)
    assert found["snapshots[0].elements[0].memry"] == "isn't known; did you mean 'memory'?"
    assert found["snapshots[0].elements[1]"] == "isn't a known kind; did you mean 'cluster'?".replace(
        "isn't", "'cluste' isn't"
    )
    assert found["snapshots[0].links[0].source_part"] == "must be text"
    assert found["snapshots[0].nam"] == "isn't known; did you mean 'name'?"


def test_one_of_nothing_and_one_of_another_are_refused() -> None:
    raw = json.loads(document.dumps(kept()))
    raw["snapshots"][0]["element"] = uid("server")
    assert problems(raw) == {"snapshots[0]": "the first of its elements must be the one that it is of"}
    raw["elements"] = [row for row in raw["elements"] if row["id"] != uid("server")]
    raw["snapshots"][0] |= {"element": uid("gone"), "elements": []}
    assert problems(raw) == {"snapshots[0]": "the first of its elements must be the one that it is of"}


def test_one_of_an_element_that_is_gone_is_refused() -> None:
    raw = json.loads(document.dumps(kept()))
    raw["elements"] = [row for row in raw["elements"] if row["id"] != uid("vm")]
    raw["links"] = [row for row in raw["links"] if row["source"] != uid("vm")]
    assert problems(raw) == {"snapshots[0].element": f"names {uid('vm')}, which isn't among the elements"}
