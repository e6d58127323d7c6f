"""Every kind of bad design file: one clear message each, all problems at once, each with its path."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.files.designs import example, uid
from virtdesigner.files import document
from virtdesigner.files.errors import DocumentError, NewerFormatError, UnreadableError
from virtdesigner.files.limits import Limits
from virtdesigner.model.trace import Trace


def good() -> dict[str, Any]:
    """The example as plain data."""
    return json.loads(document.dumps(example()))


def row(raw: dict[str, Any], name: str, table: str = "elements") -> dict[str, Any]:
    """The record of a name's id in a table."""
    return next(record for record in raw[table] if record["id"] == uid(name))


def place_of(raw: dict[str, Any], name: str, table: str = "elements") -> str:
    """Its path in the file."""
    return f"{table}[{raw[table].index(row(raw, name, table))}]"


def problems(raw: object, limits: Limits | None = None) -> dict[str, str]:
    """Path to reason of each problem found."""
    with pytest.raises(DocumentError) as caught:
        document.loads(json.dumps(raw), *([limits] if limits else []))
    return {problem.path: problem.reason for problem in caught.value.problems}


def test_all_problems_are_found_at_once_each_with_its_path_and_what_is_allowed() -> None:
    raw = good()
    row(raw, "server")["processor"] = {"sockets": 65, "clock": "fast"}
    row(raw, "vm")["powered_on"] = "yes"
    row(raw, "uplink", "links")["role"] = "spare"
    server, machine, uplink = (
        place_of(raw, "server"),
        place_of(raw, "vm"),
        place_of(raw, "uplink", "links"),
    )
    assert problems(raw) == {
        f"{server}.processor.sockets": "must be at most 64 (1 to 64)",
        f"{server}.processor.clock": "must be a number",
        f"{machine}.powered_on": "must be true or false",
        f"{uplink}.role": "must be 'active' or 'standby'",
    }


def test_paths_reach_into_lists_of_parts() -> None:
    raw = good()
    row(raw, "vm")["workload"]["flows"][0]["rate"] = -1
    path = f"{place_of(raw, 'vm')}.workload.flows[0].rate"
    assert problems(raw) == {path: "must be at least 0 (0 to 1e+07 Mb/s)"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("virtual-machin", "isn't a known kind; did you mean 'virtual-machine'?"),
        ("xyzzy", "isn't a known kind; known are: cluster, physical-server"),
    ],
)
def test_an_unknown_kind_is_refused_with_a_suggestion(wrong: str, message: str) -> None:
    raw = good()
    row(raw, "waiting")["kind"] = wrong
    assert message in problems(raw)[place_of(raw, "waiting")]


def test_an_unknown_kind_of_link_is_compared_with_links() -> None:
    raw = good()
    row(raw, "cable", "links")["kind"] = "cabel"
    assert "did you mean 'cable'?" in problems(raw)[place_of(raw, "cable", "links")]


def test_a_missing_kind_is_named() -> None:
    raw = good()
    del row(raw, "waiting")["kind"]
    assert problems(raw) == {place_of(raw, "waiting"): "has no kind"}


@pytest.mark.parametrize(
    ("holder", "wrong", "right"),
    [
        (lambda raw: row(raw, "server"), "memry", "memory"),
        (lambda raw: row(raw, "vm")["workload"], "workingset", "working_set"),
        (lambda raw: row(raw, "cable", "links"), "sourcepart", "source_part"),
        (lambda raw: raw["settings"], "sead", "seed"),
        (lambda raw: raw["placements"][0], "widht", "width"),
        (lambda raw: raw, "element", "elements"),
    ],
)
def test_an_unknown_field_is_refused_with_a_suggestion(
    holder: Callable[[dict[str, Any]], dict[str, Any]], wrong: str, right: str
) -> None:
    raw = good()
    holder(raw)[wrong] = 1
    ((path, reason),) = problems(raw).items()
    assert path.split(".")[-1] == wrong
    assert reason == f"isn't known; did you mean {right!r}?"


def test_a_missing_field_is_named() -> None:
    raw = good()
    del row(raw, "cable", "links")["target"]
    assert problems(raw) == {f"{place_of(raw, 'cable', 'links')}.target": "is missing"}


def test_an_id_used_twice_names_both_places() -> None:
    raw = good()
    double = row(raw, "cluster") | {"name": "other"}
    raw["elements"].append(double)
    first = place_of(raw, "cluster")
    assert problems(raw) == {"elements[10].id": f"{uid('cluster')} is the id of {first} already"}


def test_references_to_nothing_are_all_named_with_their_field() -> None:
    raw = good()
    row(raw, "waiting")["parent"] = uid("nobody")
    row(raw, "vm")["workload"]["flows"][0]["peer"] = uid("nobody")
    row(raw, "vm")["workload"]["trace"] = "trace-nothing"
    row(raw, "cable", "links")["target"] = uid("nobody")
    machine = place_of(raw, "vm")
    nobody = f"names {uid('nobody')}, which isn't among the elements"
    assert problems(raw) == {
        f"{place_of(raw, 'waiting')}.parent": nobody,
        f"{machine}.workload.flows[0].peer": nobody,
        f"{machine}.workload.trace": "names trace-nothing, which isn't among the traces",
        f"{place_of(raw, 'cable', 'links')}.target": nobody,
    }


def test_a_link_to_a_part_that_is_not_there_is_named() -> None:
    raw = good()
    row(raw, "cable", "links")["source_part"] = "nic9"
    assert problems(raw) == {f"{place_of(raw, 'cable', 'links')}.source_part": "host-01 has no part 'nic9'"}


def test_an_element_in_itself_is_named() -> None:
    raw = good()
    row(raw, "hypervisor")["parent"] = uid("vm")
    found = problems(raw)
    assert found[f"{place_of(raw, 'vm')}.parent"] == "the element would lie in itself"
    assert found[f"{place_of(raw, 'hypervisor')}.parent"] == "the element would lie in itself"


def test_what_the_rules_forbid_is_named_with_its_path() -> None:
    raw = good()
    row(raw, "array")["parent"] = uid("cluster")
    row(raw, "vnic", "links")["target"] = uid("switch")
    assert problems(raw) == {
        place_of(raw, "array"): "a storage-array can't lie in cluster",
        place_of(raw, "vnic", "links"): (
            "a vnic can't lead from a virtual-machine to a physical-switch with the parts named"
        ),
    }


def test_two_parts_of_one_id_are_refused() -> None:
    raw = good()
    row(raw, "server")["nics"] = [{"id": "nic0", "name": "a"}, {"id": "nic0", "name": "b"}]
    assert problems(raw) == {place_of(raw, "server"): "two parts have the id 'nic0'"}


def test_a_placement_under_another_id_is_refused() -> None:
    raw = good()
    raw["placements"][0]["id"] = "somewhere"
    assert problems(raw)["placements[0].id"].startswith("must be physical:")


def test_a_newer_format_is_refused_naming_both_versions() -> None:
    with pytest.raises(NewerFormatError, match=r"format 7.*up to format 2") as caught:
        document.loads('{"format": 7, "elements": "of another shape"}')
    assert (caught.value.found, caught.value.known) == (7, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "no VirtDesigner design"),
        ('{"format": "1"}', "format: must be a whole number"),
        ('{"format": true}', "format: must be a whole number"),
        ('{"format": 0}', "format 0 isn't known; this version reads 1"),
        ('{"format": 1, "elements": {}}', "elements: must be a list"),
        ('{"format": 1, "elements": [3]}', r"elements\[0\]: must be an object"),
    ],
)
def test_a_file_of_another_shape_is_refused(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        document.loads(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xff\xfe\x00", "UTF-8 text .byte 0."),
        (b"PK\x03\x04", "isn't JSON"),
        (b'{"format": 1', "isn't JSON"),
        (b'{"format": NaN}', "isn't JSON"),
        (b"[1, 2]", "must hold an object"),
        (b'{"format": 1, "x": ' + b"[" * 120 + b"]" * 120 + b"}", "more than 100 deep"),
        (b"[" * 50_000, "more than 100 deep"),
        (b'{"format": 1, "elements": [{"id": "\\ud800"}]}', "isn't JSON"),
    ],
)
def test_what_is_no_design_at_all_gets_one_clear_sentence(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        document.loads(content)


@pytest.mark.parametrize(
    ("damaged", "place", "what"),
    [
        ('{"format": 2,\n"elements": [{"id', "line 2, column 17", "breaks off"),
        ('{"format": 2\n"elements": []}', "line 2, column 1", "a comma or a closing bracket is missing"),
        ('{"format": 2,\n"links": [],}', "line 2, column 13", "a comma stands there that nothing follows"),
        ('{"format": 2}\nx', "line 2, column 1", "more text follows"),
        ('{"format": 2,\n"links" []}', "line 2, column 9", "a colon is missing"),
        ('{"format": 2,\nlinks: []}', "line 2, column 1", "a name in double quotes is missing"),
        ('{"format": 2,\n"a": "\0"}', "line 2, column 7", "a character stands there"),
        ('{"format": 2,\n"links": no}', "line 2, column 11", "no value"),
    ],
)
def test_damage_is_told_with_its_place_and_a_way_out(damaged: str, place: str, what: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        document.loads(damaged)
    said = str(refused.value)
    assert f"at {place}, where " in said
    assert what in said
    assert "Open an earlier backup or copy" in said
    assert "expected" not in said
    assert "EOF" not in said


def test_what_was_never_a_design_has_no_place_to_mend() -> None:
    with pytest.raises(UnreadableError, match="no VirtDesigner design; choose another file"):
        document.loads(b"PK\x03\x04")


def test_limits_hold() -> None:
    with pytest.raises(UnreadableError, match="larger than 1 MiB"):
        document.loads(b" " * (2**20 + 1), Limits(text_bytes=2**20))
    assert problems(good(), Limits(elements=9)) == {"elements": "more than 9 elements"}


def test_a_trace_may_not_unpack_without_end() -> None:
    bomb = Trace.record("bomb", 1, {"cpu": [0.0] * 300_000})
    raw = {"format": 1, "traces": [bomb.model_dump()]}
    assert len(json.dumps(raw)) < 5000  # deflated a thousandfold
    found = problems(raw, Limits(unpacked_bytes=2**20))
    assert found == {"traces[0].columns[0].data": "is larger than is allowed, unpacked"}


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"data": "%%%"}, ".data", "is damaged"),
        ({"data": "eJw="}, ".data", "is damaged"),
        ({"name": "colour"}, ".name", "must be one of cpu"),
    ],
)
def test_damaged_traces_are_refused(change: dict[str, str], path: str, reason: str) -> None:
    raw = good()
    raw["traces"][0]["columns"][0] |= change
    assert reason in problems(raw)[f"traces[0].columns[0]{path}"]


def test_a_folder_or_nothing_gets_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is a folder"):
        document.read(tmp_path)
    with pytest.raises(UnreadableError, match="isn't there"):
        document.read(tmp_path / "missing.vdt")


def test_a_long_list_of_problems_is_shortened_in_the_message_but_kept() -> None:
    raw = {"format": 1, "elements": [{"kind": "cluster", "id": "x", "name": "y"}] * 30}
    with pytest.raises(DocumentError) as caught:
        document.loads(json.dumps(raw))
    assert len(caught.value.problems) == 30
    assert str(caught.value).endswith("and 10 more")
