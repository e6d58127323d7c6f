"""An object that holds a name twice is refused with its path; a reader would drop the first in silence."""

import json

import pytest

from tests.files.designs import example, uid
from virtdesigner.files import document
from virtdesigner.files.errors import DocumentError, NewerFormatError, Problem
from virtdesigner.files.repeated_keys import repeated_keys

TWICE = "stands there twice; keep one"


@pytest.mark.parametrize(
    "text", ['{"a": 1, "b": {"a": 2}}', '[{"a": 1}, {"a": 1}]', "{}", "3", "[" * 5000, "{"]
)
def test_names_in_different_objects_are_no_repetition_and_other_text_none_at_all(text: str) -> None:
    assert repeated_keys(text) == ()


def test_each_repetition_is_named_with_its_path() -> None:
    text = '{"a": [1, {"b": 1, "b": 2, "c": {"d": 1, "d": 1, "d": 1}}], "a": 3}'
    paths = ["a[1].b", "a[1].c.d", "a[1].c.d", "a"]
    assert repeated_keys(text) == tuple(Problem(path, TWICE) for path in paths)


def test_a_design_with_a_field_twice_is_refused() -> None:
    text = document.dumps(example()).replace('"vlan_id": 20', '"vlan_id": 30, "vlan_id": 20')
    ids = [row["id"] for row in json.loads(text)["elements"]]
    with pytest.raises(DocumentError) as caught:
        document.loads(text)
    assert caught.value.problems == (Problem(f"elements[{ids.index(uid('vlan'))}].vlan_id", TWICE),)


def test_it_is_told_together_with_what_else_is_wrong() -> None:
    text = document.dumps(example()).replace('"vlan_id": 20', '"vlan_id": 30, "vlan_id": "x"')
    with pytest.raises(DocumentError) as caught:
        document.loads(text)
    assert [problem.reason for problem in caught.value.problems] == [TWICE, "must be a whole number"]


def test_a_newer_format_is_told_as_such() -> None:
    with pytest.raises(NewerFormatError):
        document.loads('{"format": 99, "a": 1, "a": 1}')
