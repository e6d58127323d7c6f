"""`virtdesigner reach`: yes with the way, no with the reason, and names that are not clear."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.building import id_of, two_hosts
from virtdesigner import resources, save

Command = Callable[..., Any]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    drawing = two_hosts().add("virtual-machine", "twin", "hv-a")
    drawing.elements["other twin"] = drawing.elements["twin"].replace(id=id_of("other twin"))
    path = tmp_path / "site.vdt"
    save(drawing.design, path)
    return path


def test_yes_with_the_way(virtdesigner: Command, file: Path) -> None:
    done = virtdesigner("reach", file, "a1", "b1")
    assert done.code == 0
    lines = [line.strip() for line in done.out.splitlines()]
    assert lines[0] == "a1 reaches b1"
    assert lines[1:4] == ["a1 (virtual machine)", "network connection", "a-vlan10 (VLAN)"]
    assert "tor (switch)" in lines
    assert lines[-1] == "b1 (virtual machine)"


def test_no_with_the_reason(virtdesigner: Command, file: Path) -> None:
    done = virtdesigner("reach", file, "a1", "b3")
    assert done.code == 1
    assert done.out.splitlines() == [
        "a1 does not reach b3", "a1 is in VLAN 10, b3 in VLAN 20, and nothing joins the two",
    ]  # fmt: skip


@pytest.mark.parametrize(("target", "code"), [("b1", 0), ("b3", 1), ("lun-a", 0), ("lun-b", 1)])
def test_json_follows_its_schema(virtdesigner: Command, file: Path, target: str, code: int) -> None:
    schema = json.loads(resources.path("schema", "reach.schema.json").read_text(encoding="utf-8"))
    done = virtdesigner("reach", file, "a1", target, "--json")
    assert done.code == code
    jsonschema.Draft202012Validator(schema).validate(done.json)
    assert done.json["reachable"] == (code == 0)
    assert (done.json["source"], done.json["target"]) == (id_of("a1"), id_of(target))
    assert bool(done.json["path"]) == (done.json["reason"] is None) == done.json["reachable"]


def test_an_id_or_another_case_names_an_element(virtdesigner: Command, file: Path) -> None:
    assert virtdesigner("reach", file, id_of("a1"), "B1").code == 0


def test_an_unknown_name_suggests_one(virtdesigner: Command, file: Path) -> None:
    done = virtdesigner("reach", file, "a1", "host-aa")
    assert done.code == 2
    assert done.out == ""
    assert "no element is called 'host-aa'; did you mean host-a" in done.err
    assert virtdesigner("reach", file, "a1", "zzzzzzz").err.endswith("no element is called 'zzzzzzz'\n")


def test_a_name_that_two_have_asks_for_the_id(virtdesigner: Command, file: Path) -> None:
    done = virtdesigner("reach", file, "a1", "twin")
    assert done.code == 2
    assert "2 elements are called 'twin'" in done.err
    for name in ("twin", "other twin"):
        assert f"{id_of(name)}  virtual machine twin on host-a" in done.err


def test_a_file_that_is_not_there(virtdesigner: Command, tmp_path: Path) -> None:
    assert virtdesigner("reach", tmp_path / "none.vdt", "a", "b").code == 2
